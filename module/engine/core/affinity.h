/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where processes may run.
 */
#ifndef SIM_AFFINITY_H
#define SIM_AFFINITY_H

#include <schedsim/policy.h>

/* No bit set means any vCPU. */
static inline bool sim_allowed_anywhere(const struct sim_proc *proc)
{
	const u64 *mask = proc->attr.affinity;

	return !(mask[0] | mask[1] | mask[2] | mask[3]);
}

/* May @proc run at the vCPU with number @id? */
static inline bool sim_allowed_at(const struct sim_proc *proc, u32 id)
{
	return proc->attr.affinity[id / 64] >> id % 64 & 1 ||
	       sim_allowed_anywhere(proc);
}

struct sim_vcpus sim_allowed_vcpus(const struct sim_proc *proc);
bool sim_allowed_in(const struct sim_proc *proc, const struct sim_rq *rq);

#endif /* SIM_AFFINITY_H */
