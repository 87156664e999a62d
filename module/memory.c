// SPDX-License-Identifier: GPL-2.0
/*
 * The memory of simulations and processes, and the limit of it.
 */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "memory.h"

static atomic_long_t used = ATOMIC_LONG_INIT(0);

/* Half of the machine's memory, in bytes. */
static long limit(void)
{
	return min_t(u64, (u64)totalram_pages() << (PAGE_SHIFT - 1), LONG_MAX);
}

/* What the allocator really takes for @size bytes. */
static size_t footprint(size_t size)
{
	return size < PAGE_SIZE ? roundup_pow_of_two(size) : PAGE_ALIGN(size);
}

/**
 * memory_check_all_put - complain if anything is still counted
 *
 * Context: Any; to be called when nothing should be left.
 */
void memory_check_all_put(void)
{
	WARN_ON_ONCE(atomic_long_read(&used));
}

/**
 * memory_charge - count memory that simulations take
 * @size: in bytes, as much as the allocator really takes
 *
 * Context: Any. memory_uncharge() must follow.
 * Return: 0, or -ENOSPC if simulations would then take more than half of the
 * machine's memory.
 */
int memory_charge(size_t size)
{
	if (atomic_long_add_return(size, &used) <= limit())
		return 0;
	memory_uncharge(size);
	return -ENOSPC;
}

/**
 * memory_uncharge - count memory no more
 * @size: as in memory_charge()
 *
 * Context: Any.
 */
void memory_uncharge(size_t size)
{
	atomic_long_sub(size, &used);
}

/**
 * memory_get - allocate memory whose size users decide
 * @size: in bytes, not 0
 *
 * Context: Process context; sleeps.
 * Return: zeroed memory, or ERR_PTR: -ENOSPC if simulations would then take more
 * than half of the machine's memory, -ENOMEM.
 */
void *memory_get(size_t size)
{
	int err = memory_charge(footprint(size));
	void *mem;

	if (err)
		return ERR_PTR(err);
	mem = kvzalloc(size, GFP_SIM);
	if (!mem) {
		memory_uncharge(footprint(size));
		return ERR_PTR(-ENOMEM);
	}
	return mem;
}

/**
 * memory_put - free it
 * @mem: from memory_get(), an ERR_PTR(), or NULL
 * @size: as then
 */
void memory_put(void *mem, size_t size)
{
	if (IS_ERR_OR_NULL(mem))
		return;
	kvfree(mem);
	memory_uncharge(footprint(size));
}
