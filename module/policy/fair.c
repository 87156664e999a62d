// SPDX-License-Identifier: GPL-2.0
/*
 * fair: weighted fair sharing. The process with the least vruntime runs next.
 *
 * The vruntime of a process grows by 1024 / weight for each ns it runs. The
 * weight is 1.25 times greater for each step of nice down, so that CPU time is
 * shared in proportion to weight. This is CFS without its granularities: see
 * Documentation/scheduler/sched-design-CFS.rst, and for the idea Goyal, Guo and
 * Vin, "A Hierarchical CPU Scheduler for Multimedia Operating Systems", OSDI
 * 1996, section 3 (start-time fair queuing).
 */
#include "vruntime.h"

struct fair_rq {
	u64 floor;
};

static const struct sim_value fair_values[] = {
	{ .name = "vruntime", .kind = SCHEDSIM_VALUE_TIME },
};

static bool takes_part(const struct sim_eff *eff)
{
	return true;
}

static inline void raise_floor(struct sim_rq *rq, const struct sim_proc *also)
{
	struct fair_rq *fair = sim_rq_data(rq);

	vruntime_raise_floor(rq, &fair->floor, also, takes_part);
}

static void fair_enable(struct sim_rq *rq, struct sim_proc *proc)
{
	const struct fair_rq *fair = sim_rq_data(rq);

	vruntime_of(proc)->vruntime = fair->floor;
}

static void fair_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	const struct fair_rq *fair = sim_rq_data(rq);
	struct vruntime_proc *p = vruntime_of(proc);

	if (why == SIM_ENQUEUE_WOKEN)
		p->vruntime = max(p->vruntime, fair->floor);
	sim_sorted_add(rq, proc, p->vruntime);
	raise_floor(rq, NULL);
}

/* A process whose urgency changes comes back at once: the floor stays. */
static void fair_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_dequeue why)
{
	sim_sorted_remove(rq, proc);
	if (why == SIM_DEQUEUE_PICKED)
		raise_floor(rq, proc);
}

static struct sim_proc *fair_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return sim_sorted_first(rq, vcpu);
}

static void fair_charge(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			struct sim_proc *proc, u64 ran)
{
	vruntime_charge(proc, ran);
	raise_floor(rq, NULL);
}

static u64 fair_urgency(const struct sim_eff *eff)
{
	return sim_weight(eff->nice);
}

static void fair_reweight(struct sim_rq *rq, struct sim_proc *proc,
			  const struct sim_eff *from)
{
	const struct fair_rq *fair = sim_rq_data(rq);

	vruntime_reweight(fair->floor, proc, from);
}

static void fair_migrate(struct sim_rq *from, struct sim_rq *to,
			 struct sim_proc *proc)
{
	const struct fair_rq *here = sim_rq_data(from), *there = sim_rq_data(to);

	vruntime_migrate(here->floor, there->floor, proc);
}

static void fair_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	values[0] = vruntime_of(proc)->vruntime;
}

const struct sim_policy sim_policy_fair = {
	.name		= "fair",
	.summary	= "the least virtual runtime, by weights of nice",
	.values		= fair_values,
	.nr_values	= ARRAY_SIZE(fair_values),
	.proc_size	= sizeof(struct vruntime_proc),
	.rq_size	= sizeof(struct fair_rq),
	.enable		= fair_enable,
	.enqueue	= fair_enqueue,
	.dequeue	= fair_dequeue,
	.pick		= fair_pick,
	.slice		= sim_custom_slice_left,
	.charge		= fair_charge,
	.urgency	= fair_urgency,
	.reweight	= fair_reweight,
	.migrate	= fair_migrate,
	.report		= fair_report,
};
