// SPDX-License-Identifier: GPL-2.0
/*
 * A workload as text: what its files have become.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/stream.h"
#include "util/text.h"
#include "util/tool.h"
#include "util/units.h"
#include "workload/workload.h"

/* Attributes that are not as they are by default. */
static void show_attr(FILE *to, const struct schedsim_attr *attr)
{
	static const struct schedsim_attr none;
	char text[CPUS_LEN];

	if (attr->sched_class)
		fprintf(to, " %s", class_name(attr->sched_class));
	if (attr->priority)
		fprintf(to, " priority %u", attr->priority);
	if (attr->nice)
		fprintf(to, " nice %d", attr->nice);
	if (attr->tickets)
		fprintf(to, " tickets %u", attr->tickets);
	if (attr->group)
		fprintf(to, " group %u", attr->group);
	if (attr->shares)
		fprintf(to, " shares %u", attr->shares);
	if (attr->runtime_ns && (attr->sched_class == SCHEDSIM_CLASS_OTHER ||
				 attr->sched_class == SCHEDSIM_CLASS_BATCH)) {
		fprintf(to, " slice %s", format_time(attr->runtime_ns, text));
	} else if (attr->runtime_ns) {
		fprintf(to, " runtime %s", format_time(attr->runtime_ns, text));
		fprintf(to, " deadline %s", format_time(attr->deadline_ns, text));
		fprintf(to, " period %s", format_time(attr->period_ns, text));
	}
	if (memcmp(attr->affinity, none.affinity, sizeof(none.affinity)))
		fprintf(to, " cpus %s", format_cpus(attr->affinity, text));
}

static void show_changes(FILE *to, const struct schedsim_object *object)
{
	static const struct {
		__u32 bit;
		const char *name;
	} bits[] = {
		{ SCHEDSIM_ATTR_CLASS, "class" },
		{ SCHEDSIM_ATTR_PRIORITY, "priority" },
		{ SCHEDSIM_ATTR_NICE, "nice" },
		{ SCHEDSIM_ATTR_TICKETS, "tickets" },
		{ SCHEDSIM_ATTR_DEADLINE, "deadline" },
		{ SCHEDSIM_ATTR_AFFINITY, "cpus" },
		{ SCHEDSIM_ATTR_WORKING_SET, "working set" },
		{ SCHEDSIM_ATTR_GROUP, "group" },
	};
	const char *before = " sets ";
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bits); i++) {
		if (!(object->value & bits[i].bit))
			continue;
		fprintf(to, "%s%s", before, bits[i].name);
		before = ",";
	}
	fputs(":", to);
}

static void show_object(FILE *to, const struct schedsim_object *object,
			const struct object_info *info)
{
	static const struct schedsim_attr none;

	fprintf(to, "%s %s", object_type_name(object->type), info->name);
	switch (object->type) {
	case SCHEDSIM_OBJECT_MUTEX:
		fprintf(to, " %s", protocol_name(object->protocol));
		break;
	case SCHEDSIM_OBJECT_BARRIER:
	case SCHEDSIM_OBJECT_SEMAPHORE:
		fprintf(to, " %u", object->value);
		break;
	case SCHEDSIM_OBJECT_ATTR:
		show_changes(to, object);
		if (!memcmp(&info->attr, &none, sizeof(none)))
			fputs(" defaults", to);
		break;
	}
	show_attr(to, &info->attr);
}

static void show_proc(FILE *to, const struct workload *workload, const struct workload_proc *proc)
{
	char text[TIME_LEN];

	fprintf(to, "process %s", proc->name);
	show_attr(to, &proc->attr);
	if (proc->delay_ns)
		fprintf(to, " delay %s", format_time(proc->delay_ns, text));
	if (proc->fork)
		fprintf(to, " forked by %s", workload->objects.info[proc->fork - 1].name);
	fputs(": ", to);
	program_print(to, &workload->programs[proc->program], &workload->objects);
}

/* The objects that a process could come to name; the others are not made. */
static bool *find_named(const struct workload *workload)
{
	bool *named = allocate(workload->objects.nr, sizeof(*named));
	__u32 i, j;

	for (i = 0; i < workload->nr_procs; i++) {
		const struct program *program = &workload->programs[workload->procs[i].program];

		if (workload->procs[i].fork)
			named[workload->procs[i].fork - 1] = true;
		if (i && workload->procs[i].program == workload->procs[i - 1].program)
			continue;
		for (j = 0; j < program->nr; j++) {
			const struct schedsim_op *op = &program->ops[j];

			if (op->code >= SCHEDSIM_OP_LOCK || op->flags & SCHEDSIM_OP_F_SHARED)
				named[op->arg] = true;
			if (op->code == SCHEDSIM_OP_WAIT && op->value)
				named[op->value - 1] = true;
		}
	}
	return named;
}

/* What has been written goes out as a line, with nothing in it for the terminal. */
static void end_line(FILE *to, char **text)
{
	text_close(to);
	puts(make_printable(*text));
	free(*text);
}

/**
 * workload_show - print the processes and objects of a workload
 * @workload: the workload
 */
void workload_show(const struct workload *workload)
{
	bool *named = find_named(workload);
	size_t size;
	char *text;
	FILE *to;
	__u32 i;

	for (i = 0; i < workload->nr_procs; i++) {
		to = text_open(&text, &size);
		show_proc(to, workload, &workload->procs[i]);
		end_line(to, &text);
	}
	for (i = 0; i < workload->objects.nr; i++) {
		if (!named[i])
			continue;
		to = text_open(&text, &size);
		show_object(to, &workload->objects.abi[i], &workload->objects.info[i]);
		end_line(to, &text);
	}
	free(named);
}
