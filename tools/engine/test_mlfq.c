// SPDX-License-Identifier: GPL-2.0
/*
 * The multi-level feedback queue. That it does what the textbook's program does
 * is tested elsewhere, with the numbers of that.
 */
#include "watch.h"

/* Down a queue with each slice; the lowest takes turns. */
TEST(mlfq_goes_down)
{
	boot("mlfq", 10);
	spawn();
	spawn();
	lab_run(&lab, 70);
	EXPECT_STR(trace(), "0:1 10:2 20:1 30:2 40:1 50:2 60:1 70:2");
	trace_clear();
	spawn(.run = 15);
	lab_run(&lab, 100);
	/* At 80 it is in the second queue, and still above the others. */
	EXPECT_STR(trace(), "70:3 80:3 85:2 95:1");
	EXPECT_EQ(proc(2).preemptions, 5);
}

TEST(mlfq_quanta_and_allotments)
{
	boot("mlfq:queues=2,quantum1=4ns,quantum2=7ns,allotment1=2", 10);
	spawn(.run = 20);
	spawn(.run = 20);
	EXPECT_EQ(lab_run_idle(&lab), 40);
	EXPECT_STR(trace(), "0:1 4:2 8:1 12:2 16:1 23:2 30:1 35:2");
}

/* What is used of a slice stays used over a sleep, unless told otherwise. */
TEST(mlfq_sleep_keeps_slice)
{
	boot("mlfq", 10);
	spawn(.PROGRAM(RUN(6), SLEEP(2), LOOP(0, 2), RUN(30)));
	spawn(.at = 1);
	lab_run(&lab, 40);
	/* At 20 both are in the second queue, at 34 only 1 is. */
	EXPECT_STR(trace(), "0:1 6:2 16:1 20:2 30:1 32:2 34:1");
	boot("mlfq:stay=1", 10);
	spawn(.PROGRAM(RUN(6), SLEEP(2), LOOP(0, 2), RUN(30)));
	spawn(.at = 1);
	lab_run(&lab, 42);
	/* 1 is in the topmost until 34; 2 had 8 left in the second. */
	EXPECT_STR(trace(), "0:1 6:2 16:1 22:2 24:1 34:2 42:1");
}

/*
 * Many vCPUs, boosts that come faster than one can look: with each look some of
 * them have somebody who runs, all the same.
 */
TEST(mlfq_boosts_overtake_nobody)
{
	struct sim_config config = {
		.quantum_ns = 1000, .nr_vcpus = 200, .max_procs = 400,
	};
	u32 i;

	EXPECT_EQ(sim_policy_parse("mlfq:boost=10ns", &config), 0);
	boot_with(&config);
	for (i = 0; i < 400; i++)
		spawn();
	for (i = 1; i < 1000; i++)
		sim_advance(lab.sim, 30 * i);
	EXPECT_EQ(lab.sim->decisions > 10000, true);
}

/* To be moved to another vCPU is not to give it up by oneself. */
TEST(mlfq_moved_keeps_slice)
{
	struct sim_config config = {
		.quantum_ns = 10, .nr_vcpus = 2, .max_procs = 8,
	};
	struct schedsim_attr second = attr(0, 0, 2), first = attr(0, 0, 1);
	u32 stay;

	for (stay = 0; stay < 2; stay++) {
		EXPECT_EQ(sim_policy_parse(stay ? "mlfq:stay=1" : "mlfq",
					   &config), 0);
		boot_with(&config);
		spawn(.cpus = 1);
		lab_run(&lab, 6);
		lab_set_attr(&lab, 1, &second);
		spawn(.cpus = 2);
		lab_run(&lab, 22);
		/* After 4 more it is in the second queue. */
		EXPECT_STR(trace(), "0:1 6:1@1 10:2@1 20:1@1");
		lab_set_attr(&lab, 1, &first);
		lab_run(&lab, 22);
		spawn(.cpus = 1);
		lab_run(&lab, 30);
		EXPECT_STR(trace(), "0:1 6:1@1 10:2@1 20:1@1 22:1 22:2@1 22:3");
	}
}

/* Asleep just when the slice ends: it is used up. */
TEST(mlfq_sleep_at_end)
{
	boot("mlfq:queues=2", 10);
	spawn(.PROGRAM(RUN(10), SLEEP(11), RUN(10)));
	spawn(.run = 12, .at = 10);
	EXPECT_EQ(lab_run_idle(&lab), 32);
	/* So it does not preempt when it wakes up at 21. */
	EXPECT_STR(trace(), "0:1 10:2 22:1");
}

TEST(mlfq_bump)
{
	boot("mlfq:bump=1", 10);
	spawn(.PROGRAM(RUN(1), SLEEP(5), RUN(2)));
	spawn(.PROGRAM(RUN(2), SLEEP(3), RUN(2)));
	spawn(.run = 5);
	spawn(.run = 5);
	EXPECT_EQ(lab_run_idle(&lab), 17);
	/* Both wake up at 6: the later one is first, then the other, then 3. */
	EXPECT_STR(trace(), "0:1 1:2 3:3 6:2 8:1 10:3 12:4");
	EXPECT_EQ(proc(3).preemptions, 1);
}

/* At each multiple, the lowest queue first. */
TEST(mlfq_boost)
{
	boot("mlfq:boost=100ns", 10);
	spawn();
	spawn();
	spawn(.run = 30, .at = 85);
	lab_run(&lab, 80);
	trace_clear();
	lab_run(&lab, 125);
	/* 1 was preempted, so it is the first of the lowest. */
	EXPECT_STR(trace(), "85:3 95:3 100:1 110:2 120:3");
	EXPECT_EQ(proc(3).preemptions, 1);
}

/* A boost that comes sooner than a slice ends does not make it longer. */
TEST(mlfq_boost_and_turns)
{
	static const char * const policies[] = {
		"mlfq:boost=5ns", "mlfq:boost=5ns,boost_left=4ns",
		"mlfq:boost=5ns,boost_left=40ns", "mlfq:boost=3ns,allotment1=3",
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], 10);
		spawn(.run = 100);
		spawn(.run = 10);
		spawn(.run = 10);
		lab_run(&lab, 45);
		EXPECT(proc(2).finish_ns <= 40);
		EXPECT(proc(3).finish_ns <= 40);
		EXPECT(proc(1).cpu_ns >= 5);
	}
	boot(policies[0], 10);
	spawn(.run = 100);
	spawn(.run = 10);
	spawn(.run = 10);
	EXPECT_EQ(lab_run_idle(&lab), 120);
	EXPECT_EQ(proc(2).first_run_ns, 10);
	EXPECT_EQ(proc(3).first_run_ns, 20);
	EXPECT_EQ(proc(3).finish_ns, 30);
}

/* One that is alone from the context switch to it on, until @at; then another comes. */
static const char *alone_until(const char *policy, u64 at, u64 step)
{
	struct sim_config config = {
		.quantum_ns = 10, .switch_cost_ns = 33, .nr_vcpus = 1,
		.max_procs = 8,
	};
	u64 t;

	EXPECT_EQ(sim_policy_parse(policy, &config), 0);
	boot_with(&config);
	spawn(.run = 3);
	spawn();
	/* To set the quantum lets pass what has. */
	for (t = 4; t < at; t += step) {
		lab_run(&lab, t);
		lab_set_quantum(&lab, 10);
	}
	lab_run(&lab, at);
	spawn();
	lab_run(&lab, at + 200);
	return trace();
}

/*
 * One that is alone is where it would be if somebody had looked at each boost.
 * By boost, quantum and allotment: it never goes down; always; now and then.
 */
TEST(mlfq_boost_alone)
{
	static const char * const policies[] = {
		"mlfq:boost=7ns", "mlfq:boost=23ns,allotment1=4",
		"mlfq:boost=100ns,allotment1=2", "mlfq:boost=31ns,allotment1=4",
		"mlfq:boost=39ns,allotment1=4", "mlfq:boost=7ns,queues=1",
		"mlfq:boost=30ns,allotment1=4", "mlfq:boost=40ns,allotment1=4",
		"mlfq:boost=7ns,boost_left=3ns",
	};
	u32 i, k;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		for (k = 0; k < 60; k++) {
			u64 at = 20 + 13 * k;
			char once[1024];

			strcpy(once, alone_until(policies[i], at, 1000));
			EXPECT_STR(alone_until(policies[i], at, 3), once);
		}
	}
}

/* A slice that ends with the boost, of one that is alone, has ended before. */
TEST(mlfq_boost_at_end)
{
	u32 tie;

	for (tie = 0; tie < 2; tie++) {
		boot("mlfq:boost=100ns,boost_left=5ns,queues=1", 10);
		sim_set_tie(lab.sim, tie);
		spawn();
		lab_run(&lab, 100);
		spawn();
		lab_run(&lab, 115);
		EXPECT_STR(trace(), "0:1 100:1 105:2 110:1");
	}
}

/* One that is alone goes down and up without a timer. */
TEST(mlfq_alone)
{
	boot("mlfq:boost=100ns", 10);
	spawn();
	lab_run(&lab, 95);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	/* In the lowest queue since 20: preempted at once. */
	spawn(.run = 1);
	lab_run(&lab, 99);
	EXPECT_STR(trace(), "0:1 95:2 96:1");
	/* Since 1000 in the topmost, since 1010 in the next. */
	lab_run(&lab, 1007);
	spawn(.run = 1);
	lab_settle(&lab);
	EXPECT_EQ(sim_next_event(lab.sim), 1010);
	lab_run(&lab, 1013);
	EXPECT_STR(trace(), "0:1 95:2 96:1 1010:3 1011:1");
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	lab_run(&lab, 1000000015);
	spawn(.run = 1);
	lab_settle(&lab);
	EXPECT_STR(trace(), "0:1 95:2 96:1 1010:3 1011:1 1000000015:4");
	EXPECT(lab.sim->steps < 60);
}

/* A boost while nobody is there, and while one sleeps. */
TEST(mlfq_boost_asleep)
{
	boot("mlfq:boost=100ns", 10);
	spawn(.PROGRAM(RUN(35), SLEEP(70), RUN(20)));
	spawn(.run = 20, .at = 104);
	EXPECT_EQ(sim_next_event(lab.sim), 0);
	EXPECT_EQ(lab_run_idle(&lab), 144);
	EXPECT_STR(trace(), "0:1 104:2 114:1 124:2 134:1");
}

/* What the book's program leaves of a slice, for one that is alone, too. */
TEST(mlfq_boost_left)
{
	boot("mlfq:boost=100ns,boost_left=3ns", 10);
	spawn();
	lab_run(&lab, 1);
	EXPECT_EQ(sim_next_event(lab.sim), 100);
	lab_run(&lab, 101);
	spawn();
	lab_run(&lab, 130);
	EXPECT_STR(trace(), "0:1 100:1 103:2 106:1 116:2 126:1");
}

TEST(mlfq_tie)
{
	struct sim_config config = {};

	EXPECT_EQ(sim_policy_parse("mlfq", &config), 0);
	EXPECT_EQ(config.tie, SCHEDSIM_TIE_EXPIRY_FIRST);
	EXPECT_EQ(sim_policy_parse("rr", &config), 0);
	EXPECT_EQ(config.tie, SCHEDSIM_TIE_ARRIVAL_FIRST);
}
