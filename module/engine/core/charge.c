// SPDX-License-Identifier: GPL-2.0
/*
 * Charging time: each ns of a vCPU goes to a process, to a context switch, or was
 * idle.
 */
#include "core/charge.h"

/**
 * sim_vcpu_charge - charge what has passed since the last time
 * @vcpu: the vCPU
 *
 * To the context switch first, then to the running process. Its burst has that much
 * left, because time does not pass beyond what is due.
 */
void sim_vcpu_charge(struct sim_vcpu *vcpu)
{
	sim_vcpu_charge_inline(vcpu);
}

/**
 * sim_rq_charge - charge what has passed on the vCPUs of a run queue
 * @rq: the run queue
 *
 * To be called before somebody is queued in it, or leaves it: what the policy
 * decides may depend on what has been used by then.
 */
void sim_rq_charge(struct sim_rq *rq)
{
	struct sim *sim = rq->sim;
	u32 id = rq->first_vcpu;

	if (rq->nr_vcpus == 1) {
		/* If it is idle, and has been charged at this instant, nothing has passed. */
		if (sim->vcpus[id].curr || sim->vcpus[id].charged != sim->now)
			sim_vcpu_charge(&sim->vcpus[id]);
		return;
	}
	if (!sim->policy->charge && !sim->policy->wakeup_preempt)
		return;
	sim_rq_count_walk(rq);
	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1))
		sim_vcpu_charge(&sim->vcpus[id]);
}
