// SPDX-License-Identifier: GPL-2.0
/*
 * rr: round robin. One FIFO queue; everyone gets the same slice in turn.
 */
#include "../engine/policy.h"

struct rr_rq {
	struct list_head queue;
};

static size_t rr_rq_size(const struct sim_config *config)
{
	return sizeof(struct rr_rq);
}

static void rr_init_rq(struct sim_vcpu *vcpu)
{
	struct rr_rq *rq = vcpu->rq;

	INIT_LIST_HEAD(&rq->queue);
}

static void rr_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
		       enum sim_enqueue why)
{
	struct rr_rq *rq = vcpu->rq;

	list_add_tail(&proc->node, &rq->queue);
}

static void rr_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	list_del(&proc->node);
}

static struct sim_proc *rr_pick(struct sim_vcpu *vcpu)
{
	struct rr_rq *rq = vcpu->rq;
	struct sim_proc *proc;

	proc = list_first_entry(&rq->queue, struct sim_proc, node);
	list_del(&proc->node);
	return proc;
}

const struct sim_policy sim_policy_rr = {
	.name		= "rr",
	.rq_size	= rr_rq_size,
	.init_rq	= rr_init_rq,
	.enqueue	= rr_enqueue,
	.dequeue	= rr_dequeue,
	.pick		= rr_pick,
};
