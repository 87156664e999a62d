// SPDX-License-Identifier: GPL-2.0
/*
 * Slices that processes ask for (sched_runtime since Linux 6.12).
 */
#include "watch_objects.h"

#define MS	1000000ULL

/* One of 1 asks for 2 ms, beside a quantum of 1 ms. */
static void boot_two(const char *policy)
{
	boot(policy, MS);
	spawn(.slice = 2 * MS);
	spawn();
}

TEST(custom_slice_policies)
{
	static const struct {
		const char *policy, *trace;
	} rows[] = {
		{ "rr", "0:1 2000000:2 3000000:1 5000000:2" },
		{ "prio", "0:1 2000000:2 3000000:1 5000000:2" },
		/* Shares stay equal: 2 ms of 1, then twice 1 ms of 2. */
		{ "fair", "0:1 2000000:2 3000000:2 4000000:1" },
		{ "linux", "0:1 2000000:2 3000000:2 4000000:1" },
		/* Here it would change shares, or does not fit the rules. */
		{ "stride", "0:1 1000000:2 2000000:1 3000000:2 4000000:1 5000000:2" },
		{ "mlfq", "0:1 1000000:2 2000000:1 3000000:2 4000000:1 5000000:2" },
		{ "rr:aligned=1",
		  "0:1 1000000:2 2000000:1 3000000:2 4000000:1 5000000:2" },
		{ "prio:preempt=0", "0:1" },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		boot_two(rows[i].policy);
		lab_run(&lab, 5 * MS);
		EXPECT_STR(trace(), rows[i].trace);
	}
}

/* As in Linux: no less than 0.1 ms, no more than 100 ms. */
TEST(custom_slice_bounds)
{
	boot("rr", MS);
	spawn(.slice = 1);
	spawn(.slice = 1000 * MS);
	lab_run(&lab, 101 * MS);
	EXPECT_STR(trace(), "0:1 100000:2 100100000:1 100200000:2");
}

/* It is of SCHED_OTHER and SCHED_BATCH; else the time means something else. */
TEST(custom_slice_classes)
{
	static const struct {
		u16 sched_class;
		u64 end;
	} rows[] = {
		{ SCHEDSIM_CLASS_OTHER, 2 }, { SCHEDSIM_CLASS_BATCH, 2 },
		{ SCHEDSIM_CLASS_IDLE, 1 }, { SCHEDSIM_CLASS_RR, 1 },
		{ SCHEDSIM_CLASS_DEADLINE, 1 },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		boot("rr", MS);
		spawn(.slice = 2 * MS, .sched_class = rows[i].sched_class);
		spawn();
		lab_run(&lab, 2 * MS);
		EXPECT_EQ(proc(2).first_run_ns, rows[i].end * MS);
	}
}

static void change_alone(void)
{
	lab_run(&lab, 25 * MS);
	lab_set_attr(&lab, 1, &(struct schedsim_attr) { .runtime_ns = 7 * MS });
	spawn();
	lab_run(&lab, 27 * MS);
	EXPECT_STR(trace(), "0:1 27000000:2");
}

/* A change counts at once; slices that have ended unseen had the old length. */
TEST(custom_slice_change)
{
	boot_two("rr");
	lab_run(&lab, MS / 2);
	lab_set_attr(&lab, 1, &(struct schedsim_attr) { .runtime_ns = 4 * MS });
	lab_run(&lab, 4 * MS);
	EXPECT_STR(trace(), "0:1 4000000:2");
	/* 5 ms of the third slice are used, if that was the quantum or custom. */
	boot("rr", 10 * MS);
	spawn();
	change_alone();
	boot("rr", MS);
	spawn(.slice = 10 * MS);
	change_alone();
	/* And if it was custom, and is the quantum. */
	boot("rr", 7 * MS);
	spawn(.slice = 10 * MS);
	lab_run(&lab, 24 * MS + MS / 2);
	lab_set_attr(&lab, 1, &(struct schedsim_attr) {});
	spawn();
	lab_run(&lab, 27 * MS);
	EXPECT_STR(trace(), "0:1 27000000:2");
}

/* A preempted process has the rest of its own slice, longer or shorter. */
TEST(custom_slice_rest)
{
	boot("prio", MS);
	spawn(.slice = 10 * MS);
	spawn();
	spawn(.run = MS, .priority = 1, .at = 8 * MS);
	lab_run(&lab, 11 * MS);
	EXPECT_STR(trace(), "0:1 8000000:3 9000000:1 11000000:2");
	/* Next to none, if it had more than its slice is now. */
	boot("prio", 10 * MS);
	spawn();
	spawn();
	spawn(.run = MS, .priority = 1, .at = 8 * MS);
	lab_run(&lab, 8 * MS);
	lab_set_attr(&lab, 1, &(struct schedsim_attr) { .runtime_ns = 2 * MS });
	lab_run(&lab, 10 * MS);
	EXPECT_STR(trace(), "0:1 8000000:3 9000000:1 9000001:2");
}

/* Who inherits keeps the slice that it has asked for. */
TEST(custom_slice_inherit)
{
	boot("prio", MS);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(5 * MS), UNLOCK(1), RUN(MS)), .slice = 3 * MS);
	spawn(.PROGRAM(RUN(MS / 2), LOCK(1)), .priority = 5, .at = MS);
	spawn(.priority = 5, .at = MS);
	lab_run(&lab, 8 * MS);
	/* From 2.5 ms on 1 is as urgent as 3; it has used 1 ms of its slice. */
	EXPECT_STR(trace(), "0:1 1000000:2 1500000:3 2500000:1 4500000:3 5500000:1 7500000:3");
}
