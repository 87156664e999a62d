/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What all live clocks together may use of a CPU.
 */
#ifndef SCHEDSIM_BUDGET_H
#define SCHEDSIM_BUDGET_H

#include <linux/ktime.h>
#include <linux/timerqueue.h>
#include <linux/types.h>

struct simulation;

/**
 * struct budget_user - the share of a user
 * @node: in the queue of users of whom some clock waits for the budget
 * @waiting: the shares of those clocks
 * @until: up to when what the user's clocks have used is paid for by the user's share
 * @waits: is it in the queue?
 * @nr_active: clocks that wait for something at all
 */
struct budget_user {
	struct timerqueue_node node;
	struct timerqueue_head waiting;
	ktime_t until;
	bool waits;
	u32 nr_active;
};

/**
 * struct budget_share - the share of one live clock
 * @node: in the queue of the user's clocks that wait for the budget
 * @until: up to when what it has used is paid for by its own share
 * @waits: is it in that queue?
 * @active: does it wait for something at all?
 */
struct budget_share {
	struct timerqueue_node node;
	ktime_t until;
	bool waits;
	bool active;
};

void budget_user_init(struct budget_user *user);
void budget_init(struct simulation *s, ktime_t now);
void budget_start(struct simulation *s, ktime_t expires);
bool budget_begin(struct simulation *s, ktime_t start);
void budget_spend(struct simulation *s, ktime_t start, u64 ns);
void budget_stop(struct simulation *s);

#endif /* SCHEDSIM_BUDGET_H */
