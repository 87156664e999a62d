// SPDX-License-Identifier: GPL-2.0
/*
 * The runs of a comparison, spread over processes of this machine. Each takes the
 * next run that nobody has begun; the results lie in memory that all share, by
 * the index of the run, so that it does not matter who did which.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "compare/compare.h"
#include "util/tool.h"
#include "util/units.h"

#define PROGRESS_AFTER_NS	(2 * NSEC_PER_SEC)
#define TICK_USEC		200000
#define MAX_COMPLAINT		1024

/**
 * struct shared - what the workers share
 * @next: the run that is to be begun next
 * @done: runs that are done
 * @failed: has one failed? Then none is begun any more
 */
struct shared {
	atomic_size_t next;
	atomic_size_t done;
	atomic_bool failed;
};

/* What comes out of a run, by its index. */
struct slot {
	struct compare_run run;
	double values[NR_VALUES];
};

/**
 * struct worker - a process
 * @pid: its id; 0: it has ended
 * @status: how it ended, as wait() has it
 * @complaints: a file with what it wrote to its standard error
 */
struct worker {
	pid_t pid;
	int status;
	int complaints;
};

/**
 * struct crew - all workers
 * @sweep: what is to be run
 * @nr_runs: number of runs
 * @shared: shared memory
 * @slots: likewise, one a run
 * @current: likewise, the run that each worker is at; @nr_runs at its end
 * @workers: the workers
 * @nr: number of them
 * @size: of the shared memory
 */
struct crew {
	const struct sweep *sweep;
	size_t nr_runs;
	struct shared *shared;
	struct slot *slots;
	size_t *current;
	struct worker *workers;
	unsigned int nr;
	size_t size;
};

static atomic_bool interrupted;

static void on_signal(int number)
{
	if (number != SIGALRM)
		interrupted = true;
}

static void __noreturn work(struct crew *crew, unsigned int self)
{
	struct shared *shared = crew->shared;
	size_t index;

	while (!shared->failed && (index = shared->next++) < crew->nr_runs) {
		struct slot *slot = &crew->slots[index];
		int code;

		crew->current[self] = index;
		slot->run = sweep_run(crew->sweep, index);
		code = sweep_execute(crew->sweep, &slot->run, slot->values);
		if (code)
			exit(code);
		shared->done++;
	}
	crew->current[self] = crew->nr_runs;
	_exit(TOOL_OK);
}

/* A run may end by die(), too: then no other is begun. */
static void note_failure(int code, void *shared)
{
	((struct shared *)shared)->failed = true;
}

static void start_worker(struct crew *crew, unsigned int self)
{
	struct worker *worker = &crew->workers[self];
	pid_t parent = getpid();

	worker->complaints = memfd_create("complaints", MFD_CLOEXEC);
	worker->pid = worker->complaints < 0 ? -1 : fork();
	if (worker->pid > 0)
		return;
	if (worker->pid < 0) {
		if (worker->complaints >= 0)
			close(worker->complaints);
		worker->complaints = -1;
		worker->pid = 0;
		worker->status = TOOL_FAILED << 8;
		crew->shared->failed = true;
		complain("compare: cannot start a worker: %s", strerror(errno));
		return;
	}
	/* None may outlive the parent, however that ends. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(TOOL_FAILED);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGALRM, SIG_DFL);
	dup2(worker->complaints, STDERR_FILENO);
	on_exit(note_failure, crew->shared);
	work(crew, self);
}

static __u64 clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

static void show_progress(const struct crew *crew, __u64 start)
{
	size_t done = crew->shared->done;

	if (isatty(STDERR_FILENO) && clock_ns() - start > PROGRESS_AFTER_NS)
		fprintf(stderr, "\r\033[Kcompare: %zu of %zu runs (%.0f%%)", done, crew->nr_runs,
			100.0 * done / crew->nr_runs);
}

static void note_end(struct crew *crew, pid_t pid, int status)
{
	unsigned int i;

	for (i = 0; i < crew->nr; i++) {
		struct worker *worker = &crew->workers[i];

		if (worker->pid != pid)
			continue;
		/* _exit() looks like a good end, but not to us. */
		if (!status && crew->current[i] < crew->nr_runs) {
			dprintf(worker->complaints, "schedsim: the policy called _exit(0)\n");
			status = TOOL_CRASHED << 8;
		}
		worker->pid = 0;
		worker->status = status;
		if (status)
			crew->shared->failed = true;
	}
}

static void kill_all(const struct crew *crew)
{
	unsigned int i;

	for (i = 0; i < crew->nr; i++)
		if (crew->workers[i].pid > 0)
			kill(crew->workers[i].pid, SIGKILL);
}

/* Wait for all workers; a signal ends them. It may come at any time: hence the ticks. */
static void wait_for_all(struct crew *crew)
{
	__u64 start = clock_ns();
	bool killed = false;
	int status;
	pid_t pid;

	for (;;) {
		pid = wait(&status);
		if (pid > 0)
			note_end(crew, pid, status);
		else if (errno != EINTR)
			break;
		if (interrupted && !killed)
			kill_all(crew);
		killed = interrupted;
		show_progress(crew, start);
	}
	if (isatty(STDERR_FILENO) && clock_ns() - start > PROGRESS_AFTER_NS)
		fputs("\r\033[K", stderr);
}

static void watch(bool on)
{
	struct sigaction action = { .sa_handler = on ? on_signal : SIG_DFL };
	struct itimerval ticks = {
		.it_interval.tv_usec = on ? TICK_USEC : 0,
		.it_value.tv_usec = on ? TICK_USEC : 0,
	};

	if (!on)
		setitimer(ITIMER_REAL, &ticks, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGALRM, &action, NULL);
	if (on)
		setitimer(ITIMER_REAL, &ticks, NULL);
}

static void *share(struct crew *crew)
{
	size_t slots = crew->nr_runs * sizeof(struct slot);
	size_t current = crew->nr * sizeof(size_t);
	char *memory;

	crew->size = slots + current + sizeof(struct shared);
	memory = mmap(NULL, crew->size, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED)
		die(TOOL_FAILED, "out of memory");
	crew->slots = (struct slot *)memory;
	crew->current = (size_t *)(memory + slots);
	crew->shared = (struct shared *)(memory + slots + current);
	return memory;
}

/* Complain of a run that failed, with the words of its worker. */
static int report_failure(const struct crew *crew, unsigned int i)
{
	const struct worker *worker = &crew->workers[i];
	struct compare_run run = sweep_run(crew->sweep, crew->current[i]);
	char text[MAX_COMPLAINT] = "", quantum[TIME_LEN], *start, *end;

	if (pread(worker->complaints, text, sizeof(text) - 1, 0) < 0)
		*text = '\0';
	start = strstr(text, "schedsim: ");
	start = start ? start + strlen("schedsim: ") : text;
	end = strchr(start, '\n');
	if (end)
		*end = '\0';
	if (WIFSIGNALED(worker->status))
		sprintf(start = text, "ended by signal %d", WTERMSIG(worker->status));
	complain("policy %s, quantum %s, seed %llu: %s", run.policy,
		 format_time(run.quantum_ns, quantum), run.seed, start);
	return WIFEXITED(worker->status) ? WEXITSTATUS(worker->status) : TOOL_FAILED;
}

/* Of several that failed, the first run counts: always the same. */
static int find_failure(const struct crew *crew)
{
	unsigned int i, first = crew->nr;

	for (i = 0; i < crew->nr; i++) {
		const struct worker *worker = &crew->workers[i];

		if (worker->status && worker->complaints >= 0 &&
		    (first == crew->nr || crew->current[i] < crew->current[first]))
			first = i;
	}
	if (first < crew->nr)
		return report_failure(crew, first);
	return crew->shared->failed ? TOOL_FAILED : TOOL_OK;
}

static void collect(const struct crew *crew, struct compare_run *runs, double **values)
{
	size_t i;

	*values = allocate(crew->nr_runs, sizeof(crew->slots[0].values));
	for (i = 0; i < crew->nr_runs; i++) {
		double *to = *values + i * NR_VALUES;

		runs[i] = crew->slots[i].run;
		memcpy(to, crew->slots[i].values, sizeof(crew->slots[i].values));
		runs[i].values = to;
	}
}

/**
 * compare_work - do all runs
 * @sweep: what is to be run
 * @workers: how many processes may do so at a time
 * @runs: to be filled in
 * @values: to point to the values of all runs, to be freed
 *
 * Return: an exit code; it has been complained if that is not TOOL_OK.
 */
int compare_work(const struct sweep *sweep, unsigned int workers, struct compare_run *runs,
		 double **values)
{
	struct crew crew = { .sweep = sweep, .nr_runs = sweep_runs(sweep) };
	void *memory;
	unsigned int i;
	int code;

	crew.nr = workers < crew.nr_runs ? workers : crew.nr_runs;
	crew.workers = allocate(crew.nr, sizeof(*crew.workers));
	memory = share(&crew);
	interrupted = false;
	watch(true);
	fflush(stdout);
	for (i = 0; i < crew.nr; i++)
		start_worker(&crew, i);
	wait_for_all(&crew);
	watch(false);
	if (interrupted) {
		complain("compare: interrupted after %zu of %zu runs", crew.shared->done,
			 crew.nr_runs);
		code = TOOL_INTERRUPTED;
	} else {
		code = find_failure(&crew);
	}
	if (!code)
		collect(&crew, runs, values);
	for (i = 0; i < crew.nr; i++)
		if (crew.workers[i].complaints >= 0)
			close(crew.workers[i].complaints);
	free(crew.workers);
	munmap(memory, crew.size);
	return code;
}
