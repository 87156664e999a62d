// SPDX-License-Identifier: GPL-2.0
/*
 * Heaps that share a store, against arrays that are searched.
 */
#include <stdlib.h>

#include "lab.h"
#include "random.h"
#include "test.h"

#define NR_INDICES	1500
#define NR_HEAPS	5
#define NOWHERE		NR_HEAPS

static struct sim_heap_store store;
static struct sim_heap *heaps[NR_HEAPS];

/* What the heaps should hold. */
static struct naive {
	u32 heap;
	u64 key;
	u64 tie;
} naive[NR_INDICES];

static void set_up(u32 nr_heaps)
{
	u32 blocks = sim_heap_store_blocks(NR_INDICES, nr_heaps), i;

	store.entries = lab_alloc((size_t)blocks * SIM_HEAP_BLOCK *
				  sizeof(store.entries[0]));
	store.pos = lab_alloc(NR_INDICES * sizeof(u32));
	store.next_free = lab_alloc(blocks * sizeof(u16));
	sim_heap_store_init(&store, blocks);
	for (i = 0; i < nr_heaps; i++) {
		heaps[i] = lab_alloc(sim_heap_size(NR_INDICES));
		sim_heap_init(heaps[i], &store);
	}
	for (i = 0; i < NR_INDICES; i++)
		naive[i].heap = NOWHERE;
}

static void tear_down(u32 nr_heaps)
{
	while (nr_heaps--)
		free(heaps[nr_heaps]);
	free(store.entries);
	free(store.pos);
	free(store.next_free);
}

static bool before(u32 a, u32 b)
{
	if (naive[a].key != naive[b].key)
		return naive[a].key < naive[b].key;
	if (naive[a].tie != naive[b].tie)
		return naive[a].tie < naive[b].tie;
	return a < b;
}

static u32 naive_min(u32 heap)
{
	u32 i, best = NR_INDICES;

	for (i = 0; i < NR_INDICES; i++)
		if (naive[i].heap == heap &&
		    (best == NR_INDICES || before(i, best)))
			best = i;
	return best;
}

static void insert(u32 index, u32 heap, u64 key, u64 tie)
{
	naive[index] = (struct naive) { heap, key, tie };
	sim_heap_insert(heaps[heap], index, key, tie);
}

static void random_step(u64 *rng)
{
	u32 index = random_below(rng, NR_INDICES);
	struct naive *n = &naive[index];

	if (n->heap == NOWHERE) {
		insert(index, random_below(rng, NR_HEAPS),
		       random_below(rng, 50), random_below(rng, 3));
	} else if (random_below(rng, 2)) {
		sim_heap_remove(heaps[n->heap], index);
		n->heap = NOWHERE;
	} else if (random_below(rng, 2)) {
		u64 key = random_below(rng, 50);

		/* The first one, or any. */
		if (random_below(rng, 2))
			n = &naive[naive_min(n->heap)];
		index = n - naive;
		sim_heap_replace(heaps[n->heap], index,
				 sim_heap_entry(index, key, n->tie));
		n->key = key;
	} else {
		sim_heap_remove(heaps[n->heap], index);
		insert(index, n->heap, random_below(rng, 50), n->tie);
	}
}

static void check_min(u32 heap)
{
	u32 least = naive_min(heap);

	if (least == NR_INDICES) {
		EXPECT_EQ(heaps[heap]->nr, 0);
		EXPECT_EQ(sim_heap_min_key(heaps[heap]), U64_MAX);
	} else {
		EXPECT_EQ(sim_heap_min_key(heaps[heap]), naive[least].key);
		EXPECT_EQ(sim_heap_min_index(heaps[heap]), least);
	}
}

static void drain(u32 heap)
{
	while (heaps[heap]->nr) {
		u32 least = naive_min(heap);

		EXPECT_EQ(sim_heap_pop(heaps[heap]), least);
		naive[least].heap = NOWHERE;
	}
	EXPECT_EQ(naive_min(heap), NR_INDICES);
}

TEST(heap_random)
{
	u64 rng = 1;
	u32 i;

	set_up(NR_HEAPS);
	for (i = 0; i < 20000; i++) {
		random_step(&rng);
		check_min(i % NR_HEAPS);
	}
	for (i = 0; i < NR_HEAPS; i++)
		drain(i);
	tear_down(NR_HEAPS);
}

/* The store is just large enough, however the indices are spread. */
TEST(heap_blocks)
{
	u64 rng = 2;
	u32 i, round;

	set_up(NR_HEAPS);
	for (round = 0; round < 4; round++) {
		for (i = 0; i < NR_INDICES; i++)
			insert(i, round < 2 ? round : i % (round + 2), i / 7, 0);
		for (i = 0; i < NR_INDICES; i += 1 + random_below(&rng, 3)) {
			sim_heap_remove(heaps[naive[i].heap], i);
			naive[i].heap = NOWHERE;
		}
		for (i = 0; i < NR_HEAPS; i++)
			drain(i);
	}
	tear_down(NR_HEAPS);
}

/* Equal keys: the tie decides, then the index. */
TEST(heap_ties)
{
	set_up(1);
	insert(9, 0, 5, 2);
	insert(3, 0, 5, 7);
	insert(4, 0, 5, 2);
	insert(1, 0, 6, 0);
	EXPECT_EQ(sim_heap_pop(heaps[0]), 4);
	EXPECT_EQ(sim_heap_pop(heaps[0]), 9);
	EXPECT_EQ(sim_heap_pop(heaps[0]), 3);
	EXPECT_EQ(sim_heap_pop(heaps[0]), 1);
	tear_down(1);
}

/* All blocks are free again, whatever stood in them; the indices, too. */
TEST(heap_clear)
{
	u64 rng = 3;
	u32 i, round;

	set_up(NR_HEAPS);
	for (round = 0; round < 50; round++) {
		u32 heap = round % NR_HEAPS;

		for (i = 0; i < NR_INDICES; i++)
			insert(i, heap, random_below(&rng, 50), 0);
		sim_heap_clear(heaps[heap]);
		EXPECT_EQ(heaps[heap]->nr, 0);
		EXPECT_EQ(sim_heap_min_key(heaps[heap]), U64_MAX);
		for (i = 0; i < NR_INDICES; i++)
			naive[i].heap = NOWHERE;
		sim_heap_clear(heaps[heap]);
		for (i = 0; i < 100; i++)
			random_step(&rng);
		for (i = 0; i < NR_HEAPS; i++) {
			check_min(i);
			drain(i);
		}
	}
	tear_down(NR_HEAPS);
}
