// SPDX-License-Identifier: GPL-2.0
/*
 * The runs of a comparison, one by one.
 */
#include <stdlib.h>
#include <string.h>

#include "args/policy.h"
#include "compare/compare.h"
#include "util/tool.h"

/**
 * sweep_runs - how many runs there are
 * @sweep: the sweep
 *
 * Return: the number of runs, at most COMPARE_MAX_RUNS.
 */
size_t sweep_runs(const struct sweep *sweep)
{
	double runs = (double)sweep->nr_policies * sweep->nr_quanta * sweep->nr_vcpus *
		      sweep->nr_seeds * sweep->nr_locks;

	if (runs > COMPARE_MAX_RUNS)
		die(TOOL_USAGE, "compare: these are %.0f runs; allowed are %d", runs,
		    COMPARE_MAX_RUNS);
	return runs;
}

/* The last part of a mixed-base number, which is taken off. */
static size_t take_digit(size_t *index, size_t base)
{
	size_t digit = *index % base;

	*index /= base;
	return digit;
}

/**
 * sweep_run - one of the runs
 * @sweep: the sweep
 * @index: which one; the seed changes fastest, then vCPUs, quantum, locks and policy
 *
 * Return: the run, without what comes out.
 */
struct compare_run sweep_run(const struct sweep *sweep, size_t index)
{
	struct compare_run run = { .values = NULL };

	run.seed = sweep->seeds[take_digit(&index, sweep->nr_seeds)];
	run.nr_vcpus = sweep->vcpus[take_digit(&index, sweep->nr_vcpus)];
	run.quantum_ns = sweep->quanta[take_digit(&index, sweep->nr_quanta)];
	run.locks = sweep->locks[take_digit(&index, sweep->nr_locks)];
	run.policy = sweep->policies[index];
	return run;
}

static void generate_workload(const struct sweep *sweep, __u64 seed, struct workload *workload)
{
	struct generate generate = sweep->generate;
	size_t len;
	char *text;

	generate.seed = seed;
	text = generate_text(&generate, &len);
	*workload = (struct workload) { .nr_procs = 0 };
	if (workload_parse(workload, "(generated)", text, len))
		die(TOOL_WORKLOAD, "%s", workload->error);
	free(text);
}

/**
 * sweep_args - all that a run needs, or die
 * @sweep: the sweep
 * @run: the run; gets the number of vCPUs if it has none
 * @args: to be filled in, for sweep_args_done()
 */
void sweep_args(const struct sweep *sweep, struct compare_run *run, struct run_args *args)
{
	struct schedsim_config *config = &args->input.config;

	*args = sweep->base;
	policy_arg(config, run->policy);
	args->locks = run->locks;
	config->quantum_ns = run->quantum_ns;
	config->nr_vcpus = run->nr_vcpus;
	config->seed = run->seed;
	if (sweep->generate_args)
		generate_workload(sweep, run->seed, &args->workload);
	run_args_complete(args);
	run->nr_vcpus = config->nr_vcpus;
}

/**
 * sweep_args_done - free what sweep_args() has made
 * @sweep: the sweep
 * @args: of the run
 */
void sweep_args_done(const struct sweep *sweep, struct run_args *args)
{
	free(args->input.entries);
	policy_arg_free(&args->input.config);
	topology_free(&args->input.config);
	if (sweep->generate_args)
		workload_free(&args->workload);
}

/* Leave only the processes of a name in a result, or die. */
static void keep_process(struct run_result *result, const struct workload *workload,
			 const char *name)
{
	size_t len = strlen(name);
	__u32 i, nr = 0;

	for (i = 0; i < result->list.nr; i++) {
		if (!workload_has_name(&workload->procs[i], name, len))
			continue;
		result->list.procs[nr] = result->list.procs[i];
		result->list.attrs[nr++] = result->list.attrs[i];
	}
	if (!nr)
		die(TOOL_USAGE,
		    "--process: there is no '%s'; allowed are the names of the workload", name);
	result->list.nr = nr;
}

/**
 * sweep_execute - run one of the runs
 * @sweep: the sweep
 * @run: the run; gets what came out, but for @values
 * @values: the metrics, to be filled in
 *
 * Return: an exit code.
 */
int sweep_execute(const struct sweep *sweep, struct compare_run *run, double *values)
{
	struct run_result result = { .nr_params = 0 };
	struct schedsim_metrics metrics;
	struct run_args args;
	int code;

	sweep_args(sweep, run, &args);
	code = run_to_end(&args.input, run_engine, &result);
	if (!code && sweep->process)
		keep_process(&result, &args.workload, sweep->process);
	if (!code) {
		metrics_compute(&metrics, &result.list, result.vcpus, result.nr_vcpus,
				&result.stats);
		values_fill(values, &metrics);
		run->digest = result.stats.digest;
		run->fault = fault_of(&result.stats);
	}
	run_result_free(&result);
	sweep_args_done(sweep, &args);
	return code;
}
