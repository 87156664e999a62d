// SPDX-License-Identifier: GPL-2.0
/*
 * eevdf: delayed dequeue (delay_dequeue). Who blocks with negative lag goes on to count in
 * virtual time until that lag is spent, as if it waited. So it cannot get rid of it by a
 * short sleep, nor does it keep it for a long one; and others have no more than their share
 * of what it gave up. See eevdf.c.
 *
 * As DELAY_DEQUEUE and DELAY_ZERO of kernel/sched/fair.c: set_delayed(),
 * requeue_delayed_entity() and finish_delayed_dequeue_entity(). There, one that has blocked
 * stays in the tree, and when it is picked, it goes instead, without the positive lag that
 * it may have by then. Here it goes as soon as it is eligible: whoever is picked does not
 * depend on it. It is in no tree, as it may have an alarm, or be among the waiters of an
 * object. What it leaves behind (struct eevdf_delayed) also counts when it is killed.
 *
 * At most EEVDF_MAX_DELAYED are delayed at once; more leave with their lag, as without
 * delay_dequeue. So the work of an operation is bounded. Where a run queue spans several
 * vCPUs nobody is delayed: a queue of Linux does not.
 */
#include "eevdf.h"

/**
 * eevdf_find_delayed - find out what a process has left behind
 * @queue: what the policy keeps in its run queue
 * @proc: the process
 *
 * Return: what counts of it; or NULL: it is not delayed, or its lag is spent.
 */
struct eevdf_delayed *eevdf_find_delayed(struct eevdf_rq *queue,
					 const struct sim_proc *proc)
{
	u32 i;

	if (likely(!eevdf_of(proc)->delayed))
		return NULL;
	for (i = 0; i < queue->nr_delayed; i++)
		if (queue->delayed[i].serial == proc->serial)
			return &queue->delayed[i];
	return NULL;
}

/* The one whose lag is spent first, or NULL. */
static const struct eevdf_delayed *first(const struct eevdf_rq *queue)
{
	const struct eevdf_delayed *best = NULL;
	u32 i;

	for (i = 0; i < queue->nr_delayed; i++)
		if (!best || queue->delayed[i].vruntime < best->vruntime)
			best = &queue->delayed[i];
	return best;
}

/* It is @queue->delayed no more. */
static void forget(struct eevdf_rq *queue, const struct eevdf_delayed *delayed)
{
	queue->nr_delayed--;
	queue->delayed[delayed - queue->delayed] = queue->delayed[queue->nr_delayed];
}

/* It does not count any more. */
static void drop(struct eevdf_rq *queue, const struct eevdf_delayed *delayed)
{
	eevdf_sum_sub(&queue->sum, delayed->vruntime, delayed->weight);
	queue->load -= delayed->weight;
	queue->nr--;
	forget(queue, delayed);
}

/**
 * eevdf_delay - a process blocks: does it go on to count?
 * @rq: the run queue
 * @proc: the process, which takes part, charged up to now
 *
 * Return: whether it does; else it has to leave (eevdf_leave()).
 */
bool eevdf_delay(struct sim_rq *rq, struct sim_proc *proc)
{
	struct eevdf_rq *queue = sim_rq_data(rq);
	struct eevdf_proc *p = sim_proc_data(proc);

	if (likely(!rq->params[EEVDF_DELAY_DEQUEUE]) || rq->nr_vcpus > 1 ||
	    queue->nr_delayed == EEVDF_MAX_DELAYED ||
	    queue->nr == queue->nr_delayed + 1 || eevdf_eligible(queue, proc))
		return false;
	queue->delayed[queue->nr_delayed++] = (struct eevdf_delayed) {
		.vruntime = p->vruntime,
		.serial = proc->serial,
		.weight = eevdf_weight(&proc->eff),
	};
	p->takes_part = false;
	p->delayed = true;
	p->lag = 0;
	return true;
}

/**
 * eevdf_requeue - a process that was delayed wakes up
 * @queue: what the policy keeps in its run queue
 * @proc: the process
 *
 * It takes part again as before. If its lag is spent, it takes no part yet, and has none.
 */
void eevdf_requeue(struct eevdf_rq *queue, struct sim_proc *proc)
{
	const struct eevdf_delayed *delayed = eevdf_find_delayed(queue, proc);
	struct eevdf_proc *p = sim_proc_data(proc);

	p->delayed = false;
	if (!delayed)
		return;
	if (p->vruntime < eevdf_now(queue)) {
		drop(queue, delayed);
		return;
	}
	forget(queue, delayed);
	p->takes_part = true;
}

/**
 * eevdf_take_along - a process that may be delayed comes into another run queue
 * @rq: the one that it leaves
 * @proc: the process, which takes no part
 *
 * Return: whether virtual time has changed for those that it leaves.
 */
bool eevdf_take_along(struct sim_rq *rq, struct sim_proc *proc)
{
	struct eevdf_rq *queue = sim_rq_data(rq);
	const struct eevdf_delayed *delayed = eevdf_find_delayed(queue, proc);
	struct eevdf_proc *p = sim_proc_data(proc);

	p->delayed = false;
	if (!delayed)
		return false;
	p->lag = min(eevdf_lag(rq, proc, p->vruntime), 0LL);
	drop(queue, delayed);
	return true;
}

/**
 * eevdf_expire - those whose lag is spent are not delayed any more
 * @queue: what the policy keeps in a run queue
 *
 * One after the other: without positive lag, virtual time is less.
 */
void eevdf_expire(struct eevdf_rq *queue)
{
	const struct eevdf_delayed *delayed;

	while ((delayed = first(queue)) && delayed->vruntime <= eevdf_now(queue))
		drop(queue, delayed);
}

/**
 * eevdf_expires_in - when is the lag of the first that is delayed spent?
 * @queue: what the policy keeps in a run queue of one vCPU
 * @curr: the process that runs there, or is about to
 *
 * Virtual time has to come to its vruntime: all by the vruntime of @curr.
 *
 * Return: ns of CPU time, or SIM_NEVER.
 */
u64 eevdf_expires_in(const struct eevdf_rq *queue, const struct sim_proc *curr)
{
	u64 now = eevdf_now(queue), gap, rest;
	u32 weight = eevdf_weight(&curr->eff);

	gap = first(queue)->vruntime;
	if (gap <= now)
		return 0;
	gap -= now;
	/* Not within 104 days. */
	if (gap > div64_u64(S64_MAX, queue->load))
		return SIM_NEVER;
	/* What virtual time has of its next ns: less than the load, so 64 bits are enough. */
	rest = queue->sum.low - now * queue->load;
	gap = div_u64(gap * queue->load - rest + weight - 1, weight);
	return eevdf_time_until(curr, eevdf_of(curr)->vruntime + gap);
}
