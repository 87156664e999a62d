// SPDX-License-Identifier: GPL-2.0
/*
 * sjf: shortest job first. Whoever is known to run for the least time until it
 * sleeps or waits is next, and is not preempted.
 */
#include "burst_queue.h"

const struct sim_policy sim_policy_sjf = {
	.name		= "sjf",
	.rq_size	= burst_queue_size,
	.init_rq	= burst_queue_init,
	.enqueue	= burst_queue_enqueue,
	.dequeue	= burst_queue_dequeue,
	.pick		= burst_queue_pick,
	.moves		= burst_queue_moves,
	.slice		= burst_queue_slice,
};
