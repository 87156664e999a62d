// SPDX-License-Identifier: GPL-2.0
/*
 * The table of all policies.
 */
#include "policy.h"

static const struct sim_policy * const policies[] = {
	&sim_policy_fair,
	&sim_policy_fifo,
	&sim_policy_global,
	&sim_policy_linux,
	&sim_policy_lottery,
	&sim_policy_mlfq,
	&sim_policy_prio,
	&sim_policy_rr,
	&sim_policy_sjf,
	&sim_policy_srtf,
	&sim_policy_stride,
};

/**
 * sim_policy_at - a policy by its place in the table
 * @index: from 0 on; may be a user's
 *
 * Return: the policy, or NULL behind the last.
 */
const struct sim_policy *sim_policy_at(unsigned int index)
{
	if (index >= ARRAY_SIZE(policies))
		return NULL;
	return policies[array_index_nospec(index, ARRAY_SIZE(policies))];
}

/**
 * sim_policy_find - a policy by its name
 * @name: NUL-terminated
 *
 * Return: the policy, or NULL if there is none of that name.
 */
const struct sim_policy *sim_policy_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(policies); i++)
		if (!strcmp(policies[i]->name, name))
			return policies[i];
	return NULL;
}
