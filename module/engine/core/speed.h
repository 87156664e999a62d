/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How fast processes run: by the capacity of the vCPU, by its cache, and only in whole
 * units of time; and what it costs to come from another vCPU. All of it is off unless the
 * configuration says otherwise.
 */
#ifndef SIM_SPEED_H
#define SIM_SPEED_H

#include "core/types.h"

bool sim_config_is_uneven(const struct sim_config *config);
enum schedsim_distance sim_distance(const struct sim_config *config, u32 a, u32 b);
void sim_speed_init(struct sim *sim);
void sim_speed_begin(struct sim_vcpu *vcpu, bool switches);
void sim_speed_charge(struct sim_vcpu *vcpu, u64 ran);
u64 sim_speed_due(const struct sim_vcpu *vcpu);

/* The CPU time that a burst of @ns takes, where speed does not matter. */
static inline u64 sim_whole_units(const struct sim *sim, u64 ns)
{
	u64 unit = sim->config.unit_ns, rest;

	if (likely(!unit))
		return ns;
	div64_u64_rem(ns, unit, &rest);
	return rest ? ns + unit - rest : ns;
}

/* @proc is new: nobody of its id has run before. */
static inline void sim_speed_forget(struct sim *sim, const struct sim_proc *proc)
{
	if (unlikely(sim->uneven))
		sim->trails[proc->id] = (struct sim_trail) { .vcpu = SIM_NO_VCPU };
}

#endif /* SIM_SPEED_H */
