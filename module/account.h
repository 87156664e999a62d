/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Accounts: what the simulations of a user take.
 */
#ifndef SCHEDSIM_ACCOUNT_H
#define SCHEDSIM_ACCOUNT_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/uidgid.h>

#include "budget.h"
#include "chunk.h"

/**
 * struct account - what the simulations that a user has made take
 * @node: among all accounts of that hash
 * @uid: the user; constant
 * @refs: references: one for each simulation, and for each call that needs memory
 *        of its own for a while
 * @used: memory, in bytes
 * @chunks: of that, where small objects are
 * @lending: held by whoever may take more for a while, see control.c
 * @budget: what its live clocks may use of a CPU
 */
struct account {
	struct hlist_node node;
	kuid_t uid;
	u32 refs;
	atomic_long_t used;
	struct chunks chunks;
	struct mutex lending;	/* see above */
	struct budget_user budget;
};

struct account *account_get(kuid_t uid);
void account_put(struct account *account);

#endif /* SCHEDSIM_ACCOUNT_H */
