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
#include <linux/workqueue.h>

#include "engine/sim.h"

/**
 * struct simulation - a simulation
 *
 * Locks, in the order in which they are taken:
 *
 * 1. The mutex in register.c serialises modules that register or unregister a
 *    policy. Its holder makes and removes attributes in sysfs, and waits for
 *    those that read or write them. So no attribute ever takes it.
 *
 * 2. @mutex serialises everybody but the timer. It makes a change that takes many
 *    steps look like one step. It guards what the timer does not use: ids,
 *    programs, @nr_ops, and which @engine there is. Its holder may look at the
 *    policy of the simulation, for the pin on it is dropped by
 *    simulation_unlock() only. Nobody holds the mutexes of two simulations.
 *
 * 3. The mutex in registry.c guards the table of policies. The mutex in
 *    simulation.c guards the list of simulations. No other lock is taken under
 *    either of them.
 *
 * 4. @lock guards the engine and the clock against the timer's callback. It is
 *    held with soft interrupts off, for a bounded number of steps only. Whoever
 *    holds @mutex alone may read what the timer does not write. The timer
 *    writes to objects and processes, and, when a policy breaks a rule, it
 *    changes the policy.
 *
 * @timer_off keeps the timer from doing anything while the holder of @mutex is in
 * the middle of a change and lets go of @lock. Simulated time then stands still
 * for a moment, and catches up.
 *
 * The timer's callback runs in a soft interrupt, on PREEMPT_RT in a thread that may
 * sleep on @lock. So hard interrupts are on whatever the engine does.
 */
struct simulation {
	/** @kref: one reference for each open file, and one of the module. */
	struct kref kref;
	/** @node: in the list of all simulations (see simulation.c). */
	struct list_head node;
	/** @mutex: see above. */
	struct mutex mutex;
	/** @lock: see above. */
	spinlock_t lock;
	/** @engine: the engine; replaced as a whole by a reset, under both locks. */
	struct sim *engine;
	/** @clock: enum schedsim_clock; constant. */
	u32 clock;
	/** @number: 0 for the shared one; the list is in its order; constant. */
	u64 number;
	/** @pinned: the policy whose module is pinned (written under both locks). */
	const struct sim_policy *pinned;
	/** @unpin: drops the pin if the timer has found that @pinned is at fault. */
	struct work_struct unpin;
	/** @policy_changes: changes of the policy before the last reset (@mutex). */
	u32 policy_changes;
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

/* Has the engine put fair in the place of the policy that is pinned? */
static inline bool policy_given_up(struct simulation *s)
{
	const struct sim *engine = locked_engine(s);

	return engine->policy != s->pinned && !engine->change.policy;
}

#endif /* SCHEDSIM_TYPES_H */
