// SPDX-License-Identifier: GPL-2.0
/*
 * A queue that vCPUs share; see affine.h.
 */
#include "affine.h"

static struct sim_proc *proc_of(struct sim_affine *node)
{
	return container_of(node, struct sim_proc, policy.affine);
}

static void add_below(struct sim_vcpus *to, const struct sim_affine *child)
{
	u32 i;

	for (i = 0; child && i < ARRAY_SIZE(to->bits); i++)
		to->bits[i] |= child->below.bits[i];
}

/* Sum up what @node and those below it may run at. */
static void sum_up(struct sim_affine *node)
{
	node->below = sim_allowed_vcpus(proc_of(node));
	add_below(&node->below, node->left);
	add_below(&node->below, node->right);
}

/* Likewise, and those above it. */
static void sum_up_from(struct sim_affine *node)
{
	for (; node; node = node->parent)
		sum_up(node);
}

/* Let @child, or nothing, stand where @node does. */
static void replace(struct affine_queue *queue, struct sim_affine *node,
		    struct sim_affine *child)
{
	struct sim_affine *above = node->parent;

	if (child)
		child->parent = above;
	if (!above)
		queue->root = child;
	else if (above->left == node)
		above->left = child;
	else
		above->right = child;
}

/* Let @node and the one above it change places. */
static void rotate_up(struct affine_queue *queue, struct sim_affine *node)
{
	struct sim_affine *above = node->parent, *middle;

	replace(queue, above, node);
	if (above->left == node) {
		middle = node->right;
		above->left = middle;
		node->right = above;
	} else {
		middle = node->left;
		above->right = middle;
		node->left = above;
	}
	if (middle)
		middle->parent = above;
	above->parent = node;
	sum_up(above);
}

/* The finaliser of MurmurHash3 (Appleby, 2008). */
static u32 next_rank(struct affine_queue *queue)
{
	u64 z = ++queue->seed;

	z = (z ^ z >> 33) * 0xff51afd7ed558ccdULL;
	z = (z ^ z >> 33) * 0xc4ceb9fe1a85ec53ULL;
	return z >> 32;
}

/**
 * affine_queue_add - let a process wait
 * @queue: the queue
 * @proc: the process; affine_queue_update() tells if its affinity changes
 * @key: those with less are before it, and of equals, who came first
 */
void affine_queue_add(struct affine_queue *queue, struct sim_proc *proc,
		      u64 key)
{
	struct sim_affine *node = &proc->policy.affine, *above = NULL;
	struct sim_affine **link = &queue->root;

	while (*link) {
		above = *link;
		link = key < above->key ? &above->left : &above->right;
	}
	*node = (struct sim_affine) {
		.parent = above, .key = key, .rank = next_rank(queue),
	};
	*link = node;
	while (node->parent && node->parent->rank < node->rank)
		rotate_up(queue, node);
	sum_up_from(node);
}

/**
 * affine_queue_update - a process that waits may run elsewhere than before
 * @proc: the process; it keeps its place
 */
void affine_queue_update(struct sim_proc *proc)
{
	sum_up_from(&proc->policy.affine);
}

/**
 * affine_queue_remove - a process does not wait any more
 * @queue: the queue
 * @proc: one of it
 */
void affine_queue_remove(struct affine_queue *queue, struct sim_proc *proc)
{
	struct sim_affine *node = &proc->policy.affine;

	while (node->left && node->right)
		rotate_up(queue, node->left->rank > node->right->rank ?
				 node->left : node->right);
	replace(queue, node, node->left ?: node->right);
	sum_up_from(node->parent);
}

static bool allows(const struct sim_affine *node, const struct sim_vcpu *vcpu)
{
	return node && sim_vcpus_has(&node->below, vcpu->id);
}

/**
 * affine_queue_first - who is the first for a vCPU
 * @queue: the queue
 * @vcpu: the vCPU, one of affine_queue_vcpus()
 *
 * Return: the first process that may run there.
 */
struct sim_proc *affine_queue_first(const struct affine_queue *queue,
				    const struct sim_vcpu *vcpu)
{
	struct sim_affine *node = queue->root;

	while (allows(node->left, vcpu) || !sim_allowed(proc_of(node), vcpu))
		node = allows(node->left, vcpu) ? node->left : node->right;
	return proc_of(node);
}

/**
 * affine_queue_vcpus - where those that wait may run
 * @queue: the queue
 *
 * Return: the vCPUs that one at least may run at.
 */
const struct sim_vcpus *affine_queue_vcpus(const struct affine_queue *queue)
{
	static const struct sim_vcpus none;

	return queue->root ? &queue->root->below : &none;
}
