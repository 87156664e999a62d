/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What has happened is noted.
 */
#ifndef SIM_LOG_H
#define SIM_LOG_H

#include "core/types.h"

void sim_log(struct sim *sim, u64 what, u64 arg);

/**
 * sim_emit - something has happened
 * @sim: the simulation
 * @type: what
 * @reason: why; see the type
 * @vcpu: where, or NULL
 * @proc: to which process, or NULL
 * @arg: its argument, see struct sim_event
 */
static inline void sim_emit(struct sim *sim, enum sim_event_type type, u8 reason,
			    const struct sim_vcpu *vcpu,
			    const struct sim_proc *proc, u64 arg)
{
	sim_log(sim, sim_pack_event(proc ? proc->id : 0, vcpu ? vcpu->id : 0,
				    type, reason), arg);
}

#endif /* SIM_LOG_H */
