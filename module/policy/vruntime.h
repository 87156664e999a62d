/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Virtual runtime: it grows by 1024 / weight for each ns that a process runs.
 *
 * The floor of a run queue is the least virtual runtime of those that run or wait
 * there, and only rises. Newcomers start there. Those that wake up come back there
 * if they are behind: time asleep is no credit.
 */
#ifndef POLICY_VRUNTIME_H
#define POLICY_VRUNTIME_H

#include "policies.h"

#define NICE_0_WEIGHT	1024

/**
 * struct vruntime_proc - what is kept in a process
 * @vruntime: its virtual runtime, in ns
 * @rest: what is left of the division by its weight
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
 * Let @floor rise. To be called when somebody who takes part was queued, runs, or
 * has run. @also is one that takes part beside those that run and wait, or NULL.
 * @takes_part says of those that run who does.
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
 * @proc has run. The rest of the division is kept, so that the sum does not depend
 * on how often it is asked for.
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
	/* What is left of another weight's division is less than 1 ns. */
	rest = rest * NICE_0_WEIGHT + min(p->rest, weight - 1);
	p->vruntime += whole * NICE_0_WEIGHT +
		       div_u64_rem(rest, weight, &p->rest);
}

/*
 * How far a process is ahead of the floor is what it has had too much, in time of
 * its own by its weight. That is as much time as before, and less virtual runtime
 * for one of more weight. As reweight_entity() of Linux 6.6 and later.
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

/* A process is as far ahead of the floor there as it was here. */
static inline void vruntime_migrate(u64 from_floor, u64 to_floor,
				    struct sim_proc *proc)
{
	struct vruntime_proc *p = vruntime_of(proc);

	p->vruntime = max(p->vruntime, from_floor) - from_floor + to_floor;
}

#endif /* POLICY_VRUNTIME_H */
