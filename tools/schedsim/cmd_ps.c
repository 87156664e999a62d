// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim ps: the processes of the live simulation.
 */
#include <stdlib.h>

#include "device.h"
#include "metrics.h"
#include "output.h"
#include "tool.h"
#include "units.h"

/* How long ago a process arrived; up to its end, if it has exited. */
static __u64 lifetime(const struct schedsim_proc *proc, __u64 now)
{
	__u64 end = proc->finish_ns == SCHEDSIM_NEVER ? now : proc->finish_ns;

	return end > proc->arrival_ns ? end - proc->arrival_ns : 0;
}

static struct json_object *proc_json(const struct schedsim_proc *proc, __u64 now)
{
	struct json_object *object = json_object_new_object();
	char cpus[CPUS_LEN];

	json_add_u64(object, "id", proc->id);
	json_add_string(object, "name", proc->name);
	json_add_string(object, "state", state_name(proc->state));
	json_add_u64(object, "vcpu", proc->vcpu);
	json_add_s64(object, "nice", proc->attr.nice);
	json_add_u64(object, "priority", proc->attr.priority);
	json_add_string(object, "affinity", format_cpus(proc->attr.affinity, cpus));
	json_object_object_add(object, "cpu_percent",
			       json_object_new_double(percent(proc->cpu_ns,
							      lifetime(proc, now))));
	json_add_u64(object, "vruntime_ns", proc->vruntime_ns);
	metrics_add_proc(object, proc);
	return object;
}

static void print_json(const struct schedsim_proc *procs, __u32 nr, __u64 now)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	__u32 i;

	for (i = 0; i < nr; i++)
		json_object_array_add(list, proc_json(&procs[i], now));
	json_add_u64(object, "time_ns", now);
	json_object_object_add(object, "processes", list);
	json_print(object);
}

static const char columns[] =
	"ID\t<NAME\t<STATE\tVCPU\tNICE\tPRIO\tCPU\t%CPU\tWAITING\tPREEMPTIONS\tSWITCHES";

static void print_text(const struct schedsim_proc *procs, __u32 nr, __u64 now)
{
	char cpu[TIME_LEN], waiting[TIME_LEN];
	struct table *table;
	__u32 i;

	table = table_new(columns);
	for (i = 0; i < nr; i++) {
		const struct schedsim_proc *proc = &procs[i];

		table_add(table, "%u\t%s\t%s\t%u\t%d\t%u\t%s\t%.1f\t%s\t%llu\t%llu", proc->id,
			  proc->name, state_name(proc->state), proc->vcpu, proc->attr.nice,
			  proc->attr.priority, format_time(proc->cpu_ns, cpu),
			  percent(proc->cpu_ns, lifetime(proc, now)),
			  format_time(proc->waiting_ns, waiting), proc->preemptions,
			  proc->switches);
	}
	table_print(table);
}

static int run(int argc, char **argv)
{
	struct schedsim_stats stats;
	struct schedsim_proc *procs;
	__u32 nr;
	int fd;

	while (next_option(&cmd_ps, argc, argv) != -1)
		;
	want_args(&cmd_ps, argc, 0, 0);
	fd = device_open(false);
	device_check(schedsim_get_procs(fd, &procs, &nr), "cannot read the processes");
	device_check(schedsim_get_stats(fd, &stats), "cannot read the time");
	if (json_wanted)
		print_json(procs, nr, stats.time_ns);
	else
		print_text(procs, nr, stats.time_ns);
	free(procs);
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_ps = {
	.name = "ps",
	.args = "[--json]",
	.summary = "list the processes of the live simulation",
	.help = "%CPU is the CPU time's part of the time since the process arrived.\n",
	.run = run,
};
