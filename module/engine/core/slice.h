/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How long a process may run, and when something is due at a vCPU: what each decision
 * needs of it.
 */
#ifndef SIM_SLICE_H
#define SIM_SLICE_H

#include "core/speed.h"
#include "core/vcpu.h"

u64 sim_vcpu_renew_slice(struct sim_vcpu *vcpu);

/*
 * These are compiled into each decision. So they are told of the simulation, the run
 * queue and the running process, which could be found in @vcpu.
 */

/* As @slice of struct sim_policy. */
static inline u64 sim_vcpu_slice_left(struct sim *sim, struct sim_rq *rq,
				      struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	if (sim->policy->slice)
		return sim->policy->slice(rq, vcpu, proc);
	return sim_quantum_left(rq, vcpu, proc);
}

/* Longer than time goes on is without end, whatever a policy says. */
static inline bool sim_is_endless(u64 slice)
{
	return slice > SCHEDSIM_MAX_TIME_NS;
}

/* Must the process that runs give way when its slice is over? */
static inline bool sim_vcpu_must_give_way(struct sim *sim, struct sim_rq *rq,
					  struct sim_vcpu *vcpu)
{
	return sim->policy->contended ? sim->policy->contended(rq, vcpu) :
					sim_awaited(rq, vcpu);
}

/*
 * The burst of @proc, which runs, is over, or its cache is warm, or its slice ends, if
 * the vCPU is @contended.
 */
static inline void sim_vcpu_find_due(struct sim *sim, struct sim_rq *rq,
				     struct sim_vcpu *vcpu,
				     const struct sim_proc *proc)
{
	u64 due = vcpu->contended ? vcpu->slice_end : SIM_NEVER;
	u64 left = likely(!sim->uneven) ? proc->burst_left : sim_speed_due(vcpu);

	if (left != SIM_FOREVER)
		due = min(due, max(vcpu->charged, vcpu->exec_start) + left);
	sim_vcpu_note_due(sim, rq, vcpu, due);
}

/**
 * sim_vcpu_begin_slice - a process begins to run, with what it has of its slice
 * @sim: the simulation
 * @rq: the run queue of @vcpu
 * @vcpu: the vCPU, whose @exec_start is set
 * @proc: the process, which is its @curr
 *
 * Something is left, however short a slice is now: if the policy says that nothing is,
 * it has broken a rule, and the slice has no end. Finds out when something is due, as
 * sim_vcpu_set_due() does.
 */
static __always_inline void sim_vcpu_begin_slice(struct sim *sim, struct sim_rq *rq,
						 struct sim_vcpu *vcpu,
						 struct sim_proc *proc)
{
	u64 left;

	/* No slice of it has ended yet: @slice has nothing to catch up with. */
	vcpu->contended = true;
	left = sim_vcpu_slice_left(sim, rq, vcpu, proc);
	if (unlikely(!left))
		left = sim_vcpu_renew_slice(vcpu);
	/* 0 (a fault) and without end in one comparison: 0 - 1 is the greatest number. */
	if (unlikely(sim_is_endless(left - 1))) {
		vcpu->slice_end = SIM_NEVER;
		vcpu->contended = false;
	} else {
		vcpu->slice_end = vcpu->exec_start + left;
		vcpu->contended = sim_vcpu_must_give_way(sim, rq, vcpu);
	}
	sim_vcpu_find_due(sim, rq, vcpu, proc);
}

#endif /* SIM_SLICE_H */
