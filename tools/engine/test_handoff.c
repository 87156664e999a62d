// SPDX-License-Identifier: GPL-2.0
/*
 * A mutex that is handed to a waiter who has not run yet: one that is more urgent may
 * take it.
 */
#include "watch_objects.h"

/* What happens up to a time, since the last call. */
static void expect_notes(u64 until, const char *what)
{
	lab_run(&lab, until);
	EXPECT_STR(notes(), what);
	notes_clear();
}

/*
 * rt_mutex: blocked by one section, the one that had begun. High comes twice: what the
 * second of the low ones is promised meanwhile, it has not begun to use.
 */
TEST(handoff_inherit)
{
	boot("prio", 1000);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 10);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 20, .at = 1);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1), RUN(1), LOCK(1), RUN(1),
		       UNLOCK(1)), .priority = 30, .at = 2);
	expect_notes(9, "0:1+1 1:2?1 1:1^ 2:3?1 2:1^");
	expect_notes(11, "10:1-1 10:3+1 10:1v 11:3-1 11:2+1");
	expect_notes(12, "12:2<1 12:2?1 12:3+1");
	expect_notes(99, "13:3-1 13:2+1 23:2-1");
	EXPECT_EQ(proc(3).finish_ns - proc(3).arrival_ns, 11);
	EXPECT_EQ(proc(3).blocked_ns, 8);
	/* Its first turn came to nothing. */
	EXPECT_EQ(proc(2).wakeups, 2);
	EXPECT_EQ(proc(2).blocked_ns, 11);
	EXPECT_EQ(object(1).uses, 4);
	EXPECT_EQ(object(1).contended, 3);
	EXPECT_EQ(object(1).waited_ns, 8 + 10 + 1);
}

/* Whoever is more urgent, by what the policy counts, under each protocol. */
static void expect_taken(const char *policy, u32 protocol, bool taken,
			 const struct job *low, const struct job *high)
{
	static const struct schedsim_attr most = {
		.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 99, .nice = -20,
		.tickets = 9999,
	};
	struct job job = *low;

	boot_on(2, policy, 100);
	make(MUTEX, .protocol = protocol,
	     .attr = protocol == SCHEDSIM_PROTOCOL_CEILING ?
		     (uintptr_t)&most : 0);
	/* The first has the mutex until 10; the second gets it, and its vCPU at 20. */
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .cpus = 1);
	job.at = 1;
	job.cpus = 2;
	spawn_job(&job);
	job = (struct job) { .run = 16, .at = 4, .cpus = 2, .priority = 99,
			     .sched_class = SCHEDSIM_CLASS_FIFO };
	spawn_job(&job);
	job = *high;
	job.at = 12;
	job.cpus = 1;
	spawn_job(&job);
	lab_run(&lab, 13);
	EXPECT_EQ(proc(2).state, taken ? SCHEDSIM_STATE_BLOCKED :
					 SCHEDSIM_STATE_READY);
	EXPECT_EQ(proc(4).state, taken ? SCHEDSIM_STATE_RUNNING :
					 SCHEDSIM_STATE_BLOCKED);
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, 4);
	EXPECT_EQ(object(1).uses, 3);
	EXPECT_EQ(stats().program_errors, 0);
}

#define JOB(...)	(&(struct job) { .PROGRAM(LOCK(1), RUN(5), UNLOCK(1)), \
					 ##__VA_ARGS__ })

TEST(handoff_policies)
{
	static const char * const by_default[] = {
		"rr", "fifo", "sjf", "mlfq", "prio",
	};
	u32 protocol, i;

	for (protocol = 0; protocol <= SCHEDSIM_PROTOCOL_CEILING; protocol++) {
		for (i = 0; i < ARRAY_SIZE(by_default); i++) {
			expect_taken(by_default[i], protocol, true,
				     JOB(.priority = 1), JOB(.priority = 2));
			expect_taken(by_default[i], protocol, false,
				     JOB(.priority = 2), JOB(.priority = 2));
			expect_taken(by_default[i], protocol, false,
				     JOB(.priority = 3), JOB(.priority = 2));
		}
		expect_taken("linux", protocol, true, JOB(.priority = 9),
			     JOB(.sched_class = SCHEDSIM_CLASS_RR));
		expect_taken("linux", protocol, false, JOB(.priority = 1),
			     JOB(.priority = 2));
		expect_taken("lottery", protocol, true, JOB(.tickets = 10),
			     JOB(.tickets = 11));
		expect_taken("stride", protocol, false, JOB(.tickets = 11),
			     JOB(.tickets = 11));
	}
}

/* 4 has the mutex from 10 to 12, and comes again, as often as told, while it runs. */
static void spawn_queue(u32 times)
{
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 5);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 6, .at = 1);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 6, .at = 2);
	spawn(.PROGRAM(LOCK(1), RUN(2), UNLOCK(1), RUN(1), LOOP(0, times)),
	      .priority = 7, .at = 3);
}

/* Who has lost it comes before an equal that came later, as often as that happens. */
TEST(handoff_keeps_turn)
{
	boot("prio", 1000);
	spawn_queue(3);
	expect_notes(9, "0:1+1 1:2?1 2:3?1 3:4?1");
	expect_notes(12, "10:1-1 10:4+1 12:4-1 12:2+1");
	expect_notes(15, "13:2<1 13:2?1 13:4+1 15:4-1 15:2+1");
	expect_notes(18, "16:2<1 16:2?1 16:4+1 18:4-1 18:2+1");
	expect_notes(99, "29:2-1 29:3+1 39:3-1");
	EXPECT_EQ(object(1).uses, 6);
}

/* Killed while it is promised the mutex, or while it has it from another. */
TEST(handoff_killed)
{
	boot("prio", 1000);
	spawn_queue(2);
	lab_run(&lab, 12);
	notes_clear();
	lab_kill(&lab, 2);
	EXPECT_STR(notes(), "12:2!1 12:3+1");
	lab_run(&lab, 14);
	lab_kill(&lab, 4);
	EXPECT_STR(notes(), "12:2!1 12:3+1 13:3<1 13:3?1 13:4+1 14:4!1 14:3+1");
	EXPECT_EQ(lab_run_idle(&lab), 24);
	EXPECT_EQ(object(1).uses, 5);
}

/* One that waits for a condition variable takes it from another when it is woken. */
TEST(handoff_cond)
{
	boot("prio", 1000);
	make_mutex(INHERIT);
	make(COND);
	spawn(.PROGRAM(LOCK(1), WAIT_WITH(2, 1), RUN(3), UNLOCK(1)),
	      .priority = 7);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 5, .at = 1);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 6, .at = 2);
	spawn(.PROGRAM(LOCK(1), UNLOCK(1), RUN(1), SIGNAL(2), RUN(1), LOCK(1),
		       UNLOCK(1)), .priority = 8, .at = 3);
	expect_notes(10, "0:1+1 0:1-1 0:1?2 1:2+1 2:3?1 2:2^ 3:4?1 3:2^");
	expect_notes(11, "11:2-1 11:4+1 11:2v 11:4-1 11:3+1");
	expect_notes(12, "12:3<1 12:3?1 12:1+1");
	expect_notes(13, "13:1<1 13:1?1 13:4+1 13:4-1 13:1+1");
	expect_notes(99, "16:1-1 16:3+1 26:3-1");
}

/* What it has through other mutexes counts; and a deadlock is found, as ever. */
static void boot_holder(void)
{
	boot("prio", 1000);
	make_mutex(INHERIT);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 5);
	spawn(.PROGRAM(LOCK(2), LOCK(1), RUN(10), UNLOCK(1), UNLOCK(2)),
	      .priority = 6, .at = 1);
}

TEST(handoff_holder)
{
	boot_holder();
	spawn(.PROGRAM(LOCK(1), UNLOCK(1), RUN(2), LOCK(1), UNLOCK(1)),
	      .priority = 7, .at = 2);
	/* 3 has let 1 go at 10, and has run for 1 ns. */
	spawn(.PROGRAM(LOCK(2), UNLOCK(2)), .priority = 8, .at = 11);
	lab_run(&lab, 9);
	notes_clear();
	expect_notes(11, "10:1-1 10:3+1 10:1v 10:3-1 10:2+1 11:4?2 11:2^");
	expect_notes(99, "21:2-1 21:2-2 21:4+2 21:2v 21:4-2 22:3+1 22:3-1");
}

/* One that waits for it has become as urgent: nobody may overtake that one. */
TEST(handoff_waiter)
{
	boot("prio", 1);
	make_mutex(NONE);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 4);
	spawn(.PROGRAM(LOCK(1), UNLOCK(1)), .priority = 6, .at = 1);
	spawn(.PROGRAM(LOCK(2), LOCK(1), UNLOCK(1), UNLOCK(2)), .priority = 5,
	      .at = 2);
	spawn(.PROGRAM(LOCK(1), UNLOCK(1), RUN(2), LOCK(1), UNLOCK(1)),
	      .priority = 8, .at = 3);
	spawn(.PROGRAM(LOCK(2), UNLOCK(2)), .priority = 8, .at = 11);
	lab_run(&lab, 9);
	notes_clear();
	expect_notes(11, "10:1-1 10:4+1 10:4-1 10:2+1 11:5?2 11:3^");
	expect_notes(99, "12:4?1 12:2-1 12:3+1 12:3-1 12:4+1 12:3-2 12:5+2 12:3v 12:4-1 12:5-2");
}

TEST(handoff_deadlock)
{
	boot_holder();
	spawn(.PROGRAM(LOCK(1), UNLOCK(1), RUN(2), LOCK(1), LOCK(2), UNLOCK(1)),
	      .priority = 7, .at = 2);
	lab_run(&lab, 9);
	notes_clear();
	expect_notes(11, "10:1-1 10:3+1 10:1v 10:3-1 10:2+1");
	expect_notes(99, "12:2<1 12:2?1 12:3+1 12:3?2 12:3#2");
	EXPECT_EQ(stats().deadlocks, 1);
	lab_kill(&lab, 3);
	EXPECT_EQ(lab_run_idle(&lab), 109);
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_EXITED);
}

/* What it has from the mutex's ceiling does not protect it. */
TEST(handoff_ceiling)
{
	boot_on(2, "prio", 1000);
	make_ceiling(9);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 5, .cpus = 1);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 6, .cpus = 2,
	      .at = 1);
	spawn(.run = 20, .priority = 9, .cpus = 2, .at = 2);
	spawn(.PROGRAM(RUN(1), LOCK(1), RUN(1), UNLOCK(1)), .priority = 7,
	      .cpus = 1, .at = 10);
	expect_notes(10, "0:1+1 0:1^ 1:2?1 10:1-1 10:2+1 10:2^ 10:1v");
	expect_notes(11, "11:2<1 11:2v 11:2?1 11:4+1 11:4^");
	expect_notes(99, "12:4-1 12:2+1 12:2^ 12:4v 32:2-1 32:2v");
}
