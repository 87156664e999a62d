// SPDX-License-Identifier: GPL-2.0
/*
 * Random sets of periodic tasks.
 *
 * Utilisations: UUniFast, from Bini and Buttazzo, "Measuring the Performance of
 * Schedulability Tests", Real-Time Systems 30, 2005, which gives every set that
 * has the wanted sum the same chance; where that sum is above 1, sets with a task
 * above 1 are discarded, as Davis and Burns do in "Improved priority assignment
 * for global fixed priority pre-emptive scheduling in multiprocessor real-time
 * systems", Real-Time Systems 47, 2011.
 *
 * Periods: log-uniform, multiples of a granularity, as recommended by Emberson,
 * Stafford and Davis, "Techniques For The Synthesis Of Multiprocessor Tasksets",
 * WATERS 2010.
 */
#include <stdlib.h>

#include "generate/generate.h"
#include "generate/random.h"
#include "util/tool.h"

#define MAX_TRIES	100000
#define MAX_PRIORITY	99

/* A periodic task; its times in us, its utilisation in Q32. */
struct periodic {
	__u64 utilisation;
	__u64 period;
	__u64 runtime;
	__u64 deadline;
	unsigned int priority;
};

/* One set of utilisations; false if one of them is above 1. */
static bool uunifast(struct periodic *tasks, __u32 nr, __u64 sum, __u64 *state)
{
	__u32 i;

	for (i = 0; i < nr; i++) {
		__u64 next = 0;

		if (i < nr - 1)	/* sum * r^(1 / (tasks that follow)) */
			next = fixed_scale_down(sum, random_log2(state) / (nr - 1 - i));
		tasks[i].utilisation = sum - next;
		if (tasks[i].utilisation > Q32_ONE)
			return false;
		sum = next;
	}
	return true;
}

static void draw_utilisations(const struct generate *generate, struct periodic *tasks)
{
	__u64 state = random_start(generate->seed, RANDOM_UTILISATIONS);
	__u64 sum = (generate->utilisation * Q32_ONE + 500000) / 1000000;
	int tries = 0;

	while (!uunifast(tasks, generate->nr_tasks, sum, &state))
		if (++tries == MAX_TRIES)
			die(TOOL_FAILED,
			    "--utilisation: %d sets of %u tasks with a sum of %g all had a task above 1; take more tasks, or less utilisation",
			    MAX_TRIES, generate->nr_tasks, generate->utilisation / 1e6);
}

static __u64 draw_period(const struct generate *generate, __u64 *state)
{
	__u64 min = generate->period_min, max = generate->period_max;
	__u64 step = generate->granularity;
	__u64 period;
	int doublings = 0;

	if (generate->harmonic) {
		while (min << (doublings + 1) <= max)
			doublings++;
		return min << random_upto(state, doublings);
	}
	period = fixed_scale_up(min, random_upto(state, fixed_log2(max + step) -
						 fixed_log2(min)));
	period -= period % step;
	return period < min ? min : period > max ? max : period;
}

static void draw_times(const struct generate *generate, struct periodic *tasks)
{
	__u64 periods = random_start(generate->seed, RANDOM_PERIODS);
	__u64 deadlines = random_start(generate->seed, RANDOM_DEADLINES);
	__u32 i;

	for (i = 0; i < generate->nr_tasks; i++) {
		struct periodic *task = &tasks[i];

		task->period = draw_period(generate, &periods);
		task->runtime = (task->utilisation * task->period + Q32_ONE / 2) >> 32;
		task->runtime += !task->runtime;
		task->deadline = task->period;
		if (generate->constrained)
			task->deadline -= random_upto(&deadlines, task->period - task->runtime);
	}
}

static int by_period(const void *a, const void *b)
{
	const struct periodic *x = *(const struct periodic * const *)a;
	const struct periodic *y = *(const struct periodic * const *)b;

	if (x->period != y->period)
		return x->period < y->period ? -1 : 1;
	return (x > y) - (x < y);
}

/*
 * Rate monotonic: the shorter the period, the higher; equal periods are equal.
 * More periods than there are priorities share them in their order.
 */
static void set_priorities(struct periodic *tasks, __u32 nr)
{
	struct periodic **order = allocate(nr, sizeof(*order));
	__u32 i, rank = 0, ranks = 0;

	for (i = 0; i < nr; i++)
		order[i] = &tasks[i];
	qsort(order, nr, sizeof(*order), by_period);
	for (i = 0; i < nr; i++)
		ranks += !i || order[i]->period != order[i - 1]->period;
	for (i = 0; i < nr; i++) {
		rank += !i || order[i]->period != order[i - 1]->period;
		order[i]->priority = ranks - rank + 1;
		if (ranks > MAX_PRIORITY)
			order[i]->priority = 1 + (__u64)(ranks - rank) * MAX_PRIORITY / ranks;
	}
	free(order);
}

static void print_class(const struct generate *generate, const struct periodic *task, FILE *to)
{
	switch (generate->class) {
	case GENERATE_OTHER:
		break;
	case GENERATE_FIFO:
	case GENERATE_RR:
		fprintf(to, "\"policy\": \"SCHED_%s\", \"priority\": %u, ",
			generate->class == GENERATE_FIFO ? "FIFO" : "RR", task->priority);
		break;
	case GENERATE_DEADLINE:
		fprintf(to,
			"\"policy\": \"SCHED_DEADLINE\", \"dl-runtime\": %llu, \"dl-deadline\": %llu, \"dl-period\": %llu, ",
			task->runtime, task->deadline, task->period);
		break;
	}
}

/**
 * generate_tasks - write a random set of periodic tasks
 * @generate: what is to be generated
 * @to: where to
 */
void generate_tasks(const struct generate *generate, FILE *to)
{
	struct periodic *tasks = allocate(generate->nr_tasks, sizeof(*tasks));
	__u32 i;

	draw_utilisations(generate, tasks);
	draw_times(generate, tasks);
	set_priorities(tasks, generate->nr_tasks);
	for (i = 0; i < generate->nr_tasks; i++) {
		fprintf(to, "%s\t\t\"task%u\": {", i ? ",\n" : "", i);
		print_class(generate, &tasks[i], to);
		fprintf(to,
			"\"loop\": -1, \"run\": %llu, \"timer\": {\"ref\": \"unique\", \"period\": %llu, \"mode\": \"absolute\"}}",
			tasks[i].runtime, tasks[i].period);
	}
	free(tasks);
}
