// SPDX-License-Identifier: GPL-2.0
/*
 * The jobs of an exercise.
 */
#include <stdlib.h>

#include "args/policy.h"
#include "textbook/exercise.h"
#include "util/tool.h"
#include "util/units.h"

/**
 * problem_add_job - add a job
 * @problem: the problem
 *
 * Return: the job, zeroed; until another one is added.
 */
struct exercise_job *problem_add_job(struct problem *problem)
{
	struct exercise_job *job;

	if (problem->nr_jobs == SCHEDSIM_MAX_PROCS)
		die(TOOL_USAGE, "textbook %s: there are too many jobs; allowed are %d",
		    problem->exercise->name, SCHEDSIM_MAX_PROCS);
	problem->jobs = grown(problem->jobs, problem->nr_jobs, &problem->room_jobs,
			      sizeof(*problem->jobs));
	job = &problem->jobs[problem->nr_jobs++];
	*job = (struct exercise_job) { .name = NULL };
	return job;
}

/**
 * problem_draw - a random whole number, as int(N * random.random()) gives it
 * @problem: the problem
 * @n: the number N
 *
 * Return: the number, from 0 to below @n; towards 0 if @n is negative.
 */
__s64 problem_draw(struct problem *problem, __s64 n)
{
	return n * mersenne_random(&problem->random);
}

/**
 * quantum_ns - a quantum of the command line as one of a run, or die
 * @problem: the problem
 * @option: the letter of the option that gives it
 * @quantum: the quantum
 *
 * Return: the quantum in ns.
 */
__u64 quantum_ns(const struct problem *problem, char option, __s64 quantum)
{
	const __s64 most = SCHEDSIM_MAX_QUANTUM_NS / NSEC_PER_MSEC;

	if (quantum < 1 || quantum > most)
		die(TOOL_USAGE,
		    "textbook %s: -%c: a quantum of %lld is not possible; allowed are 1 to %lld",
		    problem->exercise->name, option, quantum, most);
	return quantum * NSEC_PER_MSEC;
}

/**
 * problem_free - free all that a problem holds
 * @problem: the problem
 */
void problem_free(struct problem *problem)
{
	__u32 i;

	for (i = 0; i < problem->nr_jobs; i++)
		free(problem->jobs[i].name);
	free(problem->jobs);
	free(problem->quanta);
	free(problem->allotments);
	free(problem->draws);
	free(problem->policy);
	free(problem->list);
	free(problem->trace.entries);
	free(problem->run.input.entries);
	policy_arg_free(&problem->run.input.config);
	topology_free(&problem->run.input.config);
	textbook_free(&problem->run.textbook);
	workload_free(&problem->run.workload);
}
