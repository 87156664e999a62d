// SPDX-License-Identifier: GPL-2.0
/*
 * The tests of schedsim analyse: their numbers in published examples; and random sets, of which
 * none that a test accepts may ever miss a deadline, and no job take longer than its bound.
 * Prints KTAP.
 *
 * usage: analyse_test [SETS [SEED]]
 * or:    analyse_test print SETS SEED    print sets and what tests say of them
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/report.h"
#include "generate/random.h"
#include "util/tool.h"

#define MS		1000000ULL
#define MAX_SET		8
#define MAX_MUTEXES	3

static int number, failures;

static void result(const char *name, bool ok)
{
	failures += !ok;
	printf("%sok %d %s\n", ok ? "" : "not ", ++number, name);
}

/* Published examples. */

/* A set of tasks { runtime, deadline, period }, the most urgent first. */
#define SET(...)	\
	make_set((const __u64[][3]) { __VA_ARGS__ }, \
		 sizeof((const __u64[][3]) { __VA_ARGS__ }) / sizeof(__u64[3]))

static const struct rt_set *make_set(const __u64 (*times)[3], __u32 nr)
{
	static struct rt_task tasks[MAX_SET];
	static struct rt_set set;
	__u32 i;

	for (i = 0; i < nr; i++)
		tasks[i] = (struct rt_task) {
			.name = "?",
			.runtime = times[i][0],
			.deadline = times[i][1],
			.period = times[i][2],
			.rank = times[i][2],
		};
	set = (struct rt_set) { .tasks = tasks, .nr = nr };
	return &set;
}

static bool says(struct rt_answer answer, enum rt_verdict verdict)
{
	if (answer.verdict != verdict)
		printf("# verdict %d, not %d: %s\n", answer.verdict, verdict, answer.reason);
	return answer.verdict == verdict;
}

/* The bounds of response-time analysis are these; tasks are in the order of @set. */
static bool respond(const struct rt_set *set, enum rt_verdict verdict, const __u64 *expected)
{
	__u64 bounds[MAX_SET];
	bool ok = says(rt_responses(set, bounds), verdict);
	__u32 i;

	for (i = 0; i < set->nr; i++) {
		if (bounds[i] != expected[i])
			printf("# task %u: %llu, not %llu\n", i, bounds[i], expected[i]);
		ok &= bounds[i] == expected[i];
	}
	return ok;
}

static void test_bounds(void)
{
	/* Liu and Layland 1973, theorem 5: 2 (2^(1/2) - 1) = 0.8284, 3 (2^(1/3) - 1) = 0.7798. */
	result("liu-layland: 0.828 and 0.829 of two tasks",
	       says(rt_liu_layland(SET({ 414, 1000, 1000 }, { 828, 2000, 2000 })), RT_ACCEPTED) &&
	       says(rt_liu_layland(SET({ 414, 1000, 1000 }, { 830, 2000, 2000 })), RT_REJECTED));
	result("liu-layland: 0.7797 and 0.7800 of three tasks",
	       says(rt_liu_layland(SET({ 2599, 10000, 10000 }, { 2599, 10000, 10000 },
				       { 2599, 10000, 10000 })), RT_ACCEPTED) &&
	       says(rt_liu_layland(SET({ 2600, 10000, 10000 }, { 2600, 10000, 10000 },
				       { 2600, 10000, 10000 })), RT_REJECTED));
	result("liu-layland: all of the CPU for one task",
	       says(rt_liu_layland(SET({ 7, 7, 7 })), RT_ACCEPTED));
	/* Bini, Buttazzo and Buttazzo 2003: (1 + 1/2) (1 + 1/3) = 2, a utilisation of 0.8333. */
	result("hyperbolic: a product of 2 just fits, which Liu and Layland reject",
	       says(rt_hyperbolic(SET({ 500, 1000, 1000 }, { 400, 1200, 1200 })), RT_ACCEPTED) &&
	       says(rt_hyperbolic(SET({ 500, 1000, 1000 }, { 401, 1200, 1200 })), RT_REJECTED) &&
	       says(rt_liu_layland(SET({ 500, 1000, 1000 }, { 400, 1200, 1200 })), RT_REJECTED));
	/* Liu and Layland 1973, theorem 7. 1/3 + 1/7 + 11/21 = 1, which no float is. */
	result("edf: a utilisation of 1 just fits",
	       says(rt_edf_utilisation(SET({ 1, 3, 3 }, { 1, 7, 7 }, { 11, 21, 21 })),
		    RT_ACCEPTED) &&
	       says(rt_edf_utilisation(SET({ 1000000000000000, 3000000000000000, 3000000000000000 },
					   { 1, 7, 7 },
					   { 11000000000000001, 21000000000000000,
					     21000000000000000 })),
		    RT_REJECTED));
}

static void test_responses(void)
{
	/* Burns and Wellings, "Real-Time Systems and Programming Languages", 4th ed., 2009, ch. 11. */
	result("response-time: process set A of Burns and Wellings fails",
	       respond(SET({ 10, 30, 30 }, { 10, 40, 40 }, { 12, 50, 50 }), RT_REJECTED,
		       (const __u64[]) { 10, 20, 52 }));
	result("response-time: process set C, utilisation 1",
	       respond(SET({ 5, 20, 20 }, { 10, 40, 40 }, { 40, 80, 80 }), RT_ACCEPTED,
		       (const __u64[]) { 5, 15, 80 }));
	result("response-time: process set D",
	       respond(SET({ 3, 7, 7 }, { 3, 12, 12 }, { 5, 20, 20 }), RT_ACCEPTED,
		       (const __u64[]) { 3, 6, 20 }));
	/* Lehoczky 1990: the jobs take 114, 102, 116, 104, 118, 106, 94; the fifth is the worst. */
	result("response-time: Lehoczky's fifth job is the worst",
	       respond(SET({ 26, 70, 70 }, { 62, 118, 100 }), RT_ACCEPTED,
		       (const __u64[]) { 26, 118 }) &&
	       respond(SET({ 26, 70, 70 }, { 62, 117, 100 }), RT_REJECTED,
		       (const __u64[]) { 26, 118 }));
}

static void test_demand(void)
{
	/* Buttazzo, "Hard Real-Time Computing Systems", 3rd ed., 2011, chapter 4: L* = 25. */
	static const __u64 demands[][2] = {
		{ 4, 2 }, { 5, 4 }, { 7, 7 }, { 10, 9 }, { 13, 11 }, { 16, 16 }, { 21, 18 }, { 22, 20 },
	};
	const struct rt_set *set = SET({ 2, 4, 6 }, { 2, 5, 8 }, { 3, 7, 9 });
	bool ok = true;
	__u32 i;

	for (i = 0; i < 8; i++)
		ok &= rt_demand_at(set, demands[i][0]) == demands[i][1];
	result("demand: the table of Buttazzo's example", ok);
	result("demand: Buttazzo's example is feasible", says(rt_demand(set), RT_ACCEPTED));
	/* By hand: 3 + 2 + 3 = 8 are due within 7. */
	result("demand: 1 more is too much",
	       says(rt_demand(SET({ 3, 4, 6 }, { 2, 5, 8 }, { 3, 7, 9 })), RT_REJECTED));
}

/*
 * Buttazzo, as above, chapter 7: the sections of four tasks and three semaphores. With
 * inheritance they are blocked for 17, 14, 6 and 0; with a ceiling for 9, 8, 6 and 0.
 */
static void test_blocking(void)
{
	static const __u64 lengths[4][3] = { { 1, 2, 0 }, { 0, 9, 3 }, { 8, 7, 0 }, { 6, 5, 4 } };
	static const __u64 blocked[2][4] = { { 17, 14, 6, 0 }, { 9, 8, 6, 0 } };
	static const __u64 ceilings[] = { 0, 0, 1 };
	struct rt_section sections[4][3];
	struct rt_mutex mutexes[3];
	struct rt_task tasks[4];
	struct rt_set set = { tasks, 4, mutexes, 3 };
	char reason[RT_REASON_LEN];
	__u32 i, j, ceiling;
	__u64 blocking;
	bool ok;

	for (i = 0; i < 4; i++) {
		tasks[i] = (struct rt_task) { "?", 20, 100, 100, i, sections[i], 0, false };
		for (j = 0; j < 3; j++)
			if (lengths[i][j])
				sections[i][tasks[i].nr_sections++] =
					(struct rt_section) { j, lengths[i][j] };
	}
	for (ceiling = 0; ceiling < 2; ceiling++) {
		for (j = 0; j < 3; j++)
			mutexes[j] = (struct rt_mutex) {
				"?", ceiling ? RT_PROTOCOL_CEILING : RT_PROTOCOL_INHERIT, ceilings[j],
			};
		for (i = 0, ok = true; i < 4; i++)
			ok &= rt_blocking(&set, i, &blocking, reason) &&
			      blocking == blocked[ceiling][i];
		result(ceiling ? "blocking: Buttazzo's example with ceilings" :
				 "blocking: Buttazzo's example with inheritance", ok);
	}
	for (j = 0; j < 3; j++)
		mutexes[j].protocol = RT_PROTOCOL_NONE;
	result("blocking: without a protocol there is no bound", !rt_blocking(&set, 0, &blocking, reason));
}

/*
 * By hand, after the formulas. Dhall and Liu, "On a Real-Time Scheduling Problem", Operations Research
 * 26(1), 1978: m light tasks and a heavy one are too much for m vCPUs.
 */
static void test_global(void)
{
	const struct rt_set *set;
	__u64 bounds[MAX_SET];

	set = SET({ 2, 10, 10 }, { 2, 10, 10 }, { 10, 11, 11 });
	result("global: Dhall's effect",
	       says(rt_gfb(set, 2), RT_REJECTED) && says(rt_bcl_edf(set, 2), RT_REJECTED) &&
	       says(rt_bcl_fixed(set, 2), RT_REJECTED));
	/* Densities of 1.5 are more than 2 - 2/3; but 2 * 20 < 2 * 26, and 11 + 5 < 2 * 11. */
	set = SET({ 20, 30, 30 }, { 20, 30, 30 }, { 5, 30, 30 });
	result("global: bcl accepts what gfb does not",
	       says(rt_gfb(set, 2), RT_REJECTED) && says(rt_bcl_edf(set, 2), RT_ACCEPTED));
	/* 1.4 = 2 - 0.6 */
	set = SET({ 6, 10, 10 }, { 4, 10, 10 }, { 4, 10, 10 });
	result("global: gfb, where it just fits", says(rt_gfb(set, 2), RT_ACCEPTED));
	set = SET({ 6, 10, 10 }, { 4, 10, 10 }, { 4001, 10000, 10000 });
	result("global: gfb, a little more", says(rt_gfb(set, 2), RT_REJECTED));
	/*
	 * Two tasks of 2 in 10 and 3 in 12 on two vCPUs keep a third of 4 in 20 for no longer than
	 * floor((2 + 3) / 2) while that is done within 6.
	 */
	set = SET({ 2, 10, 10 }, { 3, 12, 12 }, { 4, 20, 20 });
	result("global: response times by hand",
	       says(rt_global_responses(set, 2, bounds), RT_ACCEPTED) && bounds[0] == 2 &&
	       bounds[1] == 3 && bounds[2] == 6);
}

/* Random sets. */

/* What a random set has. */
enum kind {
	PLAIN,		/* all at once, priorities of their own, one vCPU */
	OFFSETS,	/* and shared priorities, finite programs, other timers, hogs */
	LOCKS,
	SWITCHES,	/* a cost of context switches, and locks */
	BOUND,		/* several vCPUs with a run queue each, and locks */
	GLOBAL,		/* several vCPUs with one run queue */
	NR_KINDS,
};

static const char * const kinds[] = {
	[PLAIN] = "one vCPU", [OFFSETS] = "offsets, shared priorities", [LOCKS] = "mutexes",
	[SWITCHES] = "context switches that cost", [BOUND] = "a run queue each",
	[GLOBAL] = "one run queue for all",
};

/**
 * struct tally - what has come out for a kind of sets
 * @sets: number of them
 * @accepted: how many policies accepted a set
 * @rejected: how many did not
 * @refuted: how often a run showed that a test or bound was wrong
 * @loose: bounds that are to be exact, and were not reached
 * @lenient: sets that exact tests rejected, and no job was late
 * @tight: how many bounds were reached
 * @bounds: how many there were
 * @blocked: how often a test had to do with mutexes and came to a bound
 */
struct tally {
	__u32 sets;
	__u32 accepted;
	__u32 rejected;
	__u32 refuted;
	__u32 loose;
	__u32 lenient;
	__u32 tight;
	__u32 bounds;
};

static __u64 state;

static __u64 upto(__u64 max)
{
	return random_upto(&state, max);
}

static void add_op(struct program *program, __u16 code, __u16 flags, __u32 arg, __u64 value)
{
	const struct schedsim_op op = { code, flags, arg, value };

	program_add(program, &op, 0);
}

/* Run for @time, part of it with mutexes. */
static void add_work(struct program *program, __u64 time, __u32 nr_mutexes)
{
	__u64 step = 1 + upto(time - 1);
	__u32 mutex = nr_mutexes ? upto(nr_mutexes - 1) : 0;
	bool nested = nr_mutexes > 1 && !mutex && !upto(5);

	if (!nr_mutexes || !upto(3)) {
		add_op(program, SCHEDSIM_OP_RUN, 0, 0, time);
		return;
	}
	if (upto(1) && step < time) {
		add_op(program, SCHEDSIM_OP_RUN, 0, 0, step);
		time -= step;
		step = 1 + upto(time - 1);
	}
	add_op(program, SCHEDSIM_OP_LOCK, 0, mutex, 0);
	if (nested)
		add_op(program, SCHEDSIM_OP_LOCK, 0, mutex + 1, 0);
	add_op(program, SCHEDSIM_OP_RUN, 0, 0, step);
	if (nested)
		add_op(program, SCHEDSIM_OP_UNLOCK, 0, mutex + 1, 0);
	add_op(program, SCHEDSIM_OP_UNLOCK, 0, mutex, 0);
	if (step < time)
		add_work(program, time - step, nr_mutexes);
}

static __u64 draw_period(void)
{
	static const __u64 periods[] = { 4, 5, 8, 10, 16, 20, 25, 40, 50, 80 };

	return periods[upto(sizeof(periods) / sizeof(*periods) - 1)] * MS;
}

static __u64 draw_deadline(enum kind kind, __u64 runtime, __u64 period, __u64 shape)
{
	if (shape == 0 || period <= runtime)
		return 0;
	if (shape == 1)
		return runtime + upto(period - runtime);
	return kind == GLOBAL ? 0 : runtime + upto(2 * period);
}

/* Give @proc a job of @runtime in each @period. */
static void add_program(struct workload *workload, enum kind kind, __u64 runtime, __u64 period,
			__u32 nr_mutexes)
{
	struct program *program = workload_add_program(workload);
	__u16 flags = SCHEDSIM_OP_F_ABSOLUTE;

	if (kind != PLAIN && !upto(3))
		flags = upto(1) ? SCHEDSIM_OP_F_SKIP : 0;
	if (kind == OFFSETS && !upto(7))
		add_op(program, SCHEDSIM_OP_TIMER, flags, 0, period);
	add_work(program, runtime, nr_mutexes);
	add_op(program, SCHEDSIM_OP_TIMER, flags, 0, period);
	add_op(program, SCHEDSIM_OP_LOOP, 0, 0, kind == OFFSETS && !upto(7) ? 1 + upto(9) : 0);
}

static void add_task(struct workload *workload, enum kind kind, __u32 i, __u64 share,
		     __u32 nr_mutexes, __u64 shape, __u32 nr_vcpus)
{
	__u64 period = draw_period(), runtime = period * share / 1000;
	char name[] = "t0";
	struct workload_proc proc = {
		.name = name,
		.program = workload->nr_programs,
		.attr.priority = kind == PLAIN ? 90 - i : 80 + upto(kind == LOCKS ? 9 : 4),
	};

	name[1] += i;
	/* Times that are often multiples of the same, so that much comes at one instant. */
	runtime -= upto(3) ? runtime % (MS / 10) : 0;
	runtime += !runtime;
	proc.attr.deadline_ns = draw_deadline(kind, runtime, period, shape);
	if (kind != PLAIN && upto(1))
		proc.delay_ns = upto(80) * MS / 2;
	if (kind == BOUND)
		proc.attr.affinity[0] = 1ULL << upto(nr_vcpus - 1);
	add_program(workload, kind, runtime, period, nr_mutexes);
	workload_add(workload, &proc);
}

static void add_hog(struct workload *workload, enum kind kind)
{
	char name[] = "hog";
	struct workload_proc proc = { .name = name, .program = workload->nr_programs };

	if (kind != OFFSETS && kind != SWITCHES && kind != GLOBAL)
		return;
	if (upto(3))
		return;
	workload_add_program(workload);
	workload_add(workload, &proc);
}

static void add_mutexes(struct workload *workload, __u32 nr)
{
	static const char * const names[MAX_MUTEXES] = { "a", "b", "c" };
	bool same = upto(1), protocol = upto(1);
	__u32 i;

	for (i = 0; i < nr; i++) {
		objects_add(&workload->objects, SCHEDSIM_OBJECT_MUTEX, names[i]);
		workload->objects.abi[i].protocol =
			same ? SCHEDSIM_PROTOCOL_INHERIT + (__u32)protocol : (__u32)upto(2);
	}
	workload_set_ceilings(workload);
}

/* One more random set. */
static void draw_set(struct analysis *analysis, enum kind kind)
{
	struct workload *workload = &analysis->base.workload;
	struct schedsim_config *config = &analysis->base.input.config;
	__u32 nr_vcpus = kind < BOUND ? 1 : 2 + upto(1), nr = 2 + upto(kind < BOUND ? 3 : 5), i;
	__u32 nr_mutexes = kind == PLAIN || kind == OFFSETS || kind == GLOBAL ? 0 : upto(MAX_MUTEXES);
	/* In thousandths; now and then too much. */
	__u64 total = (kind < BOUND ? 300 : 300 * nr_vcpus) + upto(kind < BOUND ? 750 : 600 * nr_vcpus);
	__u64 shape = upto(2), weights[MAX_SET], sum = 0;

	*analysis = (struct analysis) {
		.base.input.config = {
			.mask = SCHEDSIM_CONFIG_ALL & ~SCHEDSIM_CONFIG_TIE,
			.quantum_ns = (1 + upto(9)) * MS / 2,
			.clock = SCHEDSIM_CLOCK_VIRTUAL,
			.nr_vcpus = nr_vcpus,
			.switch_cost_ns = kind == SWITCHES ? 1 + upto(MS / 10) : 0,
		},
		.wanted = { true, true, true, true },
	};
	config->nr_vcpus = nr_vcpus;
	for (i = 0; i < nr; i++)
		sum += weights[i] = 1 + upto(99);
	for (i = 0; i < nr; i++)
		add_task(workload, kind, i, total * weights[i] / sum, nr_mutexes, shape, nr_vcpus);
	add_hog(workload, kind);
	add_mutexes(workload, nr_mutexes);
}

/* Whoever needs more than there is misses some deadline, but perhaps not within the run. */
static bool is_overload(const struct analysis *analysis)
{
	double sum = 0;
	__u32 i;

	for (i = 0; i < analysis->base.workload.nr_procs; i++)
		sum += (double)analysis->sources[i].runtime / analysis->sources[i].period;
	return sum > 1 - 1e-9;
}

/* Is the policy's bound exact? The ranks that dm and rm give may be shared. */
static bool is_exact(const struct analysis *analysis, const struct policy_result *policy, __u32 of)
{
	__u32 i;

	if (policy->policy == ANALYSE_EDF)
		return false;
	for (i = 0; i < analysis->base.workload.nr_procs; i++) {
		const struct source *a = &analysis->sources[i], *b = &analysis->sources[of];

		if (i != of && ((policy->policy == ANALYSE_RM && a->nominal == b->nominal) ||
				(policy->policy == ANALYSE_DM && a->due == b->due)))
			return false;
	}
	return true;
}

static void tally_task(const struct analysis *analysis, const struct policy_result *policy,
		       __u32 i, enum kind kind, struct tally *tally)
{
	const struct task_result *task = &policy->tasks[i];

	if (task->bound == RT_NEVER)
		return;
	tally->bounds++;
	tally->tight += task->observed == task->bound;
	if (kind == PLAIN && task->observed != task->bound && is_exact(analysis, policy, i))
		tally->loose++;
}

static void count(const struct analysis *analysis, enum kind kind, struct tally *tally)
{
	__u32 i, j;

	tally->sets++;
	tally->refuted += nr_refuted(analysis);
	for (i = 0; i < analysis->nr_policies; i++) {
		const struct policy_result *policy = &analysis->policies[i];
		const struct test_result *last = &policy->tests[policy->nr_tests - 1];
		bool accepted = policy_accepted(policy), exact;

		exact = kind == PLAIN && !is_overload(analysis);

		tally->accepted += accepted;
		tally->rejected += !accepted;
		for (j = 0; j < analysis->base.workload.nr_procs; j++) {
			tally_task(analysis, policy, j, kind, tally);
			exact &= policy->policy == ANALYSE_EDF || is_exact(analysis, policy, j);
		}
		if (exact && last->answer.verdict == RT_REJECTED && !policy->missed)
			tally->lenient++;
	}
}

static void report(enum kind kind, const struct tally *tally)
{
	char name[128];

	printf("# %s: %u sets; under %u policies accepted, %u not; %u of %u bounds were reached\n",
	       kinds[kind], tally->sets, tally->accepted, tally->rejected, tally->tight,
	       tally->bounds);
	snprintf(name, sizeof(name), "%s: no accepted set misses, no bound is passed", kinds[kind]);
	if (tally->refuted)
		printf("# %u times\n", tally->refuted);
	result(name, !tally->refuted);
	snprintf(name, sizeof(name), "%s: there were sets of both kinds", kinds[kind]);
	result(name, tally->accepted > tally->sets / 8 && tally->rejected > tally->sets / 8);
	if (kind != PLAIN)
		return;
	if (tally->loose || tally->lenient)
		printf("# %u bounds, %u sets\n", tally->loose, tally->lenient);
	result("one vCPU: bounds are reached", !tally->loose);
	result("one vCPU: rejected sets miss", !tally->lenient);
}

static void test_kind(enum kind kind, __u32 sets, __u64 seed)
{
	struct tally tally = { 0 };
	struct analysis analysis;
	__u32 i;

	for (i = 0; i < sets; i++) {
		__u32 refuted = tally.refuted;

		state = random_start(seed + i, 16 + kind);
		draw_set(&analysis, kind);
		if (analyse(&analysis))
			die(TOOL_FAILED, "analyse_test: a run failed");
		count(&analysis, kind, &tally);
		if (tally.refuted != refuted && !refuted) {
			printf("# seed %llu:\n", seed + i);
			fflush(stdout);
			workload_show(&analysis.base.workload);
			analysis_print(&analysis);
		}
		analysis_free(&analysis);
	}
	report(kind, &tally);
}

/* For another program that does the same. */
static void print_set(__u64 seed)
{
	struct rt_task tasks[MAX_SET];
	struct rt_set set = { .tasks = tasks };
	__u64 bounds[MAX_SET], shape;
	__u32 i;

	state = random_start(seed, 15);
	set.nr = 1 + upto(MAX_SET - 2);
	shape = upto(2);
	for (i = 0; i < set.nr; i++) {
		__u64 period = 1 + upto(seed % 2 ? 60 : 3000), runtime = 1 + upto(2 * period / set.nr);

		tasks[i] = (struct rt_task) { "?", runtime, period, period, upto(5), NULL, 0, false };
		if (shape)
			tasks[i].deadline = 1 + upto(shape * period);
		printf("%llu %llu %llu %llu ", runtime, tasks[i].deadline, period, tasks[i].rank);
	}
	printf("| %d |", rt_responses(&set, bounds).verdict);
	for (i = 0; i < set.nr; i++)
		printf(" %lld", (__s64)bounds[i]);
	printf(" | %d\n", rt_demand(&set).verdict);
}

int main(int argc, char **argv)
{
	bool print = argc == 4 && !strcmp(argv[1], "print");
	__u32 sets = argc > 1 + print ? strtoul(argv[1 + print], NULL, 10) : 300, i;
	__u64 seed = argc > 2 + print ? strtoull(argv[2 + print], NULL, 10) : 1;
	enum kind kind;

	for (i = 0; print && i < sets; i++)
		print_set(seed + i);
	if (print)
		return 0;
	test_bounds();
	test_responses();
	test_demand();
	test_blocking();
	test_global();
	for (kind = 0; kind < NR_KINDS; kind++)
		test_kind(kind, sets, seed);
	printf("1..%d\n", number);
	return failures ? 1 : 0;
}
