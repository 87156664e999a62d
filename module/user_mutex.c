// SPDX-License-Identifier: GPL-2.0
/*
 * A mutex of users who may not trust each other: whoever gets it has a CPU.
 *
 * Other mutexes are handed to the waiter who has come first, or are kept for him until
 * he gets a CPU. If he is SCHED_IDLE, and others are busy, that can take seconds in which
 * the mutex is of use to nobody; and if all wait in a queue, each of them waits for a
 * CPU in turn. Here a waiter is woken, takes the mutex if it is free when he runs, and
 * waits on if it is not. So a waiter may be overtaken, but never has to wait for somebody
 * who waits for a CPU, unless that one has lost it while he held the mutex. Once a waiter
 * has been overtaken, whoever comes after him queues up first, for a jiffy at most.
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
	mutex->overtaken = NULL;
}

/* Real-time tasks, and those that have inherited such a priority. */
static bool is_urgent(void)
{
	return current->prio < MAX_RT_PRIO;
}

/* Who is awake already will look by himself: nobody is gone past, and the queue is short. */
static int wake(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	default_wake_function(entry, mode, flags, key);
	list_del_init_careful(&entry->entry);
	return 1;
}

/* Who has been woken in vain is the next to be woken. */
static void queue_up(struct user_mutex *mutex, struct wait_queue_entry *entry, bool in_vain)
{
	struct wait_queue_head *queue = &mutex->others;

	entry->flags = WQ_FLAG_EXCLUSIVE;
	spin_lock_irq(&queue->lock);
	if (list_empty(&entry->entry)) {
		if (in_vain)
			__add_wait_queue(queue, entry);
		else
			__add_wait_queue_entry_tail(queue, entry);
	}
	set_current_state(TASK_INTERRUPTIBLE);
	spin_unlock_irq(&queue->lock);
}

/* Return: 0; -EINTR if a signal came; -EAGAIN if the caller has become urgent. */
static int wait_for(struct user_mutex *mutex)
{
	DEFINE_WAIT_FUNC(wait, wake);
	bool is_new = true;
	long timeout;
	int err;

	atomic_inc(&mutex->nr_waiting);
	for (;;) {
		queue_up(mutex, &wait, !is_new);
		timeout = is_new && READ_ONCE(mutex->overtaken) ? 1 : LOOK_AGAIN;
		err = timeout > 1 && rt_mutex_trylock(&mutex->rt) ? 0 :
		      signal_pending(current) ? -EINTR :
		      is_urgent() ? -EAGAIN : 1;
		if (err <= 0)
			break;
		if (!is_new)
			cmpxchg(&mutex->overtaken, NULL, current);
		schedule_timeout(timeout);
		is_new = false;
	}
	finish_wait(&mutex->others, &wait);
	cmpxchg(&mutex->overtaken, current, NULL);
	atomic_dec(&mutex->nr_waiting);
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
 * looks on for a moment while those who have been woken get up.
 */
static void look_on(struct user_mutex *mutex)
{
	u64 end = local_clock() + GET_UP_US * NSEC_PER_USEC;

	while (!rt_mutex_base_is_locked(&mutex->rt.rtmutex) && local_clock() < end)
		cpu_relax();
}

/**
 * user_mutex_lock - get the mutex
 * @mutex: the mutex
 *
 * Context: Process context; sleeps. user_mutex_unlock() must follow.
 * Return: 0, or -EINTR if a signal came.
 */
int user_mutex_lock(struct user_mutex *mutex)
{
	int err = -EAGAIN;

	might_lock(&mutex->rt);
	if (!is_urgent()) {
		if (READ_ONCE(mutex->last) == current && somebody_waits(mutex))
			look_on(mutex);
		err = !READ_ONCE(mutex->overtaken) && rt_mutex_trylock(&mutex->rt) ?
		      0 : wait_for(mutex);
	}
	if (err == -EAGAIN)
		err = rt_mutex_lock_interruptible(&mutex->rt);
	return err;
}

/**
 * user_mutex_trylock - get the mutex if nobody has it
 * @mutex: the mutex
 *
 * Context: Process context.
 * Return: whether the caller has got it; then user_mutex_unlock() must follow.
 */
bool user_mutex_trylock(struct user_mutex *mutex)
{
	return rt_mutex_trylock(&mutex->rt);
}

/**
 * user_mutex_unlock - give the mutex up
 * @mutex: the mutex, which the caller holds
 *
 * Context: Process context.
 */
void user_mutex_unlock(struct user_mutex *mutex)
{
	WRITE_ONCE(mutex->last, current);
	rt_mutex_unlock(&mutex->rt);
	if (wq_has_sleeper(&mutex->others))
		wake_up(&mutex->others);
}

/**
 * user_mutex_let_others - let others have the mutex first
 * @mutex: the mutex, which the caller has just given up, and will want again at once
 *
 * Context: Process context; sleeps for a moment if somebody waits.
 */
void user_mutex_let_others(struct user_mutex *mutex)
{
	if (somebody_waits(mutex))
		usleep_range(GET_UP_US, 2 * GET_UP_US);
	else
		cond_resched();
}
