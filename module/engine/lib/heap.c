// SPDX-License-Identifier: GPL-2.0
/*
 * Indexed 4-ary min-heaps; see heap.h.
 *
 * Four children a node halve the depth of a binary heap, and the four stand in
 * one 64-byte cache line each; D. B. Johnson, "Priority queues with update and
 * finding minimum spanning trees", Information Processing Letters 4(3), 1975.
 */
#include "lib/heap.h"

static inline bool before(const struct sim_heap_entry *a,
			  const struct sim_heap_entry *b)
{
	/* Without branches: which of two comes first cannot be predicted. */
	return (a->key < b->key) | ((a->key == b->key) & (a->tag < b->tag));
}

static inline void put(struct sim_heap *heap, u32 pos,
		       struct sim_heap_entry entry)
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

		if (!before(&entry, e))
			break;
		put(heap, pos, *e);
		pos = parent;
	}
	put(heap, pos, entry);
}

/*
 * Which of the four siblings from @e on is the least. They stand side by side
 * in one block; those that are missing at the end of the heap come last.
 */
static inline u32 least_of(const struct sim_heap_entry *e)
{
	u32 a = before(&e[1], &e[0]), b = 2 + before(&e[3], &e[2]);

	/* @b, if it comes before, else @a: again without a branch */
	return a ^ ((a ^ b) & -(u32)before(&e[b], &e[a]));
}

/* Find @entry's place at @pos or below it, moving up what comes before it. */
static void sift_down(struct sim_heap *heap, u32 pos,
		      struct sim_heap_entry entry)
{
	u32 child;

	while ((child = pos * SIM_HEAP_ARITY + 1) < heap->nr) {
		struct sim_heap_entry *e = sim_heap_at(heap, child);
		u32 least = least_of(e);

		if (!before(&e[least], &entry))
			break;
		put(heap, pos, e[least]);
		pos = child + least;
	}
	put(heap, pos, entry);
}

static void sift(struct sim_heap *heap, u32 pos,
		 struct sim_heap_entry entry)
{
	if (pos && before(&entry, sim_heap_at(heap, (pos - 1) / SIM_HEAP_ARITY)))
		sift_up(heap, pos, entry);
	else
		sift_down(heap, pos, entry);
}

static inline u32 slot_block(u32 pos)
{
	return (pos + SIM_HEAP_FIRST_SLOT) >> SIM_HEAP_BLOCK_SHIFT;
}

static inline bool starts_block(u32 pos)
{
	return !pos || !((pos + SIM_HEAP_FIRST_SLOT) & (SIM_HEAP_BLOCK - 1));
}

/* The heap ends here: come last, should you be compared. */
static inline void end_at(struct sim_heap *heap, u32 pos)
{
	*sim_heap_at(heap, pos) = (struct sim_heap_entry) { U64_MAX, U64_MAX };
}

/* Begin to use the position behind the last. Return: the position. */
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

/* Let the heap's last position go, and its block with the last of a block. */
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
 * sim_heap_grow - begin to use the position behind the last
 * @heap: the heap
 *
 * For those who use a heap's memory in another order, as fenwick.c does.
 *
 * Return: the position.
 */
u32 sim_heap_grow(struct sim_heap *heap)
{
	return grow(heap);
}

/**
 * sim_heap_shrink - let the last position go
 * @heap: the heap; it is not empty
 */
void sim_heap_shrink(struct sim_heap *heap)
{
	shrink(heap);
}

/**
 * sim_heap_store_init - make all blocks of a store free
 * @store: whose arrays have been set up
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
 * @heap: of sim_heap_size() bytes
 * @store: where its entries will be
 */
void sim_heap_init(struct sim_heap *heap, struct sim_heap_store *store)
{
	heap->store = store;
	heap->nr = 0;
}

/**
 * sim_heap_clear - forget all that is in a heap
 * @heap: the heap
 *
 * O(number of its blocks), whatever has become of the indices in it.
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
 * @index: in no heap of this store
 * @key: what to order it by
 * @tie: decides among equal keys, then the index does; below 2^42
 */
void sim_heap_insert(struct sim_heap *heap, u32 index, u64 key, u64 tie)
{
	struct sim_heap_entry entry = {
		.key = key,
		.tag = tie << SIM_INDEX_BITS | index,
	};

	sift_up(heap, grow(heap), entry);
}

/**
 * sim_heap_remove - take an index out, wherever it stands
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
