// SPDX-License-Identifier: GPL-2.0
/*
 * Jobs of periodic processes, and timers that are shared.
 */
#include "watch_objects.h"

/* Released with the arrival and by the timer, done at the next timer or exit. */
TEST(job_periodic)
{
	struct schedsim_proc p;

	boot("prio", 100);
	spawn(.PROGRAM(RUN(3), TIMER(0, 10), LOOP(0, 3)), .priority = 1, .at = 5);
	/* 5..9 and 12..17 */
	spawn(.PROGRAM(RUN(4), SLEEP(3), RUN(5)), .priority = 2, .at = 5);
	lab_run(&lab, 4);
	p = proc(1);
	EXPECT_EQ(p.jobs_released, 0);
	EXPECT_EQ(p.lateness_max_ns, S64_MIN);
	lab_run(&lab, 11);
	EXPECT_EQ(proc(1).jobs_released, 1);
	EXPECT_EQ(proc(1).jobs_done, 0);
	lab_run(&lab, 12);
	p = proc(1);
	/* The second begins at 15, and is done at 20, the third at 28. */
	EXPECT_EQ(p.jobs_released, 1);
	EXPECT_EQ(p.jobs_done, 1);
	EXPECT_EQ(p.response_max_ns, 7);
	lab_run(&lab, 15);
	EXPECT_EQ(proc(1).jobs_released, 2);
	EXPECT_EQ(proc(1).jobs_done, 1);
	lab_run_idle(&lab);
	p = proc(1);
	EXPECT_EQ(p.jobs_released, 3);
	EXPECT_EQ(p.jobs_done, 3);
	EXPECT_EQ(p.jobs_missed, 0);
	EXPECT_EQ(p.response_total_ns, 7 + 5 + 3);
	EXPECT_EQ(p.response_max_ns, 7);
	/* Each by the period of the timer that ends it. */
	EXPECT_EQ(p.lateness_total_ns, -3 - 5 - 7);
	EXPECT_EQ(p.lateness_max_ns, -3);
	EXPECT_EQ(p.tardiness_total_ns, 0);
	EXPECT_EQ(proc(2).jobs_done, 1);
	EXPECT_EQ(proc(2).response_max_ns, 12);
	EXPECT_EQ(proc(2).jobs_missed, 0);
	EXPECT_EQ(proc(2).lateness_max_ns, S64_MIN);
}

/* Sums that are too great, or too little, end where they can. */
TEST(job_sums)
{
	struct schedsim_proc p;

	boot("rr", 1000);
	watch = WATCH_NOTHING;
	spawn(.PROGRAM(RUN(1), TIMER(0, 10), LOOP(0, 0)),
	      .deadline = SCHEDSIM_MAX_TIME_NS);
	lab_run(&lab, 10 * 127);
	EXPECT_EQ(proc(1).jobs_done, 127);
	EXPECT_EQ(proc(1).lateness_total_ns,
		  -127 * (s64)(SCHEDSIM_MAX_TIME_NS - 1));
	lab_run(&lab, 10 * 1000);
	EXPECT_EQ(proc(1).lateness_total_ns, S64_MIN);
	EXPECT_EQ(proc(1).tardiness_total_ns, 0);
	/* One that is far behind, and does not catch up. */
	boot("rr", SCHEDSIM_MAX_QUANTUM_NS);
	watch = WATCH_NOTHING;
	spawn(.PROGRAM(RUN(SCHEDSIM_MAX_TIME_NS / 2), TIMER_ABS(0, 1), RUN(1),
		       LOOP(1, 1000)), .deadline = 1);
	lab_run_idle(&lab);
	p = proc(1);
	EXPECT_EQ(p.jobs_missed, p.jobs_done);
	EXPECT_EQ(p.response_total_ns, U64_MAX);
	EXPECT_EQ(p.lateness_total_ns, S64_MAX);
	EXPECT_EQ(p.tardiness_total_ns, U64_MAX);
}

/* The deadline is the attribute, or the period, or the timer's. */
static void deadlines(u64 deadline, u64 period, u32 missed, s64 lateness,
		      u64 tardiness)
{
	struct schedsim_proc p;

	boot("rr", 100);
	/* Takes 4, 8 and 12 from release to end. */
	spawn(.PROGRAM(RUN(4), TIMER(0, 20), RUN(8), TIMER(0, 20), RUN(12),
		       TIMER(0, 20)), .deadline = deadline, .period = period);
	lab_run_idle(&lab);
	p = proc(1);
	EXPECT_EQ(p.jobs_released, 3);
	EXPECT_EQ(p.jobs_done, 3);
	EXPECT_EQ(p.response_total_ns, 24);
	EXPECT_EQ(p.response_max_ns, 12);
	EXPECT_EQ(p.jobs_missed, missed);
	EXPECT_EQ(p.lateness_total_ns, lateness);
	EXPECT_EQ(p.tardiness_total_ns, tardiness);
}

TEST(job_deadlines)
{
	deadlines(8, 0, 1, -4 + 0 + 4, 4);
	deadlines(7, 99, 2, -3 + 1 + 5, 6);
	deadlines(0, 10, 1, -6 - 2 + 2, 2);
	deadlines(0, 0, 0, -16 - 12 - 8, 0);
}

/* It is missed when its deadline has passed, not only when it is done. */
TEST(job_late)
{
	boot("rr", 100);
	spawn(.PROGRAM(RUN(30), TIMER(0, 40), RUN(30), TIMER(0, 40)),
	      .deadline = 10);
	lab_run(&lab, 10);
	EXPECT_EQ(proc(1).jobs_missed, 0);
	lab_run(&lab, 11);
	EXPECT_EQ(proc(1).jobs_missed, 1);
	EXPECT_EQ(proc(1).lateness_max_ns, S64_MIN);
	lab_run(&lab, 35);
	EXPECT_EQ(proc(1).jobs_missed, 1);
	EXPECT_EQ(proc(1).lateness_max_ns, 20);
	lab_run(&lab, 60);
	EXPECT_EQ(proc(1).jobs_missed, 2);
	EXPECT_EQ(proc(1).jobs_released, 2);
}

/* A timer that is behind: the next job begins at once, or when it should have. */
TEST(job_overrun)
{
	boot("rr", 100);
	spawn(.PROGRAM(RUN(15), TIMER(0, 10), RUN(2), TIMER(0, 10)));
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).response_total_ns, 15 + 2);
	EXPECT_EQ(proc(1).jobs_missed, 1);
	EXPECT_EQ(proc(1).finish_ns, 25);

	boot("rr", 100);
	spawn(.PROGRAM(RUN(15), TIMER_ABS(0, 10), RUN(2), TIMER_ABS(0, 10)));
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).response_total_ns, 15 + 7);
	EXPECT_EQ(proc(1).jobs_missed, 1);
	EXPECT_EQ(proc(1).finish_ns, 20);
}

/* What takes no CPU time is no job. */
TEST(job_empty)
{
	boot("rr", 100);
	spawn(.PROGRAM(TIMER(0, 10), TIMER(0, 10), RUN(1), TIMER(0, 10)));
	spawn(.PROGRAM(SLEEP(5)));
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).jobs_released, 1);
	EXPECT_EQ(proc(1).jobs_done, 1);
	EXPECT_EQ(proc(1).response_max_ns, 1);
	EXPECT_EQ(proc(2).jobs_released, 0);
	EXPECT_EQ(proc(2).jobs_done, 0);
}

/* The death of a process neither begins a job nor excuses one. */
TEST(job_kill)
{
	boot("rr", 100);
	spawn(.PROGRAM(RUN(3), TIMER(0, 10), RUN(9)), .deadline = 5);
	spawn(.PROGRAM(RUN(50)), .deadline = 8);
	spawn(.at = 90);
	lab_run(&lab, 7);
	lab_kill(&lab, 1);
	EXPECT_EQ(proc(1).jobs_released, 1);
	EXPECT_EQ(proc(1).jobs_done, 1);
	EXPECT_EQ(proc(1).jobs_missed, 0);
	lab_run(&lab, 9);
	EXPECT_EQ(proc(2).jobs_missed, 1);
	lab_kill(&lab, 2);
	EXPECT_EQ(proc(2).jobs_released, 1);
	EXPECT_EQ(proc(2).jobs_done, 0);
	EXPECT_EQ(proc(2).jobs_missed, 1);
	lab_run(&lab, 50);
	EXPECT_EQ(proc(2).jobs_missed, 1);
	lab_kill(&lab, 3);
	EXPECT_EQ(proc(3).jobs_released, 0);
}

/* Waiting for a mutex is part of the response. */
TEST(job_blocked)
{
	boot("prio", 100);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(8), UNLOCK(1)), .priority = 1);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .priority = 2, .at = 2,
	      .deadline = 5);
	lab_run(&lab, 8);
	EXPECT_EQ(proc(2).jobs_missed, 1);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(2).response_max_ns, 7);
	EXPECT_EQ(proc(2).tardiness_total_ns, 2);
}

/*
 * A timer that several use counts from the arrival of the first of them, and
 * each use moves it on for all.
 */
TEST(timer_shared)
{
	boot("rr", 100);
	make(TIMER);
	spawn(.PROGRAM(TIMER_SHARED(1, 10), RUN(1), TIMER_SHARED(1, 10)),
	      .at = 3);
	spawn(.PROGRAM(TIMER_SHARED(1, 10), RUN(1)), .at = 4);
	spawn(.PROGRAM(SLEEP(50), TIMER_SHARED(1, 5), RUN(1),
		       TIMER_SHARED(1, 5)));
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:3 3:1 4:2 13:1 23:2 33:1 50:3 55:3");
	EXPECT_EQ(proc(1).finish_ns, 33);
	EXPECT_EQ(proc(2).finish_ns, 24);
	/* It was at 33: 38 is over, so that it is at 50. */
	EXPECT_EQ(proc(3).finish_ns, 55);
	EXPECT_EQ(object(1).uses, 5);
	EXPECT_EQ(object(1).contended, 0);
}
