// SPDX-License-Identifier: GPL-2.0
/*
 * Metrics as JSON. What is absent is null.
 */
#include "print/metrics.h"
#include "print/output.h"

static void add_measure(struct json_object *object, const char *key,
			const struct schedsim_proc *proc, enum schedsim_measure measure)
{
	__s64 value;

	json_object_object_add(object, key, schedsim_measure(proc, measure, &value) ?
			       json_object_new_int64(value) : NULL);
}

static void add_double(struct json_object *object, const char *key, bool there, double value)
{
	json_object_object_add(object, key, there ? json_object_new_double(value) : NULL);
}

static double ratio(double part, __u64 whole)
{
	return whole ? part / whole : 0;
}

/**
 * metrics_add_proc - add the metrics of a process
 * @object: the object
 * @proc: the process
 */
void metrics_add_proc(struct json_object *object, const struct schedsim_proc *proc)
{
	__s64 lateness;
	bool late = schedsim_measure(proc, SCHEDSIM_LATENESS, &lateness) && proc->jobs_done;

	json_add_time(object, "arrival_ns", proc->arrival_ns);
	json_add_time(object, "first_run_ns", proc->first_run_ns);
	json_add_time(object, "finish_ns", proc->finish_ns);
	add_measure(object, "response_ns", proc, SCHEDSIM_RESPONSE);
	add_measure(object, "turnaround_ns", proc, SCHEDSIM_TURNAROUND);
	add_measure(object, "waiting_ns", proc, SCHEDSIM_WAITING);
	json_add_u64(object, "cpu_ns", proc->cpu_ns);
	json_add_u64(object, "sleeping_ns", proc->sleeping_ns);
	json_add_u64(object, "blocked_ns", proc->blocked_ns);
	json_add_u64(object, "overhead_ns", proc->overhead_ns);
	json_add_u64(object, "preemptions", proc->preemptions);
	json_add_u64(object, "yields", proc->yields);
	json_add_u64(object, "switches", proc->switches);
	json_add_u64(object, "migrations", proc->migrations);
	json_add_u64(object, "wakeups", proc->wakeups);
	json_add_u64(object, "jobs_released", proc->jobs_released);
	json_add_u64(object, "jobs_done", proc->jobs_done);
	json_add_u64(object, "jobs_missed", proc->jobs_missed);
	add_double(object, "mean_job_response_ns", proc->jobs_done,
		   ratio(proc->response_total_ns, proc->jobs_done));
	add_measure(object, "worst_job_response_ns", proc, SCHEDSIM_JOB_RESPONSE);
	add_double(object, "mean_lateness_ns", late,
		   ratio(proc->lateness_total_ns, proc->jobs_done));
	add_measure(object, "worst_lateness_ns", proc, SCHEDSIM_LATENESS);
	add_double(object, "mean_tardiness_ns", late,
		   ratio(proc->tardiness_total_ns, proc->jobs_done));
	add_measure(object, "worst_tardiness_ns", proc, SCHEDSIM_TARDINESS);
}

/**
 * metrics_add_vcpu - add the metrics of a vCPU
 * @object: the object
 * @vcpu: the vCPU
 */
void metrics_add_vcpu(struct json_object *object, const struct schedsim_vcpu *vcpu)
{
	__u64 whole = vcpu->busy_ns + vcpu->idle_ns + vcpu->overhead_ns;

	json_add_u64(object, "busy_ns", vcpu->busy_ns);
	json_add_u64(object, "idle_ns", vcpu->idle_ns);
	json_add_u64(object, "overhead_ns", vcpu->overhead_ns);
	add_double(object, "busy_percent", whole, percent(vcpu->busy_ns, whole));
	json_add_u64(object, "switches", vcpu->switches);
	json_add_u64(object, "preemptions", vcpu->preemptions);
	json_add_u64(object, "expiries", vcpu->expiries);
	if (vcpu->warm_ns)
		json_add_u64(object, "warm_ns", vcpu->warm_ns);
	json_add_bool(object, "online", !(vcpu->flags & SCHEDSIM_VCPU_OFFLINE));
	json_add_u64(object, "offline_ns", vcpu->offline_ns);
}

static struct json_object *spread_json(const struct schedsim_spread *spread, bool time)
{
	struct json_object *object = json_object_new_object();
	const struct {
		const char *key;
		__s64 value;
	} values[] = {
		{ "p50", spread->p50 },
		{ "p95", spread->p95 },
		{ "p99", spread->p99 },
		{ "max", spread->max },
	};
	size_t i;

	/* A mean of counts has a fraction; of ns, what is below 1 is noise. */
	if (time)
		json_object_object_add(object, "mean", spread->nr ?
				       json_object_new_int64(spread->mean) : NULL);
	else
		add_double(object, "mean", spread->nr,
			   spread->mean + ratio(spread->mean_rest, spread->nr));
	for (i = 0; i < ARRAY_SIZE(values); i++)
		json_object_object_add(object, values[i].key, spread->nr ?
				       json_object_new_int64(values[i].value) : NULL);
	json_add_u64(object, "processes", spread->nr);
	return object;
}

/**
 * metrics_add - add the metrics of a simulation as a whole
 * @object: the object
 * @metrics: the metrics
 */
void metrics_add(struct json_object *object, const struct schedsim_metrics *metrics)
{
	__u64 whole = metrics->busy_ns + metrics->idle_ns + metrics->overhead_ns;
	bool late = metrics->jobs_done_due;
	int i;

	json_add_u64(object, "processes", metrics->nr_procs);
	json_add_u64(object, "arrived", metrics->nr_arrived);
	json_add_u64(object, "exited", metrics->nr_exited);
	for (i = 0; i < SCHEDSIM_NR_MEASURES; i++)
		json_object_object_add(object, measures[i].key,
				       spread_json(&metrics->spread[i], measures[i].time));
	add_double(object, "throughput_per_s", metrics->time_ns, metrics->throughput);
	add_double(object, "switches_per_s", metrics->time_ns, metrics->switch_rate);
	add_double(object, "utilisation_percent", whole, 100 * metrics->utilisation);
	add_double(object, "switch_cost_percent", whole, 100 * metrics->overhead_share);
	add_double(object, "fairness", metrics->nr_fair, metrics->fairness);
	add_double(object, "weighted_fairness", metrics->nr_fair, metrics->weighted_fairness);
	json_add_u64(object, "jobs_released", metrics->jobs_released);
	json_add_u64(object, "jobs_done", metrics->jobs_done);
	json_add_u64(object, "jobs_missed", metrics->jobs_missed);
	add_double(object, "missed_percent", metrics->jobs_due, 100 * metrics->miss_ratio);
	add_double(object, "mean_job_response_ns", metrics->jobs_done, metrics->job_response_ns);
	add_double(object, "mean_lateness_ns", late, metrics->job_lateness_ns);
	add_double(object, "mean_tardiness_ns", late, metrics->job_tardiness_ns);
	json_add_u64(object, "busy_ns", metrics->busy_ns);
	json_add_u64(object, "idle_ns", metrics->idle_ns);
	json_add_u64(object, "overhead_ns", metrics->overhead_ns);
}
