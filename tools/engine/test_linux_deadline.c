// SPDX-License-Identifier: GPL-2.0
/*
 * SCHED_DEADLINE under linux: the servers are those of edf (test_server.c), above all else.
 * Rules from Documentation/scheduler/sched-deadline.rst and sched(7).
 */
#include "random.h"
#include "watch.h"
#include "watch_objects.h"

#define PERIODIC(run, period)	PROGRAM(RUN(run), TIMER_ABS(0, period), LOOP(0, 0))

#define SERVER(q, t)		.sched_class = SCHEDSIM_CLASS_DEADLINE, .slice = (q), .period = (t)
#define CONSTRAINED(q, d, t)	SERVER(q, t), .deadline = (d)
#define FIFO(p)			.sched_class = SCHEDSIM_CLASS_FIFO, .priority = (p)

enum { VRUNTIME, DEADLINE, BUDGET, THROTTLES, THROTTLED };	/* values */

static u64 value(u32 id, u32 nr)
{
	return proc(id).values[nr];
}

/* Above FIFO of any priority, and that above the fair layer; none of it when throttled. */
TEST(linux_deadline_layers)
{
	boot("linux", 1000);
	spawn(SERVER(3, 10));
	spawn(FIFO(99), .at = 1, .run = 8);
	spawn(.run = 100);
	lab_run(&lab, 30);
	EXPECT_STR(trace(), "0:1 3:2 10:1 13:2 14:3 20:1 23:3 30:1");
	EXPECT_EQ(proc(2).preemptions, 1);
	/* The earliest deadline first, and at once. */
	boot("linux", 1000);
	spawn(SERVER(4, 20), .run = 4);
	spawn(SERVER(2, 10), .at = 1, .run = 2);
	spawn(SERVER(1, 19), .at = 1, .run = 1);
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:1 1:2 3:1 6:3");
}

/* As server_buttazzo under edf: the book's example comes out the same. */
TEST(linux_deadline_buttazzo)
{
	boot("linux:admission=0", 1000);
	spawn(SERVER(4, 7), .PERIODIC(4, 7));
	spawn(SERVER(3, 8), .at = 3, .PROGRAM(RUN(4), SLEEP(1), RUN(3)));
	lab_run(&lab, 7);
	EXPECT_EQ(value(2, DEADLINE), 11);
	EXPECT_EQ(value(2, BUDGET), 0);
	EXPECT_EQ(value(2, THROTTLED), 1);
	lab_run(&lab, 12);
	EXPECT_EQ(value(2, DEADLINE), 19);
	EXPECT_EQ(value(2, BUDGET), 2);
	EXPECT_EQ(value(2, THROTTLES), 1);
	EXPECT_EQ(value(1, VRUNTIME), 0);
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "0:1 4:2 7:1 11:2 13:2 15:1 19:2");
}

/* A budget is neither taken from rt_runtime nor cut by it: Linux 6.12. */
TEST(linux_deadline_and_rt_runtime)
{
	boot("linux:rt_runtime=20ns,rt_period=100ns,admission=0", 1000);
	spawn(SERVER(60, 100));
	spawn(FIFO(1));
	spawn();
	lab_run(&lab, 1000);
	EXPECT_EQ(proc(1).cpu_ns, 600);
	EXPECT_EQ(proc(2).cpu_ns, 200);
	EXPECT_EQ(proc(3).cpu_ns, 200);
	/* Also where nobody fair waits. */
	boot("linux:rt_runtime=20ns,rt_period=100ns,admission=0", 1000);
	spawn(SERVER(60, 100));
	spawn(FIFO(1));
	lab_run(&lab, 1000);
	EXPECT_EQ(proc(1).cpu_ns, 600);
	EXPECT_EQ(proc(2).cpu_ns, 400);
}

/* sched(7): 95% may be reserved; "Managing root-domain bandwidth" has rt_runtime / rt_period. */
TEST(linux_deadline_admission)
{
	struct schedsim_attr attr = {
		.sched_class = SCHEDSIM_CLASS_DEADLINE, .runtime_ns = 2, .period_ns = 10,
	};
	char reason[SCHEDSIM_REASON_LEN] = "";

	boot("linux", 1000);
	EXPECT_EQ(spawn(SERVER(96, 100)), -EBUSY);
	EXPECT_EQ(spawn(SERVER(8, 10)), 1);
	EXPECT_EQ(sim_bandwidth_check(lab.sim, sim_bandwidth(&attr), 0, reason), -EBUSY);
	EXPECT_STR(reason, "SCHED_DEADLINE needs 1.0000 of 0.9500 vCPUs");
	EXPECT_EQ(spawn(SERVER(15, 100)), 2);
	boot_on(2, "linux", 1000);
	EXPECT_EQ(spawn(SERVER(95, 100)), 1);
	EXPECT_EQ(spawn(SERVER(95, 100)), 2);
	EXPECT_EQ(spawn(SERVER(1, 1000)), -EBUSY);
	boot("linux:rt_runtime=0", 1000);
	EXPECT_EQ(spawn(SERVER(10, 10)), 1);
	EXPECT_EQ(spawn(SERVER(10, 10)), 2);
	boot("linux:admission=0", 1000);
	EXPECT_EQ(spawn(SERVER(10, 10)), 1);
	EXPECT_EQ(spawn(SERVER(10, 10)), 2);
	boot("linux:rt_runtime=2s", 1000);
	EXPECT_EQ(spawn(SERVER(10, 10)), 1);
	EXPECT_EQ(spawn(SERVER(1, 10)), -EBUSY);
}

/* The wakeup rules and yield, in short: all of them are in test_server.c. */
TEST(linux_deadline_wakeup)
{
	boot("linux", 1000);
	spawn(SERVER(4, 20), .PROGRAM(RUN(1), SLEEP(5), RUN(9)));
	lab_run(&lab, 7);
	EXPECT_EQ(value(1, DEADLINE), 26);
	EXPECT_EQ(value(1, BUDGET), 3);
	boot("linux", 1000);
	spawn(CONSTRAINED(4, 10, 20), .PROGRAM(RUN(1), SLEEP(5), RUN(9)));
	lab_run(&lab, 6);
	EXPECT_EQ(value(1, DEADLINE), 10);
	EXPECT_EQ(value(1, BUDGET), 1);
	boot("linux", 1000);
	spawn(SERVER(5, 10), .PROGRAM(RUN(1), YIELD, RUN(2)));
	lab_run(&lab, 4);
	EXPECT_EQ(value(1, THROTTLED), 1);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).finish_ns, 12);
}

/* From one class to another and back, while running and while throttled. */
TEST(linux_deadline_class_changes)
{
	struct schedsim_attr deadline = {
		.sched_class = SCHEDSIM_CLASS_DEADLINE, .runtime_ns = 2, .period_ns = 10,
	};
	struct schedsim_attr other = {};

	boot("linux", 1000);
	spawn(.run = 50);
	spawn();
	lab_run(&lab, 3);
	lab_set_attr(&lab, 2, &deadline);
	lab_run(&lab, 6);
	EXPECT_STR(trace(), "0:1 3:2 5:1");
	EXPECT_EQ(value(2, THROTTLED), 1);
	EXPECT_EQ(value(2, DEADLINE), 13);
	lab_set_attr(&lab, 2, &other);
	EXPECT_EQ(value(2, THROTTLED), 0);
	EXPECT_EQ(value(2, DEADLINE), SIM_NEVER);
	lab_set_attr(&lab, 1, &deadline);
	lab_run(&lab, 9);
	EXPECT_STR(trace(), "0:1 3:2 5:1 8:2");
	EXPECT_EQ(value(1, DEADLINE), 16);
	/* Killed while throttled: its timer is gone. */
	lab_kill(&lab, 1);
	lab_kill(&lab, 2);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
}

/* Another policy, and back: nobody who is throttled is lost. */
TEST(linux_deadline_policy_change)
{
	boot_on(2, "linux", 1000);
	spawn(SERVER(2, 10));
	spawn(SERVER(2, 10));
	spawn(SERVER(2, 10));
	lab_run(&lab, 5);
	EXPECT_EQ(value(1, THROTTLED) + value(2, THROTTLED) + value(3, THROTTLED), 3);
	lab_set_policy(&lab, "edf:span=all");
	lab_run(&lab, 10);
	lab_set_policy(&lab, "linux:span=all");
	lab_run(&lab, 15);
	/* Three new reservations of 2 for each. */
	EXPECT_EQ(proc(1).cpu_ns + proc(2).cpu_ns + proc(3).cpu_ns, 3 * 3 * 2);
}

/* Who holds a mutex that one of SCHED_DEADLINE waits for runs before all, without a budget. */
TEST(linux_deadline_inherited)
{
	boot("linux", 1000);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(20), UNLOCK(1), RUN(5)));
	spawn(FIFO(50), .at = 2, .run = 10);
	spawn(SERVER(5, 20), .at = 5, .PROGRAM(RUN(1), LOCK(1), RUN(2), UNLOCK(1)));
	lab_run(&lab, 60);
	/* 1 needs 18 more when 3 comes to wait. */
	EXPECT_STR(trace(), "0:1 2:2 5:3 6:1 24:3 26:2 33:1");
	EXPECT_EQ(proc(1).finish_ns, 38);
}

/* Real time may have what servers leave; a server is never over its budget. */
static struct {
	u64 deadline, cpu, runtime;
} windows[8];

static void check_windows(struct lab *of)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(windows) && windows[i].runtime; i++) {
		struct schedsim_proc p = proc(i + 1);

		if (p.nr_values && p.values[DEADLINE] != windows[i].deadline) {
			EXPECT(p.values[DEADLINE] >= windows[i].deadline);
			windows[i].deadline = p.values[DEADLINE];
			windows[i].cpu = p.cpu_ns;
		}
		EXPECT(p.cpu_ns - windows[i].cpu <= windows[i].runtime);
	}
}

#define WHOLE	100000

/*
 * Utilisations that are uniform among those of a given sum, as UUniFast makes them (E. Bini and
 * G. Buttazzo, "Measuring the Performance of Schedulability Tests", Real-Time Systems 30, 2005):
 * the gaps between sorted random points. None is 0.
 */
static void shares(u64 *rng, u32 nr, u64 *share)
{
	u64 points[8] = {}, point;
	u32 i, k;

	for (i = 1; i < nr; i++) {
		point = random_below(rng, WHOLE - 8);
		for (k = i; k > 1 && points[k - 1] > point; k--)
			points[k] = points[k - 1];
		points[k] = point;
	}
	for (i = 0; i < nr; i++)
		share[i] = (i + 1 < nr ? points[i + 1] : WHOLE - 8) - points[i] + 1;
}

/*
 * Random sets of utilisation up to 1, some of which never end,
 * beside FIFO and fair processes that never do: no job of theirs misses its deadline, and no
 * server is over its budget in any period. Liu and Layland 1973, theorem 7; Abeni and Buttazzo
 * 1998, theorem 1.
 */
TEST(linux_deadline_no_miss)
{
	u64 seed, rng, share[8], q, t;
	u32 nr, i;

	for (seed = 1; seed <= CASES(2000); seed++) {
		rng = seed;
		boot("linux:admission=0", 7);
		watch = WATCH_NOTHING;
		memset(windows, 0, sizeof(windows));
		nr = 2 + random_below(&rng, 6);
		shares(&rng, nr, share);
		for (i = 0; i < nr; i++) {
			t = 20 + random_below(&rng, 300);
			/* Rounded down: at most 1 together. */
			q = max(t * share[i] / WHOLE, 1ULL);
			t = max(t, (q * WHOLE + share[i] - 1) / share[i]);
			windows[i].runtime = q;
			if ((seed + i) % 4)
				spawn(SERVER(q, t), .PERIODIC(q, t));
			else
				spawn(SERVER(q, t));
		}
		if (seed % 10 == 1)
			lab.on_advance = check_windows;
		spawn(FIFO(99));
		spawn();
		lab_run(&lab, 3000);
		for (i = 0; i < nr; i++)
			EXPECT(!proc(i + 1).nr_ops || !proc(i + 1).jobs_missed);
	}
}
