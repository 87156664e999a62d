/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The effective attributes of processes (struct sim_eff): their own, or
 * inherited.
 */
#ifndef SIM_EFF_H
#define SIM_EFF_H

#include "core/types.h"

struct sim_eff sim_own_eff(const struct schedsim_attr *attr);
u32 sim_class_rank(u32 sched_class);
u64 sim_urgency(const struct sim *sim, const struct sim_eff *eff);
void sim_assign_eff(struct sim *sim, struct sim_proc *proc,
		    const struct sim_eff *eff);
void sim_set_eff_ready(struct sim *sim, struct sim_proc *proc,
		       const struct sim_eff *eff);
void sim_set_eff_running(struct sim *sim, struct sim_proc *proc,
			 const struct sim_eff *eff);

static inline bool sim_same_eff(const struct sim_eff *a, const struct sim_eff *b)
{
	return a->sched_class == b->sched_class && a->priority == b->priority &&
	       a->nice == b->nice && a->tickets == b->tickets;
}

#endif /* SIM_EFF_H */
