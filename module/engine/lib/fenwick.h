/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_FENWICK_H
#define SIM_FENWICK_H

#include "lib/heap.h"

/*
 * Weighted sets of indices, for drawing one by lot.
 *
 * A set is a struct sim_heap, in one store with others, but in the order of
 * places: a newcomer takes the place behind the last, and when one leaves, the
 * last takes its place. An entry's tag is its weight and its index, its key the
 * sum of the weights of some places up to its own, as P. M. Fenwick, "A New Data
 * Structure for Cumulative Frequency Tables", Software: Practice and Experience
 * 24(3), 1994, has it. All is O(log n).
 */
void sim_fenwick_add(struct sim_heap *set, u32 index, u32 weight);
u32 sim_fenwick_remove(struct sim_heap *set, u32 index);
u32 sim_fenwick_find(const struct sim_heap *set, u64 lot);

#endif /* SIM_FENWICK_H */
