/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_FENWICK_H
#define SIM_FENWICK_H

#include "lib/heap.h"

/*
 * Weighted sets of indices, for drawing one by lot.
 *
 * A set is a struct sim_heap, and can share its store with heaps. But its
 * entries are not in heap order: a new entry takes the place behind the last
 * one, and when an entry is removed, the last one takes its place. An entry's
 * tag holds its weight and its index. Its key is the sum of the weights of some
 * places up to its own: see P. M. Fenwick, "A New Data Structure for Cumulative
 * Frequency Tables", Software: Practice and Experience 24(3), 1994. All
 * operations are O(log n).
 */
void sim_fenwick_add(struct sim_heap *set, u32 index, u32 weight);
u32 sim_fenwick_remove(struct sim_heap *set, u32 index);
u32 sim_fenwick_find(const struct sim_heap *set, u64 lot);

#endif /* SIM_FENWICK_H */
