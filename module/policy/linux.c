// SPDX-License-Identifier: GPL-2.0
/*
 * linux: scheduling classes in layers, as Linux has them. SCHED_FIFO and
 * SCHED_RR by priority, above SCHED_OTHER and SCHED_BATCH, which share fairly
 * by nice, above SCHED_IDLE, who take turns. A class preempts those below it
 * at once, and so does a real-time priority. All but SCHED_FIFO have slices of
 * a quantum (sched(7)).
 *
 * SCHED_DEADLINE would be a layer above; until there is one, its processes are
 * refused. Who has only inherited the class is real-time, without a slice.
 */
#include "fair_queue.h"
#include "prio_queue.h"

enum layer {
	LAYER_IDLE,
	LAYER_FAIR,
	LAYER_RT,	/* this and more: the priority */
};

/**
 * struct linux_rq - the queues of a vCPU
 * @rt: SCHED_FIFO and SCHED_RR
 * @idle: SCHED_IDLE
 * @fair: the others; last, for its size depends on the configuration
 */
struct linux_rq {
	struct prio_queue rt;
	struct list_head idle;
	struct fair_queue fair;
};

static enum layer layer_of(const struct sim_urgency *of)
{
	switch (of->sched_class) {
	case SCHEDSIM_CLASS_FIFO:
	case SCHEDSIM_CLASS_RR:
	case SCHEDSIM_CLASS_DEADLINE:
		return LAYER_RT;
	case SCHEDSIM_CLASS_IDLE:
		return LAYER_IDLE;
	}
	return LAYER_FAIR;
}

/* How high one is: what has more preempts it. */
static u32 rank_of(const struct sim_urgency *of)
{
	enum layer layer = layer_of(of);

	return layer == LAYER_RT ? (u32)LAYER_RT + of->priority : (u32)layer;
}

/* The highest rank that waits; the queue must not be empty. */
static u32 highest_rank(const struct linux_rq *rq)
{
	if (!prio_queue_empty(&rq->rt))
		return LAYER_RT + prio_queue_highest(&rq->rt);
	return rq->fair.heap.nr ? LAYER_FAIR : LAYER_IDLE;
}

static size_t linux_rq_size(const struct sim_config *config)
{
	return offsetof(struct linux_rq, fair) + fair_queue_size(config);
}

static void linux_init_rq(struct sim_vcpu *vcpu, const u64 *params)
{
	struct linux_rq *rq = vcpu->rq;

	prio_queue_init(&rq->rt);
	INIT_LIST_HEAD(&rq->idle);
	sim_heap_init(&rq->fair.heap, &vcpu->sim->store);
}

static void linux_join(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	struct linux_rq *rq = vcpu->rq;

	fair_queue_join(&rq->fair, proc);
}

static void enqueue_fair(struct linux_rq *rq, struct sim_vcpu *vcpu,
			 struct sim_proc *proc)
{
	const struct sim_proc *curr = vcpu->curr;

	/* It may have been of another class, as well as asleep. */
	proc->vruntime = max(proc->vruntime, rq->fair.floor);
	fair_queue_add(&rq->fair, vcpu->sim, proc,
		       curr && layer_of(&curr->eff) == LAYER_FAIR ? curr : NULL);
}

static void linux_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			  enum sim_enqueue why)
{
	struct linux_rq *rq = vcpu->rq;

	switch (layer_of(&proc->eff)) {
	case LAYER_RT:
		prio_queue_add(&rq->rt, proc, why);
		break;
	case LAYER_FAIR:
		enqueue_fair(rq, vcpu, proc);
		break;
	case LAYER_IDLE:
		if (sim_enqueue_first(why))
			list_add(&proc->node, &rq->idle);
		else
			list_add_tail(&proc->node, &rq->idle);
		break;
	}
}

static void linux_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	struct linux_rq *rq = vcpu->rq;

	switch (layer_of(&proc->eff)) {
	case LAYER_RT:
		prio_queue_remove(&rq->rt, proc);
		break;
	case LAYER_FAIR:
		sim_heap_remove(&rq->fair.heap, proc->id);
		break;
	case LAYER_IDLE:
		list_del(&proc->node);
		break;
	}
}

static struct sim_proc *linux_pick(struct sim_vcpu *vcpu)
{
	struct linux_rq *rq = vcpu->rq;
	struct sim_proc *proc;

	switch (highest_rank(rq)) {
	case LAYER_IDLE:
		proc = list_first_entry(&rq->idle, struct sim_proc, node);
		list_del(&proc->node);
		return proc;
	case LAYER_FAIR:
		return fair_queue_pick(&rq->fair, vcpu->sim);
	default:
		return prio_queue_pick(&rq->rt);
	}
}

static u64 linux_slice(const struct sim_vcpu *vcpu, const struct sim_proc *proc)
{
	if (layer_of(&proc->eff) == LAYER_RT &&
	    proc->eff.sched_class != SCHEDSIM_CLASS_RR)
		return SIM_NO_SLICE;
	return vcpu->sim->quantum;
}

static void linux_charge(struct sim_vcpu *vcpu, struct sim_proc *proc, u64 ran)
{
	struct linux_rq *rq = vcpu->rq;

	if (layer_of(&proc->eff) == LAYER_FAIR)
		fair_queue_charge(&rq->fair, proc, ran);
}

static bool linux_preempts(const struct sim_vcpu *vcpu)
{
	return highest_rank(vcpu->rq) > rank_of(&vcpu->curr->eff);
}

static bool linux_contends(const struct sim_vcpu *vcpu)
{
	return highest_rank(vcpu->rq) >= rank_of(&vcpu->curr->eff);
}

static int linux_moves(const struct sim_urgency *from,
		       const struct sim_urgency *to)
{
	if (rank_of(from) == LAYER_FAIR && rank_of(to) == LAYER_FAIR)
		return from->nice != to->nice;
	return (int)rank_of(to) - (int)rank_of(from);
}

/* Of whatever class it is now: it may become a fair one again. */
static void linux_reweigh(struct sim_vcpu *vcpu, struct sim_proc *proc,
			  const struct sim_urgency *from)
{
	const struct linux_rq *rq = vcpu->rq;

	fair_queue_reweigh(&rq->fair, proc, from);
}

/* Of whatever class it is now: it may become a fair one there. */
static void linux_migrate(struct sim_vcpu *from, struct sim_vcpu *to,
			  struct sim_proc *proc)
{
	const struct linux_rq *old = from->rq, *new = to->rq;

	fair_queue_migrate(&old->fair, &new->fair, proc);
}

const struct sim_policy sim_policy_linux = {
	.name		= "linux",
	.refused	= BIT(SCHEDSIM_CLASS_DEADLINE),
	.rq_size	= linux_rq_size,
	.init_rq	= linux_init_rq,
	.join		= linux_join,
	.enqueue	= linux_enqueue,
	.dequeue	= linux_dequeue,
	.pick		= linux_pick,
	.moves		= linux_moves,
	.slice		= linux_slice,
	.charge		= linux_charge,
	.reweigh	= linux_reweigh,
	.preempts	= linux_preempts,
	.contends	= linux_contends,
	.migrate	= linux_migrate,
};
