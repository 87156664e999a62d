// SPDX-License-Identifier: GPL-2.0
/*
 * prio: strict priority. The process of the highest priority runs; processes of
 * equal priority take turns by quantum.
 *
 * As with SCHED_RR, a process that is preempted by a higher priority stays at
 * the head of its equals, and has the rest of its slice later. So equals take
 * turns however often they are preempted (sched(7)).
 *
 * With the parameter "tail" it goes behind its equals instead, and has a new
 * slice later, as if its slice had run out: so in exercise 5.18 of Silberschatz,
 * Galvin and Gagne, "Operating System Concepts", 10th edition, 2018.
 *
 * Who holds a mutex with a ceiling takes no turns: one of its equals might lock what the
 * ceiling protects.
 *
 * Without the parameter "preempt" a process runs until it gives up the vCPU:
 * non-preemptive priority scheduling, section 5.3.4 of the same book.
 */
#include "policies.h"

enum { PREEMPT, TAIL };

static const struct sim_param prio_params[] = {
	[PREEMPT] = {
		.name = "preempt", .kind = SCHEDSIM_PARAM_BOOL, .max = 1,
		.initial = 1,
	},
	[TAIL] = { .name = "tail", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
};

static u32 level_of(const struct sim_proc *proc)
{
	return SCHEDSIM_MAX_PRIORITY - proc->eff.priority;
}

static void prio_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	bool first = sim_enqueue_first(why);

	if (why == SIM_ENQUEUE_PREEMPTED && rq->params[TAIL]) {
		proc->slice_used = 0;
		first = proc->eff.ceiling;
	} else if (why == SIM_ENQUEUE_EXPIRED) {
		first = proc->eff.ceiling;
	}
	sim_levels_add(rq, sim_rq_data(rq), proc, level_of(proc), first);
}

static void prio_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_dequeue why)
{
	sim_levels_remove(rq, sim_rq_data(rq), proc, level_of(proc));
}

static struct sim_proc *prio_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return sim_levels_first(rq, sim_rq_data(rq), vcpu);
}

static u64 prio_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		      struct sim_proc *proc)
{
	return rq->params[PREEMPT] ? sim_custom_slice_left(rq, vcpu, proc) :
				     SIM_NO_SLICE;
}

static bool prio_before(const struct sim_rq *rq, const struct sim_proc *a,
			const struct sim_proc *b)
{
	return a->eff.priority > b->eff.priority;
}

static bool prio_wakeup_preempt(const struct sim_rq *rq,
				const struct sim_proc *first,
				const struct sim_proc *curr)
{
	return rq->params[PREEMPT] && prio_before(rq, first, curr);
}

static u64 prio_rank(const struct sim_proc *proc)
{
	return level_of(proc);
}

static bool prio_contended(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	const struct sim_proc *first = prio_pick(rq, vcpu);

	return first && first->eff.priority >= vcpu->curr->eff.priority;
}

static u64 prio_urgency(const struct sim_eff *eff)
{
	return eff->priority;
}

const struct sim_policy sim_policy_prio = {
	.name		= "prio",
	.summary	= "the highest priority; equals take turns",
	.params		= prio_params,
	.nr_params	= ARRAY_SIZE(prio_params),
	.rq_size	= sizeof(struct sim_levels),
	.enqueue	= prio_enqueue,
	.dequeue	= prio_dequeue,
	.pick		= prio_pick,
	.slice		= prio_slice,
	.wakeup_preempt	= prio_wakeup_preempt,
	.before		= prio_before,
	.rank		= prio_rank,
	.contended	= prio_contended,
	.urgency	= prio_urgency,
};
