// SPDX-License-Identifier: GPL-2.0
/*
 * A run as one JSON object.
 */
#include "output.h"
#include "run.h"

/* The name in full, which the simulation may have had to cut. */
static const char *full_name(const struct run_input *input, __u32 index)
{
	return input->workload->procs[index].name;
}

static struct json_object *config_json(const struct schedsim_config *config)
{
	struct json_object *object = json_object_new_object();

	json_add_string(object, "policy", config->policy);
	json_add_u64(object, "quantum_ns", config->quantum_ns);
	json_add_u64(object, "nr_vcpus", config->nr_vcpus);
	json_add_u64(object, "switch_cost_ns", config->switch_cost_ns);
	json_add_u64(object, "seed", config->seed);
	json_add_string(object, "tie", tie_name(config->tie));
	return object;
}

static struct json_object *proc_json(const struct schedsim_proc *proc, const char *name)
{
	struct json_object *object = json_object_new_object();

	json_add_u64(object, "id", proc->id);
	json_add_string(object, "name", name);
	json_add_string(object, "state", state_name(proc->state));
	json_add_time(object, "arrival_ns", proc->arrival_ns);
	json_add_time(object, "first_run_ns", proc->first_run_ns);
	json_add_time(object, "finish_ns", proc->finish_ns);
	json_add_time(object, "response_ns", run_response(proc));
	json_add_time(object, "turnaround_ns", run_turnaround(proc));
	json_add_time(object, "waiting_ns", run_arrived(proc) ? proc->waiting_ns : SCHEDSIM_NEVER);
	json_add_u64(object, "cpu_ns", proc->cpu_ns);
	json_add_u64(object, "sleeping_ns", proc->sleeping_ns);
	json_add_u64(object, "overhead_ns", proc->overhead_ns);
	json_add_u64(object, "preemptions", proc->preemptions);
	json_add_u64(object, "yields", proc->yields);
	json_add_u64(object, "switches", proc->switches);
	json_add_u64(object, "migrations", proc->migrations);
	json_add_u64(object, "wakeups", proc->wakeups);
	return object;
}

static struct json_object *vcpu_json(const struct schedsim_vcpu *vcpu)
{
	struct json_object *object = json_object_new_object();

	json_add_u64(object, "id", vcpu->id);
	json_add_u64(object, "busy_ns", vcpu->busy_ns);
	json_add_u64(object, "idle_ns", vcpu->idle_ns);
	json_add_u64(object, "overhead_ns", vcpu->overhead_ns);
	json_add_u64(object, "switches", vcpu->switches);
	json_add_u64(object, "preemptions", vcpu->preemptions);
	json_add_u64(object, "expiries", vcpu->expiries);
	return object;
}

static void add_spread(struct json_object *object, const char *key,
		       const struct run_spread *spread)
{
	struct json_object *value = json_object_new_object();

	json_add_time(value, "mean", spread->nr ? spread->mean : SCHEDSIM_NEVER);
	json_add_time(value, "max", spread->nr ? spread->max : SCHEDSIM_NEVER);
	json_object_object_add(object, key, value);
}

static struct json_object *summary_json(const struct run_result *result)
{
	struct json_object *object = json_object_new_object();
	const struct schedsim_stats *stats = &result->stats;
	struct run_summary summary = { .arrived = 0 };

	run_summarise(result, &summary);
	json_add_u64(object, "processes", result->nr_procs);
	json_add_u64(object, "arrived", summary.arrived);
	json_add_u64(object, "exited", summary.exited);
	add_spread(object, "response_ns", &summary.response);
	add_spread(object, "turnaround_ns", &summary.turnaround);
	add_spread(object, "waiting_ns", &summary.waiting);
	json_object_object_add(object, "throughput_per_s", !stats->time_ns ? NULL :
			       json_object_new_double(run_throughput(result, &summary)));
	json_object_object_add(object, "utilisation_percent", !stats->time_ns ? NULL :
			       json_object_new_double(percent(summary.busy_ns, summary.busy_ns +
							      summary.idle_ns +
							      summary.overhead_ns)));
	json_add_u64(object, "busy_ns", summary.busy_ns);
	json_add_u64(object, "idle_ns", summary.idle_ns);
	json_add_u64(object, "overhead_ns", summary.overhead_ns);
	json_add_u64(object, "decisions", stats->decisions);
	json_add_u64(object, "expiries", stats->expiries);
	json_add_u64(object, "switches", stats->switches);
	json_add_u64(object, "preemptions", stats->preemptions);
	json_add_u64(object, "yields", stats->yields);
	json_add_u64(object, "wakeups", stats->wakeups);
	json_add_u64(object, "migrations", stats->migrations);
	json_add_u64(object, "events", stats->events);
	return object;
}

/**
 * run_print_json - print a run as one JSON object
 * @input: what was simulated
 * @result: what came out
 */
void run_print_json(const struct run_input *input, const struct run_result *result)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	__u32 i;

	json_add_digest(object, result->stats.digest);
	json_add_u64(object, "time_ns", result->stats.time_ns);
	json_object_object_add(object, "config", config_json(&input->config));
	for (i = 0; i < result->nr_procs; i++)
		json_object_array_add(list, proc_json(&result->procs[i], full_name(input, i)));
	json_object_object_add(object, "processes", list);
	list = json_object_new_array();
	for (i = 0; i < result->nr_vcpus; i++)
		json_object_array_add(list, vcpu_json(&result->vcpus[i]));
	json_object_object_add(object, "vcpus", list);
	json_object_object_add(object, "summary", summary_json(result));
	json_print(object);
}
