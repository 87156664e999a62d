// SPDX-License-Identifier: GPL-2.0
/*
 * Sixteen users who mean no good, each with a uid of their own: they fill memory,
 * start storms, hold on to whatever takes long, and are killed in the middle of it.
 * Meanwhile root's commands are answered, and root's own simulation is exact.
 *
 * SCHEDSIM_SECONDS says how long (5 by default), half of it for each test. On an exact
 * clock a command takes as long as what is done for it, or before it; elsewhere also what
 * the host does meanwhile.
 */
#include <grp.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "hammer.h"
#include "schedsim_test.h"

#define NR_USERS	16
#define FIRST_UID	2000
#define USER_VARIABLE	"SCHEDSIM_HOSTILE_USER"
/* Whoever is held up by others is so for longer: 32 s were seen. */
#define HELD_UP_MS	5000
#define HELD_UP_EXACT_MS 100
/* Who has no priority also waits for a CPU, often for 100 ms; 3.4 s were seen. */
#define HELD_UP_ORDINARY_MS 200

/* Simulations that have something to do each nanosecond. */
static void storms(struct hammer *h)
{
	int i, n;

	for (i = 0; i < 30; i++) {
		int fd = create_live("fair", US(100), 1 + below(h, 4));

		for (n = 0; n < 4; n++)
			spawn_program(fd, "s", OP_SLEEP(1), OP_RUN(1), OP_LOOP(0, 0));
	}
	pause();
}

/* More vCPUs and shorter slices than can be kept up with. */
static void wide(struct hammer *h)
{
	struct schedsim_spawn_entry entries[600] = {};
	int fd = create_live("rr", US(100), 256);

	spawn_many(fd, entries, 600, NULL);
	for (;;)
		trigger(fd, SCHEDSIM_ALL_VCPUS);
}

/* Much that takes no simulated time, all at one instant; of the shared simulation, too. */
static void instant(struct hammer *h)
{
	static struct schedsim_op ops[SCHEDSIM_MAX_OPS];
	static struct schedsim_spawn_entry entries[2000];
	int fd = h->fd, i;

	for (i = 0; i < SCHEDSIM_MAX_OPS; i++)
		ops[i].code = SCHEDSIM_OP_YIELD;
	for (i = 0; i < 2000; i++) {
		entries[i].ops = PTR(ops);
		entries[i].nr_ops = SCHEDSIM_MAX_OPS;
	}
	switch (below(h, 3)) {
	case 0:
		fd = create_live("rr", MS(1), 1);
		break;
	case 1:
		fd = create_virtual("rr", MS(1), 1);
		break;
	}
	spawn_many(fd, entries, 2000, NULL);
	run_until(fd, SEC(1));
}

/* Whatever memory there is to be had, in programs of many operations. */
static void greedy(struct hammer *h)
{
	static struct schedsim_op ops[SCHEDSIM_MAX_OPS];
	struct schedsim_spawn_entry e = entry_of("g", ops, SCHEDSIM_MAX_OPS);
	int fd;

	for (;;) {
		fd = create_virtual("mlfq", MS(1), 1 + below(h, 256));
		if (fd < 0)
			usleep(1000);
		while (fd >= 0 && spawn_entry(fd, &e) > 0)
			;
	}
}

/* The shared simulation, and bad arguments of all kinds. */
static void vandal(struct hammer *h)
{
	char junk[256];
	int i;

	for (;;) {
		for (i = 0; i < (int)sizeof(junk); i++)
			junk[i] = below(h, 4) ? 0 : below(h, 256);
		*(__u32 *)junk = 8 * below(h, 40);
		ioctl(h->fd, _IO(SCHEDSIM_IOC_TYPE, below(h, 32)),
		      below(h, 8) ? (unsigned long)junk : below(h, 1 << 30));
		hammer_spawn(h, h->fd);
		hammer_spawn_group(h, h->fd, 0);
	}
}

/* Each command there is, one after the other, and what sysfs has. */
static void everything(struct hammer *h)
{
	for (;;)
		blow_anything(h);
}

/* Another number of vCPUs: the simulation begins anew, if it is empty. */
static void rebuild(struct hammer *h)
{
	struct schedsim_config config = { .mask = SCHEDSIM_CONFIG_NR_VCPUS };

	for (;;) {
		config.nr_vcpus = 1 + below(h, SCHEDSIM_MAX_VCPUS);
		simple(h->fd, SCHEDSIM_IOC_RESET);
		set_config(h->fd, &config);
	}
}

static void (* const deeds[])(struct hammer *h) = {
	storms, wide, instant, greedy, vandal, everything, rebuild,
};

/* Now and then they get no CPU while they hold what others wait for. */
static void be_idle(void)
{
	sched_setscheduler(0, SCHED_IDLE, &(struct sched_param){});
}

static void become(uid_t uid)
{
	const struct rlimit none = {};

	setrlimit(RLIMIT_CORE, &none);
	if (setgroups(0, NULL) || setgid(uid) || setuid(uid))
		_exit(1);
}

/* One user: deed after deed, each killed in the middle. */
static void user(int n)
{
	struct hammer h = { .seed = n };
	pid_t pid;

	become(FIRST_UID + n);
	h.fd = open(DEVICE, O_RDWR);
	while (h.fd >= 0) {
		h.seed = rand_r(&h.seed);
		pid = fork();
		if (!pid) {
			if (!below(&h, 4))
				be_idle();
			deeds[below(&h, ARRAY_SIZE(deeds))](&h);
			_exit(0);
		}
		usleep(1000 * (1 + below(&h, 1000)));
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	_exit(1);
}

/*
 * A user is a program of its own: what was only forked shares locks of its memory with
 * root's test, which would wait for whoever holds them and does not get to run.
 */
static void __attribute__((constructor)) begin_as_user(void)
{
	const char *n = getenv(USER_VARIABLE);

	if (n)
		user(atoi(n));
}

static void exec_user(int n)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", n);
	setenv(USER_VARIABLE, text, 1);
	execl("/proc/self/exe", "hostile", NULL);
	_exit(1);
}

FIXTURE(hostile)
{
	pid_t users[NR_USERS];
	int fd;
	int own;
	struct schedsim_config config;
};

FIXTURE_SETUP(hostile)
{
	int i;

	ASSERT_EQ(0, chmod(DEVICE, 0666));
	self->fd = open(DEVICE, O_RDWR);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, get_config(self->fd, &self->config));
	self->own = create_live("rr", MS(10), 1);
	ASSERT_LE(0, self->own);
	ASSERT_EQ(1, spawn(self->own, "a"));
	ASSERT_EQ(2, spawn(self->own, "b"));
	for (i = 0; i < NR_USERS; i++) {
		pid_t pid = fork();

		ASSERT_LE(0, pid);
		if (!pid) {
			setpgid(0, 0);
			exec_user(i);
		}
		/* Children share the fixture. */
		self->users[i] = pid;
	}
}

FIXTURE_TEARDOWN(hostile)
{
	int i, status;

	for (i = 0; i < NR_USERS; i++) {
		kill(-self->users[i], SIGKILL);
		kill(self->users[i], SIGKILL);
		waitpid(self->users[i], &status, 0);
		EXPECT_TRUE(WIFSIGNALED(status));
	}
	EXPECT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	EXPECT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESUME));
	EXPECT_EQ(0, set_config(self->fd, &self->config));
	chmod(DEVICE, 0600);
	close(self->own);
	close(self->fd);
}

/* What root does now and then, and the longest that each of it took. */
static int op_stats(int fd, int own)
{
	struct schedsim_stats stats;

	return get_stats(fd, &stats);
}

/* One part of it: while others add to it, the list may have no end. */
static int op_list(int fd, int own)
{
	static struct schedsim_proc procs[1000];
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = ARRAY_SIZE(procs),
		.entry_size = sizeof(procs[0]),
		.entries = PTR(procs),
	};

	return call(fd, SCHEDSIM_IOC_READ_PROCS, &arg);
}

static int op_config(int fd, int own)
{
	struct schedsim_config config;

	return get_config(fd, &config);
}

static int op_pause(int fd, int own)
{
	return simple(fd, SCHEDSIM_IOC_PAUSE);
}

static int op_resume(int fd, int own)
{
	return simple(fd, SCHEDSIM_IOC_RESUME);
}

static int op_pause_own(int fd, int own)
{
	return simple(own, SCHEDSIM_IOC_PAUSE);
}

static int op_resume_own(int fd, int own)
{
	return simple(own, SCHEDSIM_IOC_RESUME);
}

static int op_reset(int fd, int own)
{
	return simple(fd, SCHEDSIM_IOC_RESET);
}

static int op_fork(int fd, int own)
{
	pid_t pid = fork();
	int status;

	if (!pid)
		_exit(0);
	return waitpid(pid, &status, 0) == pid ? 0 : -errno;
}

static struct {
	const char *name;
	int (*op)(int fd, int own);
	__u64 most_ns;
} ops[] = {
	{ "stats", op_stats }, { "list", op_list }, { "config", op_config },
	{ "pause", op_pause }, { "resume", op_resume },
	{ "pause own", op_pause_own }, { "resume own", op_resume_own },
	{ "reset", op_reset }, { "fork", op_fork },
};

/*
 * How often, in a thousand, root was held up for longer than @exact_ms, or, without an exact
 * clock, longer.
 */
static __u64 held_up(struct __test_metadata *_metadata, int fd, int own, int exact_ms)
{
	const char *scale = getenv("SCHEDSIM_TIME_SCALE");
	__u64 end, took, late = 0, times = 0;
	__u64 limit = getenv("SCHEDSIM_EXACT_CLOCK") ?
		      MS(exact_ms) : MS(HELD_UP_MS) * (scale ? atoi(scale) : 1);
	int i;

	end = host_ns() + MS(500) * number_from("SCHEDSIM_SECONDS", 5);
	do {
		usleep(20000);
		for (i = 0; i < (int)ARRAY_SIZE(ops); i++) {
			took = host_ns();
			EXPECT_EQ(0, ops[i].op(fd, own)) {
				TH_LOG("%s", ops[i].name);
			}
			took = host_ns() - took;
			late += took > limit;
			if (took > ops[i].most_ns)
				ops[i].most_ns = took;
		}
		times++;
	} while (host_ns() < end);
	for (i = 0; i < (int)ARRAY_SIZE(ops); i++)
		TH_LOG("%s: at most %llu us", ops[i].name, ops[i].most_ns / 1000);
	TH_LOG("%llu times held up, of %llu", late, times * ARRAY_SIZE(ops));
	times *= ARRAY_SIZE(ops);
	return (late * 1000 + times - 1) / times;
}

static void check_own(struct __test_metadata *_metadata, int own)
{
	struct schedsim_proc p[2];

	ASSERT_EQ(0, simple(own, SCHEDSIM_IOC_PAUSE));
	ASSERT_SUMS(own);
	ASSERT_EQ(2, read_procs(own, p, 2));
	/* Turns of a quantum each, since the second one has come. */
	p[0].cpu_ns -= p[1].arrival_ns - p[0].arrival_ns;
	ASSERT_LE(p[0].cpu_ns, p[1].cpu_ns + MS(10));
	ASSERT_LE(p[1].cpu_ns, p[0].cpu_ns + MS(10));
}

/*
 * How the machine divides its CPUs among busy users is not ours to test: who has the
 * highest priority waits only for what is locked, or off limits.
 */
TEST_F_TIMEOUT(hostile, root_is_answered, 3000)
{
	ASSERT_EQ(0, sched_setscheduler(0, SCHED_FIFO,
					&(struct sched_param){ .sched_priority = 50 }));
	EXPECT_EQ(0, held_up(_metadata, self->fd, self->own, HELD_UP_EXACT_MS));
	check_own(_metadata, self->own);
}

/*
 * Who has no priority waits for a CPU, but hardly ever for somebody who waits for one: in 3 to
 * 20 of 100 cases that was so.
 */
TEST_F_TIMEOUT(hostile, ordinary_root_is_answered, 3000)
{
	EXPECT_GE(1, held_up(_metadata, self->fd, self->own, HELD_UP_ORDINARY_MS));
	check_own(_metadata, self->own);
}

TEST_HARNESS_MAIN
