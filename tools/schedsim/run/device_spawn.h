/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Putting a workload into a simulation of the module.
 */
#ifndef RUN_DEVICE_SPAWN_H
#define RUN_DEVICE_SPAWN_H

#include "workload/workload.h"

int device_spawn(int fd, const struct workload *workload, struct schedsim_spawn_entry *entries,
		 __u32 *failed);

#endif /* RUN_DEVICE_SPAWN_H */
