// SPDX-License-Identifier: GPL-2.0
/*
 * Operations of policies whose queue is a list; all of them are O(1), and do what
 * struct sim_policy says of operations of these names.
 */
#include "list_queue.h"

size_t list_queue_size(const struct sim_config *config)
{
	return sizeof(struct list_head);
}

void list_queue_init(struct sim_vcpu *vcpu, const u64 *params)
{
	struct list_head *queue = vcpu->rq;

	INIT_LIST_HEAD(queue);
}

void list_queue_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			enum sim_enqueue why)
{
	struct list_head *queue = vcpu->rq;

	list_add_tail(&proc->node, queue);
}

void list_queue_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	list_del(&proc->node);
}

struct sim_proc *list_queue_pick(struct sim_vcpu *vcpu)
{
	struct list_head *queue = vcpu->rq;
	struct sim_proc *proc;

	proc = list_first_entry(queue, struct sim_proc, node);
	list_del(&proc->node);
	return proc;
}

int list_queue_moves(const struct sim_urgency *from,
		     const struct sim_urgency *to)
{
	return 0;
}
