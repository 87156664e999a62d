// SPDX-License-Identifier: GPL-2.0
/*
 * Processes that change their own attributes.
 */
#include "watch_objects.h"

/* Only what is meant changes. */
TEST(attr_op_mask)
{
	static const u32 masks[] = {
		SCHEDSIM_ATTR_NICE, SCHEDSIM_ATTR_PRIORITY,
		SCHEDSIM_ATTR_DEADLINE, SCHEDSIM_ATTR_AFFINITY,
		SCHEDSIM_ATTR_TICKETS, SCHEDSIM_ATTR_CLASS,
		SCHEDSIM_ATTR_WORKING_SET, SCHEDSIM_ATTR_GROUP,
		SCHEDSIM_ATTR_ALL,
	};
	struct schedsim_object to = {
		.type = SCHEDSIM_OBJECT_ATTR,
		WITH(.nice = 3, .priority = 4, .runtime_ns = 5,
		     .deadline_ns = 6, .period_ns = 7, .affinity = { 1 },
		     .tickets = 8, .sched_class = SCHEDSIM_CLASS_BATCH,
		     .working_set = 9, .group = 10, .shares = 11),
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(masks); i++) {
		struct schedsim_attr is;
		u32 mask = masks[i];

		boot("rr", 100);
		to.value = mask;
		EXPECT_EQ(make_object(&to), 1);
		spawn(.PROGRAM(RUN(1), ATTR(1), RUN(1)));
		lab_run_idle(&lab);
		is = attr_of(1);
		EXPECT_EQ(is.nice, mask & SCHEDSIM_ATTR_NICE ? 3 : 0);
		EXPECT_EQ(is.priority, mask & SCHEDSIM_ATTR_PRIORITY ? 4 : 0);
		mask &= ~(SCHEDSIM_ATTR_NICE | SCHEDSIM_ATTR_PRIORITY);
		EXPECT_EQ(is.runtime_ns, mask & SCHEDSIM_ATTR_DEADLINE ? 5 : 0);
		EXPECT_EQ(is.deadline_ns, mask & SCHEDSIM_ATTR_DEADLINE ? 6 : 0);
		EXPECT_EQ(is.period_ns, mask & SCHEDSIM_ATTR_DEADLINE ? 7 : 0);
		EXPECT_EQ(is.affinity[0], mask & SCHEDSIM_ATTR_AFFINITY ? 1 : 0);
		EXPECT_EQ(is.tickets, mask & SCHEDSIM_ATTR_TICKETS ? 8 : 0);
		EXPECT_EQ(is.sched_class, mask & SCHEDSIM_ATTR_CLASS ?
			  SCHEDSIM_CLASS_BATCH : 0);
		EXPECT_EQ(is.working_set,
			  mask & SCHEDSIM_ATTR_WORKING_SET ? 9 : 0);
		EXPECT_EQ(is.group, mask & SCHEDSIM_ATTR_GROUP ? 10 : 0);
		EXPECT_EQ(is.shares, mask & SCHEDSIM_ATTR_GROUP ? 11 : 0);
		EXPECT_EQ(proc(1).effective_nice, is.nice);
		EXPECT_EQ(proc(1).effective_priority, is.priority);
		EXPECT_EQ(proc(1).effective_tickets, is.tickets);
		EXPECT_EQ(proc(1).effective_class, is.sched_class);
		EXPECT_EQ(object(1).uses, 1);
		EXPECT_EQ(proc(1).finish_ns, 2);
	}
}

/* Another that has more then is next at once, and it goes on behind that. */
TEST(attr_op_priority)
{
	boot("prio", 10);
	make(ATTR, .value = SCHEDSIM_ATTR_PRIORITY, WITH(.priority = 1));
	make(ATTR, .value = SCHEDSIM_ATTR_PRIORITY, WITH(.priority = 9));
	spawn(.PROGRAM(RUN(3), ATTR(1), RUN(3), ATTR(2), RUN(3)), .priority = 5);
	spawn(.run = 7, .priority = 3);
	spawn(.run = 2, .priority = 8, .at = 12);
	EXPECT_EQ(lab_run_idle(&lab), 18);
	EXPECT_STR(trace(), "0:1 3:2 10:1 12:3 14:1");
	EXPECT_EQ(proc(1).preemptions, 2);
	EXPECT_EQ(attr_of(1).priority, 9);
	EXPECT_EQ(proc(1).finish_ns, 18);
}

TEST(attr_op_nice)
{
	boot("fair", 10);
	make(ATTR, .value = SCHEDSIM_ATTR_NICE, WITH(.nice = -5));
	watch = WATCH_NOTHING;
	spawn(.PROGRAM(RUN(3000), ATTR(1), RUN(3000), SLEEP(1000)));
	lab_run(&lab, 6500);
	EXPECT_EQ(vruntime(1), 3000 + 3000 * 1024 / 3121);
}

/* Where it may not be any more it does not stay; the rest is done elsewhere. */
TEST(attr_op_affinity)
{
	struct sim_config config = {
		.policy = policy("rr"), .quantum_ns = 10, .nr_vcpus = 3,
		.switch_cost_ns = 1, .max_procs = 64,
	};

	boot_with(&config);
	make(ATTR, .value = SCHEDSIM_ATTR_AFFINITY, WITH(.affinity = { 4 }));
	make(ATTR, .value = SCHEDSIM_ATTR_AFFINITY, WITH(.affinity = { 6 }));
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK(3), RUN(3), ATTR(1), UNLOCK(3), ATTR(2), RUN(4)));
	spawn(.run = 5, .cpus = 4);
	EXPECT_EQ(lab_run_idle(&lab), 10);
	EXPECT_STR(trace(), "0:1 0:2@2 5:1@2");
	EXPECT_STR(notes(), "0:1+3 6:1-3");
	EXPECT_EQ(proc(1).migrations, 1);
	EXPECT_EQ(proc(1).preemptions, 0);
	EXPECT_EQ(proc(1).waiting_ns, 2);
	EXPECT_EQ(object(2).uses, 1);
	EXPECT_EQ(stats().migrations, 1);
}

/* What it inherits stays above what it takes on. */
TEST(attr_op_and_inheritance)
{
	boot("prio", 100);
	make_mutex(INHERIT);
	make(ATTR, .value = SCHEDSIM_ATTR_PRIORITY, WITH(.priority = 3));
	spawn(.PROGRAM(LOCK(1), RUN(5), ATTR(2), RUN(5), UNLOCK(1), RUN(5)));
	spawn(.PROGRAM(LOCK(1), RUN(1)), .priority = 7, .at = 1);
	lab_run(&lab, 7);
	EXPECT_EQ(attr_of(1).priority, 3);
	EXPECT_EQ(proc(1).effective_priority, 7);
	lab_run_idle(&lab);
	EXPECT_STR(notes(), "0:1+1 1:2?1 1:1^ 10:1-1 10:2+1 10:1v 11:2!1");
	EXPECT_EQ(proc(1).effective_priority, 3);
}
