// SPDX-License-Identifier: GPL-2.0
/*
 * The queues that policies are made of, beside lists of all that are in them.
 */
#include <stdlib.h>

#include "core/affinity.h"
#include "core/queue.h"
#include "core/tree.h"
#include "random.h"
#include "watch.h"

#define NR	200
#define ROUNDS	10000

/* What is in a queue, in its order. */
struct list {
	u32 nr;
	u32 ids[NR];
	u64 keys[NR];
};

static struct sim_rq *rq;

/* A run queue of so many vCPUs, and processes 1..NR, which are ready as it were. */
static void set_up(u32 nr_vcpus)
{
	struct sim_config config = {
		.quantum_ns = 10, .nr_vcpus = nr_vcpus, .max_procs = NR,
	};
	u32 i;

	EXPECT_EQ(sim_policy_parse("rr:span=all", &config), 0);
	boot_with(&config);
	watch = WATCH_NOTHING;
	for (i = 1; i <= NR; i++) {
		EXPECT_EQ(spawn(.at = 1), i);
		sim_find(lab.sim, i)->state = SCHEDSIM_STATE_READY;
	}
	rq = lab.sim->vcpus[0].rq;
	EXPECT_EQ(rq->nr_vcpus, nr_vcpus);
}

static struct sim_proc *get(u32 id)
{
	return sim_find(lab.sim, id);
}

/* Up to three vCPUs, the first four more often than others; or all. */
static void random_affinity(struct sim_proc *proc, u64 *rng)
{
	u32 nr = random_below(rng, 4);
	u64 *mask = proc->attr.affinity;

	memset(mask, 0, sizeof(proc->attr.affinity));
	while (nr--) {
		u32 id = random_below(rng, rq->nr_vcpus);

		if (random_one_in(rng, 2))
			id %= 4;
		mask[id / 64] |= 1ULL << id % 64;
	}
}

/* Where @id is, or @nr. */
static u32 place_of(const struct list *list, u32 id)
{
	u32 i;

	for (i = 0; i < list->nr && list->ids[i] != id; i++)
		;
	return i;
}

static void list_insert(struct list *list, u32 at, u32 id, u64 key)
{
	memmove(&list->ids[at + 1], &list->ids[at],
		(list->nr - at) * sizeof(list->ids[0]));
	memmove(&list->keys[at + 1], &list->keys[at],
		(list->nr - at) * sizeof(list->keys[0]));
	list->ids[at] = id;
	list->keys[at] = key;
	list->nr++;
}

static void list_insert_sorted(struct list *list, u32 id, u64 key, bool first)
{
	u32 at = 0;

	while (at < list->nr && (list->keys[at] < key ||
				 (!first && list->keys[at] == key)))
		at++;
	list_insert(list, at, id, key);
}

static void list_take(struct list *list, u32 at)
{
	list->nr--;
	memmove(&list->ids[at], &list->ids[at + 1],
		(list->nr - at) * sizeof(list->ids[0]));
	memmove(&list->keys[at], &list->keys[at + 1],
		(list->nr - at) * sizeof(list->keys[0]));
}

static struct sim_proc *first_for(const struct list *list,
				  const struct sim_vcpu *vcpu)
{
	u32 i;

	/* Of one vCPU all that wait there may run there. */
	for (i = 0; i < list->nr; i++)
		if (rq->nr_vcpus == 1 || sim_allowed(get(list->ids[i]), vcpu))
			return get(list->ids[i]);
	return NULL;
}

/* Some vCPUs, the first ones more often. */
static const struct sim_vcpu *some_vcpu(u64 *rng)
{
	u32 id = random_below(rng, rq->nr_vcpus);

	return &rq->vcpus[random_one_in(rng, 2) ? id % 4 : id];
}

static void fifo_step(struct sim_fifo *fifo, struct list *list,
		      struct list *other, u64 *rng)
{
	u32 id = 1 + random_below(rng, NR), at = place_of(list, id), behind;
	struct sim_proc *proc = get(id);
	bool first = random_one_in(rng, 4);

	if (at < list->nr && random_one_in(rng, 2)) {
		sim_fifo_remove(rq, fifo, proc);
		list_take(list, at);
	} else if (at < list->nr) {
		random_affinity(proc, rng);
		if (proc->queued)
			sim_tree_update(proc);
	} else if (place_of(other, id) < other->nr) {
		return;
	} else if (list->nr && random_one_in(rng, 3)) {
		random_affinity(proc, rng);
		behind = random_below(rng, list->nr);
		sim_fifo_add_behind(rq, fifo, proc, get(list->ids[behind]));
		list_insert(list, behind + 1, id, 0);
	} else {
		random_affinity(proc, rng);
		sim_fifo_add(rq, fifo, proc, first);
		list_insert(list, first ? 0 : list->nr, id, 0);
	}
}

static void append(struct sim_fifo *to, struct list *to_list,
		   struct sim_fifo *from, struct list *from_list)
{
	u32 i;

	sim_fifo_append(rq, to, from);
	for (i = 0; i < from_list->nr; i++)
		list_insert(to_list, to_list->nr, from_list->ids[i], 0);
	from_list->nr = 0;
}

static void check_fifo(const struct sim_fifo *fifo, const struct list *list,
		       u64 *rng)
{
	const struct sim_vcpu *vcpu = some_vcpu(rng);
	u32 at = list->nr ? random_below(rng, list->nr) : 0;

	if (list->nr)
		EXPECT(sim_fifo_next(rq, fifo, get(list->ids[at])) ==
		       (at + 1 < list->nr ? get(list->ids[at + 1]) : NULL));
	EXPECT_EQ(sim_fifo_empty(rq, fifo), !list->nr);
	EXPECT(sim_fifo_first(rq, fifo, vcpu) == first_for(list, vcpu));
}

/* Two of them, one of which is put behind the other now and then. */
static void fifo_random(u32 nr_vcpus)
{
	struct list lists[2] = {};
	struct sim_fifo fifos[2] = {};
	u64 rng = nr_vcpus;
	u32 round, i;

	set_up(nr_vcpus);
	for (round = 0; round < ROUNDS; round++) {
		i = random_one_in(&rng, 2);
		fifo_step(&fifos[i], &lists[i], &lists[!i], &rng);
		if (random_one_in(&rng, 200))
			append(&fifos[!i], &lists[!i], &fifos[i], &lists[i]);
		check_fifo(&fifos[0], &lists[0], &rng);
		check_fifo(&fifos[1], &lists[1], &rng);
	}
	/* To the end, in order: first by the first vCPUs, then by all. */
	append(&fifos[0], &lists[0], &fifos[1], &lists[1]);
	for (i = 0; i < nr_vcpus; i++) {
		struct sim_proc *proc;

		while ((proc = sim_fifo_first(rq, &fifos[0], &rq->vcpus[i]))) {
			EXPECT(proc == first_for(&lists[0], &rq->vcpus[i]));
			sim_fifo_remove(rq, &fifos[0], proc);
			list_take(&lists[0], place_of(&lists[0], proc->id));
		}
	}
	EXPECT(sim_fifo_empty(rq, &fifos[0]));
	EXPECT_EQ(lists[0].nr, 0);
}

TEST(queue_fifo)
{
	fifo_random(1);
	fifo_random(2);
	fifo_random(4);
	fifo_random(256);
}

static void levels_random(u32 nr_vcpus, u32 nr_levels)
{
	struct sim_levels levels = {};
	struct list list = {};
	u64 rng = nr_vcpus;
	u32 round;

	set_up(nr_vcpus);
	for (round = 0; round < ROUNDS; round++) {
		const struct sim_vcpu *vcpu = some_vcpu(&rng);
		u32 id = 1 + random_below(&rng, NR);
		u32 at = place_of(&list, id);
		u64 level = SIM_LEVELS - 1 - random_below(&rng, nr_levels);
		bool first = random_one_in(&rng, 4);

		if (at < list.nr) {
			sim_levels_remove(rq, &levels, get(id), list.keys[at]);
			list_take(&list, at);
		} else {
			random_affinity(get(id), &rng);
			sim_levels_add(rq, &levels, get(id), level, first);
			list_insert_sorted(&list, id, level, first);
		}
		EXPECT(sim_levels_first(rq, &levels, vcpu) ==
		       first_for(&list, vcpu));
	}
}

TEST(queue_levels)
{
	levels_random(1, SIM_LEVELS);
	levels_random(1, 5);
	levels_random(2, 3);
	levels_random(4, SIM_LEVELS);
	levels_random(256, 20);
}

static void list_insert_by_id(struct list *list, u32 id, u64 key)
{
	u32 at = 0;

	while (at < list->nr && (list->keys[at] < key ||
				 (list->keys[at] == key && list->ids[at] < id)))
		at++;
	list_insert(list, at, id, key);
}

static void sorted_random(u32 nr_vcpus, u64 nr_keys, bool by_id)
{
	u64 rng = nr_vcpus;
	struct list list = {};
	u32 round;

	set_up(nr_vcpus);
	for (round = 0; round < ROUNDS; round++) {
		const struct sim_vcpu *vcpu = some_vcpu(&rng);
		u32 id = 1 + random_below(&rng, NR);
		u32 at = place_of(&list, id);
		u64 key = U64_MAX - 1 - random_below(&rng, nr_keys);

		/* Their alarms are in the way: an index is in one heap only. */
		if (!round)
			sim_heap_clear(lab.sim->alarms);
		if (at < list.nr) {
			sim_sorted_remove(rq, get(id));
			list_take(&list, at);
		} else {
			random_affinity(get(id), &rng);
			if (by_id) {
				sim_sorted_add_by_id(rq, get(id), key);
				list_insert_by_id(&list, id, key);
			} else {
				sim_sorted_add(rq, get(id), key);
				list_insert_sorted(&list, id, key, false);
			}
		}
		EXPECT(sim_sorted_first(rq, vcpu) == first_for(&list, vcpu));
		EXPECT_EQ(sim_sorted_least(rq), list.nr ? list.keys[0] : U64_MAX);
	}
}

TEST(queue_sorted)
{
	sorted_random(1, 10, false);
	sorted_random(1, 1ULL << 60, false);
	sorted_random(3, 1, false);
	sorted_random(4, 30, false);
	sorted_random(256, 1ULL << 60, false);
}

TEST(queue_sorted_by_id)
{
	sorted_random(1, 10, true);
	sorted_random(1, 1, true);
	sorted_random(3, 1, true);
	sorted_random(4, 30, true);
	sorted_random(256, 1ULL << 60, true);
}

/* Lots, wherever their owners may run. */
TEST(queue_lots)
{
	u64 rng = 8, sum = 0;
	u32 tickets[NR + 1] = {}, round;

	set_up(4);
	sim_heap_clear(lab.sim->alarms);
	for (round = 0; round < ROUNDS; round++) {
		u32 id = 1 + random_below(&rng, NR);
		u64 drawn[NR + 1] = {}, ticket;

		if (tickets[id]) {
			EXPECT_EQ(sim_lots_remove(rq, get(id)), tickets[id]);
			sum -= tickets[id];
			tickets[id] = 0;
		} else {
			tickets[id] = 1 + random_below(&rng, 5);
			sum += tickets[id];
			sim_lots_add(rq, get(id), tickets[id]);
		}
		if (round % 50)
			continue;
		for (ticket = 0; ticket < sum; ticket++)
			drawn[sim_lots_find(rq, ticket)->id]++;
		for (id = 1; id <= NR; id++)
			EXPECT_EQ(drawn[id], tickets[id]);
	}
}

/* The tree of @node is as it should be; returns the longest way down. */
static u32 check_tree(const struct sim_tree_node *node)
{
	const struct sim_tree_node *sides[2];
	struct sim_vcpus below;
	u32 deepest = 0, i, k;

	if (!node)
		return 0;
	sides[0] = node->left;
	sides[1] = node->right;
	below = sim_allowed_vcpus(container_of(node, struct sim_proc, tree));
	for (i = 0; i < 2; i++) {
		if (!sides[i])
			continue;
		EXPECT(sides[i]->parent == node);
		EXPECT(i ? sides[i]->key >= node->key :
			   sides[i]->key <= node->key);
		deepest = max(deepest, check_tree(sides[i]));
		for (k = 0; k < ARRAY_SIZE(below.bits); k++)
			below.bits[k] |= sides[i]->below.bits[k];
	}
	EXPECT(!memcmp(&below, &node->below, sizeof(below)));
	return deepest + 1;
}

/* Whatever the order: the way down is about as long as log n. */
TEST(queue_depth)
{
	struct sim_tree_node *root = NULL, *other = NULL;
	u64 rng = 3;
	u32 shape, i;

	for (shape = 0; shape < 4; shape++) {
		set_up(4);
		for (i = 1; i <= NR; i++) {
			random_affinity(get(i), &rng);
			sim_tree_add(&root, get(i),
				     shape ? shape == 1 ? NR - i : 7 : i,
				     shape == 3);
		}
		EXPECT(check_tree(root) >= 8);
		EXPECT(check_tree(root) <= 40);
		/* Round and round, as processes take turns. */
		for (i = 0; i < 20 * NR; i++) {
			sim_tree_remove(&root, get(i % NR + 1));
			sim_tree_add(&root, get(i % NR + 1), NR + i, false);
		}
		EXPECT(check_tree(root) <= 40);
		/* One after the other to another tree. */
		for (i = 1; i <= NR; i++) {
			struct sim_tree_node *one = NULL;

			sim_tree_remove(&root, get(i));
			sim_tree_add(&one, get(i), i, false);
			sim_tree_append(&other, &one);
			EXPECT(!one);
		}
		EXPECT(!root);
		EXPECT(check_tree(other) <= 40);
		for (i = 1; i <= NR; i++)
			sim_tree_remove(&other, get(i));
		EXPECT(!other);
	}
}
