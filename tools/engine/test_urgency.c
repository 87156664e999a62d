// SPDX-License-Identifier: GPL-2.0
/*
 * How urgent a process is, as each policy sees it: who is handed a mutex first, and
 * what its owner inherits.
 */
#include "watch_objects.h"

/* What is inherited is all that the waiter has, not the best of each (shared/cases). */
TEST(urgency_as_a_whole)
{
	boot("linux", 1000);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), SLEEP(10), RUN(20), UNLOCK(1), RUN(5)),
	      .priority = 99, .nice = -20, .tickets = 7);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 1,
	      .sched_class = SCHEDSIM_CLASS_FIFO, .priority = 1, .nice = 3);
	lab_run(&lab, 5);
	EXPECT_EQ(proc(1).effective_class, SCHEDSIM_CLASS_FIFO);
	EXPECT_EQ(proc(1).effective_priority, 1);
	EXPECT_EQ(proc(1).effective_nice, 3);
	EXPECT_EQ(proc(1).effective_tickets, 0);
	/* So FIFO/2 is before it. */
	spawn(.run = 5, .sched_class = SCHEDSIM_CLASS_FIFO, .priority = 2,
	      .at = 7);
	lab_run(&lab, 35);
	EXPECT_STR(trace(), "0:1 1:2 10:1 12:3 17:1 35:2");
	EXPECT_EQ(proc(1).effective_class, SCHEDSIM_CLASS_OTHER);
	EXPECT_EQ(proc(1).effective_priority, 99);
	EXPECT_EQ(attr_of(1).priority, 99);
	EXPECT_STR(notes(), "0:1+1 1:2?1 1:1^ 35:1-1 35:2+1 35:1v");
}

/* Four that wait, in the order in which they come; each is first for some policy. */
static void spawn_waiters(u32 protocol)
{
	make(MUTEX, .protocol = protocol);
	spawn(.PROGRAM(LOCK(1), SLEEP(100), RUN(1), UNLOCK(1)));
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 1, .nice = -9);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 2, .priority = 50);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 3,
	      .sched_class = SCHEDSIM_CLASS_RR, .priority = 1);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .at = 4, .tickets = 99999);
	lab_run(&lab, 50);
}

static void expect_inherited(u32 from)
{
	const struct sim_proc *owner = sim_find(lab.sim, 1);
	struct sim_eff eff = sim_find(lab.sim, from)->eff;

	EXPECT(!eff.inherited);
	eff.inherited = true;
	EXPECT(!memcmp(&owner->eff, &eff, sizeof(eff)));
}

TEST(urgency_by_policy)
{
	static const struct {
		const char *policy;
		u32 order[4];
	} rows[] = {
		{ "prio", { 3, 4, 2, 5 } }, { "fair", { 2, 3, 4, 5 } },
		{ "linux", { 4, 2, 3, 5 } }, { "lottery", { 5, 2, 3, 4 } },
		{ "stride", { 5, 2, 3, 4 } }, { "rr", { 4, 3, 2, 5 } },
		{ "fifo", { 4, 3, 2, 5 } }, { "sjf", { 4, 3, 2, 5 } },
		{ "srtf", { 4, 3, 2, 5 } }, { "mlfq", { 4, 3, 2, 5 } },
		{ "hrrn", { 4, 3, 2, 5 } }, { "lrtf", { 4, 3, 2, 5 } },
		{ "edf", { 4, 3, 2, 5 } }, { "llf", { 4, 3, 2, 5 } },
		{ "rm", { 4, 3, 2, 5 } }, { "dm", { 4, 3, 2, 5 } },
		{ "eevdf", { 2, 3, 4, 5 } },
	};
	u32 i, k;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		boot(rows[i].policy, 1000);
		spawn_waiters(SCHEDSIM_PROTOCOL_INHERIT);
		expect_inherited(rows[i].order[0]);
		lab_run_idle(&lab);
		for (k = 1; k < 4; k++)
			EXPECT(proc(rows[i].order[k]).finish_ns >
			       proc(rows[i].order[k - 1]).finish_ns);
	}
	EXPECT_EQ(i, 17);
	EXPECT(!sim_policy_at(i));
}

/*
 * Another policy sees others as urgent: those that wait are put in its order, those
 * of equal urgency in the order in which they came; and what is inherited changes.
 */
TEST(urgency_after_change)
{
	static const char * const policies[] = {
		"prio", "fair", "linux", "lottery", "rr", "stride:span=all",
	};
	static const u32 first[] = { 3, 2, 4, 5, 4, 5 };
	static const u32 last[] = { 5, 5, 5, 4, 5, 4 };
	u32 from, to;

	for (from = 0; from < ARRAY_SIZE(policies); from++) {
		for (to = 0; to < ARRAY_SIZE(policies); to++) {
			boot(policies[from], 1000);
			spawn_waiters(SCHEDSIM_PROTOCOL_INHERIT);
			notes_clear();
			lab_set_policy(&lab, policies[to]);
			expect_inherited(first[to]);
			if (first[from] == first[to])
				EXPECT_STR(notes(), "");
			else
				EXPECT_EQ(strncmp(notes(), "50:1", 4), 0);
			lab_run(&lab, 101);
			EXPECT_EQ(object(1).owner, first[to]);
			lab_run_idle(&lab);
			EXPECT_EQ(proc(last[to]).finish_ns, 105);
			EXPECT_EQ(stats().nr_exited, 5);
		}
	}
}

/* Along a chain, one by one, also where one that waits for a vCPU moves by it. */
TEST(urgency_chain_after_change)
{
	boot("fair", 1000);
	make_mutex(INHERIT);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(50), UNLOCK(1)), .priority = 1);
	spawn(.PROGRAM(LOCK(2), LOCK(1), RUN(1), UNLOCK(1), UNLOCK(2)), .at = 1,
	      .priority = 2);
	spawn(.PROGRAM(LOCK(2), RUN(1), UNLOCK(2)), .at = 2, .priority = 9,
	      .nice = 10);
	spawn(.run = 10, .at = 3, .priority = 5);
	lab_run(&lab, 3);
	lab_trigger(&lab, 0);
	lab_run(&lab, 5);
	/* 3 has less weight than the others: fair passes nothing on. */
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_READY);
	EXPECT_EQ(proc(1).effective_priority, 1);
	EXPECT_EQ(proc(2).effective_priority, 2);
	EXPECT_STR(trace(), "0:1 3:2 3:3 3:4");
	notes_clear();
	lab_set_policy(&lab, "prio");
	EXPECT_EQ(proc(1).effective_priority, 9);
	EXPECT_EQ(proc(2).effective_priority, 9);
	EXPECT_EQ(proc(1).effective_nice, 10);
	EXPECT_STR(notes(), "5:1^ 5:2^ 5:1^");
	EXPECT_STR(trace(), "0:1 3:2 3:3 3:4 5:1");
	lab_run(&lab, 20);
	notes_clear();
	lab_set_policy(&lab, "fair");
	EXPECT_STR(notes(), "20:1^ 20:2^");
	EXPECT_EQ(proc(1).effective_priority, 1);
	EXPECT_EQ(proc(2).effective_priority, 2);
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, 4);
}

/* Those in a deadlock pass nothing on to each other, before and afterwards. */
TEST(urgency_deadlock_change)
{
	u32 i;

	boot("prio", 1000);
	make_mutex(INHERIT);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), SLEEP(5), LOCK(2)), .priority = 1);
	spawn(.PROGRAM(LOCK(2), SLEEP(5), LOCK(1)), .priority = 2, .nice = -5);
	spawn(.PROGRAM(SLEEP(9), LOCK(1)), .priority = 5, .nice = -2);
	lab_run(&lab, 20);
	EXPECT_EQ(stats().nr_deadlocked, 2);
	for (i = 0; i < 3; i++) {
		lab_set_policy(&lab, i % 2 ? "prio" : "fair");
		EXPECT_EQ(stats().nr_deadlocked, 2);
		EXPECT_EQ(proc(1).effective_priority, 5);
		EXPECT_EQ(proc(2).effective_priority, 2);
		EXPECT_EQ(proc(2).effective_nice, -5);
	}
	lab_kill(&lab, 2);
	EXPECT_EQ(stats().nr_deadlocked, 0);
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, 3);
}
