// SPDX-License-Identifier: GPL-2.0
/*
 * Who wakes up under fair and linux: credit, and whom it preempts. The numbers are
 * those of kernel/sched/fair.c of Linux 6.1: a credit of 3 ms of vruntime, and a
 * granularity of 1 ms.
 */
#include "random.h"
#include "watch.h"

#define US(n)	((n) * 1000ULL)
#define MS(n)	((n) * 1000000ULL)

static const char * const policies[] = { "fair", "linux" };

/* A hog from 0 on, and one that wakes up at 5 ms. Return: its response. */
static u64 response_to(const char *policy, s32 nice, u16 class, u16 hog)
{
	boot(policy, MS(10));
	spawn(.PROGRAM(SLEEP(MS(5)), RUN(MS(1))), .nice = nice,
	      .sched_class = class);
	spawn(.sched_class = hog);
	lab_run(&lab, MS(100));
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_EXITED);
	return proc(1).finish_ns - MS(5);
}

TEST(wakeup_preempts)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		EXPECT_EQ(response_to(policies[i], 0, 0, 0), MS(1));
		EXPECT_STR(trace(), "0:1 0:2 5000000:1 6000000:2");
		EXPECT_EQ(proc(2).preemptions, 1);
	}
}

/* However long it slept. Who slept for less has what it had. */
TEST(wakeup_credit)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], MS(10));
		spawn(.PROGRAM(SLEEP(MS(1000)), RUN(MS(5))), .nice = -5);
		spawn(.PROGRAM(RUN(MS(4)), SLEEP(MS(6)), RUN(MS(5))));
		spawn();
		lab_run(&lab, MS(10));
		/* 3 has had 6 ms, so that 2 is above 3 ms. */
		EXPECT_EQ(vruntime(2), MS(4));
		lab_run(&lab, MS(1000));
		/* 2 has exited, and 3 has had the rest, but for 9 ms. */
		EXPECT_EQ(proc(3).cpu_ns, MS(991));
		EXPECT_EQ(vruntime(1), MS(991 - 3));
	}
}

/* A slice that was cut goes on: it has 4 ms left at 6 ms, when 3 comes. */
TEST(wakeup_slice_goes_on)
{
	boot("fair", MS(10));
	spawn(.PROGRAM(SLEEP(MS(6)), RUN(MS(2))));
	spawn();
	spawn(.at = MS(7));
	lab_run(&lab, MS(12));
	EXPECT_STR(trace(), "0:1 0:2 6000000:1 8000000:2 12000000:3");
}

/*
 * The difference must be more than the granularity, as a time of the one that wakes
 * up: 1 ms * 1024 / weight of vruntime.
 */
TEST(wakeup_granularity)
{
	static const struct {
		const char *credit;
		s32 nice;
		bool preempts;
	} rows[] = {
		{ "fair:credit=1000000ns", 0, false },
		{ "fair:credit=1000001ns", 0, true },
		{ "fair:credit=1248780ns", 1, false },
		{ "fair:credit=1248781ns", 1, true },
		{ "linux:credit=328099ns", -5, false },
		{ "linux:credit=328100ns", -5, true },
		{ "linux:granularity=0,credit=1ns", 19, true },
		{ "linux:granularity=0,credit=0", 0, false },
		{ "fair:granularity=3ms", 0, false },
		{ "fair:granularity=2999999ns", 0, true },
		{ "fair:granularity=10s,credit=10s", 0, false },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT_EQ(response_to(rows[i].credit, rows[i].nice, 0, 0),
			  rows[i].preempts ? MS(1) : MS(6));
}

TEST(wakeup_classes)
{
	enum {
		OTHER = SCHEDSIM_CLASS_OTHER, BATCH = SCHEDSIM_CLASS_BATCH,
		IDLE = SCHEDSIM_CLASS_IDLE,
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		const char *name = policies[i];

		/* Those wait for the end of the slice. */
		EXPECT_EQ(response_to(name, 0, BATCH, OTHER), MS(6));
		EXPECT_EQ(response_to(name, 0, IDLE, OTHER), MS(6));
		EXPECT_EQ(response_to(name, 0, IDLE, BATCH), MS(6));
		EXPECT_EQ(response_to(name, 0, IDLE, IDLE), MS(6));
		EXPECT_EQ(response_to(name, 0, OTHER, BATCH), MS(1));
		EXPECT_EQ(response_to(name, 0, OTHER, IDLE), MS(1));
		EXPECT_EQ(response_to(name, 0, BATCH, IDLE), MS(1));
	}
	/* An idle one needs no credit of others, and no difference. */
	EXPECT_EQ(response_to("fair:credit=0", 0, OTHER, IDLE), MS(1));
	EXPECT_EQ(response_to("linux:credit=0", 0, BATCH, IDLE), MS(1));
}

/*
 * An idle one gives way even if the one that wakes up is not the next. Others do
 * not: the one that wakes up would not run.
 */
TEST(wakeup_not_first)
{
	boot("linux", MS(10));
	spawn(.PROGRAM(RUN(MS(6)), SLEEP(MS(8)), RUN(MS(1))));
	spawn(.sched_class = SCHEDSIM_CLASS_IDLE);
	spawn();
	lab_run(&lab, MS(24));
	EXPECT_STR(trace(), "0:1 6000000:2 14000000:3 24000000:1");
	boot("linux", MS(10));
	spawn(.PROGRAM(RUN(MS(6)), SLEEP(MS(8)), RUN(MS(1))));
	spawn();
	spawn();
	lab_run(&lab, MS(26));
	EXPECT_STR(trace(), "0:1 6000000:2 16000000:3 26000000:1");
}

/* Who is new waits for the end of the slice. */
TEST(wakeup_newcomer)
{
	boot("fair", MS(10));
	spawn();
	spawn();
	spawn(.run = MS(1), .at = MS(18));
	lab_run(&lab, MS(18));
	EXPECT_EQ(vruntime(2), MS(8));
	EXPECT_EQ(vruntime(3), MS(8));
	lab_run(&lab, MS(30));
	EXPECT_STR(trace(), "0:1 10000000:2 20000000:3 21000000:1");
}

/* However often: who sleeps for a moment, or yields, has no more than the others. */
static void check_no_gain(const char *policy, const struct schedsim_op *ops, u32 nr)
{
	boot(policy, MS(10));
	spawn(.ops = ops, .nr_ops = nr);
	spawn();
	spawn();
	lab_run(&lab, MS(9000));
	EXPECT(proc(1).cpu_ns <= MS(3000) + MS(3 + 1 + 10));
	EXPECT(proc(2).cpu_ns >= MS(3000) - MS(3 + 1 + 10));
	EXPECT(proc(3).cpu_ns >= MS(3000) - MS(3 + 1 + 10));
}

TEST(wakeup_no_gain)
{
	static const struct schedsim_op tiny[] = {
		RUN(US(990)), SLEEP(US(10)), LOOP(0, 0),
	};
	static const struct schedsim_op tinier[] = {
		RUN(MS(3)), SLEEP(1), LOOP(0, 0),
	};
	static const struct schedsim_op yields[] = {
		RUN(US(700)), YIELD, LOOP(0, 0),
	};
	static const struct schedsim_op naps[] = {
		RUN(MS(4)), SLEEP(MS(3)), LOOP(0, 0),
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		check_no_gain(policies[i], tiny, ARRAY_SIZE(tiny));
		check_no_gain(policies[i], tinier, ARRAY_SIZE(tinier));
		check_no_gain(policies[i], yields, ARRAY_SIZE(yields));
		check_no_gain(policies[i], naps, ARRAY_SIZE(naps));
	}
}

/* Weights of the kernel's sched_prio_to_weight[], for nice -5 to 5. */
static const u32 weights[] = {
	3121, 2501, 1991, 1586, 1277, 1024, 820, 655, 526, 423, 335,
};

enum { HOGS = 4, SLEEPERS = 8 };

static void make_crowd(const char *policy, u64 *rng, u32 *weight)
{
	u32 i;

	boot(policy, MS(4));
	watch = WATCH_NOTHING;
	for (i = 0; i < HOGS + SLEEPERS; i++) {
		u32 nice = random_below(rng, ARRAY_SIZE(weights));
		u64 run = US(50 + random_below(rng, 2000));
		u64 sleep = US(1 + random_below(rng, 40000));

		weight[i] = weights[nice];
		if (i < HOGS)
			spawn(.nice = (s32)nice - 5);
		else
			spawn(.PROGRAM(SLEEP(sleep), RUN(run), LOOP(0, 0)),
			      .nice = (s32)nice - 5);
	}
}

/*
 * Beside all kinds of sleepers, those who always run share by weight, within 1%. No
 * sleeper has more than its part, but for its credit and a slice.
 */
TEST(wakeup_shares)
{
	u32 weight[HOGS + SLEEPERS], i;
	u64 seed;

	for (seed = 1; seed <= 40; seed++) {
		u64 rng = seed, least = U64_MAX, most = 0, part;

		make_crowd(policies[seed % 2], &rng, weight);
		lab_run(&lab, MS(20000));
		for (i = 0; i < HOGS; i++) {
			part = div_u64(proc(i + 1).cpu_ns * 1024, weight[i]);
			least = min(least, part);
			most = max(most, part);
		}
		EXPECT((most - least) * 100 <= most);
		for (; i < HOGS + SLEEPERS; i++) {
			part = div_u64(proc(i + 1).cpu_ns * 1024, weight[i]);
			EXPECT(part <= most + MS(3) + MS(4) * 1024 / weight[i]);
		}
	}
}

/* Many that wake up all the time, and one that is nice: it has its part. */
TEST(wakeup_starves_nobody)
{
	u32 i, k;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], MS(10));
		watch = WATCH_NOTHING;
		spawn(.nice = 19);
		for (k = 0; k < 40; k++)
			spawn(.PROGRAM(RUN(US(900)), SLEEP(US(5000 + 777 * k)),
				       LOOP(0, 0)), .nice = -3);
		lab_run(&lab, MS(20000));
		/* 15 of 40 * 1991 + 15 at the least: 3.8 ms */
		EXPECT(proc(1).cpu_ns >= MS(20000) * 15 / (40 * 1991 + 15));
		EXPECT_EQ(vcpu(0).idle_ns, 0);
	}
}

/* As far behind on another vCPU as here, and it preempts there, too. */
TEST(wakeup_migrates)
{
	struct schedsim_attr there = attr(0, 0, 2);

	boot_on(2, "fair", MS(10));
	spawn(.PROGRAM(SLEEP(MS(20)), RUN(MS(1))), .cpus = 1);
	spawn(.cpus = 1);
	spawn(.cpus = 2, .at = MS(15));
	lab_run(&lab, MS(10));
	lab_set_attr(&lab, 1, &there);
	lab_run(&lab, MS(30));
	EXPECT_EQ(proc(1).migrations, 1);
	/* 3 had 5 ms at 20 ms. */
	EXPECT_EQ(proc(1).finish_ns, MS(21));
}

/* Where one queue spans several vCPUs, the one that has had most makes room. */
TEST(wakeup_span)
{
	boot_on(2, "fair:span=all", MS(10));
	spawn(.PROGRAM(SLEEP(MS(8)), RUN(MS(1))));
	spawn(.nice = -5);
	spawn();
	lab_run(&lab, MS(12));
	EXPECT_STR(trace(), "0:1 0:2@1 0:3 8000000:1 9000000:3");
	boot_on(2, "fair:span=all", MS(10));
	spawn(.PROGRAM(SLEEP(MS(8)), RUN(MS(1))));
	spawn();
	spawn(.nice = -5);
	lab_run(&lab, MS(12));
	EXPECT_STR(trace(), "0:1 0:2@1 0:3 8000000:1@1 9000000:2@1");
	boot_on(2, "linux:span=all", MS(10));
	spawn(.PROGRAM(SLEEP(MS(8)), RUN(MS(1))));
	spawn();
	spawn(.sched_class = SCHEDSIM_CLASS_IDLE);
	lab_run(&lab, MS(12));
	EXPECT_STR(trace(), "0:1 0:2@1 0:3 8000000:1 9000000:3");
}

/* The weight of SCHED_IDLE is 3 (kernel/sched/sched.h), beside 1024: 29.2 ms of 10 s. */
TEST(wakeup_idle_weight)
{
	boot("linux", MS(1));
	spawn();
	spawn(.sched_class = SCHEDSIM_CLASS_IDLE, .nice = -20);
	lab_run(&lab, MS(10000));
	EXPECT(proc(2).cpu_ns >= MS(29) && proc(2).cpu_ns <= MS(30));
	EXPECT(vruntime(2) >= proc(2).cpu_ns * 1024 / 3 - 1);
	EXPECT(vruntime(2) <= proc(2).cpu_ns * 1024 / 3);
}
