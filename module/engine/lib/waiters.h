/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who waits for an object, the most urgent first; of equals, who came first.
 *
 * A leftist heap of members of the processes themselves (struct sim_waiter), so
 * that any number of objects needs no memory beyond that. See Crane, "Linear Lists and Priority
 * Queues as Balanced Binary Trees", 1972; Knuth, TAOCP volume 3, section 5.2.3.
 */
#ifndef SIM_WAITERS_H
#define SIM_WAITERS_H

#include <schedsim/policy.h>

/**
 * struct sim_waiters - those that wait
 * @first: the most urgent, or NULL
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
