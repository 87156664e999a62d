/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Virtual runtime (vruntime): it grows by 1024 / weight for each ns that a
 * process runs.
 *
 * The floor of a run queue is the least vruntime of the processes that run or
 * wait there. It never sinks. A new process starts with the floor. A process
 * that wakes up with less gets the floor, because time asleep is no credit.
 */
#ifndef POLICY_VRUNTIME_H
#define POLICY_VRUNTIME_H

#include "policies.h"

#define NICE_0_WEIGHT	1024

/**
 * struct vruntime_proc - what the policy keeps in a process
 * @vruntime: its vruntime, in ns
 * @rest: the remainder of the division by its weight
 */
struct vruntime_proc {
	u64 vruntime;
	u32 rest;
};

static inline struct vruntime_proc *vruntime_of(const struct sim_proc *proc)
{
	return (struct vruntime_proc *)proc->data;
}

/*
 * Let @floor rise. To be called when a process that is scheduled by vruntime
 * was queued, begins to run or has run. @takes_part tells which of the running
 * processes are scheduled by vruntime. @also is one more such process, which
 * was picked and does not run yet, or NULL.
 */
static __always_inline void
vruntime_raise_floor(const struct sim_rq *rq, u64 *floor,
		     const struct sim_proc *also,
		     bool (*takes_part)(const struct sim_eff *eff))
{
	const struct sim_vcpu *vcpu = &rq->vcpus[rq->first_vcpu];
	u64 least = sim_sorted_least(rq);

	if (also)
		least = min(least, vruntime_of(also)->vruntime);
	do {
		if (vcpu->curr && takes_part(&vcpu->curr->eff))
			least = min(least, vruntime_of(vcpu->curr)->vruntime);
	} while (unlikely(rq->nr_vcpus > 1) &&
		 (vcpu = sim_rq_next_vcpu(rq, vcpu)));
	if (least != U64_MAX && least > *floor)
		*floor = least;
}

/*
 * @proc has run for @ran ns. The remainder of the division is kept, so that
 * vruntime does not depend on how often time is charged.
 */
static inline void vruntime_charge(struct sim_proc *proc, u64 ran)
{
	struct vruntime_proc *p = vruntime_of(proc);
	u32 weight = sim_weight(proc->eff.nice);
	u64 rest, whole;

	if (weight == NICE_0_WEIGHT) {
		p->vruntime += ran;
		return;
	}
	whole = div64_u64_rem(ran, weight, &rest);
	/* A remainder from another weight is less than 1 ns, too. */
	rest = rest * NICE_0_WEIGHT + min(p->rest, weight - 1);
	p->vruntime += whole * NICE_0_WEIGHT +
		       div_u64_rem(rest, weight, &p->rest);
}

/*
 * The weight of a process has changed. The CPU time that it is ahead of the
 * floor stays the same: its distance to the floor in vruntime is scaled by the
 * old weight over the new one, as in reweight_entity() of Linux 6.6 and later.
 */
static inline void vruntime_reweight(u64 floor, struct sim_proc *proc,
				     const struct sim_eff *from)
{
	struct vruntime_proc *p = vruntime_of(proc);

	if (from->nice != proc->eff.nice && p->vruntime > floor)
		p->vruntime = floor + mul_u64_u32_div(p->vruntime - floor,
						      sim_weight(from->nice),
						      sim_weight(proc->eff.nice));
}

/* After a migration a process is as far ahead of the floor as it was before. */
static inline void vruntime_migrate(u64 from_floor, u64 to_floor,
				    struct sim_proc *proc)
{
	struct vruntime_proc *p = vruntime_of(proc);

	p->vruntime = max(p->vruntime, from_floor) - from_floor + to_floor;
}

#endif /* POLICY_VRUNTIME_H */
