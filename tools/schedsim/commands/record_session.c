// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim record-session: what is done to the live simulation, for 'schedsim run'.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "session/session.h"
#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

#define DEFAULT_ROOM		(16 << 20)
/* How often the record is looked at. */
#define LOOK_EVERY_NS		(NSEC_PER_SEC / 4)
#define PROGRESS_AFTER_NS	(2 * NSEC_PER_SEC)
/* How often the end is read anew because somebody changes the simulation then. */
#define TRIES			10

enum {
	OPT_FOR = 1,
	OPT_ROOM,
};

static const struct option options[] = {
	{ "for", required_argument, NULL, OPT_FOR },
	{ "output", required_argument, NULL, 'o' },
	{ "room", required_argument, NULL, OPT_ROOM },
	{ NULL, 0, NULL, 0 },
};

/**
 * struct recording - a session that is being recorded
 * @fd: the simulation
 * @file: where it is to be written, or NULL
 * @room: bytes in the kernel
 * @for_ns: how long, in real time
 * @serial: which recording of the simulation it is
 * @begin_ns: real time at its begin
 */
struct recording {
	int fd;
	const char *file;
	__u64 room;
	__u64 for_ns;
	__u32 serial;
	__u64 begin_ns;
};

static __u64 real_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

/* Those that end the recording. From now on they only come when they are waited for. */
static void block_signals(sigset_t *ending)
{
	sigemptyset(ending);
	sigaddset(ending, SIGINT);
	sigaddset(ending, SIGTERM);
	sigaddset(ending, SIGHUP);
	sigprocmask(SIG_BLOCK, ending, NULL);
}

/* In the background it would be in the way of the shell. */
static bool is_watched(__u64 passed)
{
	return passed >= PROGRESS_AFTER_NS && isatty(STDERR_FILENO) &&
	       tcgetpgrp(STDERR_FILENO) == getpgrp();
}

static void show_progress(const struct recording *recording, __u64 passed, __u64 used)
{
	if (is_watched(passed))
		fprintf(stderr, "\r\033[Krecording: %llu s, %llu KiB of %llu KiB; Ctrl-C ends it",
			passed / NSEC_PER_SEC, used >> 10, recording->room >> 10);
}

static void hide_progress(__u64 passed)
{
	if (is_watched(passed))
		fputs("\r\033[K", stderr);
}

/* Is the recording still ours, and is there more room? Returns an error, 0, or 1. */
static int look(const struct recording *recording, __u64 passed)
{
	struct schedsim_read_session read = { .start = 0 };
	int err = schedsim_read_session(recording->fd, &read);

	if (err)
		return err;
	if (recording->serial && read.serial != recording->serial)
		return -ENODATA;
	show_progress(recording, passed, read.left);
	return !read.full;
}

/* Until the time is over, a signal comes, or there is no more room. */
static int wait_for_end(const struct recording *recording, const sigset_t *ending)
{
	__u64 passed = 0, pause;
	int ret;

	do {
		struct timespec time = { .tv_sec = 0 };

		ret = look(recording, passed);
		pause = recording->for_ns - passed;
		if (pause > LOOK_EVERY_NS)
			pause = LOOK_EVERY_NS;
		time.tv_nsec = pause;
		if (ret > 0 && sigtimedwait(ending, NULL, &time) > 0)
			ret = 0;
		passed = real_time() - recording->begin_ns;
	} while (ret > 0 && passed < recording->for_ns);
	hide_progress(passed);
	return ret < 0 ? ret : 0;
}

/* Has nothing happened since? */
static bool is_the_end(int fd, const struct schedsim_session *session)
{
	struct schedsim_read_session read = { .start = session->size };

	return !schedsim_read_session(fd, &read) && read.serial == session->serial &&
	       !read.left && read.until_ns == session->until_ns &&
	       read.events == session->events;
}

/* All at one instant, which a pause makes last. @procs stays empty if that is in vain. */
static int read_end(int fd, struct schedsim_session *session, struct schedsim_procs *procs)
{
	int err = 0, i;

	for (i = 0; i < TRIES; i++) {
		schedsim_free_session(session);
		schedsim_free_procs(procs);
		err = schedsim_pause(fd);
		if (!err)
			err = schedsim_get_session(fd, session);
		if (err || session->full)
			return err;
		err = schedsim_get_procs(fd, procs);
		if (err || is_the_end(fd, session))
			return err;
	}
	schedsim_free_procs(procs);
	return 0;
}

static int write_session(const struct recording *recording, const struct schedsim_session *session,
			 const struct schedsim_procs *procs)
{
	FILE *to = recording->file ? fopen(recording->file, "we") : stdout;
	int err;

	if (!to) {
		complain("cannot write %s: %s", recording->file, strerror(errno));
		return TOOL_FAILED;
	}
	session_write(to, session, session->full || !procs->procs ? NULL : procs);
	if (!recording->file)
		return TOOL_OK;
	err = ferror(to);
	if (fclose(to) || err) {
		complain("cannot write %s: %s", recording->file, strerror(errno));
		return TOOL_FAILED;
	}
	return TOOL_OK;
}

static __u64 count_records(const struct schedsim_session *session)
{
	const struct schedsim_record *record = NULL;
	__u64 nr = 0;

	while ((record = schedsim_next_record(session, record)))
		nr++;
	return nr;
}

static void report(const struct recording *recording, const struct schedsim_session *session)
{
	char until[TIME_LEN];

	if (session->full)
		warn("there was no more room at %s; give more with --room (it was %lluK)",
		     format_time(session->until_ns, until), recording->room >> 10);
	fprintf(stderr, "recorded %llu commands, up to %s of simulated time",
		count_records(session), format_time(session->until_ns, until));
	if (session->digest)
		fprintf(stderr, ": digest 0x%016llx", session->digest);
	fputc('\n', stderr);
}

/* The simulation goes on as it did before. */
static int end(const struct recording *recording)
{
	struct schedsim_stats stats = { .paused = true };
	struct schedsim_session session = { .records = NULL };
	struct schedsim_procs procs = { .nr = 0 };
	int err, code;

	err = schedsim_get_stats(recording->fd, &stats);
	if (!err)
		err = read_end(recording->fd, &session, &procs);
	schedsim_record_session(recording->fd, 0);
	if (!stats.paused)
		schedsim_resume(recording->fd);
	if (err) {
		code = device_error(err, "cannot read what was recorded");
	} else {
		code = write_session(recording, &session, &procs);
		if (!code)
			report(recording, &session);
	}
	schedsim_free_session(&session);
	schedsim_free_procs(&procs);
	return code;
}

static int make(struct recording *recording)
{
	struct schedsim_read_session read = { .start = 0 };
	sigset_t ending;
	int err;

	block_signals(&ending);
	device_check(schedsim_record_session(recording->fd, recording->room), "cannot record");
	device_check(schedsim_read_session(recording->fd, &read), "cannot record");
	recording->serial = read.serial;
	recording->begin_ns = real_time();
	err = wait_for_end(recording, &ending);
	if (err == -ENODATA) {
		complain("somebody else has ended this recording, or begun another one");
		return TOOL_FAILED;
	}
	return err ? device_error(err, "cannot record") : end(recording);
}

static int run(int argc, char **argv)
{
	struct recording recording = { .room = DEFAULT_ROOM, .for_ns = ~0ULL };
	int option, code;

	while ((option = next_option(&cmd_record_session, argc, argv)) != -1) {
		switch (option) {
		case OPT_FOR:
			recording.for_ns = time_arg("--for", optarg, 1, SCHEDSIM_MAX_TIME_NS);
			break;
		case 'o':
			recording.file = strcmp(optarg, "-") ? optarg : NULL;
			break;
		case OPT_ROOM:
			recording.room = bytes_arg("--room", optarg, SCHEDSIM_MIN_SESSION,
						   SCHEDSIM_MAX_SESSION);
			break;
		}
	}
	want_args(&cmd_record_session, argc, 0, 0);
	recording.fd = device_open(true);
	code = make(&recording);
	schedsim_close(recording.fd);
	return code;
}

const struct command cmd_record_session = {
	.name = "record-session",
	.args = "[OPTION]...",
	.summary = "record what is done, for 'schedsim run --session'",
	.help =
"Resets the live simulation, and records each command to it, by whomever, until\n"
"a signal comes (Ctrl-C) or the time is over. 'schedsim run --session FILE'\n"
"replays what is recorded.\n\n"
"  -o, --output FILE    where to write it; default: the standard output\n"
"  --for TIME           how long\n"
"  --room SIZE          memory for it in the kernel: 16K to 256M; default 16M.\n"
"                       When there is no more, the recording ends, and says so\n",
	.options = options,
	.letters = "o:",
	.run = run,
};
