/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Inheritance through mutexes, and deadlocks.
 */
#ifndef SIM_INHERIT_H
#define SIM_INHERIT_H

#include "core/types.h"

struct sim_eff sim_effective(const struct sim *sim, const struct sim_proc *proc,
			     const struct sim_object *without);
void sim_set_eff(struct sim *sim, struct sim_proc *proc,
		 const struct sim_eff *eff);
void sim_inherit(struct sim *sim, struct sim_proc *proc, struct sim_object *by,
		 u32 nr);
u32 sim_find_deadlock(struct sim *sim, struct sim_proc *proc);
u32 sim_unmark_deadlock(struct sim *sim, struct sim_proc *proc);

#endif /* SIM_INHERIT_H */
