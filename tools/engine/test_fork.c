// SPDX-License-Identifier: GPL-2.0
/*
 * Processes that others start.
 */
#include "watch_objects.h"

TEST(fork_starts)
{
	boot("rr", 100);
	make(FORK);
	spawn(.PROGRAM(RUN(5), FORK(1), RUN(2), FORK(1), FORK(1), RUN(1)));
	spawn(.run = 3, .fork = 1);
	spawn(.run = 4, .fork = 1, .at = 10);
	EXPECT_EQ(object(1).nr_waiters, 2);
	lab_run(&lab, 4);
	EXPECT_EQ(stats().nr_new, 2);
	EXPECT_EQ(proc(2).arrival_ns, SCHEDSIM_NEVER);
	EXPECT_EQ(proc(2).jobs_released, 0);
	EXPECT_EQ(lab_run_idle(&lab), 21);
	EXPECT_STR(notes(), "5:1f2 7:1f3 7:1f0");
	EXPECT_STR(trace(), "0:1 8:2 17:3");
	EXPECT_EQ(proc(2).arrival_ns, 5);
	EXPECT_EQ(proc(2).waiting_ns, 3);
	EXPECT_EQ(proc(3).arrival_ns, 17);
	EXPECT_EQ(proc(3).response_max_ns, 4);
	EXPECT_EQ(object(1).nr_waiters, 0);
	EXPECT_EQ(object(1).uses, 2);
	EXPECT_EQ(stats().forks, 2);
	EXPECT_EQ(stats().forks_failed, 1);
	EXPECT_EQ(stats().program_errors, 0);
}

/* Nothing is due while they wait to be started: time goes by without them. */
TEST(fork_never)
{
	boot("rr", 100);
	make(FORK);
	spawn(.run = 3, .fork = 1);
	EXPECT_EQ(lab_run_idle(&lab), 0);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	lab_run(&lab, 50);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_NEW);
	EXPECT_EQ(proc(1).waiting_ns, 0);
}

/* One that is killed before is not there any more. */
TEST(fork_kill)
{
	boot("rr", 100);
	make(FORK);
	spawn(.PROGRAM(RUN(5), FORK(1), FORK(1), RUN(2)));
	spawn(.run = 3, .fork = 1);
	spawn(.run = 3, .fork = 1, .at = 4);
	spawn(.run = 3, .fork = 1);
	lab_run(&lab, 1);
	lab_kill(&lab, 2);
	EXPECT_EQ(object(1).nr_waiters, 2);
	EXPECT_EQ(proc(2).finish_ns, 1);
	lab_run(&lab, 6);
	EXPECT_STR(notes(), "5:1f3 5:1f4");
	/* It has been started, but has not come yet. */
	lab_kill(&lab, 3);
	EXPECT_EQ(proc(3).arrival_ns, 9);
	EXPECT_EQ(proc(3).finish_ns, 6);
	EXPECT_EQ(lab_run_idle(&lab), 10);
	EXPECT_EQ(stats().nr_exited, 4);
}

/* Timers of a child count from its arrival; children fork, too. */
TEST(fork_of_fork)
{
	boot("prio", 100);
	make(FORK);
	spawn(.PROGRAM(RUN(5), FORK(1), RUN(20)));
	spawn(.PROGRAM(FORK(1), TIMER(0, 7), RUN(1), TIMER(0, 7)), .fork = 1,
	      .priority = 2);
	spawn(.run = 1, .fork = 1, .priority = 3);
	EXPECT_EQ(lab_run_idle(&lab), 27);
	EXPECT_STR(notes(), "5:1f2 5:2f3");
	/* Who is forked comes after the decisions of that instant. */
	EXPECT_STR(trace(), "0:1 5:2 5:1 5:3 6:1 12:2 13:1 19:2 19:1");
	EXPECT_EQ(proc(2).finish_ns, 19);
}

/* As in rt-app: delays and timers count from the beginning, also of a late child. */
TEST(fork_from_spawn)
{
	boot("prio", 100);
	make(FORK, .value = SCHEDSIM_FORK_FROM_SPAWN);
	make(TIMER);
	lab_run(&lab, 3);
	spawn(.PROGRAM(RUN(25), FORK(1), FORK(1), FORK(1), FORK(1), RUN(50)));
	/* At 28, 15 and 5 late: behind, the next periods count from then. */
	spawn(.PROGRAM(TIMER(0, 10), RUN(1), TIMER(0, 10)), .at = 10, .fork = 1,
	      .priority = 2);
	/* 13 + 10, 33. */
	spawn(.PROGRAM(TIMER_ABS(0, 10), TIMER_ABS(0, 10)), .at = 10, .fork = 1,
	      .priority = 3);
	/* The same with a timer that is shared: 13 + 29. */
	spawn(.PROGRAM(TIMER_SHARED(2, 29)), .at = 10, .fork = 1, .priority = 4);
	/* It is to come later still. */
	spawn(.PROGRAM(RUN(1), TIMER(0, 9)), .at = 40, .fork = 1, .priority = 5);
	lab_run_idle(&lab);
	EXPECT_STR(notes(), "28:1f2 28:1f3 28:1f4 28:1f5");
	EXPECT_EQ(proc(2).arrival_ns, 28);
	EXPECT_EQ(proc(2).finish_ns, 38);
	EXPECT_EQ(proc(3).arrival_ns, 28);
	EXPECT_EQ(proc(3).finish_ns, 33);
	EXPECT_EQ(proc(4).arrival_ns, 28);
	EXPECT_EQ(proc(4).finish_ns, 42);
	EXPECT_EQ(proc(5).arrival_ns, 43);
	EXPECT_EQ(proc(5).finish_ns, 52);
}
