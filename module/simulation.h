/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A simulation in the kernel: made, locked, and taken down.
 */
#ifndef SCHEDSIM_SIMULATION_H
#define SCHEDSIM_SIMULATION_H

#include "types.h"

int simulation_check_config(const struct sim_config *config, u32 clock);
struct simulation *simulation_create(const struct sim_config *config, u32 clock,
				     kuid_t uid);
struct simulation *simulation_get(struct simulation *s);
struct simulation *simulation_next(struct simulation *s);
void simulation_put(struct simulation *s);

int simulation_stats(struct simulation *s, struct schedsim_stats *stats);
int simulation_config(struct simulation *s, struct sim_config *config,
		      char *policy);
u32 simulation_policy_changes(struct simulation *s);

int simulation_lock(struct simulation *s);
int simulation_lock_soon(struct simulation *s);
void simulation_unlock(struct simulation *s);

#endif /* SCHEDSIM_SIMULATION_H */
