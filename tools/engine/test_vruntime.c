// SPDX-License-Identifier: GPL-2.0
/*
 * Virtual runtime at the far end of time: SCHEDSIM_MAX_TIME_NS times 1024 / 3 is longer
 * than 64 bits.
 */
#include "watch.h"

#define DAY	(86400 * 1000000000ULL)
#define MS(n)	((n) * 1000000ULL)
/* What vruntime is at most, counted from the floor of the beginning. */
#define MOST	((u64)S64_MAX - MS(3))

/* 312.5 days of weight 3: 2^63 * 3 / 1024 ns. */
TEST(vruntime_stays)
{
	u64 before = 0, now;
	u32 day;

	boot("linux", MS(10));
	spawn(.sched_class = SCHEDSIM_CLASS_IDLE);
	for (day = 10; day <= 800; day += 10) {
		lab_run(&lab, day * DAY);
		/* It is charged up to now. */
		lab_trigger(&lab, 0);
		now = vruntime(1);
		EXPECT(now >= before);
		before = now;
		if (day <= 310)
			EXPECT_EQ(now, day * DAY / 3 * 1024);
		else if (day >= 320)
			EXPECT_EQ(now, MOST);
	}
}

/* A single charge of 2.28 years, too. */
TEST(vruntime_of_years)
{
	boot("linux", MS(10));
	spawn(.sched_class = SCHEDSIM_CLASS_IDLE);
	lab_run(&lab, SCHEDSIM_MAX_TIME_NS);
	lab_trigger(&lab, 0);
	EXPECT_EQ(vruntime(1), MOST);
}

/* Nobody starves then, whoever comes. */
TEST(vruntime_shares_late)
{
	u64 late = 700 * DAY;
	u32 i;

	boot("linux", MS(10));
	spawn(.sched_class = SCHEDSIM_CLASS_IDLE);
	lab_run(&lab, late);
	spawn();
	spawn(.nice = -20);
	spawn(.nice = 19);
	for (i = 1; i <= 100; i++) {
		lab_run(&lab, late + i * MS(400));
		EXPECT(proc(2).cpu_ns >= i * MS(90));
		EXPECT(proc(3).cpu_ns >= i * MS(90));
		EXPECT(proc(4).cpu_ns >= i * MS(90));
	}
}

/*
 * 1 makes the floor go slowly, and 2 gets years ahead of it. In the vruntime of
 * SCHED_IDLE that is more than 64 bits.
 */
TEST(vruntime_of_another_weight)
{
	struct schedsim_attr idle;

	boot_on(2, "linux:span=all", MS(10));
	spawn(.nice = -20, .cpus = 1);
	spawn(.cpus = 2);
	lab_run(&lab, SCHEDSIM_MAX_TIME_NS - MS(1));
	idle = attr_of(2);
	idle.sched_class = SCHEDSIM_CLASS_IDLE;
	lab_set_attr(&lab, 2, &idle);
	EXPECT_EQ(vruntime(2), MOST);
}
