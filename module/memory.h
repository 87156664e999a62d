/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory that simulations take, and the limits of it.
 */
#ifndef SCHEDSIM_MEMORY_H
#define SCHEDSIM_MEMORY_H

#include <linux/gfp.h>
#include <linux/types.h>

struct account;

/*
 * Charged to its user's cgroup; a failure is an errno, not a line in the log, and
 * never the end of somebody else's process.
 */
#define GFP_SIM	(GFP_KERNEL_ACCOUNT | __GFP_NOWARN | __GFP_RETRY_MAYFAIL)

/* With each object of a slab, the kernel keeps whose cgroup it is charged to. */
#define SLAB_EXTRA	(IS_ENABLED(CONFIG_MEMCG) ? sizeof(void *) : 0)

void memory_check_all_put(void);
size_t memory_footprint(size_t size);
int memory_charge(struct account *account, size_t size);
void memory_uncharge(struct account *account, size_t size);
void *memory_get(struct account *account, size_t size);
void *memory_get_instead(struct account *account, size_t size, size_t credit);
void *memory_get_briefly(struct account *account, size_t size);
void memory_put(struct account *account, void *mem, size_t size);

#endif /* SCHEDSIM_MEMORY_H */
