/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All metrics of a run as one array of numbers, each with a name: a measure
 * ("turnaround": its mean; "turnaround.p99"), or one of the simulation as a whole
 * ("fairness"). What is absent is NAN.
 */
#ifndef VALUES_H
#define VALUES_H

#include "print/metrics.h"

/* Mean, p50, p95, p99, max. */
#define NR_STATS	5
#define NR_SCALARS	15
#define NR_VALUES	(SCHEDSIM_NR_MEASURES * NR_STATS + NR_SCALARS)

#define VALUE_NAME_LEN	32
#define VALUE_LEN	48

void values_fill(double *values, const struct schedsim_metrics *metrics);
const char *value_name(unsigned int index, char *name);
int value_find(const char *name);
bool value_is_time(unsigned int index);
const char *format_value(unsigned int index, double value, char *text);

#endif /* VALUES_H */
