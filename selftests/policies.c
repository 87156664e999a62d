// SPDX-License-Identifier: GPL-2.0
/*
 * What prio and fair promise, several vCPUs, and accounting, in virtual time.
 */
#include "schedsim_test.h"

#define RUN(fd, until) ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, until))

static int spawn_prio(int fd, __u32 priority, __u64 delay_ns, __u64 run_ns)
{
	struct schedsim_spawn_entry entry =
		program_entry("p", OP_RUN(run_ns));
	struct schedsim_attr attr = { .priority = priority };

	if (!run_ns) {
		entry.nr_ops = 0;
		entry.ops = 0;
	}
	entry.attr = PTR(&attr);
	entry.delay_ns = delay_ns;
	return spawn_entry(fd, &entry);
}

TEST(prio_preempts_on_arrival)
{
	int fd = create_virtual("prio", MS(10), 1);
	struct schedsim_stats stats;
	struct schedsim_proc p[2];

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn_prio(fd, 1, 0, 0));
	ASSERT_EQ(2, spawn_prio(fd, 10, MS(5), MS(3)));
	RUN(fd, MS(20));
	ASSERT_EQ(2, read_procs(fd, p, 2));
	ASSERT_EQ(0, get_stats(fd, &stats));
	ASSERT_EQ(MS(5), p[1].first_run_ns);
	ASSERT_EQ(MS(8), p[1].finish_ns);
	ASSERT_EQ(0, p[1].waiting_ns);
	ASSERT_EQ(MS(3), p[0].waiting_ns);
	ASSERT_EQ(1, p[0].preemptions);
	ASSERT_EQ(2, stats.switches);
	ASSERT_EQ(0, stats.expiries);
}

TEST(prio_equals_take_turns)
{
	int fd = create_virtual("prio", MS(2), 1);
	struct schedsim_proc p[4];
	int i;

	ASSERT_LE(0, fd);
	for (i = 0; i < 3; i++)
		ASSERT_EQ(i + 1, spawn_prio(fd, 50, 0, 0));
	ASSERT_EQ(4, spawn_prio(fd, 49, 0, 0));
	RUN(fd, MS(60));
	ASSERT_EQ(4, read_procs(fd, p, 4));
	for (i = 0; i < 3; i++)
		ASSERT_EQ(MS(20), p[i].cpu_ns);
	ASSERT_EQ(0, p[3].cpu_ns);
}

/* Whoever is preempted stays ahead of its equals, with the rest of its slice. */
TEST(prio_preempted_has_the_rest_of_its_slice)
{
	int fd = create_virtual("prio", MS(4), 1);
	struct schedsim_proc p[3];

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn_prio(fd, 5, 0, 0));
	ASSERT_EQ(2, spawn_prio(fd, 5, 0, 0));
	ASSERT_EQ(3, spawn_prio(fd, 9, MS(1), MS(1)));
	RUN(fd, MS(9));
	ASSERT_EQ(3, read_procs(fd, p, 3));
	ASSERT_EQ(MS(5), p[1].first_run_ns);
	ASSERT_EQ(MS(4), p[0].cpu_ns);
	ASSERT_EQ(MS(4), p[1].cpu_ns);
}

/* Equals take turns even if each slice is cut short by a higher one. */
TEST(prio_equals_starve_not)
{
	int fd = create_virtual("prio", MS(4), 1);
	struct schedsim_spawn_entry high =
		program_entry("h", OP_RUN(US(100)), OP_TIMER(0, MS(1)),
			      OP_LOOP(0, 0));
	struct schedsim_attr attr = { .priority = 9 };
	struct schedsim_proc p[3];

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn_prio(fd, 5, 0, 0));
	ASSERT_EQ(2, spawn_prio(fd, 5, 0, 0));
	high.attr = PTR(&attr);
	ASSERT_EQ(3, spawn_entry(fd, &high));
	RUN(fd, MS(1000));
	ASSERT_EQ(3, read_procs(fd, p, 3));
	ASSERT_EQ(MS(100), p[2].cpu_ns);
	ASSERT_EQ(MS(900), p[0].cpu_ns + p[1].cpu_ns);
	ASSERT_GE(MS(450) + MS(4), p[0].cpu_ns);
	ASSERT_LE(MS(450) - MS(4), p[0].cpu_ns);
}

TEST(prio_follows_set_attr)
{
	struct schedsim_attr attr = { .priority = 99 };
	int fd = create_virtual("prio", MS(4), 1);

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn_prio(fd, 5, 0, 0));
	ASSERT_EQ(2, spawn_prio(fd, 4, 0, 0));
	RUN(fd, MS(100));
	ASSERT_EQ(1, running(fd));
	ASSERT_EQ(0, set_attr(fd, 2, SCHEDSIM_ATTR_PRIORITY, &attr));
	RUN(fd, MS(100));
	ASSERT_EQ(2, running(fd));
	attr.priority = 0;
	ASSERT_EQ(0, set_attr(fd, 2, SCHEDSIM_ATTR_PRIORITY, &attr));
	RUN(fd, MS(100));
	ASSERT_EQ(1, running(fd));
}

static int spawn_nice(int fd, __s32 nice, __u64 delay_ns)
{
	struct schedsim_spawn_entry entry = entry_of("f", NULL, 0);
	struct schedsim_attr attr = { .nice = nice };

	entry.attr = PTR(&attr);
	entry.delay_ns = delay_ns;
	return spawn_entry(fd, &entry);
}

TEST(fair_shares_by_weight)
{
	/* The kernel's weights. */
	static const struct { int nice; __u64 weight; } share[] = {
		{ -20, 88761 }, { -5, 3121 }, { 0, 1024 }, { 1, 820 },
		{ 5, 335 }, { 19, 15 },
	};
	int fd = create_virtual("fair", MS(1), 1);
	struct schedsim_proc p[ARRAY_SIZE(share)];
	__u64 sum = 0;
	int i, n = ARRAY_SIZE(share);

	ASSERT_LE(0, fd);
	for (i = 0; i < n; i++) {
		ASSERT_EQ(i + 1, spawn_nice(fd, share[i].nice, 0));
		sum += share[i].weight;
	}
	RUN(fd, MS(sum));
	ASSERT_EQ(n, read_procs(fd, p, n));
	for (i = 0; i < n; i++) {
		ASSERT_LE(MS(share[i].weight), p[i].cpu_ns + MS(2 * n)) {
			TH_LOG("nice %d", share[i].nice);
		}
		ASSERT_GE(MS(share[i].weight) + MS(2 * n), p[i].cpu_ns) {
			TH_LOG("nice %d", share[i].nice);
		}
		ASSERT_LT(0, p[i].cpu_ns);
	}
}

TEST(fair_newcomer_gets_no_credit)
{
	int fd = create_virtual("fair", MS(1), 1);
	struct schedsim_proc p[2];

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn_nice(fd, 0, 0));
	ASSERT_EQ(2, spawn_nice(fd, 0, SEC(1)));
	RUN(fd, SEC(1) + MS(100));
	ASSERT_EQ(2, read_procs(fd, p, 2));
	ASSERT_LE(MS(49), p[1].cpu_ns);
	ASSERT_GE(MS(51), p[1].cpu_ns);
	/* The virtual runtime of nice 0 is its CPU time, from the floor on. */
	ASSERT_EQ(1, p[0].nr_values);
	ASSERT_EQ(p[0].cpu_ns, p[0].values[0]);
}

TEST(fair_sleeper_gets_no_credit)
{
	int fd = create_virtual("fair", MS(1), 1);
	struct schedsim_proc p[2];

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn_nice(fd, 0, 0));
	ASSERT_EQ(2, spawn_program(fd, "s", OP_SLEEP(SEC(1)), OP_RUN(SEC(9))));
	RUN(fd, SEC(1) + MS(100));
	ASSERT_EQ(2, read_procs(fd, p, 2));
	ASSERT_LE(MS(49), p[1].cpu_ns);
	ASSERT_GE(MS(51), p[1].cpu_ns);
}

/* FIFO among equals: all start at the floor. */
TEST(fair_equals_in_order)
{
	int fd = create_virtual("fair", MS(1), 1);
	struct schedsim_proc p[5];
	int i;

	ASSERT_LE(0, fd);
	for (i = 0; i < 5; i++)
		ASSERT_EQ(i + 1, spawn_nice(fd, 0, 0));
	RUN(fd, MS(10));
	ASSERT_EQ(5, read_procs(fd, p, 5));
	for (i = 0; i < 5; i++) {
		ASSERT_EQ(MS(i), p[i].first_run_ns);
		ASSERT_EQ(MS(2), p[i].cpu_ns);
	}
}

TEST(affinity)
{
	struct schedsim_spawn_entry entry = entry_of("a", NULL, 0);
	struct schedsim_attr attr = {};
	int fd = create_virtual("rr", MS(1), 2);
	struct schedsim_vcpu v[2];
	struct schedsim_proc p[2];
	int i;

	ASSERT_LE(0, fd);
	for (i = 0; i < 2; i++) {
		entry.id = 0;
		entry.attr = PTR(&attr);
		attr.affinity[0] = 1 << 1;
		ASSERT_EQ(i + 1, spawn_entry(fd, &entry));
	}
	RUN(fd, MS(10));
	ASSERT_EQ(2, read_vcpus(fd, v, 2));
	ASSERT_EQ(2, read_procs(fd, p, 2));
	ASSERT_EQ(MS(10), v[0].idle_ns);
	ASSERT_EQ(MS(10), v[1].busy_ns);
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(MS(5), p[i].cpu_ns);
		ASSERT_EQ(1, p[i].vcpu);
	}

	/* It moves when it is no longer allowed to be where it is. */
	attr.affinity[0] = 1 << 0;
	ASSERT_EQ(0, set_attr(fd, 1, SCHEDSIM_ATTR_AFFINITY, &attr));
	RUN(fd, MS(20));
	ASSERT_EQ(2, read_vcpus(fd, v, 2));
	ASSERT_EQ(2, read_procs(fd, p, 2));
	ASSERT_EQ(0, p[0].vcpu);
	ASSERT_EQ(1, p[0].migrations);
	ASSERT_EQ(MS(15), p[0].cpu_ns);
	ASSERT_EQ(MS(15), p[1].cpu_ns);
	ASSERT_EQ(MS(10), v[0].busy_ns);
	ASSERT_EQ(1, v[0].current_id);
	ASSERT_SUMS(fd);

	/* A vCPU that there is not is no place to run. */
	attr.affinity[0] = 1 << 2;
	ASSERT_EQ(-EINVAL, set_attr(fd, 1, SCHEDSIM_ATTR_AFFINITY, &attr));
	entry.id = 0;
	attr.affinity[0] = 0;
	attr.affinity[3] = 1ULL << 63;
	ASSERT_EQ(-EINVAL, spawn_entry(fd, &entry));
	/* But it may be named beside one that there is. */
	attr.affinity[0] = 3;
	ASSERT_EQ(3, spawn_entry(fd, &entry));
}

TEST(placement_by_load)
{
	int fd = create_virtual("rr", MS(1), SCHEDSIM_MAX_VCPUS);
	static struct schedsim_proc p[2 * SCHEDSIM_MAX_VCPUS];
	int i;

	ASSERT_LE(0, fd);
	for (i = 0; i < ARRAY_SIZE(p); i++)
		ASSERT_EQ(i + 1, spawn(fd, "p"));
	RUN(fd, MS(10));
	ASSERT_EQ(ARRAY_SIZE(p), read_procs(fd, p, ARRAY_SIZE(p)));
	for (i = 0; i < ARRAY_SIZE(p); i++) {
		ASSERT_EQ(i % SCHEDSIM_MAX_VCPUS, p[i].vcpu);
		ASSERT_EQ(MS(5), p[i].cpu_ns);
	}
}

/* Mixed processes on three vCPUs: every nanosecond of everyone is accounted. */
FIXTURE(mix)
{
};

FIXTURE_VARIANT(mix)
{
	const char *policy;
};

FIXTURE_VARIANT_ADD(mix, rr) { "rr" };
FIXTURE_VARIANT_ADD(mix, prio) { "prio" };
FIXTURE_VARIANT_ADD(mix, fair) { "fair" };

FIXTURE_SETUP(mix)
{
}

FIXTURE_TEARDOWN(mix)
{
}

TEST_F(mix, every_ns_is_accounted)
{
	struct schedsim_config cost = {
		.mask = SCHEDSIM_CONFIG_SWITCH_COST,
		.switch_cost_ns = 1234,
	};
	int fd = create_virtual(variant->policy, US(700), 3);
	static struct schedsim_proc p[64];
	int i, n, step;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, set_config(fd, &cost));
	for (i = 0; i < 40; i++) {
		struct schedsim_spawn_entry entry =
			program_entry("m", OP_RUN(US(313) * (i + 1)),
				      OP_SLEEP(US(57) * (i % 7)), OP_YIELD,
				      OP_RUN(1 + i), OP_TIMER(0, MS(9)),
				      OP_LOOP(0, i % 5 * 20));
		struct schedsim_attr attr = {
			.nice = i % 40 - 20,
			.priority = i % 3,
			.affinity[0] = i % 8,
		};

		entry.attr = PTR(&attr);
		entry.delay_ns = US(900) * (i % 11);
		ASSERT_EQ(i + 1, spawn_entry(fd, &entry));
	}
	for (step = 1; step < 60; step++) {
		__u64 now = US(4999) * step + step;

		RUN(fd, now);
		ASSERT_SUMS(fd);
		n = read_procs(fd, p, ARRAY_SIZE(p));
		ASSERT_EQ(40, n);
		for (i = 0; i < n; i++) {
			__u64 end = p[i].finish_ns == SCHEDSIM_NEVER ?
				    now : p[i].finish_ns;
			__u64 sum = p[i].cpu_ns + p[i].waiting_ns +
				    p[i].sleeping_ns + p[i].overhead_ns;

			if (p[i].state == SCHEDSIM_STATE_NEW)
				end = p[i].arrival_ns;
			ASSERT_EQ(end - p[i].arrival_ns, sum);
		}
		if (step == 20)
			ASSERT_EQ(0, trigger(fd, SCHEDSIM_ALL_VCPUS));
		if (step == 30)
			ASSERT_EQ(0, set_quantum(fd, US(50)));
		if (step == 40)
			ASSERT_EQ(0, kill_proc(fd, 5));
	}
}

/*
 * One runs for 2.28 years beside one that keeps the floor of virtual runtime low, and
 * becomes SCHED_IDLE: what it is ahead of the floor is longer than 64 bits then.
 */
TEST(linux_years_ahead)
{
	struct schedsim_param span = param("span", SCHEDSIM_SPAN_ALL);
	struct schedsim_attr attrs[] = {
		{ .nice = -20, .affinity = { 1 } }, { .affinity = { 2 } },
	};
	const struct schedsim_attr idle = {
		.sched_class = SCHEDSIM_CLASS_IDLE,
	};
	int fd = create_virtual("rr", MS(10), 2), i;
	struct schedsim_spawn_entry entry;
	struct schedsim_proc p[2];

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, set_params(fd, "linux", &span, 1));
	for (i = 0; i < 2; i++) {
		entry = entry_of("p", NULL, 0);
		entry.attr = PTR(&attrs[i]);
		ASSERT_EQ(i + 1, spawn_entry(fd, &entry));
	}
	RUN(fd, SCHEDSIM_MAX_TIME_NS - MS(1));
	ASSERT_EQ(0, set_attr(fd, 2, SCHEDSIM_ATTR_CLASS, &idle));
	RUN(fd, SCHEDSIM_MAX_TIME_NS);
	ASSERT_EQ(2, read_procs(fd, p, 2));
	ASSERT_EQ(SCHEDSIM_MAX_TIME_NS, p[1].cpu_ns);
}

TEST_HARNESS_MAIN
