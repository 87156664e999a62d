// SPDX-License-Identifier: GPL-2.0
/*
 * fifo: first come, first served. Whoever runs does so until it gives up the
 * vCPU by itself; then the one that has waited longest is next.
 */
#include "list_queue.h"

static u64 fifo_slice(const struct sim_vcpu *vcpu, const struct sim_proc *proc)
{
	return SIM_NO_SLICE;
}

const struct sim_policy sim_policy_fifo = {
	.name		= "fifo",
	.rq_size	= list_queue_size,
	.init_rq	= list_queue_init,
	.enqueue	= list_queue_enqueue,
	.dequeue	= list_queue_dequeue,
	.pick		= list_queue_pick,
	.moves		= list_queue_moves,
	.slice		= fifo_slice,
};
