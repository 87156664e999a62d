// SPDX-License-Identifier: GPL-2.0
/*
 * Random sets of tasks for analyse_test: what tests say of them must be what runs show.
 */
#include <stdio.h>
#include <stdlib.h>

#include "analyse/report.h"
#include "generate/random.h"
#include "tests/analyse_test.h"
#include "util/tool.h"

#define MS		1000000ULL
#define MAX_MUTEXES	3

/* What a random set has. */
enum kind {
	PLAIN,		/* all at once, priorities of their own, one vCPU */
	OFFSETS,	/* and shared priorities, finite programs, other timers, hogs */
	LOCKS,
	SWITCHES,	/* a cost of context switches, and locks */
	BOUND,		/* several vCPUs with a run queue each, and locks */
	GLOBAL,		/* several vCPUs with one run queue */
	SERVERS,	/* one or two vCPUs, tasks of SCHED_DEADLINE, offsets; edf only */
	NR_KINDS,
};

static const char * const kinds[] = {
	[PLAIN] = "one vCPU", [OFFSETS] = "offsets, shared priorities", [LOCKS] = "mutexes",
	[SWITCHES] = "context switches that cost", [BOUND] = "a run queue each",
	[GLOBAL] = "one run queue for all",
	[SERVERS] = "servers",
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

static __u64 draw(__u64 max)
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
	__u64 step = 1 + draw(time - 1);
	__u32 mutex = nr_mutexes ? draw(nr_mutexes - 1) : 0;
	bool nested = nr_mutexes > 1 && !mutex && !draw(5);

	if (!nr_mutexes || !draw(3)) {
		add_op(program, SCHEDSIM_OP_RUN, 0, 0, time);
		return;
	}
	if (draw(1) && step < time) {
		add_op(program, SCHEDSIM_OP_RUN, 0, 0, step);
		time -= step;
		step = 1 + draw(time - 1);
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

	return periods[draw(sizeof(periods) / sizeof(*periods) - 1)] * MS;
}

static __u64 draw_deadline(enum kind kind, __u64 runtime, __u64 period, __u64 shape)
{
	if (shape == 0 || period <= runtime)
		return 0;
	if (shape == 1)
		return runtime + draw(period - runtime);
	return kind == GLOBAL && draw(5) ? 0 : runtime + draw(2 * period);
}

/* What its server gives a task: enough most times, and at once in most. */
static void draw_server(struct schedsim_attr *attr, __u64 runtime, __u64 period)
{
	if (runtime >= period || !draw(15))
		return;
	attr->sched_class = SCHEDSIM_CLASS_DEADLINE;
	attr->period_ns = draw(2) ? period : period - draw((period - runtime) / 2);
	if (!draw(15))
		attr->period_ns += MS;
	attr->deadline_ns = draw(1) ? attr->period_ns :
				      runtime + draw(attr->period_ns - runtime);
	attr->runtime_ns = draw(1) ? runtime : runtime + draw(attr->deadline_ns - runtime);
	if (!draw(15))
		attr->runtime_ns -= draw(runtime / 2);
}

/* Give @proc a job of @runtime in each @period. */
static void add_program(struct workload *workload, enum kind kind, __u64 runtime, __u64 period,
			__u32 nr_mutexes)
{
	struct program *program = workload_add_program(workload);
	__u16 flags = SCHEDSIM_OP_F_ABSOLUTE;

	if (kind != PLAIN && !draw(3))
		flags = draw(1) ? SCHEDSIM_OP_F_SKIP : 0;
	if (kind == OFFSETS && !draw(7))
		add_op(program, SCHEDSIM_OP_TIMER, flags, 0, period);
	if (kind == OFFSETS && runtime > 1 && !draw(3)) {
		/* The first job is shorter, the others go on behind the end of the loop. */
		__u64 part = 1 + draw(runtime - 2);

		add_work(program, part, nr_mutexes);
		add_op(program, SCHEDSIM_OP_TIMER, flags, 0, period);
		add_work(program, runtime - part, nr_mutexes);
	} else {
		add_work(program, runtime, nr_mutexes);
		add_op(program, SCHEDSIM_OP_TIMER, flags, 0, period);
	}
	add_op(program, SCHEDSIM_OP_LOOP, 0, 0, kind == OFFSETS && !draw(7) ? 1 + draw(9) : 0);
}

static void add_task(struct workload *workload, enum kind kind, __u32 i, __u64 share,
		     __u32 nr_mutexes, __u64 shape, __u32 nr_vcpus, bool bound)
{
	__u64 period = draw_period(), runtime = period * share / 1000;
	char name[] = "t0";
	struct workload_proc proc = {
		.name = name,
		.program = workload->nr_programs,
		.attr.priority = kind == PLAIN ? 90 - i : 80 + draw(kind == LOCKS ? 9 : 4),
	};

	name[1] += i;
	/* Times that are often multiples of the same, so that much comes at one instant. */
	runtime -= draw(3) ? runtime % (MS / 10) : 0;
	runtime += !runtime;
	proc.attr.deadline_ns = draw_deadline(kind, runtime, period, shape);
	if (kind != PLAIN && draw(1))
		proc.delay_ns = draw(80) * MS / 2;
	if (kind == SERVERS)
		draw_server(&proc.attr, runtime, period);
	if (kind == BOUND)
		proc.attr.affinity[0] = 1ULL << draw(nr_vcpus - 1);
	/* That is not covered if only some tasks have it. */
	if (kind == GLOBAL && bound && draw(1))
		proc.attr.affinity[0] = 1;
	add_program(workload, kind, runtime, period, nr_mutexes);
	workload_add(workload, &proc);
}

static void add_hog(struct workload *workload, enum kind kind)
{
	char name[] = "hog";
	struct workload_proc proc = {
		.name = name,
		.program = workload->nr_programs,
		.attr.priority = draw(4) ? 0 : 82,
		.attr.period_ns = draw(4) ? 0 : 30 * MS,
	};

	if (kind != OFFSETS && kind != SWITCHES && kind != GLOBAL)
		return;
	if (draw(3))
		return;
	workload_add_program(workload);
	workload_add(workload, &proc);
}

static void add_mutexes(struct workload *workload, __u32 nr)
{
	static const char * const names[MAX_MUTEXES] = { "a", "b", "c" };
	bool same = draw(1), protocol = draw(1);
	__u32 i;

	for (i = 0; i < nr; i++) {
		objects_add(&workload->objects, SCHEDSIM_OBJECT_MUTEX, names[i]);
		workload->objects.abi[i].protocol =
			same ? SCHEDSIM_PROTOCOL_INHERIT + (__u32)protocol : (__u32)draw(2);
	}
	workload_set_ceilings(workload);
}

/* One more random set. */
static void draw_set(struct analysis *analysis, enum kind kind)
{
	struct workload *workload = &analysis->base.workload;
	struct schedsim_config *config = &analysis->base.input.config;
	bool one = kind < BOUND || (kind == SERVERS && draw(2));
	bool unlocked = kind == PLAIN || kind == OFFSETS || kind == SERVERS;
	__u32 nr_vcpus = one ? 1 : 2 + draw(1), nr = 2 + draw(kind < BOUND ? 3 : 5), i;
	__u32 nr_mutexes = unlocked || (kind == GLOBAL && draw(5)) ? 0 : draw(MAX_MUTEXES);
	/* In thousandths; now and then too much. */
	__u64 total = 300 * nr_vcpus + draw(kind < BOUND ? 750 : 600 * nr_vcpus);
	__u64 shape = draw(2), weights[MAX_SET], sum = 0;
	/* One heavy task beside light ones: S. K. Dhall and C. L. Liu, 1978. */
	bool heavy = kind == GLOBAL && !draw(2), bound = kind == GLOBAL && !draw(7);

	*analysis = (struct analysis) {
		.base.input.config = {
			.mask = SCHEDSIM_CONFIG_ALL & ~SCHEDSIM_CONFIG_TIE,
			.quantum_ns = (1 + draw(9)) * MS / 2,
			.clock = SCHEDSIM_CLOCK_VIRTUAL,
			.nr_vcpus = nr_vcpus,
			.switch_cost_ns = kind == SWITCHES || (kind >= GLOBAL && !draw(5)) ?
						  1 + draw(kind == GLOBAL ? MS : MS / 10) : 0,
		},
		.wanted = { true, true, true, true },
	};
	for (i = ANALYSE_RM; kind == SERVERS && i < NR_ANALYSE; i++)
		analysis->wanted[i] = false;
	config->nr_vcpus = nr_vcpus;
	for (i = 0; i < nr; i++)
		sum += weights[i] = 1 + draw(heavy && !i ? 500 : 99);
	for (i = 0; i < nr; i++)
		add_task(workload, kind, i, total * weights[i] / sum, nr_mutexes, shape, nr_vcpus,
			 bound);
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
	return sum > 0.999999999;
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

/* Test random sets of each kind, @sets of them. */
void test_sets(__u32 sets, __u64 seed)
{
	enum kind kind;

	for (kind = 0; kind < NR_KINDS; kind++)
		test_kind(kind, sets, seed);
}

/* Print a set, and what tests say of it, for another program that does the same. */
void print_set(__u64 seed)
{
	struct rt_task tasks[MAX_SET];
	struct rt_set set = { .tasks = tasks };
	__u64 bounds[MAX_SET], shape;
	__u32 i, nr_vcpus;

	state = random_start(seed, 15);
	nr_vcpus = 1 + draw(3);
	set.nr = 1 + draw(MAX_SET - 2);
	shape = draw(2);
	for (i = 0; i < set.nr; i++) {
		__u64 period = 1 + draw(seed % 2 ? 60 : 3000);
		__u64 runtime = 1 + draw(2 * period / set.nr);

		tasks[i] = (struct rt_task) {
			"?", runtime, period, period, draw(5), NULL, 0, false,
		};
		if (shape)
			tasks[i].deadline = 1 + draw(shape * period);
		printf("%llu %llu %llu %llu ", runtime, tasks[i].deadline, period, tasks[i].rank);
	}
	printf("| %d |", rt_responses(&set, bounds).verdict);
	for (i = 0; i < set.nr; i++)
		printf(" %lld", (__s64)bounds[i]);
	printf(" | %d | %u %d ", rt_demand(&set).verdict, nr_vcpus, rt_constrained(&set));
	if (!rt_constrained(&set)) {
		putchar('\n');
		return;
	}
	printf("%d %d %d ", rt_gfb(&set, nr_vcpus).verdict, rt_bcl_edf(&set, nr_vcpus).verdict,
	       rt_bcl_fixed(&set, nr_vcpus).verdict);
	printf("%d", rt_global_responses(&set, nr_vcpus, bounds).verdict);
	for (i = 0; i < set.nr; i++)
		printf(" %lld", (__s64)bounds[i]);
	putchar('\n');
}
