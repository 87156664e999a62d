/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Theory beside observation: what tests say of a workload, and what a run of it shows.
 */
#ifndef ANALYSE_REPORT_H
#define ANALYSE_REPORT_H

#include "analyse/tasks.h"
#include "run/run.h"

/* Tests of one policy. */
#define MAX_TESTS	3

/* The policies that there are tests for. */
enum analyse_policy {
	ANALYSE_EDF,
	ANALYSE_RM,
	ANALYSE_DM,
	ANALYSE_PRIO,
	NR_ANALYSE,
};

extern const char * const analyse_policies[NR_ANALYSE];

/**
 * enum analyse_domains - which run queues there are
 * @DOMAINS_ONE: one, of one vCPU
 * @DOMAINS_EACH: one for each vCPU, as each process is bound to one
 * @DOMAINS_ALL: one for all vCPUs, on each of which all may run
 * @DOMAINS_MIXED: one for all vCPUs, of which some may not use each
 */
enum analyse_domains {
	DOMAINS_ONE,
	DOMAINS_EACH,
	DOMAINS_ALL,
	DOMAINS_MIXED,
};

/**
 * struct test_result - what a test says
 * @name: of the test
 * @answer: what it says
 */
struct test_result {
	const char *name;
	struct rt_answer answer;
};

/**
 * struct task_result - what is known of the jobs of a process
 * @bound: how long they take at most, in ns; RT_NEVER: not known
 * @observed: how long one took at most
 * @done: how many were done
 * @released: how many were released
 * @missed: how many were late
 */
struct task_result {
	__u64 bound;
	__u64 observed;
	__u64 done;
	__u64 released;
	__u64 missed;
};

/**
 * struct policy_result - tests of a policy, and a run
 * @policy: the policy
 * @run: the policy of the run, with its parameters
 * @tests: what the tests say
 * @nr_tests: number of them
 * @tasks: the processes, as the workload has them
 * @missed: how many jobs were late
 * @digest: of the run
 */
struct policy_result {
	enum analyse_policy policy;
	const char *run;
	struct test_result tests[MAX_TESTS];
	__u32 nr_tests;
	struct task_result *tasks;
	__u64 missed;
	__u64 digest;
};

/**
 * struct analysis - all of it
 * @base: what the runs have in common, and the workload
 * @sources: the processes as tests see them, as the workload has them
 * @domains: which run queues there are
 * @until_ns: how long the runs take; 0: so that all has been seen, or MAX_JOBS jobs
 * @whole_ns: how long it takes until all has been seen, or RT_NEVER
 * @wanted: which policies
 * @policies: what is known of each
 * @nr_policies: number of them
 */
struct analysis {
	struct run_args base;
	struct source *sources;
	enum analyse_domains domains;
	__u64 until_ns;
	__u64 whole_ns;
	bool wanted[NR_ANALYSE];
	struct policy_result policies[NR_ANALYSE];
	__u32 nr_policies;
};

int analyse(struct analysis *analysis);
void analysis_free(struct analysis *analysis);
bool policy_accepted(const struct policy_result *result);
bool test_refuted(const struct policy_result *result, const struct test_result *test);
__u32 nr_refuted(const struct analysis *analysis);

/* analyse/theory.c */
bool is_aside(const struct analysis *analysis, enum analyse_policy policy, __u32 index);
void do_tests(const struct analysis *analysis, struct policy_result *result);

/* analyse/servers.c */
bool servers_fit(const struct source *sources, const __u32 *index, const struct rt_set *set,
		 struct rt_answer *answer);

/* analyse/print.c, analyse/json.c */
void analysis_print(const struct analysis *analysis);
void analysis_print_json(const struct analysis *analysis);

#endif /* ANALYSE_REPORT_H */
