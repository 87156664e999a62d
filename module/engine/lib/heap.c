// SPDX-License-Identifier: GPL-2.0
/*
 * Indexed 4-ary min-heaps; see heap.h.
 *
 * Four children a node halve the depth of a binary heap. Four siblings fill one
 * 64-byte cache line. See D. B. Johnson, "Priority queues with update and
 * finding minimum spanning trees", Information Processing Letters 4(3), 1975.
 */
#include "lib/heap.h"

static void put(struct sim_heap *heap, u32 pos, struct sim_heap_entry entry)
{
	*sim_heap_at(heap, pos) = entry;
	heap->store->pos[entry.tag & SIM_INDEX_MASK] = pos;
}

/* Find @entry's place at @pos or above it, moving down what comes after it. */
static void sift_up(struct sim_heap *heap, u32 pos,
		    struct sim_heap_entry entry)
{
	while (pos) {
		u32 parent = (pos - 1) / SIM_HEAP_ARITY;
		struct sim_heap_entry *e = sim_heap_at(heap, parent);

		if (!sim_heap_before(&entry, e))
			break;
		put(heap, pos, *e);
		pos = parent;
	}
	put(heap, pos, entry);
}

/*
 * The least of the four siblings that begin at @e, as an offset from @e. All
 * four are in one block. Positions behind the end of the heap come last; see
 * end_at().
 */
static u32 least_of(const struct sim_heap_entry *e)
{
	u32 a = sim_heap_before(&e[1], &e[0]);
	u32 b = 2 + sim_heap_before(&e[3], &e[2]);

	/* @b if it comes before @a, else @a; again without a branch */
	return a ^ ((a ^ b) & -(u32)sim_heap_before(&e[b], &e[a]));
}

/* Find @entry's place at @pos or below it, moving up what comes before it. */
static void sift_down(struct sim_heap *heap, u32 pos,
		      struct sim_heap_entry entry)
{
	struct sim_heap_entry *at = sim_heap_at(heap, pos), *e;
	u32 *positions = heap->store->pos, child, least;

	while ((child = pos * SIM_HEAP_ARITY + 1) < heap->nr) {
		e = sim_heap_at(heap, child);
		least = least_of(e);
		e += least;
		if (!sim_heap_before(e, &entry))
			break;
		*at = *e;
		positions[e->tag & SIM_INDEX_MASK] = pos;
		at = e;
		pos = child + least;
	}
	*at = entry;
	positions[entry.tag & SIM_INDEX_MASK] = pos;
}

static void sift(struct sim_heap *heap, u32 pos,
		 struct sim_heap_entry entry)
{
	u32 parent = (pos - 1) / SIM_HEAP_ARITY;

	if (pos && sim_heap_before(&entry, sim_heap_at(heap, parent)))
		sift_up(heap, pos, entry);
	else
		sift_down(heap, pos, entry);
}

static u32 slot_block(u32 pos)
{
	return (pos + SIM_HEAP_FIRST_SLOT) >> SIM_HEAP_BLOCK_SHIFT;
}

static bool starts_block(u32 pos)
{
	return !pos || !((pos + SIM_HEAP_FIRST_SLOT) & (SIM_HEAP_BLOCK - 1));
}

/* @pos is behind the end of the heap: its entry comes after any other. */
static void end_at(struct sim_heap *heap, u32 pos)
{
	*sim_heap_at(heap, pos) = SIM_HEAP_NONE;
}

/* Extend the heap by one position. Return: the position. */
static inline u32 grow(struct sim_heap *heap)
{
	struct sim_heap_store *store = heap->store;
	u32 pos = heap->nr++, i;

	if (starts_block(pos)) {
		heap->blocks[slot_block(pos)] = store->free;
		if (!pos)
			heap->first = &store->entries[store->free <<
						      SIM_HEAP_BLOCK_SHIFT];
		store->free = store->next_free[store->free];
	}
	if (pos % SIM_HEAP_ARITY == 1)
		for (i = 1; i < SIM_HEAP_ARITY; i++)
			end_at(heap, pos + i);
	return pos;
}

/* Drop the last position. A block is free when its last position is dropped. */
static inline void shrink(struct sim_heap *heap)
{
	struct sim_heap_store *store = heap->store;
	u32 pos = --heap->nr;
	u16 block;

	end_at(heap, pos);
	if (!starts_block(pos))
		return;
	block = heap->blocks[slot_block(pos)];
	store->next_free[block] = store->free;
	store->free = block;
}

/**
 * sim_heap_grow - extend a heap by one position
 * @heap: the heap
 *
 * For users that keep entries in another order than a heap's, such as
 * fenwick.c. The caller fills in the entry at the new position.
 *
 * Return: the position.
 */
u32 sim_heap_grow(struct sim_heap *heap)
{
	return grow(heap);
}

/**
 * sim_heap_shrink - drop the last position of a heap
 * @heap: a heap that is not empty
 */
void sim_heap_shrink(struct sim_heap *heap)
{
	shrink(heap);
}

/**
 * sim_heap_store_init - make all blocks of a store free
 * @store: the store; its pointers to arrays are set
 * @nr_blocks: blocks in it, at most 65,535
 */
void sim_heap_store_init(struct sim_heap_store *store, u32 nr_blocks)
{
	u32 i;

	for (i = 0; i < nr_blocks; i++)
		store->next_free[i] = i + 1;
	store->free = 0;
}

/**
 * sim_heap_init - make an empty heap
 * @heap: memory of sim_heap_size() bytes
 * @store: the store that will hold its entries
 */
void sim_heap_init(struct sim_heap *heap, struct sim_heap_store *store)
{
	heap->store = store;
	heap->nr = 0;
}

/**
 * sim_heap_clear - remove all entries of a heap
 * @heap: the heap
 *
 * O(number of its blocks). The entries are not looked at: their indices may be
 * in other heaps of the store by now.
 */
void sim_heap_clear(struct sim_heap *heap)
{
	struct sim_heap_store *store = heap->store;
	u32 nr_blocks = heap->nr ? slot_block(heap->nr - 1) + 1 : 0;

	heap->nr = 0;
	while (nr_blocks--) {
		u16 block = heap->blocks[nr_blocks];

		store->next_free[block] = store->free;
		store->free = block;
	}
}

/**
 * sim_heap_insert - add an index
 * @heap: the heap
 * @index: the index; it is in no heap of this store
 * @key: its key; the least key comes first
 * @tie: the order among equal keys, below 2^42; among equal ties the index
 *       decides
 */
void sim_heap_insert(struct sim_heap *heap, u32 index, u64 key, u64 tie)
{
	sim_heap_add(heap, sim_heap_entry(index, key, tie));
}

/**
 * sim_heap_add - add an entry, as sim_heap_insert() does
 * @heap: the heap
 * @entry: the entry; its index is in no heap of this store
 */
void sim_heap_add(struct sim_heap *heap, struct sim_heap_entry entry)
{
	sift_up(heap, grow(heap), entry);
}

/**
 * sim_heap_remove - take an index out, wherever it is in the heap
 * @heap: the heap it is in
 * @index: the index
 */
void sim_heap_remove(struct sim_heap *heap, u32 index)
{
	u32 pos = heap->store->pos[index];
	struct sim_heap_entry last = *sim_heap_at(heap, heap->nr - 1);

	shrink(heap);
	if (!pos && heap->nr)
		sift_down(heap, 0, last);
	else if (pos < heap->nr)
		sift(heap, pos, last);
}

/**
 * sim_heap_replace - take an index out, and add an entry: as one after the other
 * @heap: the heap
 * @index: the index, which is in @heap
 * @entry: the entry; its index is in no heap of this store
 */
void sim_heap_replace(struct sim_heap *heap, u32 index,
		      struct sim_heap_entry entry)
{
	u32 pos = heap->store->pos[index];

	if (likely(!pos && heap->nr)) {
		sift_down(heap, 0, entry);
		return;
	}
	sim_heap_remove(heap, index);
	sim_heap_add(heap, entry);
}

/**
 * sim_heap_pop - take out the index that has the least key
 * @heap: a heap that is not empty
 *
 * Return: the index.
 */
u32 sim_heap_pop(struct sim_heap *heap)
{
	struct sim_heap_entry last = *sim_heap_at(heap, heap->nr - 1);
	u32 index = sim_heap_min_index(heap);

	shrink(heap);
	if (heap->nr)
		sift_down(heap, 0, last);
	return index;
}
