/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A mutex of users who may not trust each other.
 */
#ifndef SCHEDSIM_USER_MUTEX_H
#define SCHEDSIM_USER_MUTEX_H

#include <linux/lockdep.h>
#include <linux/rtmutex.h>
#include <linux/wait.h>

/**
 * struct user_mutex - a mutex
 * @rt: the mutex; real-time waiters are in its queue, and its holder inherits
 *      their priority
 * @others: those of the other waiters who sleep
 * @nr_waiting: number of the other waiters
 * @last: who had it last, who may be gone: to be compared, not to be looked at
 * @in_vain: has one of them been woken in vain?
 * @give_way_until: in jiffies: who comes before that queues up first
 * @keeps_cpu: is the holder not preempted? (the holder)
 * @kept_since: then: by local_clock(), since when (the holder)
 */
struct user_mutex {
	struct rt_mutex rt;
	struct wait_queue_head others;
	atomic_t nr_waiting;
	const struct task_struct *last;
	bool in_vain;
	unsigned long give_way_until;
	bool keeps_cpu;
	u64 kept_since;
};

void user_mutex_init(struct user_mutex *mutex);
int user_mutex_lock(struct user_mutex *mutex);
bool user_mutex_trylock(struct user_mutex *mutex);
void user_mutex_unlock(struct user_mutex *mutex);
void user_mutex_rest(struct user_mutex *mutex);
void user_mutex_let_sleep(struct user_mutex *mutex);
void user_mutex_keep_cpu(struct user_mutex *mutex);
void user_mutex_let_others(struct user_mutex *mutex, bool is_humble);

static inline bool user_mutex_is_held(const struct user_mutex *mutex)
{
	return lockdep_is_held(&mutex->rt);
}

#endif /* SCHEDSIM_USER_MUTEX_H */
