// SPDX-License-Identifier: GPL-2.0
/*
 * The commands about configurations: those are decoded here.
 */
#include <linux/bitmap.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "account.h"
#include "config.h"
#include "config_encode.h"
#include "control.h"
#include "memory.h"
#include "registry.h"
#include "shared.h"
#include "simulation.h"
#include "user.h"

/* What a user's configuration points to: arrays, or NULL; whose memory it is. */
struct config_arrays {
	struct account *account;
	struct schedsim_param *params;
	struct schedsim_vcpu_desc *vcpus;
};

static void *read_array(struct account *account, u64 at, u32 nr, u32 entry_size,
			size_t size)
{
	const struct user_array array = { .at = at, .size = entry_size };
	void *entries;
	int err;

	err = user_size_check(entry_size, size);
	if (err)
		return ERR_PTR(err);
	entries = memory_get_briefly(account, nr * size);
	if (IS_ERR(entries))
		return entries;
	err = user_array_read(&array, 0, nr, entries, size);
	if (err) {
		memory_put(account, entries, nr * size);
		return ERR_PTR(err);
	}
	return entries;
}

/* free_arrays() must follow, also after an error. */
static int read_arrays(const struct schedsim_config *from,
		       struct config_arrays *arrays)
{
	*arrays = (struct config_arrays) { .account = account_get(current_uid()) };
	if (IS_ERR(arrays->account))
		return PTR_ERR(arrays->account);
	if (from->mask & SCHEDSIM_CONFIG_PARAMS && from->nr_params) {
		if (from->nr_params > SCHEDSIM_MAX_PARAMS)
			return -EINVAL;
		arrays->params = read_array(arrays->account, from->params,
					    from->nr_params,
					    from->param_size,
					    sizeof(*arrays->params));
		if (IS_ERR(arrays->params))
			return PTR_ERR(arrays->params);
	}
	if (from->mask & SCHEDSIM_CONFIG_VCPUS && from->nr_vcpu_descs) {
		if (from->nr_vcpu_descs > SCHEDSIM_MAX_VCPUS)
			return -EINVAL;
		arrays->vcpus = read_array(arrays->account, from->vcpus,
					   from->nr_vcpu_descs,
					   from->vcpu_size,
					   sizeof(*arrays->vcpus));
		if (IS_ERR(arrays->vcpus))
			return PTR_ERR(arrays->vcpus);
	}
	return 0;
}

static void free_arrays(const struct schedsim_config *from,
			struct config_arrays *arrays)
{
	if (IS_ERR(arrays->account))
		return;
	memory_put(arrays->account, arrays->params,
		   from->nr_params * sizeof(*arrays->params));
	memory_put(arrays->account, arrays->vcpus,
		   from->nr_vcpu_descs * sizeof(*arrays->vcpus));
	account_put(arrays->account);
}

/* What is not to be set is 0, or as SCHEDSIM_IOC_READ_PARAMS has given it. */
static bool is_echo(u64 given, u64 known)
{
	return !given || given == known;
}

/* @seen has a bit for each parameter: a parameter may be given once only. */
static int decode_param(const struct schedsim_param *from,
			struct sim_config *config, unsigned long *seen)
{
	const struct sim_policy *policy = config->policy;
	u32 i, nr_params = sim_nr_params(policy);
	struct schedsim_param known;

	if (strnlen(from->name, sizeof(from->name)) == sizeof(from->name) ||
	    from->__reserved)
		return -EINVAL;
	for (i = 0; i < nr_params; i++)
		if (!strcmp(sim_param_at(policy, i)->name, from->name))
			break;
	if (i == nr_params)
		return -ENOENT;
	sim_params_report(policy, config->params, i, &known);
	if (!is_echo(from->min, known.min) || !is_echo(from->max, known.max) ||
	    !is_echo(from->initial, known.initial) ||
	    !is_echo(from->kind, known.kind) || test_bit(i, seen))
		return -EINVAL;
	__set_bit(i, seen);
	return sim_params_set(policy, config->params, from->name, from->value);
}

static int decode_params(const struct schedsim_param *params, u32 nr,
			 struct sim_config *config)
{
	DECLARE_BITMAP(seen, SCHEDSIM_MAX_PARAMS) = { 0 };
	int err = 0;
	u32 i;

	for (i = 0; i < nr && !err; i++)
		err = decode_param(&params[i], config, seen);
	return err;
}

/* Those left out are as those of a new simulation. */
static int decode_vcpus(const struct schedsim_vcpu_desc *vcpus, u32 nr,
			struct sim_config *config)
{
	u32 i;

	if (nr > config->nr_vcpus)
		return -EINVAL;
	memset(config->llc, 0, sizeof(config->llc));
	memset(config->node, 0, sizeof(config->node));
	memset(config->core, 0, sizeof(config->core));
	memset(config->capacity, 0, sizeof(config->capacity));
	for (i = 0; i < nr; i++) {
		if (vcpus[i].llc > U8_MAX || vcpus[i].node > U8_MAX ||
		    vcpus[i].core > U8_MAX || vcpus[i].capacity > SCHEDSIM_MAX_CAPACITY ||
		    memchr_inv(vcpus[i].__reserved, 0,
			       sizeof(vcpus[i].__reserved)))
			return -EINVAL;
		config->llc[i] = vcpus[i].llc;
		config->node[i] = vcpus[i].node;
		config->core[i] = vcpus[i].core;
		config->capacity[i] = vcpus[i].capacity;
	}
	return 0;
}

/*
 * If it is the policy that the simulation has, it keeps its parameters, unless
 * some are given. So what was read can be set.
 */
static int decode_policy(const struct schedsim_config *from,
			 struct sim_config *config, bool fresh)
{
	size_t len = strnlen(from->policy, sizeof(from->policy));
	const struct sim_policy *policy;

	if (len == sizeof(from->policy))
		return -EINVAL;
	policy = registry_find(from->policy, len);
	if (!policy)
		return -ENOENT;
	registry_put(config->policy);
	if (policy == config->policy && !fresh &&
	    !(from->mask & SCHEDSIM_CONFIG_PARAMS)) {
		config->policy = policy;
		return 0;
	}
	config->policy = policy;
	config->tie = policy->tie;
	sim_params_init(policy, config->params);
	return 0;
}

/**
 * config_set_nr_vcpus - set the number of vCPUs
 * @config: the configuration to change
 * @nr_vcpus: their number, not checked
 *
 * Those that come later, if any, are of cache 0 and node 0, have a core of their own and
 * the greatest capacity.
 */
void config_set_nr_vcpus(struct sim_config *config, u32 nr_vcpus)
{
	u32 i;

	config->nr_vcpus = nr_vcpus;
	for (i = nr_vcpus; i < SCHEDSIM_MAX_VCPUS; i++) {
		config->llc[i] = 0;
		config->node[i] = 0;
		config->core[i] = 0;
		config->capacity[i] = 0;
	}
}

static void set_cache(const struct schedsim_config *from,
		      struct sim_config *config)
{
	config->cache_size = from->cache_size;
	config->cache_rate = from->cache_rate;
	config->cache_warmup_ns = from->cache_warmup_ns;
}

static void set_adapt(const struct schedsim_config *from,
		      struct sim_config *config)
{
	config->adapt = sim_adapt_of(from);
	sim_adapt_complete(&config->adapt);
}

static void set_balancing(const struct schedsim_config *from,
			  struct sim_config *config)
{
	config->balancing = sim_balancing_of(from);
	sim_balancing_complete(&config->balancing);
}

/*
 * Take over what a user's configuration names. The caller has pinned the policy of
 * @config, and, also after an error, the one that it has then. A new simulation is
 * @fresh: if a policy is named, it begins anew.
 */
static int decode(const struct schedsim_config *from,
		  const struct config_arrays *arrays,
		  struct sim_config *config, bool fresh)
{
	u32 mask = from->mask;
	int err = 0;

	if (mask & ~SCHEDSIM_CONFIG_ALL || from->__reserved)
		return -EINVAL;
	if (mask & SCHEDSIM_CONFIG_POLICY)
		err = decode_policy(from, config, fresh);
	if (mask & SCHEDSIM_CONFIG_QUANTUM)
		config->quantum_ns = from->quantum_ns;
	if (mask & SCHEDSIM_CONFIG_SWITCH_COST)
		config->switch_cost_ns = from->switch_cost_ns;
	if (mask & SCHEDSIM_CONFIG_TIE)
		config->tie = from->tie;
	if (mask & SCHEDSIM_CONFIG_SEED)
		config->seed = from->seed;
	if (mask & SCHEDSIM_CONFIG_NR_VCPUS)
		config_set_nr_vcpus(config, from->nr_vcpus);
	if (mask & SCHEDSIM_CONFIG_MAX_PROCS)
		config->max_procs = from->max_procs;
	if (mask & SCHEDSIM_CONFIG_UNIT)
		config->unit_ns = from->unit_ns;
	if (mask & SCHEDSIM_CONFIG_PEEK)
		config->peek_ns = from->peek_ns;
	if (mask & SCHEDSIM_CONFIG_CACHE)
		set_cache(from, config);
	if (mask & SCHEDSIM_CONFIG_MIGRATION)
		memcpy(config->migration_ns, from->migration_ns, sizeof(config->migration_ns));
	if (mask & SCHEDSIM_CONFIG_ADAPT)
		set_adapt(from, config);
	if (mask & SCHEDSIM_CONFIG_BALANCING)
		set_balancing(from, config);
	if (!err && mask & SCHEDSIM_CONFIG_PARAMS)
		err = decode_params(arrays->params, from->nr_params, config);
	if (!err && mask & SCHEDSIM_CONFIG_VCPUS)
		err = decode_vcpus(arrays->vcpus, from->nr_vcpu_descs, config);
	return err;
}

/**
 * ioctl_get_config - tell the configuration
 * @s: the simulation
 * @arg: of SCHEDSIM_IOC_GET_CONFIG
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0, or a negative errno as in the ABI.
 */
int ioctl_get_config(struct simulation *s, union ioctl_arg *arg)
{
	char policy[SCHEDSIM_NAME_LEN];
	struct sim_config *config;
	int err;

	if (arg->config.mask & ~SCHEDSIM_CONFIG_ALL)
		return -EINVAL;
	config = kmalloc(sizeof(*config), GFP_SIM);
	if (!config)
		return -ENOMEM;
	err = simulation_config(s, config, policy);
	if (!err)
		config_encode(config, policy, s->clock, &arg->config);
	kfree(config);
	return err;
}

/* A user's configuration, and what it points to. */
struct wanted {
	const struct schedsim_config *config;
	const struct config_arrays *arrays;
};

static int change(struct sim_config *config, const void *to)
{
	const struct wanted *wanted = to;

	return decode(wanted->config, wanted->arrays, config, false);
}

/**
 * ioctl_set_config - change the configuration
 * @s: the simulation
 * @arg: of SCHEDSIM_IOC_SET_CONFIG; @reason is filled in with -EOPNOTSUPP
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0, or a negative errno as in the ABI.
 */
int ioctl_set_config(struct simulation *s, union ioctl_arg *arg)
{
	struct config_arrays arrays;
	const struct wanted wanted = { &arg->config, &arrays };
	int err;

	if (arg->config.mask & SCHEDSIM_CONFIG_CLOCK &&
	    arg->config.clock != s->clock)
		return -EINVAL;
	err = read_arrays(&arg->config, &arrays) ?:
	      simulation_change_config(s, change, &wanted, arg->config.reason);
	free_arrays(&arg->config, &arrays);
	return err;
}

static struct simulation *create(const struct schedsim_config *from,
				 const struct config_arrays *arrays)
{
	struct sim_config *config = kmemdup(&boot_config, sizeof(*config), GFP_SIM);
	u32 clock = SCHEDSIM_CLOCK_VIRTUAL;
	struct simulation *s;
	int err;

	if (!config)
		return ERR_PTR(-ENOMEM);
	registry_pin(config->policy);
	err = decode(from, arrays, config, true);
	if (from->mask & SCHEDSIM_CONFIG_CLOCK)
		clock = from->clock;
	s = err ? ERR_PTR(err) : simulation_create(config, clock, current_uid());
	registry_put(config->policy);
	kfree(config);
	return s;
}

/**
 * ioctl_create - make a private simulation
 * @s: any simulation
 * @arg: of SCHEDSIM_IOC_CREATE; @created is filled in
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0, or a negative errno as in the ABI.
 */
int ioctl_create(struct simulation *s, union ioctl_arg *arg)
{
	struct config_arrays arrays;
	struct simulation *new;
	int err;

	err = read_arrays(&arg->config, &arrays);
	new = err ? ERR_PTR(err) : create(&arg->config, &arrays);
	free_arrays(&arg->config, &arrays);
	if (IS_ERR(new))
		return PTR_ERR(new);
	arg->created = new;
	return 0;
}
