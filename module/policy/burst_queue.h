/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The shortest burst first: operations of policies that go by sim_burst_length().
 */
#ifndef POLICY_BURST_QUEUE_H
#define POLICY_BURST_QUEUE_H

#include "lib/heap.h"
#include "policy.h"

size_t burst_queue_size(const struct sim_config *config);
void burst_queue_init(struct sim_vcpu *vcpu, const u64 *params);
void burst_queue_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			 enum sim_enqueue why);
void burst_queue_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc);
struct sim_proc *burst_queue_pick(struct sim_vcpu *vcpu);
int burst_queue_moves(const struct sim_urgency *from,
		      const struct sim_urgency *to);
u64 burst_queue_slice(const struct sim_vcpu *vcpu, const struct sim_proc *proc);

#endif /* POLICY_BURST_QUEUE_H */
