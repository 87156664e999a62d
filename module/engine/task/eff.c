// SPDX-License-Identifier: GPL-2.0
/*
 * The effective attributes of processes (struct sim_eff): their own, or
 * inherited.
 */
#include "core/ranks.h"
#include "core/unbalanced.h"
#include "core/vcpu.h"
#include "task/eff.h"

/**
 * sim_own_eff - the effective attributes of a process that inherits nothing
 * @attr: its attributes
 *
 * Return: class, priority, nice value and tickets, its group, and if it has a custom
 * slice.
 */
struct sim_eff sim_own_eff(const struct schedsim_attr *attr)
{
	bool fair = attr->sched_class == SCHEDSIM_CLASS_OTHER ||
		    attr->sched_class == SCHEDSIM_CLASS_BATCH;

	return (struct sim_eff) {
		.sched_class = attr->sched_class,
		.priority = attr->priority,
		.nice = attr->nice,
		.custom_slice = fair && attr->runtime_ns,
		.tickets = attr->tickets,
		.group = attr->group,
	};
}

/**
 * sim_class_rank - how a class stands to others
 * @sched_class: enum schedsim_class
 *
 * Return: a number below 4; the greater, the more urgent.
 */
u32 sim_class_rank(u32 sched_class)
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
 * @sim: the simulation; its policy may define urgency (@urgency of struct
 *       sim_policy)
 * @eff: the effective attributes of the process
 *
 * Return: a number; the greater, the more urgent.
 */
u64 sim_urgency(const struct sim *sim, const struct sim_eff *eff)
{
	if (sim->policy->urgency)
		return sim->policy->urgency(eff);
	return (u64)sim_class_rank(eff->sched_class) << 48 |
	       (u64)eff->priority << 40 |
	       (u64)(SCHEDSIM_MAX_NICE - eff->nice) << 32 | sim_tickets(eff);
}

/**
 * sim_assign_eff - change the effective attributes of a process
 * @sim: the simulation
 * @proc: a process that is in no run queue, or whose place there does not
 *        depend on these attributes
 * @eff: its new effective attributes
 *
 * The policy may convert what it keeps of the process (@reweight of struct
 * sim_policy): all CPU time up to now is charged by the old attributes.
 */
void sim_assign_eff(struct sim *sim, struct sim_proc *proc,
		    const struct sim_eff *eff)
{
	const struct sim_policy *policy = sim->policy;
	struct sim_eff from = proc->eff;
	struct sim_rq *rq;

	/* Whatever its rank depends on: the caller has changed that already, or does here. */
	if (proc->state == SCHEDSIM_STATE_RUNNING)
		sim_rerank(sim_vcpu_of(sim, proc));
	if (!policy->reweight || proc->policy_serial != sim->policy_serial) {
		proc->eff = *eff;
		return;
	}
	rq = sim_vcpu_of(sim, proc)->rq;
	sim_rq_charge(rq);
	proc->eff = *eff;
	policy->reweight(rq, proc, &from);
	/* The timer that it may have set is due at the run queue's first vCPU. */
	if (rq->timer_changed)
		sim_vcpu_set_due(&sim->vcpus[rq->first_vcpu]);
}

/**
 * sim_set_eff_ready - change the effective attributes of a ready process
 * @sim: the simulation
 * @proc: the process, which waits in a run queue
 * @eff: its new effective attributes
 *
 * The process keeps its place in the run queue unless its urgency changes.
 */
void sim_set_eff_ready(struct sim *sim, struct sim_proc *proc,
		       const struct sim_eff *eff)
{
	u64 was = sim_urgency(sim, &proc->eff), is = sim_urgency(sim, eff);
	struct sim_rq *rq = sim_vcpu_of(sim, proc)->rq;

	if (!sim->policy->urgency || was == is) {
		sim_assign_eff(sim, proc, eff);
		/* In another group it may preempt whom it did not before. */
		if (rq->by_vcpu)
			sim_balance_mark(rq);
		return;
	}
	sim_dequeue(sim, proc, SIM_DEQUEUE_CHANGED);
	sim_assign_eff(sim, proc, eff);
	sim_enqueue(sim, proc, is > was ? SIM_ENQUEUE_RAISED :
					  SIM_ENQUEUE_LOWERED);
}

/**
 * sim_set_eff_running - change the effective attributes of a running process
 * @sim: the simulation
 * @proc: the process, whose slice was settled (sim_vcpu_settle_slice()) when all its attributes
 *        were what they had been
 * @eff: its new effective attributes
 */
void sim_set_eff_running(struct sim *sim, struct sim_proc *proc,
			 const struct sim_eff *eff)
{
	struct sim_vcpu *vcpu = sim_vcpu_of(sim, proc);

	sim_assign_eff(sim, proc, eff);
	sim_vcpu_update_slice(vcpu);
	sim_vcpu_check_preempt(vcpu);
	sim_vcpu_set_due(vcpu);
}
