// SPDX-License-Identifier: GPL-2.0
/*
 * Real time, and the timer of a live clock. The one place that reads real time, and where
 * tests put a clock that they move by hand.
 */
#include "compat.h"
#include "live_timer.h"
#include "types.h"

/**
 * live_timer_now - real time
 *
 * Return: CLOCK_MONOTONIC.
 */
ktime_t live_timer_now(void)
{
	KUNIT_STATIC_STUB_REDIRECT(live_timer_now);
	return ktime_get();
}

/**
 * live_timer_start - start the timer, or let it expire at another time
 * @s: the simulation
 * @expires: when, in real time
 */
void live_timer_start(struct simulation *s, ktime_t expires)
{
	KUNIT_STATIC_STUB_REDIRECT(live_timer_start, s, expires);
	hrtimer_start(&s->timer, expires, HRTIMER_MODE_ABS_SOFT);
}

/**
 * live_timer_cancel - stop the timer, but do not wait for a callback
 * @s: the simulation
 */
void live_timer_cancel(struct simulation *s)
{
	KUNIT_STATIC_STUB_REDIRECT(live_timer_cancel, s);
	hrtimer_try_to_cancel(&s->timer);
}
