// SPDX-License-Identifier: GPL-2.0
/*
 * Policies that go by the jobs of periodic processes: edf, rm, dm, llf.
 */
#include "random.h"
#include "watch.h"

/* @run of CPU time in each period. */
#define PERIODIC(run, period)	PROGRAM(RUN(run), TIMER_ABS(0, period), LOOP(0, 0))

static u64 missed(void)
{
	u64 sum = 0;
	u32 id;

	for (id = 1; sim_find(lab.sim, id); id++)
		sum += proc(id).jobs_missed;
	return sum;
}

/*
 * G. C. Buttazzo, "Hard Real-Time Computing Systems", 3rd edition, 2011, figure 4.7: of two
 * tasks of utilisation 34/35, rate monotonic misses the deadline of the second one at 7, and
 * earliest deadline first does not.
 */
TEST(deadline_buttazzo)
{
	boot("rm", 1000);
	spawn(.PERIODIC(2, 5));
	spawn(.PERIODIC(4, 7));
	lab_run(&lab, 8);
	EXPECT_STR(trace(), "0:1 2:2 5:1 7:2");
	EXPECT_EQ(proc(2).jobs_missed, 1);
	boot("edf", 1000);
	spawn(.PERIODIC(2, 5));
	spawn(.PERIODIC(4, 7));
	lab_run(&lab, 34);
	/* At 30 both are due at 35: nobody is preempted. */
	EXPECT_STR(trace(), "0:1 2:2 6:1 8:2 12:1 14:2 15:1 17:2 20:1 22:2 26:1 28:2 32:1");
	EXPECT_EQ(proc(1).values[0], 40);
	EXPECT_EQ(missed(), 0);
}

/* Who runs on without a break in between is in its next job, which is due later. */
TEST(deadline_next_job)
{
	boot("edf", 1000);
	spawn(.PERIODIC(5, 4));
	spawn(.run = 1, .at = 1, .deadline = 6);
	lab_run(&lab, 10);
	/* 1 is due at 4, then at 8: 2, which is due at 7, comes in between. */
	EXPECT_STR(trace(), "0:1 5:2 6:1");
}

/* The period orders rm, the relative deadline dm; who has none comes last, by id. */
TEST(deadline_attributes)
{
	static const char * const traces[][2] = {
		{ "rm", "0:2 3:1 6:3 9:4 12:5" }, { "dm", "0:1 3:2 6:3 9:4 12:5" },
		{ "edf", "0:1 3:2 6:3 9:4 12:5" },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(traces); i++) {
		boot(traces[i][0], 1000);
		spawn(.run = 3, .period = 50, .deadline = 20);
		spawn(.run = 3, .period = 40, .deadline = 30);
		spawn(.run = 3, .period = 60);
		spawn(.run = 3, .at = 1);
		spawn(.run = 3);
		lab_run(&lab, 15);
		EXPECT_STR(trace(), traces[i][1]);
	}
}

/*
 * Slice by slice; of equals, the one with the least id. At 0 they must begin by 5 and 4 at the
 * latest, at 1 both by 5, at 2 by 6 and 5, and 3, which has come, by 5, ...
 */
TEST(deadline_llf)
{
	boot("llf", 1);
	spawn(.run = 4, .deadline = 9);
	spawn(.run = 2, .deadline = 6);
	spawn(.run = 3, .deadline = 6, .at = 2);
	lab_run(&lab, 3);
	EXPECT_EQ(proc(1).values[0], 9 - 3 - 3);
	EXPECT_EQ(proc(3).values[0], 8 - 3 - 3);
	EXPECT_EQ(lab_run_idle(&lab), 9);
	EXPECT_STR(trace(), "0:2 1:1 2:2 3:3 4:1 5:3 6:1 7:3 8:1");
	/* What is never done in time, or has all the time, comes last. */
	boot("llf", 1);
	spawn();
	spawn(.deadline = 5);
	spawn(.run = 2, .deadline = 900);
	lab_run(&lab, 2);
	EXPECT_STR(trace(), "0:3 1:3 2:1");
	EXPECT_EQ(proc(2).values[0], S64_MAX);
}

/* Slices that nobody waited for are not held against who comes. */
TEST(deadline_llf_alone)
{
	boot("llf", 10);
	spawn(.run = 500, .deadline = 1000);
	spawn(.run = 5, .deadline = 100, .at = 405);
	lab_run(&lab, 410);
	/* 2 must begin by 500, and 1, as of 400, by 600. */
	EXPECT_STR(trace(), "0:1 405:2 410:1");
}

/* Who waits is more urgent, or less, as soon as its attributes say so. */
TEST(deadline_set_attr)
{
	static const char * const policies[] = { "edf", "dm", "rm", "llf" };
	struct schedsim_attr attr = {};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], 1000);
		spawn(.run = 9, .period = 50, .deadline = 50);
		spawn(.run = 9, .period = 60, .deadline = 60);
		spawn(.run = 9, .period = 70, .deadline = 70);
		lab_run(&lab, 2);
		attr.period_ns = 40;
		attr.deadline_ns = 40;
		lab_set_attr(&lab, 3, &attr);
		lab_run(&lab, 3);
		attr.period_ns = 100;
		attr.deadline_ns = 100;
		lab_set_attr(&lab, 1, &attr);
		lab_run(&lab, 20);
		EXPECT_STR(trace(), "0:1 2:3 11:2 20:1");
	}
}

/* Times of 1 to @most whose sum of @run / @period is at most 1, and as much as can be. */
static void spawn_full(u64 *rng, u32 nr)
{
	static const u32 periods[] = { 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 30, 40, 60, 120 };
	u32 left = 120, i;	/* of 120 */

	for (i = 0; i < nr && left; i++) {
		u64 period = periods[random_below(rng, ARRAY_SIZE(periods))];
		u64 most = left * period / 120, run;

		if (!most)
			continue;
		run = i + 1 == nr ? most : 1 + random_below(rng, most);
		left -= (run * 120 + period - 1) / period;
		spawn(.PERIODIC(run, period));
	}
}

/*
 * Liu and Layland 1973, theorem 7: up to utilisation 1 edf misses nothing. Nor does llf (Mok
 * 1983), if it decides at each unit of time. Over a hyperperiod, from a synchronous start.
 */
TEST(deadline_optimal)
{
	u64 seed, rng;

	for (seed = 1; seed <= 4000; seed++) {
		rng = seed;
		boot(seed % 4 ? "edf" : "llf", 1);
		watch = WATCH_NOTHING;
		spawn_full(&rng, 1 + seed % 7);
		lab_run(&lab, 241);
		EXPECT_EQ(missed(), 0);
	}
}

/* Rate monotonic and deadline monotonic are the same where deadlines are periods. */
TEST(deadline_monotonic)
{
	u64 seed, rng, digest;

	for (seed = 1; seed <= 100; seed++) {
		rng = seed;
		boot("rm", 1);
		spawn_full(&rng, 5);
		lab_run(&lab, 241);
		digest = lab.sim->digest;
		rng = seed;
		boot("dm", 1);
		spawn_full(&rng, 5);
		lab_run(&lab, 241);
		EXPECT_EQ(lab.sim->digest, digest);
	}
}

/*
 * S. K. Dhall and C. L. Liu, "On a Real-Time Scheduling Problem", Operations Research 26(1),
 * 1978: on m vCPUs, m light tasks of short deadlines keep a heavy one from its own under
 * global edf, though little more than one vCPU is used.
 */
TEST(deadline_dhall)
{
	boot_on(2, "edf:span=all", 1000);
	spawn(.PERIODIC(2, 10));
	spawn(.PERIODIC(2, 10));
	spawn(.PERIODIC(11, 12));
	lab_run(&lab, 13);
	EXPECT_EQ(proc(1).jobs_missed + proc(2).jobs_missed, 0);
	EXPECT_EQ(proc(3).jobs_missed, 1);
	/* Each in its place, nobody misses anything. */
	boot_on(2, "edf:balance=none", 1000);
	spawn(.PERIODIC(2, 10), .cpus = 1);
	spawn(.PERIODIC(2, 10), .cpus = 1);
	spawn(.PERIODIC(11, 12), .cpus = 2);
	lab_run(&lab, 121);
	EXPECT_EQ(missed(), 0);
}

/* Where one who waits may run, all who run are due no later. */
static void check_order(struct lab *of)
{
	const struct sim *sim = of->sim;
	u32 id, v;

	for (id = 1; id <= sim->max_id; id++) {
		const struct sim_proc *proc = sim->procs[id];

		if (!proc || proc->state != SCHEDSIM_STATE_READY)
			continue;
		for (v = 0; v < sim->config.nr_vcpus; v++)
			if (sim_allowed(proc, &sim->vcpus[v]))
				EXPECT(sim->vcpus[v].curr &&
				       sim_job_deadline(sim->vcpus[v].curr) <=
				       sim_job_deadline(proc));
	}
}

/* The first of all run, in one run queue and in several. */
TEST(deadline_order)
{
	static const char * const policies[] = { "edf:span=all", "edf" };
	u64 seed, rng;
	u32 i;

	for (seed = 1; seed <= 60; seed++) {
		rng = seed;
		boot_on(3, policies[seed % 2], 10);
		lab.on_advance = check_order;
		for (i = 0; i < 12; i++) {
			u64 run = 1 + random_below(&rng, 30);

			spawn(.PROGRAM(RUN(run), TIMER_ABS(0, 100 + 10 * i),
				       RUN(run / 2 + 1), SLEEP(1 + run % 7), LOOP(0, 0)),
			      .at = random_below(&rng, 50), .cpus = i % 4 ? 0 : 1 + i % 7);
		}
		lab_run(&lab, 2000);
	}
}

/*
 * U. C. Devi and J. H. Anderson, "Tardiness Bounds under Global EDF Scheduling on a
 * Multiprocessor", Real-Time Systems 38(2), 2008, theorem 2: with m vCPUs and a utilisation
 * of at most m, a job of task k is late by no more than
 *
 *	C_k + (sum of the m - 1 largest C_i - least C_i) / (m - sum of the m - 2 largest u_i)
 *
 * Here m is 3, and no u_i is more than 0.6.
 */
TEST(deadline_tardiness)
{
	enum { NR_VCPUS = 3, NR_TASKS = 7 };
	u64 seed, rng;
	u32 i, k;

	for (seed = 1; seed <= 300; seed++) {
		u64 run[NR_TASKS], least = U64_MAX, most[2] = {};
		u32 left = NR_VCPUS * 120, nr = 0;

		rng = seed;
		boot_on(NR_VCPUS, "edf:span=all", 1);
		watch = WATCH_NOTHING;
		for (i = 0; i < NR_TASKS && left; i++) {
			u64 period = 10 + 10 * random_below(&rng, 12);
			u64 units = 1 + random_below(&rng, min_t(u32, left, 72));

			run[nr] = units * period / 120;
			if (!run[nr])
				continue;
			left -= units;
			least = min(least, run[nr]);
			for (k = 0; k < 2; k++)
				if (run[nr] > most[k]) {
					most[1] = k ? most[1] : most[0];
					most[k] = run[nr];
					break;
				}
			spawn(.PERIODIC(run[nr], period));
			nr++;
		}
		lab_run(&lab, 12000);
		for (i = 0; i < nr; i++)
			EXPECT(proc(i + 1).lateness_max_ns <=
			       (s64)(run[i] + (most[0] + most[1] - least) * 10 / (30 - 6) + 1));
	}
}
