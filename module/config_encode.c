// SPDX-License-Identifier: GPL-2.0
/*
 * A configuration in the form of the ABI.
 */
#include <linux/string.h>

#include "config_encode.h"

/**
 * config_encode - give a configuration back as a user could set it
 * @config: the configuration; its policy is not looked at
 * @policy: the name of that
 * @clock: enum schedsim_clock
 * @to: to fill in, but for its size, and without @params and @vcpus
 */
void config_encode(const struct sim_config *config, const char *policy, u32 clock,
		   struct schedsim_config *to)
{
	*to = (struct schedsim_config) {
		.size = to->size,
		.mask = SCHEDSIM_CONFIG_ALL & ~(SCHEDSIM_CONFIG_PARAMS |
						SCHEDSIM_CONFIG_VCPUS),
		.quantum_ns = config->quantum_ns,
		.switch_cost_ns = config->switch_cost_ns,
		.seed = config->seed,
		.nr_vcpus = config->nr_vcpus,
		.max_procs = config->max_procs,
		.clock = clock,
		.tie = config->tie,
		.cache_size = config->cache_size,
		.cache_rate = config->cache_rate,
		.cache_warmup_ns = config->cache_warmup_ns,
		.unit_ns = config->unit_ns,
		.peek_ns = config->peek_ns,
		.adapt = config->adapt.target,
		.adapt_switch_ppm = config->adapt.switch_ppm,
		.adapt_response_ns = config->adapt.response_ns,
		.adapt_min_ns = config->adapt.min_ns,
		.adapt_max_ns = config->adapt.max_ns,
		.adapt_interval_ns = config->adapt.interval_ns,
		.balancing_parts = config->balancing.parts,
		.balancing_defects = config->balancing.defects,
		.balancing_interval_ns = config->balancing.interval_ns,
		.balancing_pct = config->balancing.pct,
	};
	memcpy(to->migration_ns, config->migration_ns, sizeof(to->migration_ns));
	strscpy_pad(to->policy, policy, sizeof(to->policy));
}

/**
 * config_vcpu_desc - what a vCPU is like, in the form of the ABI
 * @config: the configuration
 * @id: the vCPU
 *
 * Return: its description.
 */
struct schedsim_vcpu_desc config_vcpu_desc(const struct sim_config *config, u32 id)
{
	return (struct schedsim_vcpu_desc) {
		.llc = config->llc[id],
		.node = config->node[id],
		.core = config->core[id],
		.capacity = config->capacity[id],
	};
}

/* Where the vCPUs are: behind the parameters. */
static size_t vcpus_offset(const struct sim_config *config)
{
	return sizeof(struct schedsim_config) +
	       sim_nr_params(config->policy) * sizeof(struct schedsim_param);
}

/**
 * config_record_size - memory that a configuration needs as a whole
 * @config: the configuration
 *
 * Return: bytes.
 */
size_t config_record_size(const struct sim_config *config)
{
	return vcpus_offset(config) +
	       config->nr_vcpus * sizeof(struct schedsim_vcpu_desc);
}

/**
 * config_encode_record - a configuration as a whole, as struct schedsim_record has it
 * @config: the configuration
 * @clock: enum schedsim_clock
 * @to: config_record_size() zeroed bytes to fill in
 */
void config_encode_record(const struct sim_config *config, u32 clock,
			  struct schedsim_config *to)
{
	struct schedsim_vcpu_desc *vcpus = (void *)to + vcpus_offset(config);
	struct schedsim_param *params = (void *)(to + 1);
	u32 i;

	to->size = sizeof(*to);
	config_encode(config, config->policy->name, clock, to);
	to->mask = SCHEDSIM_CONFIG_ALL & ~SCHEDSIM_CONFIG_CLOCK;
	to->params = sizeof(*to);
	to->nr_params = sim_nr_params(config->policy);
	to->param_size = sizeof(*params);
	to->vcpus = vcpus_offset(config);
	to->nr_vcpu_descs = config->nr_vcpus;
	to->vcpu_size = sizeof(*vcpus);
	for (i = 0; i < to->nr_params; i++)
		sim_params_report(config->policy, config->params, i, &params[i]);
	for (i = 0; i < to->nr_vcpu_descs; i++)
		vcpus[i] = config_vcpu_desc(config, i);
}
