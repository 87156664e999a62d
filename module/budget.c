// SPDX-License-Identifier: GPL-2.0
/*
 * What all live clocks together may use of a CPU.
 *
 * A user's processes may sleep and wake up as fast as they like, in any number of
 * simulations. The callbacks of all of them together get budget_percent of one CPU.
 *
 * A callback is paid for by the time that passes after it: one of 1 us by 4 us, if
 * the budget is 25%. As long as all callbacks together are paid for, any clock may
 * work. Otherwise a clock may work when those of its own simulation are paid for by
 * its share: the budget is divided equally among the users whose clocks wait for
 * something, and the part of a user among these clocks. So whoever uses less than
 * the share is not kept waiting by those that use more. The rule is that of the virtual
 * scheduling algorithm (ITU-T I.371, annex A).
 *
 * Clocks that have to wait are in a queue, that of their user, and so are users. Who has
 * used less of its share comes first, and only the first has a timer: a soft interrupt
 * that did the work of all would hold up whoever it came upon. For the same reason also
 * who is within the share waits while all together are more than DEBT_NS behind: many may
 * want to work at one instant. One of several users does not bring it that far alone.
 */
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/moduleparam.h>
#include <linux/spinlock.h>
#include <linux/timerqueue.h>

#include "account.h"
#include "budget.h"
#include "live_timer.h"
#include "types.h"

/* Time that can be saved up: callbacks of a quarter of it, with 25%. */
#define BURST_NS	(4 * NSEC_PER_MSEC)
/* Up to so much may be left to be paid for when a clock works that is within its share ... */
#define DEBT_NS		(16 * NSEC_PER_MSEC)
/* ... and when the user is not, and is not the only one. */
#define USER_DEBT_NS	(8 * NSEC_PER_MSEC)
/* Nobody waits longer for what was used while nobody else wanted it. */
#define SHARE_DEBT_NS	NSEC_PER_SEC
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
 * The innermost lock: guards what follows, the shares of users and of clocks. A share
 * is changed with the lock of its simulation held as well, so who holds that may read it.
 */
static DEFINE_SPINLOCK(budget_lock);
/* Up to when all callbacks are paid for. */
static ktime_t all_until;
static u32 nr_active_users;
/* Users whose clocks would work if the budget allowed it. */
static struct timerqueue_head waiting = {
	.rb_root = RB_ROOT_CACHED,
};

static void set_active(struct simulation *s, bool active)
{
	struct budget_user *user = &s->account->budget;

	if (s->share.active == active)
		return;
	s->share.active = active;
	if (active && !user->nr_active++)
		nr_active_users++;
	else if (!active && !--user->nr_active)
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
	WRITE_ONCE(all_until, ktime_add_ns(max(all_until, ktime_sub_ns(start, BURST_NS)),
					   cost));
	return cost;
}

/* When a clock may work next. */
static ktime_t may_work_at(const struct simulation *s)
{
	ktime_t from = ktime_sub_ns(all_until, DEBT_NS);

	lockdep_assert_held(&budget_lock);
	if (nr_active_users > 1)
		from = clamp(s->account->budget.until, from,
			     ktime_sub_ns(all_until, USER_DEBT_NS));
	return clamp(s->share.until, from, all_until);
}

static struct budget_share *first_of(struct budget_user *user)
{
	struct timerqueue_node *node = timerqueue_getnext(&user->waiting);

	return node ? container_of(node, struct budget_share, node) : NULL;
}

static struct budget_share *first_waiting(void)
{
	struct timerqueue_node *node = timerqueue_getnext(&waiting);

	return node ? first_of(container_of(node, struct budget_user, node)) : NULL;
}

/* To be called when the first one is another, or may work at another time. */
static void start_first(void)
{
	struct budget_share *share = first_waiting();
	struct simulation *s = share ? container_of(share, struct simulation, share) : NULL;

	if (s)
		live_timer_start(s, may_work_at(s));
}

/*
 * To be called when another clock of the user's is first, or the user's share has changed.
 * That clock is as far behind as the user is.
 */
static void put_in_order(struct budget_user *user)
{
	struct budget_share *first = first_of(user);
	ktime_t expires = first ? max(user->until, first->node.expires) : 0;

	/* Of equals, who is first stays that. */
	if (first && user->waits && user->node.expires == expires)
		return;
	if (user->waits)
		timerqueue_del(&waiting, &user->node);
	user->waits = first;
	if (!first)
		return;
	user->node.expires = expires;
	timerqueue_add(&waiting, &user->node);
}

/* Return: whether it was the first. */
static bool leave(struct simulation *s)
{
	struct budget_user *user = &s->account->budget;
	struct budget_share *share = &s->share;
	bool first;

	lockdep_assert_held(&budget_lock);
	if (!share->waits)
		return false;
	first = share == first_waiting();
	timerqueue_del(&user->waiting, &share->node);
	share->waits = false;
	put_in_order(user);
	return first;
}

/* Return: whether it is the first. */
static bool queue_up(struct simulation *s, ktime_t expires)
{
	struct budget_user *user = &s->account->budget;
	struct budget_share *share = &s->share;

	lockdep_assert_held(&budget_lock);
	share->waits = true;
	/* Of those within their shares, who wants to work first is first. */
	share->node.expires = max(share->until, expires);
	timerqueue_add(&user->waiting, &share->node);
	put_in_order(user);
	return share == first_waiting();
}

/* A share is charged what all are, times the number of those who share. */
static void charge(ktime_t *until, ktime_t start, u64 ns)
{
	*until = ktime_add_ns(clamp(*until, start, ktime_add_ns(start, SHARE_DEBT_NS)), ns);
}

/**
 * budget_user_init - get ready to share the budget
 * @user: a new user
 */
void budget_user_init(struct budget_user *user)
{
	timerqueue_init(&user->node);
	timerqueue_init_head(&user->waiting);
}

/**
 * budget_init - get ready to share the budget
 * @s: a new simulation
 * @now: real time
 */
void budget_init(struct simulation *s, ktime_t now)
{
	timerqueue_init(&s->share.node);
	s->share.until = now;
}

/**
 * budget_start - start the timer, for when it may fire
 * @s: the simulation
 * @expires: when it is to fire, in real time; it may be later
 *
 * Context: @s->lock held.
 */
void budget_start(struct simulation *s, ktime_t expires)
{
	bool other_first, waited = s->share.waits;

	lockdep_assert_held(&s->lock);
	spin_lock(&budget_lock);
	other_first = leave(s);
	set_active(s, true);
	if (ktime_before(expires, may_work_at(s))) {
		s->live.throttled += !waited;
		other_first |= queue_up(s, expires);
	} else {
		live_timer_start(s, expires);
	}
	if (other_first)
		start_first();
	spin_unlock(&budget_lock);
}

/*
 * Most often a clock is within its share, and all together are not far behind: then there
 * is no need for the other lock. Half of an old value (32 bit) does no more harm than a
 * callback at a wrong time.
 */
static bool is_free(const struct budget_share *share, ktime_t now)
{
	return !share->waits && !ktime_before(now, share->until) &&
	       !ktime_before(now, ktime_sub_ns(READ_ONCE(all_until), USER_DEBT_NS));
}

/**
 * budget_begin - ask whether a callback may work now
 * @s: its simulation
 * @start: when it began, in real time
 *
 * If so, budget_spend() must follow, or else budget_start() or budget_stop(). A callback
 * that may not work is charged to all clocks together, and not to the share of this one.
 *
 * Context: @s->lock held.
 * Return: whether it may.
 */
bool budget_begin(struct simulation *s, ktime_t start)
{
	bool may;

	lockdep_assert_held(&s->lock);
	if (is_free(&s->share, start))
		return true;
	spin_lock(&budget_lock);
	may = !ktime_before(start, may_work_at(s));
	if (may)
		leave(s);
	else
		charge_all(start, INTERRUPT_NS);
	spin_unlock(&budget_lock);
	return may;
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
	struct budget_user *user = &s->account->budget;
	u64 cost;

	lockdep_assert_held(&s->lock);
	spin_lock(&budget_lock);
	leave(s);
	cost = charge_all(start, min_t(u64, ns, MOST_NS) + INTERRUPT_NS) *
	       max(nr_active_users, 1U);
	charge(&user->until, start, cost);
	charge(&s->share.until, start, cost * max(user->nr_active, 1U));
	put_in_order(user);
	start_first();
	spin_unlock(&budget_lock);
}

/**
 * budget_stop - a clock waits for nothing
 * @s: its simulation
 *
 * Nobody but its owner starts its timer from then on.
 *
 * Context: @s->lock held.
 */
void budget_stop(struct simulation *s)
{
	bool was_first;
	u32 nr_users;

	lockdep_assert_held(&s->lock);
	spin_lock(&budget_lock);
	nr_users = nr_active_users;
	was_first = leave(s);
	set_active(s, false);
	/* If there is one user less, another one may work earlier. */
	if (was_first || nr_active_users != nr_users)
		start_first();
	spin_unlock(&budget_lock);
}
