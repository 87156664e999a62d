/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_QUEUE_H
#define SIM_QUEUE_H

#include <schedsim/policy.h>

#include "lib/heap.h"

/**
 * struct sim_sorted - the queue of a run queue that is ordered by a key
 * @root: the processes, if the run queue is @by_vcpu
 * @heap: the processes, if it is not; or their lots
 */
struct sim_sorted {
	struct sim_tree_node *root;
	struct sim_heap heap;
};

size_t sim_sorted_size(u32 max_procs);
void sim_sorted_init(struct sim_rq *rq);

#endif /* SIM_QUEUE_H */
