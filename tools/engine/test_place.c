// SPDX-License-Identifier: GPL-2.0
/*
 * Many vCPUs: placement, affinity, migration.
 */
#include "watch.h"

static void boot_vcpus(const char *policy, u32 nr_vcpus)
{
	boot_on(nr_vcpus, policy, 10);
}

/* Where the fewest run or wait, of those that are allowed. */
TEST(place)
{
	static const struct {
		u64 cpus;
		u32 vcpu;
	} rows[] = {
		{ 0, 0 }, { 0, 1 }, { 0, 2 }, { 0, 0 }, { 6, 1 }, { 4, 2 },
		{ 4, 2 }, { 7, 0 }, { 1, 0 }, { 0, 1 },
	};
	u32 i;

	boot_vcpus("rr", 3);
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		spawn(.cpus = rows[i].cpus);
	lab_settle(&lab);
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT_EQ(proc(i + 1).vcpu, rows[i].vcpu);
}

TEST(place_beyond_64)
{
	const struct schedsim_spawn_entry entries[] = {
		{ WITH(.affinity = { 0, 1ULL << 36 }) },
		{ WITH(.affinity = { 0, 0, 0, 1ULL << 63 }) },
	};

	boot_vcpus("rr", 256);
	EXPECT_EQ(lab_spawn(&lab, &entries[0]), 1);
	EXPECT_EQ(lab_spawn(&lab, &entries[1]), 2);
	lab_run(&lab, 50);
	EXPECT_EQ(proc(1).vcpu, 100);
	EXPECT_EQ(proc(2).vcpu, 255);
	EXPECT_EQ(vcpu(255).busy_ns, 50);
	EXPECT_EQ(vcpu(254).idle_ns, 50);
}

TEST(many_vcpus)
{
	boot_vcpus("rr:balance=none", 2);
	spawn(.run = 25);
	spawn(.run = 5);
	spawn(.run = 10);
	/* 3 waits behind 1, though 2 is done at 5. */
	EXPECT_EQ(lab_run_idle(&lab), 35);
	EXPECT_STR(trace(), "0:1 0:2@1 10:3 20:1");
	EXPECT_EQ(vcpu(0).busy_ns, 35);
	EXPECT_EQ(vcpu(1).busy_ns, 5);
	EXPECT_EQ(vcpu(1).idle_ns, 30);
	EXPECT_EQ(vcpu(0).switches, 2);
	EXPECT_EQ(vcpu(1).switches, 0);
}

TEST(affinity_of_running)
{
	struct schedsim_attr second = attr(0, 0, 2), both = attr(0, 0, 3);

	boot_vcpus("rr", 2);
	spawn(.cpus = 1);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	lab_run(&lab, 4);
	/* It may stay where it is. */
	lab_set_attr(&lab, 1, &both);
	EXPECT_EQ(proc(1).vcpu, 0);
	EXPECT_EQ(proc(1).migrations, 0);
	lab_set_attr(&lab, 1, &second);
	EXPECT_EQ(proc(1).vcpu, 1);
	EXPECT_EQ(proc(1).migrations, 1);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_READY);
	EXPECT_EQ(proc(1).preemptions, 0);
	EXPECT_EQ(stats().migrations, 1);
	lab_run(&lab, 20);
	/* It did not want to leave: it has the 6 left of its slice there. */
	EXPECT_STR(trace(), "0:1 0:3@1 4:2 10:1@1 16:3@1");
	EXPECT_EQ(proc(1).cpu_ns, 10);
}

TEST(affinity_of_ready)
{
	struct schedsim_attr second = attr(0, 0, 2);
	static const char * const policies[] = { "rr", "prio", "fair" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot_vcpus(policies[i], 2);
		spawn(.cpus = 1);
		spawn(.cpus = 1);
		lab_run(&lab, 4);
		lab_set_attr(&lab, 2, &second);
		EXPECT_STR(trace(), "0:1 4:2@1");
		EXPECT_EQ(proc(2).migrations, 1);
		EXPECT_EQ(proc(2).waiting_ns, 4);
		/* 1 is alone now. */
		EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	}
}

TEST(affinity_of_sleeping)
{
	struct schedsim_attr second = attr(0, 0, 2);

	boot_vcpus("rr", 2);
	spawn(.PROGRAM(RUN(2), SLEEP(10), RUN(2)), .cpus = 1);
	lab_run(&lab, 4);
	lab_set_attr(&lab, 1, &second);
	EXPECT_EQ(proc(1).migrations, 0);
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "0:1 12:1@1");
	EXPECT_EQ(proc(1).migrations, 1);
	EXPECT_EQ(proc(1).sleeping_ns, 10);
}

TEST(affinity_of_new)
{
	struct schedsim_attr second = attr(0, 0, 2);

	boot_vcpus("rr", 2);
	spawn(.at = 5);
	lab_run(&lab, 4);
	lab_set_attr(&lab, 1, &second);
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "5:1@1");
	EXPECT_EQ(proc(1).migrations, 0);
}

/* At one instant: who arrives before who wakes up, whatever the tie. */
TEST(arrivals_before_wakeups)
{
	u32 tie;

	for (tie = 0; tie < 2; tie++) {
		boot("rr", 10);
		sim_set_tie(lab.sim, tie);
		spawn(.PROGRAM(RUN(1), SLEEP(5), RUN(1)));
		spawn(.PROGRAM(RUN(2), SLEEP(3), RUN(1)));
		spawn(.run = 1, .at = 6);
		spawn(.run = 1, .at = 6);
		lab_run_idle(&lab);
		EXPECT_STR(trace(), "0:1 1:2 6:3 7:4 8:1 9:2");
	}
}

/* At one instant: by id, whatever the order of spawning. */
TEST(order_of_arrivals)
{
	boot("rr", 10);
	spawn(.id = 9, .run = 1, .at = 5);
	spawn(.id = 4, .run = 1, .at = 5);
	spawn(.id = 7, .run = 1);
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:7 5:4 6:9");
}
