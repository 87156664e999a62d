// SPDX-License-Identifier: GPL-2.0
/*
 * The engine's heap by itself; see bench.c.
 */
#include <stdlib.h>

#include "bench_queues.h"
#include "lab.h"
#include "random.h"

static struct sim_heap_store store;
static struct sim_heap *heap;
static u64 *keys;
static u64 rng, ties;

void heap_begin(__u32 nr)
{
	u32 blocks = sim_heap_store_blocks(nr, 1), i;

	store.entries = lab_alloc((size_t)blocks * SIM_HEAP_BLOCK *
				  sizeof(store.entries[0]));
	store.pos = lab_alloc(nr * sizeof(store.pos[0]));
	store.next_free = lab_alloc(blocks * sizeof(store.next_free[0]));
	sim_heap_store_init(&store, blocks);
	heap = lab_alloc(sim_heap_size(nr));
	sim_heap_init(heap, &store);
	keys = lab_alloc(nr * sizeof(keys[0]));
	rng = 1;
	ties = 0;
	for (i = 0; i < nr; i++) {
		keys[i] = random_below(&rng, 1500 * 1024);
		sim_heap_insert(heap, i, keys[i], ties++);
	}
}

void heap_requeue_first(__u32 nr, __u64 times)
{
	while (times--) {
		u32 i = sim_heap_pop(heap);

		keys[i] += 500 * 1024 + random_below(&rng, 1500 * 1024);
		sim_heap_insert(heap, i, keys[i], ties++);
	}
}

void heap_requeue_any(__u32 nr, __u64 times)
{
	u64 sum = 0;

	while (times--) {
		u32 i = (random_next(&rng) >> 32) * nr >> 32;

		sim_heap_remove(heap, i);
		sim_heap_insert(heap, i, random_next(&rng), ties++);
		sum += sim_heap_min_key(heap);
	}
	/* It is of use, as far as the compiler knows. */
	asm volatile("" : : "r" ((unsigned long)sum));
}

void heap_end(void)
{
	free(store.entries);
	free(store.pos);
	free(store.next_free);
	free(heap);
	free(keys);
}
