// SPDX-License-Identifier: GPL-2.0
/*
 * The highest response ratio next.
 */
#include "watch.h"

/* Ratios at 10: 1 + 8/6, 1 + 5/4, 1 + 3/3, of which the first is the highest. */
TEST(hrrn_order)
{
	boot("hrrn", 1);
	spawn(.run = 10);
	spawn(.run = 6, .at = 2);
	spawn(.run = 4, .at = 5);
	spawn(.run = 3, .at = 7);
	EXPECT_EQ(lab_run_idle(&lab), 23);
	/* At 16: 1 + 11/4 and 1 + 9/3. */
	EXPECT_STR(trace(), "0:1 10:2 16:4 19:3");
	EXPECT_EQ(stats().preemptions, 0);
	EXPECT_EQ(proc(3).values[0], 0);
}

/* Of equals, who was queued first; no rounding tells them apart, or makes them equal. */
TEST(hrrn_exact)
{
	boot("hrrn", 1);
	spawn(.run = 3000000000);
	spawn(.run = 2000000000, .at = 1000000000);	/* waits for 2 s */
	spawn(.run = 1000000000, .at = 2000000000);	/* waits for 1 s */
	lab_run(&lab, 3000000000);
	EXPECT_STR(trace(), "0:1 3000000000:2");
	boot("hrrn", 1);
	spawn(.run = 3000000000);
	spawn(.run = 2000000001, .at = 1000000000);
	spawn(.run = 1000000000, .at = 2000000000);
	lab_run(&lab, 3000000000);
	EXPECT_STR(trace(), "0:1 3000000000:3");
}

/* Among those without end, and beside the longest, the products have 128 bits. */
TEST(hrrn_for_ever)
{
	boot("hrrn", 1);
	spawn(.run = 1ULL << 54);
	spawn(.at = 5);
	spawn(.run = 1ULL << 55, .at = 1ULL << 53);
	spawn(.at = 3);
	lab_run(&lab, (1ULL << 54) + (1ULL << 55));
	/* 1.25 of 3, against little more than 1. */
	EXPECT_EQ(proc(3).first_run_ns, 1ULL << 54);
	EXPECT_EQ(proc(4).first_run_ns, (1ULL << 54) + (1ULL << 55));
	EXPECT_EQ(proc(2).first_run_ns, SIM_NEVER);
}

/* No burst at all counts as one of 1 ns: at 10 it is 1 + 2/1 against 1 + 9/2. */
TEST(hrrn_no_burst)
{
	boot("hrrn", 1);
	spawn(.run = 10);
	spawn(.run = 2, .at = 1);
	spawn(.PROGRAM(SLEEP(5), RUN(2)), .at = 8);
	EXPECT_EQ(lab_run_idle(&lab), 19);
	EXPECT_STR(trace(), "0:1 10:2 12:3 17:3");
}

/*
 * More than 64 wait: the 65th is not compared until one has left, though its ratio
 * is the highest.
 */
TEST(hrrn_bound)
{
	struct sim_config config = {
		.quantum_ns = 10, .nr_vcpus = 1, .max_procs = 80,
	};
	u32 i;

	EXPECT_EQ(sim_policy_parse("hrrn", &config), 0);
	boot_with(&config);
	spawn(.run = 10);
	for (i = 1; i <= 64; i++)
		spawn(.run = 100);
	spawn(.run = 1);
	lab_run(&lab, 200);
	EXPECT_STR(trace(), "0:1 10:2 110:66 111:3");
}

/* A vCPU compares those that may run there. */
TEST(hrrn_span)
{
	boot_on(2, "hrrn:span=all", 10);
	spawn(.run = 10, .cpus = 1);
	spawn(.run = 8, .cpus = 2);
	spawn(.run = 9, .cpus = 2);
	spawn(.run = 1, .cpus = 1, .at = 2);
	spawn(.run = 5, .at = 1);
	EXPECT_EQ(lab_run_idle(&lab), 22);
	/* At 8, for vCPU 1: 1 + 8/9 of 3, 1 + 7/5 of 5. */
	EXPECT_STR(trace(), "0:1 0:2@1 8:5@1 10:4 13:3@1");
}

/* Who may not run at its vCPU any more has waited as long as before. */
TEST(hrrn_moved)
{
	struct schedsim_attr second = attr(0, 0, 2);

	boot_on(2, "hrrn:balance=none", 10);
	spawn(.run = 10, .cpus = 1);
	spawn(.run = 10, .cpus = 2);
	spawn(.run = 5, .cpus = 1);
	spawn(.run = 4, .cpus = 2, .at = 4);
	lab_run(&lab, 5);
	lab_set_attr(&lab, 3, &second);
	EXPECT_EQ(lab_run_idle(&lab), 19);
	/* At 10: 1 + 10/5 of 3, 1 + 6/4 of 4. Had it begun to wait at 5: 1 + 5/5. */
	EXPECT_STR(trace(), "0:1 0:2@1 10:3@1 15:4@1");
}
