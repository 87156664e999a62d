// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim ps: the processes of the live simulation.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	struct schedsim_procs all;
	struct schedsim_object *objects;
	__u32 nr_objects;
	__u64 now;
};

static const struct schedsim_object *list_awaited(const struct list *list,
						  const struct schedsim_proc *proc)
{
	return awaited(list->objects, list->nr_objects, proc);
}

/* Is it a time that there is not, or that has no end? */
static bool is_none(const struct schedsim_value *value, __u64 number)
{
	switch (value->kind) {
	case SCHEDSIM_VALUE_TIME:
		return number == SCHEDSIM_NEVER;
	case SCHEDSIM_VALUE_SIGNED_TIME:
		return number == INT64_MAX;
	default:
		return false;
	}
}

/* What the policy keeps of a process that has come under it. */
static struct json_object *values_json(const struct schedsim_procs *all,
				       const struct schedsim_proc *proc)
{
	struct json_object *object = json_object_new_object();
	__u32 i;

	for (i = 0; i < all->nr_values && i < proc->nr_values; i++) {
		const struct schedsim_value *value = &all->values[i];

		if (is_none(value, proc->values[i]))
			json_object_object_add(object, value->name, NULL);
		else if (value->kind == SCHEDSIM_VALUE_SIGNED_TIME)
			json_add_s64(object, value->name, proc->values[i]);
		else
			json_add_u64(object, value->name, proc->values[i]);
	}
	return object;
}

static struct json_object *proc_json(const struct list *list, __u32 i)
{
	const struct schedsim_proc *proc = &list->all.procs[i];
	const struct schedsim_attr *attr = &list->all.attrs[i];
	struct json_object *object = json_object_new_object();
	char cpus[CPUS_LEN];

	json_add_u64(object, "id", proc->id);
	json_add_string(object, "name", proc->name);
	json_add_string(object, "state", state_name(proc->state));
	json_add_awaited(object, list_awaited(list, proc), NULL);
	json_add_bool(object, "deadlocked", proc->flags & SCHEDSIM_PROC_DEADLOCK);
	json_add_bool(object, "spun", proc->flags & SCHEDSIM_PROC_SPUN);
	json_add_bool(object, "stranded", proc->flags & SCHEDSIM_PROC_STRANDED);
	json_add_u64(object, "vcpu", proc->vcpu);
	json_add_string(object, "class", class_name(attr->sched_class));
	json_add_s64(object, "nice", attr->nice);
	json_add_u64(object, "priority", attr->priority);
	json_add_u64(object, "tickets", attr->tickets);
	json_add_u64(object, "group", attr->group);
	json_add_u64(object, "shares", attr->shares);
	json_add_string(object, "effective_class", class_name(proc->effective_class));
	json_add_s64(object, "effective_nice", proc->effective_nice);
	json_add_u64(object, "effective_priority", proc->effective_priority);
	json_add_u64(object, "nr_held", proc->nr_held);
	json_add_string(object, "affinity", format_cpus(attr->affinity, cpus));
	json_object_object_add(object, "cpu_percent",
			       json_object_new_double(percent(proc->cpu_ns,
							      lifetime(proc, list->now))));
	json_object_object_add(object, "values", values_json(&list->all, proc));
	metrics_add_proc(object, proc);
	return object;
}

static void print_json(const struct list *list)
{
	struct json_object *object = json_object_new_object();
	struct json_object *procs = json_object_new_array();
	__u32 i;

	for (i = 0; i < list->all.nr; i++)
		json_object_array_add(procs, proc_json(list, i));
	json_add_u64(object, "time_ns", list->now);
	json_object_object_add(object, "processes", procs);
	json_print(object);
}

/* What is inherited is shown beside what a process has of its own. */
static const char columns[] =
	"ID\t<NAME\t<STATE\t?<WAITS FOR\tVCPU\tNICE\tPRIO\t?<INHERITS\tCPU\t%CPU\t"
	"WAITING\tPREEMPTIONS\tSWITCHES";

static void format_inherited(const struct schedsim_proc *proc, const struct schedsim_attr *attr,
			     char *text)
{
	if (proc->effective_priority != attr->priority)
		snprintf(text, 32, "priority %u", proc->effective_priority);
	else if (proc->effective_nice != attr->nice)
		snprintf(text, 32, "nice %d", proc->effective_nice);
	else if (proc->effective_class != attr->sched_class)
		snprintf(text, 32, "%s", class_name(proc->effective_class));
	else
		snprintf(text, 32, "-");
}

/* A column for each value of the policy comes last. */
static struct table *new_table(const struct schedsim_procs *all)
{
	char titles[sizeof(columns) + SCHEDSIM_MAX_VALUES * (SCHEDSIM_NAME_LEN + 1)];
	char *at = titles + sprintf(titles, "%s", columns);
	__u32 i;

	for (i = 0; i < all->nr_values; i++) {
		const char *from = all->values[i].name;

		for (*at++ = '\t'; *from; from++)
			*at++ = toupper((unsigned char)*from);
	}
	*at = '\0';
	return table_new(titles);
}

static const char *format_policy_value(const struct schedsim_value *value, __u64 number,
				       char *text)
{
	if (is_none(value, number))
		return strcpy(text, "-");
	switch (value->kind) {
	case SCHEDSIM_VALUE_TIME:
		return format_time(number, text);
	case SCHEDSIM_VALUE_SIGNED_TIME:
		return format_stime(number, text);
	default:
		snprintf(text, TIME_LEN, "%llu", number);
		return text;
	}
}

static const char *format_policy_values(const struct schedsim_procs *all,
					const struct schedsim_proc *proc, char *text)
{
	char value[TIME_LEN], *at = text;
	__u32 i;

	*text = '\0';
	for (i = 0; i < all->nr_values; i++)
		at += sprintf(at, "\t%s", i >= proc->nr_values ? "-" :
			      format_policy_value(&all->values[i], proc->values[i], value));
	return text;
}

static void print_text(const struct list *list)
{
	char cpu[TIME_LEN], waiting[TIME_LEN], waits_for[AWAITED_LEN], inherits[32];
	char values[SCHEDSIM_MAX_VALUES * (TIME_LEN + 1) + 1];
	struct table *table = new_table(&list->all);
	__u32 i;

	for (i = 0; i < list->all.nr; i++) {
		const struct schedsim_proc *proc = &list->all.procs[i];
		const struct schedsim_attr *attr = &list->all.attrs[i];

		format_awaited(proc, list_awaited(list, proc), NULL, waits_for);
		format_inherited(proc, attr, inherits);
		table_add(table, "%u\t%s\t%s\t%s\t%u\t%d\t%u\t%s\t%s\t%.1f\t%s\t%llu\t%llu%s",
			  proc->id, proc->name, state_name(proc->state), waits_for, proc->vcpu,
			  attr->nice, attr->priority, inherits, format_time(proc->cpu_ns, cpu),
			  percent(proc->cpu_ns, lifetime(proc, list->now)),
			  format_time(proc->waiting_ns, waiting), proc->preemptions,
			  proc->switches, format_policy_values(&list->all, proc, values));
	}
	table_print(table);
}

static int run(int argc, char **argv)
{
	struct schedsim_attr *attrs;
	struct schedsim_stats stats;
	struct list list;
	int fd;

	while (next_option(&cmd_ps, argc, argv) != -1)
		;
	want_args(&cmd_ps, argc, 0, 0);
	fd = device_open(false);
	device_check(schedsim_get_procs(fd, &list.all), "cannot read the processes");
	device_check(schedsim_get_objects(fd, &list.objects, &attrs, &list.nr_objects),
		     "cannot read the objects");
	device_check(schedsim_get_stats(fd, &stats), "cannot read the time");
	list.now = stats.time_ns;
	if (json_wanted)
		print_json(&list);
	else
		print_text(&list);
	schedsim_free_procs(&list.all);
	free(attrs);
	free(list.objects);
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_ps = {
	.name = "ps",
	.args = "[--json]",
	.summary = "list the processes of the live simulation",
	.help =
"%CPU is the CPU time's part of the time since the process arrived. INHERITS is\n"
"what the process has from others that wait for a mutex it holds. The last\n"
"columns are what the policy keeps of the process, as VRUNTIME of fair.\n",
	.run = run,
};
