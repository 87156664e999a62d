// SPDX-License-Identifier: GPL-2.0
/*
 * Control: quantum and tie changes, pause, trigger, yield.
 */
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
	lab_set_quantum(&lab, 7);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	spawn();
	lab_run(&lab, 34);
	EXPECT_STR(trace(), "0:1 27:2 34:1");
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
	lab_run(&lab, 1000);
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

#define MANY	200

static void boot_for_many(void)
{
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 10, .nr_vcpus = 1,
		.max_procs = MANY,
	};

	boot_with(&config);
}

/* Many arrive at 5, each yields at once: one sim_advance() is not enough for that. */
static void begin_long_instant(void)
{
	u32 i;

	boot_for_many();
	for (i = 0; i < MANY; i++)
		spawn(.at = 5, .PROGRAM(YIELD, RUN(7)));
	EXPECT(sim_advance(lab.sim, 5));
	EXPECT(!sim_is_settled(lab.sim));
}

static void pause_twice(void)
{
	sim_pause(lab.sim);
	sim_pause(lab.sim);
	EXPECT(stats().paused);
	sim_resume(lab.sim);
	sim_resume(lab.sim);
	EXPECT(!stats().paused);
	sim_pause(lab.sim);
	EXPECT(stats().paused);
}

/* What has begun at an instant is done: as if the pause had come at its end. */
TEST(pause_in_an_instant)
{
	u64 digest, events;

	begin_long_instant();
	lab_settle(&lab);
	pause_twice();
	digest = stats().digest;
	events = stats().events;

	begin_long_instant();
	pause_twice();
	EXPECT(stats().events < events);
	EXPECT_EQ(sim_next_event(lab.sim), 5);
	lab_run(&lab, 1000);
	EXPECT(stats().paused);
	EXPECT_EQ(stats().time_ns, 5);
	EXPECT_EQ(stats().yields, MANY);
	EXPECT_EQ(stats().digest, digest);
	EXPECT_EQ(stats().events, events);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	lab_resume(&lab);
	lab_run(&lab, 1000);
	EXPECT_EQ(stats().time_ns, 1000);
}

/* The same the other way round: arrivals are done while time stands still. */
TEST(resume_in_an_instant)
{
	u32 i;

	boot_for_many();
	lab_pause(&lab);
	for (i = 0; i < MANY; i++)
		spawn(.PROGRAM(RUN(7)));
	EXPECT(sim_advance(lab.sim, 0));
	EXPECT(!sim_is_settled(lab.sim));
	sim_resume(lab.sim);
	EXPECT(!stats().paused);
	EXPECT_EQ(sim_next_event(lab.sim), 0);
	EXPECT_EQ(sim_run(lab.sim, 1000, false), SIM_RUN_MORE);
	lab_run(&lab, 2000);
	EXPECT_EQ(stats().nr_exited, MANY);
	EXPECT(!stats().paused);
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

/* A slice that has been renewed by the old rule stays so. */
TEST(tie_change)
{
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 10, .nr_vcpus = 1,
		.max_procs = 8, .tie = SCHEDSIM_TIE_EXPIRY_FIRST,
	};

	boot_with(&config);
	spawn();
	spawn(.at = 50);
	lab_run(&lab, 20);
	sim_set_tie(lab.sim, SCHEDSIM_TIE_ARRIVAL_FIRST);
	spawn();
	lab_run(&lab, 60);
	/* 2 comes as a slice ends, and is before 3. */
	EXPECT_STR(trace(), "0:1 30:3 40:1 50:3 60:2");
}
