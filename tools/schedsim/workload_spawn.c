// SPDX-License-Identifier: GPL-2.0
/*
 * Putting a workload into a simulation of the module, all of it or nothing.
 */
#include "../lib/schedsim.h"

#include "tool.h"
#include "workload_spawn.h"

/**
 * workload_spawn - make the processes and objects of a workload
 * @fd: the simulation, open for writing
 * @workload: the workload
 * @entries: of workload_entries(); each gets its id filled in
 * @failed: to hold what is to blame for an error, for workload_blame()
 *
 * Return: 0, or a negative errno.
 */
int workload_spawn(int fd, const struct workload *workload, struct schedsim_spawn_entry *entries,
		   __u32 *failed)
{
	return schedsim_spawn_objects(fd, entries, workload->nr_procs, workload->objects.abi,
				      workload->objects.nr, failed);
}

/**
 * workload_blame - say which process or object the module does not take
 * @workload: the workload
 * @failed: of workload_spawn()
 */
void workload_blame(const struct workload *workload, __u32 failed)
{
	__u32 object = failed - workload->nr_procs - 1;

	if (failed < workload->nr_procs) {
		const struct workload_proc *proc = &workload->procs[failed];

		complain("%s:%u: task '%s': the module does not take it", proc->file, proc->line,
			 proc->name);
	} else if (failed > workload->nr_procs && object < workload->objects.nr) {
		const struct object_info *info = &workload->objects.info[object];

		complain("%s:%u: %s '%s': the module does not take it", info->file, info->line,
			 object_type_name(workload->objects.abi[object].type), info->name);
	}
}
