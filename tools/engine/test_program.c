// SPDX-License-Identifier: GPL-2.0
/*
 * Programs: what they do, and which are refused.
 */
#include <stdlib.h>

#include "watch.h"

#define OPS(...)							\
	.ops = (const struct schedsim_op[]) { __VA_ARGS__ },		\
	.nr_ops = ARRAY_SIZE(((const struct schedsim_op[]) { __VA_ARGS__ }))

/* Alone on a vCPU. */
TEST(program_alone)
{
	const struct {
		const char *what;
		const struct schedsim_op *ops;
		u32 nr_ops;
		u64 finish, cpu;
		u32 wakeups, yields;
		const char *trace;
	} rows[] = {
		{ "run", OPS(RUN(7)), 7, 7, 0, 0, "0:1" },
		{ "runs in a row", OPS(RUN(7), RUN(0), RUN(2)),
		  9, 9, 0, 0, "0:1" },
		{ "sleep", OPS(RUN(1), SLEEP(5), RUN(2)),
		  8, 3, 1, 0, "0:1 6:1" },
		{ "no sleep", OPS(RUN(1), SLEEP(0), RUN(2)),
		  3, 3, 0, 0, "0:1" },
		{ "sleep first and last", OPS(SLEEP(5), RUN(2), SLEEP(3)),
		  10, 2, 2, 0, "0:1 5:1 10:1" },
		{ "yield", OPS(YIELD, YIELD, RUN(1), YIELD),
		  1, 1, 0, 3, "0:1 0:1 0:1 1:1" },
		{ "exit", OPS(RUN(3), EXIT, RUN(5)), 3, 3, 0, 0, "0:1" },
		{ "nothing", OPS(EXIT), 0, 0, 0, 0, "0:1" },
		{ "no time", OPS(RUN(0)), 0, 0, 0, 0, "0:1" },
		{ "loop", OPS(RUN(3), LOOP(0, 4)), 12, 12, 0, 0, "0:1" },
		{ "loop once", OPS(RUN(3), LOOP(0, 1)), 3, 3, 0, 0, "0:1" },
		{ "exit in a loop", OPS(RUN(3), EXIT, LOOP(0, 0)),
		  3, 3, 0, 0, "0:1" },
		/* 2 * (1 + 3 * 2) + 5 */
		{ "nested loops",
		  OPS(RUN(1), RUN(2), LOOP(1, 3), LOOP(0, 2), RUN(5)),
		  19, 19, 0, 0, "0:1" },
		/* 3 * (2 * 1 + 2 * 2 * 3): counters start over */
		{ "loops beside and in loops",
		  OPS(RUN(1), LOOP(0, 2), RUN(3), LOOP(2, 2), LOOP(2, 2),
		      LOOP(0, 3)),
		  42, 42, 0, 0, "0:1" },
		/* every 10: 0-3, 10-13, 20-23, the end at 30 */
		{ "timer", OPS(RUN(3), TIMER(0, 10), LOOP(0, 3)),
		  30, 9, 3, 0, "0:1 10:1 20:1 30:1" },
		{ "timers are many",
		  OPS(TIMER(3, 4), TIMER(15, 10), TIMER(3, 4), TIMER(3, 4)),
		  14, 0, 3, 0, "0:1 4:1 10:1 14:1" },
		/* at 12 behind by 2: the next period counts from then */
		{ "timer behind",
		  OPS(RUN(12), TIMER(0, 10), RUN(1), TIMER(0, 10)),
		  22, 13, 1, 0, "0:1 22:1" },
		/* the next at 20 all the same */
		{ "timer behind, absolute",
		  OPS(RUN(12), TIMER_ABS(0, 10), RUN(1), TIMER_ABS(0, 10)),
		  20, 13, 1, 0, "0:1 20:1" },
		/* at 35 three periods are over: caught up one by one */
		{ "timer far behind, absolute",
		  OPS(RUN(35), TIMER_ABS(0, 10), TIMER_ABS(0, 10),
		      TIMER_ABS(0, 10), TIMER_ABS(0, 10)),
		  40, 35, 1, 0, "0:1 40:1" },
		/* periods that are over are left out: the next one is at 40 */
		{ "timer far behind, skip",
		  OPS(RUN(35), TIMER_SKIP(0, 10), RUN(1), TIMER_SKIP(0, 10)),
		  50, 36, 2, 0, "0:1 40:1 50:1" },
		{ "timer in time, skip",
		  OPS(RUN(3), TIMER_SKIP(0, 10), TIMER_SKIP(0, 10)),
		  20, 3, 2, 0, "0:1 10:1 20:1" },
		/* at 30 two periods are left out, and one begins */
		{ "timer on the dot, skip",
		  OPS(RUN(30), TIMER_SKIP(0, 10), RUN(1), TIMER_SKIP(0, 10)),
		  40, 31, 1, 0, "0:1 40:1" },
		/* just in time is not a sleep */
		{ "timer on the dot", OPS(RUN(10), TIMER(0, 10), RUN(1)),
		  11, 11, 0, 0, "0:1" },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		boot("rr", 100);
		EXPECT_EQ(spawn(.ops = rows[i].ops, .nr_ops = rows[i].nr_ops), 1);
		lab_run_idle(&lab);
		EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_EXITED);
		EXPECT_EQ(proc(1).finish_ns, rows[i].finish);
		EXPECT_EQ(proc(1).cpu_ns, rows[i].cpu);
		EXPECT_EQ(proc(1).wakeups, rows[i].wakeups);
		EXPECT_EQ(proc(1).yields, rows[i].yields);
		EXPECT_EQ(proc(1).nr_ops, rows[i].nr_ops);
		EXPECT_EQ(proc(1).pc, rows[i].nr_ops);
		EXPECT_STR(trace(), rows[i].trace);
	}
}

/* A timer counts from the process's arrival. */
TEST(program_timer_origin)
{
	boot("rr", 100);
	spawn(.PROGRAM(RUN(3), TIMER(0, 10), RUN(1)), .at = 7);
	EXPECT_EQ(lab_run_idle(&lab), 18);
	EXPECT_STR(trace(), "7:1 17:1");
}

TEST(program_for_ever)
{
	boot("rr", 100);
	spawn(.PROGRAM(RUN(3), SLEEP(2), LOOP(0, 0)));
	lab_run(&lab, 5001);
	EXPECT_EQ(proc(1).cpu_ns, 3001);
	EXPECT_EQ(proc(1).wakeups, 1000);
}

static u32 right_ops(const struct schedsim_op *ops, u32 nr_ops)
{
	struct sim_program *program;
	u32 right;

	program = lab_alloc(sizeof(*program) + nr_ops * sizeof(program->ops[0]));
	right = sim_program_decode(program, ops, nr_ops);
	free(program);
	return right;
}

#define OP(_code, _flags, _arg, _value) \
	{ .code = (_code), .flags = (_flags), .arg = (_arg), .value = (_value) }

TEST(program_refused)
{
	const struct {
		const char *what;
		const struct schedsim_op *ops;
		u32 nr_ops;
		u32 right;
	} rows[] = {
		{ "unknown", OPS(RUN(1), OP(SCHEDSIM_OP_ATTR + 1, 0, 0, 0)), 1 },
		{ "unknown, wide", OPS(OP(0x100, 0, 0, 1)), 0 },
		{ "flag of a run", OPS(OP(SCHEDSIM_OP_RUN, 1, 0, 1)), 0 },
		{ "flag of a timer", OPS(OP(SCHEDSIM_OP_TIMER, 4, 0, 1)), 0 },
		{ "two modes of a timer", OPS(OP(SCHEDSIM_OP_TIMER, 9, 0, 1)), 0 },
		{ "wide flag", OPS(OP(SCHEDSIM_OP_TIMER, 0x101, 0, 1)), 0 },
		{ "flag of a loop", OPS(RUN(1), OP(SCHEDSIM_OP_LOOP, 1, 0, 1)), 1 },
		{ "arg of a run", OPS(OP(SCHEDSIM_OP_RUN, 0, 1, 1)), 0 },
		{ "arg of a sleep", OPS(OP(SCHEDSIM_OP_SLEEP, 0, 1, 1)), 0 },
		{ "arg of a yield", OPS(OP(SCHEDSIM_OP_YIELD, 0, 1, 0)), 0 },
		{ "arg of an exit", OPS(OP(SCHEDSIM_OP_EXIT, 0, 1, 0)), 0 },
		{ "value of a yield", OPS(OP(SCHEDSIM_OP_YIELD, 0, 0, 1)), 0 },
		{ "value of an exit", OPS(OP(SCHEDSIM_OP_EXIT, 0, 0, 1)), 0 },
		{ "timer number", OPS(TIMER(15, 1), TIMER(16, 1)), 1 },
		{ "timer of 0", OPS(TIMER(0, 0)), 0 },
		{ "run too long", OPS(RUN(SCHEDSIM_MAX_TIME_NS),
				      RUN(SCHEDSIM_MAX_TIME_NS + 1)), 1 },
		{ "sleep too long", OPS(SLEEP(~0ULL)), 0 },
		{ "timer too long", OPS(TIMER(0, 1ULL << 63)), 0 },
		{ "loop of itself", OPS(RUN(1), LOOP(1, 2)), 1 },
		{ "loop forward", OPS(RUN(1), LOOP(2, 2), RUN(1)), 1 },
		{ "loop far away", OPS(RUN(1), LOOP(~0U, 2)), 1 },
		{ "loop alone", OPS(LOOP(0, 2)), 0 },
		{ "loops overlap",
		  OPS(RUN(1), RUN(1), LOOP(0, 2), RUN(1), LOOP(1, 2)), 4 },
		{ "loop to a loop's end",
		  OPS(RUN(1), LOOP(0, 2), RUN(1), LOOP(1, 2)), 3 },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		EXPECT_STR(rows[i].what, rows[i].what);
		EXPECT_EQ(right_ops(rows[i].ops, rows[i].nr_ops), rows[i].right);
	}
}

TEST(program_accepted)
{
	const struct {
		const struct schedsim_op *ops;
		u32 nr_ops;
	} rows[] = {
		{ OPS(TIMER(0, 1), LOOP(0, 0)) },
		{ OPS(SLEEP(1), LOOP(0, 0)) },
		{ OPS(TIMER_ABS(0, 1), RUN(1), LOOP(0, 0)) },
		{ OPS(RUN(1), LOOP(0, 2), LOOP(0, 0)) },
		{ OPS(YIELD, RUN(1), LOOP(1, 2), LOOP(0, 0)) },
		{ OPS(RUN(1), LOOP(0, SCHEDSIM_MAX_TIME_NS)) },
		/* Whether time passes shows when they are executed. */
		{ OPS(RUN(0), SLEEP(0), YIELD, LOOP(0, 0)) },
		{ OPS(EXIT, LOOP(0, 0)) },
		{ OPS(TIMER_ABS(0, 1), LOOP(0, 0)) },
		{ OPS(RUN(1), YIELD, LOOP(1, 2), LOOP(0, 2)) },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT_EQ(right_ops(rows[i].ops, rows[i].nr_ops), rows[i].nr_ops);
}

/* Loops nest 16 deep, and not deeper. */
TEST(program_depth)
{
	struct schedsim_op ops[SCHEDSIM_MAX_LOOP_DEPTH + 2] = { RUN(1) };
	u32 i;

	for (i = 1; i < ARRAY_SIZE(ops); i++)
		ops[i] = (struct schedsim_op)LOOP(0, 2);
	EXPECT_EQ(right_ops(ops, ARRAY_SIZE(ops)), ARRAY_SIZE(ops) - 1);

	boot("rr", 100);
	spawn(.ops = ops, .nr_ops = ARRAY_SIZE(ops) - 1);
	EXPECT_EQ(lab_run_idle(&lab), 1 << SCHEDSIM_MAX_LOOP_DEPTH);
}

/* Many loops: checked in linear time, done right. */
TEST(program_long)
{
	struct schedsim_op *ops = lab_alloc(SCHEDSIM_MAX_OPS * sizeof(*ops));
	u32 i;

	for (i = 0; i < SCHEDSIM_MAX_OPS; i += 2) {
		ops[i] = (struct schedsim_op)RUN(1);
		ops[i + 1] = (struct schedsim_op)LOOP(i, 2);
	}
	ops[SCHEDSIM_MAX_OPS - 1] = (struct schedsim_op)LOOP(0, 3);
	boot("rr", 100);
	spawn(.ops = ops, .nr_ops = SCHEDSIM_MAX_OPS);
	EXPECT_EQ(lab_run_idle(&lab), 3 * (2047 * 2 + 1));
	free(ops);
}

/* What is read back is what was written. */
TEST(program_encode)
{
	static const struct schedsim_op ops[] = {
		RUN(5), SLEEP(6), TIMER(3, 7), TIMER_ABS(15, 8), YIELD,
		LOOP(1, 9), LOOP(0, 0), TIMER_SKIP(1, 9), EXIT,
	};
	struct sim_program *program;
	struct schedsim_op op;
	u32 i;

	program = lab_alloc(sizeof(*program) + sizeof(ops[0]) * ARRAY_SIZE(ops));
	EXPECT_EQ(sim_program_decode(program, ops, ARRAY_SIZE(ops)),
		  ARRAY_SIZE(ops));
	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		memset(&op, 0xff, sizeof(op));
		sim_program_encode(program, i, &op);
		EXPECT(!memcmp(&op, &ops[i], sizeof(op)));
	}
	free(program);
}

/* Each operation is a step. */
TEST(program_in_steps)
{
	struct schedsim_op *ops = lab_alloc(SCHEDSIM_MAX_OPS * sizeof(*ops));
	struct job job = { .at = 5, .ops = ops, .nr_ops = SCHEDSIM_MAX_OPS };
	u32 calls = 0;

	/* All of them take no time, for lab_alloc() has zeroed them. */
	boot("rr", 10);
	watch = WATCH_NOTHING;
	spawn_job(&job);
	lab_run(&lab, 4);
	while (sim_advance(lab.sim, 5))
		calls++;
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_EXITED);
	EXPECT_EQ(proc(1).finish_ns, 5);
	EXPECT_EQ(proc(1).pc, SCHEDSIM_MAX_OPS);
	EXPECT(calls >= SCHEDSIM_MAX_OPS / SIM_STEPS);
	EXPECT(lab.sim->steps >= SCHEDSIM_MAX_OPS);
	free(ops);
}
