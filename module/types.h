/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A simulation in the kernel: an engine, its clock, and its locks.
 */
#ifndef SCHEDSIM_TYPES_H
#define SCHEDSIM_TYPES_H

#include <linux/hrtimer.h>
#include <linux/kref.h>
#include <linux/lockdep.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "account.h"
#include "budget.h"
#include "engine/sim.h"
#include "memory.h"
#include "user_mutex.h"

/**
 * struct live_stats - what a live clock counts
 * @callbacks: how often a callback of the timer went on with the engine: not when it was
 *             put off, or found that the engine had an owner
 * @callback_ns: real time spent in that
 * @throttled: how often it had to wait for the budget
 * @skipped: quanta that would have passed while time slipped
 * @unskipped_ns: the rest of that time, less than a quantum
 * @slipped_ns: real time that was not simulated, for the simulation was too late
 * @gap_ns: what of that is not in @lateness yet
 * @late_max_ns: the latest that something was handled
 * @late_total_ns: sum of all lateness
 * @lateness: instants at which something was due, by lateness: [n] from 2^n ns on
 */
struct live_stats {
	u64 callbacks;
	u64 callback_ns;
	u64 throttled;
	u64 skipped;
	u64 unskipped_ns;
	u64 slipped_ns;
	u64 gap_ns;
	u64 late_max_ns;
	u64 late_total_ns;
	u64 lateness[SCHEDSIM_LATENESS_BUCKETS];
};

/**
 * struct seen - what others see of a simulation while somebody changes it
 * @stats: the statistics
 * @config: the configuration; of the policy only the address may be used
 * @policy: the name of the policy
 */
struct seen {
	struct schedsim_stats stats;
	struct sim_config config;
	char policy[SCHEDSIM_NAME_LEN];
};

/**
 * struct simulation - a simulation
 *
 * Locks, in the order in which they are taken:
 *
 * 1. The mutex in register.c serialises modules that register or unregister a
 *    policy. Its holder makes and removes attributes in sysfs, and waits for
 *    those that read or write them. So no attribute ever takes it.
 *
 * 2. The mutex of an account serialises those who replace an engine of the user's and
 *    have no room for the old one beside the new one.
 *
 * 3. @mutex serialises everybody but the timer. It makes a change that takes many
 *    steps look like one step. It guards @nr_ops, and which @engine there is. Its
 *    holder does not sleep (user_mutex.c), and may look at the policy of the simulation,
 *    for the pin on it is dropped by simulation_unlock() only. Nobody holds the mutexes of
 *    two simulations.
 *
 * 4. The lock in registry.c guards the table of policies. The lock in
 *    simulation.c guards the list of simulations. No other lock is taken under
 *    either of them.
 *
 * 5. @lock guards the clock, @is_owned and @seen. The timer's callback holds it, too,
 *    while it works on the engine, for a bounded number of steps.
 *
 * 6. The locks in budget.c, account.c and of the chunks of an account, of which nobody
 *    takes more than one.
 *
 * The engine belongs to the holder of @mutex, or else to the timer's callback.
 * simulation_lock() sets @is_owned, so that a callback does nothing until
 * simulation_unlock(). Simulated time stands still meanwhile, and catches up then:
 * each event is handled at its own simulated time, however late. Much may be left to do
 * at the present instant: simulation_lock() gives up @mutex and the engine now and then
 * while it does that. If that does not end it insists: nobody begins another instant then,
 * for a while.
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
	struct user_mutex mutex;
	/** @lock: see above. */
	spinlock_t lock;
	/** @engine: the engine; replaced as a whole, by the engine's owner. */
	struct sim *engine;
	/** @account: that of the user who has made it; constant. */
	struct account *account;
	/** @clock: enum schedsim_clock; constant. */
	u32 clock;
	/** @number: 0 for the shared one; the list is in its order; constant. */
	u64 number;
	/** @pinned: the policy whose module is pinned (the engine's owner). */
	const struct sim_policy *pinned;
	/** @unpin: drops the pin if the timer has found that @pinned is at fault. */
	struct work_struct unpin;
	/** @policy_changes: changes of the policy before the last reset (@mutex). */
	u32 policy_changes;
	/** @nr_ops: operations of all programs (@mutex). */
	u32 nr_ops;
	/** @resets: how often @engine was replaced (@mutex). */
	u32 resets;
	/** @session: what is recorded, or NULL (@mutex; whether, can be asked without). */
	struct session *session;
	/** @sessions: how often a recording was begun (@mutex). */
	u32 sessions;
	/** @is_owned: is the engine not the timer's now? (@lock) */
	bool is_owned;
	/** @nr_insisting: who waits for the end of an instant, without @mutex (@lock). */
	u32 nr_insisting;
	/** @insisted_until: up to when somebody can, or could, in real time (@lock). */
	ktime_t insisted_until;
	/** @seen: as it was when the last owner took the engine (@lock). */
	struct seen seen;
	/** @timer: of the live clock. */
	struct hrtimer timer;
	/** @base: when simulated time was 0, while not paused (the engine's owner). */
	ktime_t base;
	/** @armed: does the clock wait to fire, at @expires or when it may? (@lock) */
	bool armed;
	/** @expires: when it is to fire, or was, if the budget had allowed it (@lock). */
	ktime_t expires;
	/** @trash: memory to be freed without the mutex (@mutex). */
	struct memory_trash trash;
	/** @share: of the budget of all live clocks. */
	struct budget_share share;
	/** @live: what the live clock counts (the engine's owner). */
	struct live_stats live;
};

static inline void assert_owns_engine(const struct simulation *s)
{
	lockdep_assert(user_mutex_is_held(&s->mutex) || lockdep_is_held(&s->lock));
}

/* The engine, for its owner: the holder of the mutex, or the timer's callback. */
static inline struct sim *owned_engine(struct simulation *s)
{
	assert_owns_engine(s);
	return s->engine;
}

/* Has the engine put fair in the place of the policy that is pinned? */
static inline bool policy_given_up(struct simulation *s)
{
	const struct sim *engine = owned_engine(s);

	return engine->policy != s->pinned && !engine->faulty && !engine->changing;
}

#endif /* SCHEDSIM_TYPES_H */
