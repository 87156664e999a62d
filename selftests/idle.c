// SPDX-License-Identifier: GPL-2.0
/*
 * Others who get no CPU while they hold what root waits for: their processes run only when
 * nobody else wants to (SCHED_IDLE), and somebody does all the time. This wants the exact
 * clock, on which the times below mean what they say.
 */
#include <sched.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "schedsim_test.h"

#define UID		2000
#define NR_IDLE		2
#define NR_BUSY		8
#define NR_ROUNDS	10
#define NR_PROCS	4000
#define NR_AT_ONCE	450
#define NR_AT_ONCE_MANY	12000
/* Eight others come first, with 3 ms each; 4.9 s and 56 s were seen. */
#define HELD_UP_MS	500

static pid_t children[NR_IDLE + NR_BUSY];
static int nr_children;

FIXTURE(idle)
{
	int fd;
};

static int set_vcpus(int fd, __u32 nr)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_NR_VCPUS,
		.nr_vcpus = nr,
	};

	return set_config(fd, &config);
}

FIXTURE_SETUP(idle)
{
	if (!getenv("SCHEDSIM_EXACT_CLOCK"))
		SKIP(return, "this needs an exact clock");
	ASSERT_EQ(0, chmod(DEVICE, 0666));
	self->fd = open(DEVICE, O_RDWR);
	ASSERT_LE(0, self->fd);
}

/* All children but the first @left. */
static void end(struct __test_metadata *_metadata, int left)
{
	int status;

	while (nr_children > left) {
		kill(children[--nr_children], SIGKILL);
		waitpid(children[nr_children], &status, 0);
		EXPECT_TRUE(WIFSIGNALED(status));
	}
}

FIXTURE_TEARDOWN(idle)
{
	end(_metadata, 0);
	simple(self->fd, SCHEDSIM_IOC_RESET);
	simple(self->fd, SCHEDSIM_IOC_RESUME);
	set_policy(self->fd, "fair");
	set_vcpus(self->fd, 1);
	chmod(DEVICE, 0600);
	close(self->fd);
}

static void begin(struct __test_metadata *_metadata,
		  void (*deed)(void))
{
	pid_t pid = fork();

	ASSERT_LE(0, pid);
	if (!pid) {
		if (setgid(UID) || setuid(UID))
			_exit(1);
		deed();
		_exit(1);
	}
	children[nr_children++] = pid;
}

static void be_busy(void)
{
	for (;;)
		;
}

static void be_idle(void)
{
	if (sched_setscheduler(0, SCHED_IDLE, &(struct sched_param){}))
		_exit(1);
}

static void look(void)
{
	static struct schedsim_proc procs[NR_PROCS];
	int fd = open(DEVICE, O_RDONLY);

	be_idle();
	while (read_procs(fd, procs, NR_PROCS) == NR_PROCS)
		;
}

static void reconfigure(void)
{
	int fd = create_live("rr", MS(1), 1), i;

	be_idle();
	for (i = 0; !set_vcpus(fd, 255 + i % 2); i++)
		;
}

static void change_policy(void)
{
	int fd = open(DEVICE, O_RDWR), i;

	be_idle();
	for (i = 0; !set_policy(fd, i % 2 ? "rr" : "prio"); i++)
		;
}

static void kill_nobody_nicely(void)
{
	int fd = open(DEVICE, O_RDWR);

	if (setpriority(PRIO_PROCESS, 0, 19))
		_exit(1);
	while (kill_proc(fd, 99999) == -ESRCH)
		;
}

static void kill_nobody(void)
{
	be_idle();
	kill_nobody_nicely();
}

static int toggle_pause(int fd, int i)
{
	return simple(fd, i % 2 ? SCHEDSIM_IOC_RESUME : SCHEDSIM_IOC_PAUSE);
}

static int change_vcpus(int fd, int i)
{
	return set_vcpus(fd, 1 + i % 2);
}

static int look_at_config(int fd, int i)
{
	struct schedsim_config config;

	return get_config(fd, &config);
}

/*
 * The busy ones come again and again: each time, whoever does @deed is stopped somewhere.
 * Meanwhile @op is not to take long.
 */
static void check(struct __test_metadata *_metadata, int fd,
		  void (*deed)(void), int (*op)(int fd, int i))
{
	__u64 took, most = 0;
	int i;

	for (i = 0; i < NR_IDLE; i++)
		begin(_metadata, deed);
	for (i = 0; i < 10 * NR_ROUNDS; i++) {
		if (i % 10 == 0) {
			end(_metadata, NR_IDLE);
			sleep_ms(100);
			while (nr_children < NR_IDLE + NR_BUSY)
				begin(_metadata, be_busy);
		}
		sleep_ms(20);
		took = host_ns();
		ASSERT_EQ(0, op(fd, i));
		took = host_ns() - took;
		most = took > most ? took : most;
	}
	TH_LOG("at most %llu us", most / 1000);
	ASSERT_GT(MS(HELD_UP_MS), most);
}

TEST_F_TIMEOUT(idle, readers, 120)
{
	static struct schedsim_spawn_entry entries[NR_PROCS];

	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(0, spawn_many(self->fd, entries, NR_PROCS, NULL));
	check(_metadata, self->fd, look, toggle_pause);
}

static void check_writers(struct __test_metadata *_metadata, int fd,
			  int (*op)(int fd, int i))
{
	static struct schedsim_spawn_entry entries[NR_PROCS];

	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(0, spawn_many(fd, entries, NR_PROCS, NULL));
	check(_metadata, fd, change_policy, op);
}

TEST_F_TIMEOUT(idle, writers, 120)
{
	check_writers(_metadata, self->fd, toggle_pause);
}

/* Who only looks at the configuration waits for nobody. */
TEST_F_TIMEOUT(idle, writers_for_readers, 120)
{
	check_writers(_metadata, self->fd, look_at_config);
}

/* @nr processes that wake up at the same instants. */
static void spawn_at_once(struct __test_metadata *_metadata, int fd, int nr,
			  const struct schedsim_op *ops, int nr_ops)
{
	static struct schedsim_spawn_entry entries[NR_AT_ONCE_MANY];
	int i;

	for (i = 0; i < nr; i++)
		entries[i] = entry_of("i", ops, nr_ops);
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_RESET));
	ASSERT_EQ(0, spawn_many(fd, entries, nr, NULL));
	sleep_ms(500);
}

/* In two seconds, while others do @deed, if any, and get no CPU, or little. */
static __u64 time_passes(struct __test_metadata *_metadata, int fd, void (*deed)(void))
{
	struct schedsim_stats stats, later;
	int i;

	for (i = 0; deed && i < NR_IDLE; i++)
		begin(_metadata, deed);
	/* They get a CPU, and then none. */
	sleep_ms(100);
	for (i = 0; i < NR_BUSY; i++)
		begin(_metadata, be_busy);
	EXPECT_EQ(0, get_stats(fd, &stats));
	sleep_ms(2000);
	EXPECT_EQ(0, get_stats(fd, &later));
	end(_metadata, 0);
	TH_LOG("%llu us, %llu us slipped, %llu us late at most",
	       (later.time_ns - stats.time_ns) / 1000,
	       (later.slipped_ns - stats.slipped_ns) / 1000, later.late_max_ns / 1000);
	return later.time_ns - stats.time_ns;
}

/*
 * Somebody waits for the end of an instant, again and again, and gets no CPU while he does: time
 * goes on. The instants are of more work than a command does in one go.
 */
TEST_F_TIMEOUT(idle, do_not_stop_time, 120)
{
	struct schedsim_op ops[] = { OP_RUN(US(1)), OP_TIMER_ABS(0, MS(10)), OP_LOOP(0, 0) };

	spawn_at_once(_metadata, self->fd, NR_AT_ONCE, ops, ARRAY_SIZE(ops));
	/* Beside busy processes soft interrupts get up to 10 ms late at times. */
	ASSERT_LE(MS(1950), time_passes(_metadata, self->fd, kill_nobody));
}

/* Of so much that one waits for the end of this very instant. */
TEST_F_TIMEOUT(idle, do_not_stop_time_at_an_instant, 120)
{
	struct schedsim_op ops[] = { OP_SLEEP(US(1)), OP_LOOP(0, 0) };
	__u64 alone;
	int i;

	spawn_at_once(_metadata, self->fd, NR_AT_ONCE_MANY, ops, ARRAY_SIZE(ops));
	alone = time_passes(_metadata, self->fd, NULL);
	ASSERT_LT(0, alone);
	for (i = 0; i < 6; i++)
		ASSERT_LE(alone * 3 / 4, time_passes(_metadata, self->fd, kill_nobody));
	ASSERT_LE(alone * 3 / 4, time_passes(_metadata, self->fd, kill_nobody_nicely));
}

TEST_F_TIMEOUT(idle, reconfiguration, 120)
{
	check(_metadata, self->fd, reconfigure, change_vcpus);
}

TEST_HARNESS_MAIN
