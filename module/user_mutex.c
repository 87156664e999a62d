// SPDX-License-Identifier: GPL-2.0
/*
 * A mutex of users who may not trust each other: whoever gets it has a CPU.
 *
 * Other mutexes are handed to the waiter who has come first, or are kept for him until
 * he gets a CPU. If he is SCHED_IDLE, and others are busy, that can take seconds in which
 * the mutex is of use to nobody; and if all wait in a queue, each of them waits for a
 * CPU in turn. Here a waiter is woken, takes the mutex if it is free when he runs, and
 * waits on if it is not. So a waiter may be overtaken, but never has to wait for somebody
 * who waits for a CPU, unless that one has lost it while he held the mutex. When a waiter
 * has been woken in vain, and so has a CPU, those who come next queue up first.
 *
 * For the same reason the holder keeps the CPU: he is not preempted, whatever his nice value
 * or the share of his group, unless he is a real-time task. Who has much to do rests now and
 * then, after so long that few do; real-time tasks that have nothing to do with all this wait
 * as long, on that CPU. On PREEMPT_RT, which is for them, holders are preempted like
 * everybody.
 *
 * Real-time tasks wait in the queue of an rt_mutex, in the order of their priorities. As
 * long as one does, the others do not get it, and its holder has its priority.
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/sched/clock.h>
#include <linux/sched/prio.h>
#include <linux/sched/signal.h>

#include "user_mutex.h"

/* Who has been woken may get no CPU: then another waiter looks after so much time. */
#define LOOK_AGAIN	msecs_to_jiffies(20)

/* For so long may they come first who have been woken in vain, in jiffies. */
#define GIVE_WAY	2

/* For so long does a holder keep the CPU who gets it back soon ... */
#define KEEP_NS		(50 * NSEC_PER_MSEC)
/* ... and one who may not get it back for seconds. */
#define KEEP_IDLE_NS	(400 * NSEC_PER_MSEC)

/* Enough for a waiter to get up, if there is a CPU. */
#define GET_UP_US	50

/**
 * user_mutex_init - begin with a mutex that nobody has
 * @mutex: the mutex
 */
void user_mutex_init(struct user_mutex *mutex)
{
	rt_mutex_init(&mutex->rt);
	init_waitqueue_head(&mutex->others);
	atomic_set(&mutex->nr_waiting, 0);
	mutex->last = NULL;
	mutex->in_vain = false;
	mutex->give_way_until = jiffies;
	mutex->keeps_cpu = false;
}

/* Real-time tasks, and those that have inherited such a priority. */
static bool is_urgent(void)
{
	return current->prio < MAX_RT_PRIO;
}

/* Does the holder keep the CPU? */
static bool may_keep_cpu(void)
{
	return !IS_ENABLED(CONFIG_PREEMPT_RT) && !is_urgent();
}

/* Get the mutex if nobody has it, and keep the CPU then. */
static bool try(struct user_mutex *mutex)
{
	bool keeps_cpu = may_keep_cpu();

	/* First, lest the new holder is preempted in between. */
	if (keeps_cpu)
		preempt_disable();
	if (!rt_mutex_trylock(&mutex->rt)) {
		if (keeps_cpu)
			preempt_enable();
		return false;
	}
	mutex->keeps_cpu = keeps_cpu;
	mutex->kept_since = local_clock();
	return true;
}

/* Who is awake already will look by himself: nobody is gone past, and the queue is short. */
static int wake(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	default_wake_function(entry, mode, flags, key);
	list_del_init_careful(&entry->entry);
	return 1;
}

/* Who has been woken will be the next to be woken. Return: whether the caller has been. */
static bool queue_up(struct user_mutex *mutex, struct wait_queue_entry *entry, bool is_new)
{
	struct wait_queue_head *queue = &mutex->others;
	bool woken;

	entry->flags = WQ_FLAG_EXCLUSIVE;
	spin_lock_irq(&queue->lock);
	woken = !is_new && list_empty(&entry->entry);
	if (woken)
		__add_wait_queue(queue, entry);
	else if (is_new)
		__add_wait_queue_entry_tail(queue, entry);
	set_current_state(TASK_INTERRUPTIBLE);
	spin_unlock_irq(&queue->lock);
	return woken;
}

/*
 * Has somebody been woken in vain? Then the others wait, but only for a moment: who gets no
 * CPU any more is not waited for.
 */
static bool must_give_way(const struct user_mutex *mutex)
{
	unsigned long left = READ_ONCE(mutex->give_way_until) - jiffies;

	/* Not time_before(): what has passed has done so for ever. */
	return left && left <= GIVE_WAY;
}

static void say_in_vain(struct user_mutex *mutex, bool in_vain)
{
	WRITE_ONCE(mutex->in_vain, in_vain);
	if (!in_vain)
		WRITE_ONCE(mutex->give_way_until, jiffies);
}

/* Return: 0; -EINTR if a signal came; -EAGAIN if the caller has become urgent. */
static int wait_for(struct user_mutex *mutex)
{
	DEFINE_WAIT_FUNC(wait, wake);
	bool is_new = true, gives_way, woken;
	int err;

	atomic_inc(&mutex->nr_waiting);
	for (;;) {
		woken = queue_up(mutex, &wait, is_new);
		gives_way = is_new && must_give_way(mutex);
		is_new = false;
		err = !gives_way && try(mutex) ? 0 :
		      signal_pending(current) ? -EINTR :
		      is_urgent() ? -EAGAIN : 1;
		if (err <= 0)
			break;
		if (woken)
			say_in_vain(mutex, true);
		schedule_timeout(gives_way ? 1 : LOOK_AGAIN);
	}
	finish_wait(&mutex->others, &wait);
	atomic_dec(&mutex->nr_waiting);
	if (woken)
		say_in_vain(mutex, false);
	/* The mutex may be free, and nobody else have been woken. */
	if (err)
		wake_up(&mutex->others);
	return err;
}

/* Also who has been woken, and has not looked yet. */
static bool somebody_waits(const struct user_mutex *mutex)
{
	return atomic_read(&mutex->nr_waiting);
}

/*
 * Whoever had the mutex and wants it again has a CPU, and would always be first. So he
 * looks on for a moment while those who have been woken get up, if that is not here.
 */
static void look_on(struct user_mutex *mutex)
{
	u64 end = local_clock() + GET_UP_US * NSEC_PER_USEC;

	while (!rt_mutex_base_is_locked(&mutex->rt.rtmutex) && !need_resched() &&
	       local_clock() < end)
		cpu_relax();
	cond_resched();
}

/**
 * user_mutex_trylock - get the mutex if nobody has it, or should have it first
 * @mutex: the mutex
 *
 * Context: Process context.
 * Return: whether the caller has got it; then the same follows as user_mutex_lock().
 */
bool user_mutex_trylock(struct user_mutex *mutex)
{
	return !must_give_way(mutex) && try(mutex);
}

/**
 * user_mutex_lock - get the mutex
 * @mutex: the mutex
 *
 * Context: Process context; sleeps. user_mutex_unlock() must follow; until then the holder
 * must not sleep but between user_mutex_let_sleep() and user_mutex_keep_cpu().
 * Return: 0, or -EINTR if a signal came.
 */
int user_mutex_lock(struct user_mutex *mutex)
{
	int err = -EAGAIN;

	might_sleep();
	might_lock(&mutex->rt);
	if (!is_urgent()) {
		if (READ_ONCE(mutex->last) == current && somebody_waits(mutex))
			look_on(mutex);
		err = user_mutex_trylock(mutex) ? 0 : wait_for(mutex);
	}
	if (err == -EAGAIN)
		err = rt_mutex_lock_interruptible(&mutex->rt);
	return err;
}

/**
 * user_mutex_unlock - give the mutex up
 * @mutex: the mutex, which the caller holds
 *
 * Context: Process context.
 */
void user_mutex_unlock(struct user_mutex *mutex)
{
	bool keeps_cpu = mutex->keeps_cpu;

	mutex->keeps_cpu = false;
	WRITE_ONCE(mutex->last, current);
	if (READ_ONCE(mutex->in_vain)) {
		WRITE_ONCE(mutex->in_vain, false);
		WRITE_ONCE(mutex->give_way_until, jiffies + GIVE_WAY);
	}
	rt_mutex_unlock(&mutex->rt);
	if (wq_has_sleeper(&mutex->others))
		wake_up(&mutex->others);
	if (keeps_cpu)
		preempt_enable();
}

/* Who may not get the CPU back soon keeps it for longer. In ns. */
static u64 may_keep_for(void)
{
	return current->policy == SCHED_IDLE || task_nice(current) > 0 ? KEEP_IDLE_NS : KEEP_NS;
}

/**
 * user_mutex_rest - if the holder has kept the CPU for long, let others have it
 * @mutex: the mutex, which the caller holds, or nobody else knows
 *
 * For loops that may take long. Some may wait for the mutex who would get the CPU sooner,
 * and while the holder waits for a CPU nothing helps them: so he does that seldom.
 *
 * Context: Process context; sleeps.
 */
void user_mutex_rest(struct user_mutex *mutex)
{
	if (!mutex->keeps_cpu) {
		cond_resched();
		return;
	}
	lockdep_assert(user_mutex_is_held(mutex));
	if (!need_resched() || local_clock() - mutex->kept_since < may_keep_for())
		return;
	preempt_enable();
	cond_resched();
	preempt_disable();
	mutex->kept_since = local_clock();
}

/**
 * user_mutex_let_sleep - let the holder sleep
 * @mutex: the mutex, which the caller holds
 *
 * Context: Process context; sleeps. user_mutex_keep_cpu() must follow.
 */
void user_mutex_let_sleep(struct user_mutex *mutex)
{
	lockdep_assert(user_mutex_is_held(mutex));
	if (mutex->keeps_cpu)
		preempt_enable();
	mutex->keeps_cpu = false;
}

/**
 * user_mutex_keep_cpu - let the holder sleep no more
 * @mutex: the mutex, which the caller holds
 *
 * Context: Process context.
 */
void user_mutex_keep_cpu(struct user_mutex *mutex)
{
	lockdep_assert(user_mutex_is_held(mutex));
	if (!may_keep_cpu())
		return;
	preempt_disable();
	mutex->keeps_cpu = true;
	mutex->kept_since = local_clock();
}

/**
 * user_mutex_let_others - let others have the mutex first
 * @mutex: the mutex, which the caller has just given up, and will want again at once
 * @is_humble: the caller has no other reason to be first than to be urgent; without that,
 *             who is urgent lets only urgent ones, and those have got it already
 *
 * Context: Process context; sleeps for a moment if somebody waits.
 */
void user_mutex_let_others(struct user_mutex *mutex, bool is_humble)
{
	if (somebody_waits(mutex) && (is_humble || !is_urgent()))
		usleep_range(GET_UP_US, 2 * GET_UP_US);
	else
		cond_resched();
}
