// SPDX-License-Identifier: GPL-2.0
/*
 * Deadlocks: found when they close, and gone when one of them is.
 */
#include "watch_objects.h"

/* Boot with mutexes from 1 on. */
static void boot_mutexes(u32 nr, u32 protocol)
{
	u32 i;

	boot("prio", 1000);
	for (i = 0; i < nr; i++)
		make(MUTEX, .protocol = protocol);
}

static bool is_marked(u32 id)
{
	return proc(id).flags & SCHEDSIM_PROC_DEADLOCK;
}

TEST(deadlock_of_two)
{
	boot_mutexes(2, SCHEDSIM_PROTOCOL_NONE);
	spawn(.PROGRAM(LOCK(1), SLEEP(3), LOCK(2), RUN(1)), .priority = 1);
	spawn(.PROGRAM(LOCK(2), SLEEP(5), LOCK(1), RUN(1)), .priority = 1);
	spawn(.run = 20);
	lab_run(&lab, 4);
	EXPECT_EQ(stats().nr_deadlocked, 0);
	EXPECT(!is_marked(1));
	EXPECT_EQ(lab_run_idle(&lab), 20);
	EXPECT_STR(notes(), "0:1+1 0:2+2 3:1?2 5:2?1 5:2#1");
	EXPECT(is_marked(1) && is_marked(2) && !is_marked(3));
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_BLOCKED);
	EXPECT_EQ(stats().nr_deadlocked, 2);
	EXPECT_EQ(stats().deadlocks, 1);
	EXPECT_EQ(proc(3).finish_ns, 20);
	/* The other one goes on. */
	lab_kill(&lab, 1);
	EXPECT_EQ(stats().nr_deadlocked, 0);
	EXPECT(!is_marked(1) && !is_marked(2));
	EXPECT_EQ(lab_run_idle(&lab), 21);
	EXPECT_EQ(proc(2).finish_ns, 21);
	EXPECT_EQ(proc(2).blocked_ns, 15);
	EXPECT_EQ(stats().deadlocks, 1);
}

/* One that locks a mutex twice waits for itself, as POSIX's normal one does. */
TEST(deadlock_of_one)
{
	boot_mutexes(1, SCHEDSIM_PROTOCOL_INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(1), LOCK(1), RUN(1)));
	spawn(.PROGRAM(LOCK(1), RUN(2), UNLOCK(1)), .at = 1, .priority = 5);
	lab_run_idle(&lab);
	/* The second comes just in time to be before it. */
	EXPECT_STR(notes(), "0:1+1 1:2?1 1:1^ 1:1?1 1:1#1");
	EXPECT(is_marked(1) && !is_marked(2));
	EXPECT_EQ(stats().nr_deadlocked, 1);
	EXPECT_EQ(object(1).nr_waiters, 2);
	lab_kill(&lab, 1);
	EXPECT_EQ(stats().nr_deadlocked, 0);
	EXPECT_EQ(object(1).owner, 2);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_EXITED);
}

/* The dining philosophers, one of whom leaves the table. */
TEST(deadlock_of_five)
{
	u32 i;

	boot_mutexes(5, SCHEDSIM_PROTOCOL_INHERIT);
	for (i = 1; i <= 5; i++)
		spawn(.PROGRAM(LOCK(i), SLEEP(i), LOCK(i % 5 + 1), RUN(10),
			       UNLOCK(i % 5 + 1), UNLOCK(i)));
	spawn(.PROGRAM(LOCK(2)), .at = 4);
	lab_run_idle(&lab);
	EXPECT_STR(notes(),
		   "0:1+1 0:2+2 0:3+3 0:4+4 0:5+5 1:1?2 2:2?3 3:3?4 4:6?2 4:4?5 5:5?1 5:5#1");
	for (i = 1; i <= 5; i++)
		EXPECT(is_marked(i));
	EXPECT(!is_marked(6));
	EXPECT_EQ(stats().nr_deadlocked, 5);
	EXPECT_EQ(stats().deadlocks, 1);
	/* One who only waits for them is no part of it. */
	lab_kill(&lab, 6);
	EXPECT_EQ(stats().nr_deadlocked, 5);
	notes_clear();
	lab_kill(&lab, 3);
	EXPECT_EQ(stats().nr_deadlocked, 0);
	lab_run_idle(&lab);
	EXPECT_STR(notes(),
		   "5:3!3 5:2+3 15:2-3 15:2-2 15:1+2 25:1-2 25:1-1 25:5+1 35:5-1 35:5-5 35:4+5 45:4-5 45:4-4");
	for (i = 1; i <= 5; i++)
		EXPECT_EQ(proc(i).state, SCHEDSIM_STATE_EXITED);
	EXPECT_EQ(stats().deadlocks, 1);
}

/* Two at a time; one of them goes. */
TEST(deadlock_twice)
{
	boot_mutexes(4, SCHEDSIM_PROTOCOL_NONE);
	spawn(.PROGRAM(LOCK(1), SLEEP(1), LOCK(2), RUN(1)));
	spawn(.PROGRAM(LOCK(2), SLEEP(1), LOCK(1), RUN(1)));
	spawn(.PROGRAM(LOCK(3), SLEEP(2), LOCK(4), RUN(1)));
	spawn(.PROGRAM(LOCK(4), SLEEP(2), LOCK(3), RUN(1)));
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_deadlocked, 4);
	EXPECT_EQ(stats().deadlocks, 2);
	lab_kill(&lab, 4);
	EXPECT_EQ(stats().nr_deadlocked, 2);
	EXPECT(is_marked(1) && is_marked(2) && !is_marked(3));
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, 2);
}

/* Broken, and closed again with another. */
TEST(deadlock_again)
{
	boot_mutexes(2, SCHEDSIM_PROTOCOL_INHERIT);
	spawn(.PROGRAM(LOCK(1), SLEEP(1), LOCK(2), SLEEP(5), LOCK(1)));
	spawn(.PROGRAM(LOCK(2), SLEEP(2), LOCK(1)), .priority = 1);
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_deadlocked, 2);
	lab_kill(&lab, 2);
	EXPECT_EQ(stats().nr_deadlocked, 0);
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_deadlocked, 1);
	EXPECT_EQ(stats().deadlocks, 2);
	lab_kill(&lab, 1);
	EXPECT_EQ(stats().nr_deadlocked, 0);
	EXPECT_EQ(stats().nr_blocked, 0);
	EXPECT_EQ(object(1).owner, 0);
	EXPECT_EQ(object(2).owner, 0);
}

/*
 * Those in a circle pass nothing on to each other, or it would never end; what
 * others pass on to them goes with those.
 */
TEST(deadlock_inherits)
{
	boot_mutexes(3, SCHEDSIM_PROTOCOL_INHERIT);
	spawn(.PROGRAM(LOCK(1), SLEEP(2), LOCK(2), RUN(1)), .priority = 3);
	spawn(.PROGRAM(LOCK(2), SLEEP(4), LOCK(1), RUN(1)), .priority = 1);
	spawn(.PROGRAM(LOCK(1), RUN(1)), .at = 6, .priority = 9);
	spawn(.PROGRAM(LOCK(1), RUN(1)), .at = 7, .priority = 5);
	lab_run(&lab, 5);
	EXPECT_STR(notes(), "0:1+1 0:2+2 2:1?2 2:2^ 4:2?1 4:2#1 4:2v");
	EXPECT_EQ(proc(2).effective_priority, 1);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).effective_priority, 9);
	EXPECT_EQ(proc(2).effective_priority, 1);
	lab_kill(&lab, 3);
	EXPECT_EQ(proc(1).effective_priority, 5);
	EXPECT_EQ(proc(2).effective_priority, 1);
	notes_clear();
	/* No circle any more: 4 is before 2, and passes on what it has. */
	lab_kill(&lab, 1);
	EXPECT_STR(notes(), "7:1!1 7:4+1");
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, 4);
}

/* Those on the way to whom is killed inherit from each other again. */
TEST(deadlock_opens)
{
	boot_mutexes(3, SCHEDSIM_PROTOCOL_INHERIT);
	spawn(.PROGRAM(LOCK(1), SLEEP(1), LOCK(2), RUN(1)), .priority = 1);
	spawn(.PROGRAM(LOCK(2), SLEEP(2), LOCK(3), RUN(1)), .priority = 9);
	spawn(.PROGRAM(LOCK(3), SLEEP(3), LOCK(1), RUN(1)), .priority = 5);
	lab_run_idle(&lab);
	EXPECT_STR(notes(),
		   "0:2+2 0:3+3 0:1+1 1:1?2 2:2?3 2:3^ 3:3?1 3:3#1 3:3v");
	notes_clear();
	lab_kill(&lab, 1);
	EXPECT_STR(notes(), "3:3^ 3:1^ 3:1!1 3:3+1");
	EXPECT_EQ(proc(3).effective_priority, 9);
	EXPECT_EQ(proc(1).effective_priority, 1);
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, 3);
}

/* The mutex that closes it need not be one that passes anything on. */
TEST(deadlock_closed_by_another)
{
	boot_mutexes(1, SCHEDSIM_PROTOCOL_NONE);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), SLEEP(1), LOCK(2), RUN(1)), .priority = 9);
	spawn(.PROGRAM(LOCK(2), SLEEP(2), LOCK(1), RUN(1)), .priority = 1);
	lab_run_idle(&lab);
	EXPECT_STR(notes(), "0:1+1 0:2+2 1:1?2 1:2^ 2:2?1 2:2#1 2:2v");
	EXPECT_EQ(proc(2).effective_priority, 1);
	notes_clear();
	lab_kill(&lab, 2);
	EXPECT_STR(notes(), "2:2^ 2:2!2 2:1+2");
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, 2);
}

/* One that is woken from a condition variable closes it, too. */
TEST(deadlock_by_cond)
{
	boot_mutexes(2, SCHEDSIM_PROTOCOL_INHERIT);
	make(COND);
	spawn(.PROGRAM(LOCK(1), LOCK(2), WAIT_WITH(3, 2), RUN(1)));
	spawn(.PROGRAM(LOCK(2), RUN(1), SIGNAL(3), LOCK(1)), .at = 1);
	lab_run_idle(&lab);
	EXPECT_STR(notes(), "0:1+1 0:1+2 0:1-2 0:1?3 1:2+2 2:1?2 2:2?1 2:2#1");
	EXPECT_EQ(stats().nr_deadlocked, 2);
	lab_kill(&lab, 2);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_EXITED);
}

/* One of too many is not found, but that there may be one is told. */
TEST(deadlock_of_many)
{
	struct sim_config config = {
		.policy = policy("prio"),
		.quantum_ns = 1000,
		.nr_vcpus = 1,
		.max_procs = 2 * SCHEDSIM_MAX_LOCK_CHAIN,
	};
	u32 nr, i;

	sim_params_init(config.policy, config.params);
	for (nr = SCHEDSIM_MAX_LOCK_CHAIN - 1; nr <= SCHEDSIM_MAX_LOCK_CHAIN + 1; nr++) {
		bool found = nr <= SCHEDSIM_MAX_LOCK_CHAIN;

		boot_with(&config);
		watch = WATCH_NOTHING;
		for (i = 1; i <= nr; i++)
			make_mutex(NONE);
		for (i = 1; i <= nr; i++)
			spawn(.PROGRAM(LOCK(i), SLEEP(i), LOCK(i % nr + 1)));
		lab_run_idle(&lab);
		EXPECT_EQ(stats().nr_blocked, nr);
		EXPECT_EQ(stats().deadlocks, found);
		EXPECT_EQ(stats().nr_deadlocked, found ? nr : 0);
		EXPECT_EQ(stats().unchecked, !found);
		/* It goes as any other. */
		lab_kill(&lab, nr / 2);
		lab_run_idle(&lab);
		EXPECT_EQ(stats().nr_exited, nr);
		EXPECT_EQ(stats().unchecked, !found);
	}
}

/* Nothing of it is lost by a change of the policy, a trigger, a pause. */
TEST(deadlock_and_control)
{
	struct schedsim_attr to = attr(0, 8, 0);

	boot_mutexes(2, SCHEDSIM_PROTOCOL_INHERIT);
	spawn(.PROGRAM(LOCK(1), SLEEP(1), LOCK(2), RUN(1)));
	spawn(.PROGRAM(LOCK(2), SLEEP(2), LOCK(1), RUN(1)));
	lab_run_idle(&lab);
	lab_set_policy(&lab, "fair");
	lab_trigger(&lab, 0);
	lab_pause(&lab);
	lab_set_attr(&lab, 1, &to);
	EXPECT_EQ(proc(1).effective_priority, 8);
	EXPECT_EQ(proc(2).effective_priority, 0);
	EXPECT_EQ(stats().nr_deadlocked, 2);
	lab_kill(&lab, 2);
	EXPECT_EQ(stats().nr_deadlocked, 0);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_READY);
	lab_resume(&lab);
	EXPECT_EQ(lab_run_idle(&lab), 3);
}
