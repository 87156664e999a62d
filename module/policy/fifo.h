/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Operations of policies with one queue, in which processes are first come,
 * first served.
 */
#ifndef POLICY_FIFO_H
#define POLICY_FIFO_H

#include "policies.h"

void fifo_enqueue(struct sim_rq *rq, struct sim_proc *proc,
		  enum sim_enqueue why);
void fifo_dequeue(struct sim_rq *rq, struct sim_proc *proc,
		  enum sim_dequeue why);
struct sim_proc *fifo_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu);

#endif /* POLICY_FIFO_H */
