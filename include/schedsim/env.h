/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All that the engine and the policies use of the kernel. The userspace build finds
 * another header of this name first, and replaces this one only.
 */
#ifndef SCHEDSIM_ENV_H
#define SCHEDSIM_ENV_H

#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/nospec.h>
#include <linux/prefetch.h>
#include <linux/string.h>
#include <linux/types.h>

#include <uapi/linux/schedsim.h>

/**
 * sim_less_words - compare two numbers of 128 bits
 * @a_high: the upper half of a
 * @a_low: the lower half of a
 * @b_high: the upper half of b
 * @b_low: the lower half of b
 *
 * Without a branch: no CPU can predict the order of two keys.
 *
 * Return: whether a is less than b.
 */
static inline bool sim_less_words(u64 a_high, u64 a_low, u64 b_high, u64 b_low)
{
#ifdef __SIZEOF_INT128__
	return ((__uint128_t)a_high << 64 | a_low) <
	       ((__uint128_t)b_high << 64 | b_low);
#else
	return (a_high < b_high) | ((a_high == b_high) & (a_low < b_low));
#endif
}

/**
 * schedsim_policy_module - make a module of a policy
 * @policy: the struct sim_policy
 *
 * Stands at the end of the source of a policy that is a module of its own. In
 * userspace it makes a shared object of it.
 */
#define schedsim_policy_module(policy)					\
	static const struct sim_policy * const policy##_module = &(policy); \
	static int __init policy##_module_init(void)			\
	{								\
		return schedsim_register_policy(policy##_module);	\
	}								\
	module_init(policy##_module_init);				\
	static void __exit policy##_module_exit(void)			\
	{								\
		schedsim_unregister_policy(policy##_module);		\
	}								\
	module_exit(policy##_module_exit);				\
	MODULE_DESCRIPTION("A scheduling policy for schedsim");		\
	MODULE_LICENSE("GPL")

#endif /* SCHEDSIM_ENV_H */
