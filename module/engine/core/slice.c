// SPDX-License-Identifier: GPL-2.0
/*
 * How long a process may run, and when something is due at a vCPU.
 *
 * The end of a slice matters only while somebody could follow: then the vCPU is
 * contended, and its slice's end is due. Otherwise nobody looks when slices end;
 * what went by unseen is taken into account when contention begins.
 */
#include "core/slice.h"

/**
 * sim_slice_passed - has a slice ended that nobody has seen?
 * @rq: the run queue
 * @used: how much of it has been used
 * @slice: how long it is
 *
 * Of a vCPU that is not contended. A slice that ends at this very instant has only
 * ended if ends come before arrivals.
 *
 * Return: whether one has.
 */
bool sim_slice_passed(const struct sim_rq *rq, u64 used, u64 slice)
{
	return used > slice || (used == slice && rq->sim->expiry_first);
}

/*
 * @proc runs at a vCPU that is not contended: slices of it may have ended that nobody has
 * seen. Leave in @slice_used what it has used of the present one. If one ends just now,
 * @slice_used is all of it, unless ends come before arrivals: then a new one begins. A
 * @slice of 0 is a fault of the policy, which is found when the process is next picked.
 */
static noinline void forget_unseen(const struct sim_rq *rq, struct sim_proc *proc,
				   u64 slice)
{
	u64 just_over = rq->sim->expiry_first ? 0 : 1;

	if (unlikely(!slice) || !sim_slice_passed(rq, proc->slice_used, slice))
		return;
	div64_u64_rem(proc->slice_used - just_over, slice, &proc->slice_used);
	proc->slice_used += just_over;
}

static u64 slice_left_of(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			 struct sim_proc *proc, u64 slice)
{
	if (unlikely(!vcpu->contended))
		forget_unseen(rq, proc, slice);
	return slice > proc->slice_used ? slice - proc->slice_used : 0;
}

/**
 * sim_slice_left - what a process has left of a slice
 * @rq: the run queue
 * @vcpu: the vCPU where it runs, or is about to
 * @proc: the process
 * @slice: how long its slices are, in ns, at least 1
 *
 * As @slice of struct sim_policy. While nobody could have the vCPU, one slice has
 * followed another.
 *
 * Return: ns.
 */
u64 sim_slice_left(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		   struct sim_proc *proc, u64 slice)
{
	return slice_left_of(rq, vcpu, proc, slice);
}

/**
 * sim_quantum_left - what a process has left of its quantum
 * @rq: the run queue
 * @vcpu: the vCPU where it runs, or is about to
 * @proc: the process
 *
 * sim_slice_left() of the simulation's quantum.
 *
 * Return: ns.
 */
u64 sim_quantum_left(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		     struct sim_proc *proc)
{
	return slice_left_of(rq, vcpu, proc, rq->sim->quantum);
}

/**
 * sim_custom_slice - the slice that a process has asked for, or the quantum
 * @rq: the run queue
 * @proc: the process
 *
 * SCHED_OTHER and SCHED_BATCH may ask for one, as with sched_runtime of struct
 * sched_attr since Linux 6.12 (__setscheduler_params(), kernel/sched/syscalls.c). As
 * there, it is 0.1 to 100 ms.
 *
 * Return: ns.
 */
u64 sim_custom_slice(const struct sim_rq *rq, const struct sim_proc *proc)
{
	if (likely(!proc->eff.custom_slice))
		return rq->sim->quantum;
	return clamp(proc->attr.runtime_ns, SCHEDSIM_MIN_CUSTOM_SLICE_NS,
		     SCHEDSIM_MAX_CUSTOM_SLICE_NS);
}

/**
 * sim_custom_slice_left - what a process has left of its custom slice
 * @rq: the run queue
 * @vcpu: the vCPU where it runs, or is about to
 * @proc: the process
 *
 * sim_slice_left() of sim_custom_slice().
 *
 * Return: ns.
 */
u64 sim_custom_slice_left(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			  struct sim_proc *proc)
{
	return slice_left_of(rq, vcpu, proc, sim_custom_slice(rq, proc));
}

/**
 * sim_vcpu_update_slice - find out anew when the slice is over
 * @vcpu: the vCPU; charged up to now
 *
 * To be called when something has changed that it depends on, before
 * sim_vcpu_set_due(). If there was no slice, one begins now.
 */
void sim_vcpu_update_slice(struct sim_vcpu *vcpu)
{
	struct sim_proc *proc = vcpu->curr;
	u64 left;

	if (!proc)
		return;
	if (vcpu->slice_end == SIM_NEVER)
		proc->slice_used = 0;
	left = sim_vcpu_slice_left(vcpu->sim, vcpu->rq, vcpu, proc);
	vcpu->slice_end = sim_is_endless(left) ? SIM_NEVER :
			  max(vcpu->sim->now, vcpu->exec_start) + left;
}

/**
 * sim_vcpu_settle_slice - take slices into account that have ended unseen
 * @vcpu: the vCPU
 *
 * To be called before something changes that the slice depends on: what has gone by
 * has gone by the old rules.
 */
void sim_vcpu_settle_slice(struct sim_vcpu *vcpu)
{
	sim_vcpu_charge(vcpu);
	if (!vcpu->contended)
		sim_vcpu_update_slice(vcpu);
}

/**
 * sim_vcpu_renew_slice - a process that begins to run has nothing left of its slice
 * @vcpu: the vCPU; the process is its @curr
 *
 * Slices are shorter than they were when it used so much: it gets the last ns of one.
 *
 * Return: what is left, in ns; 0 if the policy insists, which is a fault.
 */
u64 sim_vcpu_renew_slice(struct sim_vcpu *vcpu)
{
	struct sim_proc *proc = vcpu->curr;
	struct sim_rq *rq = vcpu->rq;
	struct sim *sim = vcpu->sim;
	u64 left = 0;

	if (proc->slice_used) {
		proc->slice_used = 0;
		left = sim_vcpu_slice_left(sim, rq, vcpu, proc);
		proc->slice_used = max(left, 1ULL) - 1;
		left = sim_vcpu_slice_left(sim, rq, vcpu, proc);
	}
	if (!left)
		sim_policy_fault(rq, vcpu, SCHEDSIM_FAULT_NO_SLICE_LEFT, proc);
	return left;
}

/**
 * sim_vcpu_set_due - find out when something is due at a vCPU
 * @vcpu: the vCPU; a burst's end is counted from @charged of it
 *
 * To be called whenever what runs, its attributes, who waits, the slice, or the
 * timer of the run queue has changed. What went by unseen is settled when contention
 * begins.
 */
void sim_vcpu_set_due(struct sim_vcpu *vcpu)
{
	struct sim_rq *rq = vcpu->rq;
	struct sim *sim = vcpu->sim;
	bool contended;

	if (!vcpu->curr) {
		sim_vcpu_note_due(sim, rq, vcpu, SIM_NEVER);
		return;
	}
	contended = vcpu->slice_end != SIM_NEVER &&
		    sim_vcpu_must_give_way(sim, rq, vcpu);
	if (contended && !vcpu->contended) {
		sim_vcpu_charge(vcpu);
		sim_vcpu_update_slice(vcpu);
	}
	vcpu->contended = contended;
	sim_vcpu_find_due(sim, rq, vcpu, vcpu->curr);
}
