// SPDX-License-Identifier: GPL-2.0
/*
 * What of a process's attributes counts, its own or inherited.
 */
#include "core/vcpu.h"
#include "task/eff.h"

/**
 * sim_own_eff - what a process has of its own
 * @attr: its attributes
 *
 * Return: class, priority, nice value and tickets.
 */
struct sim_eff sim_own_eff(const struct schedsim_attr *attr)
{
	return (struct sim_eff) {
		.sched_class = attr->sched_class,
		.priority = attr->priority,
		.nice = attr->nice,
		.tickets = attr->tickets,
	};
}

/* How a class stands to others: the greater, the more urgent. */
static u64 class_rank(u8 sched_class)
{
	switch (sched_class) {
	case SCHEDSIM_CLASS_DEADLINE:
		return 3;
	case SCHEDSIM_CLASS_FIFO:
	case SCHEDSIM_CLASS_RR:
		return 2;
	case SCHEDSIM_CLASS_IDLE:
		return 0;
	default:
		return 1;
	}
}

/**
 * sim_urgency - how urgent a process is
 * @sim: the simulation; its policy may have a rule of its own
 * @eff: what counts for the process
 *
 * Return: a number; the greater, the more urgent.
 */
u64 sim_urgency(const struct sim *sim, const struct sim_eff *eff)
{
	if (sim->policy->urgency)
		return sim->policy->urgency(eff);
	return class_rank(eff->sched_class) << 48 | (u64)eff->priority << 40 |
	       (u64)(SCHEDSIM_MAX_NICE - eff->nice) << 32 | sim_tickets(eff);
}

/**
 * sim_assign_eff - change what counts for a process
 * @sim: the simulation
 * @proc: one that is in no run queue, or whose place there does not depend on it
 * @eff: what counts from now on
 *
 * What it has used so far counts in proportion to that, if the policy says so.
 */
void sim_assign_eff(struct sim *sim, struct sim_proc *proc,
		    const struct sim_eff *eff)
{
	const struct sim_policy *policy = sim->policy;
	struct sim_eff from = proc->eff;
	struct sim_rq *rq;

	if (!policy->reweight || proc->policy_serial != sim->policy_serial) {
		proc->eff = *eff;
		return;
	}
	rq = sim_vcpu_of(sim, proc)->rq;
	sim_rq_charge(rq);
	proc->eff = *eff;
	policy->reweight(rq, proc, &from);
}

/**
 * sim_set_eff_ready - change what counts for a process that waits in a run queue
 * @sim: the simulation
 * @proc: the process
 * @eff: what counts from now on
 *
 * It stays where it is unless its place depends on that.
 */
void sim_set_eff_ready(struct sim *sim, struct sim_proc *proc,
		       const struct sim_eff *eff)
{
	u64 was = sim_urgency(sim, &proc->eff), is = sim_urgency(sim, eff);

	if (!sim->policy->urgency || was == is) {
		sim_assign_eff(sim, proc, eff);
		return;
	}
	sim_dequeue(sim, proc, SIM_DEQUEUE_CHANGED);
	sim_assign_eff(sim, proc, eff);
	sim_enqueue(sim, proc, is > was ? SIM_ENQUEUE_RAISED :
					  SIM_ENQUEUE_LOWERED);
}

/**
 * sim_set_eff_running - change what counts for a process that runs
 * @sim: the simulation
 * @proc: the process
 * @eff: what counts from now on
 */
void sim_set_eff_running(struct sim *sim, struct sim_proc *proc,
			 const struct sim_eff *eff)
{
	struct sim_vcpu *vcpu = sim_vcpu_of(sim, proc);

	sim_vcpu_charge(vcpu);
	sim_assign_eff(sim, proc, eff);
	sim_vcpu_update_slice(vcpu);
	sim_vcpu_check(vcpu);
	sim_vcpu_set_due(vcpu);
}
