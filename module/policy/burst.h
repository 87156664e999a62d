/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Operations of policies that go by the known length of bursts
 * (sim_burst_length()): the shortest burst first; of equals, the process that
 * was queued first. There are no slices.
 */
#ifndef POLICY_BURST_H
#define POLICY_BURST_H

#include "policies.h"

/* @length: length of the process's burst, in ns, when it was queued */
struct burst_proc {
	u64 length;
};

extern const struct sim_value burst_values[1];

void burst_enqueue(struct sim_rq *rq, struct sim_proc *proc,
		   enum sim_enqueue why);
void burst_dequeue(struct sim_rq *rq, struct sim_proc *proc,
		   enum sim_dequeue why);
struct sim_proc *burst_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu);
u64 burst_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		struct sim_proc *proc);
void burst_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values);

#endif /* POLICY_BURST_H */
