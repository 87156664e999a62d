// SPDX-License-Identifier: GPL-2.0
/*
 * Slices that end at the multiples of the quantum, on all vCPUs at once.
 */
#include "watch.h"

static void boot_cost(const char *policy, u64 cost)
{
	boot(policy, 10);
	sim_set_switch_cost(lab.sim, cost);
}

/**
 * struct row - a run of multi.py
 * @nr_vcpus: option -n
 * @quantum: option -q
 * @busy: how long each CPU was busy
 * @jobs: run time, where it may run, and when it first ran and was done
 */
struct row {
	u32 nr_vcpus;
	u64 quantum;
	u64 busy[4];
	u64 jobs[5][4];
};

static void run_row(const char *policy, const struct row *row)
{
	u32 i;

	boot_on(row->nr_vcpus, policy, row->quantum);
	for (i = 0; i < ARRAY_SIZE(row->jobs) && row->jobs[i][0]; i++)
		spawn(.run = row->jobs[i][0], .cpus = row->jobs[i][1]);
	lab_run_idle(&lab);
	while (i--) {
		EXPECT_EQ(proc(i + 1).first_run_ns, row->jobs[i][2]);
		EXPECT_EQ(proc(i + 1).finish_ns, row->jobs[i][3]);
	}
	for (i = 0; i < row->nr_vcpus; i++)
		EXPECT_EQ(vcpu(i).busy_ns, row->busy[i]);
}

/*
 * R. and A. Arpaci-Dusseau, "Operating Systems: Three Easy Pieces",
 * github.com/remzi-arpacidusseau/ostep-homework, cpu-sched-multi/multi.py of October
 * 2025, with -r 1. But for the first two, options and jobs were drawn at random.
 */
static const struct row central[] = {
	{ 2, 12, { 4, 12 }, { { 2, 0, 0, 2 }, { 14, 0, 0, 14 } } },
	{ 2, 10, { 39, 35 }, {
		{ 14, 0, 0, 14 }, { 31, 0, 0, 35 }, { 29, 0, 10, 39 },
	} },
	{ 4, 12, { 27, 4, 8, 0 }, {
		{ 27, 0, 0, 27 }, { 4, 15, 0, 4 }, { 8, 13, 0, 8 },
	} },
	{ 3, 10, { 32, 23, 20 }, {
		{ 17, 0, 0, 17 }, { 3, 5, 0, 3 }, { 14, 7, 0, 14 },
		{ 19, 0, 3, 26 }, { 22, 0, 10, 32 },
	} },
	{ 2, 2, { 56, 54 }, {
		{ 38, 0, 0, 56 }, { 25, 1, 2, 51 }, { 13, 3, 0, 25 },
		{ 34, 0, 2, 54 },
	} },
	{ 4, 7, { 42, 38, 35, 28 }, {
		{ 38, 0, 0, 38 }, { 13, 0, 0, 13 }, { 20, 5, 0, 26 },
		{ 37, 0, 0, 37 }, { 35, 0, 7, 42 },
	} },
	{ 2, 10, { 71, 4 }, {
		{ 32, 1, 0, 62 }, { 4, 0, 0, 4 }, { 39, 1, 10, 71 },
	} },
	{ 2, 7, { 27, 52 }, {
		{ 12, 3, 0, 19 }, { 11, 0, 0, 23 }, { 38, 2, 7, 52 },
		{ 13, 0, 7, 27 }, { 5, 1, 14, 19 },
	} },
	{ 2, 2, { 46, 40 }, {
		{ 27, 3, 0, 39 }, { 27, 3, 0, 40 }, { 32, 0, 2, 46 },
	} },
};

/* Likewise, with -p -P 0. */
static const struct row apart[] = {
	{ 2, 10, { 43, 31 }, {
		{ 14, 0, 0, 24 }, { 31, 0, 0, 31 }, { 29, 0, 10, 43 },
	} },
	{ 3, 10, { 38, 31, 25 }, {
		{ 21, 1, 0, 38 }, { 31, 0, 0, 31 }, { 25, 0, 0, 25 },
		{ 17, 1, 10, 37 },
	} },
};

TEST(aligned_textbook)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(central); i++)
		run_row("rr:aligned=1,span=all", &central[i]);
	for (i = 0; i < ARRAY_SIZE(apart); i++)
		run_row("rr:aligned=1", &apart[i]);
}

/* At each end all that run are queued, and vCPUs pick in their order. */
TEST(aligned_moves_down)
{
	boot_on(2, "rr:aligned=1,span=all", 12);
	spawn(.run = 2);
	spawn(.run = 34);
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:1 0:2@1 12:2 24:2");
	EXPECT_EQ(proc(2).migrations, 1);
	EXPECT_EQ(proc(2).preemptions, 0);
	/* One vCPU, and nobody waits: nothing ends. */
	boot("rr:aligned=1,span=all", 12);
	spawn();
	lab_run(&lab, 30);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	EXPECT_STR(trace(), "0:1");
}

/* The idle vCPU 0 gets the first, though somebody waits only for vCPU 2. */
TEST(aligned_together)
{
	boot_on(3, "rr:aligned=1,span=all", 10);
	spawn(.run = 5, .cpus = 1);
	spawn(.cpus = 3);
	spawn(.at = 1, .cpus = 5);
	spawn(.at = 3, .cpus = 4);
	lab_run(&lab, 25);
	EXPECT_STR(trace(), "0:1 0:2@1 1:3@2 10:2 10:4@2 20:3 20:2@1 20:4@2");
}

/* The quantum is 10: who comes within it has what is left. */
TEST(aligned_slices)
{
	boot_on(2, "rr:aligned=1", 10);
	spawn(.run = 4);
	spawn();
	spawn();
	spawn(.at = 23, .cpus = 2);
	lab_run(&lab, 35);
	EXPECT_STR(trace(), "0:1 0:2@1 4:3 30:4@1");
	EXPECT_EQ(stats().expiries, 1);
}

/* While one is alone slices end unseen, at the multiples. */
TEST(aligned_alone)
{
	static const struct {
		u64 at, next;
	} rows[] = {
		{ 57, 60 }, { 60, 60 }, { 61, 70 }, { 9, 10 },
	};
	u32 i, tie;

	for (i = 0; i < 2 * ARRAY_SIZE(rows); i++) {
		u64 at = rows[i / 2].at, next = rows[i / 2].next;

		tie = i % 2;
		boot("rr:aligned=1", 10);
		sim_set_tie(lab.sim, tie);
		spawn(.at = 3);
		spawn(.at = at);
		lab_run(&lab, at);
		lab_settle(&lab);
		if (tie == SCHEDSIM_TIE_EXPIRY_FIRST && next == at)
			next += 10;
		lab_run(&lab, next - 1);
		EXPECT_EQ(proc(1).state, next == at ? SCHEDSIM_STATE_READY :
						      SCHEDSIM_STATE_RUNNING);
		lab_run(&lab, next);
		EXPECT_EQ(proc(2).first_run_ns, next);
	}
}

/* A context switch does not count, but the end stays where it is. */
TEST(aligned_switch_cost)
{
	boot_cost("rr:aligned=1", 3);
	spawn();
	spawn();
	spawn();
	lab_run(&lab, 45);
	EXPECT_STR(trace(), "0:1 10:2 20:3 30:1 40:2");
	EXPECT_EQ(proc(2).cpu_ns, 7 + 2);
	EXPECT_EQ(proc(2).overhead_ns, 6);
	/* One that is not over by then: the slice ends at the next. */
	boot_cost("rr:aligned=1", 12);
	spawn();
	spawn();
	lab_run(&lab, 55);
	EXPECT_STR(trace(), "0:1 10:2 30:1 50:2");
	EXPECT_EQ(proc(2).cpu_ns, 8);
}

/* A new quantum has other multiples; those that have passed do not count. */
TEST(aligned_quantum)
{
	boot("rr:aligned=1", 10);
	spawn();
	spawn();
	lab_run(&lab, 13);
	lab_set_quantum(&lab, 7);
	lab_run(&lab, 22);
	EXPECT_STR(trace(), "0:1 10:2 14:1 21:2");
	lab_set_quantum(&lab, 4);
	lab_run(&lab, 25);
	EXPECT_STR(trace(), "0:1 10:2 14:1 21:2 24:1");
	/* 28 has passed: it is 30, not now. */
	lab_run(&lab, 27);
	lab_set_quantum(&lab, 20);
	lab_run(&lab, 29);
	lab_set_quantum(&lab, 14);
	lab_set_quantum(&lab, 15);
	lab_run(&lab, 31);
	EXPECT_STR(trace(), "0:1 10:2 14:1 21:2 24:1 30:2");
	lab_run(&lab, 35);
	/* Now is one. */
	lab_set_quantum(&lab, 5);
	EXPECT_STR(trace(), "0:1 10:2 14:1 21:2 24:1 30:2 35:1");
	lab_set_quantum(&lab, 100);
	lab_run(&lab, 200);
	EXPECT_STR(trace(), "0:1 10:2 14:1 21:2 24:1 30:2 35:1 100:2 200:1");
}

/* Chosen on the way, and from a policy without slices. */
TEST(aligned_policy_change)
{
	struct sim_config to;

	boot("fifo", 10);
	spawn();
	spawn();
	lab_run(&lab, 27);
	to = lab.sim->config;
	EXPECT_EQ(sim_policy_parse("rr:aligned=1", &to), 0);
	lab_change_policy(&lab, &to);
	lab_run(&lab, 41);
	EXPECT_STR(trace(), "0:1 30:2 40:1");
	lab_set_policy(&lab, "rr");
	lab_run(&lab, 44);
	lab_change_policy(&lab, &to);
	lab_run(&lab, 60);
	EXPECT_STR(trace(), "0:1 30:2 40:1 50:2 60:1");
}

/* What is left of another policy's slice does not matter. */
TEST(aligned_preempted)
{
	struct sim_config to;

	boot("prio", 10);
	spawn(.priority = 1);
	spawn(.priority = 2, .run = 4, .at = 6);
	spawn(.at = 9);
	lab_run(&lab, 8);
	to = lab.sim->config;
	EXPECT_EQ(sim_policy_parse("rr:aligned=1", &to), 0);
	lab_change_policy(&lab, &to);
	lab_run(&lab, 25);
	EXPECT_STR(trace(), "0:1 6:2 10:1 20:3");
}

/* A slice that has ended unseen has not ended just now, whatever changes then. */
TEST(aligned_unseen_end)
{
	struct sim_config config = {
		.quantum_ns = 10, .nr_vcpus = 1, .max_procs = 8,
	};

	EXPECT_EQ(sim_policy_parse("rr:aligned=1", &config), 0);
	config.tie = SCHEDSIM_TIE_EXPIRY_FIRST;
	boot_with(&config);
	spawn();
	lab_run(&lab, 10);
	spawn();
	lab_set_attr(&lab, 1, &(struct schedsim_attr) { .nice = 1 });
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "0:1 20:2");
}
