/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The little of the C library that the engine's unit tests in tools/engine use,
 * for when they run in the kernel.
 */
#ifndef SCHEDSIM_TESTS_STDLIB_H
#define SCHEDSIM_TESTS_STDLIB_H

#include <linux/panic.h>
#include <linux/slab.h>

/* Blocks of the engine's size are aligned well enough. */
static inline void *aligned_alloc(size_t alignment, size_t size)
{
	return kvmalloc(size, GFP_KERNEL);
}

#define free(mem)			kvfree(mem)
#define abort()				panic("a test is out of memory")

#endif /* SCHEDSIM_TESTS_STDLIB_H */
