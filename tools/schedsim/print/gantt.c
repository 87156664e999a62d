// SPDX-License-Identifier: GPL-2.0
/*
 * Gantt charts made of characters: one line a process, and a column for each
 * part of the time. A column shows how much of it the process ran.
 */
#include <stdlib.h>

#include "print/gantt.h"
#include "util/text.h"
#include "util/tool.h"
#include "util/units.h"

#define COLUMNS		72
#define NAME_WIDTH	16

struct gantt {
	__u64 time;
	__u32 columns;
	__u32 rows;
	__u64 ran[];	/* by row and column */
};

/* When column @column begins. */
static __u64 column_start(const struct gantt *gantt, __u64 column)
{
	__u64 columns = gantt->columns;

	return gantt->time / columns * column + gantt->time % columns * column / columns;
}

/**
 * gantt_column - the column that shows a time
 * @gantt: the chart
 * @time: the time
 *
 * Return: the last column that begins at that time or before it.
 */
__u32 gantt_column(const struct gantt *gantt, __u64 time)
{
	__u32 column = 0, step;

	for (step = 64; step; step /= 2)
		if (column + step < gantt->columns && column_start(gantt, column + step) <= time)
			column += step;
	return column;
}

static void add_slice(struct gantt *gantt, __u32 row, const struct run_slice *slice)
{
	__u32 column = gantt_column(gantt, slice->start);

	for (; column < gantt->columns && column_start(gantt, column) < slice->end; column++) {
		__u64 start = column_start(gantt, column);
		__u64 end = column_start(gantt, column + 1);

		start = start > slice->start ? start : slice->start;
		end = end < slice->end ? end : slice->end;
		gantt->ran[row * gantt->columns + column] += end - start;
	}
}

/**
 * gantt_rows - how many processes a chart shows
 * @result: a run
 *
 * Return: the number of its processes, but not more than fit on a page.
 */
__u32 gantt_rows(const struct run_result *result)
{
	return result->list.nr < GANTT_MAX_ROWS ? result->list.nr : GANTT_MAX_ROWS;
}

/**
 * gantt_new - make a chart
 * @result: a run, with slices
 * @time: when it ends
 * @columns: how wide it is, at most 128
 *
 * Return: the chart, to be freed.
 */
struct gantt *gantt_new(const struct run_result *result, __u64 time, __u32 columns)
{
	__u32 first = result->list.nr ? result->list.procs[0].id : 0;
	__u32 rows = gantt_rows(result);
	struct gantt *gantt;
	size_t i;

	gantt = allocate(1, sizeof(*gantt) + (size_t)rows * columns * sizeof(gantt->ran[0]));
	gantt->time = time;
	gantt->columns = columns;
	gantt->rows = rows;
	/* Ids were given out one after the other. */
	for (i = 0; i < result->nr_slices; i++)
		if (result->slices[i].id - first < rows)
			add_slice(gantt, result->slices[i].id - first, &result->slices[i]);
	return gantt;
}

/**
 * gantt_print_row - print the line of a process
 * @gantt: the chart
 * @row: the place of the process
 */
void gantt_print_row(const struct gantt *gantt, __u32 row)
{
	static const char * const shades[] = {
		" ", "\xe2\x96\x91", "\xe2\x96\x92", "\xe2\x96\x93", "\xe2\x96\x88",
	};
	__u32 column;

	putchar('|');
	for (column = 0; column < gantt->columns; column++) {
		__u64 whole = column_start(gantt, column + 1) - column_start(gantt, column);
		__u64 part = gantt->ran[row * gantt->columns + column];
		int shade = !part ? 0 : !whole || part >= whole ? 4 : 1 + 3 * part / whole;

		fputs(shades[shade], stdout);
	}
	putchar('|');
}

/**
 * gantt_print - print who ran when
 * @input: what was simulated
 * @result: what came out, with slices
 */
void gantt_print(const struct run_input *input, const struct run_result *result)
{
	__u32 rows = gantt_rows(result), i;
	struct gantt *gantt;
	char end[TIME_LEN];

	if (!result->stats.time_ns)
		return;
	gantt = gantt_new(result, result->stats.time_ns, COLUMNS);
	for (i = 0; i < rows; i++) {
		text_put_padded(make_printable(input->workload->procs[i].name), NAME_WIDTH);
		putchar(' ');
		gantt_print_row(gantt, i);
		putchar('\n');
	}
	if (rows < result->list.nr)
		printf("... and %u more\n", result->list.nr - rows);
	printf("%-*s 0%*s\n\n", NAME_WIDTH, "", COLUMNS,
	       format_time(result->stats.time_ns, end));
	free(gantt);
}
