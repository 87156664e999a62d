/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who waits in one run queue and would run at a vCPU of another; for the engine's own
 * use.
 */
#ifndef SIM_UNBALANCED_H
#define SIM_UNBALANCED_H

#include "core/types.h"

struct sim_rq *sim_next_rq(const struct sim *sim, const struct sim_rq *rq);
bool sim_is_ordered(const struct sim *sim);
bool sim_keeps_order(const struct sim *sim, u32 part);
struct sim_proc *sim_first_for(struct sim_rq *rq, struct sim_vcpu *vcpu);
struct sim_proc *sim_first_now(struct sim_rq *rq, struct sim_vcpu *vcpu);
bool sim_displaces(struct sim_vcpu *vcpu, const struct sim_proc *proc);
void sim_balance_mark(struct sim_rq *rq);
void sim_balance_lowered(struct sim_vcpu *vcpu);
void sim_balance_all_lowered(struct sim_rq *rq);

/* Every vCPU may be looked at. */
static inline void sim_count_walk(struct sim *sim)
{
	sim->steps += sim->config.nr_vcpus / SIM_STEP_VCPUS;
}

/* Does anybody wait in another run queue? */
static inline bool sim_waits_elsewhere(const struct sim_vcpu *vcpu)
{
	return vcpu->sim->nr_procs[SCHEDSIM_STATE_READY] > vcpu->rq->nr_waiting;
}

#endif /* SIM_UNBALANCED_H */
