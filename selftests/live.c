// SPDX-License-Identifier: GPL-2.0
/*
 * The shared simulation, in real time. How late things happen depends on the
 * machine; what must happen, and all sums, do not.
 */
#include "schedsim_test.h"

FIXTURE(live)
{
	int fd;
	struct schedsim_stats stats;
	struct schedsim_stats later;
};

static int set_defaults(int fd)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_QUANTUM |
			SCHEDSIM_CONFIG_SWITCH_COST | SCHEDSIM_CONFIG_TIE |
			SCHEDSIM_CONFIG_NR_VCPUS,
		.policy = "fair",
		.quantum_ns = SCHEDSIM_DEFAULT_QUANTUM_NS,
		.nr_vcpus = 1,
	};

	return simple(fd, SCHEDSIM_IOC_RESET) ?: set_config(fd, &config) ?:
	       simple(fd, SCHEDSIM_IOC_RESUME);
}

FIXTURE_SETUP(live)
{
	self->fd = open(DEVICE, O_RDWR);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, set_defaults(self->fd));
}

FIXTURE_TEARDOWN(live)
{
	EXPECT_EQ(0, set_defaults(self->fd));
	close(self->fd);
}

#define STATS()		ASSERT_EQ(0, get_stats(self->fd, &self->stats))
#define LATER()		ASSERT_EQ(0, get_stats(self->fd, &self->later))

#define WAIT_UNTIL(cond) \
	ASSERT_TRUE(eventually(!get_stats(self->fd, &self->stats) && (cond)))

#define PAUSE()		ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE))
#define RESUME()	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESUME))

TEST_F(live, two_share_the_cpu)
{
	struct schedsim_proc p[2];

	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	STATS();
	ASSERT_EQ(1, self->stats.nr_running);
	ASSERT_EQ(1, self->stats.nr_ready);
	ASSERT_EQ(1, self->stats.timer_armed);
	WAIT_UNTIL(self->stats.expiries >= 10);
	PAUSE();
	ASSERT_EQ(2, read_procs(self->fd, p, 2));
	ASSERT_STREQ("a", p[0].name);
	ASSERT_STREQ("b", p[1].name);
	ASSERT_LT(0, p[0].cpu_ns);
	ASSERT_LT(0, p[1].cpu_ns);
	ASSERT_LT(0, p[0].preemptions);
	ASSERT_LT(0, p[1].preemptions);
	/* The last expiry may have found nobody else with less. */
	STATS();
	ASSERT_GE(self->stats.expiries, self->stats.preemptions);
	ASSERT_EQ(self->stats.preemptions, self->stats.switches);
	ASSERT_LT(0, self->stats.callbacks);
	ASSERT_SUMS(self->fd);
}

/* However late the timer is: each has as much as in virtual time. */
TEST_F(live, late_timer_changes_nothing)
{
	struct schedsim_proc p[2];

	ASSERT_EQ(0, set_policy(self->fd, "rr"));
	ASSERT_EQ(0, set_quantum(self->fd, MS(1)));
	ASSERT_EQ(1, spawn_program(self->fd, "bursts", OP_RUN(US(10)),
				   OP_LOOP(0, 0)));
	WAIT_UNTIL(self->stats.time_ns >= MS(20));
	PAUSE();
	ASSERT_EQ(1, read_procs(self->fd, p, 1));
	STATS();
	ASSERT_EQ(self->stats.time_ns - p[0].arrival_ns, p[0].cpu_ns);
	RESUME();
	ASSERT_EQ(2, spawn(self->fd, "endless"));
	WAIT_UNTIL(self->stats.time_ns >= MS(100));
	PAUSE();
	STATS();
	ASSERT_EQ(2, read_procs(self->fd, p, 2));
	/* Turns of a quantum each, since the second one has come. */
	p[0].cpu_ns -= p[1].arrival_ns - p[0].arrival_ns;
	ASSERT_EQ(self->stats.time_ns - p[1].arrival_ns,
		  p[0].cpu_ns + p[1].cpu_ns);
	ASSERT_LE(p[1].cpu_ns, p[0].cpu_ns + MS(1));
	ASSERT_LE(p[0].cpu_ns, p[1].cpu_ns + MS(1));
	ASSERT_SUMS(self->fd);
}

/* Exact turns even in real time: round robin hands over at each expiry. */
TEST_F(live, each_expiry_hands_over)
{
	ASSERT_EQ(0, set_policy(self->fd, "rr"));
	ASSERT_EQ(0, set_quantum(self->fd, MS(1)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	ASSERT_EQ(3, spawn(self->fd, "c"));
	WAIT_UNTIL(self->stats.expiries >= 50);
	PAUSE();
	STATS();
	ASSERT_EQ(self->stats.expiries, self->stats.preemptions);
	ASSERT_EQ(self->stats.expiries, self->stats.switches);
	ASSERT_EQ(self->stats.expiries + 1, self->stats.decisions);
	ASSERT_LE(MS(1) * self->stats.expiries, self->stats.time_ns);
	ASSERT_LE(MS(1) * self->stats.skipped, self->stats.slipped_ns);
	ASSERT_SUMS(self->fd);
}

/* Each end of a slice is in the histogram, in the bucket of its lateness. */
TEST_F(live, lateness)
{
	__u64 slices = 0, least = 0, most = 0;
	int i;

	ASSERT_EQ(0, set_quantum(self->fd, MS(1)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	WAIT_UNTIL(self->stats.expiries >= 50);
	PAUSE();
	STATS();
	for (i = 0; i < SCHEDSIM_LATENESS_BUCKETS; i++) {
		__u64 from = i ? 1ULL << i : 0;

		slices += self->stats.lateness[i];
		least += self->stats.lateness[i] * from;
		most += self->stats.lateness[i] * ((2ULL << i) - 1);
		if (from > self->stats.late_max_ns)
			ASSERT_EQ(0, self->stats.lateness[i]);
	}
	ASSERT_EQ(self->stats.expiries, slices);
	ASSERT_LE(least, self->stats.late_total_ns);
	ASSERT_GE(most, self->stats.late_total_ns);
	ASSERT_LT(0, self->stats.late_max_ns);
	ASSERT_LE(self->stats.late_max_ns, self->stats.late_total_ns);
}

TEST_F(live, quantum_acts_at_once)
{
	ASSERT_EQ(0, set_quantum(self->fd, SEC(10)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	sleep_ms(50);
	STATS();
	ASSERT_EQ(0, self->stats.expiries);
	/* Sooner than the slice of 10 s would have ended. */
	ASSERT_EQ(0, set_quantum(self->fd, MS(1)));
	WAIT_UNTIL(self->stats.expiries >= 10);
	ASSERT_GT(SEC(10), self->stats.time_ns);
	/* And back: the slice that now runs goes on. */
	ASSERT_EQ(0, set_quantum(self->fd, SEC(10)));
	STATS();
	sleep_ms(50);
	LATER();
	ASSERT_EQ(self->stats.expiries, self->later.expiries);
	ASSERT_LT(self->stats.time_ns, self->later.time_ns);
}

TEST_F(live, pause_freezes_all)
{
	struct schedsim_proc before[3], after[3];
	__u64 start;

	ASSERT_EQ(0, set_quantum(self->fd, MS(1)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	ASSERT_EQ(3, spawn_program(self->fd, "s", OP_SLEEP(MS(1)),
				   OP_RUN(US(10)), OP_LOOP(0, 0)));
	WAIT_UNTIL(self->stats.expiries >= 5);
	PAUSE();
	STATS();
	ASSERT_EQ(3, read_procs(self->fd, before, 3));
	ASSERT_EQ(1, self->stats.paused);
	ASSERT_EQ(0, self->stats.timer_armed);
	sleep_ms(100);
	LATER();
	ASSERT_EQ(3, read_procs(self->fd, after, 3));
	ASSERT_EQ(0, memcmp(&self->stats, &self->later, sizeof(self->stats)));
	ASSERT_EQ(0, memcmp(before, after, sizeof(before)));
	/* It goes on exactly there: the pause is no part of its time. */
	start = host_ns();
	RESUME();
	PAUSE();
	LATER();
	ASSERT_GE(host_ns() - start, self->later.time_ns - self->stats.time_ns);
	RESUME();
	WAIT_UNTIL(self->stats.expiries >= self->later.expiries + 5);
	ASSERT_LT(self->later.time_ns, self->stats.time_ns);
	PAUSE();
	ASSERT_SUMS(self->fd);
}

TEST_F(live, trigger_while_paused_is_a_single_step)
{
	int i;

	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(0, set_policy(self->fd, "rr"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	PAUSE();
	for (i = 0; i < 10; i++) {
		int before = running(self->fd);

		STATS();
		ASSERT_EQ(0, trigger(self->fd, i % 2 ? 0 : SCHEDSIM_ALL_VCPUS));
		LATER();
		ASSERT_EQ(3 - before, running(self->fd));
		ASSERT_EQ(self->stats.time_ns, self->later.time_ns);
		ASSERT_EQ(self->stats.decisions + 1, self->later.decisions);
		ASSERT_EQ(self->stats.switches + 1, self->later.switches);
		ASSERT_EQ(self->stats.expiries, self->later.expiries);
	}
	ASSERT_SUMS(self->fd);
}

TEST_F(live, trigger_while_running)
{
	ASSERT_EQ(0, set_policy(self->fd, "rr"));
	ASSERT_EQ(0, set_quantum(self->fd, SEC(10)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	ASSERT_EQ(1, running(self->fd));
	ASSERT_EQ(0, trigger(self->fd, 0));
	ASSERT_EQ(2, running(self->fd));
	ASSERT_EQ(0, trigger(self->fd, 0));
	ASSERT_EQ(1, running(self->fd));
	ASSERT_EQ(-EINVAL, trigger(self->fd, 1));
	STATS();
	ASSERT_EQ(2, self->stats.switches);
	ASSERT_EQ(0, self->stats.expiries);
	ASSERT_EQ(0, self->stats.yields);
}

TEST_F(live, yield)
{
	ASSERT_EQ(0, set_policy(self->fd, "rr"));
	ASSERT_EQ(0, set_quantum(self->fd, SEC(10)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	ASSERT_EQ(-EINVAL, on_proc(self->fd, SCHEDSIM_IOC_YIELD, 2));
	ASSERT_EQ(0, on_proc(self->fd, SCHEDSIM_IOC_YIELD, 1));
	ASSERT_EQ(2, running(self->fd));
	STATS();
	ASSERT_EQ(1, self->stats.yields);
	ASSERT_EQ(1, self->stats.switches);
	ASSERT_EQ(0, self->stats.preemptions);
}

TEST_F(live, kill)
{
	ASSERT_EQ(0, set_policy(self->fd, "rr"));
	ASSERT_EQ(0, set_quantum(self->fd, SEC(10)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	ASSERT_EQ(3, spawn(self->fd, "c"));
	ASSERT_EQ(0, kill_proc(self->fd, 1));
	ASSERT_EQ(2, running(self->fd));
	STATS();
	ASSERT_EQ(1, self->stats.timer_armed);
	ASSERT_EQ(0, kill_proc(self->fd, 3));
	ASSERT_EQ(0, kill_proc(self->fd, 2));
	STATS();
	ASSERT_EQ(0, running(self->fd));
	ASSERT_EQ(0, self->stats.nr_running);
	ASSERT_EQ(3, self->stats.nr_exited);
	ASSERT_EQ(0, self->stats.timer_armed);
	PAUSE();
	ASSERT_SUMS(self->fd);
}

/* No idle polling: without anything due the timer does not fire. */
TEST_F(live, timer_is_off_when_nothing_is_due)
{
	int i;

	ASSERT_EQ(0, set_quantum(self->fd, US(100)));
	for (i = 0; i < 2; i++)
		ASSERT_EQ(i + 1, spawn(self->fd, "p"));
	WAIT_UNTIL(self->stats.callbacks >= 10);
	/* A lone process just goes on. */
	ASSERT_EQ(0, kill_proc(self->fd, 1));
	STATS();
	ASSERT_EQ(0, self->stats.timer_armed);
	ASSERT_EQ(SCHEDSIM_NEVER, self->stats.next_event_ns);
	sleep_ms(50);
	LATER();
	/* One that was already under way finds nothing to do. */
	ASSERT_GE(self->stats.callbacks + 1, self->later.callbacks);
	ASSERT_EQ(self->stats.events, self->later.events);
	ASSERT_EQ(self->stats.expiries, self->later.expiries);
	ASSERT_LT(self->stats.time_ns, self->later.time_ns);
	/* Nobody. */
	ASSERT_EQ(0, kill_proc(self->fd, 2));
	STATS();
	sleep_ms(50);
	LATER();
	ASSERT_EQ(self->stats.callbacks, self->later.callbacks);
	ASSERT_EQ(0, self->later.timer_armed);
	PAUSE();
	ASSERT_SUMS(self->fd);
}

TEST_F(live, lone_process)
{
	struct schedsim_proc p;

	ASSERT_EQ(0, set_quantum(self->fd, US(100)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	sleep_ms(50);
	PAUSE();
	STATS();
	ASSERT_EQ(0, read_proc(self->fd, 1, &p));
	ASSERT_EQ(0, self->stats.switches);
	ASSERT_EQ(0, self->stats.preemptions);
	ASSERT_EQ(0, self->stats.expiries);
	ASSERT_EQ(0, p.switches);
	ASSERT_EQ(0, p.waiting_ns);
	ASSERT_LE(MS(50), p.cpu_ns);
	ASSERT_EQ(self->stats.time_ns - p.arrival_ns, p.cpu_ns);
}

/* However late: never charged more than its program says. */
TEST_F(live, programs_get_what_they_ask_for)
{
	struct schedsim_proc p[4];
	int i;

	ASSERT_EQ(0, set_quantum(self->fd, MS(1)));
	for (i = 0; i < 4; i++)
		ASSERT_EQ(i + 1, spawn_program(self->fd, "p", OP_RUN(1234567),
					       OP_SLEEP(MS(1)), OP_LOOP(0, 3)));
	WAIT_UNTIL(self->stats.nr_exited == 4);
	STATS();
	ASSERT_EQ(0, self->stats.timer_armed);
	PAUSE();
	ASSERT_EQ(4, read_procs(self->fd, p, 4));
	for (i = 0; i < 4; i++) {
		ASSERT_EQ(3 * 1234567, p[i].cpu_ns);
		ASSERT_LE(MS(3), p[i].sleeping_ns);
		ASSERT_EQ(3, p[i].wakeups);
		ASSERT_GE(self->stats.time_ns, p[i].finish_ns);
	}
	ASSERT_SUMS(self->fd);
}

TEST_F(live, arrival_later)
{
	struct schedsim_spawn_entry late = entry_of("late", NULL, 0);
	struct schedsim_proc p;

	late.delay_ns = MS(30);
	ASSERT_EQ(1, spawn_entry(self->fd, &late));
	STATS();
	ASSERT_EQ(1, self->stats.nr_new + self->stats.nr_running);
	ASSERT_TRUE(eventually(running(self->fd) == 1));
	ASSERT_EQ(0, read_proc(self->fd, 1, &p));
	ASSERT_LE(MS(30), p.arrival_ns);
	ASSERT_LE(p.arrival_ns, p.first_run_ns);
}

TEST_F(live, sums_at_any_moment)
{
	struct schedsim_config vcpus = {
		.mask = SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_QUANTUM |
			SCHEDSIM_CONFIG_SWITCH_COST,
		.nr_vcpus = 3,
		.quantum_ns = US(500),
		.switch_cost_ns = US(7),
	};
	struct schedsim_vcpu v[3];
	__u64 last = 0;
	int i, n;

	ASSERT_EQ(0, set_config(self->fd, &vcpus));
	for (i = 0; i < 8; i++)
		ASSERT_EQ(i + 1, spawn_program(self->fd, "p", OP_RUN(US(333)),
					       OP_SLEEP(US(100) * i), OP_YIELD,
					       OP_LOOP(0, 0)));
	for (n = 0; n < 100; n++) {
		STATS();
		ASSERT_EQ(3, read_vcpus(self->fd, v, 3));
		LATER();
		ASSERT_LE(last, self->stats.time_ns);
		last = self->later.time_ns;
		for (i = 0; i < 3; i++) {
			__u64 sum = v[i].busy_ns + v[i].idle_ns +
				    v[i].overhead_ns;

			ASSERT_EQ(sum, v[0].busy_ns + v[0].idle_ns +
				  v[0].overhead_ns);
			ASSERT_LE(self->stats.time_ns, sum);
			ASSERT_GE(self->later.time_ns, sum);
		}
		if (n % 20)
			continue;
		PAUSE();
		ASSERT_SUMS(self->fd);
		RESUME();
	}
}

TEST_F(live, policy_change_under_load)
{
	static const char * const policies[] = { "prio", "rr", "fair" };
	struct schedsim_spawn_entry entry = entry_of("", NULL, 0);
	struct schedsim_attr attr = {};
	struct schedsim_proc p[60];
	__u64 cpu[60] = {};
	char name[SCHEDSIM_NAME_LEN];
	int i, n;

	ASSERT_EQ(0, set_quantum(self->fd, US(300)));
	for (i = 0; i < 60; i++) {
		snprintf(entry.name, sizeof(entry.name), "process-%d", i + 1);
		entry.id = 0;
		attr.nice = i % 3;
		entry.attr = PTR(&attr);
		ASSERT_EQ(i + 1, spawn_entry(self->fd, &entry));
	}
	for (n = 0; n < 30; n++) {
		ASSERT_EQ(0, set_policy(self->fd, policies[n % 3]));
		ASSERT_EQ(60, read_procs(self->fd, p, 60));
		for (i = 0; i < 60; i++) {
			snprintf(name, sizeof(name), "process-%d", i + 1);
			ASSERT_STREQ(name, p[i].name);
			ASSERT_EQ(0, read_attr(self->fd, i + 1, &attr));
			ASSERT_EQ(i % 3, attr.nice);
			ASSERT_LE(cpu[i], p[i].cpu_ns);
			cpu[i] = p[i].cpu_ns;
		}
		sleep_ms(2);
	}
	PAUSE();
	ASSERT_SUMS(self->fd);
	STATS();
	ASSERT_EQ(1, self->stats.nr_running);
	ASSERT_EQ(59, self->stats.nr_ready);
	LATER();
	RESUME();
	WAIT_UNTIL(self->stats.expiries >= self->later.expiries + 100);
}

TEST_F(live, reset)
{
	struct schedsim_config before, after;
	__u64 begin;

	ASSERT_EQ(0, set_policy(self->fd, "prio"));
	ASSERT_EQ(0, set_quantum(self->fd, US(200)));
	ASSERT_EQ(0, get_config(self->fd, &before));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	WAIT_UNTIL(self->stats.expiries >= 10);
	begin = host_ns();
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	LATER();
	/* What had passed before has not, however busy the machine may be. */
	ASSERT_GE(host_ns() - begin, self->later.time_ns);
	ASSERT_EQ(0, self->later.nr_procs);
	ASSERT_EQ(0, self->later.expiries);
	ASSERT_EQ(0, self->later.callbacks);
	ASSERT_EQ(0, self->later.late_max_ns);
	ASSERT_EQ(0, self->later.timer_armed);
	ASSERT_EQ(0, get_config(self->fd, &after));
	ASSERT_EQ(0, memcmp(&before, &after, sizeof(before)));
	/* As good as new. */
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	WAIT_UNTIL(self->stats.expiries >= 10);
}

/* All files speak to the same simulation; it outlives them. */
/* What makes it anew begins at 0, and stays there while it is paused. */
TEST_F(live, paused_at_the_beginning)
{
	struct schedsim_config config = { .mask = SCHEDSIM_CONFIG_NR_VCPUS };
	__u64 since;
	int i;

	for (i = 0; i < 50; i++) {
		RESUME();
		sleep_ms(1);
		PAUSE();
		config.nr_vcpus = 2 + i % 2;
		config.seed = i;
		config.mask ^= SCHEDSIM_CONFIG_SEED;
		ASSERT_EQ(0, set_config(self->fd, &config));
		STATS();
		ASSERT_EQ(1, self->stats.paused);
		ASSERT_EQ(0, self->stats.time_ns);
	}
	sleep_ms(10);
	STATS();
	ASSERT_EQ(0, self->stats.time_ns);
	since = host_ns();
	RESUME();
	sleep_ms(10);
	STATS();
	ASSERT_GE(host_ns() - since, self->stats.time_ns);
	ASSERT_LE(MS(10), self->stats.time_ns);
}

TEST_F(live, is_shared)
{
	int other = open(DEVICE, O_RDWR);

	ASSERT_LE(0, other);
	ASSERT_EQ(1, spawn(other, "a"));
	ASSERT_EQ(0, close(other));
	STATS();
	ASSERT_EQ(1, self->stats.nr_running);
	other = open(DEVICE, O_RDONLY);
	ASSERT_EQ(1, running(other));
}

/* A slice that ends in the far future, or a timer: the next event is told. */
TEST_F(live, next_event)
{
	ASSERT_EQ(1, spawn_program(self->fd, "s", OP_SLEEP(SEC(1000))));
	STATS();
	ASSERT_EQ(1, self->stats.nr_sleeping);
	ASSERT_EQ(1, self->stats.timer_armed);
	ASSERT_LE(SEC(1000), self->stats.next_event_ns);
	ASSERT_GE(SEC(1000) + self->stats.time_ns, self->stats.next_event_ns);
}

/* A program that wakes up all the time does not take the machine over. */
TEST_F(live, storm_is_throttled)
{
	int i;

	for (i = 0; i < 20; i++)
		ASSERT_EQ(i + 1, spawn_program(self->fd, "s", OP_SLEEP(1),
					       OP_RUN(1), OP_LOOP(0, 0)));
	WAIT_UNTIL(self->stats.throttled >= 5);
	STATS();
	sleep_ms(200);
	LATER();
	ASSERT_LT(self->stats.wakeups, self->later.wakeups);
	PAUSE();
	ASSERT_SUMS(self->fd);
}

TEST_F(live, wrong_clock)
{
	ASSERT_EQ(-EOPNOTSUPP, run_until(self->fd, SEC(1)));
}

TEST_HARNESS_MAIN
