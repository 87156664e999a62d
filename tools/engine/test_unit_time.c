// SPDX-License-Identifier: GPL-2.0
/*
 * edf, llf, rm and dm against a simulator of its own: it knows nothing but the definition of each
 * policy, and chooses at each unit of time which m of the released jobs run, over two
 * hyperperiods. Each job must be done at the same time: the numbers of jobs, and the sums and
 * maxima of their responses, are the same. No two jobs have the same deadline, and no two tasks
 * the same period, for it is nowhere said which of equals runs; only under llf, which decides at
 * each unit, the first one does.
 */
#include "random.h"
#include "watch.h"

enum { NR_SETS = 600, MOST_TASKS = 8, UNIT = 8, HYPERPERIOD = 120 * UNIT };
enum rule { EDF, LLF, RM, DM };

struct task {
	u64 run, period, deadline;	/* all jobs of it, synchronous */
	u64 release, left;		/* of the present job */
	u64 done, total, most;
	bool runs;
};

static struct task tasks[MOST_TASKS];
static u32 nr_tasks, nr_vcpus;

static void make(u64 *rng)
{
	u64 periods[] = { 4, 5, 6, 8, 10, 12, 15, 20, 24, 30, 40, 60 };
	u32 i, k;

	nr_vcpus = 1 + random_below(rng, 3);
	nr_tasks = nr_vcpus + random_below(rng, MOST_TASKS - nr_vcpus + 1);
	for (i = 0; i < nr_tasks; i++) {
		struct task *t = &tasks[i];

		memset(t, 0, sizeof(*t));
		k = random_below(rng, ARRAY_SIZE(periods) - i);
		t->period = periods[k] * UNIT;
		periods[k] = periods[ARRAY_SIZE(periods) - 1 - i];
		t->run = 1 + random_below(rng, max(t->period * nr_vcpus / nr_tasks, 1ULL));
		t->run = min(t->run, t->period - UNIT);
		/* Of different tasks, it is different modulo UNIT. */
		t->deadline = (t->period - random_below(rng, (t->period - t->run) / 2 + 1)) / UNIT *
			      UNIT - UNIT + i;
		t->left = t->run;
	}
}

/* The least is first; of equals, the first task is. */
static s64 rank(const struct task *t, enum rule by, u64 now)
{
	switch (by) {
	case EDF:
		return t->release + t->deadline;
	case LLF:
		return (s64)(t->release + t->deadline) - (s64)now - (s64)t->left;
	case RM:
		return t->period;
	default:
		return t->deadline;
	}
}

static void choose(enum rule rule, u64 now)
{
	u32 i, nr;

	for (i = 0; i < nr_tasks; i++)
		tasks[i].runs = false;
	for (nr = 0; nr < nr_vcpus; nr++) {
		struct task *best = NULL;

		for (i = 0; i < nr_tasks; i++)
			if (!tasks[i].runs && tasks[i].release <= now &&
			    (!best || rank(&tasks[i], rule, now) < rank(best, rule, now)))
				best = &tasks[i];
		if (!best)
			return;
		best->runs = true;
	}
}

static void simulate(enum rule rule, u64 end)
{
	u64 now;
	u32 i;

	for (now = 0; now < end; now++) {
		choose(rule, now);
		for (i = 0; i < nr_tasks; i++) {
			struct task *t = &tasks[i];

			if (!t->runs || --t->left)
				continue;
			t->done++;
			t->total += now + 1 - t->release;
			t->most = max(t->most, now + 1 - t->release);
			t->release += t->period;
			t->left = t->run;
		}
	}
}

static void compare_set(enum rule rule, const char *policy)
{
	u32 i;

	boot_on(nr_vcpus, policy, 1);
	watch = WATCH_NOTHING;
	for (i = 0; i < nr_tasks; i++)
		spawn(.period = tasks[i].period, .deadline = tasks[i].deadline,
		      .PROGRAM(RUN(tasks[i].run), TIMER_ABS(0, tasks[i].period), LOOP(0, 0)));
	lab_run(&lab, 2 * HYPERPERIOD);
	simulate(rule, 2 * HYPERPERIOD);
	for (i = 0; i < nr_tasks; i++) {
		struct schedsim_proc p = proc(i + 1);

		EXPECT_EQ(p.jobs_done, tasks[i].done);
		EXPECT_EQ(p.response_max_ns, tasks[i].most);
		EXPECT_EQ(p.response_total_ns, tasks[i].total);
	}
}

static void compare_sets(enum rule rule, const char *policy)
{
	u64 seed, rng;

	for (seed = 1; seed <= CASES(NR_SETS); seed++) {
		rng = seed;
		make(&rng);
		compare_set(rule, policy);
	}
}

TEST(unit_time_edf)
{
	compare_sets(EDF, "edf:span=all");
}

TEST(unit_time_llf)
{
	compare_sets(LLF, "llf:span=all");
}

TEST(unit_time_rm)
{
	compare_sets(RM, "rm:span=all");
}

TEST(unit_time_dm)
{
	compare_sets(DM, "dm:span=all");
}
