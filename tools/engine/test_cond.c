// SPDX-License-Identifier: GPL-2.0
/*
 * Condition variables.
 */
#include "watch_objects.h"

static const char * const policies[] = { "rr", "prio", "fair" };

/* Object 1 is one, 2 a mutex. */
static void boot_cond(const char *policy)
{
	boot(policy, 100);
	make(COND);
	make_mutex(INHERIT);
}

/* A signal that nobody waits for is lost; one wakes one, who has its mutex. */
TEST(cond_signal)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot_cond(policies[i]);
		spawn(.PROGRAM(SIGNAL(1), BROADCAST(1), LOCK(2),
			       WAIT_WITH(1, 2), RUN(2), UNLOCK(2)));
		spawn(.PROGRAM(LOCK(2), WAIT_WITH(1, 2), RUN(3), UNLOCK(2)));
		spawn(.PROGRAM(SLEEP(5), SIGNAL(1), RUN(1), LOCK(2), SIGNAL(1),
			       RUN(4), UNLOCK(2)));
		lab_run(&lab, 4);
		EXPECT_EQ(object(1).nr_waiters, 2);
		EXPECT_EQ(object(2).owner, 0);
		EXPECT_EQ(proc(2).object, 1);
		EXPECT_EQ(lab_run_idle(&lab), 15);
		EXPECT_STR(notes(),
			   "0:1+2 0:1-2 0:1?1 0:2+2 0:2-2 0:2?1 5:1+2 6:3?2 8:1-2 8:3+2 8:2?2 12:3-2 12:2+2 15:2-2");
		EXPECT_EQ(object(1).uses, 4);
		EXPECT_EQ(object(1).contended, 2);
		EXPECT_EQ(object(1).waited_ns, 5 + 8);
		EXPECT_EQ(object(2).contended, 2);
		EXPECT_EQ(object(2).waited_ns, 2 + 4);
		EXPECT_EQ(stats().blocks, 4);
		EXPECT_EQ(proc(2).blocked_ns, 12);
		EXPECT_EQ(proc(2).wakeups, 1);
	}
}

/* Without a mutex all wake at once; with one, one after the other. */
TEST(cond_broadcast)
{
	u32 i;

	boot_cond("prio");
	for (i = 0; i < 3; i++)
		spawn(.PROGRAM(WAIT(1), RUN(1)), .priority = i);
	for (i = 0; i < 3; i++)
		spawn(.PROGRAM(LOCK(2), WAIT_WITH(1, 2), RUN(1), UNLOCK(2)),
		      .priority = i);
	spawn(.PROGRAM(SLEEP(1), BROADCAST(1), RUN(1), BROADCAST(1)),
	      .priority = 9);
	lab_run(&lab, 1);
	/* The most urgent first, then who was first: 6 has the mutex. */
	EXPECT_EQ(object(1).nr_waiters, 0);
	EXPECT_EQ(object(2).owner, 6);
	EXPECT_EQ(object(2).nr_waiters, 2);
	lab_run_idle(&lab);
	EXPECT_STR(trace(),
		   "0:7 0:3 0:6 0:2 0:5 0:1 0:4 1:7 2:3 3:6 4:2 5:5 6:1 7:4");
	EXPECT_EQ(object(1).uses, 2);
	EXPECT_EQ(stats().nr_exited, 7);
}

/* With a mutex that it does not hold it does not wait at all. */
TEST(cond_not_held)
{
	boot_cond("rr");
	spawn(.PROGRAM(WAIT_WITH(1, 2), RUN(2)));
	EXPECT_EQ(lab_run_idle(&lab), 2);
	EXPECT_STR(notes(), "0:1e2");
	EXPECT_EQ(stats().program_errors, 1);
	EXPECT_EQ(object(1).contended, 0);
}

/* To wait is to unlock: another gets it, and what was inherited is gone. */
TEST(cond_wait_unlocks)
{
	boot_cond("prio");
	spawn(.PROGRAM(LOCK(2), RUN(5), WAIT_WITH(1, 2), RUN(1), UNLOCK(2)));
	spawn(.PROGRAM(LOCK(2), RUN(2), SIGNAL(1), RUN(2), UNLOCK(2)), .at = 1,
	      .priority = 5);
	lab_run_idle(&lab);
	EXPECT_STR(notes(),
		   "0:1+2 1:2?2 1:1^ 5:1-2 5:2+2 5:1v 5:1?1 7:1?2 9:2-2 9:1+2 10:1-2");
	EXPECT_EQ(proc(1).blocked_ns, 4);
}

/* It boosts the owner of the mutex that it needs from the signal on. */
TEST(cond_inherit)
{
	boot_cond("prio");
	spawn(.PROGRAM(LOCK(2), WAIT_WITH(1, 2), UNLOCK(2)), .priority = 9);
	spawn(.PROGRAM(LOCK(2), RUN(2), SIGNAL(1), RUN(2), UNLOCK(2)),
	      .priority = 1);
	lab_run_idle(&lab);
	EXPECT_STR(notes(),
		   "0:1+2 0:1-2 0:1?1 0:2+2 2:1?2 2:2^ 4:2-2 4:1+2 4:2v 4:1-2");
}

/* One that is killed while it waits, for either, is missed by nobody. */
TEST(cond_kill)
{
	boot_cond("rr");
	spawn(.PROGRAM(LOCK(2), WAIT_WITH(1, 2)));
	spawn(.PROGRAM(LOCK(2), WAIT_WITH(1, 2)));
	spawn(.PROGRAM(LOCK(2), WAIT_WITH(1, 2), UNLOCK(2)));
	spawn(.PROGRAM(LOCK(2), RUN(3), SIGNAL(1), RUN(3), UNLOCK(2), RUN(1),
		       SIGNAL(1), RUN(2)));
	lab_run(&lab, 1);
	lab_kill(&lab, 1);
	lab_run(&lab, 4);
	EXPECT_EQ(proc(2).object, 2);
	lab_kill(&lab, 2);
	EXPECT_EQ(lab_run_idle(&lab), 9);
	EXPECT_STR(notes(),
		   "0:1+2 0:1-2 0:1?1 0:2+2 0:2-2 0:2?1 0:3+2 0:3-2 0:3?1 0:4+2 3:2?2 6:4-2 7:3+2 9:3-2");
	EXPECT_EQ(stats().abandoned, 0);
	EXPECT_EQ(proc(1).wakeups + proc(2).wakeups, 0);
}

#define MANY	500

/* More than one step wakes, and more than the log of one holds. */
TEST(cond_broadcast_many)
{
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 1000, .nr_vcpus = 3,
		.max_procs = MANY + 10,
	};
	u32 i, steps = 0;

	boot_with(&config);
	make(COND);
	make_mutex(NONE);
	for (i = 1; i <= MANY; i++)
		spawn(.PROGRAM(LOCK(2), WAIT_WITH(1, 2), RUN(1), UNLOCK(2)));
	lab_settle(&lab);
	EXPECT_EQ(object(1).nr_waiters, MANY);
	watch = WATCH_NOTHING;
	spawn(.PROGRAM(BROADCAST(1), RUN(5)));
	while (sim_advance(lab.sim, 0))
		steps++;
	EXPECT(steps > 5);
	/* All of them, and before anything else happens. */
	EXPECT_EQ(object(1).nr_waiters, 0);
	EXPECT_EQ(object(2).nr_waiters, MANY - 1);
	EXPECT_EQ(object(2).owner, 1);
	EXPECT_EQ(proc(MANY + 1).state, SCHEDSIM_STATE_RUNNING);
	watch = WATCH_ALL;
	lab_run_idle(&lab);
	for (i = 1; i <= MANY; i++)
		EXPECT_EQ(proc(i).finish_ns, 5 + i);
}
