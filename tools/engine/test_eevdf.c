// SPDX-License-Identifier: GPL-2.0
/*
 * Earliest eligible virtual deadline first.
 */
#include "../../module/policy/eevdf_sum.h"
#include "random.h"
#include "watch_objects.h"

#define US	1000ULL
#define MS	1000000ULL

/* What eevdf reports, in this order. */
enum { VRUNTIME, DEADLINE, LAG, ELIGIBLE };

static s64 value(u32 id, u32 i)
{
	return proc(id).values[i];
}

/* From the kernel's sched_prio_to_weight[], -5 to 5. */
static u64 weight(s32 nice)
{
	static const u32 weights[] = {
		3121, 2501, 1991, 1586, 1277, 1024, 820, 655, 526, 423, 335,
	};

	return weights[nice + 5];
}

/*
 * By hand, from the rules of the paper: a request is eligible from where the one before has
 * ended, and its deadline is its length by weight behind that. Two clients of equal weights.
 * All requests of client 1 have length 2, all of client 2 have length 1. Client 1 becomes
 * active at 0, client 2 at 1. Time is given out in quanta of 1: a trigger ends those that do
 * not end a request. Who wakes up begins with a whole request, as in the paper, and who arrives
 * does not: so both sleep at first, and all is 1 ms later.
 *
 * In virtual time, which begins with client 1 and is half as fast from 1 on: (0, 2) of client 1
 * runs first. (1, 2) of client 2 is equal to it, and comes later; but a quantum has ended. At
 * V = 1.5, (2, 3) is not eligible: (0, 2) goes on. At V = 2 it is (2, 3) before (2, 4), at 2.5
 * only (2, 4), at 3 (3, 4).
 */
TEST(eevdf_paper)
{
	u32 i;

	boot("eevdf", MS);
	spawn(.PROGRAM(SLEEP(MS), RUN(100 * MS)), .slice = 2 * MS);
	spawn(.PROGRAM(SLEEP(2 * MS), RUN(100 * MS)), .slice = MS);
	lab_run(&lab, MS - 1);
	trace_clear();
	for (i = 2; i <= 6; i += 4) {
		lab_run(&lab, i * MS);
		lab_trigger(&lab, 0);
	}
	EXPECT_STR(trace(), "1000000:1 2000000:2 3000000:1 4000000:2 5000000:1 6000000:2");
	EXPECT_EQ(value(1, VRUNTIME), 3 * MS);
	EXPECT_EQ(value(2, VRUNTIME), 3 * MS);
	EXPECT_EQ(value(1, DEADLINE), 4 * MS);
	EXPECT_EQ(value(2, DEADLINE), 4 * MS);
}

/* kernel/sched/fair.c: place_entity() halves the first request; update_deadline(). */
TEST(eevdf_by_hand)
{
	boot("eevdf", 4 * MS);
	spawn();
	spawn(.nice = 5);	/* weight 335 */
	lab_run(&lab, 0);
	EXPECT_EQ(value(1, DEADLINE), 2 * MS);
	EXPECT_EQ(value(2, DEADLINE), 4 * MS * 1024 / 335 / 2);
	lab_run(&lab, 3 * MS);
	/* 1 had 2 ms and is ahead of V = 2 ms * 1024 / 1359 = 1506990 by then. */
	EXPECT_STR(trace(), "0:1 2000000:2");
	EXPECT_EQ(value(1, DEADLINE), 6 * MS);
	EXPECT_EQ(value(1, VRUNTIME), 2 * MS);
	EXPECT_EQ(value(2, VRUNTIME), MS * 1024 / 335);
	/* V = (2 ms * 1024 + 3056716 * 335) / 1359 */
	EXPECT_EQ(value(1, LAG), 260485);
	EXPECT_EQ(value(2, LAG), -260485);
	EXPECT_EQ(value(1, ELIGIBLE), 1);
	EXPECT_EQ(value(2, ELIGIBLE), 0);
}

/* Of a sum of all, each by its weight, nothing is left but what is rounded. */
static void expect_no_lag(u32 nr, const s32 *nice)
{
	s64 sum = 0, most = 1 + nr;
	u32 i;

	for (i = 0; i < nr; i++) {
		sum += value(i + 1, LAG);
		most += weight(nice[i]) / 1024 + 1;
	}
	EXPECT(sum <= most && sum >= -most);
}

/*
 * Theorem 1 of the paper: where nobody joins or leaves with lag, -r < lag < max(r, q), if r is
 * the longest request of that client, and time is given out in quanta of q. Here nobody is
 * interrupted within a request: q is the @longest of all. Twice: as the policy says, and by the
 * CPU time that each had of that of all. So shares are by weight, and nobody starves.
 */
static void expect_bounded(u32 nr, const s32 *nice, const u64 *slices, u64 longest)
{
	u64 load = 0;
	u32 i;

	for (i = 0; i < nr; i++)
		load += weight(nice[i]);
	for (i = 0; i < nr; i++) {
		s64 off = lab.sim->now * weight(nice[i]) - proc(i + 1).cpu_ns * load;

		EXPECT(value(i + 1, LAG) < (s64)longest + 2);
		EXPECT(value(i + 1, LAG) > -(s64)slices[i] - 2);
		EXPECT(off < (s64)((longest + 2) * load));
		EXPECT(off > -(s64)((slices[i] + 2) * load));
	}
}

TEST(eevdf_lag)
{
	u64 seed, rng, longest, slices[8];
	s32 nice[8];
	u32 i, k, nr;

	for (seed = 1; seed <= CASES(4000); seed++) {
		rng = seed;
		nr = 2 + random_below(&rng, 7);
		longest = 0;
		boot(seed % 4 < 2 ? "eevdf" : "eevdf:run_to_parity=0", MS);
		watch = WATCH_NOTHING;
		for (i = 0; i < nr; i++) {
			u64 slice = seed % 2 ? 0 : 100 * US + random_below(&rng, 3 * MS);

			nice[i] = (s32)random_below(&rng, 11) - 5;
			slices[i] = slice ? slice : MS;
			longest = max(longest, slices[i]);
			spawn(.nice = nice[i], .slice = slice);
		}
		for (k = 1; k <= 20; k++) {
			lab_run(&lab, lab.sim->now + 1 + random_below(&rng, 5 * MS));
			sim_charge_all(lab.sim);
			expect_no_lag(nr, nice);
			expect_bounded(nr, nice, slices, longest);
		}
	}
}

/* Its lag is what it was, and no more than two slices, or a tick. */
TEST(eevdf_keeps_lag)
{
	static const struct {
		const char *policy;
		s64 lag;
	} rows[] = {
		{ "eevdf:tick=0", -1 * (s64)MS }, { "eevdf:place_lag=0", 0 },
		{ "eevdf:tick=100ms", -1 * (s64)MS },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		boot(rows[i].policy, 4 * MS);
		/* It has run 2 ms of its first request: V is 1 ms. */
		spawn(.PROGRAM(RUN(2 * MS), SLEEP(20 * MS), RUN(100 * MS)));
		spawn();
		lab_run(&lab, 21 * MS);
		EXPECT_EQ(value(1, LAG), -1 * (s64)MS);
		lab_run(&lab, 22 * MS);
		EXPECT_EQ(value(1, LAG), rows[i].lag);
		EXPECT_EQ(value(2, LAG), -rows[i].lag);
	}
}

static u64 waits_with(u64 slice, const char *policy)
{
	boot(policy, 20 * MS);
	spawn();
	spawn();
	spawn(.PROGRAM(RUN(300 * US), SLEEP(7 * MS), LOOP(0, 0)), .slice = slice);
	lab_run(&lab, 1000 * MS);
	return proc(3).waiting_ns / proc(3).wakeups;
}

/*
 * A shorter slice: lower latency, but not at the cost of the share of others. Without lag, for
 * who has been ahead has to wait for that.
 */
TEST(eevdf_short_slices)
{
	u64 waits = waits_with(0, "eevdf:place_lag=0"), cpu = proc(3).cpu_ns;

	EXPECT(waits > 2 * MS);
	EXPECT(waits_with(500 * US, "eevdf:place_lag=0") < waits / 4);
	EXPECT(proc(3).cpu_ns < 1000 * MS / 3);
	EXPECT(proc(3).cpu_ns > cpu);
	/* That is what it is for. */
	EXPECT(waits_with(500 * US, "eevdf:place_lag=0,preempt_short=0") >
	       2 * waits_with(500 * US, "eevdf:place_lag=0"));
}

/* Who runs keeps the vCPU up to its deadline, or not. */
TEST(eevdf_parity)
{
	boot("eevdf", 10 * MS);
	spawn();
	spawn(.at = 2 * MS);
	lab_run(&lab, 5 * MS);
	EXPECT_STR(trace(), "0:1 5000000:2");
	/* With the same deadline, the one that comes. */
	boot("eevdf:run_to_parity=0", 10 * MS);
	spawn();
	spawn(.at = 2 * MS, .slice = 6 * MS);
	lab_run(&lab, 5 * MS);
	EXPECT_STR(trace(), "0:1 2000000:2 5000000:1");
}

/* yield_task_fair(): who is eligible gives up the rest of its request. */
TEST(eevdf_yield)
{
	boot("eevdf", 4 * MS);
	spawn(.PROGRAM(RUN(MS), YIELD, RUN(100 * MS)));
	spawn(.PROGRAM(RUN(MS / 2), YIELD, RUN(100 * MS)));
	lab_run(&lab, MS);
	EXPECT_EQ(value(1, VRUNTIME), MS);
	EXPECT_EQ(value(1, DEADLINE), 2 * MS);
	/* V is 0.75 ms. */
	lab_run(&lab, 3 * MS / 2);
	EXPECT_EQ(value(2, VRUNTIME), 2 * MS);
	EXPECT_EQ(value(2, DEADLINE), 6 * MS);
	EXPECT_STR(trace(), "0:1 1000000:2 1500000:1");
}

/* reweight_eevdf(): what it is behind in CPU time stays the same. */
TEST(eevdf_reweight)
{
	struct schedsim_attr to;
	s64 lag;

	boot("eevdf", 10 * MS);
	spawn();
	spawn();
	spawn();
	lab_run(&lab, 3 * MS);
	lag = value(2, LAG);
	EXPECT_EQ(lag, MS);
	EXPECT_EQ(value(2, VRUNTIME), 0);
	to = attr(5, 0, 0);
	sim_set_attr(lab.sim, lab.sim->procs[2], &to);
	/* v' = V - 1 ms * 1024 / 335 */
	EXPECT_EQ(value(2, VRUNTIME), (s64)MS - (s64)MS * 1024 / 335);
	EXPECT(value(2, LAG) <= lag && value(2, LAG) >= lag - 2);
	/* It had all of its first request left: 5 ms. */
	EXPECT_EQ(value(2, DEADLINE) - value(2, VRUNTIME), 5 * MS * 1024 / 335);
}

/*
 * The weight changes when a request ends: it has ended, and does not go on for another ns.
 * 656199 ns of vruntime are 2 ms at weight 3121, rounded down. They take 1999998 ns.
 */
TEST(eevdf_reweight_at_end)
{
	boot("eevdf", 4 * MS);
	make(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING, WITH(.nice = -5));
	spawn(.PROGRAM(LOCK(1), RUN(1999998), UNLOCK(1), RUN(MS)));
	spawn();
	lab_run(&lab, 3 * MS);
	EXPECT_STR(trace(), "0:1 1999998:2");
}

/* It goes elsewhere with its lag and what is left of its request. */
TEST(eevdf_migrate)
{
	struct schedsim_attr to = attr(0, 0, 2);
	s64 lag;

	boot_on(2, "eevdf:balance=none", 10 * MS);
	spawn(.cpus = 1);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	lab_run(&lab, 3 * MS);
	lag = value(1, LAG);
	EXPECT_EQ(lag, -3 * (s64)MS / 2);
	EXPECT_EQ(value(1, DEADLINE) - value(1, VRUNTIME), 2 * MS);
	sim_set_attr(lab.sim, lab.sim->procs[1], &to);
	lab_run(&lab, 3 * MS);
	EXPECT_EQ(proc(1).vcpu, 1);
	EXPECT_EQ(value(1, LAG), lag);
	EXPECT_EQ(value(1, DEADLINE) - value(1, VRUNTIME), 2 * MS);
	EXPECT_EQ(value(3, LAG), -lag);
}

TEST(eevdf_idle)
{
	boot("eevdf", 10 * MS);
	spawn(.sched_class = SCHEDSIM_CLASS_IDLE);
	spawn(.at = MS, .run = 1000 * MS);
	lab_run(&lab, 5 * MS);
	/* It gives way at once; its weight is 3: 5 ms of CPU time are a request for long. */
	EXPECT_STR(trace(), "0:1 1000000:2");
	lab_run(&lab, 1000 * MS);
	EXPECT_EQ(proc(1).cpu_ns, 5 * MS);
}

/*
 * kernel/sched/fair.c: in check_preempt_wakeup_fair(), who is not SCHED_IDLE preempts who is,
 * and pick_eevdf() does not go on with one that is not eligible: however short it has run. Here
 * 4 has not run at all: it begins at the very instant at which 2, with a lag of 1.5 ms, comes to
 * its vCPU. The switch has a cost, so that nothing else is due.
 */
TEST(eevdf_idle_just_picked)
{
	struct sim_config config = {
		.quantum_ns = 10 * MS, .switch_cost_ns = MS, .nr_vcpus = 2, .max_procs = 8,
	};
	struct schedsim_attr to = attr(0, 0, 1);

	EXPECT_EQ(sim_policy_parse("eevdf:balance=none", &config), 0);
	boot_with(&config);
	spawn(.cpus = 2);
	spawn(.cpus = 2);
	spawn(.run = MS, .cpus = 1);
	lab_run(&lab, 3 * MS);
	EXPECT_EQ(value(2, LAG), 3 * MS / 2);
	spawn(.sched_class = SCHEDSIM_CLASS_IDLE, .cpus = 1);
	lab_settle(&lab);
	EXPECT_EQ(proc(4).state, SCHEDSIM_STATE_RUNNING);
	lab_set_attr(&lab, 2, &to);
	EXPECT_EQ(value(4, ELIGIBLE), 0);
	EXPECT_EQ(proc(4).state, SCHEDSIM_STATE_READY);
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_RUNNING);
}

TEST(eevdf_no_groups)
{
	struct schedsim_attr in = { .group = 1 };
	const char *reason = NULL;

	EXPECT_EQ(sim_attr_admit(policy("eevdf"), &in, &reason), -EOPNOTSUPP);
	EXPECT_STR(reason, "eevdf has no groups");
	in.group = 0;
	EXPECT_EQ(sim_attr_admit(policy("eevdf"), &in, &reason), 0);
}

/* The average of great numbers, put together from what it should be. */
TEST(eevdf_sum)
{
	u64 rng = 1;
	u32 i, k;

	for (i = 0; i < 20000; i++) {
		u64 average = random_next(&rng) >> (1 + random_below(&rng, 60)), load = 0;
		struct eevdf_sum sum = {};

		for (k = random_below(&rng, 40) + 1; k--;) {
			u32 one = 1 + random_below(&rng, k % 2 ? 88761 : 0xffffffff);

			eevdf_sum_add(&sum, average, one);
			load += one;
		}
		EXPECT_EQ(eevdf_average(&sum, load), average);
		eevdf_sum_add(&sum, load - 1, 1);
		EXPECT_EQ(eevdf_average(&sum, load), average);
		eevdf_sum_add(&sum, 1, 1);
		EXPECT_EQ(eevdf_average(&sum, load), average + 1);
		eevdf_sum_sub(&sum, 1, 1);
		eevdf_sum_sub(&sum, load - 1, 1);
		EXPECT_EQ(eevdf_average(&sum, load), average);
	}
}

/* For as long as time goes on: with the least weight, vruntime has an end before it. */
TEST(eevdf_for_ever)
{
	boot("eevdf", 10 * MS);
	watch = WATCH_NOTHING;
	spawn(.nice = 19);
	lab_run(&lab, SCHEDSIM_MAX_TIME_NS - 1000 * MS);
	spawn();
	lab_run(&lab, SCHEDSIM_MAX_TIME_NS - 10 * MS);
	EXPECT(proc(2).cpu_ns > 960 * MS && proc(2).cpu_ns < 990 * MS);
	boot("eevdf", 10 * MS);
	watch = WATCH_NOTHING;
	spawn(.sched_class = SCHEDSIM_CLASS_IDLE);
	lab_run(&lab, SCHEDSIM_MAX_TIME_NS - 1000 * MS);
	spawn(.sched_class = SCHEDSIM_CLASS_IDLE);
	lab_run(&lab, SCHEDSIM_MAX_TIME_NS - 10 * MS);
	/* Equals take turns. */
	EXPECT(proc(2).cpu_ns > 400 * MS && proc(2).cpu_ns < 600 * MS);
}

/*
 * One queue for all vCPUs, and processes that may not run everywhere: the first that is eligible
 * may wait for a vCPU where somebody runs who is not. If it took the place of one with an
 * earlier deadline, that one could be picked again at once, and so on for ever. Nobody is
 * dispatched more often than requests end and processes wake up.
 */
TEST(eevdf_bounded_steps)
{
	u64 seed, rng, most;
	u32 i;

	for (seed = 1; seed <= CASES(200); seed++) {
		rng = seed;
		boot_on(4, seed % 2 ? "eevdf:span=all" : "eevdf:span=all,run_to_parity=0", MS);
		for (i = 0; i < 12; i++) {
			u64 slice = 100 * US + random_below(&rng, 3 * MS);
			u64 cpus = 1 + random_below(&rng, 15), run = random_below(&rng, 2 * MS);

			if (i % 3)
				spawn(.cpus = cpus, .slice = slice, .nice = i - 6);
			else
				spawn(.PROGRAM(RUN(10 * US + run), SLEEP(run), LOOP(0, 0)),
				      .cpus = cpus, .slice = slice);
		}
		lab_run(&lab, 50 * MS);
		/* No request is shorter than 0.1 ms, but for the first. */
		most = 12 + stats().wakeups + 4 * 50 * MS / (100 * US);
		EXPECT(stats().decisions <= 2 * most);
		EXPECT_EQ(stats().policy_faults, 0);
	}
}

/* 1 runs 2 ms, which is 1 ms more than its share, and sleeps for @sleep; 2 runs on. */
static void boot_sleeper(const char *policy, u64 sleep)
{
	boot(policy, 4 * MS);
	spawn(.PROGRAM(RUN(2 * MS), SLEEP(sleep), RUN(100 * MS)));
	spawn();
}

/*
 * kernel/sched/fair.c, DELAY_DEQUEUE and DELAY_ZERO: V is 1 ms when it blocks, and 2 ms, its
 * vruntime, when the other one has run 2 ms: its lag is spent. It sleeps all the time.
 */
TEST(eevdf_delay)
{
	boot_sleeper("eevdf:delay_dequeue=1", 20 * MS);
	lab_run(&lab, 3 * MS);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_SLEEPING);
	EXPECT_EQ(stats().nr_ready, 0);
	EXPECT_EQ(value(1, LAG), -(s64)MS / 2);
	EXPECT_EQ(value(1, ELIGIBLE), 0);
	EXPECT_EQ(value(2, LAG), MS / 2);
	lab_run(&lab, 4 * MS);
	EXPECT_EQ(value(1, LAG), 0);
	EXPECT_EQ(value(2, LAG), 0);
	lab_run(&lab, 22 * MS);
	EXPECT_EQ(value(1, VRUNTIME), 20 * MS);
	EXPECT_EQ(value(1, LAG), 0);
	EXPECT_EQ(proc(1).waiting_ns, 0);
	EXPECT_EQ(proc(1).sleeping_ns, 20 * MS);
}

/* It wakes up before: it has the vruntime and the deadline that it had. */
TEST(eevdf_delay_wakes)
{
	boot_sleeper("eevdf:delay_dequeue=1", MS);
	lab_run(&lab, 3 * MS);
	EXPECT_EQ(value(1, VRUNTIME), 2 * MS);
	EXPECT_EQ(value(1, DEADLINE), 6 * MS);
	EXPECT_EQ(value(1, LAG), -(s64)MS / 2);
	/* Without it, that much less. */
	boot_sleeper("eevdf", MS);
	lab_run(&lab, 3 * MS);
	EXPECT_EQ(value(1, LAG), -(s64)MS);
}

/* It is killed: what it had too much goes on to count. */
TEST(eevdf_delay_killed)
{
	boot_sleeper("eevdf:delay_dequeue=1", 20 * MS);
	lab_run(&lab, 3 * MS);
	sim_kill(lab.sim, lab.sim->procs[1]);
	lab_run(&lab, 3 * MS);
	EXPECT_EQ(value(2, LAG), MS / 2);
	lab_run(&lab, 4 * MS);
	EXPECT_EQ(value(2, LAG), 0);
	/* The last one that takes part: nobody is delayed any more. */
	boot_sleeper("eevdf:delay_dequeue=1", 20 * MS);
	lab_run(&lab, 3 * MS);
	sim_kill(lab.sim, lab.sim->procs[2]);
	lab_run(&lab, 3 * MS);
	EXPECT_EQ(value(1, LAG), 0);
	lab_run(&lab, 30 * MS);
	EXPECT_EQ(proc(1).cpu_ns, 10 * MS);
}

/* Its weight changes: its lag is as much CPU time as before. */
TEST(eevdf_delay_reweight)
{
	struct schedsim_attr to = attr(5, 0, 0);

	boot_sleeper("eevdf:delay_dequeue=1", 20 * MS);
	lab_run(&lab, 3 * MS);
	sim_set_attr(lab.sim, lab.sim->procs[1], &to);
	/* v' = V + 0.5 ms * 1024 / 335 */
	EXPECT_EQ(value(1, VRUNTIME), 3 * MS / 2 + MS / 2 * 1024 / 335);
	EXPECT_EQ(value(1, LAG), -(s64)MS / 2);
	/* 2 has to run as much as before, 1 ms, and 0.5 ms * 1024 / 335 for its share. */
	lab_run(&lab, 4 * MS + MS / 2 * 1024 / 335 - MS / 2 - 10);
	EXPECT(value(1, LAG) < 0);
	lab_run(&lab, 4 * MS + MS / 2 * 1024 / 335 - MS / 2);
	EXPECT_EQ(value(1, LAG), 0);
}

/* It comes to another run queue: with its lag. */
TEST(eevdf_delay_migrates)
{
	struct schedsim_attr to = attr(0, 0, 2);

	boot_on(2, "eevdf:balance=none,delay_dequeue=1", 4 * MS);
	spawn(.PROGRAM(RUN(2 * MS), SLEEP(MS), RUN(100 * MS)), .cpus = 1);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	lab_run(&lab, 2500 * US);
	EXPECT_EQ(value(1, LAG), -(s64)MS * 3 / 4);
	EXPECT_EQ(value(2, LAG), (s64)MS * 3 / 4);
	sim_set_attr(lab.sim, lab.sim->procs[1], &to);
	lab_run(&lab, 3 * MS);
	EXPECT_EQ(proc(1).vcpu, 1);
	EXPECT_EQ(value(1, LAG), -(s64)MS / 2);
	EXPECT_EQ(value(2, LAG), 0);
}

/* More than can be delayed at once; and another policy while they are. */
TEST(eevdf_delay_many)
{
	u32 i;

	boot("eevdf:delay_dequeue=1", MS);
	for (i = 0; i < 60; i++)
		spawn(.PROGRAM(RUN(MS), SLEEP(200 * MS), LOOP(0, 0)),
		      .slice = 2 * MS);
	spawn();
	lab_run(&lab, 45 * MS);
	EXPECT(stats().nr_sleeping > 40);
	lab_run(&lab, 2000 * MS);
	lab_set_policy(&lab, "fair");
	lab_run(&lab, 2050 * MS);
	lab_set_policy(&lab, "eevdf:delay_dequeue=1");
	lab_run(&lab, 3000 * MS);
	EXPECT_EQ(stats().policy_faults, 0);
	EXPECT(proc(61).cpu_ns > 3000 * MS / 61);
}
