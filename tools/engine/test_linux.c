// SPDX-License-Identifier: GPL-2.0
/*
 * Scheduling classes in layers. See test_throttle.c for their limits.
 */
#include "watch.h"

static int spawn_class(u16 sched_class, u32 priority, u64 run, u64 at)
{
	struct schedsim_op op = RUN(run);
	struct schedsim_spawn_entry entry = {
		WITH(.sched_class = sched_class, .priority = priority),
		.delay_ns = at,
		.ops = run ? (uintptr_t)&op : 0,
		.nr_ops = !!run,
	};

	return lab_spawn(&lab, &entry);
}

#define OTHER(...)	spawn_class(SCHEDSIM_CLASS_OTHER, 0, __VA_ARGS__)
#define BATCH(...)	spawn_class(SCHEDSIM_CLASS_BATCH, 0, __VA_ARGS__)
#define IDLE(...)	spawn_class(SCHEDSIM_CLASS_IDLE, 0, __VA_ARGS__)
#define FIFO(...)	spawn_class(SCHEDSIM_CLASS_FIFO, __VA_ARGS__)
#define RR(...)		spawn_class(SCHEDSIM_CLASS_RR, __VA_ARGS__)

/*
 * Each layer preempts those below it at once, and anybody an idle one. That one has
 * 682 of vruntime in the end, and 2 has 684.
 */
TEST(linux_layers)
{
	boot("linux", 10);
	IDLE(10, 0);
	OTHER(10, 2);
	RR(1, 10, 4);
	FIFO(2, 10, 6);
	EXPECT_EQ(lab_run_idle(&lab), 40);
	EXPECT_STR(trace(), "0:1 2:2 4:3 6:4 16:3 24:1 32:2");
}

/* SCHED_RR takes turns, SCHED_FIFO of the same priority does not. */
TEST(linux_slices)
{
	boot("linux", 10);
	RR(5, 25, 0);
	FIFO(5, 35, 0);
	RR(5, 15, 0);
	EXPECT_EQ(lab_run_idle(&lab), 75);
	EXPECT_STR(trace(), "0:1 10:2 45:3 55:1 65:3 70:1");
}

/* All begin as equals; who is idle has 3413 after a slice, the others 10. */
TEST(linux_fair_and_idle)
{
	boot("linux", 10);
	OTHER(20, 0);
	IDLE(15, 0);
	BATCH(20, 0);
	IDLE(15, 0);
	EXPECT_EQ(lab_run_idle(&lab), 70);
	EXPECT_STR(trace(), "0:1 10:2 20:3 30:4 40:1 50:3 60:2 65:4");
}

/* The rest of a slice is not lost with a preemption. */
TEST(linux_preempted)
{
	boot("linux", 10);
	IDLE(20, 0);
	IDLE(20, 0);
	RR(3, 20, 4);
	RR(3, 20, 4);
	FIFO(9, 5, 7);
	EXPECT_EQ(lab_run_idle(&lab), 85);
	EXPECT_STR(trace(), "0:1 4:3 7:5 12:3 19:4 29:3 39:4 49:2 59:1 65:2 75:1");
}

TEST(linux_class_changes)
{
	struct schedsim_attr rr = { .sched_class = SCHEDSIM_CLASS_RR };
	struct schedsim_attr fifo = { .sched_class = SCHEDSIM_CLASS_FIFO };
	struct schedsim_attr other = {};

	boot("linux", 10);
	OTHER(0, 0);
	OTHER(0, 0);
	lab_run(&lab, 3);
	lab_set_attr(&lab, 1, &fifo);
	lab_run(&lab, 100);
	EXPECT_STR(trace(), "0:1");
	/* Its first slice begins; 2 cannot follow. */
	lab_set_attr(&lab, 1, &rr);
	lab_set_attr(&lab, 2, &rr);
	lab_run(&lab, 120);
	EXPECT_STR(trace(), "0:1 110:2 120:1");
	/* Nobody has fallen behind while it was of another class. */
	lab_set_attr(&lab, 2, &other);
	lab_run(&lab, 200);
	lab_set_attr(&lab, 1, &other);
	lab_run(&lab, 1000);
	EXPECT(proc(1).cpu_ns >= 590 && proc(1).cpu_ns <= 600);
}

static int admits(const char *name, const char **reason)
{
	u32 id = 1;
	int ret;

	while ((ret = sim_policy_admits(lab.sim, policy(name), &id, reason)) > 0)
		;
	return ret;
}

TEST(linux_admits)
{
	struct schedsim_attr attr = { .sched_class = SCHEDSIM_CLASS_DEADLINE };
	const char *reason = NULL;

	boot("linux", 10);
	EXPECT_EQ(sim_attr_check(lab.sim, &attr), 0);
	EXPECT_EQ(sim_attr_admit(lab.sim->policy, &attr, &reason), -EOPNOTSUPP);
	EXPECT_STR(reason, "SCHED_DEADLINE needs 0 < runtime <= deadline <= period");
	EXPECT_EQ(spawn_class(SCHEDSIM_CLASS_DEADLINE, 0, 5, 0), -EOPNOTSUPP);
	EXPECT_EQ(sim_attr_admit(policy("fair"), &attr, &reason), 0);

	boot("fair", 10);
	reason = NULL;
	EXPECT_EQ(admits("linux", &reason), 0);
	EXPECT(!reason);
	EXPECT_EQ(spawn_class(SCHEDSIM_CLASS_DEADLINE, 0, 5, 0), 1);
	EXPECT_EQ(admits("linux", &reason), -EOPNOTSUPP);
	EXPECT_STR(reason, "SCHED_DEADLINE needs 0 < runtime <= deadline <= period");
	EXPECT_EQ(admits("rr", &reason), 0);
	lab_run(&lab, 2);
	OTHER(0, 0);
	lab_set_attr(&lab, 2, &attr);
	lab_set_attr(&lab, 1, &(struct schedsim_attr) {});
	EXPECT_EQ(admits("linux", &reason), -EOPNOTSUPP);
	lab_kill(&lab, 2);
	EXPECT_EQ(admits("linux", &reason), 0);
	lab_set_attr(&lab, 1, &attr);
	lab_run_idle(&lab);
	EXPECT_EQ(admits("linux", &reason), 0);
}

/* Many ids are looked at in parts. */
TEST(linux_refuses_among_many)
{
	const char *reason;
	u32 id = 1;

	boot("fair", 10);
	EXPECT_EQ(spawn(.id = 30000, .sched_class = SCHEDSIM_CLASS_DEADLINE),
		  30000);
	EXPECT_EQ(sim_policy_admits(lab.sim, policy("linux"), &id, &reason), 1);
	EXPECT(id > 1 && id < 30000);
	EXPECT_EQ(admits("linux", &reason), -EOPNOTSUPP);
	lab_kill(&lab, 30000);
	EXPECT_EQ(admits("linux", &reason), 0);
}
