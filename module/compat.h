/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every difference between the kernels that schedsim works with.
 */
#ifndef SCHEDSIM_COMPAT_H
#define SCHEDSIM_COMPAT_H

#include <linux/hrtimer.h>
#include <linux/version.h>

#ifndef CONFIG_RT_MUTEXES
#error "schedsim needs a kernel with CONFIG_RT_MUTEXES (CONFIG_FUTEX selects it)"
#endif

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
#include <kunit/static_stub.h>
#else
#define KUNIT_STATIC_STUB_REDIRECT(function, args...)	((void)(function))
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
static inline void
hrtimer_setup(struct hrtimer *timer,
	      enum hrtimer_restart (*function)(struct hrtimer *),
	      clockid_t clock_id, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock_id, mode);
	timer->function = function;
}
#endif

#endif /* SCHEDSIM_COMPAT_H */
