/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory that simulations take, and the limit of it.
 */
#ifndef SCHEDSIM_MEMORY_H
#define SCHEDSIM_MEMORY_H

#include <linux/gfp.h>
#include <linux/types.h>

/*
 * Charged to its user's cgroup; a failure is an errno, not a line in the log, and
 * never the end of somebody else's process.
 */
#define GFP_SIM	(GFP_KERNEL_ACCOUNT | __GFP_NOWARN | __GFP_RETRY_MAYFAIL)

void memory_check_all_put(void);
int memory_charge(size_t size);
void memory_uncharge(size_t size);
void *memory_get(size_t size);
void memory_put(void *mem, size_t size);

#endif /* SCHEDSIM_MEMORY_H */
