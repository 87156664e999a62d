// SPDX-License-Identifier: GPL-2.0
/*
 * Weighted fair sharing.
 */
#include "watch.h"

/* From the kernel's sched_prio_to_weight[]. */
static const u32 weights[] = {
	88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
	9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
	1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
	110, 87, 70, 56, 45, 36, 29, 23, 18, 15,
};

static u32 weight(s32 nice)
{
	return weights[nice + 20];
}

TEST(fair_vruntime)
{
	s32 nice;

	for (nice = SCHEDSIM_MIN_NICE; nice <= SCHEDSIM_MAX_NICE; nice++) {
		boot("fair", 1000);
		spawn(.nice = nice);
		lab_run(&lab, 10 * weight(nice));
		EXPECT_EQ(vruntime(1), 10240);
		lab_run(&lab, 10 * weight(nice) + 12345);
		EXPECT_EQ(vruntime(1),
			  10240 + 12345 * 1024 / weight(nice));
	}
}

/* Charged in small pieces: nothing is lost in the divisions. */
TEST(fair_vruntime_in_pieces)
{
	u32 i;

	boot("fair", 1000);
	spawn(.nice = -20);
	for (i = 0; i <= 88761; i++)
		lab_run(&lab, i);
	EXPECT_EQ(proc(1).cpu_ns, 88761);
	EXPECT_EQ(vruntime(1), 1024);
}

TEST(fair_equals_take_turns)
{
	boot("fair", 10);
	spawn(.run = 20);
	spawn(.run = 20);
	spawn(.run = 20);
	EXPECT_EQ(lab_run_idle(&lab), 60);
	EXPECT_STR(trace(), "0:1 10:2 20:3 30:1 40:2 50:3");
}

/* Weights 1024 and 2 * 512 or so: the one with more has more turns in a row. */
TEST(fair_by_hand)
{
	boot("fair", 10);
	spawn(.nice = 0);	/* 10 virtual ns a slice */
	spawn(.nice = 3);	/* 526: 19.46 a slice */
	lab_run(&lab, 60);
	/* v: 10/0 10/19 20/19 20/38 30/38 40/38 40/58 */
	EXPECT_STR(trace(), "0:1 10:2 20:1 30:2 40:1 50:1 60:2");
	EXPECT_EQ(vruntime(1), 40);
	EXPECT_EQ(vruntime(2), 38);
	/* Picked again is neither preemption nor switch. */
	EXPECT_EQ(stats().expiries, 6);
	EXPECT_EQ(stats().preemptions, 5);
	EXPECT_EQ(stats().switches, 5);
}

/*
 * Any two differ by no more than one slice of each, in virtual time; here both
 * sides are multiplied by both weights.
 */
static void check_shares(u32 nr, const s32 *nice, const u64 *since, u64 quantum)
{
	u32 i, k;

	for (i = 1; i < nr; i++) {
		for (k = 0; k < i; k++) {
			u64 wi = weight(nice[i]), wk = weight(nice[k]);
			s64 a = (proc(i + 1).cpu_ns - since[i]) * wk;
			s64 b = (proc(k + 1).cpu_ns - since[k]) * wi;
			s64 most = quantum * (wi + wk);

			EXPECT(a - b <= most && b - a <= most);
		}
	}
}

TEST(fair_shares)
{
	static const s32 nice[] = { 0, 5, -5, 0, 19, -20, 10, 1 };
	static const u64 none[ARRAY_SIZE(nice)];
	u32 i;

	boot("fair", 1000);
	for (i = 0; i < ARRAY_SIZE(nice); i++)
		spawn(.nice = nice[i]);
	for (i = 1; i <= 200; i++) {
		lab_run(&lab, i * 123457);
		check_shares(ARRAY_SIZE(nice), nice, none, 1000);
	}
	/* The lightest had its part too. */
	EXPECT(proc(5).cpu_ns > 0);
}

TEST(fair_renice_running)
{
	static const s32 nice[] = { 5, 0 };
	struct schedsim_attr five = attr(5, 0, 0);
	u64 since[2];

	boot("fair", 1000);
	spawn();
	spawn();
	lab_run(&lab, 10500);		/* 1 runs, since 10000 */
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_RUNNING);
	EXPECT_EQ(vruntime(1), 5500);
	lab_set_attr(&lab, 1, &five);
	/* The floor is 5000: what it had too much is more by the new weight. */
	EXPECT_EQ(vruntime(1), 5000 + 500 * 1024 / 335);
	lab_run(&lab, 10835);
	EXPECT_EQ(vruntime(1), 5000 + 500 * 1024 / 335 + 1024);
	since[0] = proc(1).cpu_ns;
	since[1] = proc(2).cpu_ns;
	lab_run(&lab, 5000000);
	check_shares(2, nice, since, 2000);
}

/* So it is for one that waits, sleeps, or has to move. */
TEST(fair_renice_ahead)
{
	struct schedsim_attr heavy = attr(-20, 0, 0), light = attr(19, 0, 0);
	struct schedsim_attr there = attr(-20, 0, 2);
	struct sim_config config = {
		.policy = policy("fair"), .quantum_ns = 1500, .nr_vcpus = 2,
		.max_procs = 8,
	};

	boot_with(&config);
	spawn(.PROGRAM(RUN(1000), SLEEP(1000), RUN(9000)), .nice = 19, .cpus = 1);
	spawn(.cpus = 1);
	lab_run(&lab, 1500);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_SLEEPING);
	EXPECT_EQ(vruntime(1), 1000 * 1024 / 15);
	lab_set_attr(&lab, 1, &heavy);
	/* Ahead of the floor, 500, by 67766, that is 992 of its own time. */
	EXPECT_EQ(vruntime(1), 500 + 67766 * 15 / 88761);
	lab_set_attr(&lab, 1, &light);
	EXPECT_EQ(vruntime(1), 500 + 11 * 88761 / 15);
	lab_run(&lab, 2100);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_READY);
	EXPECT_EQ(vruntime(1), 500 + 11 * 88761 / 15);
	/* At 2100 the floor is 1100; that of the other vCPU is 0. */
	lab_set_attr(&lab, 1, &there);
	EXPECT_EQ(proc(1).vcpu, 1);
	EXPECT_EQ(vruntime(1), (64492 * 15) / 88761);
}

/* Whether or not anybody looked: the floor is that of now. */
TEST(fair_renice_unseen)
{
	struct schedsim_attr heavy = attr(-20, 0, 0);

	boot("fair", 1500);
	watch = WATCH_NOTHING;
	spawn(.PROGRAM(RUN(1000), SLEEP(1000), RUN(9000)), .nice = 19);
	spawn();
	lab_run(&lab, 1500);
	lab_set_attr(&lab, 1, &heavy);
	EXPECT_EQ(vruntime(1), 500 + 67766 * 15 / 88761);
}

TEST(fair_renice_ready)
{
	struct schedsim_attr heavy = attr(-5, 0, 0);
	u64 since;

	boot("fair", 1000);
	spawn();
	spawn();
	lab_run(&lab, 10500);
	since = proc(2).cpu_ns;
	lab_set_attr(&lab, 2, &heavy);
	EXPECT_EQ(proc(2).cpu_ns, since);
	EXPECT_EQ(vruntime(2), 5000);
	lab_run(&lab, 10500 + 41450000);
	/* 3121 : 1024 */
	EXPECT(proc(2).cpu_ns - since >= 31210000 - 5000);
	EXPECT(proc(2).cpu_ns - since <= 31210000 + 5000);
}

/* The least, put back with other attributes, still is the floor. */
TEST(fair_renice_keeps_floor)
{
	struct schedsim_attr heavy = attr(-5, 0, 0);

	boot("fair", 10);
	spawn();
	spawn();
	lab_run(&lab, 5);
	lab_set_attr(&lab, 2, &heavy);
	spawn();
	lab_settle(&lab);
	EXPECT_EQ(vruntime(1), 5);
	EXPECT_EQ(vruntime(2), 0);
	EXPECT_EQ(vruntime(3), 0);
}

/* To and fro between the extremes: no rest of a division becomes time. */
TEST(fair_renice_often)
{
	struct schedsim_attr heavy = attr(-20, 0, 0), light = attr(19, 0, 0);
	u64 due = 0;
	u32 i;

	boot("fair", 1000);
	spawn(.nice = -20);
	for (i = 0; i < 100; i++) {
		lab_run(&lab, lab.sim->now + 86);	/* 0.99 virtual ns */
		lab_set_attr(&lab, 1, &light);
		lab_run(&lab, lab.sim->now + 15);	/* 1024 */
		lab_set_attr(&lab, 1, &heavy);
		due += 1025;
		EXPECT(vruntime(1) <= due);
	}
	EXPECT(vruntime(1) >= 100 * 1024);
}

static u64 present_floor(void)
{
	u32 newcomer = spawn(.run = 1);
	u64 floor;

	lab_settle(&lab);
	floor = vruntime(newcomer);
	lab_kill(&lab, newcomer);
	return floor;
}

/* Newcomers start at the floor, which is the least there is. */
TEST(fair_newcomer)
{
	boot("fair", 10);
	spawn();
	lab_run(&lab, 105);
	EXPECT_EQ(spawn(), 2);
	lab_settle(&lab);
	EXPECT_EQ(vruntime(2), 105);
	/* 1 has a vruntime of 110, 2 of 105. */
	lab_run(&lab, 111);
	EXPECT_EQ(vruntime(2), 106);
	EXPECT_EQ(spawn(), 3);
	lab_settle(&lab);
	EXPECT_EQ(vruntime(3), 106);
	lab_run(&lab, 160);
	EXPECT_STR(trace(), "0:1 110:2 120:3 130:1 140:2 150:3 160:1");
}

TEST(fair_floor_rises_only)
{
	u64 floor = 0, now;
	u32 i;

	boot("fair", 10);
	spawn();
	spawn(.nice = 7);
	spawn(.PROGRAM(RUN(3), SLEEP(40), LOOP(0, 0)), .nice = -10);
	spawn(.PROGRAM(RUN(30), SLEEP(4), LOOP(0, 0)), .nice = 3);
	for (i = 1; i < 50; i++) {
		lab_run(&lab, i * 37);
		now = present_floor();
		EXPECT(now >= floor);
		floor = now;
	}
	/* Also when all are gone, and somebody comes back. */
	lab_kill(&lab, 1);
	lab_kill(&lab, 2);
	lab_kill(&lab, 4);
	lab_run(&lab, 5000);
	now = present_floor();
	EXPECT(now >= floor);
	lab_kill(&lab, 3);
	EXPECT(present_floor() >= now);
}

/* Without credit a sleeper comes back at the floor. */
TEST(fair_sleeper)
{
	boot("fair:credit=0", 10);
	spawn(.PROGRAM(RUN(5), SLEEP(1000), RUN(500)));
	spawn();
	lab_run(&lab, 1005);
	EXPECT_EQ(proc(1).wakeups, 1);
	/* 2 ran 0-... alone from 5 on: its vruntime is 1000. */
	EXPECT_EQ(vruntime(1), 1000);
	lab_run(&lab, 1045);
	/* 2's slice ends just then. */
	EXPECT_STR(trace(), "0:1 5:2 1005:1 1015:2 1025:1 1035:2 1045:1");
}

/* One that slept for a moment keeps what it has had too much. */
TEST(fair_sleeper_ahead)
{
	boot("fair", 10);
	spawn(.PROGRAM(RUN(10), SLEEP(1), RUN(5)), .nice = 19);
	spawn();
	lab_run(&lab, 20);
	EXPECT_EQ(proc(1).wakeups, 1);
	EXPECT_EQ(vruntime(1), 10 * 1024 / 15);
	lab_run(&lab, 900);
	/* 2 catches up first. */
	EXPECT_EQ(proc(1).finish_ns, 705);
	EXPECT_EQ(stats().switches, 3);
}

/* Behind or ahead by as much on another vCPU as here. */
TEST(fair_migration)
{
	struct sim_config config = {
		.policy = policy("fair"), .quantum_ns = 10, .nr_vcpus = 2,
		.max_procs = 8,
	};
	struct schedsim_attr second = attr(19, 0, 2);

	boot_with(&config);
	spawn(.cpus = 1);			/* vCPU 0: 1, 2 */
	spawn(.cpus = 1, .nice = 19);
	spawn(.cpus = 2, .at = 500);		/* vCPU 1: 3 */
	lab_run(&lab, 1000);
	/* 2 had 10 ns at first, 682 virtual ones, and 10 when 1 had 690. */
	EXPECT_EQ(vruntime(2), 1365);
	EXPECT_EQ(vruntime(1), 980);
	EXPECT_EQ(vruntime(3), 500);
	lab_set_attr(&lab, 2, &second);
	EXPECT_EQ(proc(2).vcpu, 1);
	EXPECT_EQ(proc(2).migrations, 1);
	EXPECT_EQ(vruntime(2), 1365 - 980 + 500);
}

TEST(fair_yield)
{
	/* Whoever has the least goes on even so. */
	boot("fair", 10);
	spawn(.PROGRAM(RUN(2), YIELD, LOOP(0, 0)));
	spawn();
	lab_run(&lab, 12);
	EXPECT_STR(trace(), "0:1 2:2 12:1");
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "0:1 2:2 12:1 14:1 16:1 18:1 20:2");
}
