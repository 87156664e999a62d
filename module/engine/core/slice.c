// SPDX-License-Identifier: GPL-2.0
/*
 * Slices that end at multiples of the quantum; and slices of processes that are
 * alone: nobody looks when they end.
 */
#include "core/vcpu.h"

/**
 * sim_vcpu_aligned_slice - how long a slice is that ends at a multiple
 * @vcpu: the vCPU; its @slice_start and @exec_start are set
 *
 * The first multiple of the quantum after it began, and a context switch, if
 * any, was over; if that has passed, for the quantum was another, the next.
 *
 * Return: ns.
 */
u64 sim_vcpu_aligned_slice(const struct sim_vcpu *vcpu)
{
	const struct sim *sim = vcpu->sim;
	u64 least = max(vcpu->slice_start, vcpu->exec_start) + 1;
	u64 rest;

	least = max(least, sim->now) - 1;
	div64_u64_rem(least, sim->quantum, &rest);
	return least - rest + sim->quantum - vcpu->slice_start;
}

/* Only the first may have been shorter. */
static void renew(struct sim_vcpu *vcpu, u64 end)
{
	vcpu->slice_start += vcpu->slice;
	if (vcpu->sim->aligned)
		vcpu->slice = vcpu->sim->quantum;
	vcpu->slice_start += vcpu->slice *
		div64_u64(end - vcpu->slice_start, vcpu->slice);
}

/**
 * sim_vcpu_renew_slice_until - renew the slice as often as it ended unseen
 * @vcpu: the vCPU
 * @end: up to when
 *
 * As sim_vcpu_renew_slice(), for a time of one's own.
 */
void sim_vcpu_renew_slice_until(struct sim_vcpu *vcpu, u64 end)
{
	const struct sim_policy *policy = vcpu->sim->policy;

	if (!vcpu->curr || vcpu->contended || vcpu->slice == SIM_NO_SLICE)
		return;
	if (policy->renew)
		policy->renew(vcpu, end);
	else if (end >= sim_slice_end(vcpu))
		renew(vcpu, end);
}

/**
 * sim_vcpu_renew_slice - renew the slice as often as it ended unseen
 * @vcpu: the vCPU
 *
 * While nobody else could have had the vCPU, a slice that ended was followed
 * by the next of the same process. One that ends at this very instant has not
 * been renewed yet, unless what expires comes before who arrives.
 */
void sim_vcpu_renew_slice(struct sim_vcpu *vcpu)
{
	const struct sim *sim = vcpu->sim;

	if (sim->config.tie == SCHEDSIM_TIE_EXPIRY_FIRST)
		sim_vcpu_renew_slice_until(vcpu, sim->now);
	else if (sim->now)
		sim_vcpu_renew_slice_until(vcpu, sim->now - 1);
}
