// SPDX-License-Identifier: GPL-2.0
/*
 * Putting a workload into a simulation of the module, all of it or nothing.
 */
#include "../../lib/schedsim.h"

#include "run/device_spawn.h"

/**
 * device_spawn - make the processes and objects of a workload
 * @fd: the simulation, open for writing
 * @workload: the workload
 * @entries: of workload_entries(); each gets its id filled in
 * @failed: to hold what is to blame for an error, for workload_blame()
 *
 * Return: 0, or a negative errno.
 */
int device_spawn(int fd, const struct workload *workload, struct schedsim_spawn_entry *entries,
		 __u32 *failed)
{
	return schedsim_spawn_objects(fd, entries, workload->nr_procs, workload->objects.abi,
				      workload->objects.nr, failed);
}
