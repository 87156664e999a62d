// SPDX-License-Identifier: GPL-2.0
/*
 * mlfq: a multi-level feedback queue, by the rules of R. and A. Arpaci-Dusseau,
 * "Operating Systems: Three Easy Pieces", chapter 8, and their mlfq.py:
 *
 *  1. The topmost queue that is not empty runs; it preempts lower ones at once.
 *  2. The processes of one queue take turns, by the queue's quantum.
 *  3. A process begins in the topmost queue.
 *  4. Once it has used up its allotment of slices in a queue, however often it
 *     gave up the vCPU meanwhile, it goes down a queue. What is used of a slice
 *     stays used; with "stay", giving up the vCPU makes slice and allotment
 *     new. With "bump", one that wakes up goes to the front of its queue, before
 *     the one that runs even.
 *  5. At each multiple of the boost interval all go to the topmost queue: those
 *     of the lowest queue first, and whoever runs as the first of its queue.
 *
 * A boost gives everybody a new allotment, and a new slice with it, but for those
 * of the topmost queue: they keep what they have used of theirs, so that turns
 * are taken there however often boosts come. The book's program is different:
 * what is left of the slice becomes as many units of time as the allotment has
 * slices, and the allotment stays as it is. A "boost_left" that is not 0 does the
 * same, but never makes more of what is left in the topmost queue.
 *
 * Nobody looks at sleeping processes when a boost comes, nor, but for
 * "boost_left", at one that runs alone: they remember the last boost they have
 * had, and catch up.
 */
#include "mlfq.h"

#define QUANTUM_PARAM(n)						\
	{								\
		.name = "quantum" #n, .kind = SCHEDSIM_PARAM_SLICE,	\
		.max = SCHEDSIM_MAX_QUANTUM_NS,				\
	}
#define ALLOTMENT_PARAM(n)						\
	{ .name = "allotment" #n, .min = 1, .max = 1000000, .initial = 1 }

static const struct sim_param mlfq_params[NR_PARAMS] = {
	[QUEUES] = {
		.name = "queues", .min = 1, .max = MAX_QUEUES, .initial = 3,
	},
	[BOOST] = {
		.name = "boost", .kind = SCHEDSIM_PARAM_SLICE,
		.max = SCHEDSIM_MAX_TIME_NS,
	},
	[BOOST_LEFT] = {
		.name = "boost_left", .kind = SCHEDSIM_PARAM_SLICE,
		.max = SCHEDSIM_MAX_QUANTUM_NS,
	},
	[STAY] = { .name = "stay", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
	[BUMP] = { .name = "bump", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
	/* Of the queues, the topmost first; a quantum of 0 is the simulation's. */
	QUANTUM_PARAM(1), QUANTUM_PARAM(2), QUANTUM_PARAM(3), QUANTUM_PARAM(4),
	QUANTUM_PARAM(5), QUANTUM_PARAM(6), QUANTUM_PARAM(7), QUANTUM_PARAM(8),
	ALLOTMENT_PARAM(1), ALLOTMENT_PARAM(2), ALLOTMENT_PARAM(3),
	ALLOTMENT_PARAM(4), ALLOTMENT_PARAM(5), ALLOTMENT_PARAM(6),
	ALLOTMENT_PARAM(7), ALLOTMENT_PARAM(8),
};

/* Up to when slices and boosts have passed for those nobody looked at. */
static u64 passed(const struct sim *sim)
{
	return sim->config.tie == SCHEDSIM_TIE_ARRIVAL_FIRST && sim->now ?
	       sim->now - 1 : sim->now;
}

static size_t mlfq_rq_size(const struct sim_config *config)
{
	return sizeof(struct mlfq_rq);
}

static void mlfq_init_rq(struct sim_vcpu *vcpu, const u64 *params)
{
	struct mlfq_rq *rq = vcpu->rq;
	u32 i;

	memcpy(rq->params, params, sizeof(rq->params));
	rq->boosted = mlfq_last_boost(rq, passed(vcpu->sim));
	for (i = 0; i < MAX_QUEUES; i++)
		INIT_LIST_HEAD(&rq->queues[i]);
}

/**
 * mlfq_slice - how long a process's slice is
 * @vcpu: where it is
 * @proc: the process
 *
 * Return: ns.
 */
u64 mlfq_slice(const struct sim_vcpu *vcpu, const struct sim_proc *proc)
{
	u64 slice = mlfq_queue_slice(vcpu->rq, vcpu->sim,
				     proc->policy.mlfq.level);

	return min(slice, proc->policy.mlfq.limit);
}

/**
 * mlfq_catch_up - let a process have the last boost, unless it has had it
 * @vcpu: where it is
 * @proc: the process
 */
void mlfq_catch_up(const struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	const struct mlfq_rq *rq = vcpu->rq;
	u64 left = rq->params[BOOST_LEFT], limit = SIM_NEVER;

	if (proc->policy.mlfq.boosted >= rq->boosted)
		return;
	proc->policy.mlfq.boosted = rq->boosted;
	if (proc->policy.mlfq.level)
		proc->slice_used = 0;
	else
		limit = proc->policy.mlfq.limit;
	if (left)
		limit = min(limit, proc->slice_used + left);
	else
		proc->policy.mlfq.left = rq->params[ALLOTMENT];
	proc->policy.mlfq.limit = limit;
	proc->policy.mlfq.level = 0;
}

/* The book's program boosts those, too, that have not arrived yet. */
static void mlfq_join(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	const struct mlfq_rq *rq = vcpu->rq;

	proc->policy.mlfq.level = 0;
	proc->policy.mlfq.left = rq->params[ALLOTMENT];
	proc->policy.mlfq.limit = SIM_NEVER;
	proc->policy.mlfq.boosted = 0;
	mlfq_catch_up(vcpu, proc);
}

/**
 * mlfq_end_slice - a slice is used up
 * @rq: the queues
 * @proc: whose slice it is
 */
void mlfq_end_slice(const struct mlfq_rq *rq, struct sim_proc *proc)
{
	proc->policy.mlfq.limit = SIM_NEVER;
	if (--proc->policy.mlfq.left)
		return;
	if (proc->policy.mlfq.level + 1 < rq->params[QUEUES])
		proc->policy.mlfq.level++;
	proc->policy.mlfq.left =
		rq->params[ALLOTMENT + proc->policy.mlfq.level];
}

static void add(struct mlfq_rq *rq, struct sim_vcpu *vcpu,
		struct sim_proc *proc, enum sim_enqueue why)
{
	u32 level = proc->policy.mlfq.level;
	struct list_head *queue = &rq->queues[level];
	bool bump = why == SIM_ENQUEUE_WOKEN && rq->params[BUMP];

	__set_bit(level, &rq->waiting);
	if (why == SIM_ENQUEUE_PREEMPTED && rq->behind) {
		list_add(&proc->node, &rq->behind->node);
		rq->behind = NULL;
	} else if (why == SIM_ENQUEUE_PREEMPTED || bump) {
		list_add(&proc->node, queue);
	} else {
		list_add_tail(&proc->node, queue);
	}
	if (bump && vcpu->curr && !rq->behind &&
	    vcpu->curr->policy.mlfq.level == level)
		rq->behind = proc;
}

static void mlfq_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	struct mlfq_rq *rq = vcpu->rq;

	if (!vcpu->curr && !vcpu->nr_ready)
		rq->boosted = max(rq->boosted,
				  mlfq_last_boost(rq, passed(vcpu->sim)));
	if (why == SIM_ENQUEUE_EXPIRED)
		mlfq_end_slice(rq, proc);
	mlfq_catch_up(vcpu, proc);
	add(rq, vcpu, proc, why);
}

static void mlfq_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	struct mlfq_rq *rq = vcpu->rq;
	u32 level = proc->policy.mlfq.level;

	/* A boost has moved it, whether or not it has caught up. */
	if (proc->policy.mlfq.boosted < rq->boosted)
		level = 0;
	if (rq->behind == proc)
		rq->behind = proc->node.prev == &rq->queues[level] ? NULL :
			     list_entry(proc->node.prev, struct sim_proc, node);
	list_del(&proc->node);
	if (list_empty(&rq->queues[level]))
		__clear_bit(level, &rq->waiting);
	mlfq_catch_up(vcpu, proc);
}

static struct sim_proc *mlfq_pick(struct sim_vcpu *vcpu)
{
	struct mlfq_rq *rq = vcpu->rq;
	u32 level = find_first_bit(&rq->waiting, MAX_QUEUES);
	struct sim_proc *proc = list_first_entry(&rq->queues[level],
						 struct sim_proc, node);

	mlfq_dequeue(vcpu, proc);
	rq->behind = NULL;
	return proc;
}

static u64 mlfq_keep(struct sim_vcpu *vcpu, struct sim_proc *proc, u64 used)
{
	const struct mlfq_rq *rq = vcpu->rq;

	if (rq->params[STAY]) {
		proc->policy.mlfq.limit = SIM_NEVER;
		proc->policy.mlfq.left =
			rq->params[ALLOTMENT + proc->policy.mlfq.level];
	}
	if (used >= vcpu->slice) {
		mlfq_end_slice(rq, proc);
		return 0;
	}
	return rq->params[STAY] ? 0 : used;
}

static bool mlfq_preempts(const struct sim_vcpu *vcpu)
{
	const struct mlfq_rq *rq = vcpu->rq;

	return rq->behind || find_first_bit(&rq->waiting, MAX_QUEUES) <
			     vcpu->curr->policy.mlfq.level;
}

static int mlfq_moves(const struct sim_urgency *from,
		      const struct sim_urgency *to)
{
	return 0;
}

static u64 mlfq_next_event(const struct sim_vcpu *vcpu)
{
	const struct mlfq_rq *rq = vcpu->rq;

	if (!rq->params[BOOST])
		return SIM_NEVER;
	if (vcpu->nr_ready || (vcpu->curr && rq->params[BOOST_LEFT]))
		return rq->boosted + rq->params[BOOST];
	return SIM_NEVER;
}

static void mlfq_event(struct sim_vcpu *vcpu)
{
	struct mlfq_rq *rq = vcpu->rq;
	u32 level;

	rq->boosted = mlfq_last_boost(rq, vcpu->sim->now);
	rq->behind = NULL;
	for (level = MAX_QUEUES - 1; level; level--)
		list_splice_tail_init(&rq->queues[level], &rq->queues[0]);
	rq->waiting = !list_empty(&rq->queues[0]);
}

const struct sim_policy sim_policy_mlfq = {
	.name		= "mlfq",
	.params		= mlfq_params,
	.nr_params	= NR_PARAMS,
	.tie		= SCHEDSIM_TIE_EXPIRY_FIRST,
	.rq_size	= mlfq_rq_size,
	.init_rq	= mlfq_init_rq,
	.join		= mlfq_join,
	.enqueue	= mlfq_enqueue,
	.dequeue	= mlfq_dequeue,
	.pick		= mlfq_pick,
	.moves		= mlfq_moves,
	.slice		= mlfq_slice,
	.renew		= mlfq_renew,
	.keep		= mlfq_keep,
	.preempts	= mlfq_preempts,
	.next_event	= mlfq_next_event,
	.event		= mlfq_event,
};
