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
	/* What is released at an instant counts when that has passed. */
	lab_run(&lab, 15);
	EXPECT_EQ(proc(1).jobs_released, 1);
	lab_run(&lab, 16);
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
	EXPECT_EQ(proc(1).lateness_max_ns, 1);
	lab_run(&lab, 35);
	EXPECT_EQ(proc(1).jobs_missed, 1);
	EXPECT_EQ(proc(1).lateness_max_ns, 20);
	lab_run(&lab, 60);
	EXPECT_EQ(proc(1).jobs_missed, 2);
	EXPECT_EQ(proc(1).jobs_released, 2);
}

/*
 * The values of the tests up to job_backlog_far() follow from the rule of Liu and
 * Layland (1973): requests come with each period, and an overflow occurs at the
 * deadline of an unfulfilled one. What has been asked of process 1:
 */
static void backlog(u64 released, u64 done, u64 missed, s64 lateness)
{
	struct schedsim_proc p = proc(1);

	EXPECT_EQ(p.jobs_released, released);
	EXPECT_EQ(p.jobs_done, done);
	EXPECT_EQ(p.jobs_missed, missed);
	EXPECT_EQ(p.lateness_max_ns, lateness);
}

/* One that @from on never runs, and does not exit. */
#define STARVED(from, ...) \
	do { \
		boot("prio", 100); \
		spawn(.priority = 1, __VA_ARGS__); \
		spawn(.priority = 2, .at = (from)); \
	} while (0)

/* Released by time: by one who has not begun (shared/cases: starved_jobs). */
TEST(job_backlog_unbegun)
{
	STARVED(0, .PROGRAM(RUN(1), TIMER_ABS(0, 10), LOOP(0, 0)));
	lab_run(&lab, 10);
	backlog(1, 0, 0, S64_MIN);
	lab_run(&lab, 11);
	backlog(2, 0, 1, 1);
	lab_run(&lab, 1000);
	backlog(100, 0, 99, 990);
	/* The first job is that of the timer. */
	STARVED(0, .PROGRAM(TIMER_ABS(0, 10), RUN(1), LOOP(0, 0)));
	lab_run(&lab, 10);
	backlog(0, 0, 0, S64_MIN);
	lab_run(&lab, 1000);
	backlog(99, 0, 98, 980);
}

/* By one who has done some (starved_later), and who is killed. */
TEST(job_backlog_begun)
{
	STARVED(100, .PROGRAM(RUN(1), TIMER_ABS(0, 10), LOOP(0, 0)));
	lab_run(&lab, 1000);
	backlog(100, 10, 89, 890);
	EXPECT_EQ(proc(1).response_max_ns, 1);
	EXPECT_EQ(proc(1).lateness_total_ns, -90);
	EXPECT_EQ(proc(1).tardiness_total_ns, 0);
	lab_kill(&lab, 1);
	backlog(100, 10, 89, 890);
	lab_run(&lab, 2000);
	backlog(100, 10, 89, 890);
}

/* By one who runs, too slowly (overload_jobs), until it exits. */
TEST(job_backlog_overload)
{
	boot("rr", 100);
	spawn(.PROGRAM(RUN(12), TIMER_ABS(0, 10), LOOP(0, 200)));
	lab_run(&lab, 1000);
	backlog(100, 83, 99, 83 * 12 - 83 * 10);
	lab_run(&lab, 1999);
	backlog(200, 166, 199, 166 * 2);
	/* There are no more than these. */
	lab_run(&lab, 2300);
	backlog(200, 191, 200, 191 * 2);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).finish_ns, 2400);
	backlog(200, 200, 200, 400);
}

/* Deadlines shorter and longer than the period. */
TEST(job_backlog_deadlines)
{
	STARVED(0, .PROGRAM(RUN(1), TIMER_ABS(0, 10), LOOP(0, 0)),
		.deadline = 4);
	lab_run(&lab, 94);
	backlog(10, 0, 9, 90);
	lab_run(&lab, 95);
	backlog(10, 0, 10, 91);
	STARVED(0, .PROGRAM(RUN(1), TIMER_ABS(0, 10), LOOP(0, 0)),
		.deadline = 25);
	lab_run(&lab, 25);
	backlog(3, 0, 0, S64_MIN);
	lab_run(&lab, 95);
	backlog(10, 0, 7, 70);
	lab_run(&lab, 96);
	backlog(10, 0, 8, 71);
	/* Due at 45, 55 ... 95; done at 20, 40 ... 100, the sixth one not. */
	boot("rr", 100);
	spawn(.PROGRAM(RUN(20), TIMER_ABS(0, 10), LOOP(0, 0)), .deadline = 45);
	lab_run(&lab, 100);
	backlog(10, 5, 3, 15);
}

/* In the order of the program, as often as its loops say, and not beyond. */
TEST(job_backlog_program)
{
	STARVED(0, .PROGRAM(RUN(1), TIMER_ABS(0, 10), LOOP(0, 5),
			    RUN(1), TIMER_ABS(0, 20), LOOP(3, 10),
			    LOOP(0, 0)));
	/* From 0, 250, 500 and 750 on five of 10 ns and ten of 20 ns. */
	lab_run(&lab, 50);
	backlog(5, 0, 4, 40);
	lab_run(&lab, 90);
	backlog(5 + 2, 0, 6, 80);
	lab_run(&lab, 1000);
	backlog(60, 0, 59, 990);
	/* At 0, 10, 20 ... due 10 and 5 later; those that do nothing do not count. */
	STARVED(0, .PROGRAM(RUN(1), TIMER_ABS(0, 10), RUN(2), TIMER_ABS(0, 5),
			    TIMER_ABS(0, 5), LOOP(0, 0)));
	lab_run(&lab, 1000);
	backlog(100, 0, 100, 990);
	STARVED(0, .PROGRAM(RUN(1), TIMER_ABS(0, 10), LOOP(0, 3), EXIT));
	lab_run(&lab, 1000);
	backlog(3, 0, 3, 990);
	/* Other loops do not matter. */
	STARVED(0, .PROGRAM(RUN(1), LOOP(0, 3), TIMER_ABS(0, 10), RUN(1),
			    LOOP(3, 4), LOOP(0, 0)));
	lab_run(&lab, 1000);
	backlog(100, 0, 99, 990);
}

/* Other timers count from when the process comes to them: one job at a time. */
TEST(job_backlog_relative)
{
	STARVED(25, .PROGRAM(RUN(1), TIMER(0, 10), LOOP(0, 0)));
	lab_run(&lab, 1000);
	backlog(4, 3, 1, 960);
	STARVED(15, .PROGRAM(RUN(1), TIMER_ABS(0, 10), RUN(1), TIMER_ABS(1, 40),
			     LOOP(0, 0)));
	lab_run(&lab, 1000);
	backlog(3, 2, 1, 950);
	STARVED(0, .PROGRAM(RUN(1), LOOP(0, 0)), .deadline = 10);
	lab_run(&lab, 1000);
	backlog(1, 0, 1, 990);
}

/* As many as one likes cost nothing. */
TEST(job_backlog_far)
{
	STARVED(0, .PROGRAM(RUN(1), TIMER_ABS(0, 1), LOOP(0, 0)));
	watch = WATCH_NOTHING;
	lab_run(&lab, SCHEDSIM_MAX_TIME_NS);
	backlog(SCHEDSIM_MAX_TIME_NS, 0, SCHEDSIM_MAX_TIME_NS - 1,
		SCHEDSIM_MAX_TIME_NS - 1);
	STARVED(0, .PROGRAM(RUN(1), TIMER_ABS(0, SCHEDSIM_MAX_TIME_NS),
			    LOOP(0, 0)), .deadline = SCHEDSIM_MAX_TIME_NS);
	watch = WATCH_NOTHING;
	lab_run(&lab, SCHEDSIM_MAX_TIME_NS);
	backlog(1, 0, 0, S64_MIN);
}

/* To look at them changes nothing. */
TEST(job_backlog_look)
{
	u64 digest[2];
	u32 i, t;

	for (i = 0; i < 2; i++) {
		STARVED(40, .PROGRAM(RUN(12), TIMER_ABS(0, 10), LOOP(0, 0)));
		spawn(.PROGRAM(RUN(3), TIMER_ABS(0, 10), LOOP(0, 0)),
		      .priority = 3);
		watch = i ? WATCH_ALL : WATCH_NOTHING;
		for (t = 1; i && t < 300; t++)
			lab_run(&lab, t);
		lab_run(&lab, 300);
		digest[i] = stats().digest;
		/* Done at 18 and 36, due at 10 and 20; the third one at 30. */
		backlog(30, 2, 29, 270);
	}
	EXPECT_EQ(digest[0], digest[1]);
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
