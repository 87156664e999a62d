// SPDX-License-Identifier: GPL-2.0
/*
 * All metrics of a run as one array of numbers.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "print/values.h"
#include "util/compiler.h"
#include "util/units.h"

#define NR_SPREAD_VALUES	(SCHEDSIM_NR_MEASURES * NR_STATS)

enum value_kind {
	VALUE_TIME,
	VALUE_COUNT,
	VALUE_RATE,
	VALUE_PERCENT,
	VALUE_INDEX,
};

static const struct {
	const char *name;
	enum value_kind kind;
} scalars[NR_SCALARS] = {
	{ "throughput", VALUE_RATE },
	{ "utilisation", VALUE_PERCENT },
	{ "switch-rate", VALUE_RATE },
	{ "switch-cost", VALUE_PERCENT },
	{ "fairness", VALUE_INDEX },
	{ "weighted-fairness", VALUE_INDEX },
	{ "jobs-missed", VALUE_COUNT },
	{ "miss-ratio", VALUE_PERCENT },
	{ "mean-job-response", VALUE_TIME },
	{ "mean-lateness", VALUE_TIME },
	{ "mean-tardiness", VALUE_TIME },
	{ "exited", VALUE_COUNT },
	{ "deadlocked", VALUE_COUNT },
	{ "spun", VALUE_COUNT },
	{ "time", VALUE_TIME },
};

static const char * const stats[NR_STATS] = { "", ".p50", ".p95", ".p99", ".max" };

static void fill_spread(double *values, const struct schedsim_spread *spread)
{
	int i;

	for (i = 0; i < NR_STATS; i++)
		values[i] = NAN;
	if (!spread->nr)
		return;
	values[0] = spread->mean + (double)spread->mean_rest / spread->nr;
	values[1] = spread->p50;
	values[2] = spread->p95;
	values[3] = spread->p99;
	values[4] = spread->max;
}

/**
 * values_fill - the metrics of a run as numbers
 * @values: NR_VALUES numbers, to be filled in
 * @metrics: the metrics
 */
void values_fill(double *values, const struct schedsim_metrics *metrics)
{
	bool late = metrics->jobs_done_due;
	bool time = metrics->time_ns;
	const double whole[NR_SCALARS] = {
		time ? metrics->throughput : NAN,
		time ? 100 * metrics->utilisation : NAN,
		time ? metrics->switch_rate : NAN,
		time ? 100 * metrics->overhead_share : NAN,
		metrics->nr_fair ? metrics->fairness : NAN,
		metrics->nr_fair ? metrics->weighted_fairness : NAN,
		metrics->jobs_due ? metrics->jobs_missed : NAN,
		metrics->jobs_due ? 100 * metrics->miss_ratio : NAN,
		metrics->jobs_done ? metrics->job_response_ns : NAN,
		late ? metrics->job_lateness_ns : NAN,
		late ? metrics->job_tardiness_ns : NAN,
		metrics->nr_exited,
		metrics->nr_deadlocked,
		metrics->nr_spun,
		metrics->time_ns,
	};
	int i;

	for (i = 0; i < SCHEDSIM_NR_MEASURES; i++)
		fill_spread(values + i * NR_STATS, &metrics->spread[i]);
	memcpy(values + NR_SPREAD_VALUES, whole, sizeof(whole));
}

/**
 * value_name - the name of a value
 * @index: which one
 * @name: VALUE_NAME_LEN bytes to write to
 *
 * Return: @name.
 */
const char *value_name(unsigned int index, char *name)
{
	if (index >= NR_SPREAD_VALUES)
		return strcpy(name, scalars[index - NR_SPREAD_VALUES].name);
	sprintf(name, "%s%s", measures[index / NR_STATS].text, stats[index % NR_STATS]);
	return name;
}

/**
 * value_find - a value by its name
 * @name: the name
 *
 * Return: its index, or -1.
 */
int value_find(const char *name)
{
	char each[VALUE_NAME_LEN];
	int i;

	for (i = 0; i < NR_VALUES; i++)
		if (!strcmp(value_name(i, each), name))
			return i;
	return -1;
}

static enum value_kind value_kind(unsigned int index)
{
	if (index >= NR_SPREAD_VALUES)
		return scalars[index - NR_SPREAD_VALUES].kind;
	return measures[index / NR_STATS].time ? VALUE_TIME : VALUE_COUNT;
}

/**
 * value_is_time - is a value a time?
 * @index: which one
 *
 * Return: whether it is.
 */
bool value_is_time(unsigned int index)
{
	return value_kind(index) == VALUE_TIME;
}

/**
 * format_value - write a value for people
 * @index: which one
 * @value: the value; NAN becomes "-"
 * @text: VALUE_LEN bytes to write to
 *
 * Return: @text.
 */
const char *format_value(unsigned int index, double value, char *text)
{
	static const char * const formats[] = {
		[VALUE_COUNT] = "%.1f",
		[VALUE_RATE] = "%.1f",
		[VALUE_PERCENT] = "%.2f%%",
		[VALUE_INDEX] = "%.3f",
	};
	enum value_kind kind = value_kind(index);

	if (isnan(value))
		return strcpy(text, "-");
	if (kind == VALUE_TIME)
		return format_stime(llround(value), text);
	snprintf(text, VALUE_LEN, formats[kind], value);
	return text;
}
