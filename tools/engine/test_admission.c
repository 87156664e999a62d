// SPDX-License-Identifier: GPL-2.0
/*
 * Admission by edf: what processes of SCHED_DEADLINE may reserve together.
 */
#include "watch.h"

#define SERVER(q, t)		.sched_class = SCHEDSIM_CLASS_DEADLINE, .slice = (q), .period = (t)
#define CONSTRAINED(q, d, t)	SERVER(q, t), .deadline = (d)

/* Thirds are exact: three of them fit. */
TEST(server_admission)
{
	struct schedsim_attr attr = {
		.sched_class = SCHEDSIM_CLASS_DEADLINE, .runtime_ns = 1, .period_ns = 3,
	};
	char reason[SCHEDSIM_REASON_LEN] = "";

	boot("edf:admission=1", 1000);
	spawn(SERVER(1, 3));
	EXPECT_EQ(lab.sim->bandwidth, SIM_BANDWIDTH_ONE / 3);
	spawn(SERVER(1, 3), .run = 5);
	spawn(CONSTRAINED(1, 3, 10), .at = 10);
	EXPECT_EQ(lab.sim->bandwidth, SIM_BANDWIDTH_ONE);
	/* Full; also with one that has not arrived. */
	EXPECT_EQ(spawn(SERVER(1, 100)), -EBUSY);
	EXPECT_EQ(sim_bandwidth_check(lab.sim, sim_bandwidth(&attr), 0, reason), -EBUSY);
	EXPECT_STR(reason, "SCHED_DEADLINE needs 1.3334 of 1 vCPUs");
	/* Other classes need none. */
	EXPECT_EQ(spawn(.period = 10, .run = 1), 4);
	/* By an exit, a kill, other attributes, and another class. */
	lab_run(&lab, 20);
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_EXITED);
	EXPECT_EQ(spawn(SERVER(1, 3)), 5);
	EXPECT_EQ(spawn(SERVER(1, 3)), -EBUSY);
	lab_kill(&lab, 3);
	EXPECT_EQ(spawn(SERVER(1, 3)), 6);
	attr.period_ns = 6;
	lab_set_attr(&lab, 1, &attr);
	EXPECT_EQ(spawn(SERVER(1, 6)), 7);
	EXPECT_EQ(sim_bandwidth_check(lab.sim, SIM_BANDWIDTH_ONE / 3, SIM_BANDWIDTH_ONE / 6,
				      NULL), -EBUSY);
	attr.sched_class = SCHEDSIM_CLASS_OTHER;
	lab_set_attr(&lab, 1, &attr);
	EXPECT_EQ(sim_bandwidth_check(lab.sim, SIM_BANDWIDTH_ONE / 3, SIM_BANDWIDTH_ONE / 6,
				      NULL), 0);
	/* And by a reset. */
	lab_reset(&lab);
	EXPECT_EQ(lab.sim->bandwidth, 0);
	EXPECT_EQ(spawn(SERVER(3, 3)), 1);
}

/*
 * What is more than 1 by however little does not fit, for it would miss deadlines. The sums are
 * worked out by hand, as fractions.
 */
TEST(server_admission_exact)
{
	static const struct {
		u64 runtime, period;
		u32 nr;			/* so many fit, and no more */
	} rows[] = {
		{ 1, 7, 7 }, { 5, 13, 2 }, { 333333333, 999999999, 3 }, { 3333333, 10000000, 3 },
		/* 2^-20 of 4 s is 3.8 us; 4.194304 s is the longest period. */
		{ 2000001000, 4000000000, 1 }, { 2000000000, 4000000000, 2 },
		{ 2097151999, 4194303999, 2 }, { 2097152000, 4194303999, 1 },
		/* A third less 1 ns, and 1 ns more, of 3 * 10^9. */
		{ 999999999, 3000000000, 3 }, { 1000000001, 3000000000, 2 },
		/* 1/1000 less 1 ns of a prime number of ns: 1001 would be more than 1. */
		{ 999999, 1000000007, 1000 },
	};
	struct sim_config config = { .quantum_ns = 1000, .nr_vcpus = 1, .max_procs = 1024 };
	u32 i, nr;

	EXPECT_EQ(sim_policy_parse("edf:admission=1", &config), 0);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		boot_with(&config);
		watch = WATCH_NOTHING;
		for (nr = 0; spawn(SERVER(rows[i].runtime, rows[i].period)) > 0; nr++)
			;
		EXPECT_EQ(nr, rows[i].nr);
		lab_run(&lab, 0);
	}
	/* More than 1 by 1 / (the product of both periods), which is less than 10^-19. */
	boot_with(&config);
	EXPECT_EQ(spawn(SERVER(3670015992ULL, 4194303991ULL)), 1);
	EXPECT_EQ(spawn(SERVER(524287998ULL, 4194303983ULL)), -EBUSY);
}

/* What is too much by little does not look as if it were not. */
TEST(server_admission_reason)
{
	char reason[SCHEDSIM_REASON_LEN];

	boot("linux:rt_runtime=950060us,rt_period=1s", 1000000);
	EXPECT_EQ(sim_bandwidth_check(lab.sim, SIM_BANDWIDTH_ONE / 100000 * 95007, 0, reason),
		  -EBUSY);
	EXPECT_STR(reason, "SCHED_DEADLINE needs 0.9501 of 0.9500 vCPUs");
}

/* Under another policy all may reserve what they want; then edf does not take them. */
TEST(server_admission_policy)
{
	struct sim_config config = { .nr_vcpus = 2, .max_procs = 64 };
	char reason[SCHEDSIM_REASON_LEN];

	boot_on(2, "fair", 1000);
	spawn(SERVER(3, 4));
	spawn(SERVER(3, 4));
	EXPECT_EQ(sim_policy_parse("edf:admission=1", &config), 0);
	EXPECT_EQ(sim_policy_bandwidth_check(lab.sim, config.policy, config.params, reason), 0);
	spawn(SERVER(3, 4));
	EXPECT_EQ(sim_policy_bandwidth_check(lab.sim, config.policy, config.params, reason),
		  -EBUSY);
	EXPECT_STR(reason, "SCHED_DEADLINE needs 2.2500 of 2 vCPUs");
	EXPECT_EQ(sim_policy_parse("edf:admission=0", &config), 0);
	EXPECT_EQ(sim_policy_bandwidth_check(lab.sim, config.policy, config.params, reason), 0);
	lab_kill(&lab, 2);
	EXPECT_EQ(sim_policy_parse("edf:admission=1", &config), 0);
	EXPECT_EQ(sim_policy_bandwidth_check(lab.sim, config.policy, config.params, reason), 0);
}
