// SPDX-License-Identifier: GPL-2.0
/*
 * The memory of simulations and processes. What is counted is what is really taken:
 * whole pages. What is small shares a chunk with others of the same account.
 */
#include <linux/align.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "account.h"
#include "chunk.h"
#include "memory.h"
#include "memory_limit.h"

/* vmalloc's own: its description of an area; of each page, two pointers to it. */
#define AREA_EXTRA	256
#define PAGE_EXTRA	(2 * sizeof(void *))

/* What memory_get_briefly() may use beyond the limits. */
#define BRIEF_CREDIT	SZ_1M

/*
 * These checkers know the objects of slabs: where one ends, whether it has been freed,
 * which others it knows. Of the parts of a chunk they know nothing.
 */
#define CHECKED	(IS_ENABLED(CONFIG_KASAN) || IS_ENABLED(CONFIG_DEBUG_KMEMLEAK))

static size_t pages_footprint(size_t size)
{
	return PAGE_ALIGN(size) + (PAGE_ALIGN(size) >> PAGE_SHIFT) * PAGE_EXTRA +
	       AREA_EXTRA;
}

/**
 * memory_footprint - tell what is really taken
 * @size: of memory_get(), in bytes
 *
 * Return: bytes; of what is small, the most that can be.
 */
size_t memory_footprint(size_t size)
{
	return size <= CHUNK_MOST ? CHUNK_SIZE : pages_footprint(size);
}

/* What is in no chunk. */
static size_t own_footprint(size_t size)
{
	return size > CHUNK_MOST ? pages_footprint(size) : size;
}

static void *get_own(struct account *account, size_t size, size_t credit)
{
	void *mem;
	int err = memory_charge(account, own_footprint(size), credit);

	if (err)
		return ERR_PTR(err);
	mem = size > CHUNK_MOST ? __vmalloc(size, GFP_SIM | __GFP_ZERO) :
				  kzalloc(size, GFP_SIM);
	if (mem)
		return mem;
	memory_uncharge(account, own_footprint(size));
	return ERR_PTR(-ENOMEM);
}

/**
 * memory_get_instead - allocate memory in the place of some that will be freed
 * @account: who takes it
 * @size: in bytes
 * @credit: what will be freed as soon as the caller has all that it needs: the sum
 *          of memory_footprint()
 *
 * Context: Process context; sleeps.
 * Return: as memory_get().
 */
void *memory_get_instead(struct account *account, size_t size, size_t credit)
{
	if (CHECKED || size > CHUNK_MOST)
		return get_own(account, size, credit);
	return chunk_get(account, size, credit);
}

/**
 * memory_get - allocate memory whose size users decide
 * @account: who takes it
 * @size: in bytes
 *
 * Context: Process context; sleeps. memory_put() must follow.
 * Return: zeroed memory, or ERR_PTR: -EDQUOT if the simulations of the user would
 * then take too much, -ENOSPC if all simulations would, -ENOMEM.
 */
void *memory_get(struct account *account, size_t size)
{
	return memory_get_instead(account, size, 0);
}

/**
 * memory_get_briefly - allocate memory for no longer than a call
 * @account: who takes it
 * @size: in bytes
 *
 * Whoever has reached a limit can still look at what there is, although not many
 * times at once.
 *
 * Context: Process context; sleeps. memory_put() must follow.
 * Return: as memory_get().
 */
void *memory_get_briefly(struct account *account, size_t size)
{
	return memory_get_instead(account, size, BRIEF_CREDIT);
}

/**
 * memory_put - free it
 * @account: as in memory_get()
 * @mem: from memory_get(), an ERR_PTR(), or NULL
 * @size: as then
 *
 * Context: Process context; sleeps if @size is more than CHUNK_MOST.
 */
void memory_put(struct account *account, void *mem, size_t size)
{
	if (IS_ERR_OR_NULL(mem))
		return;
	if (CHECKED || size > CHUNK_MOST) {
		kvfree(mem);
		memory_uncharge(account, own_footprint(size));
	} else {
		chunk_put(account, mem, size);
	}
}

/* What the trash has, at the beginning of each part. */
struct trash_part {
	struct trash_part *next;
	size_t size;
};

/**
 * memory_put_later - free memory, or let somebody do that who holds no lock
 * @account: as in memory_get()
 * @trash: for what takes long to be freed, and may give others the CPU meanwhile
 * @mem: from memory_get(), an ERR_PTR(), or NULL
 * @size: as then
 *
 * It is counted until then, which can be a while after others have got the lock.
 *
 * Context: Process context. memory_empty_trash() must follow.
 */
void memory_put_later(struct account *account, struct memory_trash *trash,
		      void *mem, size_t size)
{
	struct trash_part *part = mem;

	if (IS_ERR_OR_NULL(mem) || size <= CHUNK_MOST) {
		memory_put(account, mem, size);
		return;
	}
	*part = (struct trash_part) { trash->first, size };
	trash->first = part;
}

/**
 * memory_empty_trash - free what is in the trash
 * @account: as in memory_put_later()
 * @trash: the trash
 *
 * Context: Process context; sleeps.
 */
void memory_empty_trash(struct account *account, struct memory_trash *trash)
{
	while (trash->first) {
		struct trash_part *part = trash->first;

		trash->first = part->next;
		memory_put(account, part, part->size);
		cond_resched();
	}
}
