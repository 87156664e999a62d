// SPDX-License-Identifier: GPL-2.0
/*
 * Semaphores.
 */
#include "watch_objects.h"

TEST(semaphore_counts)
{
	static const char * const policies[] = { "rr", "prio", "fair" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], 100);
		make(SEMAPHORE, .value = 2);
		spawn(.PROGRAM(SEM_WAIT(1), RUN(1), LOOP(0, 3)));
		spawn(.PROGRAM(SLEEP(9), SEM_POST(1), RUN(1), SEM_POST(1),
			       SEM_POST(1)));
		lab_run(&lab, 5);
		EXPECT_EQ(object(1).value, 0);
		EXPECT_EQ(object(1).nr_waiters, 1);
		EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_BLOCKED);
		EXPECT_EQ(lab_run_idle(&lab), 13);
		/* The first post went to who waited, and did not count. */
		EXPECT_EQ(object(1).value, 2);
		EXPECT_EQ(object(1).uses, 3);
		EXPECT_EQ(object(1).contended, 1);
		EXPECT_EQ(object(1).waited_ns, 9);
		EXPECT_EQ(proc(1).blocked_ns, 9);
	}
}

/* The most urgent is first; nothing is inherited, for nobody owns it. */
TEST(semaphore_order)
{
	boot("prio", 100);
	make(SEMAPHORE);
	spawn(.PROGRAM(SEM_WAIT(1), RUN(1)), .priority = 1);
	spawn(.PROGRAM(SEM_WAIT(1), RUN(1)), .priority = 3);
	spawn(.PROGRAM(SEM_WAIT(1), RUN(1)), .priority = 3);
	spawn(.PROGRAM(RUN(5), SEM_POST(1), RUN(1), SEM_POST(1), RUN(1),
		       SEM_POST(1), RUN(1)));
	EXPECT_EQ(lab_run_idle(&lab), 11);
	EXPECT_STR(notes(), "0:2?1 0:3?1 0:1?1");
	EXPECT_STR(trace(), "0:2 0:3 0:1 0:4 5:2 6:4 7:3 8:4 9:1 10:4");
	EXPECT_EQ(stats().boosts, 0);
}

TEST(semaphore_kill)
{
	boot("rr", 100);
	make(SEMAPHORE);
	spawn(.PROGRAM(SEM_WAIT(1), RUN(1)));
	spawn(.PROGRAM(SEM_WAIT(1), RUN(1)));
	lab_run(&lab, 5);
	lab_kill(&lab, 1);
	spawn(.PROGRAM(SEM_POST(1), RUN(1)));
	EXPECT_EQ(lab_run_idle(&lab), 7);
	EXPECT_EQ(proc(2).finish_ns, 7);
	EXPECT_EQ(object(1).waited_ns, 10);
	EXPECT_EQ(object(1).value, 0);
}

/* It does not count further than there are numbers. */
TEST(semaphore_full)
{
	boot("rr", 100);
	make(SEMAPHORE, .value = U32_MAX - 1);
	spawn(.PROGRAM(SEM_POST(1), SEM_POST(1), SEM_POST(1), RUN(1)));
	lab_run_idle(&lab);
	EXPECT_EQ(object(1).value, U32_MAX);
	EXPECT_EQ(object(1).uses, 3);
}

/* Producer and consumer with room for two. */
TEST(semaphore_buffer)
{
	boot("rr", 100);
	make(SEMAPHORE, .value = 2);	/* room */
	make(SEMAPHORE);		/* full */
	spawn(.PROGRAM(SEM_WAIT(1), RUN(1), SEM_POST(2), LOOP(0, 6)));
	spawn(.PROGRAM(SEM_WAIT(2), RUN(3), SEM_POST(1), LOOP(0, 6)));
	EXPECT_EQ(lab_run_idle(&lab), 24);
	EXPECT_EQ(object(1).value, 2);
	EXPECT_EQ(object(2).value, 0);
	EXPECT_EQ(object(2).uses, 6);
	EXPECT_EQ(stats().nr_exited, 2);
}
