/* SPDX-License-Identifier: GPL-2.0 */
/*
 * vCPUs that go offline and online while the simulation runs.
 */
#ifndef SIM_ONLINE_H
#define SIM_ONLINE_H

#include "core/types.h"

/* Does the vCPU with number @id take part? */
static inline bool sim_is_online(const struct sim *sim, u32 id)
{
	return likely(!sim->nr_offline) || sim_vcpus_has(&sim->online, id);
}

bool sim_may_run_online(const struct sim *sim, const struct sim_proc *proc);
bool sim_may_wait_in(const struct sim *sim, const struct sim_proc *proc,
		     const struct sim_rq *rq);
int sim_set_online(struct sim *sim, u32 id, bool online);
void sim_online_step(struct sim *sim);
bool sim_any_waits_online(const struct sim *sim);
u64 sim_vcpu_offline(const struct sim_vcpu *vcpu);

/* Does anybody wait who is not stranded? */
static inline bool sim_any_waits(const struct sim *sim)
{
	return sim->nr_procs[SCHEDSIM_STATE_READY] &&
	       (likely(!sim->nr_offline) || sim_any_waits_online(sim));
}

/* Does @proc wait though it could run nowhere, because none of its vCPUs is online? */
static inline bool sim_is_stranded(const struct sim *sim, const struct sim_proc *proc)
{
	return unlikely(sim->nr_offline) && sim_proc_ready(proc) &&
	       !sim_may_run_online(sim, proc);
}

#endif /* SIM_ONLINE_H */
