/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Putting a workload into a simulation of the module.
 */
#ifndef WORKLOAD_SPAWN_H
#define WORKLOAD_SPAWN_H

#include "workload/workload.h"

int workload_spawn(int fd, const struct workload *workload, struct schedsim_spawn_entry *entries,
		   __u32 *failed);

#endif /* WORKLOAD_SPAWN_H */
