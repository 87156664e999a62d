// SPDX-License-Identifier: GPL-2.0
/*
 * Round robin, and what slices are under every policy.
 */
#include "watch.h"

/* The textbook's: jobs of 5, 3 and 8, a quantum of 1. */
TEST(rr_textbook)
{
	static const struct {
		u64 run, finish, waiting, preemptions, switches;
	} rows[] = {
		{ 5, 12, 7, 4, 4 },
		{ 3,  8, 5, 2, 3 },
		{ 8, 16, 8, 4, 5 },
	};
	u32 i;

	boot("rr", 1);
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT_EQ(spawn(.run = rows[i].run), i + 1);
	EXPECT_EQ(lab_run_idle(&lab), 16);
	EXPECT_STR(trace(), "0:1 1:2 2:3 3:1 4:2 5:3 6:1 7:2 8:3 9:1 10:3 11:1 12:3");
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct schedsim_proc p = proc(i + 1);

		EXPECT_EQ(p.state, SCHEDSIM_STATE_EXITED);
		EXPECT_EQ(p.first_run_ns, i);
		EXPECT_EQ(p.finish_ns, rows[i].finish);
		EXPECT_EQ(p.cpu_ns, rows[i].run);
		EXPECT_EQ(p.waiting_ns, rows[i].waiting);
		EXPECT_EQ(p.preemptions, rows[i].preemptions);
		EXPECT_EQ(p.switches, rows[i].switches);
	}
	EXPECT_EQ(stats().switches, 12);
	EXPECT_EQ(stats().preemptions, 10);
	EXPECT_EQ(stats().expiries, 10);
	EXPECT_EQ(stats().decisions, 13);
	EXPECT_EQ(vcpu(0).busy_ns, 16);
}

TEST(rr_staggered)
{
	/* Arrivals 0, 2, 4, 5; bursts 5, 3, 1, 2; quantum 2. */
	boot("rr", 2);
	spawn(.run = 5, .at = 0);
	spawn(.run = 3, .at = 2);
	spawn(.run = 1, .at = 4);
	spawn(.run = 2, .at = 5);
	EXPECT_EQ(lab_run_idle(&lab), 11);
	/*
	 * 2 arrives as the first slice of 1 ends, so it is before 1; 3 arrives
	 * as the slice of 2 ends; 4 while 1 runs.
	 */
	EXPECT_STR(trace(), "0:1 2:2 4:1 6:3 7:2 8:4 10:1");
	EXPECT_EQ(proc(1).finish_ns, 11);
	EXPECT_EQ(proc(2).finish_ns, 8);
	EXPECT_EQ(proc(3).finish_ns, 7);
	EXPECT_EQ(proc(4).finish_ns, 10);
}

TEST(slice_alone)
{
	static const char * const policies[] = { "rr", "prio", "fair" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], 10);
		spawn();
		lab_run(&lab, 105);
		EXPECT_STR(trace(), "0:1");
		EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
		EXPECT_EQ(proc(1).cpu_ns, 105);
		EXPECT_EQ(proc(1).switches, 0);
		EXPECT_EQ(proc(1).preemptions, 0);
		EXPECT_EQ(stats().expiries, 0);
		EXPECT_EQ(stats().switches, 0);
		EXPECT_EQ(stats().decisions, 1);
	}
}

/* A slice that ends unseen is renewed: newcomers wait for the present one. */
TEST(slice_newcomer_waits_for_grid)
{
	static const struct {
		u64 at;
		const char *arrival_first, *expiry_first;
	} rows[] = {
		{  1, "0:1 10:2 20:1", "0:1 10:2 20:1" },
		{  9, "0:1 10:2 20:1", "0:1 10:2 20:1" },
		{ 10, "0:1 10:2 20:1", "0:1 20:2 30:1" },
		{ 11, "0:1 20:2 30:1", "0:1 20:2 30:1" },
		{ 25, "0:1 30:2 40:1", "0:1 30:2 40:1" },
		{ 30, "0:1 30:2 40:1", "0:1 40:2 50:1" },
	};
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 10, .nr_vcpus = 1,
		.max_procs = 8,
	};
	u32 i, tie;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		for (tie = 0; tie < 2; tie++) {
			config.tie = tie;
			boot_with(&config);
			spawn();
			spawn(.at = rows[i].at);
			lab_run(&lab, (rows[i].at + 9) / 10 * 10 + 10 +
				(tie && rows[i].at % 10 == 0 ? 10 : 0));
			EXPECT_STR(trace(), tie ? rows[i].expiry_first :
				   rows[i].arrival_first);
		}
	}
}

/* Who arrives as a slice ends is queued before the one preempted, or after. */
TEST(slice_tie)
{
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 10, .nr_vcpus = 1,
		.max_procs = 8,
	};

	boot_with(&config);
	spawn();
	spawn();
	spawn(.at = 10);
	lab_run(&lab, 40);
	EXPECT_STR(trace(), "0:1 10:2 20:3 30:1 40:2");

	config.tie = SCHEDSIM_TIE_EXPIRY_FIRST;
	boot_with(&config);
	spawn();
	spawn();
	spawn(.at = 10);
	lab_run(&lab, 40);
	EXPECT_STR(trace(), "0:1 10:2 20:1 30:3 40:2");
}

/* The same for one that wakes up then, and for a burst that ends then. */
TEST(slice_tie_wakeup)
{
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 10, .nr_vcpus = 1,
		.max_procs = 8,
	};

	/* 1 sleeps from 2 to 12, just as the slice of 2 ends. */
	boot_with(&config);
	spawn(.PROGRAM(RUN(2), SLEEP(10), RUN(5)));
	spawn();
	spawn();
	lab_run(&lab, 37);
	EXPECT_STR(trace(), "0:1 2:2 12:3 22:1 27:2 37:3");

	config.tie = SCHEDSIM_TIE_EXPIRY_FIRST;
	boot_with(&config);
	spawn(.PROGRAM(RUN(2), SLEEP(10), RUN(5)));
	spawn();
	spawn();
	lab_run(&lab, 37);
	EXPECT_STR(trace(), "0:1 2:2 12:3 22:2 32:1 37:3");
}

/* A burst that ends with the slice: the process exits, it is not preempted. */
TEST(slice_ends_with_burst)
{
	boot("rr", 10);
	spawn(.run = 10);
	spawn(.run = 20);
	spawn(.PROGRAM(RUN(10), SLEEP(5), RUN(1)));
	EXPECT_EQ(lab_run_idle(&lab), 41);
	EXPECT_STR(trace(), "0:1 10:2 20:3 30:2 40:3");
	EXPECT_EQ(proc(1).preemptions, 0);
	EXPECT_EQ(proc(2).preemptions, 1);
	EXPECT_EQ(proc(3).preemptions, 0);
	EXPECT_EQ(stats().expiries, 1);
}

/* One run after another is one slice still. */
TEST(slice_spans_bursts)
{
	boot("rr", 10);
	spawn(.PROGRAM(RUN(4), LOOP(0, 0)));
	spawn();
	lab_run(&lab, 40);
	EXPECT_STR(trace(), "0:1 10:2 20:1 30:2 40:1");
	EXPECT_EQ(proc(1).cpu_ns, 20);
}

/* It makes no difference to anybody's turn what the policy does not go by. */
TEST(rr_turn_and_attributes)
{
	struct schedsim_attr other = {
		.nice = 5, .priority = 7, .tickets = 3, .affinity = { 1 },
		.sched_class = SCHEDSIM_CLASS_FIFO,
	};
	static const char * const policies[] = { "rr", "fifo", "sjf", "mlfq" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], 10);
		spawn(.run = 5);
		spawn(.run = 5);
		spawn(.run = 5);
		lab_run(&lab, 1);
		lab_set_attr(&lab, 2, &other);
		lab_run_idle(&lab);
		EXPECT_STR(trace(), "0:1 5:2 10:3");
	}
}

/* A slice for each ticket, or by the weight of nice: 1024, 3121, 15 of 1024. */
TEST(rr_weighted)
{
	boot("rr:weighted=1", 100000);
	spawn(.tickets = 3);
	spawn();
	spawn(.nice = -5);
	spawn(.nice = 19);
	lab_run(&lab, 750000);
	EXPECT_STR(trace(), "0:1 300000:2 400000:3 704785:4 706249:1");
	/* One that runs has the slice that it is entitled to now. */
	lab_set_attr(&lab, 1, &(struct schedsim_attr) { .tickets = 2 });
	lab_run(&lab, 906249);
	EXPECT_STR(trace(), "0:1 300000:2 400000:3 704785:4 706249:1 906249:2");
	boot("rr", 10);
	spawn(.tickets = 3);
	spawn();
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "0:1 10:2 20:1");
}

/*
 * 15 parts of 1024 are less than the shortest quantum, which is 1 us. Where the quantum
 * itself is shorter, as only here, the slice is as long as that.
 */
TEST(rr_weighted_least)
{
	boot("rr:weighted=1", 10000);
	spawn(.nice = 19);
	spawn(.nice = 11);
	lab_run(&lab, 2000);
	EXPECT_STR(trace(), "0:1 1000:2 2000:1");
	boot("rr:weighted=1", 10);
	spawn(.nice = 19);
	spawn();
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "0:1 10:2 20:1");
}

/* Shares are in proportion to tickets, exactly so after whole rounds. */
TEST(rr_weighted_shares)
{
	u32 i;

	boot("rr:weighted=1", 10);
	for (i = 1; i <= 4; i++)
		spawn(.tickets = i);
	lab_run(&lab, 1000);
	for (i = 1; i <= 4; i++)
		EXPECT_EQ(proc(i).cpu_ns, 100 * i);
	/* A custom slice is what each ticket stands for. */
	boot("rr:weighted=1", 10);
	spawn(.tickets = 2, .slice = 200000);
	spawn();
	lab_run(&lab, 400010);
	EXPECT_STR(trace(), "0:1 400000:2 400010:1");
}

/* Slices that end unseen are as long; with "aligned" there is no weight. */
TEST(rr_weighted_unseen)
{
	boot("rr:weighted=1", 10);
	spawn(.tickets = 3);
	spawn(.at = 45);
	lab_run(&lab, 60);
	EXPECT_STR(trace(), "0:1 60:2");
	boot("rr:weighted=1,aligned=1", 10);
	spawn(.tickets = 3);
	spawn();
	lab_run(&lab, 10);
	EXPECT_STR(trace(), "0:1 10:2");
}
