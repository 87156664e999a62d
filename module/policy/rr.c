// SPDX-License-Identifier: GPL-2.0
/*
 * rr: round robin. One FIFO queue; everyone gets the same slice in turn.
 */
#include "list_queue.h"

static const struct sim_param rr_params[] = {
	{ .name = "aligned", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
};

const struct sim_policy sim_policy_rr = {
	.name		= "rr",
	.params		= rr_params,
	.nr_params	= ARRAY_SIZE(rr_params),
	.aligned_by	= 1,
	.rq_size	= list_queue_size,
	.init_rq	= list_queue_init,
	.enqueue	= list_queue_enqueue,
	.dequeue	= list_queue_dequeue,
	.pick		= list_queue_pick,
	.moves		= list_queue_moves,
};
