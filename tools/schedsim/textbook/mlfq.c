// SPDX-License-Identifier: GPL-2.0
/*
 * The exercise of the chapter "Scheduling: The Multi-Level Feedback Queue", and its
 * program mlfq.py.
 */
#include <string.h>

#include "print/output.h"
#include "textbook/exercise.h"
#include "util/tool.h"
#include "util/units.h"

#define UNIT		((__s64)NSEC_PER_MSEC)

/* So many queues may have parameters of their own. */
#define OWN_QUEUES	12

/* An allotment that nobody uses up. */
#define NEVER_DOWN	1000000

#define MAX_QUEUES	64

static const struct exercise_option options[] = {
	SEED_OPTION,
	NUMBER_OPTION('n', "numQueues", queues, 3, "how many queues, if there is no -Q"),
	NUMBER_OPTION('q', "quantum", quantum, 10, "the quantum of all queues, if there is no -Q"),
	NUMBER_OPTION('a', "allotment", allotment, 1,
		      "after how many quanta a job goes down a queue, if there is no -A"),
	TEXT_OPTION('Q', "quantumList", quanta, "", "LIST",
		    "the quantum of each queue, the topmost first"),
	TEXT_OPTION('A', "allotmentList", allotments, "", "LIST",
		    "the allotment of each queue, the topmost first"),
	NUMBER_OPTION('j', "numJobs", jobs, 3, "how many random jobs"),
	NUMBER_OPTION('m', "maxlen", max_run, 100, "the longest random run time"),
	NUMBER_OPTION('M', "maxio", max_io, 10,
		      "the longest random time between two I/Os of a job"),
	NUMBER_OPTION('B', "boost", boost, 0,
		      "after how much time, each time, all jobs go to the topmost queue; 0: never"),
	NUMBER_OPTION('i', "iotime", io, 5, "how long I/O takes"),
	FLAG_OPTION('S', "stay", stay, "who does I/O gets a new quantum and allotment"),
	FLAG_OPTION('I', "iobump", bump, "who has done I/O goes to the front of its queue"),
	TEXT_OPTION('l', "jlist", list, "", "LIST",
		    "jobs that are not random: START,RUN,I/O-FREQUENCY:..."),
	SOLVE_OPTION(NULL),
	{ .letter = 0 },
};

static const struct job_column columns[] = {
	{ "START", "start", offsetof(struct exercise_job, start), .time = true },
	{ "RUN TIME", "run_time", offsetof(struct exercise_job, run), .time = true },
	{ "I/O EVERY", "io_every", offsetof(struct exercise_job, io), .time = true },
	{ .title = NULL },
};

static const enum schedsim_measure measures[] = {
	SCHEDSIM_RESPONSE, SCHEDSIM_TURNAROUND, SCHEDSIM_NR_MEASURES,
};

enum { VALUE_QUEUE, VALUE_SLICE, VALUE_ALLOTMENT, VALUE_LEFT };

static const char * const values[] = {
	[VALUE_QUEUE] = "QUEUE",
	[VALUE_SLICE] = "SLICE LEFT",
	[VALUE_ALLOTMENT] = "ALLOTMENT",
	[VALUE_LEFT] = "TIME LEFT",
	NULL,
};

static __u32 count(const char *list, char separator)
{
	__u32 nr = 1;

	for (; *list; list++)
		nr += *list == separator;
	return nr;
}

/* Of all queues the same number, or one of the list each. */
static __s64 *read_queues(const struct problem *problem, char option, const char *list,
			  __s64 all)
{
	__s64 *numbers;
	__u32 i;

	if (*list && count(list, ',') != problem->nr_queues)
		die(TOOL_USAGE,
		    "textbook mlfq: -%c: '%s' has %u numbers; allowed are as many as there are queues, %u",
		    option, list, count(list, ','), problem->nr_queues);
	numbers = allocate(problem->nr_queues, sizeof(*numbers));
	for (i = 0; i < problem->nr_queues; i++) {
		size_t len = strcspn(list, ",");

		numbers[i] = *list ? list_number(option, list, len) : all;
		list += len + (list[len] == ',');
	}
	return numbers;
}

static void make_queues(struct problem *problem)
{
	const struct exercise_args *args = &problem->args;
	__s64 nr = *args->quanta ? count(args->quanta, ',') : args->queues;
	__u32 i;

	if (nr < 1 || nr > MAX_QUEUES)
		die(TOOL_USAGE,
		    "textbook mlfq: -%c: %lld queues are not possible; allowed are 1 to %d",
		    *args->quanta ? 'Q' : 'n', nr, MAX_QUEUES);
	problem->nr_queues = nr;
	problem->quanta = read_queues(problem, 'Q', args->quanta, args->quantum);
	problem->allotments = read_queues(problem, 'A', args->allotments, args->allotment);
	for (i = 0; *args->allotments && i + 1 < problem->nr_queues; i++)
		if (problem->allotments[i] < 1)
			die(TOOL_USAGE,
			    "textbook mlfq: -A: an allotment of %lld is not possible; allowed is 1 or more",
			    problem->allotments[i]);
}

static void read_job(struct exercise_job *job, const char *text, size_t len)
{
	size_t start = strcspn(text, ",:"), run, io;

	run = start < len ? start + 1 + strcspn(text + start + 1, ",:") : len;
	io = run < len ? run + 1 + strcspn(text + run + 1, ",:") : len;
	if (run >= len || io != len)
		die(TOOL_USAGE,
		    "-l: '%.*s' does not have three parts; allowed are START,RUN,I/O-FREQUENCY, separated by colons, as in 0,20,0:5,10,3",
		    (int)len, text);
	job->start = list_number('l', text, start) * UNIT;
	job->run = list_number('l', text + start + 1, run - start - 1) * UNIT;
	job->io = list_number('l', text + run + 1, len - run - 1) * UNIT;
}

static void read_list(struct problem *problem)
{
	const char *text = problem->args.list;

	for (;;) {
		size_t len = strcspn(text, ":");

		read_job(problem_add_job(problem), text, len);
		if (!text[len])
			return;
		text += len + 1;
	}
}

/* As int(random.random() * (MOST - 1) + 1). */
static __s64 draw(struct problem *problem, __s64 most)
{
	return (__s64)(mersenne_random(&problem->random) * (most - 1) + 1) * UNIT;
}

static void make(struct problem *problem)
{
	__s64 i;

	make_queues(problem);
	if (*problem->args.list) {
		read_list(problem);
		return;
	}
	for (i = 0; i < problem->args.jobs; i++) {
		struct exercise_job *job = problem_add_job(problem);

		job->run = draw(problem, problem->args.max_run);
		job->io = draw(problem, problem->args.max_io);
	}
}

static struct json_object *queues_json(const struct problem *problem)
{
	struct json_object *list = json_object_new_array();
	__u32 i, nr = problem->nr_queues;

	for (i = 0; i < nr; i++) {
		struct json_object *object = json_object_new_object();

		json_add_u64(object, "queue", nr - 1 - i);
		json_add_s64(object, "quantum", problem->quanta[i]);
		json_add_s64(object, "allotment", problem->allotments[i]);
		json_object_array_add(list, object);
	}
	return list;
}

static void describe(const struct problem *problem)
{
	__u32 i, nr = problem->nr_queues;
	struct table *table;

	if (problem->json) {
		json_object_object_add(problem->json, "queues", queues_json(problem));
		return;
	}
	putchar('\n');
	table = table_new("<QUEUE\tQUANTUM\tALLOTMENT");
	for (i = 0; i < nr; i++)
		table_add(table, "%u\t%lld\t%lld", nr - 1 - i, problem->quanta[i],
			  problem->allotments[i]);
	table_print(table);
}

/* With less than 1, jobs never go down. */
static __s64 allotment(const struct problem *problem, __u32 queue)
{
	__s64 quanta = problem->allotments[queue];

	return quanta < 1 || quanta > NEVER_DOWN ? NEVER_DOWN : quanta;
}

static __u64 quantum(const struct problem *problem, __u32 queue)
{
	return quantum_ns(problem, *problem->args.quanta ? 'Q' : 'q', problem->quanta[queue]);
}

/* What is not as in the lowest queue is written. */
static void write_queue(const struct problem *problem, __u32 queue, FILE *policy)
{
	bool own_quantum = problem->quanta[queue] != problem->quanta[problem->nr_queues - 1];
	bool own_allotment = allotment(problem, queue) !=
			     allotment(problem, problem->nr_queues - 1);

	if ((own_quantum || own_allotment) && queue >= OWN_QUEUES)
		die(TOOL_USAGE,
		    "textbook mlfq: there are too many quanta and allotments; after the first %d, all must be the same",
		    OWN_QUEUES);
	if (own_quantum)
		fprintf(policy, ",quantum%u=%llums", queue + 1, quantum(problem, queue) / UNIT);
	if (own_allotment)
		fprintf(policy, ",allotment%u=%lld", queue + 1, allotment(problem, queue));
}

static void configure(struct problem *problem, FILE *policy)
{
	const struct exercise_args *args = &problem->args;
	struct run_args *run = &problem->run;
	__u32 last = problem->nr_queues - 1, i;

	if (args->io < 0)
		die(TOOL_USAGE, "textbook mlfq: -i: %lld is not possible; allowed is 0 or more",
		    args->io);
	run->textbook.io_ns = args->io * UNIT;
	run->textbook.io_option = "-i";
	run->input.watch.tick_ns = UNIT;
	fprintf(policy, "mlfq:queues=%u%s%s", problem->nr_queues, args->stay ? ",stay=1" : "",
		args->bump ? ",bump=1" : "");
	if (args->boost > 0)
		fprintf(policy, ",boost=%lldms", args->boost);
	run->input.config.quantum_ns = quantum(problem, last);
	if (allotment(problem, last) != 1)
		fprintf(policy, ",allotment=%lld", allotment(problem, last));
	for (i = 0; i < last; i++)
		write_queue(problem, i, policy);
}

static void write_job(const struct problem *problem, const struct exercise_job *job, FILE *to)
{
	fprintf(to, "%lld,%lld,%lld", job->start / UNIT, job->run / UNIT,
		job->io > 0 ? job->io / UNIT : 0);
}

/* As after the unit of time that begins. */
static void tell(struct problem *problem, const struct schedsim_proc *proc,
		 struct trace_entry *entry)
{
	__s64 level = proc->values[0], left = proc->values[1], used = proc->values[2];

	entry->values[VALUE_QUEUE] = problem->nr_queues - 1 - level;
	entry->values[VALUE_SLICE] = problem->quanta[level] - used / UNIT - 1;
	entry->values[VALUE_LEFT] = (problem->jobs[entry->job].run - proc->cpu_ns) / UNIT - 1;
	entry->values[VALUE_ALLOTMENT] = problem->allotments[level] -
					 (allotment(problem, level) - left);
}

static bool joins(const struct trace_entry *entry, const struct trace_entry *next)
{
	return next->values[VALUE_QUEUE] == entry->values[VALUE_QUEUE] &&
	       next->values[VALUE_ALLOTMENT] == entry->values[VALUE_ALLOTMENT] &&
	       next->values[VALUE_SLICE] + 1 == entry->values[VALUE_SLICE];
}

static void solution(struct problem *problem, const struct run_result *result)
{
	trace_print(problem);
	statistics_print(problem, result);
}

const struct exercise exercise_mlfq = {
	.name = "mlfq",
	.summary = "the multi-level feedback queue",
	.question = "Who runs when? What are the response and turnaround times of the jobs?",
	.options = options,
	.columns = columns,
	.measures = measures,
	.values = values,
	.separator = ':',
	.watched = ~0U,
	.make = make,
	.describe = describe,
	.configure = configure,
	.write_job = write_job,
	.tell = tell,
	.joins = joins,
	.solution = solution,
};
