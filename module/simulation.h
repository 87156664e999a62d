/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A simulation in the kernel: made, locked, and taken down.
 */
#ifndef SCHEDSIM_SIMULATION_H
#define SCHEDSIM_SIMULATION_H

#include <linux/sched.h>

#include "types.h"

/* Rounds of a loop of which each takes a microsecond or less. */
#define MANY_ROUNDS	65536
/* Of those of whoever has no mutex that others wait for. */
#define FEW_ROUNDS	1024

/*
 * In a loop of whoever has the mutex: let others have the CPU, but after many rounds only.
 * Some may wait for the mutex who would get the CPU sooner, and while the holder waits for
 * a CPU nothing helps them. Who is SCHED_IDLE might not come back for seconds: he goes on
 * for longer.
 */
static inline void holder_rests(u32 round, u32 many)
{
	if (current->policy == SCHED_IDLE)
		many *= 8;
	if (round % many == many - 1)
		cond_resched();
}

int simulation_check_config(const struct sim_config *config, u32 clock);
struct simulation *simulation_create(const struct sim_config *config, u32 clock,
				     kuid_t uid);
struct simulation *simulation_get(struct simulation *s);
struct simulation *simulation_next(struct simulation *s);
void simulation_put(struct simulation *s);

int simulation_stats(struct simulation *s, struct schedsim_stats *stats);
int simulation_config(struct simulation *s, struct sim_config *config,
		      char *policy);
u32 simulation_policy_changes(struct simulation *s);

int simulation_lock(struct simulation *s);
int simulation_lock_soon(struct simulation *s);
void simulation_unlock(struct simulation *s);

#endif /* SCHEDSIM_SIMULATION_H */
