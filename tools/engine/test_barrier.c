// SPDX-License-Identifier: GPL-2.0
/*
 * Barriers.
 */
#include "watch_objects.h"

/* All go on when the last comes; the round after that is another one. */
TEST(barrier_rounds)
{
	static const char * const policies[] = { "rr", "prio", "fair" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], 100);
		make(BARRIER, .value = 3);
		spawn(.PROGRAM(RUN(1), BARRIER(1), LOOP(0, 2)));
		spawn(.PROGRAM(RUN(2), BARRIER(1), LOOP(0, 2)));
		spawn(.PROGRAM(RUN(3), BARRIER(1), LOOP(0, 2)));
		lab_run(&lab, 5);
		EXPECT_EQ(object(1).nr_waiters, 2);
		EXPECT_EQ(proc(1).blocked_ns, 4);
		EXPECT_EQ(lab_run_idle(&lab), 12);
		EXPECT_EQ(object(1).uses, 2);
		EXPECT_EQ(object(1).contended, 4);
		EXPECT_EQ(object(1).value, 3);
		EXPECT_EQ(stats().nr_exited, 3);
	}
	EXPECT_EQ(object(1).waited_ns, proc(1).blocked_ns +
		  proc(2).blocked_ns + proc(3).blocked_ns);
}

/* They wake by urgency, then in the order in which they came. */
TEST(barrier_order)
{
	boot("rr", 100);
	make(BARRIER, .value = 4);
	spawn(.PROGRAM(BARRIER(1), RUN(1)));
	spawn(.PROGRAM(BARRIER(1), RUN(1)), .nice = -1);
	spawn(.PROGRAM(BARRIER(1), RUN(1)));
	spawn(.PROGRAM(BARRIER(1), RUN(1)), .at = 5);
	EXPECT_EQ(lab_run_idle(&lab), 9);
	EXPECT_STR(notes(), "0:1?1 0:2?1 0:3?1");
	EXPECT_STR(trace(), "0:1 0:2 0:3 5:4 6:2 7:1 8:3");
}

TEST(barrier_of_one)
{
	boot("rr", 100);
	make(BARRIER, .value = 1);
	spawn(.PROGRAM(BARRIER(1), RUN(1), LOOP(0, 3)));
	EXPECT_EQ(lab_run_idle(&lab), 3);
	EXPECT_EQ(object(1).uses, 3);
	EXPECT_EQ(object(1).contended, 0);
}

/* One that is killed there has not come; too few wait for ever. */
TEST(barrier_kill)
{
	boot("rr", 100);
	make(BARRIER, .value = 3);
	spawn(.PROGRAM(BARRIER(1), RUN(1)));
	spawn(.PROGRAM(BARRIER(1), RUN(1)));
	spawn(.PROGRAM(SLEEP(5), BARRIER(1), RUN(1)));
	lab_run(&lab, 1);
	lab_kill(&lab, 2);
	lab_run_idle(&lab);
	EXPECT_EQ(object(1).nr_waiters, 2);
	EXPECT_EQ(stats().nr_blocked, 2);
	EXPECT_EQ(stats().nr_deadlocked, 0);
	spawn(.PROGRAM(BARRIER(1)));
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, 4);
}

#define MANY	500

/*
 * More than one call of sim_advance() wakes. Who comes at the same instant is of the
 * next round.
 */
TEST(barrier_of_many)
{
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 1000, .nr_vcpus = 2,
		.max_procs = MANY + 10,
	};
	u32 calls = 0, i;

	boot_with(&config);
	make(BARRIER, .value = MANY);
	for (i = 1; i < MANY; i++)
		spawn(.PROGRAM(BARRIER(1), EXIT), .cpus = 2);
	lab_run(&lab, 1);
	EXPECT_EQ(object(1).nr_waiters, MANY - 1);
	spawn(.PROGRAM(RUN(9), BARRIER(1)), .cpus = 1);
	spawn(.PROGRAM(RUN(9), BARRIER(1)), .cpus = 2);
	lab_run(&lab, 9);
	watch = WATCH_NOTHING;
	while (sim_advance(lab.sim, 10))
		calls++;
	EXPECT(calls > 2);
	EXPECT_EQ(object(1).uses, 1);
	EXPECT_EQ(object(1).nr_waiters, 1);
	EXPECT_EQ(proc(MANY + 1).state, SCHEDSIM_STATE_BLOCKED);
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, MANY);
	EXPECT_EQ(object(1).contended, MANY);
}
