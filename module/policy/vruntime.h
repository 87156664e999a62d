/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Virtual runtime (vruntime): it grows by 1024 / weight for each ns that a
 * process runs.
 *
 * The floor of a run queue is the least vruntime of the processes that run or
 * wait there. It never sinks. A new process starts with the floor. A process
 * that wakes up keeps its vruntime, but comes back with no less than the floor
 * minus a credit. So a sleeper is a bounded time ahead of those that did not
 * sleep, and its vruntime never sinks: who sleeps often gains no more than who
 * sleeps once. The floor is the credit at first, and that counts as 0.
 *
 * A process that wakes up with clearly less vruntime than the running process
 * preempts it (vruntime_preempts()). Credit and granularity are parameters. The
 * rules are those of CFS: place_entity(), check_preempt_wakeup() and
 * wakeup_preempt_entity() in kernel/sched/fair.c of Linux 6.1. The initial
 * values are its defaults for one CPU: half of sysctl_sched_latency (6 ms), by
 * GENTLE_FAIR_SLEEPERS, and sysctl_sched_wakeup_granularity (1 ms).
 *
 * vruntime grows up to VRUNTIME_MAX only. A process of weight 3 has got there
 * when it has run for 312 days. Those that have take turns as equals.
 *
 * Processes of a group have one place among all others: see group.h.
 */
#ifndef POLICY_VRUNTIME_H
#define POLICY_VRUNTIME_H

#include "group.h"

/* Parameters, the first ones of each policy that uses this. */
enum {
	VRUNTIME_CREDIT,
	VRUNTIME_GRANULARITY,
	VRUNTIME_NR_PARAMS,
};

#define VRUNTIME_PARAMS							\
	[VRUNTIME_CREDIT] = {						\
		.name = "credit", .kind = SCHEDSIM_PARAM_TIME,		\
		.max = SCHEDSIM_MAX_QUANTUM_NS, .initial = 3000000,	\
	},								\
	[VRUNTIME_GRANULARITY] = {					\
		.name = "granularity", .kind = SCHEDSIM_PARAM_TIME,	\
		.max = SCHEDSIM_MAX_QUANTUM_NS, .initial = 1000000,	\
	}

/**
 * struct vruntime_rq - what the policy keeps in a run queue
 * @floor: the floor, in ns of vruntime
 * @queued_at: when a process was last queued that had not run up to then
 * @groups: the groups, and their processes
 */
struct vruntime_rq {
	u64 floor;
	u64 queued_at;
	struct groups groups;
};

void vruntime_find_floor(const struct sim_rq *rq, struct vruntime_rq *queue,
			 const struct sim_proc *proc, bool picked,
			 bool (*takes_part)(const struct sim_eff *eff));
void vruntime_charge_weighted(const struct sim_rq *rq, struct vruntime_rq *queue,
			      struct sim_proc *proc, u64 ran, u32 weight,
			      bool (*takes_part)(const struct sim_eff *eff));
void vruntime_regroup(struct sim_rq *rq, struct vruntime_rq *queue,
		      struct sim_proc *proc, u32 group, bool waits);

static inline void vruntime_init(const struct sim_rq *rq,
				 struct vruntime_rq *queue)
{
	queue->floor = rq->params[VRUNTIME_CREDIT];
	groups_init(&queue->groups, queue->floor);
}

/* The vruntime that it has among all, its group's if it is in one. */
static inline u64 vruntime_outside(const struct vruntime_rq *queue,
				   const struct sim_proc *proc)
{
	return unlikely(proc->eff.group) ?
	       queue->groups.of[proc->eff.group - 1].vruntime :
	       vruntime_of(proc)->vruntime;
}

/* The floor of those beside it: of @group, or of the run queue. */
static inline u64 vruntime_floor(const struct vruntime_rq *queue, u32 group)
{
	return unlikely(group) ? queue->groups.of[group - 1].floor :
				 queue->floor;
}

/* @proc begins at the floor, and has not woken up. */
static inline void vruntime_enable(struct vruntime_rq *queue,
				   struct sim_proc *proc)
{
	struct vruntime_proc *p = vruntime_of(proc);

	if (unlikely(proc->eff.group))
		queue->groups.used = true;
	p->vruntime = vruntime_floor(queue, proc->eff.group);
	p->woken_at = SIM_NEVER;
}

/*
 * Let the floor rise. To be called when @proc, which is scheduled by vruntime,
 * was queued, was picked and does not run yet, or has run. @takes_part tells
 * which of the running processes are scheduled by vruntime.
 */
static inline void vruntime_raise_floor(const struct sim_rq *rq,
					struct vruntime_rq *queue,
					const struct sim_proc *proc, bool picked,
					bool (*takes_part)(const struct sim_eff *eff))
{
	/* Most often the one with the floor waits. */
	if (unlikely(queue->groups.used) || sim_sorted_least(rq) > queue->floor)
		vruntime_find_floor(rq, queue, proc, picked, takes_part);
}

/* Does anybody wait? */
static inline bool vruntime_waits(const struct sim_rq *rq,
				  const struct vruntime_rq *queue)
{
	return sim_sorted_least(rq) != U64_MAX || queue->groups.waiting;
}

/* Who is to run at @vcpu, or NULL? */
static inline struct sim_proc *vruntime_first(const struct sim_rq *rq,
					      const struct vruntime_rq *queue,
					      const struct sim_vcpu *vcpu)
{
	struct sim_proc *first = sim_sorted_first(rq, vcpu);

	return likely(!queue->groups.waiting) ? first :
	       groups_first(&queue->groups, vcpu, first);
}

/* @proc waits from now on. */
static inline void vruntime_enqueue(struct sim_rq *rq, struct vruntime_rq *queue,
				    struct sim_proc *proc, enum sim_enqueue why)
{
	struct vruntime_proc *p = vruntime_of(proc);

	if (!sim_enqueue_ran(why))
		queue->queued_at = sim_now(rq);
	if (why == SIM_ENQUEUE_WOKEN) {
		p->vruntime = max(p->vruntime,
				  vruntime_floor(queue, proc->eff.group) -
				  rq->params[VRUNTIME_CREDIT]);
		p->woken_at = queue->queued_at;
	}
	if (likely(!proc->eff.group))
		sim_sorted_add(rq, proc, p->vruntime);
	else
		group_add(&queue->groups, proc,
			  queue->floor - rq->params[VRUNTIME_CREDIT]);
}

/* @proc, which waited, does not any more. */
static inline void vruntime_dequeue(struct sim_rq *rq, struct vruntime_rq *queue,
				    struct sim_proc *proc)
{
	if (likely(!proc->eff.group))
		sim_sorted_remove(rq, proc);
	else
		group_remove(&queue->groups, proc, proc->eff.group);
}

static inline bool vruntime_is_idle(const struct sim_proc *proc)
{
	return proc->eff.sched_class == SCHEDSIM_CLASS_IDLE;
}

/*
 * Must @first, of @weight, preempt @curr? As @wakeup_preempt of struct
 * sim_policy.
 *
 * It must if it has just woken up with less vruntime. The difference has to be
 * more than the granularity, which is a time of @first: a light process needs
 * more to preempt. SCHED_BATCH and SCHED_IDLE preempt nobody. SCHED_IDLE gives
 * way at once when somebody else is queued. Of two processes that run, the one
 * with more vruntime makes room first. Where they are not of the same group, all
 * this goes by the vruntime of their groups, and by the shares.
 *
 * Unlike CFS, one that wakes up but would not run next preempts nobody for the
 * one that would.
 */
static inline bool vruntime_preempts(const struct sim_rq *rq,
				     const struct vruntime_rq *queue,
				     const struct sim_proc *first,
				     const struct sim_proc *curr, u32 weight)
{
	const struct vruntime_proc *p = vruntime_of(first);
	s64 ahead = vruntime_of(curr)->vruntime - p->vruntime;

	if (unlikely(first->eff.group != curr->eff.group)) {
		ahead = vruntime_outside(queue, curr) -
			vruntime_outside(queue, first);
		if (first->eff.group)
			weight = sim_shares(first);
		/* One of them has to come first. */
		if (!ahead && !sim_proc_ready(first))
			ahead = first->eff.group < curr->eff.group;
	}
	if (vruntime_is_idle(first))
		return false;
	/* An equal one is not first if @curr has just been picked before it. */
	if (vruntime_is_idle(curr))
		return queue->queued_at == sim_now(rq) &&
		       ahead >= (curr->since == sim_now(rq));
	if (!sim_proc_ready(first))
		return ahead > 0;
	return p->woken_at == sim_now(rq) && ahead > 0 &&
	       first->eff.sched_class != SCHEDSIM_CLASS_BATCH &&
	       ahead > div_u64(rq->params[VRUNTIME_GRANULARITY] * NICE_0_WEIGHT,
			       weight);
}

static inline void vruntime_grow(struct vruntime_proc *p, u64 by)
{
	p->vruntime = min(p->vruntime + by, VRUNTIME_MAX);
}

/*
 * @proc, of @weight, has run for @ran ns. The remainder of the division is kept,
 * so that vruntime does not depend on how often time is charged. @takes_part: as
 * for vruntime_raise_floor().
 */
static inline void vruntime_charge(const struct sim_rq *rq,
				   struct vruntime_rq *queue,
				   struct sim_proc *proc, u64 ran, u32 weight,
				   bool (*takes_part)(const struct sim_eff *eff))
{
	if (unlikely(weight != NICE_0_WEIGHT || proc->eff.group)) {
		vruntime_charge_weighted(rq, queue, proc, ran, weight, takes_part);
		return;
	}
	vruntime_grow(vruntime_of(proc), ran);
	vruntime_raise_floor(rq, queue, proc, false, takes_part);
}

/* @ns * @from / @to, or VRUNTIME_MAX, if that is less. */
static inline u64 vruntime_scale(u64 ns, u32 from, u32 to)
{
	u32 rest;
	u64 whole = div_u64_rem(ns, to, &rest);

	if (whole > div_u64(VRUNTIME_MAX, from))
		return VRUNTIME_MAX;
	return min(whole * from + div_u64((u64)rest * from, to), VRUNTIME_MAX);
}

/*
 * A process that goes elsewhere is as far ahead of the floor there, or behind it,
 * as it was here.
 */
static inline void vruntime_shift(struct sim_proc *proc, u64 from, u64 to)
{
	struct vruntime_proc *p = vruntime_of(proc);

	if (p->vruntime >= from)
		p->vruntime = min(p->vruntime - from + to, VRUNTIME_MAX);
	else
		p->vruntime = to - min(to, from - p->vruntime);
}

/* @proc was not scheduled by vruntime, and is. Neither it nor its group is far behind. */
static inline void vruntime_join(struct sim_rq *rq, struct vruntime_rq *queue,
				 struct sim_proc *proc)
{
	struct vruntime_proc *p = vruntime_of(proc);
	u32 group = proc->eff.group;

	p->vruntime = max(p->vruntime, vruntime_floor(queue, group));
	if (unlikely(group))
		group_come_back(&queue->groups, group,
				queue->floor - rq->params[VRUNTIME_CREDIT]);
}

/*
 * The weight of a process was @from and is @to; the group is another one than
 * @group, or the same. The CPU time that it is ahead of the floor stays the same:
 * its distance to the floor in vruntime is scaled by the old weight over the new
 * one, as in reweight_entity() of Linux 6.6 and later. @fair: was it scheduled by
 * vruntime, and is it?
 */
static inline void vruntime_reweight(struct sim_rq *rq,
				     struct vruntime_rq *queue,
				     struct sim_proc *proc, u32 group,
				     u32 from, u32 to, bool fair)
{
	struct vruntime_proc *p = vruntime_of(proc);
	u64 floor = vruntime_floor(queue, group);

	if (from != to && p->vruntime > floor)
		p->vruntime = min(floor + vruntime_scale(p->vruntime - floor,
							 from, to),
				  VRUNTIME_MAX);
	if (unlikely(group != proc->eff.group))
		vruntime_regroup(rq, queue, proc, group, fair);
}

static inline void vruntime_migrate(const struct vruntime_rq *from,
				    struct sim_rq *rq, struct vruntime_rq *to,
				    struct sim_proc *proc)
{
	u32 group = proc->eff.group;

	vruntime_shift(proc, vruntime_floor(from, group),
		       vruntime_floor(to, group));
	if (unlikely(group))
		group_come_back(&to->groups, group,
				to->floor - rq->params[VRUNTIME_CREDIT]);
}

/* For users: it may be less than 0. */
static inline u64 vruntime_report(const struct sim_rq *rq,
				  const struct sim_proc *proc)
{
	return vruntime_of(proc)->vruntime - rq->params[VRUNTIME_CREDIT];
}

#endif /* POLICY_VRUNTIME_H */
