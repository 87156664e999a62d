/* SPDX-License-Identifier: GPL-2.0 */
/*
 * First come, first served: operations of policies whose queue is a list.
 */
#ifndef POLICY_LIST_QUEUE_H
#define POLICY_LIST_QUEUE_H

#include "policy.h"

size_t list_queue_size(const struct sim_config *config);
void list_queue_init(struct sim_vcpu *vcpu, const u64 *params);
void list_queue_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			enum sim_enqueue why);
void list_queue_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc);
struct sim_proc *list_queue_pick(struct sim_vcpu *vcpu);
int list_queue_moves(const struct sim_urgency *from,
		     const struct sim_urgency *to);

#endif /* POLICY_LIST_QUEUE_H */
