/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Operations of policies that go by the jobs of periodic processes: each job has a key,
 * and the least key is first; of equals, the process with the least id. A process whose
 * job has no key (SIM_NEVER) runs when no other one wants to. Who waits counts with the key
 * that it was queued with.
 */
#ifndef POLICY_DEADLINE_H
#define POLICY_DEADLINE_H

#include "policies.h"

/**
 * struct deadline_proc - what the policy keeps in a process
 * @key: the key that it was queued with last
 */
struct deadline_proc {
	u64 key;
};

extern const struct sim_value deadline_values[1];

/* The key that a process was queued with last. */
static inline u64 deadline_queued(const struct sim_proc *proc)
{
	return ((const struct deadline_proc *)proc->data)->key;
}

void deadline_add(struct sim_rq *rq, struct sim_proc *proc, u64 key);
void deadline_dequeue(struct sim_rq *rq, struct sim_proc *proc,
		      enum sim_dequeue why);
struct sim_proc *deadline_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu);
u64 deadline_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		   struct sim_proc *proc);
void deadline_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values);

#endif /* POLICY_DEADLINE_H */
