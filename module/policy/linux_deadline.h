/* SPDX-License-Identifier: GPL-2.0 */
/*
 * linux: SCHED_DEADLINE, the layer above all others. Each process of it has a server, as
 * under edf (server.h), and the one whose server's deadline comes first runs.
 *
 * A process of another class that has inherited SCHED_DEADLINE through a mutex, or has it
 * from a ceiling, runs before all of that class, without a budget. In Linux it runs by the
 * deadline of the waiter (pi_of() in kernel/sched/deadline.c of 6.12); here a deadline is
 * nothing that can be lent. A process of SCHED_DEADLINE that others wait for keeps its own
 * deadline and budget; in Linux it is not throttled.
 */
#ifndef POLICY_LINUX_DEADLINE_H
#define POLICY_LINUX_DEADLINE_H

#include "grub.h"
#include "vruntime.h"

/**
 * struct linux_proc - what the policy keeps in a process
 * @fair: for the fair layer
 * @server: its server, if it is of SCHED_DEADLINE
 */
struct linux_proc {
	struct vruntime_proc fair;
	struct server server;
};

/**
 * struct deadline_rq - what the policy keeps in a run queue
 * @root: the processes of this layer that wait, in the order of deadlines
 * @replenish: when the first of those that are throttled is not any more, or SIM_NEVER
 * @grub: the bandwidth, if that is reclaimed
 */
struct deadline_rq {
	struct sim_tree_node *root;
	u64 replenish;
	struct grub grub;
};

static inline struct server *linux_server(const struct sim_proc *proc)
{
	return &((struct linux_proc *)proc->data)->server;
}

/* Is it of this layer? */
static inline bool linux_is_deadline(const struct sim_eff *eff)
{
	return unlikely(eff->sched_class == SCHEDSIM_CLASS_DEADLINE);
}

/* When the timer has to fire for this layer. */
static inline u64 linux_deadline_next(const struct sim_rq *rq, const struct deadline_rq *queue)
{
	return min(queue->replenish, grub_next(rq, &queue->grub));
}

int linux_deadline_compare(const struct sim_proc *a, const struct sim_proc *b);
void linux_deadline_enqueue(struct sim_rq *rq, struct deadline_rq *queue,
			    struct sim_proc *proc, enum sim_enqueue why);
void linux_deadline_dequeue(struct sim_rq *rq, struct deadline_rq *queue,
			    struct sim_proc *proc);
u64 linux_deadline_slice(struct sim_rq *rq, struct deadline_rq *queue,
			 struct sim_proc *proc);
void linux_deadline_timer(struct sim_rq *rq, struct deadline_rq *queue);
void linux_deadline_report(const struct sim_proc *proc, u64 *values);

#endif /* POLICY_LINUX_DEADLINE_H */
