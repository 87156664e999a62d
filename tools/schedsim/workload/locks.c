// SPDX-License-Identifier: GPL-2.0
/*
 * The protocols of the mutexes of a workload, and their ceilings.
 */
#include <stdlib.h>

#include "util/tool.h"
#include "workload/workload.h"

/* Last, since they define words of the kernel. */
#include "sim.h"
#include "task/eff.h"

/**
 * struct urgency - the most urgent of several attributes, each for itself
 * @attr: the class, priority, nice and tickets; these are what a lottery gives,
 *        the weight of the nice value where none have been said
 * @tickets: has anybody said tickets?
 * @any: have there been any?
 */
struct urgency {
	struct schedsim_attr attr;
	bool tickets;
	bool any;
};

/* Tickets, as a lottery counts them. */
static __u32 tickets_of(const struct schedsim_attr *attr)
{
	const struct sim_eff eff = { .nice = attr->nice, .tickets = attr->tickets };

	return sim_tickets(&eff);
}

static void raise_to(struct urgency *urgency, const struct schedsim_attr *attr, bool tickets)
{
	struct schedsim_attr *most = &urgency->attr;

	if (!urgency->any ||
	    sim_class_rank(attr->sched_class) > sim_class_rank(most->sched_class))
		most->sched_class = attr->sched_class;
	if (!urgency->any || attr->priority > most->priority)
		most->priority = attr->priority;
	if (!urgency->any || attr->nice < most->nice)
		most->nice = attr->nice;
	if (!urgency->any || tickets_of(attr) > most->tickets)
		most->tickets = tickets_of(attr);
	urgency->tickets |= tickets;
	urgency->any = true;
}

/* What is not changed stays, at worst, the most urgent there has been. */
static void raise_by(struct urgency *urgency, __u32 mask, const struct schedsim_attr *change)
{
	struct schedsim_attr attr = urgency->attr;

	if (!urgency->tickets)
		attr.tickets = 0;
	sim_merge_attr(&attr, mask, change);
	raise_to(urgency, &attr, attr.tickets);
}

/* What the processes that run each program are, or become by it. */
static struct urgency *urgency_of_programs(const struct workload *workload)
{
	struct urgency *urgencies = allocate(workload->nr_programs, sizeof(*urgencies));
	__u32 i, j;

	for (i = 0; i < workload->nr_procs; i++)
		raise_to(&urgencies[workload->procs[i].program], &workload->procs[i].attr,
			 workload->procs[i].attr.tickets);
	for (i = 0; i < workload->nr_programs; i++) {
		const struct program *program = &workload->programs[i];

		for (j = 0; urgencies[i].any && j < program->nr; j++) {
			__u32 arg = program->ops[j].arg;

			if (program->ops[j].code == SCHEDSIM_OP_ATTR)
				raise_by(&urgencies[i], workload->objects.abi[arg].value,
					 &workload->objects.info[arg].attr);
		}
	}
	return urgencies;
}

static void set_ceiling(struct object_info *mutex, const struct urgency *urgency)
{
	mutex->attr.nice = urgency->attr.nice;
	mutex->attr.tickets = urgency->tickets ? urgency->attr.tickets : 0;
	if (mutex->ceiling)
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
				raise_to(&of_mutexes[program->ops[j].arg], &urgencies[i].attr,
					 urgencies[i].tickets);
	}
	for (i = 0; i < workload->objects.nr; i++) {
		const struct schedsim_object *object = &workload->objects.abi[i];
		struct object_info *info = &workload->objects.info[i];

		if (object->type != SCHEDSIM_OBJECT_MUTEX)
			continue;
		if (object->protocol == SCHEDSIM_PROTOCOL_CEILING)
			set_ceiling(info, &of_mutexes[i]);
		else
			info->attr = (struct schedsim_attr) { .nice = 0 };
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
