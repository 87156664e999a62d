// SPDX-License-Identifier: GPL-2.0
/*
 * Long runs: SIGINT ends them, and a terminal sees how far they are.
 */
#include <signal.h>
#include <stdatomic.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "run/run.h"
#include "util/tool.h"
#include "util/units.h"

#define PROGRESS_AFTER_NS	(2 * NSEC_PER_SEC)
#define PROGRESS_EVERY_NS	(NSEC_PER_SEC / 2)

static atomic_bool interrupted;
static __u64 next_report;
static __u64 until_ns;
static bool reported;

static __u64 clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

static void on_signal(int number)
{
	if (number != SIGALRM)
		interrupted = true;
}

/**
 * run_watch_start - a run begins
 * @input: what is simulated
 *
 * From now on signals interrupt system calls: those that ask to end, and one
 * that comes regularly, so that a run in the kernel comes back for progress.
 */
void run_watch_start(const struct run_input *input)
{
	struct sigaction action = { .sa_handler = on_signal };
	/* The second one ends the command even if a policy does not come back. */
	struct sigaction once = { .sa_handler = on_signal, .sa_flags = SA_RESETHAND };
	struct itimerval interval = {
		.it_interval.tv_usec = PROGRESS_EVERY_NS / NSEC_PER_USEC,
		.it_value.tv_usec = PROGRESS_EVERY_NS / NSEC_PER_USEC,
	};

	interrupted = false;
	reported = false;
	until_ns = input->until_ns;
	next_report = clock_ns() + PROGRESS_AFTER_NS;
	sigaction(SIGINT, &once, NULL);
	sigaction(SIGTERM, &once, NULL);
	if (isatty(STDERR_FILENO)) {
		sigaction(SIGALRM, &action, NULL);
		setitimer(ITIMER_REAL, &interval, NULL);
	}
}

/**
 * run_watch_stop - a run is over
 */
void run_watch_stop(void)
{
	struct itimerval never = { .it_value.tv_sec = 0 };

	if (isatty(STDERR_FILENO))
		setitimer(ITIMER_REAL, &never, NULL);
	if (reported)
		fputs("\r\033[K", stderr);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
}

/**
 * run_interrupted - did a signal ask the run to end?
 *
 * Return: whether one did.
 */
bool run_interrupted(void)
{
	return interrupted;
}

/**
 * run_progress - show how far a run is, if it is time to
 * @now: simulated time
 */
void run_progress(__u64 now)
{
	char reached[TIME_LEN], until[TIME_LEN];
	__u64 real = clock_ns();

	if (real < next_report || !isatty(STDERR_FILENO))
		return;
	next_report = real + PROGRESS_EVERY_NS;
	reported = true;
	if (until_ns < SCHEDSIM_MAX_TIME_NS)
		fprintf(stderr, "\r\033[Ksimulated: %s of %s (%.0f%%)", format_time(now, reached),
			format_time(until_ns, until), 100.0 * now / until_ns);
	else
		fprintf(stderr, "\r\033[Ksimulated: %s", format_time(now, reached));
}

/**
 * run_report_interrupted - say that a run was interrupted
 * @now: simulated time
 */
void run_report_interrupted(__u64 now)
{
	char reached[TIME_LEN];

	complain("interrupted at %s of simulated time", format_time(now, reached));
}
