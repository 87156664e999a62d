// SPDX-License-Identifier: GPL-2.0
/*
 * global: one queue for all vCPUs.
 */
#include "watch.h"

static void boot_vcpus(const char *policy, u32 nr_vcpus)
{
	struct sim_config config = {
		.quantum_ns = 10,
		.nr_vcpus = nr_vcpus,
		.max_procs = 64,
	};

	EXPECT_EQ(sim_policy_parse(policy, &config), 0);
	boot_with(&config);
}

static void set_cpus(u32 id, u64 cpus)
{
	struct schedsim_attr to = attr(0, 0, cpus);

	lab_set_attr(&lab, id, &to);
}

TEST(global_turns)
{
	boot_vcpus("global", 2);
	spawn(.run = 25);
	spawn(.run = 5);
	spawn(.run = 15);
	/* 3 follows 2 where that was; from 20 on all have a vCPU. */
	EXPECT_EQ(lab_run_idle(&lab), 25);
	EXPECT_STR(trace(), "0:1 0:2@1 5:3@1");
	EXPECT_EQ(proc(1).finish_ns, 25);
	EXPECT_EQ(proc(3).finish_ns, 20);
	EXPECT_EQ(stats().migrations, 0);
	EXPECT_EQ(stats().preemptions, 0);
}

/* Three on two: all move round, and each gets two thirds. */
TEST(global_shares)
{
	u32 id;

	boot_vcpus("global", 2);
	for (id = 1; id <= 3; id++)
		spawn();
	lab_run(&lab, 30000);
	for (id = 1; id <= 3; id++)
		EXPECT_EQ(proc(id).cpu_ns, 20000);
	EXPECT_EQ(vcpu(0).idle_ns + vcpu(1).idle_ns, 0);
	EXPECT(stats().migrations > 500);
	EXPECT_EQ(vcpu(0).nr_ready + vcpu(1).nr_ready, 1);
}

/* Who may run nowhere else waits, though a vCPU is idle; until it may. */
TEST(global_affinity)
{
	boot_vcpus("global", 3);
	spawn(.cpus = 1);
	spawn(.cpus = 1);
	spawn(.cpus = 4);
	lab_run(&lab, 35);
	EXPECT_STR(trace(), "0:1 0:3@2 10:2 20:1 30:2");
	EXPECT_EQ(vcpu(1).idle_ns, 35);
	EXPECT_EQ(stats().migrations, 0);
	trace_clear();
	set_cpus(1, 3);
	EXPECT_STR(trace(), "35:1@1");
	EXPECT_EQ(proc(1).migrations, 1);
	/* One that runs leaves at once; where it goes there is nobody. */
	set_cpus(2, 2);
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_READY);
	EXPECT_EQ(vcpu(0).current_id, 0);
	lab_run(&lab, 45);
	/* 1 goes on where 2 may not. */
	EXPECT_STR(trace(), "35:1@1 45:1 45:2@1");
	EXPECT_EQ(proc(2).migrations, 1);
}

/* What comes first in the queue is passed over by who may not take it. */
TEST(global_order)
{
	boot_vcpus("global", 2);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	spawn();
	lab_run(&lab, 35);
	EXPECT_STR(trace(), "0:1 0:2@1 10:3 10:4@1 20:5 20:2@1 30:1 30:4@1");
	/* It was first placed at 0, and has run there only. */
	EXPECT_EQ(proc(5).migrations, 0);
}

/* Running alone nobody is moved, and no slice ends. */
TEST(global_stays)
{
	boot_vcpus("global", 2);
	spawn(.run = 15);
	spawn();
	lab_run(&lab, 105);
	EXPECT_STR(trace(), "0:1 0:2@1");
	EXPECT_EQ(stats().expiries, 0);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	/* Who comes finds the other vCPU. */
	spawn();
	lab_run(&lab, 200);
	EXPECT_STR(trace(), "0:1 0:2@1 105:3");
	/* One more: the slices, of which 2's ends just now, have gone on. */
	spawn();
	lab_run(&lab, 211);
	EXPECT_STR(trace(), "0:1 0:2@1 105:3 200:4@1 205:2 210:3@1");
}

TEST(global_beyond_64)
{
	struct schedsim_spawn_entry entry = {};

	boot_vcpus("global", 256);
	entry.attr.affinity[3] = 1ULL << 63;
	EXPECT_EQ(lab_spawn(&lab, &entry), 1);
	EXPECT_EQ(lab_spawn(&lab, &entry), 2);
	entry.attr.affinity[1] = 1ULL << 36;
	EXPECT_EQ(lab_spawn(&lab, &entry), 3);
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "0:3@100 0:1@255 10:2@255 20:1@255");
}

/* It is not a preemption if it goes on elsewhere before another comes. */
TEST(global_preemptions)
{
	boot_vcpus("global", 2);
	spawn(.run = 5, .cpus = 1);
	spawn();
	spawn(.at = 7, .cpus = 2);
	lab_run(&lab, 15);
	EXPECT_STR(trace(), "0:1 0:2@1 10:2 10:3@1");
	EXPECT_EQ(proc(2).preemptions, 0);
	EXPECT_EQ(proc(2).migrations, 1);
	EXPECT_EQ(proc(2).waiting_ns, 0);
	EXPECT_EQ(stats().expiries, 1);
	EXPECT_EQ(vcpu(1).preemptions, 0);
}

/* The vCPU that one has left for another forgets it, should it be reaped. */
TEST(global_reaped)
{
	boot_vcpus("global", 2);
	spawn(.run = 5, .cpus = 1);
	spawn();
	lab_run(&lab, 7);
	lab_pause(&lab);
	lab_trigger(&lab, SCHEDSIM_ALL_VCPUS);
	EXPECT_STR(trace(), "0:1 0:2@1 7:2");
	lab_kill(&lab, 2);
	lab_reap(&lab, 2);
	lab_reap(&lab, 1);
	spawn();
	spawn();
	lab_resume(&lab);
	EXPECT_STR(trace(), "0:1 0:2@1 7:2 7:3 7:4@1");
	EXPECT_EQ(stats().preemptions, 0);
}

/* While paused one vCPU decides, and takes the first of the queue. */
TEST(global_trigger)
{
	boot_vcpus("global", 2);
	spawn();
	spawn();
	spawn();
	lab_run(&lab, 3);
	lab_pause(&lab);
	lab_trigger(&lab, 1);
	EXPECT_STR(trace(), "0:1 0:2@1 3:3@1");
	EXPECT_EQ(proc(2).preemptions, 1);
	lab_trigger(&lab, 0);
	EXPECT_STR(trace(), "0:1 0:2@1 3:3@1 3:2");
	EXPECT_EQ(proc(2).migrations, 1);
	lab_resume(&lab);
	lab_run(&lab, 13);
	/* Slices began anew. */
	EXPECT_STR(trace(), "0:1 0:2@1 3:3@1 3:2 13:1 13:2@1");
}

TEST(global_kill)
{
	boot_vcpus("global", 2);
	spawn();
	spawn();
	spawn();
	spawn(.cpus = 1);
	lab_run(&lab, 5);
	lab_kill(&lab, 3);
	EXPECT_EQ(stats().nr_ready, 1);
	lab_kill(&lab, 1);
	EXPECT_STR(trace(), "0:1 0:2@1 5:4");
	/* Nobody waits: no slice ends. */
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	lab_kill(&lab, 4);
	lab_kill(&lab, 2);
	EXPECT_EQ(stats().nr_ready + stats().nr_running, 0);
}

/* From one queue to many and back, over parameters; nobody is lost. */
TEST(global_policy_change)
{
	static const char * const policies[] = {
		"rr", "global", "global:aligned=1", "fair", "global", "mlfq",
		"global:aligned=1", "lottery", "global",
	};
	struct sim_config to;
	u32 i, v, id, there;

	boot_vcpus("global", 3);
	for (id = 1; id <= 60; id++)
		spawn(.cpus = id % 3 ? 1ULL << id % 2 : 0);
	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		lab_run(&lab, 100 * (i + 1) + i);
		to = lab.sim->config;
		EXPECT_EQ(sim_policy_parse(policies[i], &to), 0);
		lab_change_policy(&lab, &to);
		for (v = 0, there = 0; v < 3; v++)
			there += vcpu(v).nr_ready + !!vcpu(v).current_id;
		EXPECT_EQ(there, 60);
	}
	/* All that wait are taken where they may run. */
	set_cpus(60, 2);
	lab_run(&lab, 5000);
	for (id = 1; id <= 60; id++) {
		EXPECT(proc(id).cpu_ns > 0);
		lab_kill(&lab, id);
	}
	EXPECT_EQ(vcpu(0).nr_ready + vcpu(1).nr_ready + vcpu(2).nr_ready, 0);
}

/* The order in which they were to run is kept. */
TEST(global_policy_change_order)
{
	boot_vcpus("rr", 1);
	spawn();
	spawn();
	spawn();
	lab_run(&lab, 15);
	lab_set_policy(&lab, "global");
	lab_run(&lab, 35);
	lab_set_policy(&lab, "rr");
	lab_run(&lab, 55);
	EXPECT_STR(trace(), "0:1 10:2 20:3 30:1 40:2 50:3");
}
