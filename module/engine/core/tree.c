// SPDX-License-Identifier: GPL-2.0
/*
 * An ordered tree of processes: who comes and goes; see tree.h.
 */
#include "core/affinity.h"
#include "core/tree.h"

/*
 * A node's rank is no less than that of those below it. It is made of the
 * node's address, which users cannot foresee, by the finaliser of MurmurHash3
 * (Appleby, 2008). It has no influence on the order.
 */
static u64 rank_of(const struct sim_tree_node *node)
{
	u64 z = (unsigned long)node;

	z = (z ^ z >> 33) * 0xff51afd7ed558ccdULL;
	z = (z ^ z >> 33) * 0xc4ceb9fe1a85ec53ULL;
	return z ^ z >> 33;
}

/* Return: whether @to has become more. */
static bool add_vcpus(struct sim_vcpus *to, const struct sim_vcpus *vcpus)
{
	u64 more = 0;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(to->bits); i++) {
		more |= vcpus->bits[i] & ~to->bits[i];
		to->bits[i] |= vcpus->bits[i];
	}
	return more;
}

/* In what follows, @values is a constant: is it a tree with values? */
static void sum_up_values(struct sim_tree_node *node)
{
	u64 least = sim_tree_value(node);

	if (node->left)
		least = min(least, *sim_tree_least_below(node->left));
	if (node->right)
		least = min(least, *sim_tree_least_below(node->right));
	*sim_tree_least_below(node) = least;
}

/* Return: whether @node's has become less. */
static bool lower_least(struct sim_tree_node *node, u64 value)
{
	if (*sim_tree_least_below(node) <= value)
		return false;
	*sim_tree_least_below(node) = value;
	return true;
}

/* Sum up where @node and those below it may run. */
static void sum_up(struct sim_tree_node *node)
{
	node->below = sim_allowed_vcpus(sim_tree_proc(node));
	if (node->left)
		add_vcpus(&node->below, &node->left->below);
	if (node->right)
		add_vcpus(&node->below, &node->right->below);
}

/* Likewise, and those above it, as far as anything changes. */
static void sum_up_from(struct sim_tree_node *node)
{
	for (; node; node = node->parent) {
		struct sim_vcpus was = node->below;

		sum_up(node);
		if (!memcmp(&was, &node->below, sizeof(was)))
			return;
	}
}

/* Let @child, or nothing, stand where @node does. */
static void replace(struct sim_tree_node **root, struct sim_tree_node *node,
		    struct sim_tree_node *child)
{
	struct sim_tree_node *above = node->parent;

	if (child)
		child->parent = above;
	if (!above)
		*root = child;
	else if (above->left == node)
		above->left = child;
	else
		above->right = child;
}

/* Likewise the values, of all above it. */
static void sum_up_values_from(struct sim_tree_node *node)
{
	for (; node; node = node->parent)
		sum_up_values(node);
}

/* Let @node and the one above it change places. */
static __always_inline void rotate_up(struct sim_tree_node **root,
				      struct sim_tree_node *node, bool values)
{
	struct sim_tree_node *above = node->parent, *middle;

	replace(root, above, node);
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
	node->below = above->below;
	sum_up(above);
	if (values) {
		*sim_tree_least_below(node) = *sim_tree_least_below(above);
		sum_up_values(above);
	}
}

/* A process that is not ready may have a waiter in the place of its node. */
static bool may_add(const struct sim_proc *proc)
{
	return !(proc->queued & SIM_QUEUED_TREE) && sim_proc_ready(proc);
}

/* Put @proc at @link, which is empty, below @above. */
static __always_inline void insert(struct sim_tree_node **root,
				   struct sim_tree_node **link,
				   struct sim_tree_node *above,
				   struct sim_proc *proc, u64 key, bool values)
{
	struct sim_tree_node *node = &proc->tree, *up = above;
	u64 rank = rank_of(node);

	*node = (struct sim_tree_node) {
		.parent = above, .key = key, .below = sim_allowed_vcpus(proc),
	};
	*link = node;
	proc->queued |= SIM_QUEUED_TREE;
	/* Where nothing is new, nothing is further up. */
	while (above && add_vcpus(&above->below, &node->below))
		above = above->parent;
	if (values) {
		*sim_tree_least_below(node) = sim_tree_value(node);
		while (up && lower_least(up, sim_tree_value(node)))
			up = up->parent;
	}
	while (node->parent && rank_of(node->parent) < rank)
		rotate_up(root, node, values);
}

/* Of those with the same key: @first, or, else, @by_id, or, else, last. */
static __always_inline void add(struct sim_tree_node **root,
				struct sim_proc *proc, u64 key, bool first,
				bool by_id, bool values)
{
	struct sim_tree_node **link = root, *above = NULL;

	if (unlikely(!may_add(proc)))
		return;
	while (*link) {
		above = *link;
		if (key < above->key ||
		    (key == above->key &&
		     (first || (by_id && proc->id < sim_tree_proc(above)->id))))
			link = &above->left;
		else
			link = &above->right;
	}
	insert(root, link, above, proc, key, values);
}

/**
 * sim_tree_add - let a process wait in the order of a key
 * @root: the tree
 * @proc: the process; sim_tree_update() tells if its affinity changes
 * @key: those with less are before it
 * @first: is it before those with the same key, or behind them?
 */
void sim_tree_add(struct sim_tree_node **root, struct sim_proc *proc, u64 key,
		  bool first)
{
	add(root, proc, key, first, false, false);
}

/**
 * sim_tree_add_by_id - let a process wait in the order of a key, then of ids
 * @root: the tree, to which all are added in this way
 * @proc: the process; sim_tree_update() tells if its affinity changes
 * @key: those with less are before it
 */
void sim_tree_add_by_id(struct sim_tree_node **root, struct sim_proc *proc,
			u64 key)
{
	add(root, proc, key, false, true, false);
}

/**
 * sim_tree_add_value - let a process wait in the order of a key, in a tree with values
 * @root: the tree, to which all are added in this way
 * @proc: the process. Its value is data[SIM_DATA_VALUE], which stays as it is while it
 *        waits; data[SIM_DATA_LEAST] is the tree's
 * @key: those with less are before it, and those with the same that were added before
 */
void sim_tree_add_value(struct sim_tree_node **root, struct sim_proc *proc, u64 key)
{
	add(root, proc, key, false, false, true);
}

/**
 * sim_tree_add_behind - let a process wait just behind another
 * @root: the tree
 * @proc: the process
 * @other: the other, which is in it; both have the same key
 */
void sim_tree_add_behind(struct sim_tree_node **root, struct sim_proc *proc,
			 struct sim_proc *other)
{
	struct sim_tree_node *above = &other->tree, **link = &above->right;

	if (unlikely(!may_add(proc) || !(other->queued & SIM_QUEUED_TREE)))
		return;
	while (*link) {
		above = *link;
		link = &above->left;
	}
	insert(root, link, above, proc, other->tree.key, false);
}

/**
 * sim_tree_update - a process that waits may run elsewhere than before
 * @proc: the process; it keeps its place
 */
void sim_tree_update(struct sim_proc *proc)
{
	sum_up_from(&proc->tree);
}

/* Take @node out; @node itself is left alone. */
static __always_inline void cut_out(struct sim_tree_node **root,
				    struct sim_tree_node *node, bool values)
{
	while (node->left && node->right)
		rotate_up(root, rank_of(node->left) > rank_of(node->right) ?
				node->left : node->right, values);
	replace(root, node, node->left ?: node->right);
	sum_up_from(node->parent);
	if (values)
		sum_up_values_from(node->parent);
}

static struct sim_tree_node *root_of(struct sim_tree_node *node)
{
	while (node->parent)
		node = node->parent;
	return node;
}

static __always_inline void take_out(struct sim_tree_node **root,
				     struct sim_proc *proc, bool values)
{
	if (unlikely(!(proc->queued & SIM_QUEUED_TREE) ||
		     root_of(&proc->tree) != *root))
		return;
	cut_out(root, &proc->tree, values);
	proc->queued &= ~SIM_QUEUED_TREE;
}

/**
 * sim_tree_remove - a process does not wait any more
 * @root: the tree
 * @proc: one of it; who is in another stays there
 */
void sim_tree_remove(struct sim_tree_node **root, struct sim_proc *proc)
{
	take_out(root, proc, false);
}

/**
 * sim_tree_remove_value - a process does not wait any more in a tree with values
 * @root: the tree
 * @proc: one of it; who is in another stays there
 */
void sim_tree_remove_value(struct sim_tree_node **root, struct sim_proc *proc)
{
	take_out(root, proc, true);
}

/**
 * sim_tree_append - put all of one tree behind all of another
 * @to: the other tree
 * @from: the tree, which is empty then
 *
 * Keys are not compared.
 */
void sim_tree_append(struct sim_tree_node **to, struct sim_tree_node **from)
{
	struct sim_tree_node *left = *to, *right = *from, **link = to;
	struct sim_tree_node *above = NULL;

	/* Down the right side of one and the left side of the other. */
	while (left && right) {
		if (rank_of(left) >= rank_of(right)) {
			*link = left;
			left->parent = above;
			above = left;
			link = &left->right;
			left = left->right;
		} else {
			*link = right;
			right->parent = above;
			above = right;
			link = &right->left;
			right = right->left;
		}
	}
	*link = left ?: right;
	if (*link)
		(*link)->parent = above;
	for (; above; above = above->parent)
		sum_up(above);
	*from = NULL;
}
