// SPDX-License-Identifier: GPL-2.0
/*
 * What workload files say of the scheduling of a task or a phase.
 *
 * Files name scheduling classes of Linux. What becomes of them as attributes:
 *
 *  SCHED_OTHER, SCHED_BATCH	nice: the priority (-20..19, default 0)
 *  SCHED_IDLE			nice 19, the least weight there is
 *  SCHED_RR, SCHED_FIFO	priority: the same (1..99, default 10)
 *  SCHED_DEADLINE		runtime, deadline and period
 */
#include <string.h>

#include "loader.h"

#define DEFAULT_RT_PRIORITY	10
#define SHOWN			64

static const char * const policies[] = {
	[POLICY_OTHER] = "SCHED_OTHER",
	[POLICY_BATCH] = "SCHED_BATCH",
	[POLICY_IDLE] = "SCHED_IDLE",
	[POLICY_RR] = "SCHED_RR",
	[POLICY_FIFO] = "SCHED_FIFO",
	[POLICY_DEADLINE] = "SCHED_DEADLINE",
};

static const char * const sched_keys[] = {
	"policy", "priority", "cpus", "dl-runtime", "dl-period", "dl-deadline", "period",
	"deadline", "dl-reclaim", "nodes_membind", "membind_nodes", "util_min", "util_max",
	"taskgroup",
	NULL,
};

static const char * const ignored_keys[] = {
	"dl-reclaim", "nodes_membind", "membind_nodes", "util_min", "util_max", "taskgroup", NULL,
};

/**
 * loader_policy - read a scheduling class
 * @loader: the file
 * @item: the value
 * @policy: to hold the class
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_policy(struct loader *loader, const struct item *item, enum loader_policy *policy)
{
	static const char expected[] =
		"SCHED_OTHER, SCHED_BATCH, SCHED_IDLE, SCHED_RR, SCHED_FIFO or SCHED_DEADLINE";
	const char *name;
	size_t i;

	if (loader_string(loader, item, expected, &name))
		return -1;
	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		if (!strcmp(name, policies[i])) {
			*policy = i;
			return 0;
		}
	}
	return loader_error(loader, item, "there is no class '%s' (expected %s)", name, expected);
}

/**
 * loader_is_sched - is a key about scheduling?
 * @key: the key
 *
 * Return: whether it is.
 */
bool loader_is_sched(const char *key)
{
	return loader_listed(key, sched_keys);
}

static int read_cpus(struct loader *loader, const struct item *item, __u64 *cpus)
{
	char shown[SHOWN];
	size_t i, nr;

	if (!json_object_is_type(item->value, json_type_array))
		return loader_error(loader, item,
				    "%s is not a list of CPUs (expected, say, [0, 2])",
				    loader_show(item, shown, sizeof(shown)));
	memset(cpus, 0, SCHEDSIM_MAX_VCPUS / 8);
	nr = json_object_array_length(item->value);
	if (!nr)
		return loader_error(loader, item, "the list is empty (expected at least one CPU)");
	for (i = 0; i < nr; i++) {
		struct item cpu = *item;
		__s64 id;

		cpu.value = json_object_array_get_idx(item->value, i);
		if (loader_int(loader, &cpu, "a CPU", 0, SCHEDSIM_MAX_VCPUS - 1, &id))
			return -1;
		cpus[id / 64] |= 1ULL << id % 64;
	}
	return 0;
}

/**
 * loader_sched - read an item that is about scheduling
 * @loader: the file
 * @item: the item; its key is one of loader_is_sched(), or "runtime" where that
 *        is meant to be an attribute
 * @sched: where to put it
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_sched(struct loader *loader, const struct item *item, struct sched *sched)
{
	const char *key = item->key;

	if (loader_listed(key, ignored_keys)) {
		loader_ignore(loader, key);
		return 0;
	}
	sched->item = *item;
	if (!strcmp(key, "policy")) {
		enum loader_policy old = sched->policy;

		if (loader_policy(loader, item, &sched->policy))
			return -1;
		/* A priority of another class means nothing in this one. */
		if (sched->policy != old)
			sched->has_priority = false;
		return 0;
	}
	if (!strcmp(key, "priority")) {
		sched->has_priority = true;
		return loader_int(loader, item, "a priority", SCHEDSIM_MIN_NICE,
				  SCHEDSIM_MAX_PRIORITY, &sched->priority);
	}
	if (!strcmp(key, "cpus"))
		return read_cpus(loader, item, sched->cpus);
	if (!strncmp(key, "dl-", 3))
		key += 3;
	return loader_usec(loader, item, !strcmp(key, "runtime") ? &sched->runtime_ns :
			   !strcmp(key, "period") ? &sched->period_ns : &sched->deadline_ns);
}

static int check_priority(struct loader *loader, const struct sched *sched, __s64 min, __s64 max)
{
	if (sched->priority >= min && sched->priority <= max)
		return 0;
	return loader_error(loader, &sched->item,
			    "priority %lld is not one of %s (expected %lld..%lld)",
			    sched->priority, policies[sched->policy], min, max);
}

static int set_deadline(struct loader *loader, const struct sched *sched,
			struct schedsim_attr *attr)
{
	loader->deadline = true;
	if (!sched->runtime_ns)
		return loader_error(loader, &sched->item,
				    "SCHED_DEADLINE needs dl-runtime (expected a time in \xc2\xb5s above 0)");
	attr->runtime_ns = sched->runtime_ns;
	attr->period_ns = sched->period_ns ? sched->period_ns : sched->runtime_ns;
	attr->deadline_ns = sched->deadline_ns ? sched->deadline_ns : attr->period_ns;
	if (attr->runtime_ns > attr->deadline_ns || attr->deadline_ns > attr->period_ns)
		return loader_error(loader, &sched->item,
				    "the times of SCHED_DEADLINE do not fit (expected runtime <= deadline <= period)");
	return 0;
}

/**
 * loader_attr - what becomes of a file's scheduling attributes
 * @loader: the file
 * @sched: as the file gives them
 * @attr: zeroed, to be filled in
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_attr(struct loader *loader, const struct sched *sched, struct schedsim_attr *attr)
{
	memcpy(attr->affinity, sched->cpus, sizeof(attr->affinity));
	switch (sched->policy) {
	case POLICY_OTHER:
	case POLICY_BATCH:
		attr->nice = sched->has_priority ? sched->priority : 0;
		if (!sched->has_priority)
			return 0;
		return check_priority(loader, sched, SCHEDSIM_MIN_NICE, SCHEDSIM_MAX_NICE);
	case POLICY_IDLE:
		attr->nice = SCHEDSIM_MAX_NICE;
		return 0;
	case POLICY_RR:
	case POLICY_FIFO:
		attr->priority = sched->has_priority ? sched->priority : DEFAULT_RT_PRIORITY;
		if (!sched->has_priority)
			return 0;
		return check_priority(loader, sched, 1, SCHEDSIM_MAX_PRIORITY);
	case POLICY_DEADLINE:
		return set_deadline(loader, sched, attr);
	}
	return 0;
}
