// SPDX-License-Identifier: GPL-2.0
/*
 * The protocols of the mutexes of a workload, and their ceilings.
 */
#include <stdlib.h>

#include "tool.h"
#include "workload.h"

/* Classes, the more urgent the higher. */
static int rank(__u16 sched_class)
{
	switch (sched_class) {
	case SCHEDSIM_CLASS_DEADLINE:
		return 3;
	case SCHEDSIM_CLASS_FIFO:
	case SCHEDSIM_CLASS_RR:
		return 2;
	case SCHEDSIM_CLASS_IDLE:
		return 0;
	}
	return 1;
}

/**
 * struct urgency - the most urgent of several attributes, each for itself
 * @attr: the class, priority, nice and tickets
 * @any: have there been any?
 */
struct urgency {
	struct schedsim_attr attr;
	bool any;
};

static void raise_to(struct urgency *urgency, const struct schedsim_attr *attr)
{
	struct schedsim_attr *most = &urgency->attr;

	if (!urgency->any || rank(attr->sched_class) > rank(most->sched_class))
		most->sched_class = attr->sched_class;
	if (!urgency->any || attr->priority > most->priority)
		most->priority = attr->priority;
	if (!urgency->any || attr->nice < most->nice)
		most->nice = attr->nice;
	if (!urgency->any || attr->tickets > most->tickets)
		most->tickets = attr->tickets;
	urgency->any = true;
}

/* What the processes that run each program are, or become by it. */
static struct urgency *urgency_of_programs(const struct workload *workload)
{
	struct urgency *urgencies = allocate(workload->nr_programs, sizeof(*urgencies));
	__u32 i, j;

	for (i = 0; i < workload->nr_procs; i++)
		raise_to(&urgencies[workload->procs[i].program], &workload->procs[i].attr);
	for (i = 0; i < workload->nr_programs; i++) {
		const struct program *program = &workload->programs[i];

		for (j = 0; urgencies[i].any && j < program->nr; j++) {
			const struct schedsim_object *object;

			if (program->ops[j].code != SCHEDSIM_OP_ATTR)
				continue;
			object = &workload->objects.abi[program->ops[j].arg];
			if (object->value & SCHEDSIM_ATTR_CLASS)
				raise_to(&urgencies[i], &object->attr);
		}
	}
	return urgencies;
}

static void set_ceiling(struct schedsim_object *mutex, const struct object_info *info,
			const struct urgency *urgency)
{
	mutex->attr.nice = urgency->attr.nice;
	mutex->attr.tickets = urgency->attr.tickets;
	if (info->ceiling)
		return;
	mutex->attr.sched_class = urgency->attr.sched_class;
	mutex->attr.priority = urgency->attr.priority;
}

/**
 * workload_set_ceilings - work out the ceilings of mutexes that have the protocol
 * @workload: the workload; files that are loaded later have mutexes of their own
 *
 * A ceiling is as urgent as the most urgent process that locks the mutex. Of one
 * that the file gives, class and priority stay.
 */
void workload_set_ceilings(struct workload *workload)
{
	struct urgency *of_mutexes = allocate(workload->objects.nr, sizeof(*of_mutexes));
	struct urgency *urgencies = urgency_of_programs(workload);
	__u32 i, j;

	for (i = 0; i < workload->nr_programs; i++) {
		const struct program *program = &workload->programs[i];

		for (j = 0; urgencies[i].any && j < program->nr; j++)
			if (program->ops[j].code == SCHEDSIM_OP_LOCK)
				raise_to(&of_mutexes[program->ops[j].arg], &urgencies[i].attr);
	}
	for (i = 0; i < workload->objects.nr; i++) {
		struct schedsim_object *object = &workload->objects.abi[i];

		if (object->type != SCHEDSIM_OBJECT_MUTEX)
			continue;
		if (object->protocol == SCHEDSIM_PROTOCOL_CEILING)
			set_ceiling(object, &workload->objects.info[i], &of_mutexes[i]);
		else
			object->attr = (struct schedsim_attr) { .nice = 0 };
	}
	free(urgencies);
	free(of_mutexes);
}

/**
 * workload_set_protocol - give all mutexes the same protocol
 * @workload: the workload
 * @protocol: enum schedsim_protocol
 */
void workload_set_protocol(struct workload *workload, __u32 protocol)
{
	__u32 i;

	for (i = 0; i < workload->objects.nr; i++)
		if (workload->objects.abi[i].type == SCHEDSIM_OBJECT_MUTEX)
			workload->objects.abi[i].protocol = protocol;
	workload_set_ceilings(workload);
}

/**
 * workload_locks_arg - a protocol on the command line, or die
 * @text: its name
 *
 * Return: the protocol.
 */
__u32 workload_locks_arg(const char *text)
{
	__u32 protocol;

	if (protocol_parse(text, &protocol))
		return protocol;
	die(TOOL_USAGE, "--locks: '%s' is not possible; allowed are none, inherit and ceiling",
	    text);
}
