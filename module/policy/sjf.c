// SPDX-License-Identifier: GPL-2.0
/*
 * sjf: shortest job first. The process with the shortest burst runs next. It is
 * not preempted.
 */
#include "burst.h"

const struct sim_param burst_params[BURST_NR_PARAMS] = {
	[BURST_GUESS] = {
		.name = "guess", .kind = SCHEDSIM_PARAM_TIME,
		.max = SCHEDSIM_MAX_TIME_NS,
	},
	[BURST_ALPHA] = {
		.name = "alpha_percent", .kind = SCHEDSIM_PARAM_NUMBER, .max = 100,
		.initial = 50,
	},
};

const struct sim_value burst_values[1] = {
	{ .name = "burst", .kind = SCHEDSIM_VALUE_TIME },
};

/**
 * burst_left - what is left of a process's burst
 * @rq: its run queue
 * @proc: the process, charged up to now if it runs
 *
 * Return: ns of CPU time, as far as it is known, or of the guess. SIM_FOREVER if
 * it is known to run for ever.
 */
u64 burst_left(const struct sim_rq *rq, const struct sim_proc *proc)
{
	const struct burst_proc *p = (const void *)proc->data;
	u64 used = proc->cpu - p->begun;

	if (!rq->params[BURST_GUESS])
		return sim_burst_length(proc);
	return p->guess - min(p->guess, used);
}

void burst_enable(struct sim_rq *rq, struct sim_proc *proc)
{
	struct burst_proc *p = sim_proc_data(proc);

	p->guess = rq->params[BURST_GUESS];
	p->begun = proc->cpu;
}

void burst_enqueue(struct sim_rq *rq, struct sim_proc *proc,
		   enum sim_enqueue why)
{
	sim_sorted_add(rq, proc, burst_left(rq, proc));
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

/* No sum is longer than 64 bits: 100 times SCHEDSIM_MAX_TIME_NS is not. */
void burst_stopping(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		    struct sim_proc *proc, enum sim_stop why)
{
	struct burst_proc *p = sim_proc_data(proc);
	u64 used = proc->cpu - p->begun, alpha = rq->params[BURST_ALPHA];

	if (!sim_stop_voluntary(why) || !used)
		return;
	p->guess = div_u64(alpha * used + (100 - alpha) * p->guess, 100);
	p->begun = proc->cpu;
}

void burst_known_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	values[0] = sim_burst_length(proc);
}

void burst_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	values[0] = burst_left(rq, proc);
}

const struct sim_policy sim_policy_sjf = {
	.name		= "sjf",
	.summary	= "the shortest burst, to its end",
	.params		= burst_params,
	.nr_params	= ARRAY_SIZE(burst_params),
	.values		= burst_values,
	.nr_values	= ARRAY_SIZE(burst_values),
	.proc_size	= sizeof(struct burst_proc),
	.enable		= burst_enable,
	.enqueue	= burst_enqueue,
	.dequeue	= burst_dequeue,
	.pick		= burst_pick,
	.slice		= burst_slice,
	.stopping	= burst_stopping,
	.report		= burst_report,
};
