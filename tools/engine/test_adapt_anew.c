// SPDX-License-Identifier: GPL-2.0
/*
 * The quantum adapts, and what is measured changes: measuring begins anew. Who is stranded
 * does not count, and what migrations cost does.
 */
#include "watch.h"

#define US(n)		((n) * 1000ULL)
#define MS(n)		((n) * 1000000ULL)
#define INTERVAL	MS(100)

static struct sim_config config_of(const char *policy, u64 quantum, u64 cost)
{
	struct sim_config config = {
		.quantum_ns = quantum,
		.switch_cost_ns = cost,
		.nr_vcpus = 2,
		.max_procs = 64,
		.adapt = {
			.target = SCHEDSIM_ADAPT_SWITCH,
			.switch_ppm = 50000,
			.response_ns = MS(20),
			.min_ns = US(100),
			.max_ns = MS(1000),
			.interval_ns = INTERVAL,
		},
	};

	EXPECT_EQ(sim_policy_parse(policy, &config), 0);
	return config;
}

static void spawn_endless(u32 nr)
{
	while (nr--)
		spawn();
}

/* Context switches take 1 in 21 of the time: that is within the band. */
static void boot_steady(u64 min_ns, u32 nr)
{
	struct sim_config config = config_of("rr:balance=none", MS(10), US(500));

	config.adapt.min_ns = min_ns;
	boot_with(&config);
	spawn_endless(nr);
	lab_run(&lab, MS(450));
	EXPECT_EQ(stats().quantum_changes, 0);
}

/*
 * Something has changed halfway between two looks. The first one after that tells nothing;
 * the second one sees what has been since the first, within a switch at each vCPU.
 */
static void expect_anew(u64 before, u64 least, u64 most)
{
	lab_run(&lab, MS(500));
	EXPECT_EQ(stats().adapt_measured, before);
	lab_run(&lab, MS(600));
	EXPECT(stats().adapt_measured >= least && stats().adapt_measured <= most);
}

TEST(adapt_anew_quantum)
{
	u64 before;

	boot_steady(US(100), 4);
	before = stats().adapt_measured;
	lab_set_quantum(&lab, MS(2));
	/* 0.5 of 2.5 ms; a switch is 0.5 of 100 ms */
	expect_anew(before, 195000, 205000);
}

TEST(adapt_anew_policy)
{
	u64 before;

	boot_steady(US(100), 4);
	before = stats().adapt_measured;
	lab_set_policy(&lab, "fifo:balance=none");
	expect_anew(before, 0, 0);
}

TEST(adapt_anew_cost)
{
	u64 before;

	boot_steady(US(100), 4);
	before = stats().adapt_measured;
	sim_set_switch_cost(lab.sim, MS(10));
	/* 10 of 20 ms; a switch is 10 of 100 ms */
	expect_anew(before, 400000, 600000);
}

/* Two at the first, one alone at the second; then three at the first. */
TEST(adapt_anew_online)
{
	u64 before;

	boot_steady(MS(10), 3);
	before = stats().adapt_measured;
	EXPECT(before >= 22000 && before <= 25000);
	EXPECT_EQ(lab_set_online(&lab, 1, false), 0);
	expect_anew(before, 42000, 53000);
}

/* Who is stranded waits for no other: no timer runs for it, and no look counts. */
TEST(adapt_stranded)
{
	struct sim_config config = config_of("rr", MS(10), US(100));

	boot_with(&config);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	lab_run(&lab, MS(10));
	EXPECT_EQ(lab_set_online(&lab, 1, false), 0);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	boot_with(&config);
	/* A burst ends at each look. */
	spawn(.cpus = 1, .PROGRAM(SLEEP(INTERVAL / 2), RUN(INTERVAL / 2), LOOP(0, 0)));
	spawn(.cpus = 2);
	EXPECT_EQ(lab_set_online(&lab, 1, false), 0);
	lab_run(&lab, MS(10000));
	EXPECT_EQ(stats().quantum_changes, 0);
	EXPECT_EQ(stats().adapt_measured, 0);
}

/* One migration by hand takes 20 of 200 ms. That does not say how many there will be. */
TEST(adapt_slack)
{
	const struct schedsim_attr there = attr(0, 0, 2);
	struct sim_config config = config_of("rr:balance=none", MS(10), 0);

	config.migration_ns[SCHEDSIM_DISTANCE_LLC] = MS(20);
	boot_with(&config);
	spawn_endless(4);
	lab_run(&lab, MS(110));
	lab_set_attr(&lab, 1, &there);
	lab_run(&lab, MS(200));
	EXPECT_EQ(vcpu(1).overhead_ns, MS(20));
	EXPECT_EQ(stats().adapt_measured, 100000);
	EXPECT_EQ(stats().quantum_changes, 0);
}

/*
 * Ten wait, and two rounds take 2 * 10 * (0.1 + 0.4 + 0.6) = 22 ms at most. That is more than
 * 8 intervals, so the first look after it finds that nobody wakes up.
 */
TEST(adapt_round)
{
	struct sim_config config = config_of("rr", US(100), US(400));

	config.adapt.target = SCHEDSIM_ADAPT_RESPONSE;
	config.migration_ns[SCHEDSIM_DISTANCE_FAR] = US(600);
	config.adapt.interval_ns = MS(1);
	boot_with(&config);
	spawn_endless(12);
	lab_run(&lab, MS(22));
	EXPECT_EQ(stats().quantum_changes, 0);
	lab_run(&lab, MS(23));
	EXPECT_EQ(stats().quantum_changes, 1);
	EXPECT_EQ(lab.sim->quantum, US(200));
}
