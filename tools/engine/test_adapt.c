// SPDX-License-Identifier: GPL-2.0
/*
 * The quantum adapts. What it should become follows from theory: under round robin, n
 * endless processes lose cost / (quantum + cost) to switches; and who wakes up waits for
 * n of them at most, for 0.95 of a quantum and n - 1 whole ones in 95% of cases, if wakeups
 * come at any time.
 */
#include "watch.h"

#define US(n)		((n) * 1000ULL)
#define MS(n)		((n) * 1000000ULL)
#define INTERVAL	MS(100)

/* The changes of the quantum since boot. */
static struct {
	u32 nr;
	u32 by_reason[SIM_QUANTUM_QUIET + 1];
	u64 time;
} changes;

static void on_event(struct lab *lab, const struct sim_event *event)
{
	if (event->type != SIM_EVENT_QUANTUM)
		return;
	changes.nr++;
	changes.by_reason[event->reason]++;
	changes.time = event->time;
	EXPECT_EQ(event->arg, lab->sim->quantum);
}

static const struct sim_adapt_config to_switch = {
	.target = SCHEDSIM_ADAPT_SWITCH,
	.switch_ppm = 50000,
	.min_ns = US(100),
	.max_ns = MS(1000),
	.interval_ns = INTERVAL,
};

static const struct sim_adapt_config to_response = {
	.target = SCHEDSIM_ADAPT_RESPONSE,
	.response_ns = MS(20),
	.min_ns = US(100),
	.max_ns = MS(1000),
	.interval_ns = INTERVAL,
};

static void boot_adapt(const struct sim_adapt_config *adapt, u32 nr_vcpus, const char *policy,
		       u64 quantum, u64 cost)
{
	struct sim_config config = {
		.quantum_ns = quantum,
		.switch_cost_ns = cost,
		.nr_vcpus = nr_vcpus,
		.max_procs = 64,
		.adapt = *adapt,
	};

	EXPECT_EQ(sim_policy_parse(policy, &config), 0);
	boot_with(&config);
	lab.on_event = on_event;
	watch = WATCH_NOTHING;
	memset(&changes, 0, sizeof(changes));
}

static void spawn_endless(u32 nr)
{
	while (nr--)
		spawn();
}

static bool between(u64 value, u64 least, u64 most)
{
	return value >= least && value <= most;
}

/* The limit is 5%, the least share that is left alone 3/4 of that; to 1/32. */
static bool keeps_switch(u64 quantum, u64 cost)
{
	u64 lost = cost * 1000000 / (quantum + cost);

	return between(lost, 37500 * 31 / 32, 50000 * 33 / 32);
}

TEST(adapt_switch)
{
	static const u64 from[] = { US(100), US(300), MS(2), MS(10), MS(80), MS(1000) };
	u32 i, nr;

	for (i = 0; i < ARRAY_SIZE(from); i++) {
		boot_adapt(&to_switch, 1, "rr", from[i], US(100));
		spawn_endless(3);
		lab_run(&lab, MS(4000));
		EXPECT(keeps_switch(lab.sim->quantum, US(100)));
		EXPECT(between(stats().adapt_measured, 36000, 52000));
		/* Steady: nothing changes any more. */
		nr = changes.nr;
		EXPECT_EQ(stats().quantum_changes, nr);
		EXPECT(nr <= 6);
		lab_run(&lab, MS(60000));
		EXPECT_EQ(changes.nr, nr);
		EXPECT_EQ(changes.by_reason[SIM_QUANTUM_LOSSES] +
			  changes.by_reason[SIM_QUANTUM_SPARE], nr);
		EXPECT_EQ(changes.by_reason[from[i] < MS(2) ? SIM_QUANTUM_SPARE :
							      SIM_QUANTUM_LOSSES], 0);
	}
}

/* Steps only ever come closer: from one side. And so it is with several vCPUs. */
TEST(adapt_switch_vcpus)
{
	boot_adapt(&to_switch, 4, "rr", MS(10), US(200));
	spawn_endless(13);
	lab_run(&lab, MS(10000));
	EXPECT(keeps_switch(lab.sim->quantum, US(200)));
	EXPECT_EQ(changes.by_reason[SIM_QUANTUM_LOSSES], 0);
	EXPECT(changes.by_reason[SIM_QUANTUM_SPARE] > 0);
}

/* After a change of load it is right again within 8 intervals. */
TEST(adapt_switch_reacts)
{
	static const u64 costs[] = { US(400), US(20), US(200), US(1000), US(50) };
	u64 now = MS(5000);
	u32 i;

	boot_adapt(&to_switch, 1, "rr", MS(10), US(100));
	spawn_endless(3);
	lab_run(&lab, now);
	for (i = 0; i < ARRAY_SIZE(costs); i++) {
		sim_set_switch_cost(lab.sim, costs[i]);
		lab_run(&lab, now + 8 * INTERVAL);
		EXPECT(keeps_switch(lab.sim->quantum, costs[i]));
		lab_run(&lab, now += MS(20000));
		EXPECT(changes.time <= now - MS(20000) + 8 * INTERVAL);
	}
}

TEST(adapt_switch_bounds)
{
	struct sim_adapt_config adapt = to_switch;

	adapt.max_ns = MS(1);
	adapt.min_ns = US(500);
	boot_adapt(&adapt, 1, "rr", MS(10), US(100));
	/* It begins within the bounds; that is no change. */
	EXPECT_EQ(lab.sim->quantum, MS(1));
	EXPECT_EQ(lab.sim->config.quantum_ns, MS(10));
	spawn_endless(2);
	lab_run(&lab, MS(5000));
	EXPECT_EQ(lab.sim->quantum, MS(1));
	EXPECT_EQ(changes.nr, 0);
	EXPECT_EQ(stats().quantum_changes, 0);
	sim_set_switch_cost(lab.sim, US(1));
	lab_run(&lab, MS(10000));
	EXPECT_EQ(lab.sim->quantum, US(500));
	EXPECT_EQ(changes.by_reason[SIM_QUANTUM_SPARE], changes.nr);
}

/* Nobody waits: nothing is looked at, and no timer runs for it. */
TEST(adapt_alone)
{
	boot_adapt(&to_switch, 1, "rr", MS(10), US(100));
	spawn();
	lab_run(&lab, MS(10));
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	lab_run(&lab, MS(3600000));
	spawn();
	lab_run(&lab, MS(3604000));
	/* The hour alone does not count. */
	EXPECT(keeps_switch(lab.sim->quantum, US(100)));
	EXPECT_EQ(changes.by_reason[SIM_QUANTUM_LOSSES], 0);
	EXPECT(changes.nr <= 5);
}

/* Who sleeps for times that have nothing to do with the others. */
static void spawn_interactive(void)
{
	spawn(.PROGRAM(SLEEP(MS(7) + 123457), RUN(US(100)), LOOP(0, 0)));
}

/* 95% of responses take n - 1 quanta and 0.95 of one: to 1/16, 1/8 for their lot. */
static bool keeps_response(u64 quantum, u32 nr)
{
	u64 response = quantum * (nr * 100 - 5) / 100;

	return between(response, MS(20) / 2 * 13 / 16, MS(20) * 9 / 8);
}

TEST(adapt_response)
{
	static const u64 from[] = { US(100), MS(1), MS(20), MS(200), MS(1000) };
	u32 i, nr;

	for (i = 0; i < ARRAY_SIZE(from); i++) {
		boot_adapt(&to_response, 1, "rr", from[i], 0);
		spawn_endless(4);
		spawn_interactive();
		/* The first response is known when all have had a quantum. */
		lab_run(&lab, MS(10000) + 4 * from[i]);
		EXPECT(keeps_response(lab.sim->quantum, 4));
		nr = changes.nr;
		EXPECT(nr > 0 && nr <= 8);
		lab_run(&lab, MS(120000));
		EXPECT_EQ(changes.nr, nr);
	}
}

TEST(adapt_response_reacts)
{
	boot_adapt(&to_response, 1, "rr", MS(4), 0);
	spawn_endless(4);
	spawn_interactive();
	lab_run(&lab, MS(5000));
	EXPECT(keeps_response(lab.sim->quantum, 4));
	EXPECT_EQ(changes.nr, 0);
	/* Three times as many: within 3 decisions, of 8 intervals each at most. */
	spawn_endless(8);
	lab_run(&lab, MS(5000) + 24 * INTERVAL);
	EXPECT(keeps_response(lab.sim->quantum, 12));
	EXPECT_EQ(changes.by_reason[SIM_QUANTUM_SLOW], changes.nr);
	lab_run(&lab, MS(60000));
	lab_kill(&lab, 5);
	/* Nobody wakes up any more: the quantum grows, to its bound after 22 of its rounds. */
	lab_run(&lab, MS(62000));
	EXPECT(lab.sim->quantum > MS(20));
	lab_run(&lab, MS(60000) + 22 * MS(1000));
	EXPECT_EQ(lab.sim->quantum, MS(1000));
	EXPECT_EQ(changes.by_reason[SIM_QUANTUM_FAST], 0);
	EXPECT(changes.by_reason[SIM_QUANTUM_QUIET] > 0);
}

/* prio preempts: what waits for nobody does not depend on the quantum. */
TEST(adapt_response_fast)
{
	boot_adapt(&to_response, 1, "prio", MS(4), 0);
	spawn_endless(4);
	spawn(.priority = 1, .PROGRAM(SLEEP(MS(7)), RUN(US(100)), LOOP(0, 0)));
	lab_run(&lab, MS(10000));
	EXPECT_EQ(lab.sim->quantum, MS(1000));
	EXPECT_EQ(changes.by_reason[SIM_QUANTUM_FAST], changes.nr);
	EXPECT_EQ(stats().adapt_measured, 0);
}

TEST(adapt_by_hand)
{
	struct sim_adapt_config adapt = to_switch;

	boot_adapt(&to_switch, 1, "rr", MS(10), US(100));
	spawn_endless(2);
	lab_run(&lab, MS(5000));
	EXPECT(keeps_switch(lab.sim->quantum, US(100)));
	/* It goes on from there, or from the nearest bound. */
	lab_set_quantum(&lab, MS(5000));
	EXPECT_EQ(lab.sim->quantum, MS(1000));
	EXPECT_EQ(lab.sim->config.quantum_ns, MS(5000));
	EXPECT_EQ(changes.by_reason[SIM_QUANTUM_SET], 1);
	lab_run(&lab, MS(20000));
	EXPECT(keeps_switch(lab.sim->quantum, US(100)));
	/* Other bounds. */
	adapt.min_ns = MS(7);
	lab_set_adapt(&lab, &adapt);
	EXPECT_EQ(lab.sim->quantum, MS(7));
	EXPECT_EQ(changes.by_reason[SIM_QUANTUM_BOUNDS], 1);
	/* Off. */
	adapt.target = SCHEDSIM_ADAPT_OFF;
	lab_set_adapt(&lab, &adapt);
	EXPECT_EQ(lab.sim->quantum, MS(5000));
	EXPECT_EQ(changes.by_reason[SIM_QUANTUM_SET], 2);
	lab_run(&lab, MS(30000));
	EXPECT_EQ(changes.by_reason[SIM_QUANTUM_SET] + 1 + stats().quantum_changes, changes.nr);
	lab_set_adapt(&lab, &to_switch);
	EXPECT_EQ(lab.sim->quantum, MS(1000));
}

TEST(adapt_goes_on)
{
	boot_adapt(&to_switch, 1, "rr", MS(10), US(100));
	spawn_endless(3);
	lab_run(&lab, MS(300));
	lab_pause(&lab);
	lab_run(&lab, MS(500));
	lab_resume(&lab);
	lab_run(&lab, MS(350));
	lab_set_policy(&lab, "fair");
	lab_run(&lab, MS(5000));
	EXPECT(keeps_switch(lab.sim->quantum, US(100)));
	lab_reset(&lab);
	lab.on_event = on_event;
	EXPECT_EQ(lab.sim->quantum, MS(10));
	EXPECT_EQ(stats().quantum_changes, 0);
	spawn_endless(3);
	lab_run(&lab, MS(5000));
	EXPECT(keeps_switch(lab.sim->quantum, US(100)));
}

TEST(adapt_check)
{
	static const struct sim_adapt_config wrong[] = {
		{ .target = 3 },
		{ .switch_ppm = 99 }, { .switch_ppm = 900001 },
		{ .response_ns = 999 }, { .response_ns = MS(10000) + 1 },
		{ .min_ns = 999, .max_ns = 1000 }, { .min_ns = 2000, .max_ns = 1999 },
		{ .min_ns = 2000 }, { .max_ns = 2000 },
		{ .min_ns = 2000, .max_ns = MS(10000) + 1 },
		{ .interval_ns = 999 }, { .interval_ns = MS(10000) + 1 },
		{ .target = SCHEDSIM_ADAPT_SWITCH, .min_ns = 1000, .max_ns = 1000,
		  .interval_ns = 1000 },
		{ .target = SCHEDSIM_ADAPT_RESPONSE, .min_ns = 1000, .max_ns = 1000,
		  .interval_ns = 1000 },
		{ .target = SCHEDSIM_ADAPT_SWITCH, .switch_ppm = 100, .min_ns = 1000,
		  .max_ns = 1000 },
		{ .target = SCHEDSIM_ADAPT_SWITCH, .switch_ppm = 100, .interval_ns = 1000 },
	};
	struct sim_adapt_config config = {};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		EXPECT_EQ(sim_adapt_check(&wrong[i], 1000), -EINVAL);
	EXPECT_EQ(sim_adapt_check(&config, 1000), 0);
	EXPECT_EQ(sim_adapt_check(&to_switch, US(100)), 0);
	EXPECT_EQ(sim_adapt_check(&to_switch, US(100) + 1), -EINVAL);
	sim_adapt_complete(&config);
	for (config.target = 0; config.target <= SCHEDSIM_ADAPT_RESPONSE; config.target++)
		EXPECT_EQ(sim_adapt_check(&config, SCHEDSIM_MIN_QUANTUM_LIVE_NS), 0);
}
