// SPDX-License-Identifier: GPL-2.0
/*
 * Strict priority.
 */
#include "watch.h"

TEST(prio_preempts_at_once)
{
	boot("prio", 10);
	spawn(.run = 20, .priority = 1);
	spawn(.run = 5, .priority = 2, .at = 3);
	spawn(.run = 1, .priority = 99, .at = 4);
	EXPECT_EQ(lab_run_idle(&lab), 26);
	EXPECT_STR(trace(), "0:1 3:2 4:3 5:2 9:1");
	EXPECT_EQ(proc(1).preemptions, 1);
	EXPECT_EQ(proc(2).preemptions, 1);
	EXPECT_EQ(proc(3).preemptions, 0);
	EXPECT_EQ(stats().expiries, 0);
}

TEST(prio_wakeup_preempts)
{
	boot("prio", 10);
	spawn(.PROGRAM(RUN(1), SLEEP(4), LOOP(0, 3)), .priority = 5);
	spawn(.run = 12, .priority = 1);
	EXPECT_EQ(lab_run_idle(&lab), 15);
	EXPECT_STR(trace(), "0:1 1:2 5:1 6:2 10:1 11:2 15:1");
	EXPECT_EQ(proc(2).preemptions, 2);
}

/* A lower or an equal one does not preempt. */
TEST(prio_lower_waits)
{
	boot("prio", 10);
	spawn(.run = 35, .priority = 2);
	spawn(.run = 5, .priority = 1, .at = 3);
	EXPECT_EQ(lab_run_idle(&lab), 40);
	EXPECT_STR(trace(), "0:1 35:2");
	/* It could not have followed: its slice did not run out. */
	EXPECT_EQ(stats().expiries, 0);
	EXPECT_EQ(stats().preemptions, 0);
	EXPECT_EQ(proc(2).waiting_ns, 32);
}

TEST(prio_equals_take_turns)
{
	boot("prio", 10);
	spawn(.run = 25, .priority = 3);
	spawn(.run = 15, .priority = 3);
	spawn(.run = 20, .priority = 3);
	spawn(.run = 5);
	EXPECT_EQ(lab_run_idle(&lab), 65);
	EXPECT_STR(trace(), "0:1 10:2 20:3 30:1 40:2 45:3 55:1 60:4");
}

/* Who is preempted has the rest of its slice, at the head of its equals. */
TEST(prio_preempted_goes_on)
{
	boot("prio", 10);
	spawn(.priority = 1);
	spawn(.priority = 1);
	spawn(.priority = 1);
	spawn(.run = 5, .priority = 2, .at = 4);
	spawn(.run = 5, .priority = 2, .at = 12);
	lab_run(&lab, 40);
	/* 1: 0-4, 9-12, 17-20: 10 in all */
	EXPECT_STR(trace(), "0:1 4:4 9:1 12:5 17:1 20:2 30:3 40:1");
	EXPECT_EQ(proc(1).cpu_ns, 10);
	EXPECT_EQ(proc(1).preemptions, 3);
}

/* However often they are preempted, equals get the same. */
TEST(prio_no_starvation)
{
	u32 i;

	boot("prio", 10);
	for (i = 0; i < 4; i++)
		spawn(.priority = 1);
	spawn(.PROGRAM(RUN(1), SLEEP(2), LOOP(0, 0)), .priority = 2);
	lab_run(&lab, 12000);
	for (i = 1; i <= 4; i++) {
		EXPECT(proc(i).cpu_ns >= 2000 - 10);
		EXPECT(proc(i).cpu_ns <= 2000 + 10);
	}
	EXPECT_EQ(proc(5).cpu_ns, 4000);
}

/* The rest of a slice ends by an exit, a sleep or a yield. */
TEST(prio_rest_is_lost)
{
	boot("prio", 10);
	spawn(.PROGRAM(RUN(6), SLEEP(3), RUN(30)), .priority = 1);
	spawn(.run = 30, .priority = 1);
	spawn(.run = 1, .priority = 2, .at = 4);
	lab_run(&lab, 47);
	/* 1: 0-4, 5-7, asleep until 10; 2: 7-17; 1: a whole slice 17-27 */
	EXPECT_STR(trace(), "0:1 4:3 5:1 7:2 17:1 27:2 37:1 47:2");
}

/*
 * One that had more already than the quantum is now, has next to no rest; but it
 * is not dispatched for no time at all.
 */
TEST(prio_rest_and_quantum)
{
	boot("prio", 10);
	spawn(.priority = 1);
	spawn(.priority = 1);
	spawn(.run = 5, .priority = 2, .at = 4);
	lab_run(&lab, 5);
	lab_set_quantum(&lab, 3);
	lab_run(&lab, 12);
	EXPECT_STR(trace(), "0:1 4:3 9:1 10:2");
	EXPECT_EQ(proc(1).cpu_ns, 5);
}

/* Lowered, one comes before its new equals, raised, behind them (sched(7)). */
TEST(prio_place_among_equals)
{
	static const char * const policies[] = { "prio", "linux" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		struct schedsim_attr to = {
			.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 3,
		};

		boot(policies[i], 10);
		spawn(.run = 5, .priority = 9, .sched_class = SCHEDSIM_CLASS_FIFO);
		spawn(.run = 1, .priority = 3, .sched_class = SCHEDSIM_CLASS_FIFO);
		spawn(.run = 1, .priority = 5, .sched_class = SCHEDSIM_CLASS_FIFO);
		spawn(.run = 1, .priority = 1, .sched_class = SCHEDSIM_CLASS_FIFO);
		spawn(.run = 1, .priority = 3, .sched_class = SCHEDSIM_CLASS_FIFO);
		lab_run(&lab, 1);
		lab_set_attr(&lab, 3, &to);
		lab_set_attr(&lab, 4, &to);
		/* No difference, as far as that goes. */
		to.nice = 5;
		to.tickets = 7;
		lab_set_attr(&lab, 2, &to);
		lab_run_idle(&lab);
		EXPECT_STR(trace(), "0:1 5:3 6:2 7:5 8:4");
	}
}

TEST(prio_set_priority)
{
	struct schedsim_attr low = attr(0, 1, 0), high = attr(0, 9, 0);

	/* of one that waits, above the running one */
	boot("prio", 10);
	spawn(.priority = 5);
	spawn(.priority = 4);
	lab_run(&lab, 3);
	lab_set_attr(&lab, 2, &high);
	EXPECT_STR(trace(), "0:1 3:2");
	/* of the one that runs, below one that waits */
	lab_set_attr(&lab, 2, &low);
	EXPECT_STR(trace(), "0:1 3:2 3:1");
	EXPECT_EQ(proc(2).preemptions, 1);
	/* of one that waits, to that of the one that runs */
	lab_set_attr(&lab, 2, &(struct schedsim_attr) { .priority = 5 });
	lab_run(&lab, 30);
	EXPECT_STR(trace(), "0:1 3:2 3:1 10:2 20:1 30:2");
}

/* All priorities are told apart. */
TEST(prio_order)
{
	struct sim_config config = {
		.quantum_ns = 10, .nr_vcpus = 1, .max_procs = 128,
	};
	u32 i;

	EXPECT_EQ(sim_policy_parse("prio", &config), 0);
	boot_with(&config);
	for (i = 0; i < 100; i++)
		spawn(.run = 1, .priority = i * 37 % 100);
	EXPECT_EQ(lab_run_idle(&lab), 100);
	for (i = 0; i < 100; i++)
		EXPECT_EQ(proc(i + 1).finish_ns, 100 - attr_of(i + 1).priority);
}

TEST(prio_yield)
{
	boot("prio", 10);
	/* gives way to equals, not to lower ones */
	spawn(.PROGRAM(RUN(2), YIELD, LOOP(0, 2)), .priority = 3);
	spawn(.run = 5, .priority = 3);
	spawn(.run = 1, .priority = 1);
	EXPECT_EQ(lab_run_idle(&lab), 10);
	EXPECT_STR(trace(), "0:1 2:2 7:1 9:1 9:3");
}

/* With tail=1 who is preempted goes behind its equals, and begins a slice anew. */
TEST(prio_tail)
{
	boot("prio:tail=1", 10);
	spawn(.priority = 1);
	spawn(.priority = 1);
	spawn(.run = 5, .priority = 2, .at = 4);
	lab_run(&lab, 49);
	/* 1: 0-4, then a whole slice */
	EXPECT_STR(trace(), "0:1 4:3 9:2 19:1 29:2 39:1 49:2");
	EXPECT_EQ(proc(1).cpu_ns, 24);
	/* Lowered, it goes before its new equals as ever. */
	boot("prio:tail=1", 10);
	spawn(.run = 5, .priority = 9);
	spawn(.run = 1, .priority = 3);
	spawn(.run = 1, .priority = 5);
	lab_run(&lab, 1);
	lab_set_attr(&lab, 3, &(struct schedsim_attr) { .priority = 3 });
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:1 5:3 6:2");
}

/* With preempt=0 one runs until it blocks or exits, whoever comes. */
TEST(prio_non_preemptive)
{
	boot("prio:preempt=0", 10);
	spawn(.PROGRAM(RUN(35), SLEEP(1), RUN(5)), .priority = 1);
	spawn(.run = 15, .priority = 1);
	spawn(.run = 20, .priority = 9, .at = 3);
	spawn(.run = 1, .priority = 5, .at = 4);
	EXPECT_EQ(lab_run_idle(&lab), 76);
	EXPECT_STR(trace(), "0:1 35:3 55:4 56:2 71:1");
	EXPECT_EQ(stats().preemptions, 0);
	EXPECT_EQ(stats().expiries, 0);
}

/* A trigger is a decision: the highest priority, and of equals the next. */
TEST(prio_non_preemptive_trigger)
{
	boot("prio:preempt=0", 10);
	spawn(.priority = 1);
	spawn(.priority = 1);
	spawn(.run = 5, .priority = 9, .at = 3);
	lab_run(&lab, 8);
	lab_trigger(&lab, 0);
	lab_run(&lab, 20);
	lab_trigger(&lab, 0);
	lab_run(&lab, 50);
	EXPECT_STR(trace(), "0:1 8:3 13:2 20:1");
	/* Preemption begins when it is switched on: a slice is new then. */
	lab_set_policy(&lab, "prio:preempt=1");
	lab_run(&lab, 60);
	EXPECT_STR(trace(), "0:1 8:3 13:2 20:1 60:2");
}

/* From one run queue, who is more urgent waits for the first that gives up. */
TEST(prio_non_preemptive_span)
{
	boot_on(2, "prio:preempt=0,span=all", 10);
	spawn(.run = 30, .priority = 1);
	spawn(.run = 20, .priority = 1);
	spawn(.run = 5, .priority = 2, .at = 1);
	spawn(.run = 5, .priority = 3, .at = 2);
	EXPECT_EQ(lab_run_idle(&lab), 30);
	EXPECT_STR(trace(), "0:1 0:2@1 20:4@1 25:3@1");
	EXPECT_EQ(stats().preemptions, 0);
}
