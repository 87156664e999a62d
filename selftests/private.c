// SPDX-License-Identifier: GPL-2.0
/*
 * Private simulations: whose they are, how long they live, both clocks.
 */
#include <sys/resource.h>

#include "schedsim_test.h"

TEST(is_told_apart_from_the_shared_one)
{
	struct schedsim_info info = { .size = sizeof(info) };
	int dev = open(DEVICE, O_RDWR);
	int fd = create_virtual("rr", MS(1), 1);

	ASSERT_LE(0, dev);
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, call(dev, SCHEDSIM_IOC_INFO, &info));
	ASSERT_EQ(0, info.private_sim);
	ASSERT_EQ(SCHEDSIM_ABI_VERSION, info.abi_version);
	ASSERT_EQ(SCHEDSIM_MAX_VCPUS, info.max_vcpus);
	ASSERT_EQ(SCHEDSIM_MAX_PROCS, info.max_procs);
	ASSERT_EQ(SCHEDSIM_MAX_OPS, info.max_ops);
	info.nr_policies = 0;
	ASSERT_EQ(0, call(fd, SCHEDSIM_IOC_INFO, &info));
	ASSERT_EQ(1, info.private_sim);
}

TEST(has_its_own_processes_and_configuration)
{
	struct schedsim_config config;
	struct schedsim_stats stats;
	int a = create_virtual("rr", MS(1), 2);
	int b = create_virtual("prio", MS(3), 1);

	ASSERT_LE(0, a);
	ASSERT_LE(0, b);
	ASSERT_EQ(1, spawn(a, "a"));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(a, MS(5)));
	ASSERT_EQ(0, get_stats(b, &stats));
	ASSERT_EQ(0, stats.nr_procs);
	ASSERT_EQ(0, stats.time_ns);
	ASSERT_EQ(0, get_config(a, &config));
	ASSERT_STREQ("rr", config.policy);
	ASSERT_EQ(MS(1), config.quantum_ns);
	ASSERT_EQ(2, config.nr_vcpus);
	ASSERT_EQ(SCHEDSIM_CLOCK_VIRTUAL, config.clock);
	ASSERT_EQ(0, get_config(b, &config));
	ASSERT_STREQ("prio", config.policy);
	ASSERT_EQ(MS(3), config.quantum_ns);
	ASSERT_EQ(1, config.nr_vcpus);
}

TEST(defaults_to_a_virtual_clock)
{
	struct schedsim_config config = {};
	int fd = create(&config);

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, get_config(fd, &config));
	ASSERT_EQ(SCHEDSIM_CLOCK_VIRTUAL, config.clock);
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, SEC(1)));
}

/* A private one can make others, which are no part of it. */
TEST(makes_others)
{
	struct schedsim_config config = { .size = sizeof(config) };
	int fd = create_virtual("rr", MS(1), 1), other;

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn(fd, "a"));
	other = call(fd, SCHEDSIM_IOC_CREATE, &config);
	ASSERT_LE(0, other);
	close(fd);
	ASSERT_EQ(1, spawn(other, "b"));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(other, SEC(1)));
}

TEST(is_closed_on_exec)
{
	int fd = create_virtual("rr", MS(1), 1);

	ASSERT_LE(0, fd);
	ASSERT_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
}

TEST(is_shared_by_fork_and_dup)
{
	int fd = create_virtual("rr", MS(1), 1), other, status;
	struct schedsim_stats stats;
	pid_t pid;

	ASSERT_LE(0, fd);
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid)
		_exit(spawn(fd, "child") != 1 || run_until(fd, MS(7)) < 0);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	ASSERT_EQ(0, status);
	other = dup(fd);
	ASSERT_LE(0, other);
	close(fd);
	ASSERT_EQ(0, get_stats(other, &stats));
	ASSERT_EQ(1, stats.nr_running);
	ASSERT_EQ(MS(7), stats.time_ns);
}

static __u64 meminfo_kb(const char *what)
{
	FILE *file = fopen("/proc/meminfo", "re");
	__u64 value, kb = 0;
	char name[64];

	while (file && fscanf(file, "%63s %llu%*[^\n]", name, &value) == 2)
		if (!strcmp(name, what))
			kb = value;
	if (file)
		fclose(file);
	return kb;
}

static __u64 unreclaimable_kb(void)
{
	return meminfo_kb("SUnreclaim:") + meminfo_kb("VmallocUsed:");
}

/*
 * Gone with the last close: nothing is left behind of hundreds of them. Each has
 * more than 512 kB in one piece; what KASAN keeps for a while of what is freed
 * are the small pieces.
 */
TEST(is_gone_with_the_last_close)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_MAX_PROCS | SCHEDSIM_CONFIG_CLOCK,
		.max_procs = 65536,
	};
	__u64 before = 0, after;
	int i, n, fd;

	for (i = 0; i < 120; i++) {
		if (i == 20)
			before = unreclaimable_kb();
		config.clock = i % 2;
		fd = create(&config);
		ASSERT_LE(0, fd);
		for (n = 0; n < 50; n++)
			ASSERT_EQ(n + 1, spawn_program(fd, "p", OP_RUN(MS(1)),
						       OP_LOOP(0, 0)));
		ASSERT_EQ(0, close(fd));
	}
	/* What is freed later (RCU) may take a moment. */
	ASSERT_TRUE(eventually((after = unreclaimable_kb()) <
			       before + 100 * 256)) {
		TH_LOG("%llu kB before, %llu kB after", before, after);
	}
}

/*
 * The greatest ones, as many as memory allows: in the end there is a limit to
 * max_procs of all together, and closing gives all back.
 */
TEST(all_together_are_limited)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_MAX_PROCS,
		.max_procs = SCHEDSIM_MAX_PROCS,
	};
	int fds[32], round, n, ret, first = 0;

	for (round = 0; round < 2; round++) {
		for (n = 0, ret = 0; n < ARRAY_SIZE(fds); n++) {
			if (meminfo_kb("MemAvailable:") < 64 * 1024)
				break;
			ret = create(&config);
			if (ret < 0)
				break;
			fds[n] = ret;
		}
		ASSERT_LE(2, n);
		/* Half of the memory, and all of it is given back. */
		if (ret < 0)
			ASSERT_EQ(-ENOSPC, ret);
		if (round)
			ASSERT_EQ(first, n);
		first = n;
		while (n--)
			ASSERT_EQ(0, close(fds[n]));
	}
}

/* With more processes than one goes through without a rest. */
TEST(closed_with_a_great_many)
{
	static struct schedsim_spawn_entry entries[10000];
	int fd = create_virtual("fair", MS(1), 4);
	struct schedsim_stats stats;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, spawn_many(fd, entries, ARRAY_SIZE(entries), NULL));
	ASSERT_EQ(0, get_stats(fd, &stats));
	ASSERT_EQ(ARRAY_SIZE(entries), stats.nr_procs);
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(10)));
	ASSERT_EQ(0, close(fd));
}

/* No descriptor is left: nothing is made, as a search for leaks confirms. */
TEST(no_descriptor_for_it)
{
	struct schedsim_config config = { .size = sizeof(config) };
	struct rlimit limit, none;
	int dev = open(DEVICE, O_RDWR), fd;

	ASSERT_LE(0, dev);
	ASSERT_EQ(0, getrlimit(RLIMIT_NOFILE, &limit));
	none = limit;
	none.rlim_cur = dev + 1;
	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &none));
	ASSERT_EQ(-EMFILE, call(dev, SCHEDSIM_IOC_CREATE, &config));
	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &limit));
	fd = call(dev, SCHEDSIM_IOC_CREATE, &config);
	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn(fd, "a"));
	close(fd);
	close(dev);
}

TEST(live_ticks)
{
	int fd = create_live("rr", MS(1), 2);
	struct schedsim_stats stats;
	struct schedsim_proc p[3];

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn(fd, "a"));
	ASSERT_EQ(2, spawn(fd, "b"));
	ASSERT_EQ(3, spawn(fd, "c"));
	ASSERT_TRUE(eventually(!get_stats(fd, &stats) && stats.expiries >= 20));
	ASSERT_EQ(2, stats.nr_running);
	ASSERT_EQ(1, stats.timer_armed);
	ASSERT_EQ(-EOPNOTSUPP, run_until(fd, stats.time_ns + SEC(1)));
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(3, read_procs(fd, p, 3));
	ASSERT_LT(0, p[0].cpu_ns);
	ASSERT_LT(0, p[1].cpu_ns);
	ASSERT_LT(0, p[2].cpu_ns);
	ASSERT_SUMS(fd);
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_RESUME));
	ASSERT_EQ(0, close(fd));	/* while it ticks */
}

/*
 * Closed long before its timer would expire: a debug kernel tells of a timer that
 * is armed in memory that is freed. One that expires soon is not such a test, for
 * closing takes longer than that.
 */
TEST(live_closed_long_before_it_ticks)
{
	int fd = create_live("rr", SEC(10), 1), i;
	struct schedsim_stats stats;

	for (i = 0; i < 4; i++) {
		ASSERT_LE(0, fd);
		if (i & 1)
			ASSERT_LT(0, spawn_program(fd, "sleeps", OP_RUN(1),
						   OP_SLEEP(SEC(100)), OP_RUN(1)));
		if (i & 2) {
			ASSERT_LT(0, spawn(fd, "a"));
			ASSERT_LT(0, spawn(fd, "b"));
		}
		ASSERT_EQ(0, get_stats(fd, &stats));
		ASSERT_EQ(!!i, stats.timer_armed);
		ASSERT_EQ(0, close(fd));
		fd = create_live("rr", SEC(10), 1);
	}
	ASSERT_EQ(0, close(fd));
}

/* The virtual clock does not pass by itself. */
TEST(virtual_stands_still)
{
	int fd = create_virtual("rr", MS(1), 1);
	struct schedsim_stats before, after;

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn(fd, "a"));
	ASSERT_EQ(2, spawn(fd, "b"));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(5)));
	ASSERT_EQ(0, get_stats(fd, &before));
	sleep_ms(50);
	ASSERT_EQ(0, get_stats(fd, &after));
	ASSERT_EQ(0, memcmp(&before, &after, sizeof(before)));
	ASSERT_EQ(0, after.timer_armed);
	ASSERT_EQ(0, after.callbacks);
}

struct runner {
	int fd;
	int ret;
};

static void *run_for_ages(void *arg)
{
	struct runner *runner = arg;

	runner->ret = run_until(runner->fd, SCHEDSIM_MAX_TIME_NS);
	return NULL;
}

FIXTURE(ages)
{
	struct runner runner;
	pthread_t thread;
};

/* A thread that is in SCHEDSIM_IOC_RUN, for longer than anybody waits. */
FIXTURE_SETUP(ages)
{
	struct schedsim_stats stats;

	self->runner.fd = create_virtual("rr", US(1), 1);
	ASSERT_LE(0, self->runner.fd);
	ASSERT_EQ(1, spawn(self->runner.fd, "a"));
	ASSERT_EQ(2, spawn(self->runner.fd, "b"));
	ASSERT_EQ(0, pthread_create(&self->thread, NULL, run_for_ages,
				    &self->runner));
	ASSERT_TRUE(eventually(!get_stats(self->runner.fd, &stats) &&
			       stats.time_ns > MS(1)));
}

FIXTURE_TEARDOWN(ages)
{
	close(self->runner.fd);
}

TEST_F(ages, pause_ends_it)
{
	struct schedsim_stats stats;

	ASSERT_EQ(0, simple(self->runner.fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(0, pthread_join(self->thread, NULL));
	ASSERT_EQ(SCHEDSIM_RUN_PAUSED, self->runner.ret);
	ASSERT_EQ(0, get_stats(self->runner.fd, &stats));
	ASSERT_GT(SCHEDSIM_MAX_TIME_NS, stats.time_ns);
	ASSERT_SUMS(self->runner.fd);
	/* It can be gone on with. */
	ASSERT_EQ(0, simple(self->runner.fd, SCHEDSIM_IOC_RESUME));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED,
		  run_until(self->runner.fd, stats.time_ns + MS(1)));
}

TEST_F(ages, reset_ends_it)
{
	struct schedsim_stats stats;

	ASSERT_EQ(0, simple(self->runner.fd, SCHEDSIM_IOC_RESET));
	ASSERT_EQ(0, pthread_join(self->thread, NULL));
	ASSERT_EQ(SCHEDSIM_RUN_RESET, self->runner.ret);
	ASSERT_EQ(0, get_stats(self->runner.fd, &stats));
	ASSERT_EQ(0, stats.time_ns);
	ASSERT_EQ(0, stats.nr_procs);
	/* What is new goes on from there. */
	ASSERT_EQ(1, spawn(self->runner.fd, "a"));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(self->runner.fd, MS(1)));
	ASSERT_SUMS(self->runner.fd);
}

static void nothing(int signal)
{
}

TEST_F(ages, signal_ends_it)
{
	struct sigaction action = { .sa_handler = nothing };
	struct schedsim_stats stats;

	ASSERT_EQ(0, sigaction(SIGUSR1, &action, NULL));
	ASSERT_EQ(0, pthread_kill(self->thread, SIGUSR1));
	ASSERT_EQ(0, pthread_join(self->thread, NULL));
	ASSERT_EQ(-EINTR, self->runner.ret);
	ASSERT_EQ(0, get_stats(self->runner.fd, &stats));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED,
		  run_until(self->runner.fd, stats.time_ns + MS(1)));
	ASSERT_SUMS(self->runner.fd);
}

/* Everything else works meanwhile. */
TEST_F(ages, others_are_not_kept_out)
{
	struct schedsim_proc p[3];
	int fd = self->runner.fd;
	int i;

	for (i = 0; i < 20; i++) {
		int id = spawn(fd, "x");

		ASSERT_LT(2, id);
		ASSERT_LE(3, read_procs(fd, p, 3));
		ASSERT_EQ(0, set_quantum(fd, US(1 + i % 2)));
		ASSERT_EQ(0, set_policy(fd, i % 2 ? "rr" : "fair"));
		ASSERT_EQ(0, trigger(fd, 0));
		ASSERT_EQ(0, kill_proc(fd, id));
	}
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(0, pthread_join(self->thread, NULL));
	ASSERT_EQ(SCHEDSIM_RUN_PAUSED, self->runner.ret);
	ASSERT_SUMS(fd);
}

/* The file lives on until the call in flight is over. */
TEST_F(ages, close_meanwhile)
{
	int fd = dup(self->runner.fd);

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, close(self->runner.fd));
	sleep_ms(20);
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_PAUSE));
	close(fd);
	ASSERT_EQ(0, pthread_join(self->thread, NULL));
	ASSERT_EQ(SCHEDSIM_RUN_PAUSED, self->runner.ret);
}

/* kill -9 ends a run at once, and nothing is left of it. */
TEST(is_killable)
{
	int fd = create_virtual("rr", US(1), 1), status;
	struct schedsim_stats stats;
	pid_t pid;

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn(fd, "a"));
	ASSERT_EQ(2, spawn(fd, "b"));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid)
		_exit(run_until(fd, SCHEDSIM_MAX_TIME_NS) != 0);
	ASSERT_TRUE(eventually(!get_stats(fd, &stats) &&
			       stats.time_ns > MS(1)));
	ASSERT_EQ(0, kill(pid, SIGKILL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	ASSERT_TRUE(WIFSIGNALED(status));
	ASSERT_EQ(0, get_stats(fd, &stats));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, stats.time_ns + MS(1)));
}

TEST_HARNESS_MAIN
