/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is done to a simulation as a whole.
 */
#ifndef SCHEDSIM_CONTROL_H
#define SCHEDSIM_CONTROL_H

#include "engines.h"
#include "types.h"

int simulation_configure(struct simulation *s, const struct sim_config *config,
			 struct spare *spare, char *reason);
int simulation_change_config(struct simulation *s,
			     int (*change)(struct sim_config *config, const void *to),
			     const void *to, char *reason);
int simulation_evict_all(const char *name, size_t len);
void simulation_pause(struct simulation *s);
void simulation_resume(struct simulation *s);
int simulation_trigger(struct simulation *s, u32 vcpu);
int simulation_run(struct simulation *s, u64 until, bool stop_idle,
		   u64 *reached);

#endif /* SCHEDSIM_CONTROL_H */
