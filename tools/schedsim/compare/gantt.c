// SPDX-License-Identifier: GPL-2.0
/*
 * Two runs side by side, and the first decision in which they differ.
 */
#include <stdlib.h>
#include <string.h>

#include "compare/compare.h"
#include "print/gantt.h"
#include "util/text.h"
#include "util/tool.h"
#include "util/units.h"

#define COLUMNS		36
#define NAME_WIDTH	12
#define LABEL_LEN	128

/**
 * struct side - one of the two
 * @run: the run
 * @args: what it was told
 * @result: what came out
 * @gantt: its chart
 * @label: its name
 */
struct side {
	struct compare_run run;
	struct run_args args;
	struct run_result result;
	struct gantt *gantt;
	char label[LABEL_LEN];
};

/* When, and on which vCPU, the two differ. */
struct difference {
	__u64 time;
	__u32 vcpu;
};

static int by_start(const void *a, const void *b)
{
	const struct run_slice *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->vcpu > y->vcpu) - (x->vcpu < y->vcpu);
}

/* What @slice goes on with, on its vCPU, among those that begin before it. */
static struct run_slice *find_before(struct run_slice *slices, size_t nr,
				     const struct run_slice *slice)
{
	while (nr--)
		if (slices[nr].vcpu == slice->vcpu)
			return slices[nr].end == slice->start && slices[nr].id == slice->id ?
			       &slices[nr] : NULL;
	return NULL;
}

/* Sort slices by their beginnings, and join those that just go on. */
static void tidy(struct run_result *result)
{
	size_t nr = 0, i;

	qsort(result->slices, result->nr_slices, sizeof(*result->slices), by_start);
	for (i = 0; i < result->nr_slices; i++) {
		struct run_slice *slice = &result->slices[i];
		struct run_slice *before = find_before(result->slices, nr, slice);

		if (before)
			before->end = slice->end;
		else
			result->slices[nr++] = *slice;
	}
	result->nr_slices = nr;
}

static bool find_difference(const struct run_result *a, const struct run_result *b,
			    struct difference *difference)
{
	const struct run_slice *first;
	size_t i = 0;

	while (i < a->nr_slices && i < b->nr_slices && !by_start(&a->slices[i], &b->slices[i]) &&
	       a->slices[i].id == b->slices[i].id)
		i++;
	if (i == a->nr_slices && i == b->nr_slices)
		return false;
	if (i == a->nr_slices)
		first = &b->slices[i];
	else if (i == b->nr_slices || by_start(&a->slices[i], &b->slices[i]) <= 0)
		first = &a->slices[i];
	else
		first = &b->slices[i];
	difference->time = first->start;
	difference->vcpu = first->vcpu;
	return true;
}

static const char *name_of(const struct side *side, __u32 id)
{
	return side->args.workload.procs[id - side->result.list.procs[0].id].name;
}

/* "picked a", "went on with b" or "ran nothing" */
static void print_choice(const struct side *side, const struct difference *at)
{
	const struct run_result *result = &side->result;
	size_t i;

	for (i = 0; i < result->nr_slices; i++) {
		const struct run_slice *slice = &result->slices[i];

		if (slice->vcpu != at->vcpu || slice->start > at->time || slice->end <= at->time)
			continue;
		printf("%s %s %s", side->label,
		       slice->start == at->time ? "picked" : "went on with",
		       name_of(side, slice->id));
		return;
	}
	printf("%s ran nothing", side->label);
}

static void print_difference(const struct side *sides, bool differ, const struct difference *at)
{
	char time[TIME_LEN];

	if (!differ) {
		puts("They do not differ: every decision is the same.");
		return;
	}
	printf("They first differ at %s, on vCPU %u: ", format_time(at->time, time), at->vcpu);
	print_choice(&sides[0], at);
	fputs(", ", stdout);
	print_choice(&sides[1], at);
	puts(".");
}

/* A caret below the column of the first difference. */
static void print_mark(const struct side *sides, const struct difference *at)
{
	int column = gantt_column(sides[0].gantt, at->time);

	printf("%-*s  %*s^%*s   %*s^\n", NAME_WIDTH, "", column, "", COLUMNS - 1 - column, "",
	       column, "");
}

static void print_charts(const struct side *sides, __u64 time)
{
	const struct run_result *result = &sides[0].result;
	char end[TIME_LEN];
	__u32 i;

	printf("%-*s  ", NAME_WIDTH, "");
	text_put_padded(sides[0].label, COLUMNS);
	printf("   %.*s\n", text_cut(sides[1].label, COLUMNS), sides[1].label);
	for (i = 0; i < gantt_rows(result); i++) {
		text_put_padded(make_printable(sides[0].args.workload.procs[i].name), NAME_WIDTH);
		putchar(' ');
		gantt_print_row(sides[0].gantt, i);
		putchar(' ');
		gantt_print_row(sides[1].gantt, i);
		putchar('\n');
	}
	if (gantt_rows(result) < result->list.nr)
		printf("... and %u more\n", result->list.nr - gantt_rows(result));
	format_time(time, end);
	printf("%-*s 0%*s  0%*s\n", NAME_WIDTH, "", COLUMNS, end, COLUMNS, end);
}

static void print_sides(struct side *sides)
{
	__u64 time = sides[0].result.stats.time_ns;
	struct difference at = { .time = 0 };
	bool differ;
	int i;

	if (sides[1].result.stats.time_ns > time)
		time = sides[1].result.stats.time_ns;
	if (!time || !sides[0].result.list.nr)
		return;
	for (i = 0; i < 2; i++)
		sides[i].gantt = gantt_new(&sides[i].result, time, COLUMNS);
	tidy(&sides[0].result);
	tidy(&sides[1].result);
	differ = find_difference(&sides[0].result, &sides[1].result, &at);
	printf("\nseed %llu:\n", sides[0].run.seed);
	print_charts(sides, time);
	if (differ)
		print_mark(sides, &at);
	print_difference(sides, differ, &at);
	free(sides[0].gantt);
	free(sides[1].gantt);
}

static int run_side(const struct sweep *sweep, size_t index, struct side *side)
{
	char quantum[TIME_LEN];
	size_t len;

	side->run = sweep_run(sweep, index);
	sweep_args(sweep, &side->run, &side->args);
	side->args.input.gantt = true;
	snprintf(side->label, sizeof(side->label), "%s/%s", side->run.policy,
		 format_time(side->run.quantum_ns, quantum));
	len = strlen(side->label);
	if (sweep->nr_locks > 1)
		snprintf(side->label + len, sizeof(side->label) - len, "/%s", side->run.locks);
	if (sweep->nr_vcpus > 1)
		snprintf(side->label + len, sizeof(side->label) - len, "/%llu vCPUs",
			 side->run.nr_vcpus);
	make_printable(side->label);
	return run_to_end(&side->args.input, run_engine, &side->result);
}

/**
 * compare_gantt - two configurations, with the first of the seeds
 * @sweep: the sweep, which has just two
 *
 * Return: an exit code.
 */
int compare_gantt(const struct sweep *sweep)
{
	struct side *sides = allocate(2, sizeof(*sides));
	int code = TOOL_OK, i;

	for (i = 0; i < 2 && !code; i++)
		code = run_side(sweep, i * sweep->nr_seeds, &sides[i]);
	if (!code)
		print_sides(sides);
	while (i--) {
		run_result_free(&sides[i].result);
		sweep_args_done(sweep, &sides[i].args);
	}
	free(sides);
	return code;
}
