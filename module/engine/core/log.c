// SPDX-License-Identifier: GPL-2.0
#include "core/log.h"

/**
 * sim_log - note that something has happened
 * @sim: the simulation
 * @what: process, vCPU, type and reason, as sim_pack_event() does it
 * @arg: see struct sim_event
 */
void sim_log(struct sim *sim, u64 what, u64 arg)
{
	struct sim_event *event = &sim->log[sim->log_nr];
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
	if (likely(sim->log_nr < SIM_LOG_FULL - 1)) {
		sim->log_nr++;
		return;
	}
	/* What has begun has room, and what is new has to wait. */
	sim->log_nr = min(sim->log_nr + 1, SIM_LOG_SIZE - 1U);
	sim->enough = 0;
}
