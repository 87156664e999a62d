// SPDX-License-Identifier: GPL-2.0
/*
 * rr: round robin. Processes are first come, first served, with equal slices.
 *
 * With the parameter "aligned" all slices end at multiples of the quantum, on
 * all vCPUs at once. vCPUs that share a run queue then pick again in the order
 * of their numbers, even if no process waits; and vCPUs that peek find the processes
 * of others in their run queues, even one that is alone. This is "single-queue scheduling"
 * in R. and A. Arpaci-Dusseau, "Operating Systems: Three Easy Pieces", chapter
 * 10, and in their multi.py.
 *
 * With the parameter "weighted", a process has as many slices in a row as it has
 * tickets. If it was given none, its slice is in proportion to the weight of its
 * nice value: weighted round robin (Katevenis, Sidiropoulos and Courcoubetis,
 * "Weighted Round-Robin Cell Multiplexing in a General-Purpose ATM Switch Chip",
 * IEEE JSAC 9(8), 1991). Slices that are aligned have no weight.
 */
#include "fifo.h"

enum { ALIGNED, WEIGHTED };

static const struct sim_param rr_params[] = {
	[ALIGNED] = { .name = "aligned", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
	[WEIGHTED] = { .name = "weighted", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
};

static noinline u64 up_to_multiple(const struct sim_rq *rq,
				   const struct sim_vcpu *vcpu,
				   struct sim_proc *proc)
{
	u64 quantum = sim_quantum(rq), now = sim_now(rq), rest;
	bool unseen = !vcpu->contended && sim_expiry_first(rq);

	div64_u64_rem(max(now, vcpu->exec_start), quantum, &rest);
	/* One has just ended unnoticed, and another begins now: also if asked again. */
	if (!rest && unseen)
		proc->slice_used = 0;
	/* The slice ends now, unless it begins now. */
	if (!rest && proc->slice_used && vcpu->exec_start < now)
		return 0;
	return quantum - rest;
}

/*
 * No product is longer than 54 bits. A low weight does not make a slice shorter than
 * the shortest quantum, unless the slice of all is.
 */
static noinline u64 weighted_left(struct sim_rq *rq, const struct sim_vcpu *vcpu,
				  struct sim_proc *proc)
{
	u64 slice = sim_custom_slice(rq, proc);
	u64 least = min(slice, SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS);

	if (proc->eff.tickets)
		slice *= proc->eff.tickets;
	else
		slice = max(div_u64(slice * sim_weight(proc->eff.nice),
				    sim_weight(0)), least);
	return sim_slice_left(rq, vcpu, proc, slice);
}

static u64 rr_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		    struct sim_proc *proc)
{
	if (rq->params[ALIGNED])
		return up_to_multiple(rq, vcpu, proc);
	if (rq->params[WEIGHTED])
		return weighted_left(rq, vcpu, proc);
	return sim_custom_slice_left(rq, vcpu, proc);
}

static bool rr_contended(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return sim_awaited(rq, vcpu) ||
	       (rq->params[ALIGNED] && (rq->nr_vcpus > 1 || sim_peeks(rq)));
}

const struct sim_policy sim_policy_rr = {
	.name		= "rr",
	.summary	= "first come, first served, in equal slices",
	.params		= rr_params,
	.nr_params	= ARRAY_SIZE(rr_params),
	.rq_size	= sizeof(struct sim_fifo),
	.enqueue	= fifo_enqueue,
	.dequeue	= fifo_dequeue,
	.pick		= fifo_pick,
	.slice		= rr_slice,
	.contended	= rr_contended,
};
