// SPDX-License-Identifier: GPL-2.0
/*
 * Exercises of textbooks and exams, with the numbers that were published as their
 * solutions. A unit of time is 1 ns here.
 */
#include "watch.h"

/* What is known of a process, and when it is published to finish. */
struct row {
	u64 at, run;
	u32 priority;
	u64 finish;
};

static void check(const char *policy, u64 quantum, const struct row *rows, u32 nr)
{
	u32 i;

	boot(policy, quantum);
	for (i = 0; i < nr; i++)
		spawn(.at = rows[i].at, .run = rows[i].run,
		      .priority = rows[i].priority);
	lab_run_idle(&lab);
	for (i = 0; i < nr; i++)
		EXPECT_EQ(proc(i + 1).finish_ns, rows[i].finish);
}

/*
 * Silberschatz, Galvin and Gagne, "Operating System Concepts", 9th edition, an
 * exercise of chapter 6: "If a process is preempted by a higher-priority process,
 * the preempted process is placed at the end of the queue." The solution has
 * turnaround times of 20, 55, 60, 15, 20 and 10.
 */
TEST(exercise_preempted_to_the_tail)
{
	static const struct row rows[] = {
		{ 0, 20, 40, 20 }, { 25, 25, 30, 80 }, { 30, 25, 30, 90 },
		{ 60, 15, 35, 75 }, { 100, 10, 5, 120 }, { 105, 10, 10, 115 },
	};

	check("prio:tail=1", 10, rows, ARRAY_SIZE(rows));
	EXPECT_STR(trace(),
		   "0:1 25:2 35:3 45:2 55:3 60:4 75:2 80:3 100:5 105:6 115:5");
}

/*
 * GATE 2005, computer science: three processes, the turnaround time of P2 with
 * preemption and without. The key says 30 and 42.
 */
TEST(exercise_priority)
{
	static const struct row preemptive[] = {
		{ 5, 20, 10, 25 }, { 3, 10, 9, 3 + 30 }, { 0, 15, 8, 45 },
	};
	static const struct row non_preemptive[] = {
		{ 5, 20, 10, 35 }, { 3, 10, 9, 3 + 42 }, { 0, 15, 8, 15 },
	};

	check("prio", 100, preemptive, ARRAY_SIZE(preemptive));
	check("prio:preempt=0", 100, non_preemptive, ARRAY_SIZE(non_preemptive));
}

/*
 * Silberschatz, Galvin and Gagne, "Operating System Concepts", 10th edition, 2018,
 * figure 5.4: alpha = 1/2, a first guess of 10; after CPU bursts of 6, 4, 6, 4,
 * 13, 13 and 13 the guesses are 8, 6, 6, 5, 9, 11 and 12.
 */
TEST(exercise_exponential_average)
{
	static const u64 bursts[] = { 6, 4, 6, 4, 13, 13, 13 };
	static const u64 guesses[] = { 8, 6, 6, 5, 9, 11, 12 };
	u64 end = 0;
	u32 i;

	boot("sjf:guess=10ns,alpha_percent=50", 10);
	spawn(.PROGRAM(RUN(6), SLEEP(1), RUN(4), SLEEP(1), RUN(6), SLEEP(1), RUN(4),
		       SLEEP(1), RUN(13), SLEEP(1), RUN(13), SLEEP(1), RUN(13),
		       SLEEP(1)));
	lab_settle(&lab);
	EXPECT_EQ(proc(1).values[0], 10);
	for (i = 0; i < ARRAY_SIZE(bursts); i++) {
		lab_run(&lab, end + bursts[i]);
		EXPECT_EQ(proc(1).values[0], guesses[i]);
		end += bursts[i] + 1;
	}
}

/*
 * GATE 2006, computer science: longest remaining time first, ties by the least id;
 * all arrive at 0. The key says a mean turnaround time of 13.
 */
TEST(exercise_lrtf)
{
	static const struct row rows[] = {
		{ 0, 2, 0, 12 }, { 0, 4, 0, 13 }, { 0, 8, 0, 14 },
	};

	check("lrtf", 1, rows, ARRAY_SIZE(rows));
	EXPECT_STR(trace(),
		   "0:3 1:3 2:3 3:3 4:2 5:3 6:2 7:3 8:1 9:2 10:3 11:1 12:2 13:3");
}

/*
 * W. Stallings, "Operating Systems: Internals and Design Principles", table 9.5:
 * finish times. With feedback and q = 1 it does not count a slice that ends while
 * nobody waits, and ours does.
 */
TEST(exercise_stallings)
{
	static const struct {
		const char *policy;
		u64 quantum;
		u64 finish[5];
	} rows[] = {
		{ "fifo", 1, { 3, 9, 13, 18, 20 } },
		{ "rr", 1, { 4, 18, 17, 20, 15 } },
		{ "rr", 4, { 3, 17, 11, 20, 19 } },
		{ "sjf", 1, { 3, 9, 15, 20, 11 } },
		{ "srtf", 1, { 3, 15, 8, 20, 10 } },
		{ "hrrn", 1, { 3, 9, 13, 20, 15 } },
		{ "mlfq:queues=4,quantum1=1ns,quantum2=2ns,quantum3=4ns,quantum4=8ns",
		  1, { 4, 17, 18, 20, 14 } },
	};
	static const u64 service[] = { 3, 6, 4, 5, 2 };
	u32 i, k;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct row jobs[5] = {};

		for (k = 0; k < ARRAY_SIZE(jobs); k++) {
			jobs[k].at = 2 * k;
			jobs[k].run = service[k];
			jobs[k].finish = rows[i].finish[k];
		}
		check(rows[i].policy, rows[i].quantum, jobs, ARRAY_SIZE(jobs));
	}
}
