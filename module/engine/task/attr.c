// SPDX-License-Identifier: GPL-2.0
/*
 * Attributes of processes.
 */
#include "sync/object.h"
#include "core/vcpu.h"

static bool is_class(u16 sched_class)
{
	switch (sched_class) {
	case SCHEDSIM_CLASS_OTHER:
	case SCHEDSIM_CLASS_FIFO:
	case SCHEDSIM_CLASS_RR:
	case SCHEDSIM_CLASS_BATCH:
	case SCHEDSIM_CLASS_IDLE:
	case SCHEDSIM_CLASS_DEADLINE:
		return true;
	}
	return false;
}

/**
 * sim_attr_check - may a process have these attributes?
 * @sim: the simulation; its number of vCPUs and its policy matter
 * @attr: the attributes
 *
 * Return: 0; -EINVAL if one is out of range, or no vCPU is left to run on;
 * -EOPNOTSUPP if the policy refuses processes of that class.
 */
int sim_attr_check(const struct sim *sim, const struct schedsim_attr *attr)
{
	u32 nr = sim->config.nr_vcpus;
	bool any = true, none = true;
	u32 i;

	if (attr->nice < SCHEDSIM_MIN_NICE || attr->nice > SCHEDSIM_MAX_NICE ||
	    attr->priority > SCHEDSIM_MAX_PRIORITY ||
	    attr->runtime_ns > SCHEDSIM_MAX_TIME_NS ||
	    attr->deadline_ns > SCHEDSIM_MAX_TIME_NS ||
	    attr->period_ns > SCHEDSIM_MAX_TIME_NS ||
	    attr->tickets > SCHEDSIM_MAX_TICKETS ||
	    !is_class(attr->sched_class) || attr->__reserved)
		return -EINVAL;

	for (i = 0; i < ARRAY_SIZE(attr->affinity); i++) {
		u32 here = nr > i * 64 ? min(nr - i * 64, 64U) : 0;

		any &= !attr->affinity[i];
		if (here && attr->affinity[i] & (~0ULL >> (64 - here)))
			none = false;
	}
	if (none && !any)
		return -EINVAL;
	return sim->policy->refused >> attr->sched_class & 1 ? -EOPNOTSUPP : 0;
}

/* What it has used so far counts in proportion to what it has from now on. */
static void assign(struct sim *sim, struct sim_proc *proc,
		   const struct sim_urgency *eff)
{
	const struct sim_policy *policy = sim->policy;
	struct sim_urgency from = proc->eff;

	if (!policy->reweigh || proc->policy_serial != sim->policy_serial) {
		proc->eff = *eff;
		return;
	}
	sim_vcpu_charge(proc->vcpu);
	proc->eff = *eff;
	policy->reweigh(proc->vcpu, proc, &from);
}

/* One that waits stays where it is, unless its place depends on what it has. */
static void set_eff_ready(struct sim *sim, struct sim_proc *proc,
			  const struct sim_urgency *eff)
{
	const struct sim_policy *policy = sim->policy;
	int moves = policy->moves ? policy->moves(&proc->eff, eff) : 1;

	if (!moves) {
		assign(sim, proc, eff);
		return;
	}
	sim_vcpu_dequeue(proc->vcpu, proc);
	assign(sim, proc, eff);
	sim_vcpu_enqueue(proc->vcpu, proc, moves < 0 ? SIM_ENQUEUE_LOWERED :
						       SIM_ENQUEUE_MOVED);
}

/**
 * sim_set_eff - change what policies go by
 * @sim: the simulation
 * @proc: one that has not exited
 * @eff: its class, priority, nice value and tickets from now on
 */
void sim_set_eff(struct sim *sim, struct sim_proc *proc,
		 const struct sim_urgency *eff)
{
	switch (proc->state) {
	case SCHEDSIM_STATE_READY:
		set_eff_ready(sim, proc, eff);
		break;
	case SCHEDSIM_STATE_RUNNING:
		sim_vcpu_charge(proc->vcpu);
		assign(sim, proc, eff);
		sim_vcpu_update_slice(proc->vcpu);
		sim_vcpu_check_preempt(proc->vcpu);
		sim_vcpu_set_due(proc->vcpu);
		break;
	case SCHEDSIM_STATE_BLOCKED:
		assign(sim, proc, eff);
		/* Unless it is just being woken up. */
		if (proc->object)
			sim_wait_reorder(proc);
		break;
	default:
		assign(sim, proc, eff);
	}
}

/* As sim_set_eff(), for one that runs or waits where it may not any more. */
static void set_eff_and_move(struct sim *sim, struct sim_proc *proc,
			     const struct sim_urgency *eff)
{
	struct sim_vcpu *vcpu = proc->vcpu;

	if (proc->state == SCHEDSIM_STATE_READY)
		sim_vcpu_dequeue(vcpu, proc);
	sim_vcpu_charge(vcpu);
	assign(sim, proc, eff);
	if (proc->state == SCHEDSIM_STATE_RUNNING)
		sim_vcpu_evict(vcpu);
	sim_move(sim, proc);
	sim_vcpu_enqueue(proc->vcpu, proc, SIM_ENQUEUE_MOVED);
}

/**
 * sim_merge_attr - change some attributes among others
 * @to: the attributes
 * @mask: SCHEDSIM_ATTR_*: which
 * @from: their new values
 */
void sim_merge_attr(struct schedsim_attr *to, u32 mask,
		    const struct schedsim_attr *from)
{
	if (mask & SCHEDSIM_ATTR_NICE)
		to->nice = from->nice;
	if (mask & SCHEDSIM_ATTR_PRIORITY)
		to->priority = from->priority;
	if (mask & SCHEDSIM_ATTR_DEADLINE) {
		to->runtime_ns = from->runtime_ns;
		to->deadline_ns = from->deadline_ns;
		to->period_ns = from->period_ns;
	}
	if (mask & SCHEDSIM_ATTR_AFFINITY)
		memcpy(to->affinity, from->affinity, sizeof(to->affinity));
	if (mask & SCHEDSIM_ATTR_TICKETS)
		to->tickets = from->tickets;
	if (mask & SCHEDSIM_ATTR_CLASS)
		to->sched_class = from->sched_class;
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
	struct sim_urgency eff;

	sim->nr_classes[proc->attr.sched_class]--;
	sim->nr_classes[attr->sched_class]++;
	proc->attr = *attr;
	if (sim->policy->shared && proc->state == SCHEDSIM_STATE_READY)
		sim_shared_allow(sim, proc);
	eff = sim_effective(proc);
	if ((proc->state == SCHEDSIM_STATE_RUNNING ||
	     proc->state == SCHEDSIM_STATE_READY) &&
	    !sim_allowed(proc, proc->vcpu))
		set_eff_and_move(sim, proc, &eff);
	else
		sim_set_eff(sim, proc, &eff);
	if (proc->state == SCHEDSIM_STATE_BLOCKED)
		sim_inherit(sim, proc->object->owner, proc->object, 0);
}
