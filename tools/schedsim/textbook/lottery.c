// SPDX-License-Identifier: GPL-2.0
/*
 * The exercise of the chapter "Scheduling: Proportional Share", and its program
 * lottery.py.
 */
#include <stdlib.h>
#include <string.h>

#include "print/output.h"
#include "textbook/exercise.h"
#include "util/tool.h"
#include "util/units.h"

#define UNIT		((__s64)NSEC_PER_MSEC)

/* The random numbers are below this. */
#define RANDOM_END	1000001

/* As many quanta as anybody can want to see. */
#define MAX_DRAWS	10000000

static const struct exercise_option options[] = {
	SEED_OPTION,
	NUMBER_OPTION('j', "jobs", jobs, 3, "how many random jobs"),
	TEXT_OPTION('l', "jlist", list, "", "LIST",
		    "jobs that are not random: RUN:TICKETS,RUN:TICKETS,..."),
	NUMBER_OPTION('m', "maxlen", max_run, 10, "random run times are below it"),
	NUMBER_OPTION('T', "maxticket", max_tickets, 100, "random tickets are below it"),
	NUMBER_OPTION('q', "quantum", quantum, 1, "the quantum"),
	SOLVE_OPTION("compute"),
	{ .letter = 0 },
};

static const struct job_column columns[] = {
	{ "RUN TIME", "run_time", offsetof(struct exercise_job, run), .time = true },
	{ "TICKETS", "tickets", offsetof(struct exercise_job, tickets), .time = false },
	{ .title = NULL },
};

enum { VALUE_RANDOM, VALUE_TICKET, VALUE_TICKETS, VALUE_LEFT };

static const char * const values[] = {
	[VALUE_RANDOM] = "RANDOM",
	[VALUE_TICKET] = "TICKET",
	[VALUE_TICKETS] = "TICKETS",
	[VALUE_LEFT] = "TIME LEFT",
	NULL,
};

/* 0 does not count. */
static __s64 draw(struct problem *problem, char option, __s64 below)
{
	__s64 value;

	if (below > -2 && below < 2)
		die(TOOL_USAGE,
		    "textbook lottery: -%c: below %lld there is only 0; allowed is 2 or more",
		    option, below);
	do {
		value = problem_draw(problem, below);
	} while (!value);
	return value;
}

static void make_random(struct problem *problem)
{
	__s64 i;

	for (i = 0; i < problem->args.jobs; i++) {
		struct exercise_job *job = problem_add_job(problem);

		job->run = draw(problem, 'm', problem->args.max_run) * UNIT;
		job->tickets = draw(problem, 'T', problem->args.max_tickets);
	}
}

static void read_list(struct problem *problem)
{
	const char *text = problem->args.list;

	for (;;) {
		size_t len = strcspn(text, ","), run = strcspn(text, ":,");
		struct exercise_job *job = problem_add_job(problem);

		if (run == len || memchr(text + run + 1, ':', len - run - 1))
			die(TOOL_USAGE,
			    "-l: '%.*s' does not have two parts; allowed are RUN:TICKETS, separated by commas, as in 10:100,20:50",
			    (int)len, text);
		job->run = list_number('l', text, run) * UNIT;
		job->tickets = list_number('l', text + run + 1, len - run - 1);
		if (!text[len])
			return;
		text += len + 1;
	}
}

static void make(struct problem *problem)
{
	__s64 total = 0;
	__u32 i;

	if (*problem->args.list)
		read_list(problem);
	else
		make_random(problem);
	for (i = 0; i < problem->nr_jobs && total <= MAX_DRAWS; i++)
		total += problem->jobs[i].run / UNIT;
	if (total > MAX_DRAWS)
		die(TOOL_USAGE,
		    "textbook lottery: the run times are too long; allowed are %d in all",
		    MAX_DRAWS);
	problem->nr_draws = total > 0 ? total : 0;
	problem->draws = allocate(problem->nr_draws, sizeof(*problem->draws));
	for (i = 0; i < problem->nr_draws; i++)
		problem->draws[i] = problem_draw(problem, RANDOM_END);
}

static void describe(const struct problem *problem)
{
	struct json_object *list;
	size_t i;

	if (problem->json) {
		list = json_object_new_array();
		for (i = 0; i < problem->nr_draws; i++)
			json_object_array_add(list, json_object_new_int64(problem->draws[i]));
		json_object_object_add(problem->json, "random", list);
		return;
	}
	if (problem->args.solve || !problem->nr_draws)
		return;
	printf("\nThe random numbers (as many as it takes at most):\n");
	for (i = 0; i < problem->nr_draws; i++)
		printf("%7u%s", problem->draws[i],
		       i % 10 == 9 || i + 1 == problem->nr_draws ? "\n" : " ");
}

static void configure(struct problem *problem, FILE *policy)
{
	struct run_input *input = &problem->run.input;

	if (!problem->nr_draws)
		die(TOOL_USAGE,
		    "textbook lottery: the jobs have no time to run, so nothing is drawn");
	input->config.quantum_ns = quantum_ns(problem, 'q', problem->args.quantum);
	input->until_ns = problem->nr_draws * input->config.quantum_ns;
	input->watch.tick_ns = input->config.quantum_ns;
	fputs(DRAWS_POLICY, policy);
	draws_begin(problem);
}

/* Who has less left than a quantum holds the CPU for all of it. */
static void write_job(const struct problem *problem, const struct exercise_job *job, FILE *to)
{
	__s64 quantum = problem->args.quantum, run = job->run / UNIT;

	run = run > quantum ? (run + quantum - 1) / quantum * quantum : quantum;
	fprintf(to, "%lld:%lld", run, job->tickets);
}

/* Say of all quanta by which ticket they were won, and what was then left. */
static void tell_tickets(struct problem *problem)
{
	__s64 tickets = 0, *left = allocate(problem->nr_jobs, sizeof(*left));
	__u64 quantum = problem->args.quantum * UNIT;
	size_t i;

	for (i = 0; i < problem->nr_jobs; i++) {
		tickets += problem->jobs[i].tickets;
		left[i] = problem->jobs[i].run / UNIT;
	}
	for (i = 0; i < problem->trace.nr; i++) {
		struct trace_entry *entry = &problem->trace.entries[i];
		__s64 *rest = &left[entry->job];

		if (entry->kind == TRACE_DONE) {
			tickets -= problem->jobs[entry->job].tickets;
		} else if (entry->kind == TRACE_RUN) {
			*rest -= *rest > problem->args.quantum ? problem->args.quantum : *rest;
			entry->values[VALUE_RANDOM] = problem->draws[entry->time / quantum];
			entry->values[VALUE_TICKETS] = tickets;
			entry->values[VALUE_TICKET] = entry->values[VALUE_RANDOM] % tickets;
			entry->values[VALUE_LEFT] = *rest;
		}
	}
	free(left);
}

static void solution(struct problem *problem, const struct run_result *result)
{
	tell_tickets(problem);
	trace_print(problem);
	draws_end();
}

const struct exercise exercise_lottery = {
	.name = "lottery",
	.summary = "lottery scheduling",
	.question = "Who wins each quantum, and when is each job done?",
	.options = options,
	.columns = columns,
	.values = values,
	.separator = ',',
	.may_be_0 = true,
	.private = true,
	.watched = 1U << TRACE_RUN | 1U << TRACE_DONE,
	.make = make,
	.describe = describe,
	.configure = configure,
	.write_job = write_job,
	.solution = solution,
};
