// SPDX-License-Identifier: GPL-2.0
/*
 * mlfq beside the textbook's own program.
 */
#include "watch.h"

/**
 * struct row - a run of mlfq.py
 * @policy: the same options
 * @io: how long an I/O takes
 * @jobs: arrival, run time, the run time between I/Os or 0; and what the program
 *        prints: response and turnaround time
 */
struct row {
	const char *policy;
	u64 io;
	u64 jobs[5][5];
};

/*
 * R. and A. Arpaci-Dusseau, "Operating Systems: Three Easy Pieces",
 * github.com/remzi-arpacidusseau/ostep-homework, cpu-sched-mlfq/mlfq.py of October
 * 2025. Options and jobs were drawn at random, but for the first three and the last.
 */
static const struct row rows[] = {
	{ "mlfq:queues=1,quantum1=2ns,boost=3ns", 5, {
		{ 0, 3, 0, 0, 6 }, { 0, 3, 0, 2, 5 },
	} },
	{ "mlfq:queues=3,boost=15ns", 5, {
		{ 0, 15, 0, 0, 30 }, { 0, 15, 0, 10, 25 },
	} },
	{ "mlfq:queues=3,boost=50ns", 5, {
		{ 0, 120, 0, 0, 140 }, { 100, 50, 0, 10, 100 },
		{ 100, 50, 0, 20, 120 },
	} },
	{
		"mlfq:queues=2,quantum1=2ns,quantum2=4ns,allotment2=3,boost=10ns",
		8, {
		{ 0, 20, 0, 0, 36 }, { 0, 8, 0, 2, 20 }, { 0, 17, 5, 4, 61 },
	} },
	{ "mlfq:queues=1,quantum1=1ns,allotment1=3,bump=1", 8, {
		{ 0, 18, 9, 0, 38 }, { 16, 27, 9, 0, 55 },
		{ 0, 26, 2, 1, 129 },
	} },
	{ "mlfq:queues=2,quantum1=5ns,quantum2=10ns,allotment1=2", 1, {
		{ 0, 28, 5, 0, 85 }, { 13, 23, 0, 7, 60 }, { 0, 34, 0, 5, 82 },
	} },
	{
		"mlfq:queues=3,quantum1=5ns,quantum2=10ns,quantum3=4ns,boost=20ns",
		2, {
		{ 28, 39, 4, 0, 67 }, { 0, 10, 1, 0, 37 }, { 0, 37, 3, 1, 85 },
	} },
	{
		"mlfq:queues=2,quantum1=7ns,quantum2=1ns,allotment1=2,boost=12ns",
		1, {
		{ 0, 9, 3, 0, 37 }, { 0, 6, 4, 3, 24 }, { 0, 27, 3, 7, 64 },
		{ 0, 17, 0, 10, 41 },
	} },
	{
		"mlfq:queues=2,quantum1=1ns,quantum2=4ns,allotment2=3,boost=12ns,stay=1,bump=1",
		8, {
		{ 0, 8, 2, 0, 39 }, { 0, 39, 5, 1, 110 }, { 0, 34, 4, 2, 119 },
	} },
	{
		"mlfq:queues=2,quantum1=3ns,quantum2=1ns,allotment1=3,allotment2=3,boost=3ns",
		5, {
		{ 0, 4, 0, 0, 10 }, { 0, 8, 3, 3, 21 }, { 0, 12, 3, 6, 33 },
	} },
	{ "mlfq:queues=2,quantum1=1ns,quantum2=2ns,boost=5ns,bump=1", 2, {
		{ 0, 25, 0, 0, 57 }, { 0, 34, 3, 1, 79 }, { 0, 9, 5, 2, 33 },
		{ 0, 2, 2, 3, 9 },
	} },
	{
		"mlfq:queues=4,quantum1=10ns,quantum2=5ns,quantum3=3ns,quantum4=10ns,allotment2=2,boost=3ns,bump=1",
		2, {
		{ 0, 9, 1, 0, 25 }, { 0, 21, 1, 1, 62 }, { 0, 4, 0, 2, 12 },
	} },
	{
		"mlfq:queues=3,quantum1=3ns,quantum2=1ns,quantum3=10ns,allotment2=3,boost=20ns,bump=1",
		8, {
		{ 0, 13, 3, 0, 47 }, { 0, 6, 5, 3, 24 }, { 3, 30, 2, 6, 150 },
		{ 0, 35, 3, 6, 135 },
	} },
	{ "mlfq:queues=2,quantum1=4ns,quantum2=4ns,boost=10ns", 5, {
		{ 0, 34, 1, 0, 222 }, { 0, 15, 0, 1, 34 }, { 0, 32, 5, 5, 91 },
		{ 0, 17, 2, 9, 74 },
	} },
	{
		"mlfq:queues=3,quantum1=7ns,quantum2=7ns,quantum3=2ns,allotment2=2,boost=10ns,stay=1,bump=1",
		3, {
		{ 20, 13, 3, 1, 26 }, { 0, 9, 3, 0, 15 }, { 0, 12, 0, 3, 21 },
	} },
	{ "mlfq:queues=1,quantum1=1ns,boost=12ns,stay=1,bump=1", 2, {
		{ 28, 38, 4, 0, 58 }, { 0, 12, 0, 0, 20 }, { 0, 16, 2, 1, 36 },
	} },
	{
		"mlfq:queues=4,quantum1=7ns,quantum2=5ns,quantum3=3ns,quantum4=4ns,boost=20ns",
		1, {
		{ 0, 3, 1, 0, 18 }, { 0, 14, 0, 1, 24 }, { 0, 13, 0, 8, 30 },
	} },
	{
		"mlfq:queues=4,quantum1=5ns,quantum2=10ns,quantum3=3ns,quantum4=7ns,allotment3=2,boost=7ns,stay=1",
		1, {
		{ 0, 6, 3, 0, 22 }, { 0, 7, 0, 3, 10 }, { 0, 24, 9, 10, 38 },
	} },
	{
		"mlfq:queues=2,quantum1=3ns,quantum2=10ns,allotment2=2,boost=3ns,stay=1",
		1, {
		{ 0, 2, 5, 0, 2 }, { 0, 2, 1, 2, 7 }, { 0, 8, 0, 3, 12 },
	} },
	{
		"mlfq:queues=2,quantum1=5ns,quantum2=1ns,boost=20ns,bump=1",
		3, {
		{ 0, 22, 1, 0, 85 }, { 0, 25, 9, 1, 58 }, { 18, 27, 0, 0, 54 },
	} },
	{
		"mlfq:queues=4,quantum1=7ns,quantum2=10ns,quantum3=3ns,quantum4=4ns,boost=5ns,bump=1",
		8, {
		{ 0, 14, 4, 0, 39 }, { 0, 4, 1, 4, 32 }, { 0, 37, 0, 5, 55 },
		{ 0, 27, 3, 55, 146 },
	} },
	{ "mlfq:queues=1,quantum1=4ns,allotment1=2,boost=3ns,stay=1", 2, {
		{ 0, 17, 5, 0, 29 }, { 0, 39, 1, 5, 135 }, { 0, 10, 3, 6, 31 },
	} },
	{
		"mlfq:queues=3,quantum1=5ns,quantum2=3ns,quantum3=7ns,allotment3=2,boost=31ns,stay=1,bump=1",
		3, {
		{ 0, 14, 4, 0, 27 }, { 0, 17, 2, 4, 50 }, { 15, 21, 3, 7, 52 },
	} },
	{
		"mlfq:queues=4,quantum1=3ns,quantum2=10ns,quantum3=4ns,quantum4=4ns,allotment3=3,boost=7ns,bump=1",
		3, {
		{ 0, 37, 9, 0, 95 }, { 3, 26, 4, 3, 72 }, { 0, 38, 4, 3, 109 },
	} },
	{ "mlfq:queues=2,quantum1=1ns,quantum2=1ns", 5, {
		{ 0, 17, 9, 0, 46 }, { 0, 25, 0, 1, 55 }, { 11, 29, 5, 0, 75 },
	} },
	{
		"mlfq:queues=2,quantum1=5ns,quantum2=2ns,boost=5ns,stay=1,bump=1",
		1, {
		{ 7, 14, 3, 3, 21 }, { 25, 9, 2, 10, 23 }, { 0, 27, 0, 0, 50 },
	} },
	{
		"mlfq:queues=3,quantum1=1ns,quantum2=3ns,quantum3=1ns,boost=12ns,stay=1,bump=1",
		5, {
		{ 0, 17, 5, 0, 56 }, { 0, 36, 3, 1, 130 }, { 0, 35, 0, 2, 85 },
		{ 0, 17, 3, 3, 87 },
	} },
	{
		"mlfq:queues=3,quantum1=10ns,quantum2=5ns,quantum3=4ns,boost=5ns,stay=1",
		8, {
		{ 0, 2, 9, 0, 2 }, { 0, 19, 5, 2, 54 }, { 0, 3, 1, 7, 43 },
		{ 0, 16, 0, 8, 24 },
	} },
	{
		"mlfq:queues=3,quantum1=3ns,quantum2=7ns,quantum3=10ns,allotment1=3,allotment2=3,allotment3=2,stay=1",
		8, {
		{ 28, 19, 5, 2, 47 }, { 0, 19, 2, 0, 98 }, { 0, 16, 0, 2, 38 },
		{ 0, 20, 3, 5, 77 },
	} },
	{ "mlfq:queues=1,quantum1=10ns,boost=12ns,stay=1", 1, {
		{ 0, 4, 2, 0, 6 }, { 0, 30, 2, 2, 58 }, { 14, 24, 2, 0, 46 },
	} },
	{ "mlfq:queues=1,quantum1=5ns,bump=1", 5, {
		{ 0, 21, 1, 0, 121 }, { 13, 5, 1, 0, 25 }, { 0, 13, 2, 1, 46 },
	} },
	{ "mlfq:queues=1,quantum1=7ns,boost=10ns,stay=1", 5, {
		{ 0, 12, 5, 0, 30 }, { 23, 14, 5, 0, 24 }, { 0, 12, 0, 5, 17 },
	} },
	{ "mlfq:queues=2,quantum1=3ns,quantum2=10ns,stay=1", 1, {
		{ 0, 36, 0, 0, 72 }, { 1, 27, 0, 5, 68 }, { 0, 9, 3, 3, 45 },
	} },
	{
		"mlfq:queues=4,quantum1=5ns,quantum2=7ns,quantum3=5ns,quantum4=1ns,allotment2=3,stay=1,bump=1",
		1, {
		{ 0, 38, 3, 0, 50 }, { 0, 34, 5, 3, 82 },
		{ 0, 33, 0, 23, 105 },
	} },
	{ "mlfq:queues=1,quantum1=7ns,stay=1,bump=1", 1, {
		{ 0, 9, 5, 0, 10 }, { 19, 7, 0, 1, 20 }, { 0, 38, 2, 5, 65 },
	} },
	/* I/O of no time: who arrives just then comes first, but for "bump". */
	{ "mlfq", 0, { { 0, 2, 1, 0, 3 }, { 1, 1, 0, 0, 1 } } },
	{ "mlfq:bump=1", 0, { { 0, 2, 1, 0, 2 }, { 1, 1, 0, 1, 2 } } },
	{ "mlfq:quantum1=3ns,quantum2=3ns,quantum3=3ns,bump=1", 0, {
		{ 0, 9, 1, 0, 22 }, { 0, 8, 3, 3, 24 }, { 4, 7, 2, 2, 15 },
	} },
	{ "mlfq:quantum1=3ns,quantum2=3ns,quantum3=3ns,stay=1", 0, {
		{ 0, 9, 1, 0, 19 }, { 0, 8, 3, 1, 24 }, { 4, 7, 2, 1, 11 },
	} },
	/* At a boost those of lower queues come before the one that runs. */
	{ "mlfq:boost=100ns", 5, {
		{ 0, 100, 0, 0, 210 }, { 0, 100, 0, 10, 230 },
		{ 85, 30, 0, 0, 70 },
	} },
	/* Many queues. */
	{
		"mlfq:queues=12,quantum1=1ns,quantum2=2ns,quantum3=3ns,quantum4=4ns,quantum5=5ns,quantum6=6ns,quantum7=7ns,quantum8=8ns,quantum9=9ns,quantum10=10ns,quantum11=11ns,quantum12=12ns,allotment3=2,allotment12=3",
		3, {
		{ 0, 60, 0, 0, 170 }, { 0, 60, 0, 1, 176 }, { 0, 60, 4, 2, 182 },
	} },
};

/* The same with the simulation's quantum, for all queues. */
static const struct row even_rows[] = {
	{ "mlfq:queues=20,allotment=2", 5, {
		{ 0, 70, 0, 0, 166 }, { 0, 66, 0, 2, 162 }, { 3, 30, 7, 3, 91 },
	} },
	{ "mlfq:queues=64,boost=90ns", 5, {
		{ 0, 150, 0, 0, 320 }, { 0, 140, 0, 1, 312 }, { 9, 30, 4, 0, 84 },
	} },
};

/* Run, I/O, run, ... The last I/O of a job that ends with one is not begun. */
static void spawn_io(const u64 *job, u64 io)
{
	struct schedsim_op ops[128];
	u64 left = job[1];
	u32 nr = 0;

	while (left) {
		u64 run = job[2] ? min(job[2], left) : left;

		ops[nr++] = (struct schedsim_op)RUN(run);
		left -= run;
		if (left)
			ops[nr++] = (struct schedsim_op) {
				.code = SCHEDSIM_OP_SLEEP, .value = io,
				.flags = io ? 0 : SCHEDSIM_OP_F_ALWAYS,
			};
	}
	spawn(.ops = ops, .nr_ops = nr, .at = job[0]);
}

static void check(const struct row *row, u64 quantum)
{
	u32 k;

	boot(row->policy, quantum);
	for (k = 0; k < ARRAY_SIZE(row->jobs) && row->jobs[k][1]; k++)
		spawn_io(row->jobs[k], row->io);
	lab_run_idle(&lab);
	while (k--) {
		struct schedsim_proc p = proc(k + 1);
		const u64 *job = row->jobs[k];

		EXPECT_EQ(p.first_run_ns - p.arrival_ns, job[3]);
		EXPECT_EQ(p.finish_ns - p.arrival_ns, job[4]);
	}
}

TEST(mlfq_book)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		check(&rows[i], 10);
	for (i = 0; i < ARRAY_SIZE(even_rows); i++)
		check(&even_rows[i], 2 - i);
}
