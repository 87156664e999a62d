// SPDX-License-Identifier: GPL-2.0
/*
 * The lists that compare takes as options.
 */
#include <stdlib.h>
#include <string.h>

#include "args/policy.h"
#include "compare/compare.h"
#include "util/tool.h"
#include "util/units.h"

#define MAX_LIST	COMPARE_MAX_RUNS

static char *copy_part(const char *text, size_t len)
{
	char *part = strndup(text, len);

	if (!part)
		die(TOOL_FAILED, "out of memory");
	return part;
}

static int compare_numbers(const void *a, const void *b)
{
	__u64 x = *(const __u64 *)a, y = *(const __u64 *)b;

	return (x > y) - (x < y);
}

/* What is there twice would make one row of two. */
static void check_numbers(const char *what, const char *text, const __u64 *numbers, size_t nr)
{
	__u64 *sorted = allocate(nr, sizeof(*sorted));
	size_t i;

	memcpy(sorted, numbers, nr * sizeof(*sorted));
	qsort(sorted, nr, sizeof(*sorted), compare_numbers);
	for (i = 1; i < nr; i++)
		if (sorted[i] == sorted[i - 1])
			die(TOOL_USAGE, "%s: '%s' has something twice; each may come once", what,
			    text);
	free(sorted);
}

/* What follows a comma: a further parameter of the policy before it? */
static bool is_parameter(const char *text)
{
	size_t len = strcspn(text, ",:=/");

	return text[len] == '=';
}

/* How long the policy at @text is, with its parameters. */
static size_t policy_len(const char *text)
{
	size_t len = strcspn(text, ",");

	while (text[len] && is_parameter(text + len + 1))
		len += 1 + strcspn(text + len + 1, ",");
	return len;
}

/**
 * policies_arg - read the list of policies, or die
 * @sweep: to be told of them
 * @text: policies, separated by commas, which may have parameters, separated by
 *        commas too: "rr,mlfq:queues=3,boost=100ms,fair"
 */
void policies_arg(struct sweep *sweep, const char *text)
{
	size_t room = 0, i;

	for (;;) {
		struct schedsim_config config = { .mask = 0 };
		size_t len = policy_len(text);
		char *policy = copy_part(text, len);

		policy_arg(&config, policy);
		check_policy(config.policy);
		policy_arg_warn(&config);
		policy_arg_free(&config);
		for (i = 0; i < sweep->nr_policies; i++)
			if (!strcmp(sweep->policies[i], policy))
				die(TOOL_USAGE,
				    "--policies: '%s' is there twice; each may come once",
				    policy);
		sweep->policies = grown(sweep->policies, sweep->nr_policies, &room,
					sizeof(*sweep->policies));
		sweep->policies[sweep->nr_policies++] = policy;
		if (!text[len])
			return;
		text += len + 1;
	}
}

/**
 * locks_arg - read the list of protocols, or die
 * @sweep: to be told of them
 * @text: their names, separated by commas
 */
void locks_arg(struct sweep *sweep, const char *text)
{
	size_t room = 0, i;

	for (;;) {
		size_t len = strcspn(text, ",");
		char *locks = copy_part(text, len);

		workload_locks_arg(locks);
		for (i = 0; i < sweep->nr_locks; i++)
			if (!strcmp(sweep->locks[i], locks))
				die(TOOL_USAGE, "--locks: '%s' is there twice; each may come once",
				    locks);
		sweep->locks = grown(sweep->locks, sweep->nr_locks, &room, sizeof(*sweep->locks));
		sweep->locks[sweep->nr_locks++] = locks;
		if (!text[len])
			return;
		text += len + 1;
	}
}

/**
 * quanta_arg - read the list of quanta, or die
 * @sweep: to be told of them
 * @text: times, separated by commas
 */
void quanta_arg(struct sweep *sweep, const char *text)
{
	const char *all = text;
	size_t room = 0;

	for (;;) {
		size_t len = strcspn(text, ",");
		char *part = copy_part(text, len);

		sweep->quanta = grown(sweep->quanta, sweep->nr_quanta, &room,
				      sizeof(*sweep->quanta));
		sweep->quanta[sweep->nr_quanta++] =
			time_arg("--quanta", part, SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS,
				 SCHEDSIM_MAX_QUANTUM_NS);
		free(part);
		if (!text[len])
			break;
		text += len + 1;
	}
	check_numbers("--quanta", all, sweep->quanta, sweep->nr_quanta);
}

/* "7" or "1..20" */
static bool parse_range(char *part, __u64 *first, __u64 *last)
{
	char *dots = strstr(part, "..");

	if (!dots)
		return parse_number(part, first) && parse_number(part, last);
	*dots = '\0';
	return parse_number(part, first) && parse_number(dots + 2, last);
}

/**
 * numbers_arg - read a list of numbers, or die
 * @what: what it is, for an error message
 * @text: numbers and ranges, separated by commas: "1..5,10"
 * @min: the least that is allowed
 * @max: the greatest that is allowed
 * @nr: to hold how many there are
 *
 * Return: the numbers, to be freed.
 */
__u64 *numbers_arg(const char *what, const char *text, __u64 min, __u64 max, size_t *nr)
{
	const char *all = text;
	__u64 *numbers = NULL;
	size_t room = 0;

	*nr = 0;
	for (;;) {
		size_t len = strcspn(text, ",");
		char *part = copy_part(text, len);
		__u64 first, last;

		if (!parse_range(part, &first, &last) || first < min || last > max || first > last)
			die(TOOL_USAGE,
			    "%s: '%.*s' is not possible; allowed are numbers and ranges from %llu to %llu, as in 1..5,10",
			    what, (int)len, text, min, max);
		free(part);
		if (last - first >= MAX_LIST - *nr)
			die(TOOL_USAGE, "%s: '%s' are too many; allowed are %d", what, all,
			    MAX_LIST);
		for (; first <= last; first++) {
			numbers = grown(numbers, *nr, &room, sizeof(*numbers));
			numbers[(*nr)++] = first;
			if (first == last)
				break;
		}
		if (!text[len])
			break;
		text += len + 1;
	}
	check_numbers(what, all, numbers, *nr);
	return numbers;
}

static void add_metric(struct compare_output *output, const char *name)
{
	int index = value_find(name);

	if (index < 0)
		die(TOOL_USAGE,
		    "--metrics: there is no '%s'; 'schedsim help compare' lists them, as in turnaround,waiting.p99,fairness",
		    name);
	if (output->nr_metrics == NR_VALUES)
		die(TOOL_USAGE, "--metrics: too many; allowed are %d", NR_VALUES);
	output->metrics[output->nr_metrics++] = index;
}

/**
 * metrics_arg - read the list of metrics, or die
 * @output: to be told of them
 * @text: their names, separated by commas, or "all"
 */
void metrics_arg(struct compare_output *output, const char *text)
{
	unsigned int i;

	output->nr_metrics = 0;
	if (!strcmp(text, "all")) {
		for (i = 0; i < NR_VALUES; i++)
			output->metrics[output->nr_metrics++] = i;
		return;
	}
	for (;;) {
		size_t len = strcspn(text, ",");
		char *name = copy_part(text, len);

		add_metric(output, name);
		free(name);
		if (!text[len])
			return;
		text += len + 1;
	}
}
