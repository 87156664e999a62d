// SPDX-License-Identifier: GPL-2.0
/*
 * Scheduling to the nanosecond, while somebody steers it: yield, quantum, trigger,
 * kill, reap, pause, reset, and changes of the policy.
 */
#include "virtual.h"

TEST_F(sim, yield_from_outside)
{
	ASSERT_EQ(0, set_quantum(self->fd, MS(10)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	RUN(MS(3));
	ASSERT_EQ(-EINVAL, on_proc(self->fd, SCHEDSIM_IOC_YIELD, 2));
	ASSERT_EQ(-ESRCH, on_proc(self->fd, SCHEDSIM_IOC_YIELD, 3));
	ASSERT_EQ(0, on_proc(self->fd, SCHEDSIM_IOC_YIELD, 1));
	RUN(MS(5));
	LOOK();
	ASSERT_EQ(MS(3), self->p[0].cpu_ns);
	ASSERT_EQ(MS(2), self->p[1].cpu_ns);
	ASSERT_EQ(1, self->p[0].yields);
	ASSERT_EQ(0, self->p[0].preemptions);
	/* The one that was let run has a whole slice. */
	RUN(MS(13));
	LOOK();
	ASSERT_EQ(MS(10), self->p[1].cpu_ns);
	ASSERT_EQ(SCHEDSIM_STATE_RUNNING, self->p[0].state);
}

TEST_F(sim, quantum_acts_on_the_running_slice)
{
	ASSERT_EQ(0, set_quantum(self->fd, MS(10)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	RUN(MS(3));
	/* a's slice now ends at 5, ... */
	ASSERT_EQ(0, set_quantum(self->fd, MS(5)));
	RUN(MS(7));
	LOOK();
	ASSERT_EQ(MS(5), self->p[1].first_run_ns);
	/* ... b's, which has had 2 ms of it, is over, ... */
	ASSERT_EQ(0, set_quantum(self->fd, MS(1)));
	RUN(MS(7));
	ASSERT_EQ(1, running(self->fd));
	/* ... and a's, which has just begun, becomes longer. */
	ASSERT_EQ(0, set_quantum(self->fd, SEC(10)));
	RUN(SEC(5));
	LOOK();
	ASSERT_EQ(MS(2), self->p[1].cpu_ns);
	ASSERT_EQ(2, self->stats.expiries);
	ASSERT_EQ(2, self->stats.preemptions);
	ASSERT_EQ(0, self->stats.skipped);
}

TEST_F(sim, trigger)
{
	ASSERT_EQ(0, set_quantum(self->fd, MS(10)));
	ASSERT_EQ(0, trigger(self->fd, 0));	/* nobody there */
	ASSERT_EQ(1, spawn(self->fd, "a"));
	RUN(MS(1));
	ASSERT_EQ(0, trigger(self->fd, 0));	/* nobody else */
	ASSERT_EQ(1, running(self->fd));
	LOOK();
	ASSERT_EQ(0, self->stats.switches);
	ASSERT_EQ(0, self->stats.preemptions);

	ASSERT_EQ(2, spawn(self->fd, "b"));
	RUN(MS(2));
	ASSERT_EQ(0, trigger(self->fd, SCHEDSIM_ALL_VCPUS));
	ASSERT_EQ(2, running(self->fd));
	ASSERT_EQ(-EINVAL, trigger(self->fd, 1));
	LOOK();
	ASSERT_EQ(1, self->p[0].preemptions);
	ASSERT_EQ(1, self->stats.switches);
	ASSERT_EQ(0, self->stats.expiries);
	ASSERT_EQ(MS(2), self->stats.time_ns);
	/* b's slice began with the decision. */
	RUN(MS(13));
	LOOK();
	ASSERT_EQ(MS(10), self->p[1].cpu_ns);
	ASSERT_EQ(MS(3), self->p[0].cpu_ns);
}

TEST_F(sim, kill)
{
	int i;

	for (i = 0; i < 3; i++)
		ASSERT_EQ(i + 1, spawn(self->fd, "k"));
	RUN(MS(1));
	/* The running one: the next is dispatched at once. */
	ASSERT_EQ(0, kill_proc(self->fd, 1));
	ASSERT_EQ(2, running(self->fd));
	ASSERT_EQ(-ESRCH, kill_proc(self->fd, 1));
	LOOK();
	ASSERT_EQ(MS(1), self->p[0].finish_ns);
	ASSERT_EQ(MS(1), self->p[1].first_run_ns);
	ASSERT_EQ(0, self->stats.preemptions);
	/* One that waits. */
	ASSERT_EQ(0, kill_proc(self->fd, 3));
	ASSERT_EQ(2, running(self->fd));
	RUN(MS(10));
	/* The last one. */
	ASSERT_EQ(0, kill_proc(self->fd, 2));
	ASSERT_EQ(0, running(self->fd));
	LOOK();
	ASSERT_EQ(0, self->stats.nr_running);
	ASSERT_EQ(SCHEDSIM_NEVER, self->stats.next_event_ns);
	ASSERT_EQ(3, self->stats.nr_exited);
	ASSERT_EQ(MS(9), self->p[1].cpu_ns);
	ASSERT_EQ(0, self->p[2].cpu_ns);
	ASSERT_EQ(MS(1), self->p[2].waiting_ns);
	RUN(MS(20));
	LOOK();
	ASSERT_EQ(MS(10), self->v.idle_ns);
	ASSERT_SUMS(self->fd);
}

TEST_F(sim, kill_asleep_or_before_arrival)
{
	struct schedsim_spawn_entry late = entry_of("late", NULL, 0);

	late.delay_ns = MS(50);
	ASSERT_EQ(1, spawn_program(self->fd, "s", OP_SLEEP(MS(10))));
	ASSERT_EQ(2, spawn_entry(self->fd, &late));
	RUN(MS(4));
	ASSERT_EQ(0, kill_proc(self->fd, 1));
	ASSERT_EQ(0, kill_proc(self->fd, 2));
	LOOK();
	ASSERT_EQ(MS(4), self->p[0].sleeping_ns);
	ASSERT_EQ(MS(4), self->p[0].finish_ns);
	ASSERT_EQ(SCHEDSIM_NEVER, self->p[1].first_run_ns);
	ASSERT_EQ(SCHEDSIM_NEVER, self->stats.next_event_ns);
	ASSERT_EQ(SCHEDSIM_RUN_IDLE,
		  run_flags(self->fd, SEC(1), SCHEDSIM_RUN_STOP_IDLE));
	LOOK();
	ASSERT_EQ(MS(4), self->stats.time_ns);
}

TEST_F(sim, reap)
{
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	ASSERT_EQ(3, spawn(self->fd, "c"));
	ASSERT_EQ(-EBUSY, on_proc(self->fd, SCHEDSIM_IOC_REAP, 1));
	ASSERT_EQ(-ESRCH, on_proc(self->fd, SCHEDSIM_IOC_REAP, 4));
	ASSERT_EQ(0, on_proc(self->fd, SCHEDSIM_IOC_REAP, 0));
	ASSERT_EQ(0, kill_proc(self->fd, 1));
	ASSERT_EQ(0, on_proc(self->fd, SCHEDSIM_IOC_REAP, 1));
	ASSERT_EQ(-ESRCH, on_proc(self->fd, SCHEDSIM_IOC_REAP, 1));
	ASSERT_EQ(-ESRCH, kill_proc(self->fd, 1));
	LOOK();
	ASSERT_EQ(2, self->stats.nr_procs);
	ASSERT_EQ(2, self->p[0].id);
	ASSERT_EQ(0, kill_proc(self->fd, 2));
	ASSERT_EQ(0, kill_proc(self->fd, 3));
	ASSERT_EQ(0, on_proc(self->fd, SCHEDSIM_IOC_REAP, 0));
	LOOK();
	ASSERT_EQ(0, self->stats.nr_procs);
}

TEST_F(sim, pause)
{
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	RUN(MS(3));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(SCHEDSIM_RUN_PAUSED, run_until(self->fd, MS(10)));
	LOOK();
	ASSERT_EQ(1, self->stats.paused);
	ASSERT_EQ(MS(3), self->stats.time_ns);
	/* A single step. */
	ASSERT_EQ(2, running(self->fd));
	ASSERT_EQ(0, trigger(self->fd, 0));
	ASSERT_EQ(1, running(self->fd));
	LOOK();
	ASSERT_EQ(MS(3), self->stats.time_ns);
	ASSERT_EQ(MS(2), self->p[0].cpu_ns);
	ASSERT_EQ(MS(1), self->p[1].cpu_ns);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESUME));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESUME));
	RUN(MS(5));
	LOOK();
	ASSERT_EQ(0, self->stats.paused);
	ASSERT_EQ(MS(4), self->p[0].cpu_ns);
}

TEST_F(sim, run_until)
{
	RUN(MS(5));
	ASSERT_EQ(-EINVAL, run_until(self->fd, MS(5) - 1));
	RUN(MS(5));
	/* Idle time passes unless it is told to stop. */
	ASSERT_EQ(SCHEDSIM_RUN_IDLE,
		  run_flags(self->fd, MS(7), SCHEDSIM_RUN_STOP_IDLE));
	LOOK();
	ASSERT_EQ(MS(5), self->stats.time_ns);
	ASSERT_EQ(MS(5), self->v.idle_ns);
	/* One that runs for ever is not idle. */
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED,
		  run_flags(self->fd, MS(7), SCHEDSIM_RUN_STOP_IDLE));
	LOOK();
	ASSERT_EQ(MS(2), self->p[0].cpu_ns);
}

TEST_F(sim, reset)
{
	__u64 digest = 0;
	int i;

	for (i = 0; i < 2; i++) {
		ASSERT_LT(0, spawn_program(self->fd, "a", OP_RUN(MS(5))));
		ASSERT_LT(0, spawn_program(self->fd, "b", OP_SLEEP(MS(5))));
		RUN(MS(20));
		LOOK();
		ASSERT_EQ(MS(5), self->v.busy_ns);
		/* The second time everything is as the first. */
		if (i)
			ASSERT_EQ(digest, self->stats.digest);
		digest = self->stats.digest;
		ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
		LOOK();
		ASSERT_EQ(0, self->stats.nr_procs);
		ASSERT_EQ(0, self->stats.time_ns);
		ASSERT_EQ(0, self->stats.events);
		ASSERT_EQ(0, self->stats.decisions);
		ASSERT_EQ(0, self->v.busy_ns);
		ASSERT_NE(digest, self->stats.digest);
	}
}

TEST_F(sim, policy_change_keeps_everything)
{
	static const char * const policies[] = {
		"dm", "edf", "eevdf", "fair", "fifo", "hrrn", "linux", "llf", "lottery",
		"lrtf", "mlfq", "prio", "rm", "rr", "sjf", "srtf", "stride",
	};
	struct schedsim_spawn_entry entry = entry_of("p", NULL, 0);
	struct schedsim_proc before[20], after[20];
	struct schedsim_attr attr = {};
	int i, n;

	for (i = 0; i < 20; i++) {
		snprintf(entry.name, sizeof(entry.name), "p%d", i);
		entry.id = 0;
		attr.nice = i;
		entry.attr = PTR(&attr);
		ASSERT_EQ(i + 1, spawn_entry(self->fd, &entry));
	}
	for (n = 0; n < 13; n++) {
		RUN(MS(7) * (n + 1));
		ASSERT_EQ(20, read_procs(self->fd, before, 20));
		ASSERT_EQ(0, set_policy(self->fd, policies[n % ARRAY_SIZE(policies)]));
		ASSERT_EQ(20, read_procs(self->fd, after, 20));
		for (i = 0; i < 20; i++) {
			/* What the policies keep of it is their own. */
			after[i].nr_values = before[i].nr_values;
			memcpy(after[i].values, before[i].values,
			       sizeof(after[i].values));
			ASSERT_EQ(0, memcmp(&before[i], &after[i],
					    sizeof(before[i])));
		}
		ASSERT_SUMS(self->fd);
	}
	ASSERT_EQ(-ENOENT, set_policy(self->fd, "nonesuch"));
	ASSERT_EQ(-ENOENT, set_policy(self->fd, ""));
	/* They still take turns. */
	ASSERT_EQ(0, set_policy(self->fd, "rr"));
	RUN(SEC(1));
	ASSERT_EQ(20, read_procs(self->fd, after, 20));
	for (i = 0; i < 20; i++)
		ASSERT_LT(before[i].cpu_ns, after[i].cpu_ns);
}

TEST_HARNESS_MAIN
