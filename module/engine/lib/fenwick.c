// SPDX-License-Identifier: GPL-2.0
/*
 * Weighted sets of indices; see fenwick.h. As in the paper, places are counted
 * from 1. The key of place n is the sum of the weights of the k places that end
 * with n, where k is the lowest set bit of n.
 */
#include "lib/fenwick.h"

static u32 lowest_bit(u32 place)
{
	return place & -place;
}

static struct sim_heap_entry *at(const struct sim_heap *set, u32 place)
{
	return sim_heap_anywhere(set, place - 1);
}

static u32 weight_of(const struct sim_heap_entry *entry)
{
	return entry->tag >> SIM_INDEX_BITS;
}

/**
 * sim_fenwick_add - add an index
 * @set: the set
 * @index: the index; it is in no set or heap of this store
 * @weight: its weight
 */
void sim_fenwick_add(struct sim_heap *set, u32 index, u32 weight)
{
	u32 place = sim_heap_grow(set) + 1;
	u32 end = place - lowest_bit(place), i;
	u64 sum = weight;

	for (i = place - 1; i > end; i -= lowest_bit(i))
		sum += at(set, i)->key;
	*at(set, place) = (struct sim_heap_entry) {
		.key = sum,
		.tag = (u64)weight << SIM_INDEX_BITS | index,
	};
	set->store->pos[index] = place - 1;
}

/**
 * sim_fenwick_remove - take an index out
 * @set: the set it is in
 * @index: the index
 *
 * Return: its weight.
 */
u32 sim_fenwick_remove(struct sim_heap *set, u32 index)
{
	u32 place = set->store->pos[index] + 1, i;
	u64 last = at(set, set->nr)->tag;
	u32 weight = weight_of(at(set, place));
	/* A negative difference wraps: the sums are right modulo 2^64. */
	u64 more = (u64)weight_of(at(set, set->nr)) - weight;

	if (place < set->nr) {
		for (i = place; i <= set->nr; i += lowest_bit(i))
			at(set, i)->key += more;
		at(set, place)->tag = last;
		set->store->pos[last & SIM_INDEX_MASK] = place - 1;
	}
	sim_heap_shrink(set);
	return weight;
}

/**
 * sim_fenwick_find - find the index that owns a lot
 * @set: a set that is not empty
 * @lot: a number below the sum of all weights. The index at the first place
 *       owns as many lots as its weight, from 0 on; the index at the second
 *       place owns the next ones, and so on
 *
 * Return: the index.
 */
u32 sim_fenwick_find(const struct sim_heap *set, u64 lot)
{
	u32 place = 0, step = 1U << ilog2(set->nr);

	for (; step; step >>= 1) {
		u64 sum;

		if (place + step >= set->nr)
			continue;
		sum = at(set, place + step)->key;
		if (sum > lot)
			continue;
		place += step;
		lot -= sum;
	}
	return at(set, place + 1)->tag & SIM_INDEX_MASK;
}
