/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is done to processes of a simulation.
 */
#ifndef SCHEDSIM_COMMAND_H
#define SCHEDSIM_COMMAND_H

#include "types.h"

/**
 * struct spawn_request - a process to be made
 * @proc: set up; belongs to the simulation once simulation_spawn() succeeds
 * @wanted: the id wanted, or 0
 * @fork: 0, or the index of the object that is to start it, plus 1
 * @id: out: the id it got
 * @serial: out: the serial it will get
 * @delay: how long after now it arrives, in ns
 */
struct spawn_request {
	struct sim_proc *proc;
	u32 wanted;
	u32 fork;
	u32 id;
	u64 serial;
	u64 delay;
};

int simulation_reserve_ids(struct simulation *s, struct spawn_request *requests,
			   u32 nr, u32 *failed);
void simulation_release_ids(struct simulation *s,
			    const struct spawn_request *requests, u32 nr,
			    u32 last_id);
void simulation_spawn(struct simulation *s,
		      const struct spawn_request *requests, u32 nr);
int simulation_kill(struct simulation *s, u32 id, u64 serial);
int simulation_yield(struct simulation *s, u32 id, u64 serial);
int simulation_set_attr(struct simulation *s, u32 id, u64 serial, u32 mask,
			const struct schedsim_attr *attr, char *reason);
int simulation_reap(struct simulation *s, u32 id, u64 serial);

#endif /* SCHEDSIM_COMMAND_H */
