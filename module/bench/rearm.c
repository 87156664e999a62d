// SPDX-License-Identifier: GPL-2.0
/*
 * What the cost of schedsim's callback is compared with: a timer whose callback
 * takes a lock and arms the timer anew, and does nothing else.
 */
#include <linux/module.h>
#include <linux/spinlock.h>

#include "../compat.h"

static unsigned long long period_us = 1000;
module_param(period_us, ullong, 0444);
MODULE_PARM_DESC(period_us, "period of the timer in us");

static unsigned long long callbacks;
module_param(callbacks, ullong, 0444);
MODULE_PARM_DESC(callbacks, "how often it fired, to be read");

static unsigned long long callback_ns;
module_param(callback_ns, ullong, 0444);
MODULE_PARM_DESC(callback_ns, "time spent in that, to be read");

static DEFINE_SPINLOCK(lock);
static struct hrtimer timer;

static enum hrtimer_restart timer_fires(struct hrtimer *t)
{
	ktime_t start = ktime_get();

	spin_lock(&lock);
	hrtimer_start(t, ktime_add_us(hrtimer_get_expires(t), period_us),
		      HRTIMER_MODE_ABS_SOFT);
	callbacks++;
	callback_ns += ktime_to_ns(ktime_sub(ktime_get(), start));
	spin_unlock(&lock);
	return HRTIMER_NORESTART;
}

static int __init rearm_init(void)
{
	if (!period_us)
		return -EINVAL;
	hrtimer_setup(&timer, timer_fires, CLOCK_MONOTONIC, HRTIMER_MODE_ABS_SOFT);
	hrtimer_start(&timer, ktime_add_us(ktime_get(), period_us),
		      HRTIMER_MODE_ABS_SOFT);
	return 0;
}
module_init(rearm_init);

static void __exit rearm_exit(void)
{
	hrtimer_cancel(&timer);
}
module_exit(rearm_exit);

MODULE_DESCRIPTION("A timer that only arms itself anew, for schedsim's benchmark");
MODULE_LICENSE("GPL");
