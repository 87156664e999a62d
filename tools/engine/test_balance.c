// SPDX-License-Identifier: GPL-2.0
/*
 * Balancing between run queues. That nobody waits where it could run is checked after
 * each step of all tests; see watch.c.
 */
#include <stdio.h>

#include "watch_objects.h"

#define MS	1000000ULL

static u64 idle_ns(void)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; i < lab.sim->config.nr_vcpus; i++)
		sum += vcpu(i).idle_ns;
	return sum;
}

/* Two long ones are put where one short one runs each; or both at one vCPU. */
static u64 end_of_four(const char *policy, const char *balance)
{
	char text[64];

	snprintf(text, sizeof(text), "%s%s", policy, balance);
	boot_on(2, text, 4 * MS);
	spawn(.run = 10 * MS);
	spawn(.run = 100 * MS);
	spawn(.run = 10 * MS);
	spawn(.run = 100 * MS);
	return lab_run_idle(&lab);
}

/* Work conservation: a vCPU is idle only when there are fewer processes than vCPUs. */
TEST(balance_idle)
{
	static const char * const policies[] = {
		"rr", "fair", "linux", "prio", "stride", "lottery", "sjf", "srtf",
		"fifo", "mlfq", "edf", "rm", "dm", "llf",
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		u64 end = end_of_four(policies[i], "");

		/* Each has its own once two are done; they end within a few slices. */
		EXPECT(end >= 110 * MS && end <= 120 * MS);
		EXPECT_EQ(idle_ns(), 2 * end - 220 * MS);
		EXPECT(stats().migrations <= 1);
		end = end_of_four(policies[i], ":balance=idle");
		EXPECT(end >= 110 * MS && end <= 120 * MS);
		EXPECT_EQ(idle_ns(), 2 * end - 220 * MS);
		EXPECT_EQ(end_of_four(policies[i], ":balance=none"), 200 * MS);
		EXPECT_EQ(idle_ns(), 180 * MS);
		EXPECT_EQ(stats().migrations, 0);
	}
}

/* Out of the run queue in which most wait, and its first; of equals, the first one. */
TEST(balance_most_waiting)
{
	boot_on(4, "fifo", 10);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	spawn(.cpus = 4);
	spawn(.run = 5, .cpus = 8);
	spawn(.run = 1, .cpus = 8);
	spawn(.run = 1, .cpus = 8);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	spawn(.run = 7, .cpus = 10);
	spawn(.run = 6, .cpus = 12);
	spawn(.run = 3, .cpus = 9);
	lab_run(&lab, 4);
	EXPECT_EQ(vcpu(0).nr_ready, 2);
	EXPECT_EQ(vcpu(1).nr_ready, 2);
	EXPECT_EQ(vcpu(2).nr_ready, 1);
	trace_clear();
	lab_run(&lab, 30);
	EXPECT_STR(trace(), "5:5@3 6:6@3 7:11@3 10:9@3 17:10@3");
	/* None of them had run before. */
	EXPECT_EQ(stats().migrations, 0);
	EXPECT_EQ(vcpu(3).idle_ns, 7);
}

/* One that has run changes its vCPU, and that is counted. */
TEST(balance_counts)
{
	boot_on(2, "rr", 10);
	spawn(.run = 100);
	spawn(.run = 25);
	spawn(.run = 100);
	EXPECT_EQ(lab_run_idle(&lab), 115);
	EXPECT_STR(trace(), "0:1 0:2@1 10:3 20:1 25:3@1");
	EXPECT_EQ(proc(3).migrations, 1);
	EXPECT_EQ(stats().migrations, 1);
	EXPECT_EQ(proc(3).cpu_ns, 100);
	/* It lost its vCPU at 20; that it got another later is no preemption. */
	EXPECT_EQ(proc(3).preemptions, 1);
}

/* Who wakes up where somebody runs goes to an idle vCPU. */
TEST(balance_wakeup)
{
	boot_on(2, "fifo", 10);
	spawn(.PROGRAM(RUN(5), SLEEP(5), RUN(5)), .cpus = 3);
	spawn(.cpus = 2, .run = 8);
	spawn(.cpus = 1);
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "0:1 0:2@1 5:3 10:1@1");
	EXPECT_EQ(proc(1).migrations, 1);
}

/* A 90, B 80, C 70, D 60 on two vCPUs: C runs from 2 to 5, D from 5 to 10. */
static void global_fifo(const char *policy, u16 sched_class)
{
	boot_on(2, policy, 1 * MS);
	spawn(.run = 10 * MS, .priority = 90, .sched_class = sched_class);
	spawn(.run = 2 * MS, .priority = 80, .sched_class = sched_class);
	spawn(.run = 3 * MS, .priority = 70, .sched_class = sched_class);
	spawn(.run = 5 * MS, .priority = 60, .sched_class = sched_class);
	EXPECT_EQ(lab_run_idle(&lab), 10 * MS);
	EXPECT_STR(trace(), "0:1 0:2@1 2000000:3@1 5000000:4@1");
	EXPECT_EQ(stats().preemptions, 0);
	EXPECT_EQ(stats().migrations, 0);
}

TEST(balance_global_fifo)
{
	global_fifo("prio", SCHEDSIM_CLASS_OTHER);
	global_fifo("prio", SCHEDSIM_CLASS_FIFO);
	global_fifo("linux", SCHEDSIM_CLASS_FIFO);
	global_fifo("linux", SCHEDSIM_CLASS_RR);
	global_fifo("prio:span=all", SCHEDSIM_CLASS_FIFO);
}

/* Pushed from where it is put to where the least urgent runs. */
TEST(balance_push)
{
	boot_on(3, "prio", 100);
	spawn(.priority = 5);
	spawn(.priority = 3);
	spawn(.priority = 4);
	spawn(.priority = 4, .at = 10, .cpus = 1);
	spawn(.priority = 1, .at = 10, .cpus = 2);
	spawn(.run = 20, .priority = 6, .at = 20);
	lab_run(&lab, 50);
	/* At 0 and at 1 somebody waits: it is put at 2. */
	EXPECT_STR(trace(), "0:1 0:2@1 0:3@2 20:6@1 40:2@1");
	EXPECT_EQ(stats().migrations, 0);
	EXPECT_EQ(proc(3).preemptions, 0);
}

/* Who runs becomes less urgent than one that waits elsewhere. */
TEST(balance_lowered)
{
	struct schedsim_attr low = attr(0, 1, 0);

	boot_on(2, "prio", 100);
	make_ceiling(9);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1), RUN(90)), .priority = 2,
	      .cpus = 1);
	spawn(.priority = 5, .cpus = 2);
	spawn(.priority = 1, .cpus = 1, .at = 1);
	spawn(.run = 4, .priority = 4, .at = 3);
	lab_run(&lab, 9);
	EXPECT_EQ(proc(4).vcpu, 1);
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "0:1 0:2@1 10:4 14:1");
	/* By a user, too. */
	spawn(.run = 3, .priority = 4);
	lab_run(&lab, 30);
	EXPECT_EQ(proc(5).finish_ns, 23);
	spawn(.run = 3, .priority = 1, .cpus = 3);
	lab_run(&lab, 40);
	EXPECT_EQ(proc(6).vcpu, 1);
	trace_clear();
	low.priority = 0;
	low.affinity[0] = 1;
	lab_kill(&lab, 3);
	lab_set_attr(&lab, 1, &low);
	EXPECT_STR(trace(), "40:6");
}

/* With "idle" the more urgent wait where they are, unless a vCPU is idle. */
TEST(balance_none_urgent)
{
	boot_on(2, "prio:balance=idle", 100);
	spawn(.run = 20, .priority = 9);
	spawn(.run = 30, .priority = 1);
	spawn(.run = 5, .priority = 8);
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:1 0:2@1 20:3");
	boot_on(2, "prio", 100);
	spawn(.run = 20, .priority = 9);
	spawn(.run = 30, .priority = 1);
	spawn(.run = 5, .priority = 8);
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:1 0:3@1 5:2@1");
}

/* linux: the layers; but fair ones do not push each other away. */
TEST(balance_linux)
{
	boot_on(2, "linux", 100);
	spawn(.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 5, .cpus = 1);
	spawn(.cpus = 2, .nice = 19);
	spawn(.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 3, .run = 10,
	      .at = 5);
	spawn(.at = 20, .nice = -20);
	lab_run(&lab, 40);
	EXPECT_STR(trace(), "0:1 0:2@1 5:3@1 15:2@1");
}

/* Where the runtime is used up, a fair one comes from elsewhere. */
TEST(balance_throttled)
{
	boot_on(2, "linux:rt_runtime=10us,rt_period=1ms", MS);
	spawn(.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 5, .cpus = 1);
	spawn(.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 4, .cpus = 1);
	spawn(.cpus = 2);
	spawn(.run = 20000);
	lab_run(&lab, 9999);
	EXPECT_EQ(proc(4).state, SCHEDSIM_STATE_READY);
	lab_run(&lab, 40000);
	EXPECT_STR(trace(), "0:1 0:3@1 10000:4 30000:1");
}

/* The most urgent are picked, but nobody is preempted. */
TEST(balance_prio_non_preemptive)
{
	boot_on(2, "prio:preempt=0", 10);
	spawn(.run = 20, .priority = 9);
	spawn(.run = 30, .priority = 1);
	spawn(.run = 5, .priority = 2);
	spawn(.run = 5, .priority = 3);
	spawn(.run = 5, .priority = 8);
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:1 0:5@1 5:4@1 10:3@1 15:2@1");
	boot_on(2, "prio:preempt=0", 10);
	spawn(.run = 20, .priority = 1);
	spawn(.run = 40, .priority = 1);
	spawn(.run = 5, .priority = 2, .at = 1);
	spawn(.run = 5, .priority = 3, .at = 2);
	spawn(.run = 5, .priority = 8, .at = 3);
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:1 0:2@1 20:5 25:4 30:3");
	boot_on(2, "prio:preempt=0", 10);
	spawn(.PROGRAM(RUN(1), SLEEP(1), RUN(5)), .priority = 9);
	spawn(.run = 40, .priority = 1);
	spawn(.run = 40, .priority = 1);
	lab_run(&lab, 30);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_READY);
	EXPECT_EQ(stats().migrations, 0);
}

static u64 hash_of_bound(const char *policy, const char *balance)
{
	char text[64];
	u64 hash;
	u32 i;

	snprintf(text, sizeof(text), "%s%s", policy, balance);
	boot_on(2, text, MS / 10);
	for (i = 0; i < 6; i++)
		spawn(.PROGRAM(RUN(MS * (i + 2) / 7), SLEEP(MS / 9), LOOP(0, 0)),
		      .priority = i % 4, .nice = i, .at = i * MS / 5,
		      .cpus = 1 + i % 2);
	lab_run(&lab, 20 * MS);
	EXPECT_EQ(stats().policy_faults, 0);
	hash = lab.sim->events;
	for (i = 1; i <= 6; i++)
		hash = 31 * (31 * hash + proc(i).cpu_ns) + proc(i).waiting_ns;
	return hash;
}

/* Where nobody may go elsewhere, balancing changes nothing: trees are as lists. */
TEST(balance_bound)
{
	static const char * const policies[] = {
		"rr", "prio", "fair", "fifo", "sjf", "srtf",
		"mlfq:boost=350us", "mlfq:boost=450us", "mlfq:boost=750us",
		"linux", "stride", "hrrn", "lrtf", "edf", "rm", "dm", "llf", "eevdf",
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++)
		EXPECT_EQ(hash_of_bound(policies[i], ""),
			  hash_of_bound(policies[i], strchr(policies[i], ':') ?
					",balance=none" : ":balance=none"));
}
