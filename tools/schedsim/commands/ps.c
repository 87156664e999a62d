// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim ps: the processes of the live simulation.
 */
#include <stdio.h>
#include <stdlib.h>

#include "print/metrics.h"
#include "print/objects.h"
#include "print/output.h"
#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

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

static const struct schedsim_object *list_awaited(const struct list *list,
						  const struct schedsim_proc *proc)
{
	return awaited(list->objects, list->nr_objects, proc);
}

static struct json_object *proc_json(const struct list *list, const struct schedsim_proc *proc)
{
	struct json_object *object = json_object_new_object();
	char cpus[CPUS_LEN];

	json_add_u64(object, "id", proc->id);
	json_add_string(object, "name", proc->name);
	json_add_string(object, "state", state_name(proc->state));
	json_add_awaited(object, list_awaited(list, proc), NULL);
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

static void format_inherited(const struct schedsim_proc *proc, char *text)
{
	if (proc->effective_priority != proc->attr.priority)
		snprintf(text, 32, "priority %u", proc->effective_priority);
	else if (proc->effective_nice != proc->attr.nice)
		snprintf(text, 32, "nice %d", proc->effective_nice);
	else if (proc->effective_class != proc->attr.sched_class)
		snprintf(text, 32, "%s", class_name(proc->effective_class));
	else
		snprintf(text, 32, "-");
}

static void print_text(const struct list *list)
{
	char cpu[TIME_LEN], waiting[TIME_LEN], waits_for[AWAITED_LEN], inherits[32];
	struct table *table;
	__u32 i;

	table = table_new(columns);
	for (i = 0; i < list->nr; i++) {
		const struct schedsim_proc *proc = &list->procs[i];

		format_awaited(proc, list_awaited(list, proc), NULL, waits_for);
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
