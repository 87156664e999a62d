// SPDX-License-Identifier: GPL-2.0
/*
 * fifo: first come, first served. A process runs until it gives up the vCPU.
 * Then the process that has waited longest runs.
 */
#include "fifo.h"

void fifo_enqueue(struct sim_rq *rq, struct sim_proc *proc,
		  enum sim_enqueue why)
{
	sim_fifo_add(rq, sim_rq_data(rq), proc, false);
}

void fifo_dequeue(struct sim_rq *rq, struct sim_proc *proc,
		  enum sim_dequeue why)
{
	sim_fifo_remove(rq, sim_rq_data(rq), proc);
}

struct sim_proc *fifo_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return sim_fifo_first(rq, sim_rq_data(rq), vcpu);
}

static u64 fifo_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		      struct sim_proc *proc)
{
	return SIM_NO_SLICE;
}

const struct sim_policy sim_policy_fifo = {
	.name		= "fifo",
	.summary	= "first come, first served, without slices",
	.rq_size	= sizeof(struct sim_fifo),
	.enqueue	= fifo_enqueue,
	.dequeue	= fifo_dequeue,
	.pick		= fifo_pick,
	.slice		= fifo_slice,
};
