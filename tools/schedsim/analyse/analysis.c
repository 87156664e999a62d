// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of a workload, and a run of it under each policy that they are about.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/report.h"
#include "args/policy.h"
#include "util/tool.h"
#include "util/units.h"

/* A run that is to show all ends after about so many jobs, or after a day. */
#define MAX_JOBS	200000
#define MAX_SPAN_NS	(24 * 3600 * NSEC_PER_SEC)

static __u32 nr_allowed(const struct workload_proc *proc, __u32 nr_vcpus)
{
	__u32 vcpu, nr = 0, any = 0;

	for (vcpu = 0; vcpu < SCHEDSIM_MAX_VCPUS; vcpu++) {
		__u32 may = proc->attr.affinity[vcpu / 64] >> vcpu % 64 & 1;

		any |= may;
		nr += may && vcpu < nr_vcpus;
	}
	return any ? nr : nr_vcpus;
}

static enum analyse_domains find_domains(const struct workload *workload, __u32 nr_vcpus)
{
	__u32 i, bound = 0, free = 0, nr = workload->nr_procs;

	for (i = 0; i < nr; i++) {
		__u32 allowed = nr_allowed(&workload->procs[i], nr_vcpus);

		bound += allowed == 1;
		free += allowed == nr_vcpus;
	}
	if (nr_vcpus == 1)
		return DOMAINS_ONE;
	return bound == nr ? DOMAINS_EACH : free == nr ? DOMAINS_ALL : DOMAINS_MIXED;
}

/*
 * From the last arrival on, schedules of periodic tasks repeat after a hyperperiod, and what
 * comes up to the end of the second one is all that there is: J. Y.-T. Leung and M. L.
 * Merrill, "A Note on Preemptive Scheduling of Periodic, Real-Time Tasks", Information
 * Processing Letters 11(3), 1980, for earliest deadline first. Return: that time, in ns, or
 * RT_NEVER.
 */
static __u64 whole_span(const struct workload *workload, const struct source *sources)
{
	__u64 hyperperiod = 1, offset = 0;
	__u32 i;

	for (i = 0; i < workload->nr_procs; i++) {
		if (sources[i].why)
			continue;
		hyperperiod = rt_lcm(hyperperiod, sources[i].period);
		if (workload->procs[i].delay_ns > offset)
			offset = workload->procs[i].delay_ns;
	}
	return rt_add(offset, rt_mul(2, hyperperiod));
}

/* After how long about MAX_JOBS jobs have been released; at most a day. */
static __u64 jobs_span(const struct workload *workload, const struct source *sources)
{
	__u64 rate = 0;
	__u32 i;

	for (i = 0; i < workload->nr_procs; i++)
		if (!sources[i].why)
			rate = rt_add(rate, Q62_ONE / MAX_JOBS / sources[i].period);
	return rate && Q62_ONE / rate < MAX_SPAN_NS ? Q62_ONE / rate : MAX_SPAN_NS;
}

static void set_span(struct analysis *analysis)
{
	const struct workload *workload = &analysis->base.workload;
	__u64 most = jobs_span(workload, analysis->sources);

	analysis->whole_ns = whole_span(workload, analysis->sources);
	if (!analysis->until_ns)
		analysis->until_ns = analysis->whole_ns < most ? analysis->whole_ns : most;
}

static const char *policy_text(enum analyse_policy policy, enum analyse_domains domains)
{
	static const char * const each[NR_ANALYSE] = {
		"edf:balance=none", "rm:balance=none", "dm:balance=none", "prio:balance=none",
	};
	static const char * const all[NR_ANALYSE] = {
		"edf:span=all", "rm:span=all", "dm:span=all", "prio:span=all",
	};

	if (domains == DOMAINS_ONE)
		return analyse_policies[policy];
	return domains == DOMAINS_EACH ? each[policy] : all[policy];
}

static void take_result(const struct analysis *analysis, const struct run_result *run,
			struct policy_result *result)
{
	__u32 i;

	for (i = 0; i < run->list.nr; i++) {
		const struct schedsim_proc *proc = &run->list.procs[i];
		struct task_result *task = &result->tasks[i];

		task->observed = proc->response_max_ns;
		task->done = proc->jobs_done;
		task->released = proc->jobs_released;
		task->missed = proc->jobs_missed;
		if (!analysis->sources[i].why)
			result->missed += task->missed;
	}
	result->digest = run->stats.digest;
}

/* Run the workload as far as the tests are about it. Return: an exit code. */
static int observe(const struct analysis *analysis, struct policy_result *result)
{
	struct run_result run = { .nr_params = 0 };
	struct run_args args = analysis->base;
	int code;

	args.until = true;
	args.input.until_ns = analysis->until_ns;
	args.input.stop_idle = true;
	policy_arg(&args.input.config, result->run);
	run_args_complete(&args);
	code = run_engine(&args.input, &run);
	if (!code)
		take_result(analysis, &run, result);
	run_result_free(&run);
	free(args.input.entries);
	policy_arg_free(&args.input.config);
	return code;
}

/* Tasks of a set that a test accepts are done by their deadlines, if no more is known. */
static void complete_bounds(const struct analysis *analysis, struct policy_result *result)
{
	bool accepted = policy_accepted(result);
	__u32 i;

	for (i = 0; i < analysis->base.workload.nr_procs; i++)
		if (accepted && !analysis->sources[i].why && result->tasks[i].bound == RT_NEVER)
			result->tasks[i].bound = analysis->sources[i].deadline;
}

static int analyse_policy(struct analysis *analysis, enum analyse_policy policy)
{
	struct policy_result *result = &analysis->policies[analysis->nr_policies++];
	__u32 nr = analysis->base.workload.nr_procs, i;

	*result = (struct policy_result) {
		.policy = policy,
		.run = policy_text(policy, analysis->domains),
		.tasks = allocate(nr, sizeof(*result->tasks)),
	};
	for (i = 0; i < nr; i++)
		result->tasks[i].bound = RT_NEVER;
	do_tests(analysis, result);
	complete_bounds(analysis, result);
	return observe(analysis, result);
}

/**
 * analyse - do all tests and runs
 * @analysis: what the command line asks for; the workload has been read
 *
 * Return: an exit code.
 */
int analyse(struct analysis *analysis)
{
	struct schedsim_config *config = &analysis->base.input.config;
	struct workload *workload = &analysis->base.workload;
	enum analyse_policy policy;
	int code = TOOL_OK;

	if (analysis->base.locks)
		workload_set_protocol(workload, workload_locks_arg(analysis->base.locks));
	if (!config->nr_vcpus)
		config->nr_vcpus = workload_nr_cpus(workload);
	analysis->sources = sources_new(workload);
	analysis->domains = find_domains(workload, config->nr_vcpus);
	set_span(analysis);
	for (policy = 0; policy < NR_ANALYSE && !code; policy++)
		if (analysis->wanted[policy])
			code = analyse_policy(analysis, policy);
	return code;
}

/**
 * analysis_free - free what an analysis holds
 * @analysis: the analysis, with its workload
 */
void analysis_free(struct analysis *analysis)
{
	sources_free(analysis->sources, analysis->base.workload.nr_procs);
	while (analysis->nr_policies)
		free(analysis->policies[--analysis->nr_policies].tasks);
	workload_free(&analysis->base.workload);
}

/**
 * policy_accepted - does a test say that no deadline is missed?
 * @result: of the policy
 *
 * Return: whether one does.
 */
bool policy_accepted(const struct policy_result *result)
{
	__u32 i;

	for (i = 0; i < result->nr_tests; i++)
		if (result->tests[i].answer.verdict == RT_ACCEPTED)
			return true;
	return false;
}

/**
 * test_refuted - does the run show that a test is wrong?
 * @result: of the policy
 * @test: a test of it
 *
 * Return: whether a job was late although the test accepts the set.
 */
bool test_refuted(const struct policy_result *result, const struct test_result *test)
{
	return test->answer.verdict == RT_ACCEPTED && result->missed;
}

/**
 * nr_refuted - how often does a run show that a test or a bound is wrong?
 * @analysis: all of it
 *
 * Return: the number of tests and bounds; anything but 0 is an error, of this tool or of the
 * engine.
 */
__u32 nr_refuted(const struct analysis *analysis)
{
	__u32 i, j, nr = 0;

	for (i = 0; i < analysis->nr_policies; i++) {
		const struct policy_result *result = &analysis->policies[i];

		for (j = 0; j < result->nr_tests; j++)
			nr += test_refuted(result, &result->tests[j]);
		for (j = 0; j < analysis->base.workload.nr_procs; j++)
			nr += result->tasks[j].observed > result->tasks[j].bound;
	}
	return nr;
}
