// SPDX-License-Identifier: GPL-2.0
/*
 * Changing the policy while there are processes loses nothing.
 */
#include <stdlib.h>

#include "watch.h"

static const char * const names[] = { "rr", "prio", "fair" };

/* From any to any: equals keep their order and their numbers, and begin a slice. */
TEST(change_keeps_all)
{
	struct schedsim_proc before[6], after;
	u32 from, to, i;

	for (from = 0; from < ARRAY_SIZE(names); from++) {
		for (to = 0; to < ARRAY_SIZE(names); to++) {
			boot(names[from], 10);
			for (i = 0; i < 4; i++)
				spawn();
			spawn(.PROGRAM(RUN(4), SLEEP(71), RUN(5)));
			spawn(.at = 95);
			lab_run(&lab, 57);
			/* 0:1 10:2 20:3 30:4 40:5 44:1 54:2, 5 until 115 */
			for (i = 0; i < 6; i++)
				before[i] = proc(i + 1);
			lab_set_policy(&lab, names[to]);
			EXPECT(lab.sim->policy == policy(names[to]));
			for (i = 0; i < 6; i++) {
				after = proc(i + 1);
				/* What the policy reports is its own. */
				after.nr_values = before[i].nr_values;
				memcpy(after.values, before[i].values,
				       sizeof(after.values));
				EXPECT(!memcmp(&after, &before[i], sizeof(after)));
			}
			trace_clear();
			lab_run(&lab, 94);
			/* 2 has a new slice, unless nothing has changed. */
			EXPECT_STR(trace(), from == to ? "64:3 74:4 84:1 94:2" :
							 "67:3 77:4 87:1");
			lab_run(&lab, 300);
			EXPECT_EQ(proc(5).state, SCHEDSIM_STATE_EXITED);
			EXPECT_EQ(proc(5).cpu_ns, 9);
			EXPECT(proc(6).cpu_ns >= 30);
		}
	}
}

/* The queue is taken over in the order the old policy would have picked. */
TEST(change_keeps_order)
{
	boot("prio", 10);
	spawn(.priority = 1);
	spawn(.priority = 2);
	spawn(.priority = 3);
	spawn(.priority = 2);
	lab_run(&lab, 4);
	lab_set_policy(&lab, "rr");
	lab_run(&lab, 50);
	EXPECT_STR(trace(), "0:3 14:2 24:4 34:1 44:3");
}

TEST(change_to_prio_preempts)
{
	boot("rr", 10);
	spawn(.priority = 1);
	spawn(.priority = 2);
	spawn(.priority = 3);
	lab_run(&lab, 4);
	lab_set_policy(&lab, "prio");
	EXPECT_STR(trace(), "0:1 4:3");
	EXPECT_EQ(proc(1).preemptions, 1);
	lab_kill(&lab, 3);
	lab_kill(&lab, 2);
	/* 1 has a new slice, too. */
	spawn(.priority = 1);
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "0:1 4:3 4:2 4:1 14:4");
}

/* A slice that was cut by a preemption does not go on under the next policy. */
TEST(change_begins_slices)
{
	boot("prio", 10);
	spawn(.priority = 1);
	spawn(.priority = 1);
	spawn(.run = 3, .priority = 5, .at = 4);
	lab_run(&lab, 5);
	lab_set_policy(&lab, "rr");
	lab_run(&lab, 33);
	EXPECT_STR(trace(), "0:1 4:3 7:1 17:2 27:1");
}

/* Nor does what mlfq lets a sleeper keep, or has of one that was preempted. */
TEST(change_and_slice_of_mlfq)
{
	boot("mlfq:quantum1=1000ns", 10);
	spawn(.PROGRAM(RUN(900), SLEEP(100), RUN(50)));
	spawn(.at = 950);
	lab_run(&lab, 960);
	lab_set_policy(&lab, "rr");
	trace_clear();
	lab_run(&lab, 1025);
	EXPECT_STR(trace(), "1000:1 1010:2 1020:1");
	/* Preempted when it had used 900. */
	boot("mlfq:quantum1=1us,quantum2=1us,queues=2", 10);
	spawn();
	lab_run(&lab, 1900);
	spawn(.run = 20);
	spawn(.run = 20);
	lab_run(&lab, 1910);
	trace_clear();
	lab_set_policy(&lab, "rr");
	lab_run(&lab, 1955);
	EXPECT_STR(trace(), "1920:3 1930:1 1940:3 1950:1");
}

/* The slice of one that was alone begins then, wherever it was. */
TEST(change_while_alone)
{
	boot("prio", 10);
	spawn(.priority = 2);
	spawn(.priority = 1);
	lab_run(&lab, 25);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	lab_set_policy(&lab, "rr");
	EXPECT_EQ(sim_next_event(lab.sim), 35);
	lab_run(&lab, 45);
	EXPECT_STR(trace(), "0:1 35:2 45:1");
}

TEST(change_while_paused)
{
	boot("rr", 10);
	spawn(.priority = 1);
	spawn(.priority = 2);
	lab_run(&lab, 4);
	lab_pause(&lab);
	lab_set_policy(&lab, "prio");
	EXPECT_STR(trace(), "0:1");
	lab_resume(&lab);
	EXPECT_STR(trace(), "0:1 4:2");
	EXPECT_EQ(stats().time_ns, 4);
}

/* Who sleeps comes under the new policy when it wakes up, at its floor. */
TEST(change_while_asleep)
{
	boot("fair", 10);
	spawn(.PROGRAM(RUN(5), SLEEP(100), RUN(5)), .nice = 19);
	spawn();
	lab_run(&lab, 50);
	EXPECT_EQ(vruntime(1), 5 * 1024 / 15);
	lab_set_policy(&lab, "rr");
	lab_set_policy(&lab, "fair");
	EXPECT_EQ(vruntime(2), 0);
	lab_run(&lab, 105);
	EXPECT_EQ(proc(1).wakeups, 1);
	EXPECT_EQ(vruntime(1), 55);
	lab_run(&lab, 200);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_EXITED);
}

/* What ran before is charged by the old policy. */
TEST(change_charges_first)
{
	boot("rr", 10);
	watch = WATCH_NOTHING;
	spawn();
	lab_run(&lab, 50);
	lab_set_policy(&lab, "fair");
	lab_run(&lab, 60);
	EXPECT_EQ(vruntime(1), 10);
	EXPECT_EQ(proc(1).cpu_ns, 60);
}

/* What comes first at one instant is the new policy's word already then. */
TEST(change_tie_first)
{
	boot("rr", 30);
	spawn();
	spawn();
	lab_run(&lab, 100);
	lab_set_policy(&lab, "mlfq:boost=100ns");
	/* The boost at 100 has been: it is not to come now. */
	EXPECT_EQ(sim_next_event(lab.sim), 130);
	EXPECT_STR(trace(), "0:1 30:2 60:1 90:2");
	lab_run(&lab, 130);
	EXPECT_STR(trace(), "0:1 30:2 60:1 90:2 130:1");
}

/* More processes than a step moves, on many vCPUs. */
TEST(change_in_steps)
{
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 10, .nr_vcpus = 3,
		.max_procs = 1000,
	};
	u32 i, k, steps = 0;
	size_t size;

	boot_with(&config);
	for (i = 0; i < 1000; i++)
		spawn(.run = 1);
	lab_settle(&lab);
	for (k = 0; k < 10; k++) {
		config.policy = policy(names[(k + 1) % 3]);
		size = sim_rqs_size(&config);
		sim_policy_begin(lab.sim, config.policy, config.params,
				 lab_alloc(size), size);
		while (sim_policy_step(lab.sim))
			steps++;
		lab.on_event = NULL;
		free(sim_policy_end(lab.sim, &size));
		lab_settle(&lab);
	}
	EXPECT(steps >= 10 * (997 / 64));
	lab_run_idle(&lab);
	/* In the order of their arrival, on each vCPU. */
	for (i = 0; i < 1000; i++)
		EXPECT_EQ(proc(i + 1).finish_ns, i / 3 + 1);
}

TEST(change_of_nothing)
{
	boot("rr", 10);
	lab_set_policy(&lab, "fair");
	lab_change_policy(&lab, &lab.sim->config);
	EXPECT_EQ(stats().events, 2);
	lab_set_policy(&lab, "fair");
	EXPECT_EQ(stats().events, 2);
	spawn(.run = 3);
	EXPECT_EQ(lab_run_idle(&lab), 3);
}
