/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory that simulations take.
 */
#ifndef SCHEDSIM_MEMORY_H
#define SCHEDSIM_MEMORY_H

#include <linux/gfp.h>
#include <linux/types.h>

struct account;

/**
 * struct memory_trash - memory that nobody uses any more, and that is yet to be freed
 * @first: the first part
 */
struct memory_trash {
	struct trash_part *first;
};

/*
 * Charged to its user's cgroup; a failure is an errno, not a line in the log, and
 * never the end of somebody else's process.
 */
#define GFP_SIM	(GFP_KERNEL_ACCOUNT | __GFP_NOWARN | __GFP_RETRY_MAYFAIL)

size_t memory_footprint(size_t size);
void *memory_get(struct account *account, size_t size);
void *memory_get_instead(struct account *account, size_t size, size_t credit);
void *memory_get_briefly(struct account *account, size_t size);
void memory_put(struct account *account, void *mem, size_t size);
void memory_put_later(struct account *account, struct memory_trash *trash,
		      void *mem, size_t size);
void memory_empty_trash(struct account *account, struct memory_trash *trash);

#endif /* SCHEDSIM_MEMORY_H */
