// SPDX-License-Identifier: GPL-2.0
/*
 * A Gantt chart made of characters: one line a process, and a column for each
 * part of the time. A column shows how much of it the process ran.
 */
#include <stdlib.h>

#include "run.h"
#include "tool.h"
#include "units.h"

#define COLUMNS		72
#define MAX_ROWS	32
#define NAME_WIDTH	16

struct chart {
	__u64 time;
	__u64 (*ran)[COLUMNS];	/* by row and column */
};

/* When column @column begins. */
static __u64 column_start(const struct chart *chart, __u64 column)
{
	return chart->time / COLUMNS * column + chart->time % COLUMNS * column / COLUMNS;
}

static void add_slice(struct chart *chart, __u32 row, const struct run_slice *slice)
{
	__u32 column = 0, step;

	/* The last column that begins before the slice, by halving. */
	for (step = 64; step; step /= 2)
		if (column + step < COLUMNS && column_start(chart, column + step) <= slice->start)
			column += step;
	for (; column < COLUMNS && column_start(chart, column) < slice->end; column++) {
		__u64 start = column_start(chart, column);
		__u64 end = column_start(chart, column + 1);

		start = start > slice->start ? start : slice->start;
		end = end < slice->end ? end : slice->end;
		chart->ran[row][column] += end - start;
	}
}

static void print_row(const struct chart *chart, __u32 row)
{
	static const char * const shades[] = {
		" ", "\xe2\x96\x91", "\xe2\x96\x92", "\xe2\x96\x93", "\xe2\x96\x88",
	};
	__u32 column;

	for (column = 0; column < COLUMNS; column++) {
		__u64 whole = column_start(chart, column + 1) - column_start(chart, column);
		__u64 part = chart->ran[row][column];
		int shade = !part ? 0 : !whole || part >= whole ? 4 : 1 + 3 * part / whole;

		fputs(shades[shade], stdout);
	}
}

/**
 * gantt_print - print who ran when
 * @input: what was simulated
 * @result: what came out, with slices
 */
void gantt_print(const struct run_input *input, const struct run_result *result)
{
	struct chart chart = { .time = result->stats.time_ns };
	__u32 rows = result->nr_procs < MAX_ROWS ? result->nr_procs : MAX_ROWS;
	__u32 first = result->nr_procs ? result->procs[0].id : 0;
	char end[TIME_LEN];
	size_t i;

	if (!chart.time)
		return;
	chart.ran = allocate(rows, sizeof(*chart.ran));
	/* Ids were given out one after the other. */
	for (i = 0; i < result->nr_slices; i++)
		if (result->slices[i].id - first < rows)
			add_slice(&chart, result->slices[i].id - first, &result->slices[i]);
	for (i = 0; i < rows; i++) {
		printf("%-*.*s |", NAME_WIDTH, NAME_WIDTH,
		       make_printable(input->workload->procs[i].name));
		print_row(&chart, i);
		puts("|");
	}
	if (rows < result->nr_procs)
		printf("... and %u more\n", result->nr_procs - rows);
	printf("%-*s 0%*s\n\n", NAME_WIDTH, "", COLUMNS,
	       format_time(result->stats.time_ns, end));
	free(chart.ran);
}
