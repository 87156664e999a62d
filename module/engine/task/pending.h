/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pending jobs of a process; for the engine's own use.
 */
#ifndef SIM_PENDING_H
#define SIM_PENDING_H

#include "core/types.h"

/* The deadline of a job is the period of the timer that ends it. */
#define SIM_BY_TIMER	(~0ULL)

/**
 * struct sim_pending - pending jobs that are due
 * @nr: number of them
 * @first: when the first of them was due, in simulated ns; SIM_NEVER: none was
 * @nr_ops: operations that were looked at
 */
struct sim_pending {
	u64 nr;
	u64 first;
	u32 nr_ops;
};

void sim_pending(const struct sim_proc *proc, u64 now, u64 after,
		 struct sim_pending *to);

#endif /* SIM_PENDING_H */
