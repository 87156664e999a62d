/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_TOURNAMENT_H
#define SIM_TOURNAMENT_H

#include <schedsim/env.h>

/*
 * The least of a fixed number of keys. Changing a key is O(log n). Of equal
 * keys the one with the least index comes first. See Knuth, TAOCP volume 3,
 * section 5.2.3 ("tree selection").
 */

/**
 * struct sim_tournament - keys, and a tree that finds the least
 * @least: the least key
 * @size: number of keys, a power of two
 * @keys: the keys
 * @winners: the nodes of the tree: indices of keys. [1] is the index of the
 *           least key of all. [n] is the index of the least key below nodes 2n
 *           and 2n + 1. [@size + n] is a leaf, and is n
 */
struct sim_tournament {
	u64 least;
	u32 size;
	u64 *keys;
	u16 *winners;
};

/* The index of the least key. */
static inline u32 sim_tournament_first(const struct sim_tournament *t)
{
	return t->winners[1];
}

/* The least key. */
static inline u64 sim_tournament_least(const struct sim_tournament *t)
{
	return t->least;
}

/* The least of all keys but that of @index, or U64_MAX. */
static inline u64 sim_tournament_others(const struct sim_tournament *t, u32 index)
{
	u32 node = t->size + index;
	u64 least = U64_MAX;

	for (; node > 1; node /= 2)
		least = min(least, t->keys[t->winners[node ^ 1]]);
	return least;
}

/* Change the key of @index. */
static inline void sim_tournament_update(struct sim_tournament *t, u32 index,
					 u64 key)
{
	u32 node = (t->size + index) / 2;

	t->keys[index] = key;
	if (likely(!node)) {
		t->least = key;
		return;
	}
	for (; node; node /= 2) {
		u16 left = t->winners[2 * node], right = t->winners[2 * node + 1];

		t->winners[node] = t->keys[right] < t->keys[left] ? right : left;
	}
	t->least = t->keys[t->winners[1]];
}

/* Set up @t, whose @size, @keys and @winners are given: all keys are U64_MAX. */
static inline void sim_tournament_init(struct sim_tournament *t)
{
	u32 i;

	for (i = 0; i < t->size; i++) {
		t->keys[i] = U64_MAX;
		t->winners[t->size + i] = i;
	}
	for (i = t->size - 1; i; i--)
		t->winners[i] = t->winners[2 * i];
	t->least = U64_MAX;
}

#endif /* SIM_TOURNAMENT_H */
