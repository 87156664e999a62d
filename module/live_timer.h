/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Real time, and the timer of a live clock.
 */
#ifndef SCHEDSIM_LIVE_TIMER_H
#define SCHEDSIM_LIVE_TIMER_H

#include <linux/ktime.h>

struct simulation;

ktime_t live_timer_now(void);
void live_timer_start(struct simulation *s, ktime_t expires);
void live_timer_cancel(struct simulation *s);

#endif /* SCHEDSIM_LIVE_TIMER_H */
