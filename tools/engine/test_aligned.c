// SPDX-License-Identifier: GPL-2.0
/*
 * Slices that end at the multiples of the quantum, on all vCPUs at once.
 */
#include "watch.h"

static void boot_vcpus(const char *policy, u32 nr_vcpus, u64 cost)
{
	struct sim_config config = {
		.quantum_ns = 10,
		.switch_cost_ns = cost,
		.nr_vcpus = nr_vcpus,
		.max_procs = 64,
	};

	EXPECT_EQ(sim_policy_parse(policy, &config), 0);
	boot_with(&config);
}

static void run_jobs(const char *policy, u32 nr_vcpus, u32 nr,
		     const u64 (*jobs)[4])
{
	u32 i;

	boot_vcpus(policy, nr_vcpus, 0);
	for (i = 0; i < nr; i++)
		spawn(.run = jobs[i][0], .cpus = jobs[i][1]);
	lab_run_idle(&lab);
	for (i = 0; i < nr; i++) {
		EXPECT_EQ(proc(i + 1).first_run_ns, jobs[i][2]);
		EXPECT_EQ(proc(i + 1).finish_ns, jobs[i][3]);
	}
}

#define RUN_JOBS(policy, nr_vcpus, jobs) \
	run_jobs(policy, nr_vcpus, ARRAY_SIZE(jobs), jobs)

/*
 * What the textbook's multi.py gives: CPU time, where it may run, response and
 * turnaround time.
 */
TEST(aligned_textbook)
{
	static const u64 three[][4] = {
		{ 14, 0, 0, 14 },
		{ 31, 0, 0, 35 },
		{ 29, 0, 10, 39 },
	};
	static const u64 bound[][4] = {
		{ 14, 1, 0, 14 },
		{ 31, 5, 0, 35 },
		{ 29, 4, 10, 39 },
		{ 12, 6, 0, 12 },
	};
	static const u64 crowd[][4] = {
		{ 21, 4, 0, 61 },
		{ 31, 5, 0, 48 },
		{ 25, 4, 10, 66 },
		{ 17, 1, 10, 37 },
		{ 33, 4, 20, 79 },
		{ 40, 0, 0, 40 },
	};
	static const u64 three_apart[][4] = {
		{ 14, 0, 0, 24 },
		{ 31, 0, 0, 31 },
		{ 29, 0, 10, 43 },
	};
	static const u64 crowd_apart[][4] = {
		{ 21, 4, 0, 41 },
		{ 31, 0, 0, 71 },
		{ 25, 0, 0, 45 },
		{ 17, 1, 10, 47 },
		{ 33, 0, 10, 58 },
		{ 40, 0, 10, 61 },
		{ 28, 0, 20, 76 },
	};

	RUN_JOBS("global:aligned=1", 2, three);
	EXPECT_STR(trace(), "0:1 0:2@1 10:3 10:1@1 14:2@1");
	RUN_JOBS("global:aligned=1", 3, bound);
	RUN_JOBS("global:aligned=1", 3, crowd);
	RUN_JOBS("rr:aligned=1", 2, three_apart);
	RUN_JOBS("rr:aligned=1", 3, crowd_apart);
}

/*
 * Once somebody waits all that run are queued again, though he could not have
 * followed them, and the idle vCPU 0 gets the first.
 */
TEST(aligned_together)
{
	boot_vcpus("global:aligned=1", 3, 0);
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
	boot_vcpus("rr:aligned=1", 2, 0);
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
		boot_vcpus("rr:aligned=1", 1, 0);
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
	boot_vcpus("rr:aligned=1", 1, 3);
	spawn();
	spawn();
	spawn();
	lab_run(&lab, 45);
	EXPECT_STR(trace(), "0:1 10:2 20:3 30:1 40:2");
	EXPECT_EQ(proc(2).cpu_ns, 7 + 2);
	EXPECT_EQ(proc(2).overhead_ns, 6);
	/* One that is not over by then: the slice ends at the next. */
	boot_vcpus("rr:aligned=1", 1, 12);
	spawn();
	spawn();
	lab_run(&lab, 55);
	EXPECT_STR(trace(), "0:1 10:2 30:1 50:2");
	EXPECT_EQ(proc(2).cpu_ns, 8);
}

/* A new quantum has other multiples; those that have passed do not count. */
TEST(aligned_quantum)
{
	boot_vcpus("rr:aligned=1", 1, 0);
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

	boot_vcpus("fifo", 1, 0);
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

	boot_vcpus("prio", 1, 0);
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

/* Noticed late, slices end at the next multiple all the same. */
TEST(aligned_late)
{
	boot_vcpus("rr:aligned=1", 1, 0);
	spawn();
	spawn();
	lab_settle(&lab);
	lab_jump(&lab, 13);
	EXPECT_EQ(stats().late_max_ns, 3);
	EXPECT_EQ(sim_next_event(lab.sim), 20);
	lab_jump(&lab, 47);
	EXPECT_EQ(stats().late_max_ns, 27);
	EXPECT_EQ(stats().skipped, 3);
	EXPECT_EQ(sim_next_event(lab.sim), 50);
	EXPECT_STR(trace(), "0:1 13:2 47:1");
}
