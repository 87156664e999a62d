// SPDX-License-Identifier: GPL-2.0
/*
 * The shortest burst first, with preemption and without.
 */
#include "watch.h"

TEST(sjf_order)
{
	boot("sjf", 10);
	spawn(.run = 50);
	spawn(.run = 30, .at = 1);
	spawn(.run = 20, .at = 2);
	spawn(.run = 30, .at = 3);
	spawn(.at = 4);
	spawn(.run = 40, .at = 5);
	lab_run(&lab, 400);
	/* Equals in order; who runs for ever is last. */
	EXPECT_STR(trace(), "0:1 50:3 70:2 100:4 130:6 170:5");
	EXPECT_EQ(stats().preemptions, 0);
}

/* What is looked at is the next burst, not all that is to come. */
TEST(sjf_burst)
{
	boot("sjf", 10);
	spawn(.run = 1);
	spawn(.PROGRAM(RUN(6), RUN(0), RUN(6), SLEEP(100), RUN(1)));
	spawn(.PROGRAM(RUN(10), SLEEP(1), RUN(100)));
	spawn(.PROGRAM(RUN(5), YIELD, RUN(50)));
	spawn(.PROGRAM(RUN(2), RUN(2), LOOP(0, 3)));
	EXPECT_EQ(lab_run_idle(&lab), 191);
	EXPECT_STR(trace(), "0:1 1:4 6:5 18:3 28:2 40:4 90:3 190:2");
}

/* The rest of a burst counts, and the first of those after a sleep. */
TEST(srtf_preempts)
{
	boot("srtf", 10);
	spawn(.run = 50);
	spawn(.run = 10, .at = 20);
	spawn(.run = 20, .at = 40);
	spawn(.run = 20, .at = 41);
	EXPECT_EQ(lab_run_idle(&lab), 100);
	/* At 40 both have 20 left: no preemption. */
	EXPECT_STR(trace(), "0:1 20:2 30:1 60:3 80:4");
	EXPECT_EQ(proc(1).preemptions, 1);
}

TEST(srtf_wakeup)
{
	boot("srtf", 10);
	spawn(.run = 100);
	spawn(.PROGRAM(RUN(3), SLEEP(5), LOOP(0, 2), RUN(99)));
	EXPECT_EQ(lab_run_idle(&lab), 205);
	EXPECT_STR(trace(), "0:2 3:1 8:2 11:1 106:2");
}

/* One that begins another burst may have to let a shorter one go first. */
TEST(srtf_next_burst)
{
	boot("srtf", 10);
	spawn(.PROGRAM(RUN(3), YIELD, RUN(40)));
	spawn(.PROGRAM(RUN(1), SLEEP(1), RUN(20)));
	EXPECT_EQ(lab_run_idle(&lab), 64);
	/* 2 wakes up at 2 */
	EXPECT_STR(trace(), "0:2 1:1 4:2 24:1");
	boot("srtf", 10);
	spawn(.PROGRAM(RUN(2), LOOP(0, 3), RUN(40)));
	spawn(.run = 20, .at = 1);
	EXPECT_EQ(lab_run_idle(&lab), 66);
	/* A loop is followed once: 2 + 2, then 2 + 2, then 2 + 40. */
	EXPECT_STR(trace(), "0:1 4:2 24:1");
	EXPECT_EQ(proc(1).preemptions, 1);
	EXPECT_EQ(proc(1).waiting_ns, 20);
}

/* Beyond sixteen operations nothing is known. */
TEST(srtf_looks_ahead)
{
	boot("srtf", 10);
	spawn(.PROGRAM(RUN(1), RUN(1), RUN(1), RUN(1), RUN(1), RUN(1), RUN(1),
		       RUN(1), RUN(1), RUN(1), RUN(1), RUN(1), RUN(1), RUN(1),
		       RUN(1), RUN(1), RUN(100)));
	spawn(.run = 17);
	spawn(.run = 15);
	EXPECT_EQ(lab_run_idle(&lab), 148);
	/* 1 is taken for 16, until it begins and more of it comes into sight. */
	EXPECT_STR(trace(), "0:3 15:1 15:2 32:1");
}

TEST(srtf_for_ever)
{
	boot("srtf", 10);
	spawn();
	spawn(.run = 5, .at = 7);
	spawn(.at = 8);
	lab_run(&lab, 100);
	/* Among those without end, the one enqueued first. */
	EXPECT_STR(trace(), "0:1 7:2 12:1");
}

/* Guessed by the last burst, 3 is taken for long, though it is not. */
TEST(sjf_guess)
{
	boot("sjf:guess=10ns,alpha_percent=100", 10);
	spawn(.PROGRAM(RUN(4), SLEEP(6), RUN(4)));
	spawn(.PROGRAM(RUN(8), SLEEP(1), RUN(8)));
	spawn(.run = 1, .at = 11);
	EXPECT_EQ(lab_run_idle(&lab), 25);
	EXPECT_STR(trace(), "0:1 4:2 12:1 16:2 24:3");
	/* Never guessed anew, all are alike. */
	boot("sjf:guess=10ns,alpha_percent=0", 10);
	spawn(.PROGRAM(RUN(4), SLEEP(6), RUN(4)));
	spawn(.PROGRAM(RUN(8), SLEEP(1), RUN(8)));
	spawn(.run = 1, .at = 9);
	EXPECT_EQ(lab_run_idle(&lab), 25);
	EXPECT_STR(trace(), "0:1 4:2 12:3 13:1 17:2");
}

/* What is left of a guess is compared; who has used it up is not preempted. */
TEST(srtf_guess)
{
	boot("srtf:guess=10ns", 10);
	spawn(.run = 30);
	spawn(.PROGRAM(RUN(4), SLEEP(6), RUN(4)), .at = 5);
	spawn(.run = 20, .at = 38);
	EXPECT_EQ(lab_run_idle(&lab), 62);
	/* At 40 it is 7 of 2 against 8 of 3. */
	EXPECT_STR(trace(), "0:1 30:2 38:3 40:2 44:3");
}

/* Rounded down; of no time no burst; a trigger ends none, a yield does. */
TEST(burst_guess_changes)
{
	boot("sjf:guess=9ns", 10);
	spawn(.PROGRAM(SLEEP(5), RUN(4), YIELD, RUN(50)));
	lab_settle(&lab);
	EXPECT_EQ(proc(1).values[0], 9);
	lab_run(&lab, 7);
	EXPECT_EQ(proc(1).values[0], 7);
	lab_trigger(&lab, 0);
	EXPECT_EQ(proc(1).values[0], 7);
	lab_run(&lab, 9);
	EXPECT_EQ(proc(1).values[0], 6);	/* (4 + 9) / 2 */
	lab_run(&lab, 30);
	EXPECT_EQ(proc(1).values[0], 0);
	lab_set_policy(&lab, "sjf:guess=20ns");
	EXPECT_EQ(proc(1).values[0], 20);
	lab_run(&lab, 35);
	EXPECT_EQ(proc(1).values[0], 15);
}
