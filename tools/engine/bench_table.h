/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tables, for people or as JSON, and what stands in them.
 */
#ifndef SIM_BENCH_TABLE_H
#define SIM_BENCH_TABLE_H

#include <schedsim/env.h>

/**
 * struct column - of a table
 * @title: above it
 * @key: in JSON
 * @width: in characters
 * @digits: behind the point
 */
struct column {
	const char *title;
	const char *key;
	int width;
	int digits;
};

void begin_table(const char *name, const struct column *columns, u32 nr);
void row(const char *name, const struct column *columns, u32 nr,
	 const double *values);
void end_table(void);
void end_tables(void);

/* Set before the first table. */
extern bool json;

/* CPU time used so far. */
u64 cpu_ns(void);

/* Sorts @values. */
double median(double *values, u32 nr);

#endif /* SIM_BENCH_TABLE_H */
