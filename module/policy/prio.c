// SPDX-License-Identifier: GPL-2.0
/*
 * prio: strict priority. The highest priority runs; equals take turns by
 * quantum.
 *
 * As with SCHED_RR, a process that a higher one preempts stays at the head of
 * its queue and has the rest of its slice afterwards, so that equals take turns
 * however often they are preempted (sched(7)).
 */
#include "prio_queue.h"

static size_t prio_rq_size(const struct sim_config *config)
{
	return sizeof(struct prio_queue);
}

static void prio_init_rq(struct sim_vcpu *vcpu, const u64 *params)
{
	prio_queue_init(vcpu->rq);
}

static void prio_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	prio_queue_add(vcpu->rq, proc, why);
}

static void prio_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	prio_queue_remove(vcpu->rq, proc);
}

static struct sim_proc *prio_pick(struct sim_vcpu *vcpu)
{
	return prio_queue_pick(vcpu->rq);
}

static bool prio_preempts(const struct sim_vcpu *vcpu)
{
	return prio_queue_highest(vcpu->rq) > vcpu->curr->eff.priority;
}

static bool prio_contends(const struct sim_vcpu *vcpu)
{
	return prio_queue_highest(vcpu->rq) >= vcpu->curr->eff.priority;
}

static int prio_moves(const struct sim_urgency *from,
		      const struct sim_urgency *to)
{
	return to->priority - from->priority;
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
	.moves		= prio_moves,
};
