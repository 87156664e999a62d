/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A queue a priority and a bitmap of those that are not empty, as in the
 * kernel's rt_prio_array: everything is O(1).
 */
#ifndef POLICY_PRIO_QUEUE_H
#define POLICY_PRIO_QUEUE_H

#include "policy.h"

#define NR_PRIORITIES	(SCHEDSIM_MAX_PRIORITY + 1)

struct prio_queue {
	DECLARE_BITMAP(waiting, NR_PRIORITIES);
	struct list_head queues[NR_PRIORITIES];
};

static inline void prio_queue_init(struct prio_queue *queue)
{
	u32 i;

	for (i = 0; i < NR_PRIORITIES; i++)
		INIT_LIST_HEAD(&queue->queues[i]);
}

static inline bool prio_queue_empty(const struct prio_queue *queue)
{
	return bitmap_empty(queue->waiting, NR_PRIORITIES);
}

/* The highest priority that waits; the queue must not be empty. */
static inline u32 prio_queue_highest(const struct prio_queue *queue)
{
	return find_last_bit(queue->waiting, NR_PRIORITIES);
}

/* At the head of its equals, or else at the end. */
static inline void prio_queue_add(struct prio_queue *queue,
				  struct sim_proc *proc, enum sim_enqueue why)
{
	u32 priority = proc->eff.priority;

	if (sim_enqueue_first(why))
		list_add(&proc->node, &queue->queues[priority]);
	else
		list_add_tail(&proc->node, &queue->queues[priority]);
	__set_bit(priority, queue->waiting);
}

static inline void prio_queue_remove(struct prio_queue *queue,
				     struct sim_proc *proc)
{
	u32 priority = proc->eff.priority;

	list_del(&proc->node);
	if (list_empty(&queue->queues[priority]))
		__clear_bit(priority, queue->waiting);
}

/* Take out the first of the highest priority; the queue must not be empty. */
static inline struct sim_proc *prio_queue_pick(struct prio_queue *queue)
{
	struct sim_proc *proc;

	proc = list_first_entry(&queue->queues[prio_queue_highest(queue)],
				struct sim_proc, node);
	prio_queue_remove(queue, proc);
	return proc;
}

#endif /* POLICY_PRIO_QUEUE_H */
