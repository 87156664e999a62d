/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What has happened is noted.
 */
#ifndef SIM_LOG_H
#define SIM_LOG_H

#include "core/types.h"

void sim_log(struct sim *sim, u64 what, u64 arg);
void sim_log_full(struct sim *sim);

/* As sim_log(), for what is logged most often. */
static __always_inline void sim_log_inline(struct sim *sim, u64 what, u64 arg)
{
	u32 nr = sim->log_nr;
	struct sim_event *event = &sim->log[nr];
	u64 digest = sim->digest;

	event->time = sim->now;
	event->id = what;
	event->vcpu = what >> 32;
	event->type = what >> 48;
	event->reason = what >> 56;
	event->arg = arg;
	digest = sim_digest_word(digest, sim->now);
	digest = sim_digest_word(digest, what);
	sim->digest = sim_digest_word(digest, arg);
	sim->events++;
	sim->log_nr = nr + 1;
	if (unlikely(nr >= SIM_LOG_FULL - 1))
		sim_log_full(sim);
}

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
