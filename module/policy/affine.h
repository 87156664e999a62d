/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A queue that vCPUs share: processes in the order of a key, of which each vCPU
 * takes the first that its affinity allows there.
 *
 * A treap (Seidel and Aragon, "Randomized Search Trees", Algorithmica 16, 1996)
 * of members of the processes themselves; each node knows the vCPUs that the
 * processes below it may run at, so that one way down leads to the first.
 */
#ifndef POLICY_AFFINE_H
#define POLICY_AFFINE_H

#include "policy.h"

/**
 * struct affine_queue - a queue that vCPUs share
 * @root: the tree, or NULL
 * @seed: of the ranks of nodes, which have no influence on the order
 */
struct affine_queue {
	struct sim_affine *root;
	u64 seed;
};

void affine_queue_add(struct affine_queue *queue, struct sim_proc *proc,
		      u64 key);
void affine_queue_update(struct sim_proc *proc);
void affine_queue_remove(struct affine_queue *queue, struct sim_proc *proc);
struct sim_proc *affine_queue_first(const struct affine_queue *queue,
				    const struct sim_vcpu *vcpu);
const struct sim_vcpus *affine_queue_vcpus(const struct affine_queue *queue);

#endif /* POLICY_AFFINE_H */
