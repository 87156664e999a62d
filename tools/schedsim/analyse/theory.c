// SPDX-License-Identifier: GPL-2.0
/*
 * Which tests there are for a policy, and what they are about: the processes that share a run
 * queue.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/report.h"
#include "util/text.h"
#include "util/tool.h"
#include "util/units.h"

/* @vcpu of a run queue that spans all vCPUs. */
#define ALL_VCPUS	(~0U)

const char * const analyse_policies[NR_ANALYSE] = {
	[ANALYSE_EDF] = "edf",
	[ANALYSE_RM] = "rm",
	[ANALYSE_DM] = "dm",
	[ANALYSE_PRIO] = "prio",
};

/**
 * struct domain - the tasks of a run queue
 * @set: as tests see them
 * @sections: the critical sections of all of them
 * @index: which process of the workload each is
 */
struct domain {
	struct rt_set set;
	struct rt_section *sections;
	__u32 *index;
};

static bool may_run(const struct workload_proc *proc, __u32 vcpu)
{
	__u32 i;

	if (vcpu == ALL_VCPUS || proc->attr.affinity[vcpu / 64] >> vcpu % 64 & 1)
		return true;
	for (i = 0; i < AFFINITY_WORDS; i++)
		if (proc->attr.affinity[i])
			return false;
	return true;
}

static __u64 rank_of(const struct source *source, enum analyse_policy policy)
{
	switch (policy) {
	case ANALYSE_RM:
		return source->nominal ? source->nominal : RT_NEVER;
	case ANALYSE_PRIO:
		return SCHEDSIM_MAX_PRIORITY - source->proc->attr.priority;
	default:
		return source->due ? source->due : RT_NEVER;
	}
}

/**
 * is_aside - is a process of no concern for those that are periodic tasks?
 * @analysis: all of it
 * @policy: the policy
 * @index: the process, which is not a periodic task
 *
 * Return: does it run only when none of them wants to, and hold nothing that they need?
 */
bool is_aside(const struct analysis *analysis, enum analyse_policy policy, __u32 index)
{
	const struct source *sources = analysis->sources;
	__u64 rank = rank_of(&sources[index], policy);
	__u32 i;

	if (sources[index].meddles)
		return false;
	if (policy != ANALYSE_PRIO)
		return rank == RT_NEVER;
	for (i = 0; i < analysis->base.workload.nr_procs; i++)
		if (!sources[i].why && rank_of(&sources[i], policy) >= rank)
			return false;
	return true;
}

/* How long a process runs before another one of its priority has its turn. */
static __u64 slice_of(const struct analysis *analysis, const struct schedsim_attr *attr)
{
	__u64 slice = analysis->base.input.config.quantum_ns;

	if (attr->runtime_ns && attr->runtime_ns < slice)
		slice = attr->runtime_ns;
	return slice < SCHEDSIM_MIN_CUSTOM_SLICE_NS && attr->runtime_ns ?
	       SCHEDSIM_MIN_CUSTOM_SLICE_NS : slice;
}

/*
 * Context switches that are because of a job: when it begins, and when it is done; when it waits
 * for a mutex, and when it has it; and when it has run for a slice.
 */
static __u64 nr_switches(const struct analysis *analysis, enum analyse_policy policy,
			 const struct source *source)
{
	__u64 nr = rt_add(2, rt_mul(2, source->nr_locks));

	if (policy == ANALYSE_PRIO)
		nr = rt_add(nr, source->runtime / slice_of(analysis, &source->proc->attr));
	return nr;
}

static void add_task(const struct analysis *analysis, enum analyse_policy policy, __u32 index,
		     struct domain *domain)
{
	const struct source *source = &analysis->sources[index];
	__u64 cost = analysis->base.input.config.switch_cost_ns;
	struct rt_task *task = &domain->set.tasks[domain->set.nr];
	struct rt_section *sections = domain->sections;
	__u32 i;

	*task = (struct rt_task) {
		.runtime = rt_add(source->runtime,
				  rt_mul(cost, nr_switches(analysis, policy, source))),
		.deadline = source->deadline,
		.period = source->period,
		.rank = rank_of(source, policy),
		.sections = sections,
		.nr_sections = source->nr_sections,
		.nested = source->nested,
	};
	text_shorten(task->name, source->proc->name, RT_NAME_WIDE);
	/* The switch to who holds the mutex may not be over. */
	for (i = 0; i < source->nr_sections; i++) {
		sections[i] = source->sections[i];
		sections[i].runtime = rt_add(sections[i].runtime, cost);
	}
	domain->sections += source->nr_sections;
	domain->index[domain->set.nr++] = index;
}

/* Of protocols, all but prio know nothing: they do not go by priorities. */
static struct rt_mutex *mutexes_new(const struct analysis *analysis, enum analyse_policy policy)
{
	static const enum rt_protocol protocols[] = {
		[SCHEDSIM_PROTOCOL_NONE] = RT_PROTOCOL_NONE,
		[SCHEDSIM_PROTOCOL_INHERIT] = RT_PROTOCOL_INHERIT,
		[SCHEDSIM_PROTOCOL_CEILING] = RT_PROTOCOL_CEILING,
	};
	const struct objects *objects = &analysis->base.workload.objects;
	struct rt_mutex *mutexes = allocate(objects->nr, sizeof(*mutexes));
	__u32 i;

	for (i = 0; i < objects->nr; i++) {
		text_shorten(mutexes[i].name, objects->info[i].name, RT_NAME_WIDE);
		if (policy != ANALYSE_PRIO || objects->abi[i].type != SCHEDSIM_OBJECT_MUTEX)
			continue;
		mutexes[i].protocol = protocols[objects->abi[i].protocol];
		mutexes[i].ceiling = SCHEDSIM_MAX_PRIORITY - objects->info[i].attr.priority;
	}
	return mutexes;
}

static void domain_init(struct domain *domain, const struct analysis *analysis,
			enum analyse_policy policy, __u32 vcpu)
{
	const struct workload *workload = &analysis->base.workload;
	struct rt_section *sections;
	size_t nr_sections = 0;
	__u32 i;

	for (i = 0; i < workload->nr_procs; i++)
		nr_sections += analysis->sources[i].nr_sections;
	sections = allocate(nr_sections, sizeof(*sections));
	*domain = (struct domain) {
		.set.tasks = allocate(workload->nr_procs, sizeof(*domain->set.tasks)),
		.set.mutexes = mutexes_new(analysis, policy),
		.set.nr_mutexes = workload->objects.nr,
		.sections = sections,
		.index = allocate(workload->nr_procs, sizeof(*domain->index)),
	};
	for (i = 0; i < workload->nr_procs; i++)
		if (!analysis->sources[i].why && may_run(&workload->procs[i], vcpu))
			add_task(analysis, policy, i, domain);
	domain->sections = sections;
}

static void domain_free(struct domain *domain)
{
	free(domain->set.tasks);
	free((void *)domain->set.mutexes);
	free(domain->sections);
	free(domain->index);
}

static void one_vcpu(const struct analysis *analysis, enum analyse_policy policy,
		     const struct domain *domain, struct rt_answer *answers, __u64 *bounds)
{
	const struct rt_set *set = &domain->set;

	if (policy == ANALYSE_EDF) {
		answers[0] = rt_edf_utilisation(set);
		answers[1] = rt_demand(set);
		return;
	}
	if (policy == ANALYSE_RM) {
		*answers++ = rt_liu_layland(set);
		*answers++ = rt_hyperbolic(set);
	}
	*answers = rt_responses(set, bounds);
}

/* Why no test for several vCPUs is about this set; or NULL. */
static const char *why_not(const struct analysis *analysis, const struct rt_set *set)
{
	if (analysis->domains == DOMAINS_MIXED)
		return "some may run on some vCPUs only";
	if (analysis->base.input.config.switch_cost_ns)
		return "context switches cost time on several vCPUs";
	if (rt_shared(set))
		return "a mutex is shared";
	if (!rt_constrained(set))
		return "jobs are due after their periods end";
	return NULL;
}

static void all_vcpus(const struct analysis *analysis, enum analyse_policy policy,
		      const struct domain *domain, struct rt_answer *answers, __u64 *bounds)
{
	__u32 nr_vcpus = analysis->base.input.config.nr_vcpus;
	const char *why = why_not(analysis, &domain->set);

	if (why) {
		rt_answer_set(&answers[0], RT_NOT_COVERED, "%s", why);
		answers[1] = answers[0];
	} else if (policy == ANALYSE_EDF) {
		answers[0] = rt_gfb(&domain->set, nr_vcpus);
		answers[1] = rt_bcl_edf(&domain->set, nr_vcpus);
	} else {
		answers[0] = rt_bcl_fixed(&domain->set, nr_vcpus);
		answers[1] = rt_global_responses(&domain->set, nr_vcpus, bounds);
	}
}

/* What holds for a vCPU holds for all only if it holds for each of them. */
static void combine(struct rt_answer *all, const struct rt_answer *one, __u32 vcpu)
{
	if (one->verdict == RT_ACCEPTED || all->verdict == RT_REJECTED)
		return;
	if (all->verdict == RT_NOT_COVERED && one->verdict == RT_NOT_COVERED)
		return;
	rt_answer_set(all, one->verdict, "vCPU %u: %.*s", vcpu,
		      text_cut(one->reason, RT_REASON_LEN - 16), one->reason);
}

/* A mutex that processes of several vCPUs share; or NULL. */
static const char *shared_by_vcpus(const struct analysis *analysis, enum analyse_policy policy)
{
	const struct objects *objects = &analysis->base.workload.objects;
	__u32 *users = allocate(objects->nr, sizeof(*users));
	const char *shared = NULL;
	__u32 vcpu, i;

	for (vcpu = 0; vcpu < analysis->base.input.config.nr_vcpus; vcpu++) {
		struct domain domain;

		domain_init(&domain, analysis, policy, vcpu);
		for (i = 0; i < objects->nr; i++)
			if (rt_nr_users(&domain.set, i) && users[i]++)
				shared = objects->info[i].name;
		domain_free(&domain);
	}
	free(users);
	return shared;
}

static void set_bounds(const struct domain *domain, const __u64 *bounds,
		       struct policy_result *result)
{
	__u32 i;

	for (i = 0; i < domain->set.nr; i++)
		result->tasks[domain->index[i]].bound = bounds[i];
}

static void test_domain(const struct analysis *analysis, __u32 vcpu,
			struct rt_answer *answers, struct policy_result *result)
{
	struct domain domain;
	__u64 *bounds;
	__u32 i;

	domain_init(&domain, analysis, result->policy, vcpu);
	bounds = allocate(domain.set.nr, sizeof(*bounds));
	for (i = 0; i < domain.set.nr; i++)
		bounds[i] = RT_NEVER;
	if (result->policy == ANALYSE_EDF &&
	    !servers_fit(analysis->sources, domain.index, &domain.set, &answers[0]))
		answers[1] = answers[0];
	else if (vcpu == ALL_VCPUS)
		all_vcpus(analysis, result->policy, &domain, answers, bounds);
	else if (domain.set.nr)
		one_vcpu(analysis, result->policy, &domain, answers, bounds);
	set_bounds(&domain, bounds, result);
	free(bounds);
	domain_free(&domain);
}

static void test_each_vcpu(const struct analysis *analysis, struct policy_result *result)
{
	__u32 nr_vcpus = analysis->base.input.config.nr_vcpus, vcpu, i;
	const char *mutex = shared_by_vcpus(analysis, result->policy);
	char name[RT_NAME_LEN];

	text_shorten(name, mutex ? mutex : "", RT_NAME_WIDE);
	for (i = 0; i < result->nr_tests; i++)
		rt_answer_set(&result->tests[i].answer, mutex ? RT_NOT_COVERED : RT_ACCEPTED,
			      mutex ? "mutex '%s' is shared by processes of several vCPUs" :
				      "on each of the vCPUs%s", name);
	for (vcpu = 0; !mutex && vcpu < nr_vcpus; vcpu++) {
		struct rt_answer answers[MAX_TESTS] = {
			{ RT_ACCEPTED, "" }, { RT_ACCEPTED, "" }, { RT_ACCEPTED, "" },
		};

		test_domain(analysis, vcpu, answers, result);
		for (i = 0; i < result->nr_tests; i++)
			combine(&result->tests[i].answer, &answers[i], vcpu);
	}
}

static void name_tests(const struct analysis *analysis, struct policy_result *result)
{
	static const char * const one[NR_ANALYSE][MAX_TESTS] = {
		[ANALYSE_EDF] = { "utilisation", "demand" },
		[ANALYSE_RM] = { "liu-layland", "hyperbolic", "response-time" },
		[ANALYSE_DM] = { "response-time" },
		[ANALYSE_PRIO] = { "response-time" },
	};
	static const char * const all[NR_ANALYSE][MAX_TESTS] = {
		[ANALYSE_EDF] = { "gfb", "bcl" },
		[ANALYSE_RM] = { "bcl", "response-time" },
		[ANALYSE_DM] = { "bcl", "response-time" },
		[ANALYSE_PRIO] = { "bcl", "response-time" },
	};
	const char * const *names = analysis->domains <= DOMAINS_EACH ? one[result->policy] :
								   all[result->policy];

	while (result->nr_tests < MAX_TESTS && names[result->nr_tests]) {
		result->tests[result->nr_tests].name = names[result->nr_tests];
		result->nr_tests++;
	}
}

/* A process that may come in between, and of which nothing is known; or NULL. */
static const struct source *unknown(const struct analysis *analysis, enum analyse_policy policy)
{
	__u32 i;

	for (i = 0; i < analysis->base.workload.nr_procs; i++)
		if (analysis->sources[i].why && !is_aside(analysis, policy, i))
			return &analysis->sources[i];
	return NULL;
}

static bool has_tasks(const struct analysis *analysis)
{
	__u32 i;

	for (i = 0; i < analysis->base.workload.nr_procs; i++)
		if (!analysis->sources[i].why)
			return true;
	return false;
}

/**
 * do_tests - ask all tests that there are for a policy
 * @analysis: all of it
 * @result: of the policy; gets tests, and the bounds of tasks
 */
void do_tests(const struct analysis *analysis, struct policy_result *result)
{
	const struct source *bad = unknown(analysis, result->policy);
	struct rt_answer answers[MAX_TESTS];
	char name[RT_NAME_LEN];
	__u32 i;

	text_shorten(name, bad ? bad->proc->name : "", RT_NAME_WIDE);
	name_tests(analysis, result);
	if (bad || !has_tasks(analysis)) {
		for (i = 0; i < result->nr_tests; i++)
			rt_answer_set(&result->tests[i].answer, RT_NOT_COVERED,
				      bad ? "'%s' is no periodic task" :
					    "there are no periodic tasks%s", name);
	} else if (analysis->domains == DOMAINS_EACH) {
		test_each_vcpu(analysis, result);
	} else {
		memset(answers, 0, sizeof(answers));
		test_domain(analysis, analysis->domains == DOMAINS_ONE ? 0 : ALL_VCPUS, answers,
			    result);
		for (i = 0; i < result->nr_tests; i++)
			result->tests[i].answer = answers[i];
	}
}
