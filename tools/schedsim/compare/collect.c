// SPDX-License-Identifier: GPL-2.0
/*
 * The results of the commands that --emit-jobs printed, joined into the table
 * that one machine alone would have made.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/compare.h"
#include "print/output.h"
#include "util/tool.h"

/**
 * struct collection - results
 * @runs: by their number; without @values: not there yet
 * @nr: number of runs of the sweep; 0: not known yet
 * @nr_found: results found
 * @sweep: fingerprint of the sweep
 * @file: the file that is read
 * @line: the line there
 */
struct collection {
	struct compare_run *runs;
	__u64 nr;
	__u64 nr_found;
	__u64 sweep;
	const char *file;
	unsigned int line;
};

static void __noreturn bad_line(const struct collection *all, const char *what)
{
	die(TOOL_FAILED, "%s:%u: %s", all->file, all->line, what);
}

static struct json_object *get(const struct collection *all, struct json_object *object,
			       const char *key, enum json_type type)
{
	struct json_object *value;

	if (!json_object_object_get_ex(object, key, &value) ||
	    json_object_get_type(value) != type)
		bad_line(all, "this is no result of a command that --emit-jobs printed");
	return value;
}

static __u64 get_number(const struct collection *all, struct json_object *object, const char *key)
{
	return json_object_get_uint64(get(all, object, key, json_type_int));
}

static const double *get_values(const struct collection *all, struct json_object *object)
{
	struct json_object *list = get(all, object, "values", json_type_object), *value;
	double *values = allocate(NR_VALUES, sizeof(*values));
	char name[VALUE_NAME_LEN];
	int i;

	for (i = 0; i < NR_VALUES; i++) {
		if (!json_object_object_get_ex(list, value_name(i, name), &value))
			bad_line(all, "a metric is missing; is this from another version?");
		if (value && !json_object_is_type(value, json_type_int) &&
		    !json_object_is_type(value, json_type_double))
			bad_line(all, "a metric is no number");
		values[i] = value ? json_object_get_double(value) : NAN;
		if (value && (!isfinite(values[i]) || fabs(values[i]) > SCHEDSIM_MAX_TIME_NS))
			bad_line(all, "a metric is too great");
	}
	return values;
}

static char *copy(const char *text)
{
	char *copied = strdup(text);

	if (!copied)
		die(TOOL_FAILED, "out of memory");
	return copied;
}

static void read_run(const struct collection *all, struct json_object *object,
		     struct compare_run *run)
{
	struct json_object *locks;

	run->policy = copy(json_object_get_string(get(all, object, "policy", json_type_string)));
	run->locks = NULL;
	if (json_object_object_get_ex(object, "locks", &locks) && locks)
		run->locks = copy(json_object_get_string(get(all, object, "locks",
							     json_type_string)));
	run->quantum_ns = get_number(all, object, "quantum_ns");
	run->nr_vcpus = get_number(all, object, "nr_vcpus");
	run->seed = get_number(all, object, "seed");
	run->digest = strtoull(json_object_get_string(get(all, object, "digest",
							  json_type_string)), NULL, 0);
	fault_from_json(&run->fault, json_object_object_get(object, "fault"));
	run->values = get_values(all, object);
}

static void free_run(struct compare_run *run)
{
	free((char *)run->policy);
	free((char *)run->locks);
	free((double *)run->values);
}

static void add_result(struct collection *all, struct json_object *object)
{
	__u64 number = get_number(all, object, "run"), of = get_number(all, object, "of");
	__u64 sweep = get_number(all, object, "sweep");
	struct compare_run run, *old;

	if (!number || number > of || of > COMPARE_MAX_RUNS)
		bad_line(all, "this is no result of a command that --emit-jobs printed");
	if (!all->nr) {
		all->nr = of;
		all->sweep = sweep;
		all->runs = allocate(of, sizeof(*all->runs));
	}
	if (all->nr != of || all->sweep != sweep)
		bad_line(all, "this is a result of another comparison than those before it");
	read_run(all, object, &run);
	old = &all->runs[number - 1];
	if (!old->values) {
		*old = run;
		all->nr_found++;
		return;
	}
	/* The same once more, as when a job was done again. */
	if (old->digest != run.digest)
		bad_line(all, "another result of the same run differs; did the files change?");
	free_run(&run);
}

static void read_file(struct collection *all, const char *name)
{
	FILE *file = strcmp(name, "-") ? fopen(name, "r") : stdin;
	size_t room = 0;
	char *line = NULL;

	if (!file)
		die(TOOL_FAILED, "%s: %s", name, strerror(errno));
	all->file = name;
	all->line = 0;
	while (getline(&line, &room, file) > 0) {
		struct json_object *object;

		all->line++;
		if (line[strspn(line, " \t\r\n")] == '\0')
			continue;
		object = json_tokener_parse(line);
		if (!json_object_is_type(object, json_type_object))
			bad_line(all, "this is no result of a command that --emit-jobs printed");
		add_result(all, object);
		json_object_put(object);
	}
	if (ferror(file))
		die(TOOL_FAILED, "%s: %s", name, strerror(errno));
	free(line);
	if (file != stdin)
		fclose(file);
}

static void check_complete(const struct collection *all)
{
	__u64 i;

	if (!all->nr)
		die(TOOL_FAILED, "compare: there are no results in these files");
	for (i = 0; i < all->nr && all->runs[i].values; i++)
		;
	if (i < all->nr)
		die(TOOL_FAILED,
		    "compare: %llu of %llu results are missing; the first is number %llu",
		    all->nr - all->nr_found, all->nr, i + 1);
}

/**
 * compare_collect - join results, and print the table
 * @output: how
 * @nr_files: number of @files
 * @files: names of files with results; "-" is the standard input
 *
 * Return: an exit code.
 */
int compare_collect(const struct compare_output *output, int nr_files, char **files)
{
	struct collection all = { .nr = 0 };
	int i, code;
	__u64 j;

	for (i = 0; i < nr_files; i++)
		read_file(&all, files[i]);
	check_complete(&all);
	compare_print(output, all.runs, all.nr);
	code = compare_report_faults(all.runs, all.nr);
	for (j = 0; j < all.nr; j++)
		free_run(&all.runs[j]);
	free(all.runs);
	return code;
}
