/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_QUEUE_H
#define SIM_QUEUE_H

#include <schedsim/policy.h>

#include "lib/heap.h"

/**
 * struct sim_sorted - the queue of a run queue that is ordered by a key
 * @root: the processes, if the run queue is @by_vcpu
 * @late: if it is not: the one added last, if nobody has come or left since; else
 *        SIM_HEAP_NONE. It is not in @heap yet: most often the first of that
 *        leaves next, and this one takes its place
 * @heap: the other processes; or the lots of all
 */
struct sim_sorted {
	struct sim_tree_node *root;
	struct sim_heap_entry late;
	struct sim_heap heap;
};

size_t sim_sorted_size(u32 max_procs);
void sim_sorted_init(struct sim_rq *rq);
void sim_sorted_clear(struct sim_rq *rq);

#endif /* SIM_QUEUE_H */
