// SPDX-License-Identifier: GPL-2.0
/*
 * Attributes of processes.
 */
#include "task/attr.h"

static bool is_class(u16 sched_class)
{
	switch (sched_class) {
	case SCHEDSIM_CLASS_OTHER:
	case SCHEDSIM_CLASS_FIFO:
	case SCHEDSIM_CLASS_RR:
	case SCHEDSIM_CLASS_BATCH:
	case SCHEDSIM_CLASS_IDLE:
	case SCHEDSIM_CLASS_DEADLINE:
		return true;
	}
	return false;
}

/* May a process be in this group, which has these shares? */
static bool is_group(const struct schedsim_attr *attr)
{
	if (!attr->shares)
		return attr->group <= SCHEDSIM_MAX_GROUPS;
	return attr->group && attr->group <= SCHEDSIM_MAX_GROUPS &&
	       attr->shares >= SCHEDSIM_MIN_SHARES &&
	       attr->shares <= SCHEDSIM_MAX_SHARES;
}

/**
 * sim_attr_check - may a process have these attributes?
 * @sim: the simulation; its number of vCPUs matters
 * @attr: the attributes
 *
 * Return: 0; -EINVAL if an attribute is out of range, or if the affinity names
 * no vCPU of the simulation.
 */
int sim_attr_check(const struct sim *sim, const struct schedsim_attr *attr)
{
	u32 nr = sim->config.nr_vcpus;
	bool any = true, none = true;
	u32 i;

	if (attr->nice < SCHEDSIM_MIN_NICE || attr->nice > SCHEDSIM_MAX_NICE ||
	    attr->priority > SCHEDSIM_MAX_PRIORITY ||
	    attr->runtime_ns > SCHEDSIM_MAX_TIME_NS ||
	    attr->deadline_ns > SCHEDSIM_MAX_TIME_NS ||
	    attr->period_ns > SCHEDSIM_MAX_TIME_NS ||
	    attr->tickets > SCHEDSIM_MAX_TICKETS || !is_group(attr) ||
	    !is_class(attr->sched_class))
		return -EINVAL;

	for (i = 0; i < ARRAY_SIZE(attr->affinity); i++) {
		u32 here = nr > i * 64 ? min(nr - i * 64, 64U) : 0;

		any &= !attr->affinity[i];
		if (here && attr->affinity[i] & (~0ULL >> (64 - here)))
			none = false;
	}
	if (none && !any)
		return -EINVAL;
	return 0;
}

/**
 * sim_attr_admit - can a policy schedule a process with these attributes?
 * @policy: the policy
 * @attr: the attributes
 * @reason: out: why it cannot
 *
 * Return: 0, or -EOPNOTSUPP if it cannot.
 */
int sim_attr_admit(const struct sim_policy *policy,
		   const struct schedsim_attr *attr, const char **reason)
{
	if (!policy->admit || policy->admit(attr, reason))
		return 0;
	return -EOPNOTSUPP;
}

/**
 * sim_merge_attr - change some of the attributes
 * @to: the attributes
 * @mask: SCHEDSIM_ATTR_*: the attributes to change
 * @from: their new values
 */
void sim_merge_attr(struct schedsim_attr *to, u32 mask,
		    const struct schedsim_attr *from)
{
	if (mask & SCHEDSIM_ATTR_NICE)
		to->nice = from->nice;
	if (mask & SCHEDSIM_ATTR_PRIORITY)
		to->priority = from->priority;
	if (mask & SCHEDSIM_ATTR_DEADLINE) {
		to->runtime_ns = from->runtime_ns;
		to->deadline_ns = from->deadline_ns;
		to->period_ns = from->period_ns;
	}
	if (mask & SCHEDSIM_ATTR_AFFINITY)
		memcpy(to->affinity, from->affinity, sizeof(to->affinity));
	if (mask & SCHEDSIM_ATTR_TICKETS)
		to->tickets = from->tickets;
	if (mask & SCHEDSIM_ATTR_CLASS)
		to->sched_class = from->sched_class;
	if (mask & SCHEDSIM_ATTR_WORKING_SET)
		to->working_set = from->working_set;
	if (mask & SCHEDSIM_ATTR_GROUP) {
		to->group = from->group;
		to->shares = from->shares;
	}
}
