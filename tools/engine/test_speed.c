// SPDX-License-Identifier: GPL-2.0
/*
 * Capacities of vCPUs, and what migrations cost.
 *
 * How a capacity scales time is as in the kernel's Documentation/scheduler/sched-capacity.rst,
 * section 1: the same work takes 1024 / capacity times as long. The numbers are worked out by
 * hand beside the tests.
 */
#include "random.h"
#include "watch.h"

static struct sim_config config_on(u32 nr_vcpus, const char *policy, u64 quantum)
{
	struct sim_config config = {
		.quantum_ns = quantum, .nr_vcpus = nr_vcpus, .max_procs = 16,
	};

	EXPECT_EQ(sim_policy_parse(policy, &config), 0);
	return config;
}

static void move_to(u32 id, u64 cpus)
{
	const struct schedsim_attr to = attr(0, 0, cpus);

	lab_set_attr(&lab, id, &to);
}

/* A little CPU of Juno r0, as in /sys/devices/system/cpu/cpu0/cpu_capacity there. */
TEST(capacity_one)
{
	struct sim_config config = config_on(1, "fifo", 1000);

	config.capacity[0] = 446;
	boot_with(&config);
	spawn(.PROGRAM(RUN(1000), SLEEP(4), RUN(1000), SLEEP(1), RUN(1000)));
	spawn(.run = 223, .at = 100000);
	lab_run(&lab, 0);
	/* 1000 * 1024 / 446 = 2295.96; twice: 4591.93; three times: 6887.89 */
	EXPECT_EQ(sim_next_event(lab.sim), 2296);
	lab_run(&lab, 2296);
	EXPECT_EQ(proc(1).cpu_ns, 2296);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_SLEEPING);
	lab_run(&lab, 2296 + 4 + 2295);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_RUNNING);
	lab_run(&lab, 2296 + 4 + 2296);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_SLEEPING);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).cpu_ns, 6888);
	EXPECT_EQ(proc(1).finish_ns, 6888 + 5);
	/* 223 * 1024 / 446 = 512; what others have done too much is not its. */
	EXPECT_EQ(proc(2).finish_ns, 100512);
	EXPECT_EQ(vcpu(0).busy_ns, 6888 + 512);
}

/* Bursts of 1 ns at 600: 1024 / 600 = 1.71, 3.41, 5.12, 6.83, 8.53, 10.24 */
TEST(capacity_rest)
{
	static const u64 ends[] = { 2, 4, 6, 7, 9, 11 };
	struct sim_config config = config_on(1, "rr", 1000);
	u32 i;

	config.capacity[0] = 600;
	boot_with(&config);
	spawn(.PROGRAM(RUN(1), YIELD, LOOP(0, 600)));
	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		lab_run(&lab, ends[i] - 1);
		EXPECT_EQ(proc(1).yields, i);
		lab_run(&lab, ends[i]);
		EXPECT_EQ(proc(1).yields, i + 1);
	}
	lab_run_idle(&lab);
	/* 600 * 1024 / 600 */
	EXPECT_EQ(proc(1).cpu_ns, 1024);
}

/*
 * Two vCPUs, the big one twice as fast. 100 ns of work take 100 and 200 ns. The third is for
 * 30 ns at the little one: 15 ns of work; 85 ns are left for the big one.
 */
TEST(capacity_big_little)
{
	struct sim_config config = config_on(2, "rr:balance=none", 1000);

	config.capacity[1] = 512;
	boot_with(&config);
	spawn(.run = 100, .cpus = 1);
	spawn(.run = 100, .cpus = 2);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).finish_ns, 100);
	EXPECT_EQ(proc(2).finish_ns, 200);
	spawn(.run = 100, .cpus = 2);
	lab_run(&lab, 230);
	move_to(3, 1);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(3).finish_ns, 230 + 85);
	EXPECT_EQ(proc(3).cpu_ns, 30 + 85);
}

/*
 * At 512, four times as fast when warm, after 10 ns: these do 5 of 105 ns of work, and
 * 2 ns of work a ns do the other 100 in 50. Whole units of 8 ns: 60 becomes 64.
 */
TEST(capacity_cache)
{
	struct sim_config config = config_on(1, "fifo", 1000);

	config.capacity[0] = 512;
	config.cache_size = 100;
	config.cache_rate = 4;
	config.cache_warmup_ns = 10;
	boot_with(&config);
	spawn(.run = 105, .working_set = 10);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).cpu_ns, 60);
	config.unit_ns = 8;
	boot_with(&config);
	/* 105 are 14 units, 112: 10 + (112 - 5) / 2 = 63.5, which is less than 64 */
	spawn(.run = 105, .working_set = 10);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).cpu_ns, 64);
}

/*
 * Somebody looks when the work is done, and a unit of time is not: 1 ns before its end, at a
 * vCPU that needs 10 ns for a ns of work. It ends where it would have.
 */
TEST(capacity_unit_looked_at)
{
	struct sim_config config = config_on(1, "rr", 1000);
	u32 looks;

	config.capacity[0] = 102;
	config.unit_ns = 100;
	for (looks = 0; looks < 2; looks++) {
		boot_with(&config);
		/* 100 * 1024 / 102 = 1003.9: 11 units. 100.4 / 1024 ns are more than it. */
		spawn(.PROGRAM(RUN(1), RUN(1), SLEEP(1)));
		lab_run(&lab, 1099 * looks);
		lab_set_quantum(&lab, 2000);
		lab_run_idle(&lab);
		EXPECT_EQ(proc(1).cpu_ns, 2100);
	}
}

/* The longest times: no sum of them is more than a u64 holds. */
TEST(capacity_extremes)
{
	static const struct {
		u64 run;
		u32 capacity;
		u64 due;
	} rows[] = {
		{ SCHEDSIM_MAX_TIME_NS >> 10, 1, SCHEDSIM_MAX_TIME_NS },
		{ (SCHEDSIM_MAX_TIME_NS >> 10) + 1, 1, SIM_NEVER },
		{ SCHEDSIM_MAX_TIME_NS, 1, SIM_NEVER },
		{ SCHEDSIM_MAX_TIME_NS, 1024, SCHEDSIM_MAX_TIME_NS },
		/* 1023 * 2^46 * 1024 / 1023 = 2^56 */
		{ 1023ULL << 46, 1023, SCHEDSIM_MAX_TIME_NS },
		/* 1024 / 1023 less: 1.001 */
		{ (1023ULL << 46) - 1, 1023, SCHEDSIM_MAX_TIME_NS - 1 },
		{ 1, 1, 1024 },
		{ 1, 1023, 2 },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct sim_config config = config_on(1, "fifo", 1000);

		config.capacity[0] = rows[i].capacity;
		boot_with(&config);
		watch = WATCH_NOTHING;
		spawn(.run = rows[i].run);
		lab_run(&lab, 0);
		EXPECT_EQ(sim_next_event(lab.sim), rows[i].due);
	}
}

/* Who runs in the ns that follows: its work, in 1/1024 ns, is counted here. */
static void count_work(u64 *work)
{
	u32 i;

	for (i = 0; i < lab.sim->config.nr_vcpus; i++) {
		const struct sim_vcpu *vcpu = &lab.sim->vcpus[i];

		if (vcpu->curr && vcpu->exec_start <= lab.sim->now)
			work[vcpu->curr->id] += vcpu->capacity;
	}
}

/*
 * However often processes are preempted and moved: when one has done its bursts, the sum of
 * time * capacity / 1024 over the vCPUs is the work of all of them, and less than 1 ns.
 */
static void check_conserved(u64 seed)
{
	static const char * const policies[] = { "rr", "fair", "rr:span=all", "lottery", "srtf" };
	u64 work[9] = { 0 }, total[9], rng = seed;
	struct sim_config config;
	u32 i, nr_vcpus = 2 + random_below(&rng, 3);

	config = config_on(nr_vcpus, policies[random_below(&rng, 5)], 1 + random_below(&rng, 20));
	config.switch_cost_ns = random_below(&rng, 3);
	for (i = 0; i < nr_vcpus; i++)
		config.capacity[i] = 1 + random_below(&rng, 1024);
	boot_with(&config);
	watch = WATCH_NOTHING;
	for (i = 1; i <= 8; i++) {
		u64 run = 1 + random_below(&rng, 9), times = 1 + random_below(&rng, 90);

		total[i] = run * times;
		spawn(.PROGRAM(RUN(run), SLEEP(1), LOOP(0, times)));
	}
	lab_run(&lab, 0);
	while (stats().nr_exited < 8 && lab.sim->now < 1000000) {
		count_work(work);
		lab_run(&lab, lab.sim->now + 1);
		i = 1 + random_below(&rng, 8);
		if (random_one_in(&rng, 5) && proc(i).state != SCHEDSIM_STATE_EXITED)
			move_to(i, 1 + random_below(&rng, (1 << nr_vcpus) - 1));
		if (random_one_in(&rng, 9))
			lab_trigger(&lab, SCHEDSIM_ALL_VCPUS);
	}
	EXPECT_EQ(stats().nr_exited, 8);
	for (i = 1; i <= 8; i++) {
		EXPECT(work[i] >= total[i] * 1024);
		EXPECT(work[i] - total[i] * 1024 < 1024);
	}
}

TEST(capacity_conserved)
{
	u64 seed;

	for (seed = 0; seed < 60; seed++)
		check_conserved(seed);
}

static u64 digest_of(u32 capacity)
{
	struct sim_config config = config_on(3, "fair:span=llc", 10);
	u32 i;

	for (i = 0; i < 3; i++)
		config.capacity[i] = capacity;
	config.unit_ns = 2;
	boot_with(&config);
	for (i = 0; i < 9; i++)
		spawn(.PROGRAM(RUN(7 + i), SLEEP(i), RUN(3), LOOP(0, 5)), .nice = i - 4);
	lab_run_idle(&lab);
	return lab.sim->digest;
}

/* The greatest capacity is what a vCPU has if nothing is said of it. */
TEST(capacity_greatest)
{
	EXPECT_EQ(digest_of(0), digest_of(1024));
	EXPECT(digest_of(0) != digest_of(1023));
}

/* An id is used again: what the first has left over is not the second's. */
TEST(capacity_of_ids)
{
	struct sim_config config = config_on(2, "fifo", 1000);

	config.capacity[0] = 600;
	config.migration_ns[SCHEDSIM_DISTANCE_LLC] = 5;
	boot_with(&config);
	spawn(.run = 1, .cpus = 1, .id = 7);
	lab_run(&lab, 10);
	EXPECT_EQ(proc(7).finish_ns, 2);
	lab_reap(&lab, 7);
	spawn(.run = 1200, .cpus = 2, .id = 7);
	lab_run(&lab, 11);
	EXPECT_EQ(proc(7).overhead_ns, 0);
	move_to(7, 1);
	lab_run(&lab, 16);
	EXPECT_EQ(proc(7).overhead_ns, 5);
}

/*
 * Eight vCPUs: 0 and 1 are a core; they and 2 have a cache; 3 has its own, of the same node;
 * 4 to 7 are of another node. The process goes from each to the next it is told of.
 */
TEST(migration_costs)
{
	static const struct {
		u32 vcpu;
		u64 cost;
	} way[] = {
		{ 1, 10 }, { 2, 20 }, { 0, 20 }, { 3, 30 }, { 2, 30 }, { 4, 40 }, { 5, 20 },
		{ 0, 40 }, { 1, 10 }, { 7, 40 },
	};
	struct sim_config config = config_on(8, "rr:balance=none", 1000000);
	u64 sum = 0, from;
	u32 i;

	for (i = 0; i < SCHEDSIM_NR_DISTANCES; i++)
		config.migration_ns[i] = 10 * (i + 1);
	config.core[0] = 255;
	config.core[1] = 255;
	config.llc[3] = 1;
	for (i = 4; i < 8; i++) {
		config.llc[i] = 2;
		config.node[i] = 1;
	}
	boot_with(&config);
	spawn(.cpus = 1);
	for (i = 0; i < ARRAY_SIZE(way); i++) {
		lab_run(&lab, lab.sim->now + 100);
		from = proc(1).cpu_ns;
		move_to(1, 1ULL << way[i].vcpu);
		sum += way[i].cost;
		lab_run(&lab, lab.sim->now + way[i].cost);
		EXPECT_EQ(proc(1).cpu_ns, from);
		EXPECT_EQ(proc(1).overhead_ns, sum);
	}
	EXPECT_EQ(proc(1).migrations, ARRAY_SIZE(way));
	EXPECT_EQ(vcpu(4).overhead_ns, 40);
}

/* It comes on top of the switch, and only who has run comes from anywhere. */
TEST(migration_and_switch)
{
	struct sim_config config = config_on(2, "fifo:balance=none", 1000);

	config.switch_cost_ns = 3;
	config.migration_ns[SCHEDSIM_DISTANCE_LLC] = 7;
	boot_with(&config);
	spawn(.run = 10, .cpus = 1);
	spawn(.run = 10, .cpus = 1);
	lab_run(&lab, 1);
	move_to(2, 3);
	move_to(2, 2);
	lab_run(&lab, 2);
	/* It waited at the first: no migration, and its vCPU has had nobody to switch from. */
	EXPECT_EQ(proc(2).overhead_ns, 0);
	EXPECT_EQ(proc(2).cpu_ns, 1);
	move_to(2, 1);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).finish_ns, 10);
	EXPECT_EQ(proc(2).overhead_ns, 10);
	EXPECT_EQ(proc(2).finish_ns, 10 + 3 + 7 + 9);
}

/* A migration goes on from 10 to 110: who chooses the process again meanwhile adds nothing. */
static void choose_again(bool yields)
{
	struct sim_config config = config_on(2, "rr:balance=none", 1000);

	config.migration_ns[SCHEDSIM_DISTANCE_LLC] = 100;
	boot_with(&config);
	spawn(.cpus = 1);
	lab_run(&lab, 10);
	move_to(1, 2);
	lab_run(&lab, 50);
	EXPECT_EQ(yields ? lab_yield(&lab, 1) : lab_trigger(&lab, 1), 0);
	lab_run(&lab, 110);
	EXPECT_EQ(proc(1).overhead_ns, 100);
	EXPECT_EQ(proc(1).cpu_ns, 10);
	lab_run(&lab, 130);
	EXPECT_EQ(proc(1).overhead_ns, 100);
	EXPECT_EQ(proc(1).cpu_ns, 30);
}

TEST(migration_and_trigger)
{
	choose_again(false);
}

TEST(migration_and_yield)
{
	choose_again(true);
}

TEST(speed_limits)
{
	struct sim_config config = config_on(2, "rr", 1000), other;
	u32 i;

	EXPECT_EQ(sim_config_check(&config, 1000), 0);
	other = config;
	other.capacity[1] = 1024;
	EXPECT_EQ(sim_config_check(&other, 1000), 0);
	/* That is what 0 stands for. */
	EXPECT(!sim_config_begins_anew(&config, &other));
	EXPECT(!sim_config_begins_anew(&other, &config));
	other.capacity[1] = 1023;
	EXPECT(sim_config_begins_anew(&config, &other));
	other.capacity[1] = 1025;
	EXPECT_EQ(sim_config_check(&other, 1000), -EINVAL);
	other = config;
	other.core[1] = 1;
	EXPECT(sim_config_begins_anew(&config, &other));
	for (i = 0; i < SCHEDSIM_NR_DISTANCES; i++) {
		other = config;
		other.migration_ns[i] = 1000000000;
		EXPECT_EQ(sim_config_check(&other, 1000), 0);
		EXPECT(sim_config_begins_anew(&config, &other));
		other.migration_ns[i]++;
		EXPECT_EQ(sim_config_check(&other, 1000), -EINVAL);
	}
}
