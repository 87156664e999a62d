// SPDX-License-Identifier: GPL-2.0
/*
 * The parts of load balancing, each alone, and what is wasted without them. That no vCPU is
 * idle beside work with the part idle, and none runs the less urgent with push, is checked
 * after each step of all tests; see watch.c.
 *
 * Unless a source is named, values are worked out by hand from the rules at the top of
 * core/wake.c, core/idle.c and core/periodic.c.
 */
#include "watch.h"

#define WAKE		SCHEDSIM_BALANCING_WAKE
#define IDLE		SCHEDSIM_BALANCING_IDLE
#define PERIODIC	SCHEDSIM_BALANCING_PERIODIC
#define PUSH		SCHEDSIM_BALANCING_PUSH
#define PULL		SCHEDSIM_BALANCING_PULL
#define ALL		SCHEDSIM_BALANCING_ALL

/* 2 vCPUs a core, 4 a cache and a node. */
static struct sim_config config_of(u32 nr_vcpus, const char *policy, u32 parts)
{
	struct sim_config config = {
		.quantum_ns = 4, .nr_vcpus = nr_vcpus, .max_procs = 64,
		.balancing = {
			.parts = SCHEDSIM_BALANCING_SET | parts, .interval_ns = 10, .pct = 117,
		},
	};
	u32 i;

	EXPECT_EQ(sim_policy_parse(policy, &config), 0);
	for (i = 0; i < nr_vcpus; i++) {
		config.core[i] = 1 + i / 2;
		config.llc[i] = i / 4;
		config.node[i] = i / 8;
	}
	return config;
}

static void boot_parts(u32 nr_vcpus, const char *policy, u32 parts)
{
	struct sim_config config = config_of(nr_vcpus, policy, parts);

	boot_with(&config);
}

static u64 moves(enum schedsim_move why)
{
	return stats().moves[why];
}

static void run_four(u32 parts)
{
	static const u64 runs[] = { 10, 100, 10, 100 };
	u32 i;

	boot_parts(2, "rr", parts);
	for (i = 0; i < ARRAY_SIZE(runs); i++)
		spawn(.run = runs[i]);
	lab_run_idle(&lab);
}

/*
 * Two short ones share a vCPU, two long ones the other: it has 200 ns to do, and for all
 * but the last 4 of them somebody waits; from 20 on the first vCPU could help.
 */
TEST(balancing_wasted)
{
	run_four(0);
	EXPECT_EQ(stats().time_ns, 200);
	EXPECT_EQ(stats().wasted_ns, 176);
	EXPECT_EQ(vcpu(0).idle_ns, 180);
	EXPECT_EQ(stats().migrations, 0);
	run_four(IDLE);
	EXPECT_EQ(stats().wasted_ns, 0);
	EXPECT_EQ(stats().time_ns, 112);
	EXPECT_EQ(moves(SCHEDSIM_MOVE_IDLE), 1);
	/* Two nice 0 on each: only from 20 on it is 2048 against 0, at the look at 20 itself. */
	run_four(PERIODIC);
	EXPECT_EQ(stats().wasted_ns, 0);
	EXPECT_EQ(moves(SCHEDSIM_MOVE_PERIODIC), 1);
	run_four(WAKE | PUSH | PULL);
	EXPECT_EQ(stats().wasted_ns, 176);
}

/* Two idle vCPUs beside one who waits waste the time of one. */
TEST(balancing_wasted_by_one)
{
	u64 wasted;
	u32 i;

	boot_parts(4, "rr", 0);
	spawn(.cpus = 1);
	spawn(.cpus = 1);
	lab_run(&lab, 100);
	/* Nobody may run elsewhere. */
	EXPECT_EQ(stats().wasted_ns, 0);
	lab_set_attr(&lab, 2, &(struct schedsim_attr) { .affinity = { 7 } });
	lab_run(&lab, 150);
	/* Six times 4 ns: it waits from 104 on, every other slice; the first may not go. */
	EXPECT_EQ(stats().wasted_ns, 24);
	/* When the others are offline, nobody is idle. */
	wasted = stats().wasted_ns;
	for (i = 1; i < 4; i++)
		EXPECT_EQ(lab_set_online(&lab, i, false), 0);
	lab_run(&lab, 200);
	EXPECT_EQ(stats().wasted_ns, wasted);
}

/* The first wakes up at @vcpu, if those of @busy run something. */
static void wakes_at(u32 id, u64 busy)
{
	u32 i;

	boot_parts(16, "rr", WAKE);
	spawn(.PROGRAM(RUN(1), SLEEP(9), RUN(50)), .cpus = 0);
	for (i = 0; i < 16; i++)
		if (busy >> i & 1)
			spawn(.at = 1, .cpus = 1ULL << i);
	lab_run(&lab, 20);
	EXPECT_EQ(proc(1).vcpu, id);
	EXPECT_EQ(moves(SCHEDSIM_MOVE_WAKE), !!id);
	EXPECT_EQ(stats().migrations, !!id);
}

/* At its previous vCPU, or in the same core, cache, node; then anywhere. */
TEST(balancing_wakes_nearest)
{
	wakes_at(0, 0xfffe);
	wakes_at(1, 0xfffd);
	wakes_at(1, 0x0001);
	wakes_at(2, 0x0003);
	wakes_at(4, 0x000f);
	wakes_at(6, 0x003f);
	wakes_at(8, 0x00ff);
	wakes_at(15, 0x7fff);
}

/* If none is idle, where the fewest are; rather where it was. */
TEST(balancing_wakes_least_loaded)
{
	boot_parts(2, "rr", WAKE);
	spawn(.PROGRAM(RUN(1), SLEEP(9), RUN(50)), .cpus = 2);
	spawn(.at = 1, .cpus = 1);
	spawn(.at = 1, .cpus = 2);
	lab_run(&lab, 5);
	lab_set_attr(&lab, 1, &(struct schedsim_attr) {});
	lab_run(&lab, 20);
	EXPECT_EQ(proc(1).vcpu, 1);
	boot_parts(2, "rr", WAKE);
	spawn(.PROGRAM(RUN(1), SLEEP(9), RUN(50)), .cpus = 0);
	spawn(.at = 1, .cpus = 1);
	spawn(.at = 1, .cpus = 1);
	spawn(.at = 1, .cpus = 2);
	lab_run(&lab, 20);
	EXPECT_EQ(proc(1).vcpu, 1);
}

/* Affinity and offline vCPUs are respected. */
TEST(balancing_wakes_where_it_may)
{
	boot_parts(4, "rr", WAKE);
	spawn(.PROGRAM(RUN(1), SLEEP(9), RUN(50)), .cpus = 1 | 8);
	spawn(.at = 1, .cpus = 1);
	lab_run(&lab, 12);
	EXPECT_EQ(proc(1).vcpu, 3);
	boot_parts(4, "rr", WAKE);
	spawn(.PROGRAM(RUN(1), SLEEP(9), RUN(50)), .cpus = 0);
	spawn(.at = 1, .cpus = 1);
	lab_run(&lab, 5);
	EXPECT_EQ(lab_set_online(&lab, 1, false), 0);
	lab_run(&lab, 12);
	EXPECT_EQ(proc(1).vcpu, 2);
}

/* When the second, who is at vCPU 0 beside the first, gets to @vcpu: at which multiple of 10? */
static void pulled_at(u32 id, u64 time)
{
	struct sim_config config = config_of(16, "rr", PERIODIC);

	/* Slices that do not end: nobody is about to change. */
	config.quantum_ns = 1000;
	boot_with(&config);
	spawn(.cpus = 1);
	spawn(.cpus = 1);
	lab_run(&lab, 1);
	lab_set_attr(&lab, 2, &(struct schedsim_attr) { .affinity = { 1 | 1ULL << id } });
	lab_run(&lab, time - 1);
	EXPECT_EQ(proc(2).vcpu, 0);
	EXPECT_EQ(stats().wasted_ns, time - 2);
	lab_run(&lab, time);
	EXPECT_EQ(proc(2).vcpu, id);
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_RUNNING);
	EXPECT_EQ(stats().wasted_ns, time - 1);
}

/* A core at each interval, a cache at each second, a node at each fourth, all at each eighth. */
TEST(balancing_domains)
{
	pulled_at(1, 10);
	pulled_at(2, 20);
	pulled_at(4, 40);
	pulled_at(8, 80);
}

/*
 * The weights are those of the kernel (sched_prio_to_weight[], kernel/sched/core.c): 88761
 * of nice -20 is more than five times 1024, and 15 of nice 19 are next to nothing.
 */
TEST(balancing_by_weight)
{
	u32 i;

	boot_parts(2, "rr", PERIODIC);
	spawn(.nice = -20, .cpus = 1);
	for (i = 0; i < 5; i++)
		spawn(.cpus = 2);
	lab_run(&lab, 5);
	for (i = 2; i <= 6; i++)
		lab_set_attr(&lab, i, &(struct schedsim_attr) {});
	lab_run(&lab, 500);
	EXPECT_EQ(stats().migrations, 0);
	EXPECT_EQ(stats().imbalance_total, stats().imbalance_looks * (88761 - 5 * 1024));

	/* A sum does not begin anew. */
	lab.sim->balancing.imbalance = U64_MAX - 88761;
	lab_run(&lab, 1000);
	EXPECT_EQ(stats().imbalance_total, U64_MAX);
	boot_parts(2, "rr", PERIODIC);
	spawn(.nice = 19, .cpus = 1);
	for (i = 0; i < 5; i++)
		spawn(.cpus = 2);
	lab_run(&lab, 5);
	for (i = 2; i <= 6; i++)
		lab_set_attr(&lab, i, &(struct schedsim_attr) {});
	lab_run(&lab, 500);
	/* 15 and 5120; 1039 and 4096; 2063 and 3072: one more would make 3087 of 2063. */
	EXPECT_EQ(vcpu(0).nr_ready, 2);
	EXPECT_EQ(vcpu(1).nr_ready, 2);
}

/* Twice the capacity, twice the processes. */
TEST(balancing_by_capacity)
{
	struct sim_config config = config_of(2, "rr", PERIODIC);
	u32 i;

	config.capacity[1] = 512;
	boot_with(&config);
	for (i = 0; i < 6; i++)
		spawn(.cpus = 2);
	lab_run(&lab, 1);
	for (i = 1; i <= 6; i++)
		lab_set_attr(&lab, i, &(struct schedsim_attr) {});
	lab_run(&lab, 500);
	EXPECT_EQ(vcpu(0).nr_ready, 3);
	EXPECT_EQ(vcpu(1).nr_ready, 1);
}

/* A load must be greater by more than the threshold. */
TEST(balancing_threshold)
{
	static const struct {
		u32 pct, moves;
	} rows[] = { { 100, 1 }, { 149, 1 }, { 166, 1 }, { 167, 0 }, { 1000, 0 } };
	u32 i, k;

	for (k = 0; k < ARRAY_SIZE(rows); k++) {
		struct sim_config config = config_of(2, "rr", PERIODIC);

		config.balancing.pct = rows[k].pct;
		boot_with(&config);
		/* 5 and 3 of equal weight: 166.67%. */
		for (i = 0; i < 8; i++)
			spawn(.cpus = i < 5 ? 1 : 2);
		lab_run(&lab, 1);
		for (i = 1; i <= 8; i++)
			lab_set_attr(&lab, i, &(struct schedsim_attr) {});
		lab_run(&lab, 200);
		/* Who has not run has not migrated: count who is there. */
		EXPECT_EQ(vcpu(0).nr_ready, 4 - rows[k].moves);
	}
}

/*
 * As Linux's real-time classes push and pull (push_rt_task(), pull_rt_task(), kernel/sched/rt.c):
 * 1 runs at vCPU 0 and 2 at vCPU 1 when 3, which is more urgent than 2, begins to wait at
 * vCPU 0. It is pushed to vCPU 1; or pulled when that decides, as 2 sleeps.
 */
static void run_urgent(u32 parts)
{
	boot_parts(2, "prio", parts);
	spawn(.priority = 9, .cpus = 1);
	spawn(.priority = 1, .PROGRAM(RUN(20), SLEEP(5), RUN(50)), .cpus = 2);
	spawn(.priority = 1, .at = 5, .cpus = 2);
	spawn(.priority = 5, .at = 5, .cpus = 1);
	lab_run(&lab, 6);
	lab_set_attr(&lab, 4, &(struct schedsim_attr) { .priority = 5 });
	lab_run(&lab, 60);
}

TEST(balancing_push_and_pull)
{
	run_urgent(0);
	EXPECT_EQ(proc(4).cpu_ns, 0);
	run_urgent(PUSH);
	EXPECT_EQ(proc(4).first_run_ns, 6);
	EXPECT_EQ(proc(4).cpu_ns, 54);
	run_urgent(PULL);
	EXPECT(proc(4).first_run_ns > 6 && proc(4).first_run_ns <= 25);
	EXPECT(proc(4).cpu_ns > 0);
	run_urgent(IDLE | WAKE);
	EXPECT_EQ(proc(4).cpu_ns, 0);
}

/* Who has not run has not migrated; so the one that is pulled sleeps first. */
TEST(balancing_reasons)
{
	boot_parts(2, "rr", ALL);
	spawn(.cpus = 1);
	lab_run(&lab, 5);
	lab_set_attr(&lab, 1, &(struct schedsim_attr) { .affinity = { 2 } });
	lab_run(&lab, 10);
	EXPECT_EQ(lab_set_online(&lab, 1, false), 0);
	lab_set_attr(&lab, 1, &(struct schedsim_attr) {});
	lab_run(&lab, 20);
	EXPECT_EQ(moves(SCHEDSIM_MOVE_FORCED), 2);
	EXPECT_EQ(stats().migrations, 2);
	boot_parts(2, "rr:span=all", ALL);
	spawn(.run = 10);
	spawn(.run = 30);
	spawn(.run = 30);
	lab_run_idle(&lab);
	EXPECT_EQ(moves(SCHEDSIM_MOVE_SHARED), stats().migrations);
	EXPECT(stats().migrations > 0);
}

TEST(balancing_check)
{
	struct sim_balancing_config good = {
		.parts = ALL, .interval_ns = 10, .pct = 100,
	}, bad;

	EXPECT_EQ(sim_balancing_check(&good, 10), 0);
	EXPECT_EQ(sim_balancing_check(&(struct sim_balancing_config) {}, 10), 0);
#define REFUSES(member, value)						\
	bad = good;							\
	bad.member = value;						\
	EXPECT_EQ(sim_balancing_check(&bad, 10), -EINVAL)
	REFUSES(parts, ALL + 1);
	REFUSES(parts, IDLE);
	REFUSES(defects, SCHEDSIM_DEFECTS_ALL + 1);
	REFUSES(interval_ns, 9);
	REFUSES(interval_ns, 0);
	REFUSES(interval_ns, SCHEDSIM_MAX_QUANTUM_NS + 1);
	REFUSES(pct, 99);
	REFUSES(pct, SCHEDSIM_MAX_BALANCING_PCT + 1);
	bad = (struct sim_balancing_config) { .defects = 1 };
	EXPECT_EQ(sim_balancing_check(&bad, 10), -EINVAL);
}
