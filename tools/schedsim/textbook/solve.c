// SPDX-License-Identifier: GPL-2.0
/*
 * The solution of an exercise: it becomes a run as 'schedsim run' does it, with
 * the jobs as the option -l has them, and the engine runs it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/policy.h"
#include "print/fault.h"
#include "print/output.h"
#include "textbook/exercise.h"
#include "util/stream.h"
#include "util/tool.h"
#include "util/units.h"

/* What the engine has no such job for. */
static void check_jobs(const struct problem *problem)
{
	__u32 i;

	if (!problem->nr_jobs)
		die(TOOL_USAGE, "textbook %s: there are no jobs, so there is no solution",
		    problem->exercise->name);
	for (i = 0; i < problem->nr_jobs; i++) {
		const struct exercise_job *job = &problem->jobs[i];
		bool in_time = job->start >= 0;
		char name[UNITS_LEN], value[UNITS_LEN];

		if (!in_time || job->run + problem->exercise->may_be_0 <= 0)
			die(TOOL_USAGE,
			    "textbook %s: job %s: its %s of %s is not possible; allowed is %s",
			    problem->exercise->name, job_name(problem, i, name),
			    in_time ? "run time" : "start time",
			    units_text(in_time ? job->run : job->start, value),
			    in_time && !problem->exercise->may_be_0 ? "more than 0" :
									  "0 or more");
	}
}

static char *write_list(const struct problem *problem)
{
	char *text = NULL;
	size_t size;
	FILE *to = text_open(&text, &size);
	__u32 i;

	for (i = 0; i < problem->nr_jobs; i++) {
		if (i)
			fputc(problem->exercise->separator, to);
		problem->exercise->write_job(problem, &problem->jobs[i], to);
	}
	/* A list of one, too, has to be told from times. */
	if (problem->exercise->separator == ':' && problem->nr_jobs == 1)
		fputc(':', to);
	text_close(to);
	return text;
}

static char *write_policy(struct problem *problem)
{
	char *text = NULL;
	size_t size;
	FILE *to = text_open(&text, &size);

	problem->exercise->configure(problem, to);
	text_close(to);
	return text;
}

/**
 * problem_set_up - make a run of a problem, or die
 * @problem: the problem; if this has been done before, nothing happens
 *
 * As 'schedsim run' does it with its command line.
 */
void problem_set_up(struct problem *problem)
{
	struct run_args *run = &problem->run;
	__u64 until;

	if (problem->policy)
		return;
	check_jobs(problem);
	*run = (struct run_args) {
		.input.config = {
			.mask = SCHEDSIM_CONFIG_ALL & ~SCHEDSIM_CONFIG_TIE,
			.quantum_ns = SCHEDSIM_DEFAULT_QUANTUM_NS,
			.nr_vcpus = 1,
			.clock = SCHEDSIM_CLOCK_VIRTUAL,
		},
		.workload.warn = warn,
		.textbook.io_ns = TEXTBOOK_IO_NS,
	};
	problem->policy = write_policy(problem);
	problem->list = write_list(problem);
	until = run->input.until_ns;
	policy_arg(&run->input.config, problem->policy);
	textbook_list_arg(&run->textbook, "-l", problem->list);
	workload_add_textbook(&run->workload, &run->textbook, run->input.config.policy);
	workload_bind(&run->workload, &run->textbook, run->input.config.nr_vcpus);
	run_args_complete(run);
	if (until)
		run->input.until_ns = until;
	if (!run->input.watch.tick_ns)
		return;
	run->input.watch.begin = problem->lots ? multi_lots_begin : NULL;
	run->input.watch.event = trace_event;
	run->input.watch.tick = problem->exercise->tick ? problem->exercise->tick : trace_tick;
	run->input.watch.data = problem;
}

static char *command_line(const struct problem *problem, const char *separator)
{
	const struct run_args *run = &problem->run;
	char *text = NULL, time[TIME_LEN], unit[TIME_LEN];
	size_t size;
	FILE *to = text_open(&text, &size);

	fprintf(to, "schedsim run --policy %s", problem->policy);
	if (run->input.config.quantum_ns != SCHEDSIM_DEFAULT_QUANTUM_NS)
		fprintf(to, "%s--quantum %s", separator,
			format_time(run->input.config.quantum_ns, time));
	if (run->textbook.io_ns != TEXTBOOK_IO_NS)
		fprintf(to, "%s-i %s", separator, format_time(run->textbook.io_ns, time));
	if (run->input.config.nr_vcpus > 1)
		fprintf(to, "%s--vcpus %u", separator, run->input.config.nr_vcpus);
	if (run->input.config.cache_rate > 1)
		fprintf(to, "%s--cache size=%u,rate=%u,warmup=%s%s--unit %s", separator,
			run->input.config.cache_size, run->input.config.cache_rate,
			format_time(run->input.config.cache_warmup_ns, time), separator,
			format_time(run->input.config.unit_ns, unit));
	if (run->input.config.peek_ns)
		fprintf(to, "%s--peek %s", separator,
			format_time(run->input.config.peek_ns, time));
	fprintf(to, "%s-l %s", separator, problem->list);
	if (run->textbook.nr_affinities)
		fprintf(to, "%s-A %s", separator, problem->args.affinity);
	text_close(to);
	return text;
}

/* The same as a command line of 'schedsim run', which may be a long one. */
static void print_command_line(const struct problem *problem)
{
	char *text = command_line(problem, " ");

	if (problem->json) {
		json_add_string(problem->json, "run", text);
	} else if (strlen(text) > 80) {
		free(text);
		text = command_line(problem, " \\\n  ");
	}
	if (!problem->json)
		printf("\nThe same run:\n%s\n", text);
	free(text);
}

static int print_solution(struct problem *problem, const struct run_result *result)
{
	const struct fault fault = fault_of(&result->stats);
	char text[FAULT_LEN];

	problem->exercise->solution(problem, result);
	if (!fault.count)
		return TOOL_OK;
	complain("%s", format_fault(&fault, NULL, text));
	return TOOL_FAULT;
}

/**
 * problem_solve - solve a problem, and print that
 * @problem: the problem
 *
 * Return: an exit code.
 */
int problem_solve(struct problem *problem)
{
	struct run_result result = { .nr_params = 0 };
	int code;

	problem_set_up(problem);
	code = run_engine(&problem->run.input, &result);
	if (!code)
		code = print_solution(problem, &result);
	if (!code && !problem->exercise->private && !problem->lots)
		print_command_line(problem);
	run_result_free(&result);
	return code;
}
