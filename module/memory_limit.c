// SPDX-License-Identifier: GPL-2.0
/*
 * The limits of the memory that simulations take: of all of it together, and of
 * that of each user.
 *
 * Root must be able to use, and to reset, the shared simulation whatever others
 * have taken: the last part of all memory is kept for that.
 */
#include <linux/atomic.h>
#include <linux/cred.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/sysfs.h>

#include "account.h"
#include "memory_limit.h"

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

/* Does root do something for root? Others may use root's simulation, too. */
static bool is_root(const struct account *account)
{
	return uid_eq(account->uid, GLOBAL_ROOT_UID) &&
	       uid_eq(current_uid(), GLOBAL_ROOT_UID);
}

/* To the sum, without @credit, that is not more than @limit. */
static bool add(atomic_long_t *sum, long size, long credit, long limit)
{
	long old = atomic_long_read(sum);

	do {
		if (size - credit > limit - old)
			return false;
	} while (!atomic_long_try_cmpxchg(sum, &old, old + size));
	return true;
}

/**
 * memory_charge - count memory that simulations take
 * @account: whose they are
 * @size: in bytes, as much as is really taken
 * @credit: what may be used beyond the limits, for it will soon be free; beyond that of
 *          all no more than half of what is kept for root
 *
 * Context: Process context. memory_uncharge() must follow.
 * Return: 0; -EDQUOT if those of the user would then take too much, -ENOSPC if all
 * simulations would.
 */
int memory_charge(struct account *account, size_t size, size_t credit)
{
	long all = get_limit(&limit_of_all), user = LONG_MAX;
	size_t credit_of_all = credit;

	if (!is_root(account)) {
		user = get_limit(&limit_of_user);
		credit_of_all = min_t(size_t, credit, all >> RESERVE_SHIFT >> 1);
		all -= all >> RESERVE_SHIFT;
	}
	if (!add(&account->used, size, credit, user))
		return -EDQUOT;
	if (!add(&used, size, credit_of_all, all)) {
		atomic_long_sub(size, &account->used);
		return -ENOSPC;
	}
	return 0;
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
