// SPDX-License-Identifier: GPL-2.0
/*
 * What is rarely needed of vruntime.h: weights, groups, and a floor that may rise.
 */
#include "vruntime.h"

/**
 * vruntime_find_floor - let the floor of a run queue rise
 * @rq: the run queue
 * @queue: what the policy keeps in it
 * @proc: one that was queued, was picked, or has run
 * @picked: was it picked, and does not run yet?
 * @takes_part: which of the running processes are scheduled by vruntime?
 *
 * For vruntime_raise_floor().
 */
void vruntime_find_floor(const struct sim_rq *rq, struct vruntime_rq *queue,
			 const struct sim_proc *proc, bool picked,
			 bool (*takes_part)(const struct sim_eff *eff))
{
	u64 least = sim_sorted_least(rq);
	const struct sim_vcpu *vcpu = NULL;

	if (unlikely(queue->groups.used))
		least = min(least, groups_least(&queue->groups));
	if (unlikely(proc->eff.group))
		group_raise_floor(rq, &queue->groups, proc, picked, takes_part);
	if (picked)
		least = min(least, vruntime_outside(queue, proc));
	while ((vcpu = sim_rq_next_vcpu(rq, vcpu)))
		if (vcpu->curr && takes_part(&vcpu->curr->eff))
			least = min(least, vruntime_outside(queue, vcpu->curr));
	if (least != U64_MAX && least > queue->floor)
		queue->floor = least;
}

/**
 * vruntime_charge_weighted - vruntime_charge(), with a weight or a group
 * @rq: the run queue
 * @queue: what the policy keeps in it
 * @proc: the process, which has run
 * @ran: how long, in ns
 * @weight: its weight
 * @takes_part: as for vruntime_find_floor()
 *
 * The remainder of the division is kept, so that vruntime does not depend on how often
 * time is charged.
 */
void vruntime_charge_weighted(const struct sim_rq *rq, struct vruntime_rq *queue,
			      struct sim_proc *proc, u64 ran, u32 weight,
			      bool (*takes_part)(const struct sim_eff *eff))
{
	struct vruntime_proc *p = vruntime_of(proc);

	if (proc->eff.group)
		group_charge(&queue->groups, proc, ran);
	if (weight == NICE_0_WEIGHT) {
		vruntime_grow(p, ran);
	} else {
		u64 rest, whole = min(div64_u64_rem(ran, weight, &rest),
				      VRUNTIME_MAX / NICE_0_WEIGHT);

		/* A remainder from another weight is less than 1 ns, too. */
		rest = rest * NICE_0_WEIGHT + min(p->rest, weight - 1);
		vruntime_grow(p, whole * NICE_0_WEIGHT +
				 div_u64_rem(rest, weight, &p->rest));
	}
	vruntime_raise_floor(rq, queue, proc, false, takes_part);
}

/**
 * vruntime_regroup - a process has come from one group to another
 * @rq: the run queue
 * @queue: what the policy keeps in it
 * @proc: the process; its @eff says in which group it is now
 * @group: the group that it was in, or 0
 * @waits: does it wait, unless it runs? Then it goes on to wait
 */
void vruntime_regroup(struct sim_rq *rq, struct vruntime_rq *queue,
		      struct sim_proc *proc, u32 group, bool waits)
{
	u64 back = queue->floor - rq->params[VRUNTIME_CREDIT];

	waits &= sim_proc_ready(proc) && proc->queued;
	if (waits && group)
		group_remove(&queue->groups, proc, group);
	else if (waits)
		sim_sorted_remove(rq, proc);
	vruntime_shift(proc, vruntime_floor(queue, group),
		       vruntime_floor(queue, proc->eff.group));
	if (proc->eff.group)
		group_come_back(&queue->groups, proc->eff.group, back);
	if (waits && proc->eff.group)
		group_add(&queue->groups, proc, back);
	else if (waits)
		sim_sorted_add(rq, proc, vruntime_of(proc)->vruntime);
}
