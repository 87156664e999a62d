// SPDX-License-Identifier: GPL-2.0
/*
 * Scheduling to the nanosecond: private simulations with a virtual clock, whose
 * figures were worked out by hand. What is done to them from outside is in
 * virtual_control.c.
 */
#include "virtual.h"

TEST_F(sim, round_robin_5_3_8)
{
	static const __u64 first[] = { MS(0), MS(2), MS(4) };
	static const __u64 finish[] = { MS(12), MS(9), MS(16) };
	static const __u64 cpu[] = { MS(5), MS(3), MS(8) };
	static const __u64 preempted[] = { 2, 1, 2 };
	static const char * const name[] = { "a", "b", "c" };
	int i;

	for (i = 0; i < 3; i++) {
		self->id[i] = spawn_program(self->fd, name[i], OP_RUN(cpu[i]));
		ASSERT_EQ(i + 1, self->id[i]);
	}
	ASSERT_EQ(SCHEDSIM_RUN_IDLE,
		  run_flags(self->fd, SEC(1), SCHEDSIM_RUN_STOP_IDLE));
	LOOK();
	for (i = 0; i < 3; i++) {
		ASSERT_STREQ(name[i], self->p[i].name);
		ASSERT_EQ(SCHEDSIM_STATE_EXITED, self->p[i].state);
		ASSERT_EQ(0, self->p[i].arrival_ns);
		ASSERT_EQ(first[i], self->p[i].first_run_ns);
		ASSERT_EQ(finish[i], self->p[i].finish_ns);
		ASSERT_EQ(cpu[i], self->p[i].cpu_ns);
		ASSERT_EQ(finish[i] - cpu[i], self->p[i].waiting_ns);
		ASSERT_EQ(preempted[i], self->p[i].preemptions);
		ASSERT_EQ(1, self->p[i].pc);
	}
	/* a b c a b c a c */
	ASSERT_EQ(8, self->stats.decisions);
	ASSERT_EQ(7, self->stats.switches);
	ASSERT_EQ(5, self->stats.preemptions);
	ASSERT_EQ(5, self->stats.expiries);
	ASSERT_EQ(0, self->stats.skipped);
	ASSERT_EQ(0, self->stats.late_max_ns);
	ASSERT_EQ(MS(16), self->stats.time_ns);
	ASSERT_EQ(MS(16), self->v.busy_ns);
	ASSERT_EQ(0, self->v.idle_ns);
	ASSERT_SUMS(self->fd);
}

TEST_F(sim, lone_process_just_goes_on)
{
	ASSERT_EQ(1, spawn(self->fd, "a"));
	RUN(SEC(10));
	LOOK();
	ASSERT_EQ(SEC(10), self->p[0].cpu_ns);
	ASSERT_EQ(0, self->p[0].switches);
	ASSERT_EQ(0, self->stats.switches);
	ASSERT_EQ(0, self->stats.preemptions);
	ASSERT_EQ(0, self->stats.expiries);
	ASSERT_EQ(1, self->stats.decisions);
	ASSERT_EQ(SCHEDSIM_NEVER, self->stats.next_event_ns);
}

static int set_tie(int fd, __u32 tie)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_TIE,
		.tie = tie,
	};

	return set_config(fd, &config);
}

/* a and b from the start; c arrives when the slice of a ends. */
static int spawn_tie(int fd)
{
	struct schedsim_spawn_entry entries[] = {
		entry_of("a", NULL, 0),
		entry_of("b", NULL, 0),
		entry_of("c", NULL, 0),
	};

	entries[2].delay_ns = MS(2);
	return spawn_many(fd, entries, 3, NULL);
}

TEST_F(sim, tie_arrival_first)
{
	ASSERT_EQ(0, spawn_tie(self->fd));
	RUN(MS(12));
	LOOK();
	/* a b c a b c */
	ASSERT_EQ(MS(2), self->p[1].first_run_ns);
	ASSERT_EQ(MS(4), self->p[2].first_run_ns);
	ASSERT_EQ(MS(4), self->p[0].cpu_ns);
	ASSERT_EQ(MS(4), self->p[1].cpu_ns);
	ASSERT_EQ(MS(4), self->p[2].cpu_ns);
}

TEST_F(sim, tie_expiry_first)
{
	ASSERT_EQ(0, set_tie(self->fd, SCHEDSIM_TIE_EXPIRY_FIRST));
	ASSERT_EQ(0, spawn_tie(self->fd));
	RUN(MS(12));
	LOOK();
	/* a b a c b a */
	ASSERT_EQ(MS(2), self->p[1].first_run_ns);
	ASSERT_EQ(MS(6), self->p[2].first_run_ns);
	ASSERT_EQ(MS(6), self->p[0].cpu_ns);
	ASSERT_EQ(MS(4), self->p[1].cpu_ns);
	ASSERT_EQ(MS(2), self->p[2].cpu_ns);
}

/* Whoever arrives as the slice of one that was alone ends takes its place ... */
TEST_F(sim, tie_alone_arrival_first)
{
	struct schedsim_spawn_entry late = entry_of("late", NULL, 0);

	late.delay_ns = MS(4);
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn_entry(self->fd, &late));
	RUN(MS(8));
	LOOK();
	ASSERT_EQ(MS(4), self->p[1].first_run_ns);
}

/* ... or finds that its next slice has just begun. */
TEST_F(sim, tie_alone_expiry_first)
{
	struct schedsim_spawn_entry late = entry_of("late", NULL, 0);

	ASSERT_EQ(0, set_tie(self->fd, SCHEDSIM_TIE_EXPIRY_FIRST));
	late.delay_ns = MS(4);
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn_entry(self->fd, &late));
	RUN(MS(8));
	LOOK();
	ASSERT_EQ(MS(6), self->p[1].first_run_ns);
}

TEST_F(sim, wakeups_of_one_instant_by_id)
{
	int i;

	for (i = 0; i < 3; i++)
		ASSERT_EQ(i + 1, spawn_program(self->fd, "s", OP_RUN(US(1)),
					       OP_SLEEP(MS(5) - US(1) * i),
					       OP_RUN(MS(1))));
	RUN(MS(20));
	LOOK();
	/* They fall asleep at 1, 2, 3 us and all wake up at 5.001 ms. */
	for (i = 0; i < 3; i++)
		ASSERT_EQ(MS(5) + US(1) + MS(1) * (i + 1), self->p[i].finish_ns);
}

TEST_F(sim, arrivals)
{
	struct schedsim_spawn_entry late =
		program_entry("late", OP_RUN(MS(3)));

	late.delay_ns = MS(5);
	ASSERT_EQ(1, spawn_entry(self->fd, &late));
	RUN(MS(5) - 1);
	LOOK();
	ASSERT_EQ(SCHEDSIM_STATE_NEW, self->p[0].state);
	ASSERT_EQ(MS(5), self->p[0].arrival_ns);
	ASSERT_EQ(SCHEDSIM_NEVER, self->p[0].first_run_ns);
	ASSERT_EQ(1, self->stats.nr_new);
	ASSERT_EQ(MS(5), self->stats.next_event_ns);
	RUN(MS(6));
	LOOK();
	ASSERT_EQ(SCHEDSIM_STATE_RUNNING, self->p[0].state);
	ASSERT_EQ(MS(5), self->p[0].first_run_ns);
	ASSERT_EQ(SCHEDSIM_NEVER, self->p[0].finish_ns);
	RUN(MS(10));
	LOOK();
	ASSERT_EQ(MS(8), self->p[0].finish_ns);
	ASSERT_EQ(MS(3), self->v.busy_ns);
	ASSERT_EQ(MS(7), self->v.idle_ns);
}

TEST_F(sim, yields)
{
	int i;

	ASSERT_EQ(0, set_quantum(self->fd, MS(10)));
	for (i = 0; i < 2; i++)
		ASSERT_EQ(i + 1, spawn_program(self->fd, "y", OP_RUN(MS(1)),
					       OP_YIELD, OP_LOOP(0, 0)));
	RUN(MS(10));
	LOOK();
	ASSERT_EQ(MS(5), self->p[0].cpu_ns);
	ASSERT_EQ(MS(5), self->p[1].cpu_ns);
	ASSERT_EQ(5, self->p[0].yields);
	ASSERT_EQ(5, self->p[1].yields);
	ASSERT_EQ(10, self->stats.yields);
	ASSERT_EQ(10, self->stats.switches);
	ASSERT_EQ(0, self->stats.preemptions);
	ASSERT_EQ(0, self->stats.expiries);
}

/* A loop in which no time passes is no way to keep the others from going on. */
TEST_F(sim, spins)
{
	ASSERT_EQ(1, spawn_program(self->fd, "s", OP_RUN(MS(1)), OP_YIELD,
				   OP_LOOP(1, 0)));
	ASSERT_EQ(2, spawn_program(self->fd, "r", OP_RUN(MS(4))));
	RUN(MS(10));
	LOOK();
	ASSERT_EQ(SCHEDSIM_STATE_EXITED, self->p[0].state);
	ASSERT_EQ(SCHEDSIM_PROC_SPUN, self->p[0].flags);
	ASSERT_EQ(MS(1), self->p[0].cpu_ns);
	ASSERT_EQ(MS(4), self->p[1].cpu_ns);
	ASSERT_EQ(0, self->p[1].flags);
	ASSERT_EQ(1, self->stats.program_errors);
}

TEST_F(sim, yield_of_a_lone_process)
{
	ASSERT_EQ(1, spawn_program(self->fd, "y", OP_RUN(MS(1)), OP_YIELD,
				   OP_LOOP(0, 0)));
	RUN(MS(10));
	LOOK();
	ASSERT_EQ(MS(10), self->p[0].cpu_ns);
	ASSERT_EQ(10, self->stats.yields);
	ASSERT_EQ(0, self->stats.switches);
}

TEST_F(sim, sleeps)
{
	ASSERT_EQ(1, spawn_program(self->fd, "s", OP_RUN(MS(1)),
				   OP_SLEEP(MS(2)), OP_LOOP(0, 3)));
	RUN(MS(2));
	LOOK();
	ASSERT_EQ(SCHEDSIM_STATE_SLEEPING, self->p[0].state);
	ASSERT_EQ(MS(1), self->p[0].sleeping_ns);
	ASSERT_EQ(1, self->stats.nr_sleeping);
	RUN(MS(20));
	LOOK();
	ASSERT_EQ(MS(9), self->p[0].finish_ns);
	ASSERT_EQ(MS(3), self->p[0].cpu_ns);
	ASSERT_EQ(MS(6), self->p[0].sleeping_ns);
	ASSERT_EQ(3, self->p[0].wakeups);
	ASSERT_EQ(3, self->stats.wakeups);
	ASSERT_EQ(0, self->stats.switches);
	ASSERT_EQ(3, self->p[0].nr_ops);
	ASSERT_SUMS(self->fd);
}

TEST_F(sim, timer_is_periodic)
{
	struct schedsim_spawn_entry entry =
		program_entry("t", OP_RUN(MS(3)), OP_TIMER(0, MS(10)),
			      OP_LOOP(0, 0));

	entry.delay_ns = MS(7);
	ASSERT_EQ(1, spawn_entry(self->fd, &entry));
	RUN(MS(7) + MS(100));
	LOOK();
	ASSERT_EQ(MS(30), self->p[0].cpu_ns);
	ASSERT_EQ(10, self->p[0].wakeups);
	ASSERT_EQ(SCHEDSIM_STATE_RUNNING, self->p[0].state);
}

/* 25 ms late: a relative timer counts anew from there; an absolute one does not. */
TEST_F(sim, timer_relative_and_absolute)
{
	ASSERT_EQ(1, spawn_program(self->fd, "rel", OP_RUN(MS(25)),
				   OP_TIMER(0, MS(10)), OP_TIMER(0, MS(10)),
				   OP_TIMER(0, MS(10))));
	RUN(MS(100));
	LOOK();
	ASSERT_EQ(MS(45), self->p[0].finish_ns);
	ASSERT_EQ(2, self->p[0].wakeups);

	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	ASSERT_LT(0, spawn_program(self->fd, "abs", OP_RUN(MS(25)),
				   OP_TIMER_ABS(15, MS(10)),
				   OP_TIMER_ABS(15, MS(10)),
				   OP_TIMER_ABS(15, MS(10))));
	RUN(MS(100));
	LOOK();
	ASSERT_EQ(MS(30), self->p[0].finish_ns);
	ASSERT_EQ(1, self->p[0].wakeups);
}

TEST_F(sim, timers_of_a_program_are_apart)
{
	ASSERT_EQ(1, spawn_program(self->fd, "t", OP_TIMER(0, MS(4)),
				   OP_TIMER(1, MS(10)), OP_TIMER(0, MS(4)),
				   OP_TIMER(0, MS(4))));
	RUN(MS(100));
	LOOK();
	/* 4, 10, 8 is over: from 10 on, 14 */
	ASSERT_EQ(MS(14), self->p[0].finish_ns);
}

TEST_F(sim, loops_nest)
{
	ASSERT_EQ(1, spawn_program(self->fd, "l", OP_RUN(MS(1)), OP_LOOP(0, 3),
				   OP_SLEEP(MS(1)), OP_LOOP(0, 2)));
	RUN(MS(100));
	LOOK();
	ASSERT_EQ(MS(6), self->p[0].cpu_ns);
	ASSERT_EQ(MS(2), self->p[0].sleeping_ns);
	ASSERT_EQ(MS(8), self->p[0].finish_ns);
}

TEST_F(sim, exit_operation)
{
	ASSERT_EQ(1, spawn_program(self->fd, "e", OP_RUN(MS(2)), OP_EXIT,
				   OP_RUN(MS(100))));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	RUN(MS(10));
	LOOK();
	ASSERT_EQ(MS(2), self->p[0].finish_ns);
	ASSERT_EQ(MS(2), self->p[0].cpu_ns);
	ASSERT_EQ(0, self->p[0].preemptions);
	ASSERT_EQ(MS(8), self->p[1].cpu_ns);
	ASSERT_EQ(1, self->stats.nr_exited);
	ASSERT_EQ(2, self->stats.nr_procs);
}

TEST_F(sim, switch_cost)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_SWITCH_COST,
		.switch_cost_ns = MS(1),
	};

	ASSERT_EQ(0, set_config(self->fd, &config));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	RUN(MS(8));
	LOOK();
	/* a 0-2, switch, b 3-5, switch, a 6-8 */
	ASSERT_EQ(MS(4), self->p[0].cpu_ns);
	ASSERT_EQ(MS(2), self->p[1].cpu_ns);
	ASSERT_EQ(MS(3), self->p[1].first_run_ns);
	ASSERT_EQ(MS(1), self->p[0].overhead_ns);
	ASSERT_EQ(MS(1), self->p[1].overhead_ns);
	ASSERT_EQ(MS(2), self->v.overhead_ns);
	ASSERT_EQ(0, self->v.idle_ns);
	ASSERT_SUMS(self->fd);
}

TEST_HARNESS_MAIN
