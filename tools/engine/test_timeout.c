// SPDX-License-Identifier: GPL-2.0
/*
 * Mutexes for which processes wait a limited time, as with
 * pthread_mutex_timedlock(). A process that has waited long enough goes on
 * without the mutex.
 */
#include "watch_objects.h"

TEST(timeout_goes_on)
{
	boot("prio", 1000);
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 1);
	spawn(.PROGRAM(LOCK_FOR(1, 4), RUN(1), UNLOCK_IF_HELD(1)), .priority = 2,
	      .at = 2);
	EXPECT_EQ(lab_run_idle(&lab), 11);
	EXPECT_STR(notes(), "0:1+1 2:2?1 6:2t1 11:1-1");
	EXPECT_STR(trace(), "0:1 2:2 2:1 6:2 7:1");
	EXPECT_EQ(proc(2).blocked_ns, 4);
	EXPECT_EQ(proc(2).wakeups, 1);
	EXPECT_EQ(stats().timeouts, 1);
	EXPECT_EQ(stats().program_errors, 0);
	EXPECT_EQ(object(1).uses, 1);
	EXPECT_EQ(object(1).waited_ns, 4);
}

/* In time: the alarm is off. And a free mutex needs none. */
TEST(timeout_in_time)
{
	boot("prio", 1000);
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK_FOR(1, 3), RUN(10), UNLOCK(1)), .priority = 1);
	spawn(.PROGRAM(LOCK_FOR(1, 10), RUN(20), UNLOCK_IF_HELD(1)),
	      .priority = 2, .at = 2);
	EXPECT_EQ(lab_run_idle(&lab), 30);
	EXPECT_STR(notes(), "0:1+1 2:2?1 10:1-1 10:2+1 30:2-1");
	EXPECT_EQ(stats().timeouts, 0);
	EXPECT_EQ(proc(2).wakeups, 1);
	EXPECT_EQ(lab.sim->next_alarm, SIM_NEVER);
}

/* Who does not say that it may lack the mutex is mistaken. */
TEST(timeout_and_error)
{
	boot("prio", 1000);
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK(1), SLEEP(10)), .priority = 1);
	spawn(.PROGRAM(LOCK_FOR(1, 4), UNLOCK(1)), .at = 1);
	spawn(.PROGRAM(UNLOCK_IF_HELD(1)), .at = 1);
	lab_run_idle(&lab);
	EXPECT_STR(notes(), "0:1+1 1:2?1 5:2t1 5:2e1 10:1!1");
	EXPECT_EQ(stats().program_errors, 1);
}

/* What the owner has from the one who waits is gone at once, along the chain. */
TEST(timeout_gives_back)
{
	boot("prio", 1000);
	make_mutex(INHERIT);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 1);
	spawn(.PROGRAM(LOCK(2), LOCK(1), RUN(1), UNLOCK(1), UNLOCK(2)),
	      .priority = 2, .at = 1);
	spawn(.run = 5, .priority = 5, .at = 2);
	spawn(.PROGRAM(LOCK_FOR(2, 4), RUN(1), UNLOCK_IF_HELD(2)), .priority = 9,
	      .at = 3);
	lab_run(&lab, 4);
	EXPECT_EQ(proc(1).effective_priority, 9);
	EXPECT_EQ(proc(2).effective_priority, 9);
	lab_run(&lab, 7);
	EXPECT_EQ(proc(1).effective_priority, 2);
	EXPECT_EQ(proc(2).effective_priority, 2);
	EXPECT_EQ(lab_run_idle(&lab), 17);
	EXPECT_STR(trace(), "0:1 1:2 1:1 2:3 3:4 3:1 7:4 8:3 12:1 16:2");
}

/* A circle that somebody will leave is no deadlock for ever, and does not count. */
TEST(timeout_ends_circle)
{
	boot("prio", 1000);
	make_mutex(INHERIT);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), SLEEP(2), LOCK_FOR(2, 20), RUN(1), UNLOCK(1)));
	spawn(.PROGRAM(LOCK(2), SLEEP(3), LOCK(1), RUN(1), UNLOCK(1)),
	      .priority = 3);
	lab_run(&lab, 10);
	EXPECT_EQ(stats().nr_deadlocked, 2);
	EXPECT_EQ(stats().deadlocks, 0);
	/* 22: 1 goes on; 23: it unlocks 1, and 2 goes on. */
	EXPECT_EQ(lab_run_idle(&lab), 24);
	EXPECT_EQ(stats().nr_deadlocked, 0);
	EXPECT_EQ(stats().deadlocks, 0);
	EXPECT_EQ(stats().timeouts, 1);
	EXPECT_EQ(proc(1).finish_ns, 23);
	EXPECT_EQ(proc(2).finish_ns, 24);
}

/* Also of one with itself. */
TEST(timeout_of_own)
{
	boot("prio", 1000);
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK(1), LOCK_FOR(1, 5), RUN(1), UNLOCK(1)));
	EXPECT_EQ(lab_run_idle(&lab), 6);
	EXPECT_EQ(stats().deadlocks, 0);
	EXPECT_EQ(stats().program_errors, 0);
}

/* Who is killed while it waits has no alarm any more. */
TEST(timeout_killed)
{
	boot("prio", 1000);
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK(1), RUN(10)));
	spawn(.PROGRAM(LOCK_FOR(1, 4), RUN(1)), .priority = 2, .at = 1);
	lab_run(&lab, 2);
	lab_kill(&lab, 2);
	EXPECT_EQ(lab.sim->next_alarm, SIM_NEVER);
	EXPECT_EQ(lab_run_idle(&lab), 10);
	EXPECT_EQ(stats().timeouts, 0);
}

/*
 * A more urgent one takes the mutex from one that has not run yet: that waits anew,
 * 5 ns from then on.
 */
TEST(timeout_taken)
{
	boot("prio", 1000);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(4), UNLOCK(1)), .priority = 1);
	spawn(.PROGRAM(LOCK_FOR(1, 5), RUN(1), UNLOCK_IF_HELD(1)), .priority = 2,
	      .at = 1);
	spawn(.PROGRAM(RUN(1), LOCK(1), RUN(9), UNLOCK(1)), .priority = 8,
	      .at = 4);
	lab_run_idle(&lab);
	EXPECT_STR(notes(), "0:1+1 1:2?1 1:1^ 4:1-1 4:2+1 4:1v 5:2<1 5:2?1 5:3+1 10:2t1 14:3-1");
	EXPECT_EQ(stats().timeouts, 1);
}

/* A mutex that a condition variable gives back is waited for without end. */
TEST(timeout_not_of_condition)
{
	boot("prio", 1000);
	make_mutex(NONE);
	make(COND);
	spawn(.PROGRAM(LOCK_FOR(1, 2), WAIT_WITH(2, 1), RUN(1), UNLOCK(1)));
	spawn(.PROGRAM(LOCK(1), SIGNAL(2), RUN(9), UNLOCK(1)), .at = 1);
	EXPECT_EQ(lab_run_idle(&lab), 11);
	EXPECT_EQ(stats().timeouts, 0);
	EXPECT_EQ(proc(1).finish_ns, 11);
}
