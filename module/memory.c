// SPDX-License-Identifier: GPL-2.0
/*
 * The memory of simulations and processes, and the limits of it.
 *
 * All of it together is limited, and that of each user. What is counted is what
 * the allocators really take. Up to a page comes from slabs, whose sizes are known;
 * more than a page comes page by page from vmalloc: the next power of 2 would be
 * nearly twice as much, and hard to find in one piece.
 *
 * Root must be able to use, and to reset, the shared simulation whatever others
 * have taken: the last part of all memory is kept for that.
 */
#include <linux/atomic.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include <linux/vmalloc.h>

#include "account.h"
#include "memory.h"

/* vmalloc's own: its description of an area; of each page, two pointers to it. */
#define AREA_EXTRA	256
#define PAGE_EXTRA	(2 * sizeof(void *))

/* What memory_get_briefly() may use beyond the limits. */
#define BRIEF_CREDIT	SZ_1M

/* The last 1/16 of the limit of all is root's. */
#define RESERVE_SHIFT	4

/**
 * struct memory_limit - a limit
 * @mb: in MiB, or 0: it depends on the machine
 * @shift: then it is the machine's memory, divided by 2 to the power of this
 */
struct memory_limit {
	unsigned int mb;
	unsigned int shift;
};

static struct memory_limit limit_of_all = { .shift = 1 };
static struct memory_limit limit_of_user = { .shift = 3 };

static atomic_long_t used = ATOMIC_LONG_INIT(0);

/* In bytes. */
static long get_limit(const struct memory_limit *limit)
{
	u64 bytes = (u64)READ_ONCE(limit->mb) << 20;

	if (!bytes)
		bytes = (u64)totalram_pages() << PAGE_SHIFT >> limit->shift;
	return min_t(u64, bytes, LONG_MAX);
}

static int show_limit(char *buffer, const struct kernel_param *kp)
{
	const struct memory_limit *limit =
		container_of(kp->arg, struct memory_limit, mb);

	return sysfs_emit(buffer, "%ld\n", get_limit(limit) >> 20);
}

static const struct kernel_param_ops limit_ops = {
	.set = param_set_uint,
	.get = show_limit,
};

module_param_cb(memory_mb, &limit_ops, &limit_of_all.mb, 0644);
MODULE_PARM_DESC(memory_mb,
		 "what all simulations may take, in MiB; 0: half of the machine's memory");
module_param_cb(user_memory_mb, &limit_ops, &limit_of_user.mb, 0644);
MODULE_PARM_DESC(user_memory_mb,
		 "what those of a user other than root may take, in MiB; 0: an eighth of the machine's memory");

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
 * memory_footprint - tell what the allocator really takes
 * @size: of memory_get(), in bytes
 *
 * Return: bytes.
 */
size_t memory_footprint(size_t size)
{
	if (size <= PAGE_SIZE)
		return kmalloc_size_roundup(size) + SLAB_EXTRA;
	return PAGE_ALIGN(size) + (PAGE_ALIGN(size) >> PAGE_SHIFT) * PAGE_EXTRA +
	       AREA_EXTRA;
}

/* Does root do something for root? Others may use root's simulation, too. */
static bool is_root(const struct account *account)
{
	return uid_eq(account->uid, GLOBAL_ROOT_UID) &&
	       uid_eq(current_uid(), GLOBAL_ROOT_UID);
}

static bool add_up_to(atomic_long_t *sum, long size, long limit)
{
	long old = atomic_long_read(sum);

	do {
		if (size > limit - old)
			return false;
	} while (!atomic_long_try_cmpxchg(sum, &old, old + size));
	return true;
}

/* @credit: what may be used beyond the limits, for it will soon be free. */
static int charge(struct account *account, long size, long credit)
{
	long all = get_limit(&limit_of_all);
	long user = LONG_MAX - credit;

	if (!is_root(account)) {
		user = get_limit(&limit_of_user);
		all -= all >> RESERVE_SHIFT;
	}
	if (!add_up_to(&account->used, size, user + credit))
		return -EDQUOT;
	if (!add_up_to(&used, size, all + credit)) {
		atomic_long_sub(size, &account->used);
		return -ENOSPC;
	}
	return 0;
}

/**
 * memory_charge - count memory that simulations take
 * @account: whose they are
 * @size: in bytes, as much as the allocator really takes
 *
 * Context: Process context. memory_uncharge() must follow.
 * Return: 0; -EDQUOT if those of the user would then take too much, -ENOSPC if all
 * simulations would.
 */
int memory_charge(struct account *account, size_t size)
{
	return charge(account, size, 0);
}

/**
 * memory_uncharge - count memory no more
 * @account: as in memory_charge()
 * @size: likewise
 *
 * Context: Any.
 */
void memory_uncharge(struct account *account, size_t size)
{
	atomic_long_sub(size, &used);
	atomic_long_sub(size, &account->used);
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
	int err = charge(account, memory_footprint(size), credit);
	void *mem;

	if (err)
		return ERR_PTR(err);
	if (size <= PAGE_SIZE)
		mem = kzalloc(size, GFP_SIM);
	else
		mem = __vmalloc(size, GFP_SIM | __GFP_ZERO);
	if (mem)
		return mem;
	memory_uncharge(account, memory_footprint(size));
	return ERR_PTR(-ENOMEM);
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
 * Context: Process context; sleeps.
 */
void memory_put(struct account *account, void *mem, size_t size)
{
	if (IS_ERR_OR_NULL(mem))
		return;
	kvfree(mem);
	memory_uncharge(account, memory_footprint(size));
}
