/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A simulation in the kernel: an engine, its clock, and its locks.
 */
#ifndef SCHEDSIM_TYPES_H
#define SCHEDSIM_TYPES_H

#include <linux/hrtimer.h>
#include <linux/kref.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

#include "engine/policy.h"

/**
 * struct simulation - a simulation
 *
 * Locks, in the order they are taken:
 *
 * @mutex serialises everybody but the timer. It makes changes that take many
 * steps look like one, and guards what the timer does not use: ids, programs
 * and @nr_ops, and which @engine there is.
 *
 * @lock guards the engine and the clock against the timer's callback, and is
 * held, with interrupts off, for a bounded number of steps only. With @mutex
 * alone held the engine may be read where the timer does not write.
 *
 * @timer_off keeps the timer from doing anything while @mutex's holder is in the
 * middle of a change and lets @lock go; simulated time then stands still for a
 * moment, and catches up.
 *
 * The timer is an ordinary one and @lock an ordinary spinlock, so that on
 * PREEMPT_RT the callback runs in a thread and may sleep on @lock.
 */
struct simulation {
	/** @kref: one reference for each open file, and one of the module. */
	struct kref kref;
	/** @mutex: see above. */
	struct mutex mutex;
	/** @lock: see above. */
	spinlock_t lock;
	/** @engine: the engine; replaced as a whole by a reset, under both locks. */
	struct sim *engine;
	/** @clock: enum schedsim_clock; constant. */
	u32 clock;
	/** @number: 0 for the shared one, for traces; constant. */
	u32 number;
	/** @nr_ops: operations of all programs (@mutex). */
	u32 nr_ops;
	/** @resets: how often @engine was replaced (@mutex). */
	u32 resets;
	/** @timer_off: the timer must not do anything (@lock). */
	bool timer_off;
	/** @timer: of the live clock. */
	struct hrtimer timer;
	/** @base: when simulated time was 0, while not paused (@lock). */
	ktime_t base;
	/** @armed: simulated time @timer is armed for, or SIM_NEVER (@lock). */
	u64 armed;
	/** @callbacks: how often @timer fired (@lock). */
	u64 callbacks;
	/** @callback_ns: real time spent in that (@lock). */
	u64 callback_ns;
	/** @throttled: how often it was put off (@lock). */
	u64 throttled;
	/** @not_before: when the timer may expire next (@lock). */
	ktime_t not_before;
	/** @window: start of the present millisecond of throttling (@lock). */
	ktime_t window;
	/** @window_spent: time spent in callbacks in it, in ns (@lock). */
	u64 window_spent;
	/** @window_callbacks: callbacks in it (@lock). */
	u32 window_callbacks;
};

/* The engine, for those that hold its lock. */
static inline struct sim *locked_engine(struct simulation *s)
{
	lockdep_assert_held(&s->lock);
	return s->engine;
}

#endif /* SCHEDSIM_TYPES_H */
