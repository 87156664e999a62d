// SPDX-License-Identifier: GPL-2.0
/*
 * Mutexes: who gets them, in which order, and what becomes of those whose owner
 * ends. What is inherited: see test_inherit.c.
 */
#include "watch_objects.h"

static const char * const policies[] = { "rr", "prio", "fair" };

/* One that nobody else wants costs no time, and nothing changes. */
TEST(lock_free)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], 10);
		make_mutex(INHERIT);
		spawn(.PROGRAM(LOCK(1), RUN(3), UNLOCK(1), LOCK(1), UNLOCK(1)));
		lab_run(&lab, 2);
		EXPECT_EQ(object(1).owner, 1);
		EXPECT_EQ(proc(1).nr_held, 1);
		EXPECT_EQ(lab_run_idle(&lab), 3);
		EXPECT_STR(notes(), "0:1+1 3:1-1 3:1+1 3:1-1");
		EXPECT_STR(trace(), "0:1");
		EXPECT_EQ(object(1).owner, 0);
		EXPECT_EQ(object(1).uses, 2);
		EXPECT_EQ(object(1).contended, 0);
		EXPECT_EQ(stats().blocks, 0);
		EXPECT_EQ(stats().abandoned, 0);
		EXPECT_EQ(stats().program_errors, 0);
	}
}

/* It is handed over: who unlocks it and wants it again has to wait. */
TEST(lock_handed_over)
{
	boot("rr", 100);
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK(1), RUN(5), YIELD, RUN(5), UNLOCK(1), LOCK(1),
		       RUN(1), UNLOCK(1)));
	spawn(.PROGRAM(RUN(1), LOCK(1), RUN(2), UNLOCK(1), RUN(3)));
	lab_run(&lab, 9);
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_BLOCKED);
	EXPECT_EQ(proc(2).object, 1);
	EXPECT_EQ(proc(2).blocked_ns, 3);
	EXPECT_EQ(object(1).owner, 1);
	EXPECT_EQ(object(1).nr_waiters, 1);
	EXPECT_EQ(stats().nr_blocked, 1);
	EXPECT_EQ(lab_run_idle(&lab), 17);
	EXPECT_STR(notes(),
		   "0:1+1 6:2?1 11:1-1 11:2+1 11:1?1 13:2-1 13:1+1 17:1-1");
	EXPECT_STR(trace(), "0:1 5:2 6:1 11:2 16:1");
	EXPECT_EQ(object(1).uses, 3);
	EXPECT_EQ(object(1).contended, 2);
	EXPECT_EQ(object(1).waited_ns, 5 + 2);
	EXPECT_EQ(stats().blocks, 2);
	EXPECT_EQ(proc(1).blocked_ns, 2);
	EXPECT_EQ(proc(2).blocked_ns, 5);
	EXPECT_EQ(proc(2).sleeping_ns, 5);
	EXPECT_EQ(proc(2).wakeups, 1);
}

/* The most urgent is next: class, priority, nice, tickets; then who came first. */
TEST(lock_order)
{
	boot("rr", 100);
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK(1), SLEEP(50), UNLOCK(1)));
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 1);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 2);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 3, .tickets = 1025);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 4, .nice = -1);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 5, .priority = 1,
	      .nice = 19);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 6,
	      .sched_class = SCHEDSIM_CLASS_RR);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 7, .priority = 99,
	      .nice = -20, .sched_class = SCHEDSIM_CLASS_IDLE);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 8,
	      .sched_class = SCHEDSIM_CLASS_DEADLINE);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 9,
	      .sched_class = SCHEDSIM_CLASS_FIFO);
	lab_run(&lab, 10);
	EXPECT_EQ(object(1).nr_waiters, 9);
	notes_clear();
	lab_run_idle(&lab);
	EXPECT_STR(notes(),
		   "50:1-1 50:9+1 51:9-1 51:7+1 52:7-1 52:10+1 53:10-1 53:6+1 54:6-1 54:5+1 55:5-1 55:4+1 56:4-1 56:2+1 57:2-1 57:3+1 58:3-1 58:8+1 59:8-1");
}

/* Attributes that change while they wait count; who waits longest stays so. */
TEST(lock_reorder)
{
	struct schedsim_attr to = attr(0, 5, 0);
	u32 i;

	boot("prio", 100);
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK(1), SLEEP(50), UNLOCK(1)));
	for (i = 0; i < 4; i++)
		spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 1 + i,
		      .priority = 5);
	lab_run(&lab, 10);
	to.priority = 9;
	lab_set_attr(&lab, 4, &to);
	lab_set_attr(&lab, 5, &to);
	to.priority = 5;
	lab_set_attr(&lab, 4, &to);
	to.priority = 4;
	lab_set_attr(&lab, 2, &to);
	notes_clear();
	lab_run_idle(&lab);
	EXPECT_STR(notes(),
		   "50:1-1 50:5+1 51:5-1 51:3+1 52:3-1 52:4+1 53:4-1 53:2+1 54:2-1");
}

/* To unlock what it does not hold is passed over, and said. */
TEST(lock_not_held)
{
	boot("rr", 100);
	make_mutex(INHERIT);
	make_mutex(NONE);
	spawn(.PROGRAM(UNLOCK(1), LOCK(1), RUN(2), UNLOCK(2), YIELD, UNLOCK(1),
		       UNLOCK(1), RUN(2)));
	spawn(.PROGRAM(UNLOCK(1), RUN(1)));
	EXPECT_EQ(lab_run_idle(&lab), 5);
	EXPECT_STR(notes(), "0:1e1 0:1+1 2:1e2 2:2e1 3:1-1 3:1e1");
	EXPECT_EQ(stats().program_errors, 4);
	EXPECT_EQ(object(1).uses, 1);
	EXPECT_EQ(object(2).uses, 0);
}

TEST(lock_too_many)
{
	struct schedsim_op ops[SCHEDSIM_MAX_HELD + 3] = {};
	u32 i;

	boot("rr", 100);
	for (i = 0; i <= SCHEDSIM_MAX_HELD; i++) {
		make_mutex(INHERIT);
		ops[i] = (struct schedsim_op)LOCK(i + 1);
	}
	ops[i++] = (struct schedsim_op)RUN(5);
	ops[i++] = (struct schedsim_op)UNLOCK(SCHEDSIM_MAX_HELD + 1);
	spawn(.ops = ops, .nr_ops = i);
	lab_run(&lab, 3);
	EXPECT_EQ(proc(1).nr_held, SCHEDSIM_MAX_HELD);
	EXPECT_EQ(object(SCHEDSIM_MAX_HELD).owner, 1);
	EXPECT_EQ(object(SCHEDSIM_MAX_HELD + 1).owner, 0);
	EXPECT_EQ(stats().program_errors, 1);
	/* All of them are given up. */
	EXPECT_EQ(lab_run_idle(&lab), 5);
	EXPECT_EQ(stats().program_errors, 2);
	EXPECT_EQ(stats().abandoned, SCHEDSIM_MAX_HELD);
	EXPECT_EQ(object(1).owner, 0);
}

/* One that exits gives up what it holds, what it locked last first. */
TEST(lock_exit_with)
{
	boot("rr", 100);
	make_mutex(NONE);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), LOCK(2), SLEEP(5)));
	spawn(.PROGRAM(LOCK(1), RUN(2)));
	spawn(.PROGRAM(LOCK(2), RUN(2), UNLOCK(2)));
	EXPECT_EQ(lab_run_idle(&lab), 9);
	EXPECT_STR(notes(),
		   "0:1+1 0:1+2 0:2?1 0:3?2 5:1!2 5:3+2 5:1!1 5:2+1 7:3-2 9:2!1");
	EXPECT_EQ(stats().abandoned, 3);
	EXPECT_EQ(proc(1).nr_held, 0);
	EXPECT_EQ(proc(1).finish_ns, 5);
}

/* So does one that is killed, whatever it does just then. */
static void kill_owner(const struct job *owner, u32 state)
{
	boot("rr", 5);
	make_mutex(NONE);
	make_mutex(NONE);
	/* 1 has the other mutex. */
	spawn(.PROGRAM(LOCK(2), RUN(1), SLEEP(30), UNLOCK(2)));
	spawn_job(owner);
	spawn(.PROGRAM(LOCK(1), RUN(2), UNLOCK(1)), .at = 3);
	spawn(.PROGRAM(LOCK(1), RUN(2), UNLOCK(1)), .at = 4);
	lab_run(&lab, 20);
	EXPECT_EQ(proc(2).state, state);
	EXPECT_EQ(object(1).owner, 2);
	EXPECT_EQ(object(1).nr_waiters, 2);
	notes_clear();
	lab_kill(&lab, 2);
	EXPECT_STR(notes(), "20:2!1 20:3+1");
	EXPECT_EQ(proc(2).nr_held, 0);
	EXPECT_EQ(object(1).owner, 3);
	EXPECT_EQ(object(2).nr_waiters, 0);
	EXPECT_EQ(stats().abandoned, 1);
	EXPECT_EQ(lab_run_idle(&lab), 31);
	EXPECT_EQ(proc(3).finish_ns, 22);
	EXPECT_EQ(proc(4).finish_ns, 24);
	EXPECT_EQ(object(2).uses, 1);
}

TEST(lock_kill_owner)
{
	kill_owner(&(struct job) { .PROGRAM(LOCK(1), SLEEP(90)) },
		   SCHEDSIM_STATE_SLEEPING);
	kill_owner(&(struct job) { .PROGRAM(LOCK(1), LOCK(2), RUN(1)) },
		   SCHEDSIM_STATE_BLOCKED);
	kill_owner(&(struct job) { .PROGRAM(LOCK(1), YIELD, YIELD, RUN(90)) },
		   SCHEDSIM_STATE_RUNNING);
}

TEST(lock_kill_ready_owner)
{
	boot("prio", 100);
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK(1), RUN(90)));
	spawn(.PROGRAM(LOCK(1), RUN(2), UNLOCK(1)), .at = 3, .priority = 1);
	spawn(.run = 50, .at = 5, .priority = 1);
	lab_run(&lab, 20);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_READY);
	lab_kill(&lab, 1);
	EXPECT_STR(notes(), "0:1+1 3:2?1 20:1!1 20:2+1");
	EXPECT_EQ(lab_run_idle(&lab), 57);
	EXPECT_EQ(proc(2).blocked_ns, 17);
}

/* One that is killed while it waits is not woken, nor does it get anything. */
TEST(lock_kill_waiter)
{
	boot("rr", 100);
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK(1), SLEEP(9), UNLOCK(1)));
	spawn(.PROGRAM(LOCK(1), RUN(2)));
	spawn(.PROGRAM(LOCK(1), RUN(2)));
	lab_run(&lab, 5);
	lab_kill(&lab, 2);
	EXPECT_EQ(object(1).nr_waiters, 1);
	EXPECT_EQ(object(1).waited_ns, 5);
	EXPECT_EQ(proc(2).blocked_ns, 5);
	EXPECT_EQ(proc(2).wakeups, 0);
	EXPECT_EQ(lab_run_idle(&lab), 11);
	EXPECT_STR(notes(), "0:1+1 0:2?1 0:3?1 9:1-1 9:3+1 11:3!1");
}

/* Pause, trigger, the quantum, the tie and the policy make no difference to it. */
TEST(lock_and_control)
{
	boot("rr", 10);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(30), UNLOCK(1)), .priority = 1);
	spawn(.PROGRAM(LOCK(1), RUN(5), UNLOCK(1)), .priority = 2, .at = 1);
	spawn(.priority = 1);
	lab_run(&lab, 25);
	EXPECT_STR(notes(), "0:1+1 20:2?1 20:1^");
	lab_pause(&lab);
	lab_trigger(&lab, 0);
	lab_set_policy(&lab, "fair");
	lab_trigger(&lab, 0);
	lab_set_policy(&lab, "prio");
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_BLOCKED);
	EXPECT_EQ(proc(2).blocked_ns, 5);
	EXPECT_EQ(proc(1).effective_priority, 2);
	lab_set_quantum(&lab, 3);
	sim_set_tie(lab.sim, SCHEDSIM_TIE_EXPIRY_FIRST);
	lab_resume(&lab);
	/* 1 ran 15, and is before 3 under prio, with what it inherits. */
	lab_run(&lab, 39);
	EXPECT_STR(trace(), "0:1 10:3 20:2 20:1 25:3 25:1");
	EXPECT_EQ(proc(1).cpu_ns, 29);
	lab_run(&lab, 60);
	/* fair does not see that 2 is more urgent. */
	EXPECT_STR(notes(), "0:1+1 20:2?1 20:1^ 25:1v 25:1^ 40:1-1 40:2+1 40:1v 45:2-1");
	EXPECT_EQ(proc(2).finish_ns, 45);
	EXPECT_EQ(proc(2).waiting_ns, 19);
	EXPECT_EQ(proc(2).blocked_ns, 20);
}

/* What its owner inherits does not cost it its place among those who wait. */
TEST(lock_keeps_place)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], 10);
		make_mutex(INHERIT);
		spawn(.PROGRAM(LOCK(1), RUN(20), UNLOCK(1)));
		spawn();
		spawn();
		/* As urgent for prio, more so for others. */
		spawn(.PROGRAM(LOCK(1)), .nice = -5, .at = 9);
		lab_run(&lab, 35);
		EXPECT_STR(trace(), "0:1 10:2 20:3 30:4 30:1");
		EXPECT_EQ(proc(1).effective_nice, i == 1 ? 0 : -5);
	}
}

/*
 * Who has just handed it to a more urgent one does not get at the next mutex
 * before that, though it would take no time.
 */
TEST(lock_preempted)
{
	boot("prio", 100);
	make_mutex(INHERIT);
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK(1), RUN(5), UNLOCK(1), LOCK(2), RUN(5), UNLOCK(2)),
	      .priority = 1);
	spawn(.PROGRAM(LOCK(1), LOCK(2), RUN(1), UNLOCK(2), UNLOCK(1)), .at = 1,
	      .priority = 5);
	EXPECT_EQ(lab_run_idle(&lab), 11);
	EXPECT_STR(trace(), "0:1 1:2 1:1 5:2 6:1");
	EXPECT_STR(notes(),
		   "0:1+1 1:2?1 1:1^ 5:1-1 5:2+1 5:1v 5:2+2 6:2-2 6:2-1 6:1+2 11:1-2");
	EXPECT_EQ(object(2).contended, 0);
	EXPECT_EQ(proc(1).preemptions, 2);
}

/*
 * A burst and a slice end when someone more urgent comes, and a lock would be next. The end
 * of the slice counts as it does before any other operation: 2 is next.
 */
static void end_before_lock(const char *policy, u32 sched_class)
{
	boot(policy, 10);
	make_mutex(INHERIT);
	spawn(.PROGRAM(RUN(10), LOCK(1), RUN(20), UNLOCK(1)), .priority = 10,
	      .sched_class = sched_class);
	spawn(.run = 30, .priority = 10, .sched_class = sched_class);
	spawn(.run = 10, .priority = 20, .sched_class = sched_class, .at = 10);
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:1 10:3 20:2 30:1 40:2 50:1 60:2");
	EXPECT_EQ(proc(1).switches, 2);
	EXPECT_EQ(proc(1).preemptions, 2);
	EXPECT_EQ(stats().expiries, 4);
}

TEST(lock_at_end_of_slice)
{
	end_before_lock("prio", SCHEDSIM_CLASS_OTHER);
	end_before_lock("linux", SCHEDSIM_CLASS_RR);
}

/* On several vCPUs: who waits goes on where it was, at once. */
TEST(lock_vcpus)
{
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 10, .nr_vcpus = 3,
		.max_procs = 64,
	};
	u32 i;

	boot_with(&config);
	make_mutex(NONE);
	for (i = 0; i < 3; i++)
		spawn(.PROGRAM(RUN(1), LOCK(1), RUN(4), UNLOCK(1), LOOP(0, 2)));
	EXPECT_EQ(lab_run_idle(&lab), 25);
	EXPECT_STR(trace(), "0:1 0:2@1 0:3@2 5:2@1 9:3@2 13:1 17:2@1 21:3@2");
	EXPECT_EQ(stats().switches, 0);
	EXPECT_EQ(vcpu(0).idle_ns, 25 - 10);
}
