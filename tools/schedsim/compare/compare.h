/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Many runs that are compared: all combinations of policies, protocols of locks,
 * quanta, numbers of vCPUs and seeds. A row of the table is such a combination but
 * for the seed, over which it shows means.
 */
#ifndef COMPARE_H
#define COMPARE_H

#include <stdio.h>

#include "generate/generate.h"
#include "print/fault.h"
#include "print/values.h"
#include "run/run.h"

#define COMPARE_MAX_RUNS	1000000

/**
 * struct sweep - all that is to be run
 * @base: what all runs have in common, with the workload if that is from files
 * @generate: if it is not: what is to be generated, with the seed of each run
 * @generate_args: the options of that, or NULL
 * @files: the workload files
 * @nr_files: number of them
 * @policies: the policies, as they were given
 * @nr_policies: number of them
 * @locks: protocols of all mutexes; NULL: as the workload says
 * @nr_locks: number of them
 * @quanta: the quanta, in ns
 * @nr_quanta: number of them
 * @vcpus: the numbers of vCPUs; 0: as many as the workload needs
 * @nr_vcpus: number of them
 * @seeds: the seeds
 * @nr_seeds: number of them
 * @process: the name of the only process that is measured, or NULL
 * @tie: was --tie given?
 */
struct sweep {
	struct run_args base;
	struct generate generate;
	const char *generate_args;
	char **files;
	int nr_files;
	char **policies;
	size_t nr_policies;
	char **locks;
	size_t nr_locks;
	__u64 *quanta;
	size_t nr_quanta;
	__u64 *vcpus;
	size_t nr_vcpus;
	__u64 *seeds;
	size_t nr_seeds;
	const char *process;
	bool tie;
};

/**
 * struct compare_run - a run, and what came out
 * @policy: the policy, as it was given
 * @locks: the protocol of all mutexes, or NULL
 * @quantum_ns: the quantum
 * @nr_vcpus: the number of vCPUs
 * @seed: the seed
 * @digest: of all events
 * @fault: the last rule that the policy broke
 * @values: the metrics, NR_VALUES of them
 */
struct compare_run {
	const char *policy;
	const char *locks;
	__u64 quantum_ns;
	__u64 nr_vcpus;
	__u64 seed;
	__u64 digest;
	struct fault fault;
	const double *values;
};

/* How and of what the table is made. */
enum compare_format {
	COMPARE_TEXT,
	COMPARE_JSON,
	COMPARE_CSV,
};

struct compare_output {
	enum compare_format format;
	unsigned int metrics[NR_VALUES];
	size_t nr_metrics;
};

/* compare/args.c */
void policies_arg(struct sweep *sweep, const char *text);
void locks_arg(struct sweep *sweep, const char *text);
void quanta_arg(struct sweep *sweep, const char *text);
__u64 *numbers_arg(const char *what, const char *text, __u64 min, __u64 max, size_t *nr);
void metrics_arg(struct compare_output *output, const char *text);

/* compare/workload.c */
void sweep_read(struct sweep *sweep, bool emit, int argc, char **argv);

/* compare/sweep.c */
size_t sweep_runs(const struct sweep *sweep);
struct compare_run sweep_run(const struct sweep *sweep, size_t index);
void sweep_args(const struct sweep *sweep, struct compare_run *run, struct run_args *args);
void sweep_args_done(const struct sweep *sweep, struct run_args *args);
int sweep_execute(const struct sweep *sweep, struct compare_run *run, double *values);

/* compare/workers.c, compare/table.c, compare/faults.c, compare/gantt.c */
int compare_work(const struct sweep *sweep, unsigned int workers, struct compare_run *runs,
		 double **values);
void compare_print(const struct compare_output *output, const struct compare_run *runs,
		   size_t nr);
bool compare_same_row(const struct compare_run *a, const struct compare_run *b);
int compare_report_faults(const struct compare_run *runs, size_t nr);
int compare_gantt(const struct sweep *sweep);

/* compare/emit.c, compare/collect.c */
void compare_emit(const struct sweep *sweep, const char *into);
int compare_result(const struct sweep *sweep, const char *label);
int compare_collect(const struct compare_output *output, int nr_files, char **files);

#endif /* COMPARE_H */
