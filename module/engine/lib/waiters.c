// SPDX-License-Identifier: GPL-2.0
/*
 * The processes that wait for an object, in a leftist heap; see waiters.h.
 */
#include "lib/waiters.h"

static bool before(const struct sim_waiter *a, const struct sim_waiter *b)
{
	return a->urgency > b->urgency ||
	       (a->urgency == b->urgency && a->turn < b->turn);
}

static u32 dist(const struct sim_waiter *node)
{
	return node ? node->dist : 0;
}

/*
 * Let the shorter distance of @node's children be on the right again. Return: whether
 * the distance of @node has changed: its parent must then be mended, too.
 */
static bool mend(struct sim_waiter *node)
{
	u32 new_dist;

	if (dist(node->left) < dist(node->right))
		swap(node->left, node->right);
	new_dist = dist(node->right) + 1;
	if (new_dist == node->dist)
		return false;
	node->dist = new_dist;
	return true;
}

/*
 * Merge two heaps. Only their right spines are walked, which are O(log n) long.
 */
static struct sim_waiter *merge(struct sim_waiter *a, struct sim_waiter *b)
{
	struct sim_waiter *root = NULL, **link = &root, *above = NULL;

	while (a && b) {
		if (before(b, a))
			swap(a, b);
		*link = a;
		a->parent = above;
		above = a;
		link = &a->right;
		a = a->right;
	}
	*link = a ?: b;
	if (*link)
		(*link)->parent = above;
	for (; above; above = above->parent)
		mend(above);
	return root;
}

/**
 * sim_waiters_insert - add a waiter
 * @waiters: the waiters of an object
 * @waiter: the waiter; its @urgency and @turn are set
 *
 * O(log n).
 */
void sim_waiters_insert(struct sim_waiters *waiters, struct sim_waiter *waiter)
{
	waiter->left = NULL;
	waiter->right = NULL;
	waiter->dist = 1;
	waiters->first = merge(waiters->first, waiter);
	waiters->nr++;
}

/**
 * sim_waiters_remove - take a waiter out
 * @waiters: the waiters of an object
 * @waiter: one of them
 *
 * O(log n): the walk up ends at the first node whose distance does not change. A
 * node whose distance does change has one that is greater by one than that of its
 * child on that walk, and no distance is greater than log n.
 */
void sim_waiters_remove(struct sim_waiters *waiters, struct sim_waiter *waiter)
{
	struct sim_waiter *above = waiter->parent;
	struct sim_waiter *rest = merge(waiter->left, waiter->right);

	waiters->nr--;
	if (rest)
		rest->parent = above;
	if (!above)
		waiters->first = rest;
	else if (above->left == waiter)
		above->left = rest;
	else
		above->right = rest;
	while (above && mend(above))
		above = above->parent;
}

/**
 * sim_waiters_second - the waiter that comes after the first
 * @waiters: the waiters of an object, at least one
 *
 * Return: the waiter, or NULL if there is only one.
 */
struct sim_waiter *sim_waiters_second(const struct sim_waiters *waiters)
{
	struct sim_waiter *left = waiters->first->left;
	struct sim_waiter *right = waiters->first->right;

	return right && before(right, left) ? right : left;
}
