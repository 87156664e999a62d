// SPDX-License-Identifier: GPL-2.0
/*
 * Configurations as users give them.
 */
#include <linux/bitmap.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "config.h"

/* What is not to be set is 0, or as SCHEDSIM_IOC_READ_PARAMS has given it. */
static bool is_echo(u64 given, u64 known)
{
	return !given || given == known;
}

/* @seen has a bit for each parameter, which may be there once only. */
static int decode_param(const struct schedsim_param *from,
			struct sim_config *config, unsigned long *seen)
{
	const struct sim_policy *policy = config->policy;
	struct schedsim_param known;
	u32 i;

	if (strnlen(from->name, sizeof(from->name)) == sizeof(from->name) ||
	    from->__reserved)
		return -EINVAL;
	for (i = 0; i < policy->nr_params; i++)
		if (!strcmp(policy->params[i].name, from->name))
			break;
	if (i == policy->nr_params)
		return -ENOENT;
	sim_params_report(policy, config->params, i, &known);
	if (!is_echo(from->min, known.min) || !is_echo(from->max, known.max) ||
	    !is_echo(from->initial, known.initial) ||
	    !is_echo(from->kind, known.kind) || test_bit(i, seen))
		return -EINVAL;
	__set_bit(i, seen);
	return sim_params_set(policy, config->params, from->name, from->value);
}

static int decode_params(const struct schedsim_config *from,
			 struct sim_config *config)
{
	const void __user *at = u64_to_user_ptr(from->params);
	DECLARE_BITMAP(seen, SCHEDSIM_MAX_PARAMS) = { 0 };
	u32 i;

	if (!from->nr_params)
		return 0;
	if (from->nr_params > SCHEDSIM_MAX_PARAMS ||
	    from->param_size < offsetofend(struct schedsim_param, __reserved) ||
	    from->param_size % sizeof(u64))
		return -EINVAL;
	if (from->param_size > PAGE_SIZE)
		return -E2BIG;
	for (i = 0; i < from->nr_params; i++, at += from->param_size) {
		struct schedsim_param param;
		int err;

		err = copy_struct_from_user(&param, sizeof(param), at,
					    from->param_size);
		if (!err)
			err = decode_param(&param, config, seen);
		if (err)
			return err;
	}
	return 0;
}

/*
 * The policy there is keeps what it has unless parameters are given, too, so
 * that what was read can be set.
 */
static int decode_policy(const struct schedsim_config *from,
			 struct sim_config *config)
{
	const struct sim_policy *policy;

	if (strnlen(from->policy, sizeof(from->policy)) == sizeof(from->policy))
		return -EINVAL;
	policy = sim_policy_find(from->policy);
	if (!policy)
		return -ENOENT;
	if (policy == config->policy && !(from->mask & SCHEDSIM_CONFIG_PARAMS))
		return 0;
	config->policy = policy;
	config->tie = policy->tie;
	sim_params_init(policy, config->params);
	return 0;
}

/**
 * config_decode - take over what a user's configuration names
 * @from: the user's
 * @config: the one to change; undefined after an error, and not checked as a
 *          whole; without a policy, if @from names one for a new simulation
 *
 * Context: Process context; sleeps.
 * Return: 0, -EINVAL, -ENOENT, -E2BIG or -EFAULT, as in the ABI.
 */
int config_decode(const struct schedsim_config *from, struct sim_config *config)
{
	u32 mask = from->mask;

	if (mask & ~SCHEDSIM_CONFIG_ALL)
		return -EINVAL;
	if (mask & SCHEDSIM_CONFIG_POLICY) {
		int err = decode_policy(from, config);

		if (err)
			return err;
	}
	if (mask & SCHEDSIM_CONFIG_QUANTUM)
		config->quantum_ns = from->quantum_ns;
	if (mask & SCHEDSIM_CONFIG_SWITCH_COST)
		config->switch_cost_ns = from->switch_cost_ns;
	if (mask & SCHEDSIM_CONFIG_TIE)
		config->tie = from->tie;
	if (mask & SCHEDSIM_CONFIG_SEED)
		config->seed = from->seed;
	if (mask & SCHEDSIM_CONFIG_NR_VCPUS)
		config->nr_vcpus = from->nr_vcpus;
	if (mask & SCHEDSIM_CONFIG_MAX_PROCS)
		config->max_procs = from->max_procs;
	return mask & SCHEDSIM_CONFIG_PARAMS ? decode_params(from, config) : 0;
}
