// SPDX-License-Identifier: GPL-2.0
/*
 * What all live clocks together may use of a CPU.
 *
 * A user's processes may sleep and wake up as fast as they like, in any number of
 * simulations. The callbacks of all of them together get budget_percent of one CPU.
 *
 * A callback is paid for by the time that passes after it: one of 1 us by 4 us, if
 * the budget is 25%. As long as all callbacks together are paid for, any timer may
 * fire. Otherwise a timer may fire when those of its own simulation are paid for by
 * its share: the budget is divided equally among the users whose clocks wait for
 * something, and the part of a user among these clocks. So whoever uses less than
 * the share is not kept waiting by those that use more. The rule is that of the
 * virtual scheduling algorithm (ITU-T I.371, annex A).
 *
 * When many clocks that have used up their shares wait for the budget, their timers expire
 * together. The first callback uses the budget up; each other one finds that, puts its
 * timer off, and the interrupt is charged, so that the next time they come one after the
 * other. A soft interrupt that did the work of all would hold up whoever it came upon.
 */
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/moduleparam.h>
#include <linux/spinlock.h>

#include "account.h"
#include "budget.h"
#include "types.h"

/* Time that can be saved up: callbacks of a quarter of it, with 25%. */
#define BURST_NS	(4 * NSEC_PER_MSEC)
/* The most that a callback is charged: the machine may have stood still in it. */
#define MOST_NS		(40 * NSEC_PER_MSEC)
/* What an interrupt takes besides the callback, about. */
#define INTERRUPT_NS	(3 * NSEC_PER_USEC)

static unsigned int budget_percent = 25;

static int set_percent(const char *val, const struct kernel_param *kp)
{
	return param_set_uint_minmax(val, kp, 1, 100);
}

static const struct kernel_param_ops percent_ops = {
	.set = set_percent,
	.get = param_get_uint,
};

module_param_cb(budget_percent, &percent_ops, &budget_percent, 0644);
MODULE_PARM_DESC(budget_percent,
		 "what all live clocks may use of a CPU, in percent (1..100)");

/*
 * The innermost lock: guards what follows, @nr_active of accounts, and all shares. @until
 * of a share is changed with the lock of its simulation held as well, so who holds that
 * may read it.
 */
static DEFINE_SPINLOCK(budget_lock);
/* Up to when all callbacks are paid for. */
static ktime_t all_until;
static u32 nr_active_users;

static void set_active(struct simulation *s, bool active)
{
	struct account *account = s->account;

	if (s->share.active == active)
		return;
	s->share.active = active;
	if (active && !account->nr_active++)
		nr_active_users++;
	else if (!active && !--account->nr_active)
		nr_active_users--;
}

/*
 * @ns were used, from @start on: they come off what all clocks have together. Return: the
 * time that has to pass until they are paid for.
 */
static u64 charge_all(ktime_t start, u64 ns)
{
	u64 cost = div_u64(ns * 100, READ_ONCE(budget_percent));

	lockdep_assert_held(&budget_lock);
	all_until = ktime_add_ns(max(all_until, ktime_sub_ns(start, BURST_NS)),
				 cost);
	return cost;
}

/**
 * budget_allows - ask when a timer may fire
 * @s: the simulation
 * @expires: when it is to fire, in real time
 *
 * Context: @s->lock held.
 * Return: @expires, or later.
 */
ktime_t budget_allows(struct simulation *s, ktime_t expires)
{
	ktime_t until;

	lockdep_assert_held(&s->lock);
	spin_lock(&budget_lock);
	set_active(s, true);
	until = min(all_until, s->share.until);
	spin_unlock(&budget_lock);
	if (ktime_compare(expires, until) >= 0)
		return expires;
	s->live.throttled++;
	return until;
}

/**
 * budget_puts_off - put a callback off if it may not work now
 * @s: its simulation
 * @start: when it began, in real time
 *
 * Who is put off must arm the timer anew. The interrupt is charged to all clocks
 * together, and not to the share of this one.
 *
 * Context: @s->lock held.
 * Return: whether it is put off.
 */
bool budget_puts_off(struct simulation *s, ktime_t start)
{
	bool spent;

	lockdep_assert_held(&s->lock);
	/* Most often its own share is enough: then there is no need for the other lock. */
	if (likely(!ktime_before(start, s->share.until)))
		return false;
	spin_lock(&budget_lock);
	spent = ktime_before(start, min(all_until, s->share.until));
	if (spent)
		charge_all(start, INTERRUPT_NS);
	spin_unlock(&budget_lock);
	return spent;
}

/**
 * budget_spend - charge a callback
 * @s: its simulation
 * @start: when it began, in real time
 * @ns: how long it took
 *
 * Context: @s->lock held.
 */
void budget_spend(struct simulation *s, ktime_t start, u64 ns)
{
	u64 cost, shares;

	lockdep_assert_held(&s->lock);
	spin_lock(&budget_lock);
	shares = max(nr_active_users * s->account->nr_active, 1U);
	cost = charge_all(start, min_t(u64, ns, MOST_NS) + INTERRUPT_NS);
	s->share.until = ktime_add_ns(max(s->share.until, start), cost * shares);
	spin_unlock(&budget_lock);
}

/**
 * budget_idle - a clock waits for nothing
 * @s: its simulation
 *
 * Context: @s->lock held.
 */
void budget_idle(struct simulation *s)
{
	lockdep_assert_held(&s->lock);
	spin_lock(&budget_lock);
	set_active(s, false);
	spin_unlock(&budget_lock);
}
