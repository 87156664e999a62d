// SPDX-License-Identifier: GPL-2.0
/*
 * First come, first served; and what it means to have no slice.
 */
#include "watch.h"

TEST(fifo_order)
{
	boot("fifo", 10);
	spawn(.run = 100);
	spawn(.run = 20, .at = 3);
	spawn(.run = 30, .at = 2);
	EXPECT_EQ(lab_run_idle(&lab), 150);
	EXPECT_STR(trace(), "0:1 100:3 130:2");
	EXPECT_EQ(stats().preemptions, 0);
	EXPECT_EQ(stats().expiries, 0);
}

/* Who sleeps or yields goes to the end. */
TEST(fifo_gives_up)
{
	boot("fifo", 10);
	spawn(.PROGRAM(RUN(15), YIELD, RUN(5), SLEEP(5), RUN(1)));
	spawn(.run = 40);
	spawn(.run = 2, .at = 57);
	EXPECT_EQ(lab_run_idle(&lab), 66);
	EXPECT_STR(trace(), "0:1 15:2 55:1 60:3 65:1");
}

/* No timer is armed for a slice, however many wait. */
TEST(fifo_no_slice)
{
	boot("fifo", 10);
	spawn();
	spawn();
	lab_run(&lab, 1000);
	EXPECT_STR(trace(), "0:1");
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	lab_set_quantum(&lab, 1);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	lab_trigger(&lab, 0);
	EXPECT_STR(trace(), "0:1 1000:2");
	EXPECT_EQ(proc(1).preemptions, 1);
}

/* A first slice begins when there is one, a last one ends nothing. */
TEST(fifo_changes)
{
	boot("fifo", 10);
	spawn();
	spawn();
	lab_run(&lab, 103);
	lab_set_policy(&lab, "rr");
	lab_run(&lab, 117);
	EXPECT_STR(trace(), "0:1 113:2");
	lab_set_policy(&lab, "fifo");
	lab_run(&lab, 200);
	EXPECT_STR(trace(), "0:1 113:2");
	/* alone, and from the middle of a context switch */
	lab_kill(&lab, 1);
	sim_set_switch_cost(lab.sim, 4);
	spawn();
	lab_settle(&lab);
	lab_trigger(&lab, 0);
	lab_run(&lab, 202);
	lab_set_policy(&lab, "rr");
	lab_run(&lab, 220);
	EXPECT_STR(trace(), "0:1 113:2 200:3 214:2");
}
