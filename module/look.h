/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Looking at a simulation.
 */
#ifndef SCHEDSIM_LOOK_H
#define SCHEDSIM_LOOK_H

#include "types.h"

u32 simulation_read_procs(struct simulation *s, u32 *start,
			  struct schedsim_proc *to, u32 nr);
u32 simulation_read_vcpus(struct simulation *s, u32 start,
			  struct schedsim_vcpu *to, u32 nr);
u32 simulation_read_objects(struct simulation *s, u32 *start,
			    struct schedsim_object *to, u32 nr);
void simulation_stats(struct simulation *s, struct schedsim_stats *stats);

#endif /* SCHEDSIM_LOOK_H */
