// SPDX-License-Identifier: GPL-2.0
/*
 * A signal ends what waits for a simulation that somebody else keeps busy, and
 * nothing has been done then.
 */
#include <dirent.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "schedsim_test.h"

#define SYSFS		"/sys/class/misc/schedsim"
#define NR_ENTRIES	20000

/* Somebody keeps the shared simulation busy: the last of many processes is bad. */
struct holder {
	pthread_t thread;
	struct schedsim_spawn_entry *entries;
	int fd;
	bool stop;
	int bad;
};

/* Somebody waits: for a command or a file. */
struct waiter {
	pthread_t thread;
	int (*wait)(struct waiter *w);
	int fd;
	unsigned long cmd;
	const char *path;
	const char *value;
	int ret;
	int done;	/* how often it has been done, rather than interrupted */
	bool over;
};

static void *hold(void *arg)
{
	struct holder *h = arg;
	__u32 failed;

	while (!__atomic_load_n(&h->stop, __ATOMIC_RELAXED)) {
		int ret = spawn_many(h->fd, h->entries, NR_ENTRIES, &failed);

		if (ret != -EINVAL || failed != NR_ENTRIES - 1)
			h->bad = ret ?: -ERANGE;
	}
	return NULL;
}

static void *wait_for_it(void *arg)
{
	struct waiter *w = arg;

	while ((w->ret = w->wait(w)) >= 0)
		w->done++;
	__atomic_store_n(&w->over, true, __ATOMIC_RELEASE);
	return NULL;
}

static int wait_command(struct waiter *w)
{
	return simple(w->fd, w->cmd);
}

static int wait_list(struct waiter *w)
{
	struct schedsim_vcpu vcpu;

	return read_vcpus(w->fd, &vcpu, 1);
}

/* Reads the file @path, or writes @value to it. */
static int wait_file(struct waiter *w)
{
	char text[4096];
	ssize_t ret;
	int fd = open(w->path, w->value ? O_WRONLY : O_RDONLY);

	if (fd < 0)
		return -errno;
	if (w->value)
		ret = write(fd, w->value, strlen(w->value));
	else
		ret = read(fd, text, sizeof(text));
	if (ret < 0)
		ret = -errno;
	close(fd);
	return ret;
}

static void nothing(int signal)
{
}

/* Returns what ended the waiting. */
static int interrupt(struct waiter *w)
{
	struct sigaction action = { .sa_handler = nothing };

	if (sigaction(SIGUSR1, &action, NULL) ||
	    pthread_create(&w->thread, NULL, wait_for_it, w))
		return -ECHILD;
	while (!__atomic_load_n(&w->over, __ATOMIC_ACQUIRE)) {
		sleep_ms(1);
		pthread_kill(w->thread, SIGUSR1);
	}
	pthread_join(w->thread, NULL);
	return w->ret;
}

FIXTURE(signals)
{
	struct holder holder;
	int fd;
};

FIXTURE_SETUP(signals)
{
	static const struct schedsim_attr bad = { .nice = 99 };
	struct holder *h = &self->holder;
	int i;

	self->fd = open(DEVICE, O_RDWR);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	h->fd = self->fd;
	h->entries = calloc(NR_ENTRIES, sizeof(*h->entries));
	ASSERT_NE(NULL, h->entries);
	for (i = 0; i < NR_ENTRIES; i++)
		set_name(h->entries[i].name, "never");
	h->entries[NR_ENTRIES - 1].attr = PTR(&bad);
	ASSERT_EQ(0, pthread_create(&h->thread, NULL, hold, h));
}

FIXTURE_TEARDOWN(signals)
{
	struct holder *h = &self->holder;

	h->stop = true;
	pthread_join(h->thread, NULL);
	EXPECT_EQ(0, h->bad);
	EXPECT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	free(h->entries);
	close(self->fd);
}

TEST_F(signals, end_a_look)
{
	struct waiter w = { .wait = wait_list, .fd = self->fd };

	ASSERT_EQ(-EINTR, interrupt(&w));
}

TEST_F(signals, end_a_change)
{
	struct waiter w = {
		.wait = wait_command,
		.fd = self->fd,
		.cmd = SCHEDSIM_IOC_PAUSE,
	};
	struct schedsim_stats stats;

	ASSERT_EQ(-EINTR, interrupt(&w));
	ASSERT_EQ(0, get_stats(self->fd, &stats));
	ASSERT_EQ(!!w.done, stats.paused);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESUME));
}

/* Read the files of a folder, often; returns how many there were. */
static int read_files(struct __test_metadata *_metadata, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	struct stat status;
	char path[512];
	int nr = 0, i;

	ASSERT_NE(NULL, dir);
	while ((entry = readdir(dir))) {
		struct waiter w = { .wait = wait_file, .path = path };

		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		ASSERT_EQ(0, lstat(path, &status));
		if (!S_ISREG(status.st_mode) || !(status.st_mode & 0400))
			continue;
		nr++;
		for (i = 0; i < 500; i++)
			ASSERT_LE(0, wait_file(&w)) {
				TH_LOG("%s", path);
			}
	}
	closedir(dir);
	return nr;
}

/* However long somebody else takes. */
TEST_F(signals, reading_of_sysfs_does_not_wait)
{
	ASSERT_LT(5, read_files(_metadata, SYSFS));
}

static bool enough;

static void *keep_looking(void *arg)
{
	struct schedsim_vcpu vcpu;

	while (!__atomic_load_n(&enough, __ATOMIC_RELAXED))
		read_vcpus(*(int *)arg, &vcpu, 1);
	return NULL;
}

/* Whoever else is at it: what one's own command has done is in the statistics. */
TEST_F(signals, statistics_know_ones_own_command)
{
	struct schedsim_stats stats;
	pthread_t others[8];
	int i;

	for (i = 0; i < 8; i++)
		ASSERT_EQ(0, pthread_create(&others[i], NULL, keep_looking,
					    &self->fd));
	for (i = 0; i < 2000; i++) {
		ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
		ASSERT_EQ(0, get_stats(self->fd, &stats));
		ASSERT_EQ(1, stats.paused);
		ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESUME));
		ASSERT_EQ(0, get_stats(self->fd, &stats));
		ASSERT_EQ(0, stats.paused);
	}
	enough = true;
	for (i = 0; i < 8; i++)
		pthread_join(others[i], NULL);
}

/* Statistics are read at once, however long somebody else takes. */
TEST_F(signals, statistics_do_not_wait)
{
	struct schedsim_stats stats;
	int i;

	for (i = 0; i < 10000; i++)
		ASSERT_EQ(0, get_stats(self->fd, &stats));
}

TEST_F(signals, end_the_writing_of_sysfs)
{
	static const struct {
		const char *path;
		const char *value;
	} files[] = {
		{ SYSFS "/nr_vcpus", "1" },
		{ SYSFS "/paused", "0" },
		{ SYSFS "/policy", "fair" },
		{ SYSFS "/quantum_us", "10000" },
		{ SYSFS "/reset", "1" },
		{ SYSFS "/switch_cost_ns", "0" },
		{ SYSFS "/tie", "arrival-first" },
		{ SYSFS "/trigger", "all" },
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(files); i++) {
		struct waiter w = {
			.wait = wait_file,
			.path = files[i].path,
			.value = files[i].value,
		};

		EXPECT_EQ(-EINTR, interrupt(&w)) {
			TH_LOG("%s", w.path);
		}
	}
}

/*
 * Look at @fd until a signal ends the wait for somebody who keeps it busy. False if
 * there are @nr processes before that has happened.
 */
static bool is_busy(int fd, int nr)
{
	const struct itimerval often = {
		.it_interval.tv_usec = 1000,
		.it_value.tv_usec = 1000,
	};
	const struct itimerval never = {};
	struct sigaction action = { .sa_handler = nothing };
	struct schedsim_stats stats = {};
	struct schedsim_vcpu vcpu;
	int ret;

	if (sigaction(SIGALRM, &action, NULL) ||
	    setitimer(ITIMER_REAL, &often, NULL))
		return false;
	do {
		ret = read_vcpus(fd, &vcpu, 1);
		if (ret >= 0)
			ret = get_stats(fd, &stats);
	} while (!ret && stats.nr_procs < nr);
	setitimer(ITIMER_REAL, &never, NULL);
	return ret == -EINTR;
}

/* kill -9 ends a spawn of many, and none of them is there. */
TEST(end_a_spawn)
{
	int fd = create_virtual("rr", US(1), 1), nr = SCHEDSIM_DEFAULT_MAX_PROCS;
	struct schedsim_spawn_entry *entries;
	struct schedsim_stats stats;
	int status, tries;
	pid_t pid;

	ASSERT_LE(0, fd);
	entries = calloc(nr, sizeof(*entries));
	ASSERT_NE(NULL, entries);
	/* On a busy machine the signal may come too late. */
	for (tries = 0; tries < 50; tries++) {
		bool in_time;

		ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_RESET));
		pid = fork();
		ASSERT_LE(0, pid);
		if (!pid) {
			spawn_many(fd, entries, nr, NULL);
			for (;;)
				pause();
		}
		in_time = is_busy(fd, nr);
		ASSERT_EQ(0, kill(pid, SIGKILL));
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		ASSERT_EQ(0, get_stats(fd, &stats));
		if (in_time && stats.nr_procs != nr)
			break;
		ASSERT_EQ(nr, stats.nr_procs);
	}
	ASSERT_EQ(0, stats.nr_procs);
	ASSERT_EQ(1, spawn(fd, "first"));
	free(entries);
	close(fd);
}

TEST_HARNESS_MAIN
