// SPDX-License-Identifier: GPL-2.0
/*
 * How long a task has to wait for less urgent ones, which hold mutexes.
 *
 * L. Sha, R. Rajkumar and J. P. Lehoczky, "Priority Inheritance Protocols: An Approach to
 * Real-Time Synchronization", IEEE Transactions on Computers 39(9), 1990. Only a section that a
 * less urgent task has begun before can block, of a mutex that a task as urgent, or more,
 * uses as well. With priority inheritance each such task blocks with one section at most, and
 * each mutex once (theorem 6): the lesser of the two sums is the bound, as in G. C. Buttazzo,
 * "Hard Real-Time Computing Systems", 3rd edition, 2011, chapter 7. With the immediate priority
 * ceiling, it is one section in all (theorem 12).
 */
#include <stdio.h>

#include "analyse/analyse.h"

static bool fail(char *reason, const char *format, const char *mutex, const char *name)
{
	snprintf(reason, RT_REASON_LEN, format, mutex, name);
	return false;
}

/* The most urgent rank of those who use a mutex, or that of who holds it. */
static __u64 ceiling_of(const struct rt_set *set, __u32 mutex)
{
	__u64 ceiling = RT_NEVER;
	__u32 i;

	if (set->mutexes[mutex].protocol == RT_PROTOCOL_CEILING)
		return set->mutexes[mutex].ceiling;
	for (i = 0; i < set->nr; i++)
		if (set->tasks[i].rank < ceiling && rt_longest_section(&set->tasks[i], mutex))
			ceiling = set->tasks[i].rank;
	return ceiling;
}

/* The longest section of a mutex that a task less urgent than @rank has. */
static __u64 longest_below(const struct rt_set *set, __u32 mutex, __u64 rank)
{
	__u64 longest = 0;
	__u32 i;

	for (i = 0; i < set->nr; i++) {
		__u64 section = rt_longest_section(&set->tasks[i], mutex);

		if (set->tasks[i].rank > rank && section > longest)
			longest = section;
	}
	return longest;
}

/* One that can preempt @low, which holds a mutex, while @high waits for it; or NULL. */
static const struct rt_task *between(const struct rt_set *set, const struct rt_task *high,
				     const struct rt_task *low)
{
	__u32 i;

	for (i = 0; i < set->nr; i++) {
		const struct rt_task *task = &set->tasks[i];

		if (task != low && task->rank > high->rank && task->rank <= low->rank)
			return task;
	}
	return NULL;
}

/*
 * Without a protocol there is no bound for those who use @mutex, nor for whom they delay
 * later than they should. But if nobody comes between, it is as with inheritance.
 */
static bool has_inversion(const struct rt_set *set, __u32 mutex, char *reason)
{
	const struct rt_task *middle;
	__u32 i, j;

	for (i = 0; i < set->nr; i++) {
		if (!rt_longest_section(&set->tasks[i], mutex))
			continue;
		for (j = 0; j < set->nr; j++) {
			if (set->tasks[j].rank <= set->tasks[i].rank ||
			    !rt_longest_section(&set->tasks[j], mutex))
				continue;
			middle = between(set, &set->tasks[i], &set->tasks[j]);
			if (middle)
				return !fail(reason,
					     "no bound: '%s' does not keep '%s' from coming between",
					     set->mutexes[mutex].name, middle->name);
		}
	}
	return false;
}

/* Who waits inside a section may hold up others for longer than that section. */
static bool has_nested(const struct rt_set *set, char *reason)
{
	__u32 i, j;

	for (i = 0; i < set->nr; i++) {
		const struct rt_task *task = &set->tasks[i];

		for (j = 0; task->nested && j < task->nr_sections; j++) {
			__u32 mutex = task->sections[j].mutex;

			if (set->mutexes[mutex].protocol != RT_PROTOCOL_CEILING &&
			    rt_nr_users(set, mutex) > 1)
				return !fail(reason,
					     "mutex '%s', without a ceiling, is locked along with others by '%s'",
					     set->mutexes[mutex].name, task->name);
		}
	}
	return false;
}

/* The longest section of a less urgent task that can block with inheritance. */
static __u64 longest_of(const struct rt_set *set, const struct rt_task *task, __u64 rank)
{
	__u64 longest = 0;
	__u32 i;

	for (i = 0; i < task->nr_sections; i++) {
		__u32 mutex = task->sections[i].mutex;

		if (task->sections[i].runtime > longest &&
		    set->mutexes[mutex].protocol != RT_PROTOCOL_CEILING &&
		    ceiling_of(set, mutex) <= rank)
			longest = task->sections[i].runtime;
	}
	return longest;
}

/**
 * rt_blocking - the longest that a task is blocked
 * @set: the tasks
 * @of: the index of the task
 * @blocking: out: in ns
 * @reason: out, if there is no bound: why
 *
 * Return: whether there is a bound.
 */
bool rt_blocking(const struct rt_set *set, __u32 of, __u64 *blocking, char *reason)
{
	__u64 rank = set->tasks[of].rank, by_mutex = 0, by_task = 0, ceiling = 0, section;
	__u32 i;

	if (has_nested(set, reason))
		return false;
	for (i = 0; i < set->nr_mutexes; i++) {
		if (ceiling_of(set, i) > rank)
			continue;
		section = longest_below(set, i, rank);
		if (set->mutexes[i].protocol == RT_PROTOCOL_CEILING)
			ceiling = section > ceiling ? section : ceiling;
		else
			by_mutex = rt_add(by_mutex, section);
		if (set->mutexes[i].protocol == RT_PROTOCOL_NONE && has_inversion(set, i, reason))
			return false;
	}
	for (i = 0; i < set->nr; i++)
		if (set->tasks[i].rank > rank)
			by_task = rt_add(by_task, longest_of(set, &set->tasks[i], rank));
	*blocking = rt_add(ceiling, by_mutex < by_task ? by_mutex : by_task);
	return true;
}
