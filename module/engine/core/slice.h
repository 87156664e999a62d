/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How long a process may run, and when something is due at a vCPU: what each decision
 * needs of it.
 */
#ifndef SIM_SLICE_H
#define SIM_SLICE_H

#include "core/cache.h"
#include "core/vcpu.h"

u64 sim_vcpu_renew_slice(struct sim_vcpu *vcpu);

/* As @slice of struct sim_policy. */
static inline u64 sim_vcpu_slice_left(struct sim_vcpu *vcpu)
{
	const struct sim_policy *policy = vcpu->sim->policy;

	if (policy->slice)
		return policy->slice(vcpu->rq, vcpu, vcpu->curr);
	return sim_quantum_left(vcpu->rq, vcpu, vcpu->curr);
}

/* Longer than time goes on is without end, whatever a policy says. */
static inline bool sim_is_endless(u64 slice)
{
	return slice > SCHEDSIM_MAX_TIME_NS;
}

/* Must the process that runs give way when its slice is over? */
static inline bool sim_vcpu_must_give_way(struct sim_vcpu *vcpu)
{
	const struct sim_policy *policy = vcpu->sim->policy;

	if (vcpu->slice_end == SIM_NEVER)
		return false;
	return policy->contended ? policy->contended(vcpu->rq, vcpu) :
				   sim_vcpu_awaited(vcpu);
}

/* The burst or the slice of @proc, which runs, is over, or its cache is warm. */
static inline void sim_vcpu_find_due(struct sim_vcpu *vcpu,
				     const struct sim_proc *proc)
{
	u64 due = vcpu->contended ? vcpu->slice_end : SIM_NEVER;
	u64 left = likely(!vcpu->sim->caches) ? proc->burst_left :
						sim_cache_due(vcpu);

	if (left != SIM_FOREVER)
		due = min(due, max(vcpu->charged, vcpu->exec_start) + left);
	sim_vcpu_note_due(vcpu, due);
}

/**
 * sim_vcpu_begin_slice - a process begins to run, with what it has of its slice
 * @vcpu: the vCPU; the process is its @curr, and @exec_start is set
 *
 * Something is left, however short a slice is now. Finds out when something is due,
 * as sim_vcpu_set_due() does.
 *
 * Return: false if the policy says that nothing is left. Then the slice has no end.
 */
static __always_inline bool sim_vcpu_begin_slice(struct sim_vcpu *vcpu)
{
	u64 left;

	/* Nothing has ended unseen. */
	vcpu->contended = true;
	left = sim_vcpu_slice_left(vcpu);
	if (unlikely(!left))
		left = sim_vcpu_renew_slice(vcpu);
	/* None and endless at once. */
	if (unlikely(sim_is_endless(left - 1)))
		vcpu->slice_end = SIM_NEVER;
	else
		vcpu->slice_end = vcpu->exec_start + left;
	vcpu->contended = sim_vcpu_must_give_way(vcpu);
	sim_vcpu_find_due(vcpu, vcpu->curr);
	return left;
}

#endif /* SIM_SLICE_H */
