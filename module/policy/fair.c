// SPDX-License-Identifier: GPL-2.0
/*
 * fair: weighted fair sharing by virtual runtime. Whoever has the least runs.
 *
 * A process's virtual runtime grows by 1024 / weight for each ns it runs, the
 * weight being 1.25 times greater for each step of nice, so that CPU time is
 * shared in proportion to weight. This is CFS without its granularities: see
 * Documentation/scheduler/sched-design-CFS.rst, and for the idea Goyal, Guo and
 * Vin, "A Hierarchical CPU Scheduler for Multimedia Operating Systems", OSDI
 * 1996, section 3 (start-time fair queuing).
 */
#include "fair_queue.h"

static size_t fair_rq_size(const struct sim_config *config)
{
	return fair_queue_size(config);
}

static void fair_init_rq(struct sim_vcpu *vcpu, const u64 *params)
{
	struct fair_queue *queue = vcpu->rq;

	sim_heap_init(&queue->heap, &vcpu->sim->store);
}

static void fair_join(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	fair_queue_join(vcpu->rq, proc);
}

static void fair_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	struct fair_queue *queue = vcpu->rq;

	if (why == SIM_ENQUEUE_WOKEN)
		proc->vruntime = max(proc->vruntime, queue->floor);
	fair_queue_add(queue, vcpu->sim, proc, vcpu->curr);
}

/* The floor stays, for it may be put back at once, with other attributes. */
static void fair_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	struct fair_queue *queue = vcpu->rq;

	sim_heap_remove(&queue->heap, proc->id);
}

static struct sim_proc *fair_pick(struct sim_vcpu *vcpu)
{
	return fair_queue_pick(vcpu->rq, vcpu->sim);
}

static void fair_charge(struct sim_vcpu *vcpu, struct sim_proc *proc, u64 ran)
{
	fair_queue_charge(vcpu->rq, proc, ran);
}

static void fair_migrate(struct sim_vcpu *from, struct sim_vcpu *to,
			 struct sim_proc *proc)
{
	fair_queue_migrate(from->rq, to->rq, proc);
}

static int fair_moves(const struct sim_urgency *from,
		      const struct sim_urgency *to)
{
	return from->nice != to->nice;
}

static void fair_reweigh(struct sim_vcpu *vcpu, struct sim_proc *proc,
			 const struct sim_urgency *from)
{
	fair_queue_reweigh(vcpu->rq, proc, from);
}

const struct sim_policy sim_policy_fair = {
	.name		= "fair",
	.rq_size	= fair_rq_size,
	.init_rq	= fair_init_rq,
	.join		= fair_join,
	.enqueue	= fair_enqueue,
	.dequeue	= fair_dequeue,
	.pick		= fair_pick,
	.moves		= fair_moves,
	.charge		= fair_charge,
	.reweigh	= fair_reweigh,
	.migrate	= fair_migrate,
};
