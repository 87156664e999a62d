// SPDX-License-Identifier: GPL-2.0
#include "core/vcpu.h"

/**
 * sim_emit - something has happened
 * @sim: the simulation
 * @type: what
 * @reason: why; see the type
 * @vcpu: where, or NULL
 * @proc: to which process, or NULL
 * @arg: its argument, see struct sim_event
 */
void sim_emit(struct sim *sim, enum sim_event_type type, u8 reason,
	      const struct sim_vcpu *vcpu, const struct sim_proc *proc, u64 arg)
{
	struct sim_event *event = &sim->log[sim->log_nr];

	event->time = sim->now;
	event->id = proc ? proc->id : 0;
	event->vcpu = vcpu ? vcpu->id : 0;
	event->type = type;
	event->reason = reason;
	event->arg = arg;
	sim->digest = sim_digest_event(sim->digest, event);
	sim->events++;
	if (sim->log_nr < SIM_LOG_SIZE - 1)
		sim->log_nr++;
}
