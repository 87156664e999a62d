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
	sim_log_inline(sim, what, arg);
}

/**
 * sim_log_full - the log has no room for another step
 * @sim: the simulation
 *
 * No other step begins in this sim_advance(). The one that goes on has SIM_LOG_SIZE -
 * SIM_LOG_FULL entries for its events.
 */
void sim_log_full(struct sim *sim)
{
	sim->log_nr = min(sim->log_nr, SIM_LOG_SIZE - 1U);
	sim->enough = 0;
}
