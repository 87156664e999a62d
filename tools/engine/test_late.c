// SPDX-License-Identifier: GPL-2.0
/*
 * Lateness: in live mode things are handled when they are noticed.
 */
#include "watch.h"

TEST(late_burst)
{
	boot("rr", 10);
	watch = WATCH_LATE;
	spawn(.run = 5);
	spawn(.run = 2);
	lab_settle(&lab);
	lab_jump(&lab, 8);
	EXPECT_EQ(proc(1).cpu_ns, 5);
	EXPECT_EQ(proc(1).finish_ns, 8);
	EXPECT_EQ(vcpu(0).idle_ns, 3);
	EXPECT_STR(trace(), "0:1 8:2");
	lab_jump(&lab, 30);
	EXPECT_EQ(proc(2).cpu_ns, 2);
	EXPECT_EQ(proc(2).finish_ns, 30);
	EXPECT_EQ(vcpu(0).idle_ns, 23);
	/* No slice has ended. */
	EXPECT_EQ(stats().late_max_ns, 0);
	EXPECT_EQ(stats().expiries, 0);
}

TEST(late_slice)
{
	static const struct {
		u64 now, late, skipped;
		u32 bucket;
	} rows[] = {
		{ 10, 0, 0, 0 }, { 11, 1, 0, 0 }, { 12, 2, 0, 1 },
		{ 17, 7, 0, 2 }, { 19, 9, 0, 3 }, { 20, 10, 1, 3 },
		{ 29, 19, 1, 4 }, { 30, 20, 2, 4 }, { 110, 100, 10, 6 },
	};
	u32 i, n;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		boot("rr", 10);
		spawn();
		spawn();
		lab_settle(&lab);
		lab_jump(&lab, rows[i].now);
		EXPECT_EQ(proc(1).cpu_ns, rows[i].now);
		EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_READY);
		EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_RUNNING);
		EXPECT_EQ(stats().expiries, 1);
		EXPECT_EQ(stats().late_max_ns, rows[i].late);
		EXPECT_EQ(stats().late_total_ns, rows[i].late);
		EXPECT_EQ(stats().skipped, rows[i].skipped);
		for (n = 0; n < SCHEDSIM_LATENESS_BUCKETS; n++)
			EXPECT_EQ(stats().lateness[n], n == rows[i].bucket);
		/* The next slice is a whole one again. */
		EXPECT_EQ(sim_next_event(lab.sim), rows[i].now + 10);
	}
}

/* Also if something else was noticed at the same time, and handled first. */
TEST(late_slice_and_wakeup)
{
	boot("rr", 10);
	watch = WATCH_LATE;
	spawn();
	spawn();
	spawn(.at = 9);
	spawn(.at = 10);
	spawn(.at = 12);
	lab_settle(&lab);
	lab_jump(&lab, 17);
	EXPECT_EQ(stats().expiries, 1);
	EXPECT_EQ(stats().late_max_ns, 7);
	EXPECT_EQ(stats().late_total_ns, 7);
	EXPECT_EQ(stats().lateness[2], 1);
}

TEST(late_slice_and_quantum)
{
	boot("rr", 10);
	spawn();
	spawn();
	lab_run(&lab, 6);
	lab_set_quantum(&lab, 3);
	EXPECT_STR(trace(), "0:1 6:2");
	EXPECT_EQ(stats().late_max_ns, 0);
	lab_run(&lab, 7);
	/* Over at once, but noticed only when time has gone on. */
	sim_set_quantum(lab.sim, 1);
	lab_jump(&lab, 12);
	EXPECT_EQ(stats().late_max_ns, 5);
	EXPECT_EQ(stats().skipped, 5);
}

TEST(late_wakeup)
{
	boot("rr", 10);
	watch = WATCH_LATE;
	spawn(.PROGRAM(RUN(1), SLEEP(10), RUN(4)));
	lab_run(&lab, 1);
	lab_jump(&lab, 20);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_RUNNING);
	EXPECT_EQ(proc(1).sleeping_ns, 19);
	EXPECT_EQ(proc(1).wakeups, 1);
	lab_run(&lab, 50);
	EXPECT_EQ(proc(1).finish_ns, 24);
}

/* Time does not go backwards. */
TEST(late_now_in_the_past)
{
	boot("rr", 10);
	spawn();
	lab_run(&lab, 15);
	lab_jump(&lab, 3);
	EXPECT_EQ(stats().time_ns, 15);
	EXPECT_EQ(proc(1).cpu_ns, 15);
}

TEST(end_of_time)
{
	boot("rr", 10);
	watch = WATCH_NOTHING;
	spawn();
	spawn(.at = SCHEDSIM_MAX_TIME_NS - 5);
	lab_settle(&lab);
	lab_jump(&lab, ~0ULL - 1);
	EXPECT_EQ(stats().time_ns, SCHEDSIM_MAX_TIME_NS);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
}
