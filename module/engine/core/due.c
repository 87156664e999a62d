// SPDX-License-Identifier: GPL-2.0
/*
 * What is due at a vCPU: the end of a burst or a slice, or an event of the policy's.
 */
#include "core/vcpu.h"

static void count_lateness(struct sim *sim, u64 late, u64 slice)
{
	u32 bucket = late ? ilog2(late) : 0;

	sim->lateness[min_t(u32, bucket, SCHEDSIM_LATENESS_BUCKETS - 1)]++;
	sim->late_max = max(sim->late_max, late);
	sim->late_total += late;
	if (late >= slice)
		sim->skipped += div64_u64(late, slice);
}

/* The burst is over. Return: whether the same process goes on. */
static bool end_burst(struct sim_vcpu *vcpu)
{
	struct sim_proc *proc = vcpu->curr;

	sim_execute(vcpu);
	if (vcpu->curr != proc)
		return false;
	if (!proc->burst_left) {
		sim_vcpu_set_due(vcpu);
		return false;
	}
	if (vcpu->sim->policy->by_burst)
		sim_vcpu_check_preempt(vcpu);
	return true;
}

static void end_slice(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;

	count_lateness(sim, sim->now - max(vcpu->due, sim_slice_end(vcpu)),
		       vcpu->slice);
	vcpu->expiries++;
	sim->expiries++;
	sim_vcpu_requeue(vcpu, SIM_ENQUEUE_EXPIRED);
}

static void policy_event(struct sim_vcpu *vcpu)
{
	const struct sim_policy *policy = vcpu->sim->policy;

	if (vcpu->curr) {
		/* What else ends now has ended. */
		sim_vcpu_renew_slice_until(vcpu, vcpu->sim->now);
		sim_vcpu_requeue(vcpu, SIM_ENQUEUE_PREEMPTED);
	}
	policy->event(vcpu);
	sim_vcpu_check_preempt(vcpu);
}

/**
 * sim_vcpu_handle_due - the burst or the slice at a vCPU is over, or the policy
 * wanted to be called
 * @vcpu: one that is due
 */
void sim_vcpu_handle_due(struct sim_vcpu *vcpu)
{
	const struct sim *sim = vcpu->sim;
	struct sim_proc *proc = vcpu->curr;

	sim_vcpu_charge(vcpu);
	if (proc && !proc->burst_left && sim->now >= vcpu->exec_start &&
	    !end_burst(vcpu))
		return;
	if (vcpu->contended && sim->now >= sim_slice_end(vcpu)) {
		end_slice(vcpu);
		return;
	}
	if (sim->policy->next_event && sim->policy->next_event(vcpu) <= sim->now)
		policy_event(vcpu);
	sim_vcpu_set_due(vcpu);
}
