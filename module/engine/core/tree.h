/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An ordered tree of processes that wait, of a run queue that is @by_vcpu or of a
 * policy. Each node knows the vCPUs that the processes below it may run at, so that
 * one way down leads to the first that may run at a given vCPU.
 *
 * A treap (Seidel and Aragon, "Randomized Search Trees", Algorithmica 16, 1996)
 * of members of the processes themselves. All is O(log n).
 */
#ifndef SIM_TREE_H
#define SIM_TREE_H

#include <schedsim/policy.h>

static inline struct sim_proc *sim_tree_proc(struct sim_tree_node *node)
{
	return container_of(node, struct sim_proc, tree);
}

/*
 * Of a tree with values, the value of a process and the least one of its node and those
 * below, which are the first words of what the policy keeps.
 */
static inline u64 sim_tree_value(const struct sim_tree_node *node)
{
	return container_of(node, struct sim_proc, tree)->data[SIM_DATA_VALUE];
}

static inline u64 *sim_tree_least_below(struct sim_tree_node *node)
{
	return &sim_tree_proc(node)->data[SIM_DATA_LEAST];
}

void sim_tree_add_behind(struct sim_tree_node **root, struct sim_proc *proc,
			 struct sim_proc *other);
void sim_tree_add_by_id(struct sim_tree_node **root, struct sim_proc *proc,
			u64 key);
struct sim_proc *sim_tree_next(struct sim_proc *proc);
void sim_tree_update(struct sim_proc *proc);
void sim_tree_append(struct sim_tree_node **to, struct sim_tree_node **from);

#endif /* SIM_TREE_H */
