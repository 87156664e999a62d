// SPDX-License-Identifier: GPL-2.0
/*
 * Tables, for people or as JSON, and what stands in them; see bench_table.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench_table.h"

bool json;

static bool first_row, first_table = true;

void begin_table(const char *name, const struct column *columns, u32 nr)
{
	u32 i;

	if (json) {
		printf("%s  \"%s\": [", first_table ? "{\n" : ",\n", name);
	} else {
		printf("%s%-6s", first_table ? "" : "\n", "");
		for (i = 0; i < nr; i++)
			printf(" %*s", columns[i].width, columns[i].title);
		printf("\n");
	}
	first_row = true;
	first_table = false;
}

void row(const char *name, const struct column *columns, u32 nr,
	 const double *values)
{
	u32 i;

	if (json)
		printf("%s\n    { \"name\": \"%s\"", first_row ? "" : ",",
		       name);
	else
		printf("%-6s", name);
	for (i = 0; i < nr; i++) {
		const struct column *c = &columns[i];

		if (json)
			printf(", \"%s\": %.*f", c->key, c->digits, values[i]);
		else
			printf(" %*.*f", c->width, c->digits, values[i]);
	}
	printf(json ? " }" : "\n");
	fflush(stdout);
	first_row = false;
}

void end_table(void)
{
	if (json)
		printf("\n  ]");
}

void end_tables(void)
{
	if (json)
		printf("\n}\n");
}

u64 cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double median(double *values, u32 nr)
{
	qsort(values, nr, sizeof(*values), compare);
	return values[nr / 2];
}
