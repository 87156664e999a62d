/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What happens at one vCPU; for the engine's own use.
 */
#ifndef SIM_VCPU_H
#define SIM_VCPU_H

#include "policy.h"

/* When the slice at @vcpu ends, if there is an end to it. */
static inline u64 sim_slice_end(const struct sim_vcpu *vcpu)
{
	return vcpu->slice_start + vcpu->slice;
}

/* With these parameters, do slices end at the multiples of the quantum? */
static inline bool sim_policy_aligned(const struct sim_policy *policy,
				      const u64 *params)
{
	return policy->aligned_by && params[policy->aligned_by - 1];
}

/* Does a process wait that @vcpu could pick? */
static inline bool sim_vcpu_awaited(const struct sim_vcpu *vcpu)
{
	const struct sim *sim = vcpu->sim;

	return sim->policy->shared ? sim_vcpus_has(&sim->awaited, vcpu->id) :
				     vcpu->nr_ready;
}

void sim_vcpu_charge(struct sim_vcpu *vcpu);
void sim_vcpu_set_due(struct sim_vcpu *vcpu);
void sim_vcpu_renew_slice(struct sim_vcpu *vcpu);
u64 sim_vcpu_aligned_slice(const struct sim_vcpu *vcpu);
void sim_vcpu_renew_slice_until(struct sim_vcpu *vcpu, u64 end);
void sim_vcpu_update_slice(struct sim_vcpu *vcpu);
void sim_vcpu_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
		      enum sim_enqueue why);
void sim_vcpu_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc);
void sim_vcpu_leave(struct sim_vcpu *vcpu);
void sim_vcpu_evict(struct sim_vcpu *vcpu);
void sim_vcpu_requeue(struct sim_vcpu *vcpu, enum sim_enqueue why);
bool sim_vcpu_preempts(const struct sim_vcpu *vcpu);
void sim_vcpu_check_preempt(struct sim_vcpu *vcpu);
void sim_vcpu_dispatch(struct sim_vcpu *vcpu);
void sim_vcpu_handle_due(struct sim_vcpu *vcpu);
void sim_vcpu_do_yield(struct sim_vcpu *vcpu);
void sim_vcpu_yield(struct sim_vcpu *vcpu);
void sim_execute(struct sim_vcpu *vcpu);

void sim_vcpu_use_rqs(struct sim_vcpu *vcpu, const struct sim_policy *policy,
		      void *rqs);
void sim_vcpu_init_rq(struct sim_vcpu *vcpu, const struct sim_policy *policy,
		      const u64 *params);
void sim_policy_join(const struct sim_policy *policy, struct sim_vcpu *vcpu,
		     struct sim_proc *proc);

void sim_shared_read(struct sim *sim);
void sim_shared_changed(struct sim *sim);
void sim_shared_allow(struct sim *sim, struct sim_proc *proc);
void sim_shared_take(struct sim_vcpu *vcpu, struct sim_proc *proc);

struct sim_vcpu *sim_place(struct sim *sim, const struct sim_proc *proc);
void sim_move(struct sim *sim, struct sim_proc *proc);

void sim_emit(struct sim *sim, enum sim_event_type type, u8 reason,
	      const struct sim_vcpu *vcpu, const struct sim_proc *proc, u64 arg);
void sim_set_state(struct sim *sim, struct sim_proc *proc, u8 state);
void sim_exit(struct sim *sim, struct sim_proc *proc, bool killed);
void sim_sleep(struct sim *sim, struct sim_proc *proc, u64 until);
void sim_start(struct sim *sim, struct sim_proc *proc, u64 arrival);
void sim_wake(struct sim *sim, struct sim_proc *proc);
void sim_set_eff(struct sim *sim, struct sim_proc *proc,
		 const struct sim_urgency *eff);

#endif /* SIM_VCPU_H */
