// SPDX-License-Identifier: GPL-2.0
/*
 * Groups under fair and linux. What a group gets follows from shares and weights
 * alone: weights are those of sched_prio_to_weight[] in kernel/sched/core.c, and
 * shares those of cpu.shares, 1024 of which are cpu.weight 100
 * (Documentation/admin-guide/cgroup-v2.rst).
 */
#include "watch_objects.h"

#define US(n)	((n) * 1000ULL)
#define MS(n)	((n) * 1000000ULL)

static const char * const policies[] = { "fair", "linux" };

/* The CPU time of processes @first to @last. */
static u64 cpu_of(u32 first, u32 last)
{
	u64 sum = 0;

	for (; first <= last; first++)
		sum += proc(first).cpu_ns;
	return sum;
}

/* Within 1% of @part / @whole of @time? */
static bool near(u64 is, u64 time, u64 part, u64 whole)
{
	u64 wanted = time * part / whole;

	return is > wanted - wanted / 100 && is < wanted + wanted / 100;
}

#define EXPECT_NEAR(is, time, part, whole)				\
	EXPECT_EQ(near(is, time, part, whole), true)

/* However many are in each: 7 of 1024, 1 of 2048, 3 of 512; and one without. */
TEST(group_shares)
{
	static const struct {
		u32 members, shares;
	} rows[] = { { 7, 0 }, { 1, 2048 }, { 3, 512 } };
	u32 i, j, k;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], MS(4));
		for (j = 0; j < ARRAY_SIZE(rows); j++)
			for (k = 0; k < rows[j].members; k++)
				spawn(.group = 1 + j, .shares = rows[j].shares);
		spawn(.nice = -5);
		watch = WATCH_NOTHING;
		lab_run(&lab, MS(20000));
		EXPECT_NEAR(cpu_of(1, 7), MS(20000), 1024, 3584 + 3121);
		EXPECT_NEAR(cpu_of(8, 8), MS(20000), 2048, 3584 + 3121);
		EXPECT_NEAR(cpu_of(9, 11), MS(20000), 512, 3584 + 3121);
		EXPECT_NEAR(cpu_of(12, 12), MS(20000), 3121, 3584 + 3121);
	}
}

/* Within a group, by weight. */
TEST(group_inside)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], MS(1));
		spawn(.group = 32, .shares = 3072, .nice = -10);
		spawn(.group = 32, .shares = 3072);
		spawn(.group = 32, .shares = 3072, .nice = 10);
		spawn(.group = 1);
		watch = WATCH_NOTHING;
		lab_run(&lab, MS(100000));
		EXPECT_NEAR(cpu_of(1, 1), MS(75000), 9548, 9548 + 1024 + 110);
		EXPECT_NEAR(cpu_of(2, 2), MS(75000), 1024, 9548 + 1024 + 110);
		EXPECT_NEAR(cpu_of(3, 3), MS(75000), 110, 9548 + 1024 + 110);
		EXPECT_NEAR(cpu_of(4, 4), MS(25000), 1, 1);
	}
}

/*
 * A group that always has somebody to run gets its share, whoever of it sleeps and
 * wakes up at that: 2 runs for 1 ms of each 4 or so, and preempts 1 for it.
 */
TEST(group_members_sleep)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], MS(3));
		spawn(.group = 1);
		spawn(.group = 1, .PROGRAM(RUN(MS(1)), SLEEP(MS(3)), LOOP(0, 0)));
		spawn(.group = 1, .PROGRAM(RUN(US(100)), SLEEP(US(700)), LOOP(0, 0)));
		spawn(.group = 2);
		spawn(.group = 2);
		watch = WATCH_NOTHING;
		lab_run(&lab, MS(10000));
		EXPECT_NEAR(cpu_of(1, 3), MS(10000), 1, 2);
		EXPECT_NEAR(cpu_of(4, 5), MS(10000), 1, 2);
		EXPECT_EQ(cpu_of(2, 2) > MS(1000), true);
	}
}

/* A group that nobody runs in is not far behind when somebody wakes up. */
TEST(group_sleeps)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], MS(10));
		spawn(.group = 1, .PROGRAM(SLEEP(MS(1000)), RUN(MS(900))));
		spawn(.group = 2);
		watch = WATCH_NOTHING;
		lab_run(&lab, MS(2000));
		/* Half of what came after it slept, 3 ms of credit, and a quantum. */
		EXPECT_EQ(proc(1).cpu_ns >= MS(500), true);
		EXPECT_EQ(proc(1).cpu_ns <= MS(500 + 3 + 10), true);
	}
}

/*
 * It preempts for its group: by the vruntime of groups, with the granularity of its
 * shares. 1 has slept, so that its group is 3 ms of vruntime behind; the other is at
 * 10 ms when it wakes up. 1 ms of granularity is 1 ms * 1024 / shares.
 */
static u64 response_to(const char *policy, u32 shares)
{
	boot(policy, MS(10));
	spawn(.group = 1, .shares = shares,
	      .PROGRAM(SLEEP(MS(25)), RUN(MS(1))));
	spawn(.group = 2);
	spawn(.group = 2);
	lab_run(&lab, MS(100));
	return proc(1).finish_ns - MS(25);
}

TEST(group_preempts)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		EXPECT_EQ(response_to(policies[i], 0), MS(1));
		EXPECT_EQ(response_to(policies[i], 342), MS(1));
		/* 1024 / 341 ms are more than the credit. */
		EXPECT_EQ(response_to(policies[i], 341), MS(5 + 1));
	}
}

/* Who goes to another group leaves nothing behind. */
TEST(group_change)
{
	struct schedsim_attr to = { .group = 2, .shares = 2048 }, none = {};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], MS(1));
		spawn(.group = 1);
		spawn(.group = 1);
		spawn(.group = 2, .shares = 2048);
		lab_run(&lab, MS(3000));
		EXPECT_NEAR(cpu_of(1, 2), MS(3000), 1, 3);
		/* One waits, at least; both of them go. */
		lab_set_attr(&lab, 1, &to);
		lab_set_attr(&lab, 2, &to);
		lab_run(&lab, MS(6000));
		EXPECT_NEAR(cpu_of(1, 2), MS(1000 + 2000), 1, 1);
		EXPECT_NEAR(cpu_of(3, 3), MS(2000 + 1000), 1, 1);
		lab_set_attr(&lab, 1, &none);
		lab_set_attr(&lab, 2, &none);
		lab_run(&lab, MS(10000));
		EXPECT_NEAR(cpu_of(1, 2), MS(3000 + 2000), 1, 1);
		EXPECT_NEAR(cpu_of(3, 3), MS(3000 + 2000), 1, 1);
	}
}

/* The shares alone change, of all members, one of which waits. */
TEST(group_reshare)
{
	struct schedsim_attr to = { .group = 1, .shares = 3072 };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], MS(1));
		spawn(.group = 1);
		spawn(.group = 1);
		spawn(.group = 2);
		lab_run(&lab, MS(4000));
		EXPECT_NEAR(cpu_of(1, 2), MS(4000), 1, 2);
		lab_set_attr(&lab, 1, &to);
		lab_set_attr(&lab, 2, &to);
		lab_run(&lab, MS(8000));
		EXPECT_NEAR(cpu_of(1, 2), MS(2000 + 3000), 1, 1);
		EXPECT_NEAR(cpu_of(3, 3), MS(2000 + 1000), 1, 1);
	}
}

/*
 * Members that say different shares: each pays by its own. With x of time for either of
 * them the group is charged x + x / 3, as much as the one without a group uses.
 */
TEST(group_disagrees)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], MS(1));
		spawn(.group = 1);
		spawn(.group = 1, .shares = 3072);
		spawn();
		watch = WATCH_NOTHING;
		lab_run(&lab, MS(10000));
		EXPECT_NEAR(cpu_of(1, 1), MS(10000), 3, 10);
		EXPECT_NEAR(cpu_of(2, 2), MS(10000), 3, 10);
		EXPECT_NEAR(cpu_of(3, 3), MS(10000), 4, 10);
	}
}

/* What happens under another policy is forgotten. */
TEST(group_policy_change)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], MS(1));
		spawn(.group = 1);
		spawn(.group = 1);
		spawn(.group = 2, .shares = 3072);
		lab_run(&lab, MS(4000));
		EXPECT_NEAR(cpu_of(1, 2), MS(4000), 1, 4);
		lab_set_policy(&lab, "rr");
		lab_run(&lab, MS(10000));
		EXPECT_NEAR(cpu_of(1, 2), MS(1000 + 4000), 1, 1);
		lab_set_policy(&lab, policies[!i]);
		lab_run(&lab, MS(14000));
		EXPECT_NEAR(cpu_of(1, 2), MS(1000 + 4000 + 1000), 1, 1);
		EXPECT_NEAR(cpu_of(3, 3), MS(3000 + 2000 + 3000), 1, 1);
	}
}

/*
 * A member that moves to another run queue takes part in its group there, from its
 * place beside the others. Its vruntime, that of its group and the floors differ.
 */
TEST(group_migrates)
{
	struct sim_config config = { .quantum_ns = MS(1), .nr_vcpus = 2,
				     .max_procs = 64 };
	struct schedsim_attr to = { .group = 1, .shares = 3072, .affinity = { 2 } };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		const char *name = i ? "linux:balance=none" : "fair:balance=none";

		EXPECT_EQ(sim_policy_parse(name, &config), 0);
		boot_with(&config);
		spawn(.group = 1, .shares = 3072, .cpus = 1);
		spawn(.group = 2, .cpus = 1);
		spawn(.group = 1, .shares = 3072, .cpus = 2, .at = MS(2000));
		spawn(.group = 2, .shares = 3072, .cpus = 2, .at = MS(2000));
		lab_run(&lab, MS(4000));
		EXPECT_NEAR(cpu_of(1, 1), MS(4000), 3, 4);
		EXPECT_NEAR(cpu_of(3, 3), MS(2000), 1, 2);
		lab_set_attr(&lab, 1, &to);
		lab_run(&lab, MS(10000));
		/* vCPU 0 is the other's; on vCPU 1 both have the shares of one. */
		EXPECT_NEAR(cpu_of(2, 2), MS(1000 + 6000), 1, 1);
		EXPECT_NEAR(cpu_of(1, 1), MS(3000 + 1500), 1, 1);
		EXPECT_NEAR(cpu_of(3, 3), MS(1000 + 1500), 1, 1);
		EXPECT_NEAR(cpu_of(4, 4), MS(1000 + 3000), 1, 1);
	}
}

/* A phase of a program may be of another group. */
TEST(group_op)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], MS(1));
		make(ATTR, .value = SCHEDSIM_ATTR_GROUP,
		     WITH(.group = 1, .shares = 3072));
		spawn(.PROGRAM(RUN(MS(500)), ATTR(1), RUN(SIM_FOREVER >> 9)));
		spawn();
		watch = WATCH_NOTHING;
		lab_run(&lab, MS(1000));
		EXPECT_NEAR(cpu_of(1, 1), MS(1000), 1, 2);
		lab_run(&lab, MS(11000));
		EXPECT_NEAR(cpu_of(1, 1), MS(500 + 7500), 1, 1);
	}
}

/* A run queue of several vCPUs: the group shares them all. */
TEST(group_span)
{
	struct sim_config config = { .quantum_ns = MS(1), .nr_vcpus = 4,
				     .max_procs = 64 };
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		const char *name = i ? "linux:span=all" : "fair:span=all";

		EXPECT_EQ(sim_policy_parse(name, &config), 0);
		boot_with(&config);
		for (j = 0; j < 6; j++)
			spawn(.group = 1);
		for (j = 0; j < 12; j++)
			spawn(.group = 2, .shares = 3072);
		watch = WATCH_NOTHING;
		lab_run(&lab, MS(10000));
		EXPECT_NEAR(cpu_of(1, 6), MS(40000), 1, 4);
		EXPECT_NEAR(cpu_of(7, 18), MS(40000), 3, 4);
	}
}

/* Real-time processes of a group are above it, and not charged to it. */
TEST(group_real_time)
{
	boot("linux", MS(1));
	spawn(.group = 1, .sched_class = SCHEDSIM_CLASS_FIFO, .priority = 1,
	      .PROGRAM(RUN(MS(5)), SLEEP(MS(5)), LOOP(0, 0)));
	spawn(.group = 1);
	spawn(.group = 2);
	watch = WATCH_NOTHING;
	lab_run(&lab, MS(10000));
	EXPECT_NEAR(cpu_of(1, 1), MS(5000), 1, 1);
	EXPECT_NEAR(cpu_of(2, 2), MS(2500), 1, 1);
	EXPECT_NEAR(cpu_of(3, 3), MS(2500), 1, 1);
}

/* The group is its own, whatever else it inherits. */
TEST(group_inherit)
{
	boot("fair", MS(1));
	make_mutex(INHERIT);
	spawn(.group = 1, .PROGRAM(LOCK(1), RUN(MS(10000)), UNLOCK(1)));
	spawn(.group = 2, .nice = -20, .at = MS(1),
	      .PROGRAM(LOCK(1), RUN(MS(1))));
	spawn(.group = 3);
	watch = WATCH_NOTHING;
	lab_run(&lab, MS(4000));
	EXPECT_EQ(proc(1).effective_nice, -20);
	EXPECT_NEAR(cpu_of(1, 1), MS(4000), 1, 2);
}

/* Others do not look at groups. */
TEST(group_other_policies)
{
	char names[2][64];
	u32 i;

	for (i = 0; i < 2; i++) {
		boot("rr", 5);
		spawn(.run = 12, .group = 7 * i, .shares = 9 * i);
		spawn(.run = 8, .group = 8 * i);
		lab_run_idle(&lab);
		strcpy(names[i], trace());
	}
	EXPECT_STR(names[0], names[1]);
}

TEST(group_bounds)
{
	static const struct {
		struct schedsim_attr attr;
		int err;
	} rows[] = {
		{ { .group = 32 }, 0 },
		{ { .group = 33 }, -EINVAL },
		{ { .group = 1, .shares = 1 }, -EINVAL },
		{ { .group = 1, .shares = 2 }, 0 },
		{ { .group = 1, .shares = 262144 }, 0 },
		{ { .group = 1, .shares = 262145 }, -EINVAL },
		{ { .shares = 1024 }, -EINVAL },
		{ { .group = ~0U }, -EINVAL },
	};
	u32 i;

	boot("fair", MS(1));
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT_EQ(sim_attr_check(lab.sim, &rows[i].attr), rows[i].err);
}

/*
 * Who was real-time and runs on as a fair one does not bring the vruntime that its
 * group had when it last was there: 3 wakes up and preempts it.
 */
TEST(group_of_real_time)
{
	struct schedsim_attr fair = { .group = 1 };

	boot("linux", MS(100));
	spawn(.PROGRAM(SLEEP(MS(10000)), RUN(MS(10000))), .group = 1,
	      .sched_class = SCHEDSIM_CLASS_FIFO, .priority = 1);
	spawn();
	spawn(.PROGRAM(SLEEP(MS(10010)), RUN(MS(1))), .group = 2);
	watch = WATCH_NOTHING;
	lab_run(&lab, MS(10001));
	EXPECT_EQ(proc(1).cpu_ns, MS(1));
	lab_set_attr(&lab, 1, &fair);
	lab_run(&lab, MS(10011));
	EXPECT_EQ(proc(1).cpu_ns, MS(10));
	EXPECT_EQ(proc(3).cpu_ns, MS(1));
}
