/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What all live clocks together may use of a CPU.
 */
#ifndef SCHEDSIM_BUDGET_H
#define SCHEDSIM_BUDGET_H

#include <linux/ktime.h>
#include <linux/types.h>

struct simulation;

/**
 * struct budget_share - the share of one live clock
 * @until: up to when what it has used is paid for by its own share
 * @active: does it wait for something?
 */
struct budget_share {
	ktime_t until;
	bool active;
};

ktime_t budget_allows(struct simulation *s, ktime_t expires);
bool budget_puts_off(struct simulation *s, ktime_t start);
void budget_spend(struct simulation *s, ktime_t start, u64 ns);
void budget_idle(struct simulation *s);

#endif /* SCHEDSIM_BUDGET_H */
