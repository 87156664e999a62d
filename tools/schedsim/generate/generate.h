/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random workloads. The same options and seed give the same text on every
 * machine: all arithmetic is on integers.
 */
#ifndef GENERATE_H
#define GENERATE_H

#include <stdbool.h>
#include <stdio.h>

#include <linux/types.h>

enum generate_class {
	GENERATE_OTHER,
	GENERATE_FIFO,
	GENERATE_RR,
	GENERATE_DEADLINE,
};

enum generate_lengths {
	GENERATE_EXPONENTIAL,
	GENERATE_UNIFORM,
	GENERATE_BIMODAL,
};

/**
 * struct generate - what is to be generated
 * @nr_tasks: periodic tasks
 * @utilisation: of all of them together, in millionths
 * @period_min: the shortest period, in us, as are all times here
 * @period_max: the longest
 * @granularity: what periods are multiples of
 * @harmonic: are periods powers of two times @period_min?
 * @constrained: are deadlines random, or just the ends of the periods?
 * @class: the scheduling class of the tasks
 * @nr_jobs: jobs that just run and end
 * @interarrival_ns: mean time between two of them, in ns
 * @lengths: how their lengths are distributed
 * @length: exponential: the mean; uniform: the least; bimodal: one of two
 * @length_max: uniform: the greatest; bimodal: the other
 * @percent: bimodal: how many are of @length
 * @duration_s: how long to simulate; 0: until all is done
 * @seed: of the random numbers
 * @seeded: was that given?
 * @options: all of it as it was given, for a comment
 */
struct generate {
	__u32 nr_tasks;
	__u64 utilisation;
	__u64 period_min;
	__u64 period_max;
	__u64 granularity;
	bool harmonic;
	bool constrained;
	enum generate_class class;
	__u32 nr_jobs;
	__u64 interarrival_ns;
	enum generate_lengths lengths;
	__u64 length;
	__u64 length_max;
	__u32 percent;
	__u64 duration_s;
	__u64 seed;
	bool seeded;
	char *options;
};

/* commands/generate.c */
void generate_options(struct generate *generate, int argc, char **argv);
char *generate_text(const struct generate *generate, size_t *len);

/* generate/tasks.c, generate/jobs.c */
void generate_tasks(const struct generate *generate, FILE *to);
void generate_jobs(const struct generate *generate, FILE *to);

#endif /* GENERATE_H */
