// SPDX-License-Identifier: GPL-2.0
/*
 * An ordered tree of processes: who is first, or next; see tree.h.
 */
#include "core/affinity.h"
#include "core/tree.h"

/**
 * sim_tree_least - the least key
 * @root: the tree, which may be empty
 *
 * Return: the key, or U64_MAX.
 */
u64 sim_tree_least(const struct sim_tree_node *root)
{
	const struct sim_tree_node *node = root;

	while (node && node->left)
		node = node->left;
	return node ? node->key : U64_MAX;
}

/**
 * sim_tree_head - who is the first, wherever it may run
 * @root: the tree, which may be empty
 *
 * Return: the process, or NULL.
 */
struct sim_proc *sim_tree_head(struct sim_tree_node *root)
{
	while (root && root->left)
		root = root->left;
	return root ? sim_tree_proc(root) : NULL;
}

static bool allows(const struct sim_tree_node *node, u32 vcpu)
{
	return node && sim_vcpus_has(&node->below, vcpu);
}

/**
 * sim_tree_first - who is the first for a vCPU
 * @root: the tree, which may be empty
 * @vcpu: the vCPU
 *
 * Return: the first process that may run there, or NULL.
 */
struct sim_proc *sim_tree_first(struct sim_tree_node *root, u32 vcpu)
{
	struct sim_tree_node *node = root;

	if (!allows(node, vcpu))
		return NULL;
	while (allows(node->left, vcpu) || !sim_allowed_at(sim_tree_proc(node), vcpu))
		node = allows(node->left, vcpu) ? node->left : node->right;
	return sim_tree_proc(node);
}

/**
 * sim_tree_first_value - who is the first whose value is not too great
 * @root: the tree, which has values, and may be empty
 * @most: the greatest value that is not
 *
 * As pick_eevdf() in kernel/sched/fair.c of Linux 6.12: left while there is one below
 * there, for each of them comes before all others.
 *
 * Return: the process, wherever it may run, or NULL.
 */
struct sim_proc *sim_tree_first_value(struct sim_tree_node *root, u64 most)
{
	struct sim_tree_node *node = root;

	while (node) {
		bool left = node->left && *sim_tree_least_below(node->left) <= most;

		if (!left && sim_tree_value(node) <= most)
			return sim_tree_proc(node);
		node = left ? node->left : node->right;
	}
	return NULL;
}

/**
 * sim_tree_next - who comes next
 * @proc: one of a tree
 *
 * Return: the process behind it, wherever that may run, or NULL.
 */
struct sim_proc *sim_tree_next(struct sim_proc *proc)
{
	struct sim_tree_node *node = &proc->tree;

	if (unlikely(!(proc->queued & SIM_QUEUED_TREE)))
		return NULL;
	if (node->right) {
		node = node->right;
		while (node->left)
			node = node->left;
		return sim_tree_proc(node);
	}
	while (node->parent && node->parent->right == node)
		node = node->parent;
	return node->parent ? sim_tree_proc(node->parent) : NULL;
}
