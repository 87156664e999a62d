// SPDX-License-Identifier: GPL-2.0
/*
 * The table of policies: those in the tree, and those of modules.
 */
#include "core/params.h"
#include "core/table.h"
#include "policies.h"

/* Policies of modules that there may be at a time. */
#define MAX_ADDED	64

#define POLICY(name)	(&sim_policy_##name)
static const struct sim_policy * const built_in[] = {
	&sim_policy_fair,
#include "list.h"
};

static const struct sim_policy *added[MAX_ADDED];
static u32 nr_added;

/**
 * sim_policy_at - a policy by its place in the table
 * @index: from 0 on; may be a user's
 *
 * Return: the policy, or NULL behind the last.
 */
const struct sim_policy *sim_policy_at(u32 index)
{
	if (index < ARRAY_SIZE(built_in))
		return built_in[array_index_nospec(index, ARRAY_SIZE(built_in))];
	index -= ARRAY_SIZE(built_in);
	if (index >= nr_added)
		return NULL;
	return added[array_index_nospec(index, MAX_ADDED)];
}

/**
 * sim_policy_find - a policy by its name
 * @name: the name; need not end with a NUL
 * @len: its length
 *
 * Return: the policy, or NULL if there is none of that name.
 */
const struct sim_policy *sim_policy_find(const char *name, size_t len)
{
	const struct sim_policy *policy;
	u32 i;

	for (i = 0; (policy = sim_policy_at(i)); i++)
		if (!strncmp(policy->name, name, len) && !policy->name[len])
			return policy;
	return NULL;
}

static bool is_name(const char *name)
{
	size_t len = name ? strnlen(name, SCHEDSIM_NAME_LEN) : 0, i;

	for (i = 0; i < len; i++)
		if (!(name[i] >= 'a' && name[i] <= 'z') &&
		    !(name[i] >= '0' && name[i] <= '9') && name[i] != '-' &&
		    name[i] != '_')
			return false;
	return len && len < SCHEDSIM_NAME_LEN;
}

static bool is_right_param(const struct sim_param *param)
{
	return is_name(param->name) && strcmp(param->name, "span") &&
	       strcmp(param->name, "balance") &&
	       param->kind < SCHEDSIM_PARAM_SPAN &&
	       param->initial >= param->min && param->initial <= param->max;
}

static bool is_right_value(const struct sim_value *value)
{
	return is_name(value->name) && value->kind <= SCHEDSIM_VALUE_SIGNED_TIME;
}

/* Have two the same name, or, in sysfs, the same file? That of a time ends with "_us". */
static bool clash(const struct sim_param *a, const struct sim_param *b)
{
	size_t len = strlen(a->name);

	if (strncmp(a->name, b->name, len))
		return false;
	return !b->name[len] || (sim_param_is_time(a) && !sim_param_is_time(b) &&
				 !strcmp(b->name + len, "_us"));
}

/* Has each of its parameters and values a name of its own? */
static bool has_right_names(const struct sim_policy *policy)
{
	u32 i, k;

	for (i = 0; i < policy->nr_params; i++)
		for (k = 0; k < policy->nr_params; k++)
			if (i != k && clash(&policy->params[i], &policy->params[k]))
				return false;
	for (i = 0; i < policy->nr_values; i++)
		for (k = 0; k < i; k++)
			if (!strcmp(policy->values[k].name, policy->values[i].name))
				return false;
	return true;
}

/* Are all of its parameters and values in range, and named? */
static bool has_right_tables(const struct sim_policy *policy)
{
	u32 i;

	if ((policy->nr_params && !policy->params) ||
	    (policy->nr_values && !policy->values))
		return false;
	for (i = 0; i < policy->nr_params; i++)
		if (!is_right_param(&policy->params[i]))
			return false;
	for (i = 0; i < policy->nr_values; i++)
		if (!is_right_value(&policy->values[i]))
			return false;
	return has_right_names(policy);
}

static bool is_right(const struct sim_policy *policy)
{
	return is_name(policy->name) && policy->enqueue && policy->dequeue &&
	       policy->pick && policy->proc_size <= SIM_PROC_DATA &&
	       policy->rq_size <= 8192 &&
	       policy->nr_params + 2 <= SCHEDSIM_MAX_PARAMS &&
	       policy->nr_values <= SCHEDSIM_MAX_VALUES &&
	       !policy->nr_values == !policy->report &&
	       policy->tie <= SCHEDSIM_TIE_EXPIRY_FIRST &&
	       has_right_tables(policy);
}

/**
 * sim_policy_add - add a policy to the table
 * @policy: the policy; stays until it is removed
 *
 * Return: 0; -EINVAL if it has a bad name, lacks an operation or asks for too much
 * memory; -EEXIST if there is one of that name; -ENOSPC.
 */
int sim_policy_add(const struct sim_policy *policy)
{
	if (!is_right(policy))
		return -EINVAL;
	if (sim_policy_find(policy->name, strlen(policy->name)))
		return -EEXIST;
	if (nr_added == MAX_ADDED)
		return -ENOSPC;
	added[nr_added++] = policy;
	return 0;
}

/**
 * sim_policy_remove - take a policy out of the table
 * @policy: one that was added; no simulation uses it
 */
void sim_policy_remove(const struct sim_policy *policy)
{
	u32 i = 0;

	while (i < nr_added && added[i] != policy)
		i++;
	if (i == nr_added)
		return;
	nr_added--;
	for (; i < nr_added; i++)
		added[i] = added[i + 1];
}
