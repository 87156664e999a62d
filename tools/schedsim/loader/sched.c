// SPDX-License-Identifier: GPL-2.0
/*
 * What workload files say of the scheduling of a task or a phase.
 *
 * Files name scheduling classes of Linux. What becomes of them as attributes,
 * beside the class:
 *
 *  SCHED_OTHER, SCHED_BATCH	nice: the priority (-20..19, default 0); runtime: a
 *				slice of its own, which rt-app gives as dl-runtime
 *  SCHED_IDLE			nice 19, for policies that do not go by class
 *  SCHED_RR, SCHED_FIFO	priority: the same (1..99, default 10)
 *  SCHED_DEADLINE		runtime, deadline and period
 */
#include <string.h>

#include "loader/loader.h"

#define DEFAULT_RT_PRIORITY	10
#define SHOWN			64

static const char * const classes[] = {
	[SCHEDSIM_CLASS_OTHER] = "SCHED_OTHER",
	[SCHEDSIM_CLASS_BATCH] = "SCHED_BATCH",
	[SCHEDSIM_CLASS_IDLE] = "SCHED_IDLE",
	[SCHEDSIM_CLASS_RR] = "SCHED_RR",
	[SCHEDSIM_CLASS_FIFO] = "SCHED_FIFO",
	[SCHEDSIM_CLASS_DEADLINE] = "SCHED_DEADLINE",
};

static const char * const sched_keys[] = {
	"policy", "priority", "cpus", "dl-runtime", "dl-period", "dl-deadline", "period",
	"deadline", "tickets", "dl-reclaim", "nodes_membind", "membind_nodes", "util_min",
	"util_max", "taskgroup",
	NULL,
};

static const char * const ignored_keys[] = {
	"dl-reclaim", "nodes_membind", "membind_nodes", "util_min", "util_max", NULL,
};

/**
 * loader_class - read a scheduling class
 * @loader: the file
 * @item: the value
 * @sched_class: to hold the class
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_class(struct loader *loader, const struct item *item, __u16 *sched_class)
{
	static const char expected[] =
		"SCHED_OTHER, SCHED_BATCH, SCHED_IDLE, SCHED_RR, SCHED_FIFO or SCHED_DEADLINE";
	const char *name;
	size_t i;

	if (loader_string(loader, item, expected, &name))
		return -1;
	for (i = 0; i < ARRAY_SIZE(classes); i++) {
		if (classes[i] && !strcmp(name, classes[i])) {
			*sched_class = i;
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

/**
 * loader_old_deadline - is "runtime" the budget of SCHED_DEADLINE here?
 * @object: a task or a phase
 * @sched: what holds for it, unless it says something else
 *
 * Before SCHED_DEADLINE had keys of its own, it was.
 *
 * Return: true if it is, false if it is an event.
 */
bool loader_old_deadline(const struct item *object, const struct sched *sched)
{
	bool deadline = sched->sched_class == SCHEDSIM_CLASS_DEADLINE;
	bool others = false, newer = false;
	struct item item;

	for_each_item(&item, object->value) {
		if (!strcmp(item.key, "policy"))
			deadline = json_object_is_type(item.value, json_type_string) &&
				   !strcmp(json_object_get_string(item.value), "SCHED_DEADLINE");
		others |= !strcmp(item.key, "period") || !strcmp(item.key, "deadline");
		newer |= !strcmp(item.key, "dl-runtime");
	}
	return deadline && others && !newer;
}

static bool has_slice(const struct sched *sched)
{
	return sched->sched_class == SCHEDSIM_CLASS_OTHER ||
	       sched->sched_class == SCHEDSIM_CLASS_BATCH;
}

/* What was given for another class means nothing now. */
static int read_policy(struct loader *loader, const struct item *item, struct sched *sched)
{
	__u16 was = sched->sched_class;

	if (loader_class(loader, item, &sched->sched_class))
		return -1;
	sched->has_priority = false;
	if (sched->sched_class != was) {
		sched->runtime_ns = 0;
		sched->period_ns = 0;
		sched->deadline_ns = 0;
	}
	return 0;
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

static int read_tickets(struct loader *loader, const struct item *item, __u32 *tickets)
{
	__s64 value;

	if (loader_int(loader, item, "a number of tickets", 1, SCHEDSIM_MAX_TICKETS, &value))
		return -1;
	*tickets = value;
	return 0;
}

/* @item is about scheduling, or "runtime" where that is meant to be a budget. */
static int read_key(struct loader *loader, const struct item *item, struct sched *sched)
{
	const char *key = item->key;

	if (loader_listed(key, ignored_keys)) {
		loader_ignore(loader, key);
		return 0;
	}
	if (!strcmp(key, "cpus"))
		return read_cpus(loader, item, sched->cpus);
	if (!strcmp(key, "taskgroup"))
		return loader_taskgroup(loader, item, sched);
	sched->item = *item;
	sched->said = true;
	if (!strcmp(key, "policy"))
		return read_policy(loader, item, sched);
	if (!strcmp(key, "priority")) {
		sched->has_priority = true;
		sched->priority_item = *item;
		return loader_int(loader, item, "a priority", SCHEDSIM_MIN_NICE,
				  SCHEDSIM_MAX_PRIORITY, &sched->priority);
	}
	if (!strcmp(key, "tickets"))
		return read_tickets(loader, item, &sched->tickets);
	if (sched->sched_class != SCHEDSIM_CLASS_DEADLINE &&
	    !(has_slice(sched) && !strcmp(key, "dl-runtime")))
		loader_ignore(loader, key);
	if (!strncmp(key, "dl-", 3))
		key += 3;
	return loader_usec(loader, item, !strcmp(key, "runtime") ? &sched->runtime_ns :
			   !strcmp(key, "period") ? &sched->period_ns : &sched->deadline_ns);
}

/**
 * loader_sched - read what a task or a phase says about scheduling
 * @loader: the file
 * @object: the task or the phase
 * @sched: what holds unless it says something else; to be changed
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_sched(struct loader *loader, const struct item *object, struct sched *sched)
{
	bool old = loader_old_deadline(object, sched);
	struct item item;

	sched->said = false;
	/* The class decides what a priority means, so it is read first. */
	for_each_item(&item, object->value)
		if (!strcmp(item.key, "policy") && read_key(loader, &item, sched))
			return -1;
	for_each_item(&item, object->value)
		if (strcmp(item.key, "policy") &&
		    (loader_is_sched(item.key) || (old && !strcmp(item.key, "runtime"))) &&
		    read_key(loader, &item, sched))
			return -1;
	return 0;
}

static int check_priority(struct loader *loader, const struct sched *sched, __s64 min, __s64 max)
{
	if (sched->priority >= min && sched->priority <= max)
		return 0;
	return loader_error(loader, &sched->priority_item,
			    "priority %lld is not one of %s (expected %lld..%lld)",
			    sched->priority, classes[sched->sched_class], min, max);
}

static int set_deadline(struct loader *loader, const struct sched *sched,
			struct schedsim_attr *attr)
{
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
	attr->sched_class = sched->sched_class;
	attr->tickets = sched->tickets;
	attr->group = sched->group;
	attr->shares = sched->shares;
	if (has_slice(sched))
		attr->runtime_ns = sched->runtime_ns;
	switch (sched->sched_class) {
	case SCHEDSIM_CLASS_OTHER:
	case SCHEDSIM_CLASS_BATCH:
		attr->nice = sched->has_priority ? sched->priority : 0;
		if (!sched->has_priority)
			return 0;
		return check_priority(loader, sched, SCHEDSIM_MIN_NICE, SCHEDSIM_MAX_NICE);
	case SCHEDSIM_CLASS_IDLE:
		attr->nice = SCHEDSIM_MAX_NICE;
		return 0;
	case SCHEDSIM_CLASS_RR:
	case SCHEDSIM_CLASS_FIFO:
		attr->priority = sched->has_priority ? sched->priority : DEFAULT_RT_PRIORITY;
		if (!sched->has_priority)
			return 0;
		return check_priority(loader, sched, 1, SCHEDSIM_MAX_PRIORITY);
	}
	return set_deadline(loader, sched, attr);
}
