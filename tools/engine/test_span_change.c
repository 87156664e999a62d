// SPDX-License-Identifier: GPL-2.0
/*
 * Changing the span of run queues, and policies of different spans.
 */
#include "watch_objects.h"

#define NR	60

static void boot_crowd(const char *policy)
{
	u32 id;

	boot_on(4, policy, 10);
	for (id = 1; id <= NR; id++)
		spawn(.cpus = id % 3 ? 1 + id % 15 : 0, .priority = id % 5,
		      .nice = (s32)(id % 5) - 2,
		      .PROGRAM(RUN(30 + id), SLEEP(id), LOOP(0, 0)));
}

/* From each policy and span to others: nobody is lost, all get to run. */
TEST(span_change)
{
	static const char * const policies[] = {
		"rr", "rr:span=all", "rr:aligned=1,span=all", "fair:span=llc",
		"rr:span=node", "mlfq:span=all,boost=50ns", "prio:span=all",
		"fair", "lottery:span=all", "stride:span=llc", "lottery",
		"sjf:span=all", "srtf:span=llc", "linux:span=all", "mlfq",
		"fair:span=all", "edf:span=all", "llf:span=llc", "eevdf:span=all",
	};
	u32 i, id, nr = ARRAY_SIZE(policies);

	boot_crowd("rr");
	for (i = 0; i < 3 * nr; i++) {
		lab_run(&lab, 100 * (i + 1) + i);
		lab_set_policy(&lab, policies[(i * 5 + i / nr) % nr]);
		EXPECT_EQ(stats().nr_ready + stats().nr_running +
			  stats().nr_sleeping, NR);
	}
	lab_set_policy(&lab, "rr:span=all");
	lab_run(&lab, 20000);
	for (id = 1; id <= NR; id++) {
		EXPECT(proc(id).cpu_ns > 100);
		lab_kill(&lab, id);
	}
	EXPECT_EQ(stats().nr_ready + stats().nr_running, 0);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
}

/* The order in which they were to run is kept. */
TEST(span_change_order)
{
	boot_on(2, "rr", 10);
	spawn(.cpus = 1);
	spawn(.cpus = 1);
	spawn(.cpus = 1);
	lab_run(&lab, 15);
	lab_set_policy(&lab, "rr:span=all");
	lab_run(&lab, 35);
	lab_set_policy(&lab, "rr:span=vcpu");
	lab_run(&lab, 55);
	/* Each time whoever runs has a new slice. */
	EXPECT_STR(trace(), "0:1 10:2 25:3 35:1 45:2 55:3");
	EXPECT_EQ(stats().migrations, 0);
}

/* Of run queues that become one: those of the first vCPU come first. */
TEST(span_change_joins)
{
	boot_on(2, "rr", 10);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	spawn(.cpus = 2);
	spawn(.cpus = 1);
	spawn(.cpus = 1);
	lab_run(&lab, 5);
	lab_set_policy(&lab, "fifo:span=all");
	lab_kill(&lab, 1);
	lab_kill(&lab, 2);
	lab_kill(&lab, 4);
	EXPECT_STR(trace(), "0:1 0:2@1 5:4 5:3@1 5:5");
}

/* Whose vCPU is not among those where it may run, and has a run queue of its own. */
TEST(span_change_migrates)
{
	struct schedsim_attr second = attr(0, 0, 2);

	boot_on(3, "rr:span=all", 10);
	spawn(.cpus = 1);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	lab_run(&lab, 5);
	lab_set_attr(&lab, 2, &second);
	EXPECT_EQ(proc(2).vcpu, 0);
	EXPECT_EQ(proc(2).migrations, 0);
	lab_set_policy(&lab, "rr:span=vcpu");
	EXPECT_EQ(proc(2).vcpu, 1);
	EXPECT_EQ(proc(2).migrations, 1);
	EXPECT_EQ(stats().migrations, 1);
	EXPECT_EQ(vcpu(0).nr_ready, 0);
	EXPECT_EQ(vcpu(1).nr_ready, 1);
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "0:1 0:3@1 15:2@1");
	EXPECT_EQ(proc(2).migrations, 1);
}

/* Where somebody waits and a vCPU is idle, it runs from the change on. */
TEST(span_change_idle)
{
	boot_on(2, "rr:balance=none", 10);
	spawn(.run = 5);
	spawn();
	spawn();
	lab_run(&lab, 7);
	/* 3 waits at 0, where 1 was when it came; but at 5 it had that. */
	spawn();
	spawn();
	lab_settle(&lab);
	lab_kill(&lab, 2);
	lab_kill(&lab, 5);
	EXPECT_EQ(vcpu(1).current_id, 0);
	EXPECT_EQ(stats().nr_ready, 1);
	lab_set_policy(&lab, "rr:span=all");
	EXPECT_EQ(vcpu(1).current_id, 4);
	EXPECT_EQ(proc(4).migrations, 0);
}

/* More preempts at once, everywhere where it may run. */
TEST(span_change_preempts)
{
	boot_on(2, "rr", 10);
	spawn(.priority = 1);
	spawn(.priority = 2);
	spawn(.priority = 3, .cpus = 1);
	spawn(.priority = 4, .cpus = 1);
	lab_run(&lab, 5);
	lab_set_policy(&lab, "prio:span=all");
	EXPECT_STR(trace(), "0:1 0:2@1 5:4");
	lab_set_policy(&lab, "prio:span=vcpu");
	EXPECT_STR(trace(), "0:1 0:2@1 5:4");
}
