// SPDX-License-Identifier: GPL-2.0
/*
 * The passing of time: accounting, quantum changes, pause, trigger, switch
 * cost, lateness.
 */
#include "random.h"
#include "scenario.h"
#include "watch.h"

TEST(quantum_change)
{
	static const struct {
		u64 quantum;
		const char *trace;
	} rows[] = {
		/* shorter than what has run: over at once */
		{ 4, "0:1 6:2 10:1 14:2 18:1 22:2 26:1 30:2" },
		/* exactly what has run */
		{ 6, "0:1 6:2 12:1 18:2 24:1 30:2" },
		{ 8, "0:1 8:2 16:1 24:2" },
		/* longer: this slice too */
		{ 15, "0:1 15:2 30:1" },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		boot("rr", 10);
		spawn();
		spawn();
		lab_run(&lab, 6);
		lab_set_quantum(&lab, rows[i].quantum);
		EXPECT_EQ(lab.sim->config.quantum_ns, rows[i].quantum);
		lab_run(&lab, 30);
		EXPECT_STR(trace(), rows[i].trace);
		EXPECT_EQ(stats().late_max_ns, 0);
	}
}

/* While alone, slices go on from where the last one began. */
TEST(quantum_change_alone)
{
	boot("rr", 10);
	spawn();
	lab_run(&lab, 25);
	lab_set_quantum(&lab, 4);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	spawn();
	lab_run(&lab, 32);
	EXPECT_STR(trace(), "0:1 28:2 32:1");
}

TEST(quantum_change_while_paused)
{
	boot("rr", 10);
	spawn();
	spawn();
	lab_run(&lab, 6);
	lab_pause(&lab);
	lab_set_quantum(&lab, 4);
	EXPECT_STR(trace(), "0:1");
	lab_resume(&lab);
	lab_run(&lab, 10);
	EXPECT_STR(trace(), "0:1 6:2 10:1");
}

TEST(pause_freezes)
{
	struct schedsim_proc before[3], after;
	u32 i;

	boot("rr", 10);
	spawn();
	spawn();
	spawn(.PROGRAM(SLEEP(50), RUN(1)));
	spawn(.at = 70);
	lab_run(&lab, 26);
	for (i = 0; i < 3; i++)
		before[i] = proc(i + 1);
	lab_pause(&lab);
	EXPECT(stats().paused);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	lab_jump(&lab, 1000);
	EXPECT_EQ(stats().time_ns, 26);
	for (i = 0; i < 3; i++) {
		after = proc(i + 1);
		EXPECT(!memcmp(&before[i], &after, sizeof(after)));
	}
	lab_resume(&lab);
	EXPECT(!stats().paused);
	trace_clear();
	lab_run(&lab, 75);
	/* 3 was dispatched at 20 and slept at once; then 1 ran. */
	EXPECT_STR(trace(), "30:2 40:1 50:2 60:1 70:2");
}

TEST(pause_is_idempotent)
{
	u64 events;

	boot("rr", 10);
	lab_resume(&lab);
	events = stats().events;
	EXPECT_EQ(events, 0);
	lab_pause(&lab);
	lab_pause(&lab);
	EXPECT_EQ(stats().events, 1);
	lab_resume(&lab);
	lab_resume(&lab);
	EXPECT_EQ(stats().events, 2);
}

/* Who is spawned while paused arrives, but is not dispatched. */
TEST(pause_spawn)
{
	boot("rr", 10);
	lab_pause(&lab);
	spawn();
	spawn(.at = 5);
	lab_settle(&lab);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_READY);
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_NEW);
	EXPECT_STR(trace(), "");
	lab_resume(&lab);
	lab_run(&lab, 10);
	EXPECT_STR(trace(), "0:1 10:2");
}

TEST(trigger_running)
{
	boot("rr", 10);
	spawn();
	spawn();
	spawn();
	lab_run(&lab, 6);
	EXPECT_EQ(lab_trigger(&lab, 0), 0);
	EXPECT_STR(trace(), "0:1 6:2");
	EXPECT_EQ(proc(1).preemptions, 1);
	EXPECT_EQ(stats().expiries, 0);
	lab_run(&lab, 36);
	EXPECT_STR(trace(), "0:1 6:2 16:3 26:1 36:2");
	EXPECT_EQ(lab_trigger(&lab, 1), -EINVAL);
}

/* A single step: time stands still, the slice begins anew. */
TEST(trigger_paused)
{
	boot("rr", 10);
	spawn();
	spawn();
	lab_run(&lab, 6);
	lab_pause(&lab);
	lab_trigger(&lab, SCHEDSIM_ALL_VCPUS);
	EXPECT_STR(trace(), "0:1 6:2");
	lab_trigger(&lab, 0);
	EXPECT_STR(trace(), "0:1 6:2 6:1");
	EXPECT_EQ(stats().time_ns, 6);
	EXPECT_EQ(proc(2).cpu_ns, 0);
	EXPECT_EQ(proc(2).first_run_ns, 6);
	EXPECT_EQ(proc(2).preemptions, 1);
	lab_resume(&lab);
	lab_run(&lab, 26);
	EXPECT_STR(trace(), "0:1 6:2 6:1 16:2 26:1");
}

TEST(trigger_alone)
{
	boot("rr", 10);
	lab_trigger(&lab, 0);
	EXPECT_STR(trace(), "");
	spawn();
	lab_run(&lab, 6);
	lab_trigger(&lab, 0);
	EXPECT_STR(trace(), "0:1 6:1");
	EXPECT_EQ(proc(1).preemptions, 0);
	EXPECT_EQ(proc(1).switches, 0);
	/* It had a new slice. */
	spawn();
	lab_run(&lab, 16);
	EXPECT_STR(trace(), "0:1 6:1 16:2");
}

/* Prio: the highest goes on, its equals take turns. */
TEST(trigger_prio)
{
	boot("prio", 10);
	spawn(.priority = 5);
	spawn(.priority = 4);
	lab_run(&lab, 3);
	lab_trigger(&lab, 0);
	EXPECT_STR(trace(), "0:1 3:1");
	EXPECT_EQ(proc(1).preemptions, 0);
	spawn(.priority = 5);
	lab_run(&lab, 5);
	lab_trigger(&lab, 0);
	EXPECT_STR(trace(), "0:1 3:1 5:3");
	EXPECT_EQ(proc(1).preemptions, 1);
}

TEST(yield_by_program)
{
	boot("rr", 10);
	spawn(.PROGRAM(RUN(2), YIELD, LOOP(0, 0)));
	spawn();
	lab_run(&lab, 26);
	EXPECT_STR(trace(), "0:1 2:2 12:1 14:2 24:1 26:2");
	EXPECT_EQ(proc(1).cpu_ns, 6);
	EXPECT_EQ(proc(1).yields, 3);
	EXPECT_EQ(proc(1).preemptions, 0);
	EXPECT_EQ(proc(2).preemptions, 2);
	EXPECT_EQ(stats().yields, 3);
}

TEST(yield_by_control)
{
	boot("rr", 10);
	spawn();
	spawn();
	lab_run(&lab, 4);
	EXPECT_EQ(lab_yield(&lab, 2), -EINVAL);
	EXPECT_EQ(lab_yield(&lab, 1), 0);
	EXPECT_STR(trace(), "0:1 4:2");
	EXPECT_EQ(proc(1).cpu_ns, 4);
	EXPECT_EQ(proc(1).yields, 1);
	EXPECT_EQ(proc(1).preemptions, 0);
	lab_pause(&lab);
	EXPECT_EQ(lab_yield(&lab, 2), 0);
	EXPECT_STR(trace(), "0:1 4:2 4:1");
	lab_resume(&lab);
	lab_run(&lab, 14);
	EXPECT_STR(trace(), "0:1 4:2 4:1 14:2");
}

TEST(yield_alone)
{
	boot("rr", 10);
	spawn(.PROGRAM(RUN(2), YIELD, RUN(3)));
	EXPECT_EQ(lab_run_idle(&lab), 5);
	EXPECT_STR(trace(), "0:1 2:1");
	EXPECT_EQ(proc(1).yields, 1);
	EXPECT_EQ(proc(1).waiting_ns, 0);
	EXPECT_EQ(stats().switches, 0);
}

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
		.policy = &sim_policy_rr, .quantum_ns = 10, .nr_vcpus = 1,
		.max_procs = 8, .switch_cost_ns = 3,
	};

	boot_config(&config);
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
		.policy = &sim_policy_rr, .quantum_ns = 10, .nr_vcpus = 1,
		.max_procs = 8, .switch_cost_ns = 4,
	};

	boot_config(&config);
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

/* Who is preempted during the switch to it has kept the rest of its slice. */
TEST(switch_cost_preempted)
{
	struct sim_config config = {
		.policy = &sim_policy_prio, .quantum_ns = 10, .nr_vcpus = 1,
		.max_procs = 8, .switch_cost_ns = 4,
	};

	boot_config(&config);
	spawn();				/* 1: 0-6, 4 left */
	spawn();				/* its equal */
	spawn(.at = 6, .run = 1, .priority = 1);/* 10-11 */
	spawn(.at = 12, .run = 1, .priority = 1);/* during the switch to 1 */
	lab_run(&lab, 60);
	/* 4: 16-17, 1: 21-25, 2: 29-39, 1: 43-53 */
	EXPECT_STR(trace(), "0:1 6:3 11:1 12:4 17:1 25:2 39:1 53:2");
	EXPECT_EQ(proc(1).cpu_ns, 20);
}

/* In live mode things are handled when they are noticed. */
TEST(late_burst)
{
	boot("rr", 10);
	watch = WATCH_LATE;
	spawn(.run = 5);
	spawn(.run = 2);
	lab_settle(&lab);
	lab_jump(&lab, 8);
	EXPECT_EQ(proc(1).cpu_ns, 5);
	EXPECT_EQ(proc(1).finish_ns, 8);
	EXPECT_EQ(vcpu(0).idle_ns, 3);
	EXPECT_STR(trace(), "0:1 8:2");
	lab_jump(&lab, 30);
	EXPECT_EQ(proc(2).cpu_ns, 2);
	EXPECT_EQ(proc(2).finish_ns, 30);
	EXPECT_EQ(vcpu(0).idle_ns, 23);
	/* No slice has ended. */
	EXPECT_EQ(stats().late_max_ns, 0);
	EXPECT_EQ(stats().expiries, 0);
}

TEST(late_slice)
{
	static const struct {
		u64 now, late, skipped;
		u32 bucket;
	} rows[] = {
		{ 10, 0, 0, 0 }, { 11, 1, 0, 0 }, { 12, 2, 0, 1 },
		{ 17, 7, 0, 2 }, { 19, 9, 0, 3 }, { 20, 10, 1, 3 },
		{ 29, 19, 1, 4 }, { 30, 20, 2, 4 }, { 110, 100, 10, 6 },
	};
	u32 i, n;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		boot("rr", 10);
		spawn();
		spawn();
		lab_settle(&lab);
		lab_jump(&lab, rows[i].now);
		EXPECT_EQ(proc(1).cpu_ns, rows[i].now);
		EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_READY);
		EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_RUNNING);
		EXPECT_EQ(stats().expiries, 1);
		EXPECT_EQ(stats().late_max_ns, rows[i].late);
		EXPECT_EQ(stats().late_total_ns, rows[i].late);
		EXPECT_EQ(stats().skipped, rows[i].skipped);
		for (n = 0; n < SCHEDSIM_LATENESS_BUCKETS; n++)
			EXPECT_EQ(stats().lateness[n], n == rows[i].bucket);
		/* The next slice is a whole one again. */
		EXPECT_EQ(sim_next_event(lab.sim), rows[i].now + 10);
	}
}

/* Also if something else was noticed at the same time, and handled first. */
TEST(late_slice_and_wakeup)
{
	boot("rr", 10);
	watch = WATCH_LATE;
	spawn();
	spawn();
	spawn(.at = 9);
	spawn(.at = 10);
	spawn(.at = 12);
	lab_settle(&lab);
	lab_jump(&lab, 17);
	EXPECT_EQ(stats().expiries, 1);
	EXPECT_EQ(stats().late_max_ns, 7);
	EXPECT_EQ(stats().late_total_ns, 7);
	EXPECT_EQ(stats().lateness[2], 1);
}

TEST(late_slice_and_quantum)
{
	boot("rr", 10);
	spawn();
	spawn();
	lab_run(&lab, 6);
	lab_set_quantum(&lab, 3);
	EXPECT_STR(trace(), "0:1 6:2");
	EXPECT_EQ(stats().late_max_ns, 0);
	lab_run(&lab, 7);
	/* Over at once, but noticed only when time has gone on. */
	sim_set_quantum(lab.sim, 1);
	lab_jump(&lab, 12);
	EXPECT_EQ(stats().late_max_ns, 5);
	EXPECT_EQ(stats().skipped, 5);
}

TEST(late_wakeup)
{
	boot("rr", 10);
	watch = WATCH_LATE;
	spawn(.PROGRAM(RUN(1), SLEEP(10), RUN(4)));
	lab_run(&lab, 1);
	lab_jump(&lab, 20);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_RUNNING);
	EXPECT_EQ(proc(1).sleeping_ns, 19);
	EXPECT_EQ(proc(1).wakeups, 1);
	lab_run(&lab, 50);
	EXPECT_EQ(proc(1).finish_ns, 24);
}

/* Time does not go backwards. */
TEST(late_now_in_the_past)
{
	boot("rr", 10);
	spawn();
	lab_run(&lab, 15);
	lab_jump(&lab, 3);
	EXPECT_EQ(stats().time_ns, 15);
	EXPECT_EQ(proc(1).cpu_ns, 15);
}

TEST(end_of_time)
{
	boot("rr", 10);
	watch = WATCH_NOTHING;
	spawn();
	spawn(.at = SCHEDSIM_MAX_TIME_NS - 5);
	lab_settle(&lab);
	lab_jump(&lab, ~0ULL - 1);
	EXPECT_EQ(stats().time_ns, SCHEDSIM_MAX_TIME_NS);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
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
		.policy = &sim_policy_rr, .quantum_ns = 10, .nr_vcpus = 4,
		.max_procs = 2000,
	};
	u32 i;

	boot_config(&config);
	lab.on_advance = count_advance;
	for (i = 0; i < 1000; i++)
		spawn(.at = 5);
	lab_jump(&lab, 5);
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
	struct scenario s;
	u32 i;

	scenario_make(&s, seed);
	entries = s.entries;
	lab_config(&s.config, &config);
	boot_config(&config);
	for (i = 0; i < s.nr_procs; i++)
		lab_spawn(&lab, &entries[i]);
}

/* All sums agree after each step; see on_advance() in watch.c. */
TEST(sums_agree)
{
	struct scenario s;
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
	u64 seed, digest, events, vruntime, look;
	struct scenario s;

	for (seed = 1; seed <= 300; seed++) {
		scenario_make(&s, seed);
		run_scenario(seed);
		watch = WATCH_NOTHING;
		lab_run(&lab, s.until_ns);
		digest = lab.sim->digest;
		events = lab.sim->events;
		vruntime = proc(1).vruntime_ns;

		run_scenario(seed);
		for (look = 1; look < s.until_ns; look += s.until_ns / 97 + 1) {
			lab_run(&lab, look);
			sim_charge_all(lab.sim);
		}
		lab_run(&lab, s.until_ns);
		EXPECT_EQ(lab.sim->digest, digest);
		EXPECT_EQ(lab.sim->events, events);
		EXPECT_EQ(proc(1).vruntime_ns, vruntime);
	}
}

/* However late it is noticed: nobody gets more than he asked for. */
TEST(late_random)
{
	struct scenario s;
	u64 seed;

	for (seed = 1; seed <= 300; seed++) {
		u64 rng = seed;

		scenario_make(&s, seed);
		run_scenario(seed);
		watch = WATCH_LATE;
		while (lab.sim->now < s.until_ns) {
			u64 next = sim_next_event(lab.sim);

			next = min(next, s.until_ns);
			lab_jump(&lab, next + random_below(&rng, 5000));
		}
	}
}

static enum sim_run run_all(u64 until, bool stop_idle)
{
	enum sim_run ret;

	do {
		ret = sim_run(lab.sim, until, stop_idle);
	} while (ret == SIM_RUN_MORE);
	return ret;
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
