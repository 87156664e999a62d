// SPDX-License-Identifier: GPL-2.0
/*
 * prio: strict priority. The highest priority runs; equals take turns by
 * quantum.
 *
 * A queue a priority and a bitmap of those that are not empty, as in the
 * kernel's rt_prio_array: everything is O(1). As with SCHED_RR, a process that
 * a higher one preempts stays at the head of its queue and has the rest of its
 * slice afterwards, so that equals take turns however often they are preempted
 * (sched(7)).
 */
#include "../engine/policy.h"

#define NR_PRIORITIES	(SCHEDSIM_MAX_PRIORITY + 1)

struct prio_rq {
	DECLARE_BITMAP(waiting, NR_PRIORITIES);
	struct list_head queues[NR_PRIORITIES];
};

static size_t prio_rq_size(const struct sim_config *config)
{
	return sizeof(struct prio_rq);
}

static void prio_init_rq(struct sim_vcpu *vcpu)
{
	struct prio_rq *rq = vcpu->rq;
	u32 i;

	for (i = 0; i < NR_PRIORITIES; i++)
		INIT_LIST_HEAD(&rq->queues[i]);
}

/* The highest priority that waits; the queue must not be empty. */
static u32 prio_highest(const struct prio_rq *rq)
{
	return find_last_bit(rq->waiting, NR_PRIORITIES);
}

static void prio_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	struct prio_rq *rq = vcpu->rq;
	u32 priority = proc->eff.priority;

	if (why == SIM_ENQUEUE_PREEMPTED)
		list_add(&proc->node, &rq->queues[priority]);
	else
		list_add_tail(&proc->node, &rq->queues[priority]);
	__set_bit(priority, rq->waiting);
}

static void prio_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	struct prio_rq *rq = vcpu->rq;
	u32 priority = proc->eff.priority;

	list_del(&proc->node);
	if (list_empty(&rq->queues[priority]))
		__clear_bit(priority, rq->waiting);
}

static struct sim_proc *prio_pick(struct sim_vcpu *vcpu)
{
	struct prio_rq *rq = vcpu->rq;
	struct sim_proc *proc;

	proc = list_first_entry(&rq->queues[prio_highest(rq)], struct sim_proc,
				node);
	prio_dequeue(vcpu, proc);
	return proc;
}

static bool prio_preempts(const struct sim_vcpu *vcpu)
{
	return prio_highest(vcpu->rq) > vcpu->curr->eff.priority;
}

static bool prio_contends(const struct sim_vcpu *vcpu)
{
	return prio_highest(vcpu->rq) >= vcpu->curr->eff.priority;
}

const struct sim_policy sim_policy_prio = {
	.name		= "prio",
	.rq_size	= prio_rq_size,
	.init_rq	= prio_init_rq,
	.enqueue	= prio_enqueue,
	.dequeue	= prio_dequeue,
	.pick		= prio_pick,
	.preempts	= prio_preempts,
	.contends	= prio_contends,
};
