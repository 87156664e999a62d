// SPDX-License-Identifier: GPL-2.0
/*
 * sjf: shortest job first. The process with the shortest known burst runs next.
 * It is not preempted.
 */
#include "burst.h"

const struct sim_value burst_values[1] = {
	{ .name = "burst", .kind = SCHEDSIM_VALUE_TIME },
};

void burst_enqueue(struct sim_rq *rq, struct sim_proc *proc,
		   enum sim_enqueue why)
{
	struct burst_proc *p = sim_proc_data(proc);

	p->length = sim_burst_length(proc);
	sim_sorted_add(rq, proc, p->length);
}

void burst_dequeue(struct sim_rq *rq, struct sim_proc *proc,
		   enum sim_dequeue why)
{
	sim_sorted_remove(rq, proc);
}

struct sim_proc *burst_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return sim_sorted_first(rq, vcpu);
}

u64 burst_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		struct sim_proc *proc)
{
	return SIM_NO_SLICE;
}

void burst_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	values[0] = sim_burst_length(proc);
}

const struct sim_policy sim_policy_sjf = {
	.name		= "sjf",
	.summary	= "the shortest burst, to its end",
	.values		= burst_values,
	.nr_values	= ARRAY_SIZE(burst_values),
	.proc_size	= sizeof(struct burst_proc),
	.enqueue	= burst_enqueue,
	.dequeue	= burst_dequeue,
	.pick		= burst_pick,
	.slice		= burst_slice,
	.report		= burst_report,
};
