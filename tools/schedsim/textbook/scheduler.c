// SPDX-License-Identifier: GPL-2.0
/*
 * The exercise of the chapter "CPU Scheduling", and its program scheduler.py.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "textbook/exercise.h"
#include "util/tool.h"
#include "util/units.h"

static const struct exercise_option options[] = {
	SEED_OPTION,
	NUMBER_OPTION('j', "jobs", jobs, 3, "how many random jobs"),
	TEXT_OPTION('l', "jlist", list, "", "LIST", "jobs that are not random: RUN,RUN,..."),
	NUMBER_OPTION('m', "maxlen", max_run, 10, "the longest random run time"),
	TEXT_OPTION('p', "policy", policy, "FIFO", "POLICY", "FIFO (the default), SJF or RR"),
	NUMBER_OPTION('q', "quantum", quantum, 1, "the quantum of RR"),
	SOLVE_OPTION(NULL),
	{ .letter = 0 },
};

static const struct job_column columns[] = {
	{ "RUN TIME", "run_time", offsetof(struct exercise_job, run), .time = true },
	{ .title = NULL },
};

static const enum schedsim_measure measures[] = {
	SCHEDSIM_RESPONSE, SCHEDSIM_TURNAROUND, SCHEDSIM_WAITING, SCHEDSIM_NR_MEASURES,
};

static void read_list(struct problem *problem)
{
	const char *text = problem->args.list;

	for (;;) {
		size_t len = strcspn(text, ",");
		__u64 ns;
		const char *error = parse_time(text, len, NSEC_PER_MSEC, &ns);

		if (error)
			die(TOOL_USAGE,
			    "-l: '%.*s' %s; allowed are times separated by commas, as in 5,2.5,8",
			    (int)len, text, error);
		problem_add_job(problem)->run = ns;
		if (!text[len])
			return;
		text += len + 1;
	}
}

static void make(struct problem *problem)
{
	const struct exercise_args *args = &problem->args;
	__s64 i;

	if (strcmp(args->policy, "FIFO") && strcmp(args->policy, "SJF") &&
	    strcmp(args->policy, "RR"))
		die(TOOL_USAGE,
		    "textbook scheduler: there is no policy '%s'; allowed are FIFO, SJF and RR",
		    args->policy);
	if (*args->list) {
		read_list(problem);
		return;
	}
	for (i = 0; i < args->jobs; i++)
		problem_add_job(problem)->run =
			(problem_draw(problem, args->max_run) + 1) * (__s64)NSEC_PER_MSEC;
}

static bool round_robin(const struct problem *problem)
{
	return !strcmp(problem->args.policy, "RR");
}

static void configure(struct problem *problem, FILE *policy)
{
	problem->run.input.gantt = true;	/* for trace_slices() */
	if (round_robin(problem))
		problem->run.input.config.quantum_ns =
			quantum_ns(problem, 'q', problem->args.quantum);
	fputs(round_robin(problem) ? "rr" : strcmp(problem->args.policy, "SJF") ? "fifo" : "sjf",
	      policy);
}

static void write_job(const struct problem *problem, const struct exercise_job *job, FILE *to)
{
	char run[UNITS_LEN];

	fputs(units_text(job->run, run), to);
}

/**
 * struct sums - a job, in the numbers of scheduler.py, which are rounded at each step
 * @left: what is left of it
 * @ran: when it ran last
 * @measures: its response time and so on
 */
struct sums {
	double left;
	double ran;
	double measures[SCHEDSIM_NR_MEASURES];
};

/* A job runs from @time on. Return: until when. */
static double add_run(const struct problem *problem, struct sums *job, double time)
{
	double quantum = problem->args.quantum, ran = job->left;

	if (round_robin(problem) && ran > quantum)
		ran = quantum;
	if (!job->ran)
		job->measures[SCHEDSIM_RESPONSE] = time;
	job->measures[SCHEDSIM_WAITING] += time - job->ran;
	job->left -= ran;
	job->ran = time + ran;
	job->measures[SCHEDSIM_TURNAROUND] = job->ran;
	return job->ran;
}

/*
 * With fractions, the second digit of an average depends on the order of the additions.
 * That of scheduler.py: with round robin that of the jobs, else that in which they run.
 */
static double sum(const struct problem *problem, enum schedsim_measure measure)
{
	struct sums *jobs = allocate(problem->nr_jobs, sizeof(*jobs));
	double time = 0, in_turn = 0, all = 0;
	size_t i;

	for (i = 0; i < problem->nr_jobs; i++)
		jobs[i].left = (double)problem->jobs[i].run / NSEC_PER_MSEC;
	for (i = 0; i < problem->trace.nr; i++) {
		const struct trace_entry *entry = &problem->trace.entries[i];

		if (entry->kind != TRACE_RUN)
			continue;
		time = add_run(problem, &jobs[entry->job], time);
		in_turn += jobs[entry->job].measures[measure];
	}
	for (i = 0; i < problem->nr_jobs; i++)
		all += jobs[i].measures[measure];
	free(jobs);
	return round_robin(problem) ? all : in_turn;
}

static void solution(struct problem *problem, const struct run_result *result)
{
	trace_slices(problem, result, round_robin(problem) ?
		     problem->run.input.config.quantum_ns : SCHEDSIM_NEVER);
	trace_print(problem);
	statistics_print(problem, result);
}

const struct exercise exercise_scheduler = {
	.name = "scheduler",
	.summary = "first come, first served; shortest job first; round robin",
	.question = "What are the response time, the turnaround time and the wait of each job?",
	.options = options,
	.columns = columns,
	.measures = measures,
	.separator = ',',
	.watched = 1U << TRACE_RUN | 1U << TRACE_DONE,
	.make = make,
	.configure = configure,
	.write_job = write_job,
	.sum = sum,
	.solution = solution,
};
