// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim ps: the processes of the live simulation.
 */
#include <stdio.h>
#include <stdlib.h>

#include "device.h"
#include "metrics.h"
#include "objects.h"
#include "output.h"
#include "tool.h"
#include "units.h"

/* How long ago a process arrived; up to its end, if it has exited. */
static __u64 lifetime(const struct schedsim_proc *proc, __u64 now)
{
	__u64 end = proc->finish_ns == SCHEDSIM_NEVER ? now : proc->finish_ns;

	return end > proc->arrival_ns ? end - proc->arrival_ns : 0;
}

/* All there is to print. */
struct list {
	struct schedsim_proc *procs;
	__u32 nr;
	struct schedsim_object *objects;
	__u32 nr_objects;
	__u64 now;
};

static int compare_ids(const void *id, const void *object)
{
	__u32 a = *(const __u32 *)id, b = ((const struct schedsim_object *)object)->id;

	return a < b ? -1 : a > b;
}

/* What a process waits for; NULL: nothing, or it has been made just now. */
static const struct schedsim_object *awaited(const struct list *list,
					     const struct schedsim_proc *proc)
{
	if (!proc->object)
		return NULL;
	return bsearch(&proc->object, list->objects, list->nr_objects,
		       sizeof(list->objects[0]), compare_ids);
}

static void add_awaited(struct json_object *to, const struct schedsim_object *object)
{
	struct json_object *value;

	if (!object) {
		json_object_object_add(to, "waits_for", NULL);
		return;
	}
	value = json_object_new_object();
	json_add_u64(value, "id", object->id);
	json_add_string(value, "type", object_type_name(object->type));
	json_add_string(value, "name", object->name);
	json_object_object_add(to, "waits_for", value);
}

static struct json_object *proc_json(const struct list *list, const struct schedsim_proc *proc)
{
	struct json_object *object = json_object_new_object();
	char cpus[CPUS_LEN];

	json_add_u64(object, "id", proc->id);
	json_add_string(object, "name", proc->name);
	json_add_string(object, "state", state_name(proc->state));
	add_awaited(object, awaited(list, proc));
	json_add_bool(object, "deadlocked", proc->flags & SCHEDSIM_PROC_DEADLOCK);
	json_add_u64(object, "vcpu", proc->vcpu);
	json_add_string(object, "class", class_name(proc->attr.sched_class));
	json_add_s64(object, "nice", proc->attr.nice);
	json_add_u64(object, "priority", proc->attr.priority);
	json_add_u64(object, "tickets", proc->attr.tickets);
	json_add_string(object, "effective_class", class_name(proc->effective_class));
	json_add_s64(object, "effective_nice", proc->effective_nice);
	json_add_u64(object, "effective_priority", proc->effective_priority);
	json_add_u64(object, "nr_held", proc->nr_held);
	json_add_string(object, "affinity", format_cpus(proc->attr.affinity, cpus));
	json_object_object_add(object, "cpu_percent",
			       json_object_new_double(percent(proc->cpu_ns,
							      lifetime(proc, list->now))));
	json_add_u64(object, "vruntime_ns", proc->vruntime_ns);
	metrics_add_proc(object, proc);
	return object;
}

static void print_json(const struct list *list)
{
	struct json_object *object = json_object_new_object();
	struct json_object *procs = json_object_new_array();
	__u32 i;

	for (i = 0; i < list->nr; i++)
		json_object_array_add(procs, proc_json(list, &list->procs[i]));
	json_add_u64(object, "time_ns", list->now);
	json_object_object_add(object, "processes", procs);
	json_print(object);
}

/* What is inherited is shown beside what a process has of its own. */
static const char columns[] =
	"ID\t<NAME\t<STATE\t?<WAITS FOR\tVCPU\tNICE\tPRIO\t?<INHERITS\tCPU\t%CPU\t"
	"WAITING\tPREEMPTIONS\tSWITCHES";

#define CELL_LEN	64

static void format_awaited(const struct list *list, const struct schedsim_proc *proc, char *text)
{
	const struct schedsim_object *object = awaited(list, proc);

	if (!object)
		snprintf(text, CELL_LEN, proc->object ? "%u" : "-", proc->object);
	else
		snprintf(text, CELL_LEN, "%s %s%s", object_type_name(object->type), object->name,
			 proc->flags & SCHEDSIM_PROC_DEADLOCK ? " (deadlock)" : "");
}

static void format_inherited(const struct schedsim_proc *proc, char *text)
{
	if (proc->effective_priority != proc->attr.priority)
		snprintf(text, CELL_LEN, "priority %u", proc->effective_priority);
	else if (proc->effective_nice != proc->attr.nice)
		snprintf(text, CELL_LEN, "nice %d", proc->effective_nice);
	else if (proc->effective_class != proc->attr.sched_class)
		snprintf(text, CELL_LEN, "%s", class_name(proc->effective_class));
	else
		snprintf(text, CELL_LEN, "-");
}

static void print_text(const struct list *list)
{
	char cpu[TIME_LEN], waiting[TIME_LEN], waits_for[CELL_LEN], inherits[CELL_LEN];
	struct table *table;
	__u32 i;

	table = table_new(columns);
	for (i = 0; i < list->nr; i++) {
		const struct schedsim_proc *proc = &list->procs[i];

		format_awaited(list, proc, waits_for);
		format_inherited(proc, inherits);
		table_add(table, "%u\t%s\t%s\t%s\t%u\t%d\t%u\t%s\t%s\t%.1f\t%s\t%llu\t%llu",
			  proc->id, proc->name, state_name(proc->state), waits_for, proc->vcpu,
			  proc->attr.nice, proc->attr.priority, inherits,
			  format_time(proc->cpu_ns, cpu),
			  percent(proc->cpu_ns, lifetime(proc, list->now)),
			  format_time(proc->waiting_ns, waiting), proc->preemptions,
			  proc->switches);
	}
	table_print(table);
}

static int run(int argc, char **argv)
{
	struct schedsim_stats stats;
	struct list list;
	int fd;

	while (next_option(&cmd_ps, argc, argv) != -1)
		;
	want_args(&cmd_ps, argc, 0, 0);
	fd = device_open(false);
	device_check(schedsim_get_procs(fd, &list.procs, &list.nr), "cannot read the processes");
	device_check(schedsim_get_objects(fd, &list.objects, &list.nr_objects),
		     "cannot read the objects");
	device_check(schedsim_get_stats(fd, &stats), "cannot read the time");
	list.now = stats.time_ns;
	if (json_wanted)
		print_json(&list);
	else
		print_text(&list);
	free(list.procs);
	free(list.objects);
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_ps = {
	.name = "ps",
	.args = "[--json]",
	.summary = "list the processes of the live simulation",
	.help = "%CPU is the CPU time's part of the time since the process arrived; INHERITS is\n"
		"what it has by the mutexes it holds.\n",
	.run = run,
};
