// SPDX-License-Identifier: GPL-2.0
/*
 * Exercises, and their statistics, for people and as JSON.
 */
#include <stdio.h>
#include <string.h>

#include "print/output.h"
#include "textbook/exercise.h"
#include "util/text.h"
#include "util/tool.h"
#include "util/units.h"

#define UNIT	((__s64)NSEC_PER_MSEC)

/* What the textbook calls a measure. */
static const struct {
	const char *title;
	const char *key;
} measure_names[] = {
	[SCHEDSIM_RESPONSE] = { "RESPONSE", "response" },
	[SCHEDSIM_TURNAROUND] = { "TURNAROUND", "turnaround" },
	[SCHEDSIM_WAITING] = { "WAIT", "wait" },
};

/**
 * units_text - a time in the units of an exercise
 * @ns: the time
 * @text: where to, of UNITS_LEN bytes
 *
 * Return: @text.
 */
const char *units_text(__s64 ns, char *text)
{
	int len = snprintf(text, UNITS_LEN, "%s%lld.%06lld", ns < 0 ? "-" : "",
			   (ns < 0 ? -ns : ns) / UNIT, (ns < 0 ? -ns : ns) % UNIT);

	while (text[len - 1] == '0')
		text[--len] = 0;
	if (text[len - 1] == '.')
		text[len - 1] = 0;
	return text;
}

/**
 * json_add_units - add a time in the units of an exercise
 * @object: the object
 * @key: the key
 * @ns: the time
 */
void json_add_units(struct json_object *object, const char *key, __s64 ns)
{
	char text[UNITS_LEN];

	if (ns % UNIT)
		json_object_object_add(object, key, json_object_new_double_s((double)ns / UNIT,
									     units_text(ns, text)));
	else
		json_add_s64(object, key, ns / UNIT);
}

/**
 * job_name - what a job is called
 * @problem: its problem
 * @job: its number
 * @text: where to, of UNITS_LEN bytes, if it has no name
 *
 * Return: its name.
 */
const char *job_name(const struct problem *problem, __u32 job, char *text)
{
	if (problem->jobs[job].name)
		return problem->jobs[job].name;
	snprintf(text, UNITS_LEN, "%u", job);
	return text;
}

static __s64 job_value(const struct exercise_job *job, const struct job_column *column)
{
	return *(const __s64 *)((const char *)job + column->at);
}

static struct json_object *job_json(const struct problem *problem, __u32 i)
{
	struct json_object *object = json_object_new_object();
	const struct job_column *column;
	char text[UNITS_LEN];

	json_add_string(object, "job", job_name(problem, i, text));
	for (column = problem->exercise->columns; column->title; column++) {
		__s64 value = job_value(&problem->jobs[i], column);

		if (column->time)
			json_add_units(object, column->key, value);
		else
			json_add_s64(object, column->key, value);
	}
	return object;
}

static void add_json(const struct problem *problem)
{
	struct json_object *list = json_object_new_array();
	__u32 i;

	json_add_string(problem->json, "exercise", problem->exercise->name);
	json_object_object_add(problem->json, "options",
			       options_json(problem->exercise, &problem->args));
	for (i = 0; i < problem->nr_jobs; i++)
		json_object_array_add(list, job_json(problem, i));
	json_object_object_add(problem->json, "jobs", list);
	if (problem->exercise->describe)
		problem->exercise->describe(problem);
}

static void print_jobs(const struct problem *problem)
{
	const struct job_column *column;
	char line[256] = "<JOB", value[UNITS_LEN];
	struct table *table;
	__u32 i;

	for (column = problem->exercise->columns; column->title; column++)
		strcat(strcat(line, "\t"), column->title);
	table = table_new(line);
	for (i = 0; i < problem->nr_jobs; i++) {
		*line = 0;
		for (column = problem->exercise->columns; column->title; column++) {
			__s64 number = job_value(&problem->jobs[i], column);

			if (column->time)
				units_text(number, value);
			else
				snprintf(value, sizeof(value), "%lld", number);
			strcat(strcat(line, "\t"), value);
		}
		table_add(table, "%s%s", job_name(problem, i, value), line);
	}
	table_print(table);
}

/**
 * problem_print - print what is asked
 * @problem: the problem
 */
void problem_print(const struct problem *problem)
{
	if (problem->json) {
		add_json(problem);
		return;
	}
	options_print(problem->exercise, &problem->args);
	putchar('\n');
	print_jobs(problem);
	if (problem->exercise->describe)
		problem->exercise->describe(problem);
	if (!problem->args.solve)
		printf("\n%s\nThe option -c prints the solution.\n", problem->exercise->question);
}

static __s64 measured(const struct run_result *result, __u32 job, enum schedsim_measure measure)
{
	__s64 value = 0;

	schedsim_measure(&result->list.procs[job], measure, &value);
	return value;
}

static double average(const struct problem *problem, const struct run_result *result,
		      enum schedsim_measure measure)
{
	double sum = 0;
	__u32 i;

	if (problem->exercise->sum)
		return problem->exercise->sum(problem, measure) / result->list.nr;
	for (i = 0; i < result->list.nr; i++)
		sum += (double)measured(result, i, measure) / UNIT;
	return sum / result->list.nr;
}

static void add_statistics(const struct problem *problem, const struct run_result *result)
{
	const enum schedsim_measure *measures = problem->exercise->measures, *measure;
	struct json_object *list = json_object_new_array();
	struct json_object *averages = json_object_new_object();
	char name[UNITS_LEN];
	__u32 i;

	for (i = 0; i < result->list.nr; i++) {
		struct json_object *object = json_object_new_object();

		json_add_string(object, "job", job_name(problem, i, name));
		for (measure = measures; *measure != SCHEDSIM_NR_MEASURES; measure++)
			json_add_units(object, measure_names[*measure].key,
				       measured(result, i, *measure));
		json_object_array_add(list, object);
	}
	for (measure = measures; *measure != SCHEDSIM_NR_MEASURES; measure++)
		json_object_object_add(averages, measure_names[*measure].key,
				       json_object_new_double(average(problem, result, *measure)));
	json_object_object_add(problem->json, "statistics", list);
	json_object_object_add(problem->json, "average", averages);
}

static void print_averages(struct table *table, const struct problem *problem,
			   const struct run_result *result)
{
	const enum schedsim_measure *measure;
	char line[256] = "";
	size_t len = 0;

	for (measure = problem->exercise->measures; *measure != SCHEDSIM_NR_MEASURES; measure++)
		len += snprintf(line + len, sizeof(line) - len, "\t%.2f",
				average(problem, result, *measure));
	table_add(table, "average%s", line);
}

/**
 * statistics_print - print how long all jobs took
 * @problem: the problem
 * @result: its solution
 */
void statistics_print(const struct problem *problem, const struct run_result *result)
{
	const enum schedsim_measure *measures = problem->exercise->measures, *measure;
	char line[256] = "<JOB", value[UNITS_LEN];
	struct table *table;
	__u32 i;

	if (problem->json) {
		add_statistics(problem, result);
		return;
	}
	for (measure = measures; *measure != SCHEDSIM_NR_MEASURES; measure++)
		strcat(strcat(line, "\t"), measure_names[*measure].title);
	putchar('\n');
	table = table_new(line);
	for (i = 0; i < result->list.nr; i++) {
		*line = 0;
		for (measure = measures; *measure != SCHEDSIM_NR_MEASURES; measure++)
			strcat(strcat(line, "\t"),
			       units_text(measured(result, i, *measure), value));
		table_add(table, "%s%s", job_name(problem, i, value), line);
	}
	print_averages(table, problem, result);
	table_print(table);
}
