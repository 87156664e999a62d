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
 *
 * The floor of a queue is the least virtual runtime seen in it, and only
 * rises. Newcomers start there; sleepers come back there if they are behind, so
 * that time asleep is no credit.
 */
#include "../engine/heap.h"
#include "../engine/policy.h"

#define NICE_0_WEIGHT	1024

/* The kernel's sched_prio_to_weight[]. */
static const u32 nice_to_weight[SCHEDSIM_MAX_NICE - SCHEDSIM_MIN_NICE + 1] = {
	88761, 71755, 56483, 46273, 36291,	/* -20 */
	29154, 23254, 18705, 14949, 11916,	/* -15 */
	 9548,  7620,  6100,  4904,  3906,	/* -10 */
	 3121,  2501,  1991,  1586,  1277,	/*  -5 */
	 1024,   820,   655,   526,   423,	/*   0 */
	  335,   272,   215,   172,   137,	/*   5 */
	  110,    87,    70,    56,    45,	/*  10 */
	   36,    29,    23,    18,    15,	/*  15 */
};

struct fair_rq {
	u64 floor;
	struct sim_heap heap;	/* by vruntime, then in order of enqueueing */
};

static size_t fair_rq_size(const struct sim_config *config)
{
	return offsetof(struct fair_rq, heap) + sim_heap_size(config->max_procs);
}

static void fair_init_rq(struct sim_vcpu *vcpu)
{
	struct fair_rq *rq = vcpu->rq;

	sim_heap_init(&rq->heap, &vcpu->sim->store);
}

/* To be called when one that runs or waits on @vcpu has more than before. */
static void fair_raise_floor(const struct sim_vcpu *vcpu)
{
	struct fair_rq *rq = vcpu->rq;
	u64 least = sim_heap_min_key(&rq->heap);

	if (vcpu->curr)
		least = min(least, vcpu->curr->vruntime);
	if (least != U64_MAX)
		rq->floor = max(rq->floor, least);
}

static void fair_join(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	struct fair_rq *rq = vcpu->rq;

	proc->vruntime = rq->floor;
	proc->vruntime_rest = 0;
}

static void fair_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	struct fair_rq *rq = vcpu->rq;

	if (why == SIM_ENQUEUE_WOKEN)
		proc->vruntime = max(proc->vruntime, rq->floor);
	sim_heap_insert(&rq->heap, proc->id, proc->vruntime,
			vcpu->sim->enqueues++);
	fair_raise_floor(vcpu);
}

/* The floor stays, for it may be put back at once, with other attributes. */
static void fair_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	struct fair_rq *rq = vcpu->rq;

	sim_heap_remove(&rq->heap, proc->id);
}

static struct sim_proc *fair_pick(struct sim_vcpu *vcpu)
{
	struct fair_rq *rq = vcpu->rq;
	struct sim_proc *proc = vcpu->sim->procs[sim_heap_pop(&rq->heap)];

	/* It runs alone, and has the least: the floor rises up to it. */
	rq->floor = max(rq->floor, proc->vruntime);
	return proc;
}

/*
 * The rest of the division is kept, so that the sum does not depend on how
 * often it is asked for.
 */
static void fair_charge(struct sim_vcpu *vcpu, struct sim_proc *proc, u64 ran)
{
	u32 weight = nice_to_weight[proc->eff.nice - SCHEDSIM_MIN_NICE];

	if (weight == NICE_0_WEIGHT) {
		proc->vruntime += ran;
	} else {
		u64 rest, whole = div64_u64_rem(ran, weight, &rest);

		/* What is left of another weight's division is less than 1 ns. */
		rest = rest * NICE_0_WEIGHT +
		       min(proc->vruntime_rest, weight - 1);
		proc->vruntime += whole * NICE_0_WEIGHT +
				  div_u64_rem(rest, weight, &proc->vruntime_rest);
	}
	fair_raise_floor(vcpu);
}

/* Behind or ahead by the same there as here, as far as there is room. */
static void fair_migrate(struct sim_vcpu *from, struct sim_vcpu *to,
			 struct sim_proc *proc)
{
	const struct fair_rq *old = from->rq, *new = to->rq;

	proc->vruntime = max(proc->vruntime, old->floor) - old->floor + new->floor;
}

const struct sim_policy sim_policy_fair = {
	.name		= "fair",
	.rq_size	= fair_rq_size,
	.init_rq	= fair_init_rq,
	.join		= fair_join,
	.enqueue	= fair_enqueue,
	.dequeue	= fair_dequeue,
	.pick		= fair_pick,
	.charge		= fair_charge,
	.migrate	= fair_migrate,
};
