// SPDX-License-Identifier: GPL-2.0
/*
 * Operations of policies that take the shortest burst first; of equals, the one
 * that was enqueued first. They do what struct sim_policy says of operations of
 * these names. Nobody has a slice.
 */
#include "burst_queue.h"

size_t burst_queue_size(const struct sim_config *config)
{
	return sim_heap_size(config->max_procs);
}

void burst_queue_init(struct sim_vcpu *vcpu, const u64 *params)
{
	sim_heap_init(vcpu->rq, &vcpu->sim->store);
}

void burst_queue_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	sim_heap_insert(vcpu->rq, proc->id, sim_burst_length(proc),
			vcpu->sim->enqueues++);
}

void burst_queue_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	sim_heap_remove(vcpu->rq, proc->id);
}

struct sim_proc *burst_queue_pick(struct sim_vcpu *vcpu)
{
	return vcpu->sim->procs[sim_heap_pop(vcpu->rq)];
}

int burst_queue_moves(const struct sim_urgency *from,
		      const struct sim_urgency *to)
{
	return 0;
}

u64 burst_queue_slice(const struct sim_vcpu *vcpu, const struct sim_proc *proc)
{
	return SIM_NO_SLICE;
}
