// SPDX-License-Identifier: GPL-2.0
/*
 * The passing of time: accounting, context switches, bounded steps, runs.
 */
#include "random.h"
#include "scenario.h"
#include "watch.h"

TEST(idle)
{
	boot("rr", 10);
	spawn(.run = 5, .at = 20);
	lab_run(&lab, 40);
	EXPECT_EQ(vcpu(0).idle_ns, 35);
	EXPECT_EQ(vcpu(0).busy_ns, 5);
	EXPECT_EQ(proc(1).waiting_ns, 0);
	EXPECT_EQ(proc(1).finish_ns, 25);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
}

/* A switch is counted when a vCPU changes process, not when it idles between. */
TEST(switch_counting)
{
	boot("rr", 10);
	spawn(.PROGRAM(RUN(2), SLEEP(5), LOOP(0, 3)));
	EXPECT_EQ(lab_run_idle(&lab), 21);
	EXPECT_STR(trace(), "0:1 7:1 14:1 21:1");
	EXPECT_EQ(stats().switches, 0);
	spawn(.run = 1);
	EXPECT_EQ(lab_run_idle(&lab), 22);
	EXPECT_EQ(stats().switches, 1);
	EXPECT_EQ(proc(2).switches, 1);
	EXPECT_EQ(vcpu(0).switches, 1);
}

/* Another process is another one, even under the id of one that is gone. */
TEST(switch_to_reused_id)
{
	boot("rr", 10);
	spawn(.run = 1, .id = 7);
	lab_run_idle(&lab);
	lab_reap(&lab, 7);
	EXPECT_EQ(spawn(.run = 1, .id = 7), 7);
	lab_run_idle(&lab);
	EXPECT_EQ(stats().switches, 1);
	EXPECT_EQ(proc(7).switches, 1);
}

TEST(switch_cost)
{
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 10, .nr_vcpus = 1,
		.max_procs = 8, .switch_cost_ns = 3,
	};

	boot_with(&config);
	spawn(.run = 15);
	spawn(.run = 12);
	/* 1: 0-10, 2: 13-23, 1: 26-31, 2: 34-36 */
	EXPECT_EQ(lab_run_idle(&lab), 36);
	EXPECT_STR(trace(), "0:1 10:2 23:1 31:2");
	EXPECT_EQ(proc(1).finish_ns, 31);
	EXPECT_EQ(proc(1).overhead_ns, 3);
	EXPECT_EQ(proc(1).waiting_ns, 13);
	EXPECT_EQ(proc(2).first_run_ns, 13);
	EXPECT_EQ(proc(2).overhead_ns, 6);
	EXPECT_EQ(proc(2).waiting_ns, 18);
	EXPECT_EQ(vcpu(0).overhead_ns, 9);
	EXPECT_EQ(vcpu(0).busy_ns, 27);
	EXPECT_EQ(vcpu(0).idle_ns, 0);
}

/* Killed or triggered during the switch: charged as far as it went. */
TEST(switch_cost_cut_short)
{
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 10, .nr_vcpus = 1,
		.max_procs = 8, .switch_cost_ns = 4,
	};

	boot_with(&config);
	spawn();
	spawn();
	lab_run(&lab, 11);
	EXPECT_EQ(proc(2).overhead_ns, 1);
	EXPECT_EQ(proc(2).first_run_ns, SIM_NEVER);
	lab_kill(&lab, 2);
	EXPECT_STR(trace(), "0:1 10:2 11:1");
	EXPECT_EQ(proc(2).overhead_ns, 1);
	EXPECT_EQ(proc(2).cpu_ns, 0);
	lab_run(&lab, 20);
	/* The vCPU had been another's: the switch back costs too. */
	EXPECT_EQ(proc(1).overhead_ns, 4);
	EXPECT_EQ(proc(1).cpu_ns, 15);
	EXPECT_EQ(vcpu(0).overhead_ns, 5);
}

/* A new cost is that of the next switch, not of the one that goes on. */
TEST(switch_cost_changed)
{
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 10, .nr_vcpus = 1,
		.max_procs = 8, .switch_cost_ns = 4,
	};

	boot_with(&config);
	spawn();
	spawn();
	lab_run(&lab, 11);
	sim_set_switch_cost(lab.sim, 7);
	/* 2: 14-24, 1: 31-41 */
	lab_run(&lab, 40);
	EXPECT_STR(trace(), "0:1 10:2 24:1");
	EXPECT_EQ(proc(2).overhead_ns, 4);
	EXPECT_EQ(proc(2).cpu_ns, 10);
	EXPECT_EQ(proc(1).overhead_ns, 7);
	EXPECT_EQ(proc(1).cpu_ns, 19);
}

/* Picked again during the switch to it: the switch goes on, and costs no less. */
TEST(switch_cost_picked_again)
{
	boot("prio", 1000);
	sim_set_switch_cost(lab.sim, 400);
	spawn();
	spawn(.priority = 1, .at = 100);
	lab_run(&lab, 150);
	lab_trigger(&lab, 0);
	lab_run(&lab, 300);
	EXPECT_EQ(lab_yield(&lab, 2), 0);
	lab_run(&lab, 600);
	EXPECT_EQ(proc(2).overhead_ns, 400);
	EXPECT_EQ(proc(2).first_run_ns, 500);
	EXPECT_EQ(proc(2).cpu_ns, 100);
	EXPECT_EQ(stats().switches, 1);
}

/* Who is preempted during the switch to it has kept the rest of its slice. */
TEST(switch_cost_preempted)
{
	boot("prio", 10);
	sim_set_switch_cost(lab.sim, 4);
	spawn();				/* 1: 0-6, 4 left */
	spawn();				/* its equal */
	spawn(.at = 6, .run = 1, .priority = 1);/* 10-11 */
	spawn(.at = 12, .run = 1, .priority = 1);/* during the switch to 1 */
	lab_run(&lab, 60);
	/* 4: 16-17, 1: 21-25, 2: 29-39, 1: 43-53 */
	EXPECT_STR(trace(), "0:1 6:3 11:1 12:4 17:1 25:2 39:1 53:2");
	EXPECT_EQ(proc(1).cpu_ns, 20);
}

static u32 advances, most_events;

static void count_advance(struct lab *lab)
{
	advances++;
	most_events = max(most_events, lab->sim->log_nr);
}

/* One sim_advance() does a bounded amount of work. */
TEST(bounded_steps)
{
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 10, .nr_vcpus = 4,
		.max_procs = 2000,
	};
	u32 i;

	boot_with(&config);
	lab.on_advance = count_advance;
	for (i = 0; i < 1000; i++)
		spawn(.at = 5);
	lab_run(&lab, 5);
	EXPECT(advances >= 1000 / SIM_STEPS);
	EXPECT(advances <= 1000 / SIM_STEPS + 2);
	EXPECT(most_events <= SIM_LOG_SIZE);
	EXPECT_EQ(stats().nr_ready, 996);
	EXPECT_EQ(stats().nr_running, 4);
	/* In between, there is something to do at this very instant. */
	for (i = 0; i < 4; i++)
		spawn(.at = 0);
	EXPECT_EQ(sim_next_event(lab.sim), 5);
}

static void run_scenario(u64 seed)
{
	struct schedsim_spawn_entry *entries;
	struct sim_config config;
	static struct scenario s;
	u32 i;

	scenario_make(&s, seed);
	entries = s.entries;
	lab_config(&s.config, &config);
	boot_with(&config);
	for (i = 0; i < s.nr_objects; i++)
		lab_object(&lab, &s.objects[i]);
	for (i = 0; i < s.nr_procs; i++)
		lab_spawn(&lab, &entries[i]);
}

/* All sums agree after each step; see on_advance() in watch.c. */
TEST(sums_agree)
{
	static struct scenario s;
	u64 seed;

	for (seed = 1; seed <= 300; seed++) {
		run_scenario(seed);
		scenario_make(&s, seed);
		lab_run(&lab, s.until_ns);
	}
}

/* Looking at it, however often, has no influence on what happens. */
TEST(observation_changes_nothing)
{
	u64 seed, digest, events, value, look;
	static struct scenario s;

	for (seed = 1; seed <= 300; seed++) {
		scenario_make(&s, seed);
		run_scenario(seed);
		watch = WATCH_NOTHING;
		lab_run(&lab, s.until_ns);
		digest = lab.sim->digest;
		events = lab.sim->events;
		value = proc(1).values[0];

		run_scenario(seed);
		for (look = 1; look < s.until_ns; look += s.until_ns / 97 + 1) {
			lab_run(&lab, look);
			sim_charge_all(lab.sim);
		}
		lab_run(&lab, s.until_ns);
		EXPECT_EQ(lab.sim->digest, digest);
		EXPECT_EQ(lab.sim->events, events);
		EXPECT_EQ(proc(1).values[0], value);
	}
}

TEST(time_does_not_go_back)
{
	boot("rr", 10);
	spawn();
	lab_run(&lab, 15);
	sim_advance(lab.sim, 3);
	EXPECT_EQ(stats().time_ns, 15);
	EXPECT_EQ(proc(1).cpu_ns, 15);
}

static enum sim_run run_all(u64 until, bool stop_idle)
{
	enum sim_run ret;

	do {
		ret = sim_run(lab.sim, until, stop_idle);
	} while (ret == SIM_RUN_MORE);
	return ret;
}

TEST(end_of_time)
{
	boot("rr", 10);
	watch = WATCH_NOTHING;
	spawn();
	lab_settle(&lab);
	EXPECT_EQ(run_all(~0ULL - 1, false), SIM_RUN_REACHED);
	EXPECT_EQ(stats().time_ns, SCHEDSIM_MAX_TIME_NS);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	spawn(.at = 5);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
}

TEST(run_until)
{
	boot("rr", 10);
	EXPECT_EQ(run_all(100, true), SIM_RUN_IDLE);
	EXPECT_EQ(stats().time_ns, 0);
	spawn(.run = 5);
	spawn(.run = 7);
	EXPECT_EQ(run_all(8, true), SIM_RUN_REACHED);
	EXPECT_EQ(stats().time_ns, 8);
	EXPECT_EQ(run_all(8, false), SIM_RUN_REACHED);
	EXPECT_EQ(run_all(100, true), SIM_RUN_IDLE);
	EXPECT_EQ(stats().time_ns, 12);
	EXPECT_EQ(run_all(100, false), SIM_RUN_REACHED);
	EXPECT_EQ(stats().time_ns, 100);
	/* One that runs for ever is not idle. */
	spawn();
	EXPECT_EQ(run_all(200, true), SIM_RUN_REACHED);
	EXPECT_EQ(proc(3).cpu_ns, 100);
	lab_pause(&lab);
	EXPECT_EQ(run_all(300, true), SIM_RUN_PAUSED);
	EXPECT_EQ(stats().time_ns, 200);
}

/* What is due just at the end of a run is done in it. */
TEST(run_until_event)
{
	boot("rr", 10);
	spawn(.run = 20);
	spawn(.run = 20);
	EXPECT_EQ(run_all(10, false), SIM_RUN_REACHED);
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_RUNNING);
}

TEST(run_to_the_end_of_time)
{
	boot("rr", 10);
	spawn();
	EXPECT_EQ(run_all(SCHEDSIM_MAX_TIME_NS, false), SIM_RUN_REACHED);
	EXPECT_EQ(stats().time_ns, SCHEDSIM_MAX_TIME_NS);
	EXPECT_EQ(run_all(SIM_NEVER, false), SIM_RUN_REACHED);
}
