// SPDX-License-Identifier: GPL-2.0
/*
 * srtf: shortest remaining time first, or shortest time to completion first: sjf,
 * but one that has less left than the running process preempts it at once.
 *
 * Nothing else minimises the mean time in the system: L. E. Schrage, "A Proof of
 * the Optimality of the Shortest Remaining Processing Time Discipline",
 * Operations Research 16(3), 1968.
 */
#include "burst_queue.h"

static bool srtf_preempts(const struct sim_vcpu *vcpu)
{
	return sim_heap_min_key(vcpu->rq) < sim_burst_length(vcpu->curr);
}

const struct sim_policy sim_policy_srtf = {
	.name		= "srtf",
	.by_burst	= true,
	.rq_size	= burst_queue_size,
	.init_rq	= burst_queue_init,
	.enqueue	= burst_queue_enqueue,
	.dequeue	= burst_queue_dequeue,
	.pick		= burst_queue_pick,
	.moves		= burst_queue_moves,
	.preempts	= srtf_preempts,
	.slice		= burst_queue_slice,
};
