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
 * struct budget_share - the share of one live clock
 * @node: in the queue of those that wait for the budget
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

void budget_init(struct simulation *s, ktime_t now);
void budget_start(struct simulation *s, ktime_t expires);
bool budget_begin(struct simulation *s, ktime_t start);
void budget_spend(struct simulation *s, ktime_t start, u64 ns);
void budget_stop(struct simulation *s);

#endif /* SCHEDSIM_BUDGET_H */
