// SPDX-License-Identifier: GPL-2.0
/*
 * The longest remaining time first.
 */
#include "watch.h"

/* Of equals the least id, even if it came later. */
TEST(lrtf_ties)
{
	boot("lrtf", 1);
	spawn(.run = 2, .at = 2);
	spawn(.run = 4);
	spawn(.run = 2, .at = 1);
	EXPECT_EQ(lab_run_idle(&lab), 8);
	/* At 2 all have 2 left, at 5 all have 1. */
	EXPECT_STR(trace(), "0:2 1:2 2:1 3:2 4:3 5:1 6:2 7:3");
}

/* What one has left counts as it was when its slice began. */
TEST(lrtf_preempts)
{
	boot("lrtf", 10);
	spawn(.run = 30);
	spawn(.run = 28, .at = 5);
	spawn(.run = 40, .at = 6);
	EXPECT_EQ(lab_run_idle(&lab), 98);
	/*
	 * Left of 1, 2, 3: at 16: 24 28 30; 26: 24 28 20; 36: 24 18 20, and 1 has
	 * 4 of its slice; 40: 20 18 20; 50: 10 18 20; 60: 10 18 10; 70: 10 8 10.
	 */
	EXPECT_STR(trace(),
		   "0:1 6:3 16:3 26:2 36:1 40:1 50:3 60:2 70:1 80:3 90:2");
}

/* Those without end have most, and of them the least id has the vCPU for ever. */
TEST(lrtf_for_ever)
{
	boot("lrtf", 10);
	spawn(.run = 1000);
	spawn(.at = 3);
	spawn(.at = 4);
	lab_run(&lab, 24);
	EXPECT_STR(trace(), "0:1 3:2 13:2 23:2");
	EXPECT_EQ(proc(1).values[0], 997);
}

/* The longest run, on all vCPUs of the run queue. */
TEST(lrtf_span)
{
	boot_on(2, "lrtf:span=all", 100);
	spawn(.run = 50);
	spawn(.run = 30);
	spawn(.run = 20);
	spawn(.run = 40, .at = 10);
	EXPECT_EQ(lab_run_idle(&lab), 70);
	/* At 50, 2 and 3 both have 20 left. */
	EXPECT_STR(trace(), "0:1 0:2@1 10:4@1 50:2 50:3@1");
}
