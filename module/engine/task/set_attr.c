// SPDX-License-Identifier: GPL-2.0
/*
 * Changing the attributes of a process, wherever it is.
 */
#include "core/affinity.h"
#include "core/place.h"
#include "core/vcpu.h"
#include "sync/inherit.h"
#include "sync/object.h"
#include "task/attr.h"
#include "task/eff.h"

/* It waits where it may not any more. */
static void move_ready(struct sim *sim, struct sim_proc *proc,
		       const struct sim_eff *eff)
{
	sim_dequeue(sim, proc, SIM_DEQUEUE_LEAVES);
	sim_assign_eff(sim, proc, eff);
	sim_migrate(sim, proc);
	sim_enqueue(sim, proc, SIM_ENQUEUE_MIGRATED);
}

/* It runs where it may not any more, but may elsewhere, if not in this run queue. */
static void move_running(struct sim *sim, struct sim_proc *proc,
			 const struct sim_eff *eff)
{
	struct sim_vcpu *vcpu = sim_vcpu_of(sim, proc);

	sim_vcpu_charge(vcpu);
	sim_assign_eff(sim, proc, eff);
	sim_vcpu_stop(vcpu, SIM_STOP_MIGRATED);
	if (!sim_allowed_in(proc, vcpu->rq))
		sim_migrate(sim, proc);
	sim_enqueue(sim, proc, SIM_ENQUEUE_MIGRATED);
}

/**
 * sim_set_attr - change a process's attributes
 * @sim: the simulation
 * @proc: one that has not exited
 * @attr: attributes that pass sim_attr_check()
 *
 * One that runs or waits stays there if it may. Among those that wait its place
 * is as sched(7) has it: the same if the policy sees no difference, behind its
 * new equals if it has been raised, before them if lowered.
 */
void sim_set_attr(struct sim *sim, struct sim_proc *proc,
		  const struct schedsim_attr *attr)
{
	struct sim_eff eff;

	sim_set_affinity(sim, proc, attr->affinity);
	proc->attr = *attr;
	eff = sim_effective(sim, proc);
	if (proc->state == SCHEDSIM_STATE_READY &&
	    !sim_allowed_in(proc, sim_vcpu_of(sim, proc)->rq))
		move_ready(sim, proc, &eff);
	else if (proc->state == SCHEDSIM_STATE_RUNNING &&
		 !sim_allowed_at(proc, proc->vcpu))
		move_running(sim, proc, &eff);
	else
		sim_set_eff(sim, proc, &eff);
	if (proc->state == SCHEDSIM_STATE_BLOCKED)
		sim_inherit(sim, proc->object->owner, proc->object, 0);
}
