/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Metrics, as the tool names and shows them. What they mean says
 * tools/lib/schedsim_metrics.h.
 */
#ifndef METRICS_H
#define METRICS_H

#include <json-c/json.h>

#include "../../lib/schedsim_metrics.h"

/**
 * struct measure - a measure, as the tool names it
 * @key: of its spread in JSON
 * @text: for people, and for options
 * @time: is it a time?
 * @always: is it shown to people even if it is 0 for all?
 */
struct measure {
	const char *key;
	const char *text;
	bool time;
	bool always;
};

extern const struct measure measures[SCHEDSIM_NR_MEASURES];

void metrics_compute(struct schedsim_metrics *metrics, const struct schedsim_procs *procs,
		     const struct schedsim_vcpu *vcpus, __u32 nr_vcpus,
		     const struct schedsim_stats *stats);
bool metrics_jobs_matter(const struct schedsim_metrics *metrics);

/* print/metrics_json.c */
void metrics_add_proc(struct json_object *object, const struct schedsim_proc *proc);
void metrics_add_vcpu(struct json_object *object, const struct schedsim_vcpu *vcpu);
void metrics_add(struct json_object *object, const struct schedsim_metrics *metrics);

/* print/metrics.c: for people */
void metrics_print(const struct schedsim_metrics *metrics);

#endif /* METRICS_H */
