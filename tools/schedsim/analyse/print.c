// SPDX-License-Identifier: GPL-2.0
/*
 * An analysis as text.
 */
#include <string.h>

#include "analyse/report.h"
#include "print/output.h"
#include "util/text.h"
#include "util/tool.h"
#include "util/units.h"

#define WIDTH		80
/* Where reasons begin. */
#define INDENT		29

static const char *verdict_name(enum rt_verdict verdict)
{
	static const char * const names[] = {
		[RT_REJECTED] = "rejected",
		[RT_ACCEPTED] = "accepted",
		[RT_NOT_COVERED] = "not covered",
	};

	return names[verdict];
}

/* Text that goes on below its beginning where a line is full. */
static void print_wrapped(const char *text, int indent)
{
	int room = WIDTH - indent;

	while (text_width(text) > room) {
		int len = text_wrap(text, room);

		printf("%.*s\n%*s", len, text, indent, "");
		text += len + (text[len] == ' ');
	}
	puts(text);
}

static void print_head(const struct analysis *analysis)
{
	const struct schedsim_config *config = &analysis->base.input.config;
	static const char * const domains[] = {
		[DOMAINS_ONE] = "",
		[DOMAINS_EACH] = " with a run queue each",
		[DOMAINS_ALL] = " with one run queue",
		[DOMAINS_MIXED] = " with one run queue",
	};
	char span[TIME_LEN], whole[TIME_LEN];

	printf("%u vCPU%s%s, seen for %s", config->nr_vcpus, config->nr_vcpus > 1 ? "s" : "",
	       domains[analysis->domains], format_time(analysis->until_ns, span));
	if (analysis->whole_ns <= analysis->until_ns)
		printf(": two hyperperiods\n\n");
	else if (analysis->whole_ns <= SCHEDSIM_MAX_TIME_NS)
		printf(" of %s, two hyperperiods\n\n", format_time(analysis->whole_ns, whole));
	else
		printf("; two hyperperiods are longer than %s\n\n",
		       format_time(SCHEDSIM_MAX_TIME_NS, whole));
}

static void print_tasks(const struct analysis *analysis)
{
	struct table *table = table_new("<~TASK\tPERIOD\tDEADLINE\tRUNTIME\t?OFFSET\tUTILISATION");
	char period[TIME_LEN], deadline[TIME_LEN], runtime[TIME_LEN], offset[TIME_LEN];
	struct fraction sum;
	__u32 i, nr = 0;

	fraction_init(&sum, 0);
	for (i = 0; i < analysis->base.workload.nr_procs; i++) {
		const struct source *source = &analysis->sources[i];

		if (source->why)
			continue;
		nr++;
		fraction_add(&sum, source->runtime, source->period);
		table_add(table, "%s\t%s\t%s\t%s\t%s\t%.6f", source->proc->name,
			  format_time(source->period, period),
			  format_time(source->deadline, deadline),
			  format_time(source->runtime, runtime),
			  format_time(source->proc->delay_ns, offset),
			  (double)source->runtime / source->period);
	}
	if (nr > 1)
		table_add(table, "all\t\t\t\t-\t%.6f", fraction_double(&sum));
	table_print(table);
	fraction_free(&sum);
}

static void print_others(const struct analysis *analysis)
{
	bool any = false;
	char *text;
	__u32 i;

	for (i = 0; i < analysis->base.workload.nr_procs; i++) {
		const struct source *source = &analysis->sources[i];

		if (!source->why)
			continue;
		if (!any)
			puts("\nno periodic tasks:");
		any = true;
		if (asprintf(&text, "%s:%u: '%s': %s",
			     source->proc->file ? source->proc->file : "-",
			     source->proc->line, source->proc->name, source->why) < 0)
			die(TOOL_FAILED, "out of memory");
		printf("  ");
		print_wrapped(make_printable(text), 4);
		free(text);
	}
}

static void print_jobs(const struct analysis *analysis, const struct policy_result *result)
{
	struct table *table = table_new("<~TASK\tDEADLINE\tBOUND\tOBSERVED\tJOBS\tMISSED");
	char deadline[TIME_LEN], bound[TIME_LEN], observed[TIME_LEN];
	__u32 i;

	for (i = 0; i < analysis->base.workload.nr_procs; i++) {
		const struct source *source = &analysis->sources[i];
		const struct task_result *task = &result->tasks[i];

		if (source->why)
			continue;
		table_add(table, "%s\t%s\t%s\t%s\t%llu\t%llu", source->proc->name,
			  format_time(source->deadline, deadline),
			  task->bound == RT_NEVER ? "-" : format_time(task->bound, bound),
			  task->done ? format_time(task->observed, observed) : "-",
			  task->released, task->missed);
	}
	table_print(table);
}

static void print_policy(const struct analysis *analysis, const struct policy_result *result)
{
	__u32 i;

	printf("\n%s\n", result->run);
	for (i = 0; i < result->nr_tests; i++) {
		const struct test_result *test = &result->tests[i];

		printf("  %-14s %-11s ", test->name, verdict_name(test->answer.verdict));
		print_wrapped(test->answer.reason, INDENT);
	}
	print_jobs(analysis, result);
}

/* The tests of which it holds, that they are @verdict and that a job was late or was not. */
static void print_summary(const struct analysis *analysis, const char *what,
			  enum rt_verdict verdict, bool missed)
{
	char text[512] = "";
	__u32 i, j;

	for (i = 0; i < analysis->nr_policies; i++) {
		const struct policy_result *result = &analysis->policies[i];

		for (j = 0; j < result->nr_tests; j++) {
			size_t len = strlen(text);

			if (result->tests[j].answer.verdict != verdict ||
			    !!result->missed != missed)
				continue;
			snprintf(text + len, sizeof(text) - len, "%s%s %s", len ? ", " : "",
				 analyse_policies[result->policy], result->tests[j].name);
		}
	}
	printf("%s: ", what);
	print_wrapped(*text ? text : "none", 34);
}

static void print_beyond(const struct analysis *analysis)
{
	__u32 i, j;

	for (i = 0; i < analysis->nr_policies; i++)
		for (j = 0; j < analysis->base.workload.nr_procs; j++)
			if (analysis->policies[i].tasks[j].observed >
			    analysis->policies[i].tasks[j].bound)
				printf("beyond its bound: '%s' under %s\n",
				       analysis->base.workload.procs[j].name,
				       analysis->policies[i].run);
}

/**
 * analysis_print - print an analysis as text
 * @analysis: the analysis
 */
void analysis_print(const struct analysis *analysis)
{
	__u32 i;

	print_head(analysis);
	print_tasks(analysis);
	print_others(analysis);
	for (i = 0; i < analysis->nr_policies; i++)
		print_policy(analysis, &analysis->policies[i]);
	putchar('\n');
	print_summary(analysis, "rejected though no miss was seen", RT_REJECTED, false);
	print_summary(analysis, "accepted though a miss was seen", RT_ACCEPTED, true);
	print_beyond(analysis);
}
