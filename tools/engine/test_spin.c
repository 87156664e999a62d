// SPDX-License-Identifier: GPL-2.0
/*
 * Loops in which no time passes: they wait for others, or spin and are stopped.
 */
#include "watch_objects.h"

#define OPS(...)							\
	.ops = (const struct schedsim_op[]) { __VA_ARGS__ },		\
	.nr_ops = ARRAY_SIZE(((const struct schedsim_op[]) { __VA_ARGS__ }))

#define TURNS	SCHEDSIM_MAX_TURNS

/* Alone on a vCPU: what goes round at one instant for ever is stopped there. */
TEST(program_spins)
{
	const struct {
		const char *what;
		const struct schedsim_op *ops;
		u32 nr_ops;
		u64 finish;
		u32 yields;
		bool spun;
	} rows[] = {
		{ "nothing", OPS(RUN(3), RUN(0), LOOP(1, 0)), 3, 0, true },
		{ "yields", OPS(YIELD, LOOP(0, 0)), 0, TURNS + 1, true },
		{ "counted", OPS(YIELD, LOOP(0, TURNS + 1), RUN(2)),
		  2, TURNS + 1, false },
		{ "counted, too often", OPS(YIELD, LOOP(0, TURNS + 2), RUN(2)),
		  0, TURNS + 1, true },
		/* 64 turns of the inner loop a turn of the outer one */
		{ "nested", OPS(RUN(1), YIELD, LOOP(1, 64), LOOP(1, 64), RUN(2)),
		  3, TURNS, false },
		{ "nested, too often",
		  OPS(RUN(1), YIELD, LOOP(1, 64), LOOP(1, 66), RUN(2)),
		  1, TURNS + 1, true },
		{ "catches up", OPS(RUN(TURNS), TIMER_ABS(0, 1), LOOP(1, TURNS + 1)),
		  TURNS + 1, 0, false },
		{ "exits", OPS(EXIT, LOOP(0, 0)), 0, 0, false },
		/* Often at each of several instants, but not too often. */
		{ "again and again",
		  OPS(YIELD, LOOP(0, TURNS), RUN(1), LOOP(0, 3)),
		  3, 3 * TURNS, false },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		boot("rr", 100);
		watch = WATCH_NOTHING;
		spawn(.ops = rows[i].ops, .nr_ops = rows[i].nr_ops);
		lab_run_idle(&lab);
		EXPECT_STR(rows[i].what, rows[i].what);
		EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_EXITED);
		EXPECT_EQ(proc(1).finish_ns, rows[i].finish);
		EXPECT_EQ(proc(1).yields, rows[i].yields);
		EXPECT_EQ(proc(1).flags, rows[i].spun ? SCHEDSIM_PROC_SPUN : 0);
		EXPECT_EQ(stats().program_errors, rows[i].spun);
	}
}

/* Two that wake each other up, and so never run, do not keep time from passing. */
TEST(program_spins_in_turns)
{
	boot("rr", 100);
	watch = WATCH_NOTHING;
	make(SEMAPHORE);
	make(SEMAPHORE);
	spawn(.PROGRAM(SEM_POST(1), SEM_WAIT(2), LOOP(0, 0)));
	spawn(.PROGRAM(SEM_WAIT(1), SEM_POST(2), LOOP(0, 0)));
	spawn(.PROGRAM(RUN(7)), .at = 1);
	lab_run(&lab, 10);
	EXPECT_EQ(proc(1).flags, SCHEDSIM_PROC_SPUN);
	EXPECT_EQ(proc(1).finish_ns, 0);
	EXPECT_EQ(proc(2).flags, SCHEDSIM_PROC_SPUN);
	EXPECT_EQ(proc(2).finish_ns, 0);
	EXPECT_EQ(proc(3).finish_ns, 8);
}

/* Whoever is stopped gives up its mutexes. */
TEST(program_spins_with_a_mutex)
{
	boot("rr", 100);
	make(MUTEX);
	spawn(.PROGRAM(RUN(1), LOCK(1), YIELD, LOOP(2, 0)));
	spawn(.PROGRAM(LOCK(1), RUN(2), UNLOCK(1)), .at = 1);
	lab_run_idle(&lab);
	EXPECT_STR(notes(), "1:1+1 1:2?1 1:1e3 1:1!1 1:2+1 3:2-1");
	EXPECT_EQ(stats().abandoned, 1);
	EXPECT_EQ(proc(1).finish_ns, 1);
}

/* Who only waits in a loop need not run: shared/cases, blocking_loop. */
TEST(program_loop_waits)
{
	boot("prio", 100);
	make(COND);
	make(MUTEX);
	spawn(.PROGRAM(WAIT(1), LOCK(2), SIGNAL(1), UNLOCK(2), LOOP(0, 3)));
	spawn(.PROGRAM(RUN(1000), BROADCAST(1), LOOP(0, 3)));
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).finish_ns, 3000);
	EXPECT_EQ(proc(1).wakeups, 3);
	EXPECT_EQ(object(2).uses, 3);
	EXPECT_EQ(stats().program_errors, 0);
}
