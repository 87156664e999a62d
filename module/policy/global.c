// SPDX-License-Identifier: GPL-2.0
/*
 * global: round robin with one queue for all vCPUs. Each takes the first that its
 * affinity allows there, so that none is idle while one waits that it could run.
 *
 * "Single-queue multiprocessor scheduling" in R. and A. Arpaci-Dusseau,
 * "Operating Systems: Three Easy Pieces", chapter 10; with "aligned", as in
 * their multi.py.
 */
#include "affine.h"

static const struct sim_param global_params[] = {
	{ .name = "aligned", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
};

static size_t global_rq_size(const struct sim_config *config)
{
	return sizeof(struct affine_queue);
}

/*
 * Zeroed memory is an empty queue. The order does not depend on the seed, but the
 * shape of the tree does, which is not to be foreseen by users.
 */
static void global_init_rq(struct sim_vcpu *vcpu, const u64 *params)
{
	struct affine_queue *queue = vcpu->rq;

	queue->seed = (unsigned long)queue;
}

static void global_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			   enum sim_enqueue why)
{
	affine_queue_add(vcpu->rq, proc, vcpu->sim->enqueues++);
}

static void global_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	affine_queue_remove(vcpu->rq, proc);
}

static struct sim_proc *global_pick(struct sim_vcpu *vcpu)
{
	struct sim_proc *proc = affine_queue_first(vcpu->rq, vcpu);

	affine_queue_remove(vcpu->rq, proc);
	return proc;
}

static int global_moves(const struct sim_urgency *from,
			const struct sim_urgency *to)
{
	return 0;
}

static void global_allow(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	affine_queue_update(proc);
}

static const struct sim_vcpus *global_awaited(const struct sim_vcpu *vcpu)
{
	return affine_queue_vcpus(vcpu->rq);
}

const struct sim_policy sim_policy_global = {
	.name		= "global",
	.params		= global_params,
	.nr_params	= ARRAY_SIZE(global_params),
	.shared		= true,
	.aligned_by	= 1,
	.rq_size	= global_rq_size,
	.init_rq	= global_init_rq,
	.enqueue	= global_enqueue,
	.dequeue	= global_dequeue,
	.pick		= global_pick,
	.moves		= global_moves,
	.allow		= global_allow,
	.awaited	= global_awaited,
};
