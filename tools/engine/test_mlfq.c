// SPDX-License-Identifier: GPL-2.0
/*
 * The multi-level feedback queue. That it does what the textbook's program does
 * is tested elsewhere, with the numbers of that.
 */
#include <stdio.h>

#include "watch_objects.h"

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

/* A slice that ends while nobody waits leaves a process where it is. */
TEST(mlfq_keep_alone)
{
	u32 tie;

	for (tie = 0; tie < 2; tie++) {
		boot("mlfq:keep_alone=1", 10);
		sim_set_tie(lab.sim, tie);
		spawn(.PROGRAM(RUN(30), SLEEP(5), RUN(20)));
		lab_run(&lab, 30);
		EXPECT_EQ(proc(1).values[0], 0);
		spawn(.run = 20, .at = 12);
		lab_run(&lab, 44);
		/* 35 to 45 is a slice, and in that somebody waits. */
		EXPECT_EQ(proc(1).values[0], 0);
		EXPECT_EQ(proc(1).values[2], 9);
		lab_run(&lab, 50);
		EXPECT_EQ(proc(1).values[0], 1);
		lab_run_idle(&lab);
		EXPECT_STR(trace(), "0:1 35:1 45:2 55:1 65:2");
	}
	/* One that a trigger ends, too. */
	boot("mlfq:keep_alone=1", 10);
	spawn();
	lab_run(&lab, 15);
	lab_trigger(&lab, 0);
	EXPECT_EQ(proc(1).values[0], 0);
	EXPECT_EQ(proc(1).values[2], 0);
}

/* I/O of no time: with "bump" the process goes on at once. */
TEST(mlfq_sleep_for_no_time)
{
	u32 tie;

	boot("mlfq:bump=1,queues=1", 10);
	spawn(.PROGRAM(RUN(2), SLEEP_ALWAYS, RUN(2)));
	spawn(.run = 3);
	spawn(.run = 3, .at = 2);
	EXPECT_EQ(lab_run_idle(&lab), 10);
	EXPECT_STR(trace(), "0:1 2:1 4:2 7:3");
	/* Without, behind those that arrive just then, whatever comes first. */
	for (tie = 0; tie < 2; tie++) {
		boot("mlfq:queues=1", 10);
		sim_set_tie(lab.sim, tie);
		spawn(.PROGRAM(RUN(2), SLEEP_ALWAYS, RUN(2)));
		spawn(.run = 3, .at = 2);
		EXPECT_EQ(lab_run_idle(&lab), 7);
		EXPECT_STR(trace(), "0:1 2:2 5:1");
		EXPECT_EQ(proc(1).wakeups, 1);
		EXPECT_EQ(proc(1).switches, 1);
	}
	/* Nobody else runs in between, not even for an instant. */
	boot("prio", 10);
	spawn(.priority = 2, .PROGRAM(RUN(2), SLEEP_ALWAYS, RUN(2)));
	spawn(.priority = 1, .run = 3);
	EXPECT_EQ(lab_run_idle(&lab), 7);
	EXPECT_STR(trace(), "0:1 2:1 4:2");
}

/*
 * It sleeps just when its slice ends, by the textbook's program: the allotment is full
 * again, then a slice of it has ended. So it is if nobody waits, and if a change of
 * its urgency has the policy look at its slice in between.
 */
TEST(mlfq_sleep_alone_at_end)
{
	boot("mlfq:stay=1,allotment=3", 10);
	make_ceiling(9);
	spawn(.PROGRAM(RUN(10), LOCK(1), UNLOCK(1), SLEEP(5), RUN(1)));
	lab_run(&lab, 12);
	EXPECT_EQ(proc(1).values[1], 2);
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
	/* 1 was preempted, so it is the first of the lowest; 3 is in the second. */
	EXPECT_STR(trace(), "85:3 95:3 100:1 110:2 120:3");
	EXPECT_EQ(proc(3).preemptions, 1);
}

/* Those that wait: the topmost queue, the lowest, ..., the second, each in order. */
TEST(mlfq_boost_order)
{
	u32 id;

	boot("mlfq:boost=200ns", 10);
	spawn();
	spawn();
	spawn(.at = 174);
	spawn(.at = 184);
	spawn(.at = 194);
	spawn(.at = 197);
	lab_run(&lab, 199);
	trace_clear();
	/* Runs in the topmost queue; in that and in the two below wait: */
	EXPECT_EQ(vcpu(0).current_id, 5);
	EXPECT_EQ(proc(6).values[0], 0);
	EXPECT_EQ(proc(3).values[0], 1);
	EXPECT_EQ(proc(4).values[0], 1);
	EXPECT_EQ(proc(1).values[0], 2);
	EXPECT_EQ(proc(2).values[0], 2);
	lab_run(&lab, 200);
	for (id = 1; id <= 6; id++) {
		EXPECT_EQ(proc(id).values[0], 0);
		EXPECT_EQ(proc(id).values[2], 0);
	}
	lab_run(&lab, 265);
	EXPECT_STR(trace(), "210:6 220:2 230:1 240:3 250:4 260:5");
}

/* One that a boost has put before the one that runs, and that another vCPU takes. */
TEST(mlfq_boost_peek)
{
	struct sim_config config = {
		.quantum_ns = 10, .nr_vcpus = 2, .max_procs = 8, .peek_ns = 100,
	};

	EXPECT_EQ(sim_policy_parse("mlfq:boost=100ns,balance=none", &config), 0);
	boot_with(&config);
	spawn(.cpus = 2, .run = 60);
	spawn();
	spawn(.cpus = 1, .at = 85);
	spawn(.cpus = 1, .at = 103);
	lab_run(&lab, 110);
	/* At 100 nobody is left before 3: 4 has to wait for the end of its slice. */
	EXPECT_STR(trace(), "0:2 0:1@1 85:3 95:3 100:2@1 110:4");
}

/* Whoever runs goes on, in a new slice, from whatever queue; so the boost renews. */
TEST(mlfq_boost_renews)
{
	boot("mlfq:boost=25ns,allotment1=2", 10);
	spawn();
	spawn();
	lab_run(&lab, 24);
	EXPECT_EQ(proc(1).values[1], 1);
	EXPECT_EQ(proc(1).values[2], 4);
	lab_run(&lab, 50);
	/* 1 ran from 20, and again until 35; the next boost finds 2. */
	EXPECT_STR(trace(), "0:1 10:2 20:1 35:2 45:1");
	EXPECT_EQ(proc(1).preemptions, 2);
	/* One that comes before a slice is over, each time: nobody else runs. */
	boot("mlfq:boost=5ns", 10);
	spawn(.run = 100);
	spawn(.run = 10);
	EXPECT_EQ(lab_run_idle(&lab), 110);
	EXPECT_STR(trace(), "0:1 100:2");
}

/* A slice that ends with the boost ends first; then all are boosted. */
TEST(mlfq_boost_with_end)
{
	boot("mlfq:boost=30ns", 10);
	spawn();
	spawn();
	lab_run(&lab, 30);
	/* 1 is in the lowest queue then, and so before 2, which is in the second. */
	EXPECT_STR(trace(), "0:1 10:2 20:1 30:1");
	EXPECT_EQ(proc(2).values[0], 0);
	lab_run(&lab, 60);
	EXPECT_STR(trace(), "0:1 10:2 20:1 30:1 40:2 50:1 60:1");
}

/* The slice of one that is being switched to begins when it runs. */
TEST(mlfq_boost_in_switch)
{
	struct sim_config config = {
		.quantum_ns = 10, .switch_cost_ns = 8, .nr_vcpus = 1,
		.max_procs = 8,
	};

	EXPECT_EQ(sim_policy_parse("mlfq:boost=15ns", &config), 0);
	boot_with(&config);
	spawn();
	spawn();
	lab_run(&lab, 27);
	EXPECT_STR(trace(), "0:1 10:2");
	EXPECT_EQ(proc(2).cpu_ns, 9);
	EXPECT_EQ(proc(2).values[2], 9);
	lab_run(&lab, 29);
	EXPECT_STR(trace(), "0:1 10:2 28:1");
	/* 30 comes before 1 runs, at 36; 45 after that. */
	lab_run(&lab, 55);
	EXPECT_STR(trace(), "0:1 10:2 28:1 55:2");
	EXPECT_EQ(proc(1).cpu_ns, 10 + 19);
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

/*
 * Where it is when somebody looks at each boost and at each slice, since another
 * waits in its run queue, who may only run elsewhere.
 */
TEST(mlfq_alone_and_watched)
{
	static const char * const params[] = {
		"boost=7ns", "boost=23ns,allotment1=4", "boost=100ns,queues=2",
		"boost=31ns,allotment1=4,allotment3=3", "boost=39ns,stay=1",
		"boost=7ns,queues=1,allotment1=3", "quantum1=3ns,allotment1=3",
		"boost=64ns,quantum2=7ns,quantum3=11ns,allotment2=2",
	};
	static struct schedsim_proc alone[300];
	char policy[128];
	u32 i, t, tie;

	for (i = 0; i < 2 * ARRAY_SIZE(params); i++) {
		tie = i / ARRAY_SIZE(params);
		sprintf(policy, "mlfq:%s,span=all",
			params[i % ARRAY_SIZE(params)]);
		boot_on(2, policy, 10);
		sim_set_tie(lab.sim, tie);
		spawn(.cpus = 1);
		for (t = 1; t < ARRAY_SIZE(alone); t++) {
			lab_run(&lab, t);
			alone[t] = proc(1);
		}
		boot_on(2, policy, 10);
		sim_set_tie(lab.sim, tie);
		spawn(.cpus = 1);
		spawn(.cpus = 2);
		spawn(.cpus = 2);
		for (t = 1; t < ARRAY_SIZE(alone); t++) {
			struct schedsim_proc seen;

			lab_run(&lab, t);
			seen = proc(1);
			/* A boost that comes now has not come yet. */
			if (!tie && seen.values[2] == 0)
				continue;
			EXPECT(!memcmp(seen.values, alone[t].values,
				       sizeof(seen.values)));
		}
		EXPECT_EQ(proc(1).switches, 0);
		EXPECT_EQ(vcpu(0).expiries, 0);
	}
}

/*
 * A slice that ends with the boost, of one that is alone: who comes just then finds
 * it over only if ends come first.
 */
TEST(mlfq_boost_at_end)
{
	u32 tie;

	for (tie = 0; tie < 2; tie++) {
		boot("mlfq:boost=100ns,queues=1", 10);
		sim_set_tie(lab.sim, tie);
		spawn();
		lab_run(&lab, 100);
		spawn();
		lab_run(&lab, 115);
		EXPECT_STR(trace(), tie ? "0:1 110:2" : "0:1 100:2 110:1");
		/* One that does not end then is new from the boost on. */
		boot("mlfq:boost=100ns,queues=1", 30);
		sim_set_tie(lab.sim, tie);
		spawn();
		lab_run(&lab, 100);
		spawn();
		lab_run(&lab, 135);
		EXPECT_STR(trace(), "0:1 130:2");
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

TEST(mlfq_tie)
{
	struct sim_config config = {};

	EXPECT_EQ(sim_policy_parse("mlfq", &config), 0);
	EXPECT_EQ(config.tie, SCHEDSIM_TIE_EXPIRY_FIRST);
	EXPECT_EQ(sim_policy_parse("rr", &config), 0);
	EXPECT_EQ(config.tie, SCHEDSIM_TIE_ARRIVAL_FIRST);
}
