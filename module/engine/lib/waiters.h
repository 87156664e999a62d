/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The processes that wait for an object: the most urgent one first; of equals,
 * the one that began to wait first.
 *
 * This is a leftist heap. Its nodes are members of the processes (struct
 * sim_waiter), so that it needs no memory of its own. See Crane, "Linear Lists
 * and Priority Queues as Balanced Binary Trees", 1972; Knuth, TAOCP volume 3,
 * section 5.2.3.
 */
#ifndef SIM_WAITERS_H
#define SIM_WAITERS_H

#include <schedsim/policy.h>

/**
 * struct sim_waiters - the waiters of an object
 * @first: the first of them, which is the root of the heap; or NULL
 * @nr: number of them
 */
struct sim_waiters {
	struct sim_waiter *first;
	u32 nr;
};

void sim_waiters_insert(struct sim_waiters *waiters, struct sim_waiter *waiter);
void sim_waiters_remove(struct sim_waiters *waiters, struct sim_waiter *waiter);
struct sim_waiter *sim_waiters_second(const struct sim_waiters *waiters);

#endif /* SIM_WAITERS_H */
