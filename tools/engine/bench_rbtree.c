// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's rbtree, for comparison; see bench.c. In a file of its own since
 * the kernel's headers and sim_env.h define the same words.
 */
#include <stdlib.h>

#include <linux/rbtree.h>

#include "bench_queues.h"
#include "random.h"

/*
 * A tree's nodes stand in what they order. Here that is as large as a struct
 * sim_proc, as in a scheduler; the order of the elements in memory is random to
 * that in the tree.
 */
struct element {
	struct rb_node node;
	__u64 key;
	char rest_of_a_process[248];
};

static bool before(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct element, node)->key <
	       rb_entry(b, struct element, node)->key;
}

static struct element *elements;
static struct rb_root_cached root;
static __u64 rng;

void rbtree_begin(__u32 nr)
{
	__u32 i;

	root = RB_ROOT_CACHED;
	rng = 1;
	elements = calloc(nr, sizeof(*elements));
	if (!elements)
		abort();
	for (i = 0; i < nr; i++) {
		elements[i].key = random_below(&rng, 1500 * 1024);
		rb_add_cached(&elements[i].node, &root, before);
	}
}

void rbtree_requeue_first(__u32 nr, __u64 times)
{
	struct element *e;

	while (times--) {
		e = rb_entry(rb_first_cached(&root), struct element, node);
		rb_erase_cached(&e->node, &root);
		e->key += 500 * 1024 + random_below(&rng, 1500 * 1024);
		rb_add_cached(&e->node, &root, before);
	}
}

void rbtree_requeue_any(__u32 nr, __u64 times)
{
	struct element *e;
	__u64 sum = 0;

	while (times--) {
		e = &elements[(random_next(&rng) >> 32) * nr >> 32];
		rb_erase_cached(&e->node, &root);
		e->key = random_next(&rng);
		rb_add_cached(&e->node, &root, before);
		sum += rb_entry(rb_first_cached(&root), struct element, node)->key;
	}
	/* It is of use, as far as the compiler knows. */
	asm volatile("" : : "r" (sum));
}

void rbtree_end(void)
{
	free(elements);
}
