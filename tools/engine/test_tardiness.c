// SPDX-License-Identifier: GPL-2.0
/*
 * Global EDF: jobs of a set that does not need more than all vCPUs may be late, but by no more
 * than a bound. U. C. Devi and J. H. Anderson, "Tardiness Bounds under Global EDF Scheduling on
 * a Multiprocessor", Real-Time Systems 38(2), 2008 (Real-Time Systems Symposium 2005), theorem
 * on preemptive global EDF: with m processors, a task of e_k is late by at most
 *
 *	(E - e_min) / (m - U) + e_k,
 *
 * where E is the sum of the l greatest execution times, and U that of the l - 1 greatest
 * utilisations; l is the sum of all utilisations, rounded up, minus 1.
 */
#include "random.h"
#include "watch.h"

#define PERIODIC(run, period)	PROGRAM(RUN(run), TIMER_ABS(0, period), LOOP(0, 0))
#define MOST			16
#define ONE			0x100000ULL

struct set {
	u32 nr, nr_vcpus;
	u64 runtime[MOST], period[MOST], utilisation[MOST];	/* the last rounded up */
	u64 total;
};

static void make(struct set *set, u64 *rng)
{
	u64 left, t, q, most;
	u32 i;

	memset(set, 0, sizeof(*set));
	set->nr_vcpus = 2 + random_below(rng, 3);
	left = set->nr_vcpus * ONE;
	for (i = 0; i < MOST && left; i++) {
		t = 2 + random_below(rng, 60);
		most = min(left, ONE) * t >> 20;
		if (!most)
			break;
		q = random_one_in(rng, 3) ? most : 1 + random_below(rng, most);
		set->runtime[i] = q;
		set->period[i] = t;
		set->utilisation[i] = ((q << 20) + t - 1) / t;
		set->total += set->utilisation[i];
		left -= min(left, set->utilisation[i]);
	}
	set->nr = i;
}

/* The sum of the @nr greatest of @values. */
static u64 greatest(const u64 *values, u32 of, u32 nr)
{
	bool taken[MOST] = {};
	u64 sum = 0;
	u32 i;

	while (nr--) {
		u32 best = MOST;

		for (i = 0; i < of; i++)
			if (!taken[i] && (best == MOST || values[i] > values[best]))
				best = i;
		if (best == MOST)
			break;
		taken[best] = true;
		sum += values[best];
	}
	return sum;
}

/* Rounded up. What is added to the execution time of a task. */
static u64 bound(const struct set *set)
{
	u32 l = (set->total + ONE - 1) / ONE - 1, i;
	u64 least = set->runtime[0], e, u;

	if (!l)
		return 0;
	for (i = 1; i < set->nr; i++)
		least = min(least, set->runtime[i]);
	e = greatest(set->runtime, set->nr, l) - least;
	u = set->nr_vcpus * ONE - greatest(set->utilisation, set->nr, l - 1);
	return (e * ONE + u - 1) / u;
}

static void spawn_all(const struct set *set, bool served, u64 *rng)
{
	u32 i;

	for (i = 0; i < set->nr; i++) {
		u64 q = set->runtime[i], t = set->period[i];
		u64 at = random_one_in(rng, 2) ? random_below(rng, 40) : 0;

		if (served)
			spawn(.sched_class = SCHEDSIM_CLASS_DEADLINE, .slice = q, .period = t,
			      .at = at, .PERIODIC(q, t));
		else
			spawn(.period = t, .at = at, .PERIODIC(q, t));
	}
}

/*
 * Thousands of sets: half of them with plain jobs, half with servers. A job that is late wakes up
 * its server late, too: only plain jobs, and those of soft servers, are those of the theorem.
 */
TEST(tardiness_bound)
{
	u64 seed, rng, late = 0, x;
	struct set set;
	u32 i;

	for (seed = 1; seed <= CASES(3000); seed++) {
		rng = seed;
		make(&set, &rng);
		if (!set.nr)
			continue;
		boot_on(set.nr_vcpus, seed % 2 ? "edf:span=all" : "edf:span=all,soft=1", 1000);
		watch = WATCH_NOTHING;
		spawn_all(&set, seed % 2 == 0, &rng);
		lab_run(&lab, 1000);
		x = bound(&set);
		for (i = 0; i < set.nr; i++) {
			struct schedsim_proc p = proc(i + 1);

			EXPECT(p.lateness_max_ns <= (s64)(x + set.runtime[i]));
			late += p.lateness_max_ns > 0;
		}
	}
	/* It is not that nobody is ever late. */
	EXPECT(late > 100);
}

/* A set of the paper's kind: two vCPUs, three tasks of 2 in each 3. */
TEST(tardiness_full)
{
	u32 i;

	boot_on(2, "edf:span=all", 1000);
	for (i = 0; i < 3; i++)
		spawn(.period = 3, .PERIODIC(2, 3));
	lab_run(&lab, 300);
	/* The third waits for the first two once, and nobody else has come by then. */
	EXPECT_EQ(vcpu(0).idle_ns + vcpu(1).idle_ns, 1);
	for (i = 1; i <= 3; i++)
		EXPECT(proc(i).lateness_max_ns <= 2);
	EXPECT_EQ(proc(3).lateness_max_ns, 1);
}
