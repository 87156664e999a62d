// SPDX-License-Identifier: GPL-2.0
/*
 * A run as one JSON object.
 */
#include "args/adapt.h"
#include "args/balance.h"
#include "args/policy.h"
#include "print/fault.h"
#include "print/metrics.h"
#include "print/objects.h"
#include "print/output.h"
#include "run/run.h"
#include "util/units.h"

/* The name in full, which the simulation may have had to cut. */
static const char *full_name(const struct run_input *input, __u32 index)
{
	return input->workload->procs[index].name;
}

static void json_add_capacities(struct json_object *object, const struct schedsim_vcpu_desc *vcpus,
				__u32 nr)
{
	struct json_object *list = json_object_new_array();
	__u32 i;

	for (i = 0; i < nr; i++)
		json_object_array_add(list, json_object_new_int64(topology_capacity(&vcpus[i])));
	json_object_object_add(object, "capacity", list);
}

static void json_add_sets(struct json_object *object, const char *key,
			  const struct schedsim_config *config, enum topology_set of)
{
	const struct schedsim_vcpu_desc *vcpus = (void *)(uintptr_t)config->vcpus;
	char text[CPUS_LEN];

	json_add_string(object, key, topology_format(vcpus, config->nr_vcpu_descs, of, text,
						     sizeof(text)));
}

/* What vCPUs are like, if that was given. */
static void json_add_topology(struct json_object *object, const struct schedsim_config *config)
{
	const struct schedsim_vcpu_desc *vcpus = (void *)(uintptr_t)config->vcpus;

	if (!vcpus)
		return;
	json_add_sets(object, "llc", config, TOPOLOGY_LLC);
	json_add_sets(object, "node", config, TOPOLOGY_NODE);
	if (topology_has_cores(vcpus, config->nr_vcpu_descs))
		json_add_sets(object, "core", config, TOPOLOGY_CORE);
	if (topology_has_capacities(vcpus, config->nr_vcpu_descs))
		json_add_capacities(object, vcpus, config->nr_vcpu_descs);
}

/* What migrations cost, if they do. */
static void json_add_migration(struct json_object *object, const struct schedsim_config *config)
{
	static const char * const keys[SCHEDSIM_NR_DISTANCES] = {
		[SCHEDSIM_DISTANCE_SMT] = "migration_smt_ns",
		[SCHEDSIM_DISTANCE_LLC] = "migration_llc_ns",
		[SCHEDSIM_DISTANCE_NODE] = "migration_node_ns",
		[SCHEDSIM_DISTANCE_FAR] = "migration_far_ns",
	};
	int i;

	for (i = 0; i < SCHEDSIM_NR_DISTANCES; i++)
		if (config->migration_ns[i])
			json_add_u64(object, keys[i], config->migration_ns[i]);
}

static struct json_object *config_json(const struct schedsim_config *config,
				       const struct run_result *result)
{
	struct json_object *object = json_object_new_object();

	json_add_string(object, "policy", config->policy);
	json_object_object_add(object, "params", params_json(result->params, result->nr_params));
	json_add_u64(object, "quantum_ns", config->quantum_ns);
	json_add_u64(object, "nr_vcpus", config->nr_vcpus);
	json_add_topology(object, config);
	json_add_u64(object, "switch_cost_ns", config->switch_cost_ns);
	json_add_migration(object, config);
	if (config->cache_rate > 1) {
		json_add_u64(object, "cache_size", config->cache_size);
		json_add_u64(object, "cache_rate", config->cache_rate);
		json_add_u64(object, "cache_warmup_ns", config->cache_warmup_ns);
	}
	if (config->peek_ns)
		json_add_u64(object, "peek_ns", config->peek_ns);
	if (config->unit_ns)
		json_add_u64(object, "unit_ns", config->unit_ns);
	if (config->adapt)
		json_object_object_add(object, "adapt", adapt_json(config));
	if (config->balancing_parts)
		json_object_object_add(object, "balancing", balance_json(config));
	json_add_u64(object, "seed", config->seed);
	json_add_string(object, "tie", tie_name(config->tie));
	return object;
}

static struct json_object *proc_json(const struct run_input *input,
				     const struct run_result *result, __u32 index)
{
	struct json_object *object = json_object_new_object();
	const struct schedsim_proc *proc = &result->list.procs[index];

	json_add_u64(object, "id", proc->id);
	json_add_string(object, "name", full_name(input, index));
	json_add_string(object, "state", state_name(proc->state));
	json_add_awaited(object, awaited(result->objects, result->nr_objects, proc),
			 &input->workload->objects);
	json_add_bool(object, "deadlocked", proc->flags & SCHEDSIM_PROC_DEADLOCK);
	json_add_bool(object, "spun", proc->flags & SCHEDSIM_PROC_SPUN);
	json_add_bool(object, "stranded", proc->flags & SCHEDSIM_PROC_STRANDED);
	metrics_add_proc(object, proc);
	return object;
}

static struct json_object *run_object_json(const struct run_input *input,
					   const struct run_result *result, __u32 i)
{
	const struct schedsim_object *object = &result->objects[i];

	return object_json(object, &result->object_attrs[i],
			   objects_name(object, &input->workload->objects));
}

static struct json_object *vcpu_json(const struct schedsim_vcpu *vcpu)
{
	struct json_object *object = json_object_new_object();

	json_add_u64(object, "id", vcpu->id);
	metrics_add_vcpu(object, vcpu);
	return object;
}

static struct json_object *summary_json(const struct run_input *input,
					const struct run_result *result)
{
	struct json_object *object = json_object_new_object();
	const struct schedsim_stats *stats = &result->stats;
	struct schedsim_metrics metrics;

	metrics_compute(&metrics, &result->list, result->vcpus, result->nr_vcpus,
			stats);
	metrics_add(object, &metrics);
	json_add_u64(object, "decisions", stats->decisions);
	json_add_u64(object, "expiries", stats->expiries);
	json_add_u64(object, "switches", stats->switches);
	json_add_u64(object, "preemptions", stats->preemptions);
	json_add_u64(object, "yields", stats->yields);
	json_add_u64(object, "wakeups", stats->wakeups);
	json_add_u64(object, "migrations", stats->migrations);
	json_add_u64(object, "blocks", stats->blocks);
	json_add_u64(object, "boosts", stats->boosts);
	json_add_u64(object, "deadlocks", stats->deadlocks);
	json_add_u64(object, "nr_deadlocked", stats->nr_deadlocked);
	json_add_u64(object, "unchecked", stats->unchecked);
	json_add_u64(object, "timeouts", stats->timeouts);
	json_add_u64(object, "abandoned", stats->abandoned);
	json_add_u64(object, "forks", stats->forks);
	json_add_u64(object, "forks_failed", stats->forks_failed);
	json_add_u64(object, "program_errors", stats->program_errors);
	json_add_u64(object, "events", stats->events);
	if (input->config.adapt) {
		json_add_u64(object, "quantum_ns", stats->quantum_ns);
		json_add_u64(object, "quantum_changes", stats->quantum_changes);
		json_add_u64(object, "adapt_measured", stats->adapt_measured);
	}
	if (input->config.balancing_parts)
		balance_add_stats(object, stats);
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
	const struct fault fault = fault_of(&result->stats);
	__u32 i;

	json_add_digest(object, result->stats.digest);
	json_add_u64(object, "time_ns", result->stats.time_ns);
	json_object_object_add(object, "fault", fault_json(&fault));
	json_object_object_add(object, "config", config_json(&input->config, result));
	for (i = 0; i < result->list.nr; i++)
		json_object_array_add(list, proc_json(input, result, i));
	json_object_object_add(object, "processes", list);
	list = json_object_new_array();
	for (i = 0; i < result->nr_vcpus; i++)
		json_object_array_add(list, vcpu_json(&result->vcpus[i]));
	json_object_object_add(object, "vcpus", list);
	list = json_object_new_array();
	for (i = 0; i < result->nr_objects; i++)
		json_object_array_add(list, run_object_json(input, result, i));
	json_object_object_add(object, "objects", list);
	json_object_object_add(object, "summary", summary_json(input, result));
	json_print(object);
}
