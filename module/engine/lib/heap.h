/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_HEAP_H
#define SIM_HEAP_H

#include <schedsim/env.h>

/*
 * Indexed 4-ary min-heaps over one preallocated store.
 *
 * An entry stands for an index below 2^SIM_INDEX_BITS (a process id). The store
 * keeps the position of each index, so that removal from anywhere is O(log n).
 * An index is in at most one heap of a store at a time. This is why the heaps
 * of a store can share blocks of entries: they need one entry an index,
 * whichever heap the indices are in, and at most two blocks a heap besides.
 */
#define SIM_INDEX_BITS		22
#define SIM_INDEX_MASK		((1U << SIM_INDEX_BITS) - 1)
#define SIM_HEAP_BLOCK_SHIFT	8
#define SIM_HEAP_BLOCK		256U	/* 2^SIM_HEAP_BLOCK_SHIFT */
#define SIM_HEAP_ARITY		4
/* The root is in slot 3, so that four siblings share a cache line. */
#define SIM_HEAP_FIRST_SLOT	(SIM_HEAP_ARITY - 1)

/**
 * struct sim_heap_entry - an element of a heap
 * @key: what the heap is ordered by
 * @tag: decides among equal keys; its low SIM_INDEX_BITS are the index
 */
struct sim_heap_entry {
	u64 key;
	u64 tag;
};

/* Comes after any other. */
#define SIM_HEAP_NONE	((struct sim_heap_entry) { U64_MAX, U64_MAX })

struct sim_heap_store {
	struct sim_heap_entry *entries;
	u32 *pos;		/* index -> position in its heap */
	u16 *next_free;		/* a list of the blocks that no heap uses */
	u16 free;
};

struct sim_heap {
	struct sim_heap_store *store;
	struct sim_heap_entry *first;	/* its first block */
	u32 nr;
	u16 blocks[];		/* slot / SIM_HEAP_BLOCK -> block */
};

/* The blocks that one heap of @nr indices needs. */
static inline u32 sim_heap_max_blocks(u32 nr)
{
	return DIV_ROUND_UP(nr + SIM_HEAP_FIRST_SLOT, SIM_HEAP_BLOCK);
}

/* The blocks that @nr indices need, however they are spread over @heaps. */
static inline u32 sim_heap_store_blocks(u32 nr, u32 heaps)
{
	return sim_heap_max_blocks(nr) + 2 * heaps;
}

/* The size of a heap that can take @nr indices. */
static inline size_t sim_heap_size(u32 nr)
{
	return ALIGN(sizeof(struct sim_heap) +
		     sim_heap_max_blocks(nr) * sizeof(u16), sizeof(u64));
}

/* The entry at a position that may be anywhere. */
static inline struct sim_heap_entry *
sim_heap_anywhere(const struct sim_heap *heap, u32 pos)
{
	u32 slot = pos + SIM_HEAP_FIRST_SLOT;
	u32 block = heap->blocks[slot >> SIM_HEAP_BLOCK_SHIFT];

	return &heap->store->entries[(block << SIM_HEAP_BLOCK_SHIFT) +
				     (slot & (SIM_HEAP_BLOCK - 1))];
}

/* The entry at a position, which most often is in the first block. */
static inline struct sim_heap_entry *sim_heap_at(const struct sim_heap *heap,
						 u32 pos)
{
	u32 slot = pos + SIM_HEAP_FIRST_SLOT;

	if (likely(slot < SIM_HEAP_BLOCK))
		return &heap->first[slot];
	return sim_heap_anywhere(heap, pos);
}

/* The least key, or U64_MAX if the heap is empty. */
static inline u64 sim_heap_min_key(const struct sim_heap *heap)
{
	return heap->nr ? heap->first[SIM_HEAP_FIRST_SLOT].key : U64_MAX;
}

/* Does @a come before @b? */
static inline bool sim_heap_before(const struct sim_heap_entry *a,
				   const struct sim_heap_entry *b)
{
	return sim_less_words(a->key, a->tag, b->key, b->tag);
}

/* An entry; @tie is below 2^42, and decides among equal keys, before the index. */
static inline struct sim_heap_entry sim_heap_entry(u32 index, u64 key, u64 tie)
{
	return (struct sim_heap_entry) { key, tie << SIM_INDEX_BITS | index };
}

/* The index that has the least key; the heap must not be empty. */
static inline u32 sim_heap_min_index(const struct sim_heap *heap)
{
	return heap->first[SIM_HEAP_FIRST_SLOT].tag & SIM_INDEX_MASK;
}

void sim_heap_store_init(struct sim_heap_store *store, u32 nr_blocks);
void sim_heap_init(struct sim_heap *heap, struct sim_heap_store *store);
u32 sim_heap_grow(struct sim_heap *heap);
void sim_heap_shrink(struct sim_heap *heap);
void sim_heap_clear(struct sim_heap *heap);
void sim_heap_insert(struct sim_heap *heap, u32 index, u64 key, u64 tie);
void sim_heap_add(struct sim_heap *heap, struct sim_heap_entry entry);
void sim_heap_remove(struct sim_heap *heap, u32 index);
void sim_heap_replace(struct sim_heap *heap, u32 index,
		      struct sim_heap_entry entry);
u32 sim_heap_pop(struct sim_heap *heap);

#endif /* SIM_HEAP_H */
