// SPDX-License-Identifier: GPL-2.0
/*
 * fair: weighted fair sharing. The process with the least vruntime runs next.
 *
 * The vruntime of a process grows by 1024 / weight for each ns it runs. The
 * weight is 1.25 times greater for each step of nice down, so that CPU time is
 * shared in proportion to weight. A process that wakes up with clearly less
 * vruntime than the running one preempts it; see vruntime.h. This is CFS with
 * slices of a quantum: see Documentation/scheduler/sched-design-CFS.rst, and
 * for the idea Goyal, Guo and Vin, "A Hierarchical CPU Scheduler for Multimedia
 * Operating Systems", OSDI 1996, section 3 (start-time fair queuing).
 */
#include "vruntime.h"

static const struct sim_param fair_params[] = { VRUNTIME_PARAMS };

static const struct sim_value fair_values[] = {
	{ .name = "vruntime", .kind = SCHEDSIM_VALUE_SIGNED_TIME },
};

static bool takes_part(const struct sim_eff *eff)
{
	return true;
}

static void raise_floor(struct sim_rq *rq, const struct sim_proc *proc,
			bool picked)
{
	vruntime_raise_floor(rq, sim_rq_data(rq), proc, picked, takes_part);
}

static void fair_init(struct sim_rq *rq)
{
	vruntime_init(rq, sim_rq_data(rq));
}

static void fair_enable(struct sim_rq *rq, struct sim_proc *proc)
{
	vruntime_enable(sim_rq_data(rq), proc);
}

static void fair_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	vruntime_enqueue(rq, sim_rq_data(rq), proc, why);
	raise_floor(rq, proc, false);
}

/* A process whose urgency changes comes back at once: the floor stays. */
static void fair_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_dequeue why)
{
	vruntime_dequeue(rq, sim_rq_data(rq), proc);
	if (why == SIM_DEQUEUE_PICKED)
		raise_floor(rq, proc, true);
}

static struct sim_proc *fair_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return vruntime_first(rq, sim_rq_data(rq), vcpu);
}

static void fair_charge(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			struct sim_proc *proc, u64 ran)
{
	vruntime_charge(rq, sim_rq_data(rq), proc, ran,
			sim_weight(proc->eff.nice), takes_part);
}

static bool fair_wakeup_preempt(const struct sim_rq *rq,
				const struct sim_proc *first,
				const struct sim_proc *curr)
{
	return vruntime_preempts(rq, sim_rq_data(rq), first, curr,
				 sim_weight(first->eff.nice));
}

static u64 fair_urgency(const struct sim_eff *eff)
{
	return sim_weight(eff->nice);
}

static void fair_reweight(struct sim_rq *rq, struct sim_proc *proc,
			  const struct sim_eff *from)
{
	vruntime_reweight(rq, sim_rq_data(rq), proc, from->group,
			  sim_weight(from->nice), sim_weight(proc->eff.nice),
			  true);
}

static void fair_migrate(struct sim_rq *from, struct sim_rq *to,
			 struct sim_proc *proc)
{
	vruntime_migrate(sim_rq_data(from), to, sim_rq_data(to), proc);
}

static void fair_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	values[0] = vruntime_report(rq, proc);
}

const struct sim_policy sim_policy_fair = {
	.name		= "fair",
	.summary	= "the least virtual runtime, by weights of nice",
	.params		= fair_params,
	.values		= fair_values,
	.nr_params	= ARRAY_SIZE(fair_params),
	.nr_values	= ARRAY_SIZE(fair_values),
	.proc_size	= sizeof(struct vruntime_proc),
	.rq_size	= sizeof(struct vruntime_rq),
	.init		= fair_init,
	.enable		= fair_enable,
	.enqueue	= fair_enqueue,
	.dequeue	= fair_dequeue,
	.pick		= fair_pick,
	.slice		= sim_custom_slice_left,
	.charge		= fair_charge,
	.wakeup_preempt	= fair_wakeup_preempt,
	.urgency	= fair_urgency,
	.reweight	= fair_reweight,
	.migrate	= fair_migrate,
	.report		= fair_report,
};
