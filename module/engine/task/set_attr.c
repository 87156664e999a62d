// SPDX-License-Identifier: GPL-2.0
/*
 * Changing the attributes of a process, wherever it is.
 */
#include "core/affinity.h"
#include "core/domain.h"
#include "core/online.h"
#include "core/place.h"
#include "core/vcpu.h"
#include "sync/inherit.h"
#include "sync/object.h"
#include "task/admission.h"
#include "task/attr.h"
#include "task/eff.h"

/* @proc waits in a run queue where it may not run any more. */
static void move_ready(struct sim *sim, struct sim_proc *proc,
		       const struct sim_eff *eff)
{
	sim_dequeue(sim, proc, SIM_DEQUEUE_LEAVES);
	sim_assign_eff(sim, proc, eff);
	sim_migrate(sim, proc);
	sim_enqueue(sim, proc, SIM_ENQUEUE_MIGRATED);
}

/*
 * @proc runs at a vCPU where it may not run any more. It stays in the run queue
 * if another vCPU of it is allowed.
 */
static void move_running(struct sim *sim, struct sim_proc *proc,
			 const struct sim_eff *eff)
{
	struct sim_vcpu *vcpu = sim_vcpu_of(sim, proc);

	sim_vcpu_charge(vcpu);
	sim_assign_eff(sim, proc, eff);
	sim_vcpu_stop(vcpu, SIM_STOP_MIGRATED);
	if (!sim_may_wait_in(sim, proc, vcpu->rq))
		sim_migrate(sim, proc);
	sim_enqueue(sim, proc, SIM_ENQUEUE_MIGRATED);
}

/* Does the policy go by the jobs of @proc, or by its server? */
static bool by_jobs(const struct sim *sim, const struct sim_proc *proc)
{
	return sim->policy->by_jobs ||
	       (sim->policy->by_servers && proc->eff.sched_class == SCHEDSIM_CLASS_DEADLINE);
}

static bool changes_jobs(const struct sim *sim, const struct sim_proc *proc,
			 const struct schedsim_attr *attr)
{
	const struct schedsim_attr *was = &proc->attr;

	return by_jobs(sim, proc) &&
	       (attr->deadline_ns != was->deadline_ns || attr->period_ns != was->period_ns ||
		(attr->sched_class == SCHEDSIM_CLASS_DEADLINE) !=
		(was->sched_class == SCHEDSIM_CLASS_DEADLINE));
}

/**
 * sim_set_attr - change a process's attributes
 * @sim: the simulation
 * @proc: one that has not exited
 * @attr: attributes that pass sim_attr_check()
 *
 * A process that runs or waits in a run queue stays there if its affinity
 * allows it. Its place among the waiting processes follows sched(7): if its
 * urgency is the same, it keeps its place; if it is more urgent now, it goes
 * behind its new equals; if it is less urgent, before them.
 */
void sim_set_attr(struct sim *sim, struct sim_proc *proc,
		  const struct schedsim_attr *attr)
{
	bool requeue = proc->state == SCHEDSIM_STATE_READY && changes_jobs(sim, proc, attr);
	struct sim_eff eff;

	sim_goes_on(sim);
	if (proc->state == SCHEDSIM_STATE_RUNNING)
		sim_vcpu_settle_slice(sim_vcpu_of(sim, proc));
	sim_set_affinity(sim, proc, attr->affinity);
	sim_note_nice(sim, proc, attr->nice);
	sim->bandwidth += sim_bandwidth(attr) - sim_bandwidth(&proc->attr);
	proc->attr = *attr;
	eff = sim_effective(sim, proc, NULL);
	if (proc->state == SCHEDSIM_STATE_READY &&
	    !sim_may_wait_in(sim, proc, sim_vcpu_of(sim, proc)->rq))
		move_ready(sim, proc, &eff);
	else if (proc->state == SCHEDSIM_STATE_RUNNING &&
		 !sim_allowed_at(proc, proc->vcpu))
		move_running(sim, proc, &eff);
	else
		sim_set_eff(sim, proc, &eff);
	/* Unless it has been queued anew already. */
	if (requeue && proc->state == SCHEDSIM_STATE_READY && by_jobs(sim, proc)) {
		sim_dequeue(sim, proc, SIM_DEQUEUE_CHANGED);
		sim_enqueue(sim, proc, SIM_ENQUEUE_RAISED);
	}
	if (proc->state == SCHEDSIM_STATE_BLOCKED)
		sim_inherit(sim, proc->blocked_on->owner, proc->blocked_on, 0);
}
