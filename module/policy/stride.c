// SPDX-License-Identifier: GPL-2.0
/*
 * stride: shares by tickets as lottery, but without chance. The pass of a
 * process grows by STRIDE1 / tickets for each ns it runs. The process with the
 * least pass runs next.
 *
 * C. A. Waldspurger and W. E. Weihl, "Stride Scheduling: Deterministic
 * Proportional-Share Resource Management", MIT/LCS/TM-528, 1995, section 2, with
 * slices that are used in part.
 *
 * A process takes part while it runs or is ready. The global pass grows by
 * STRIDE1 / tickets for each ns of CPU time, where tickets are those of all
 * processes that take part. While a process takes no part, "remain" keeps how
 * far it was ahead of the global pass. It is in ns of CPU time, so that it
 * stays right when the tickets of the process change. A new process begins one
 * quantum ahead.
 */
#include "policies.h"

/* SCHEDSIM_MAX_TIME_NS with one ticket do not overflow a pass of 64 bits. */
#define STRIDE1		128ULL
/* Far more than a slice, in pass. No product below is longer than 64 bits. */
#define MAX_AHEAD	4398046511104ULL	/* 2^42 */

/**
 * struct stride_rq - what the policy keeps in a run queue
 * @tickets: sum of the tickets of all processes that take part
 * @pass: the global pass
 * @rest: the remainder of the division that makes @pass
 */
struct stride_rq {
	u64 tickets;
	u64 pass;
	u64 rest;
};

/**
 * struct stride_proc - what the policy keeps in a process
 * @pass: its pass, while it takes part
 * @remain: while it does not: how far it is ahead of the global pass, in ns
 * @rest: the remainder of the division that makes @pass
 */
struct stride_proc {
	u64 pass;
	s64 remain;
	u32 rest;
};

static const struct sim_value stride_values[] = {
	{ .name = "pass" },
};

/* @proc takes part from now on. */
static void begin(struct sim_rq *rq, struct sim_proc *proc)
{
	struct stride_rq *stride = sim_rq_data(rq);
	struct stride_proc *p = sim_proc_data(proc);
	u64 remain = p->remain < 0 ? -p->remain : p->remain;
	u64 ahead = div_u64(STRIDE1 * remain, sim_tickets(&proc->eff));

	if (p->remain >= 0)
		p->pass = stride->pass + ahead;
	else
		p->pass = stride->pass - min(stride->pass, ahead);
	stride->tickets += sim_tickets(&proc->eff);
}

/* @proc, charged up to now, takes no part from now on. It had @tickets. */
static void end(struct sim_rq *rq, struct sim_proc *proc, u32 tickets)
{
	struct stride_rq *stride = sim_rq_data(rq);
	struct stride_proc *p = sim_proc_data(proc);
	bool ahead = p->pass >= stride->pass;
	u64 by = ahead ? p->pass - stride->pass : stride->pass - p->pass;
	s64 remain = div_u64(min(by, MAX_AHEAD) * tickets, STRIDE1);

	p->remain = ahead ? remain : -remain;
	stride->tickets -= tickets;
}

/* A process that does not run takes part when it is queued. */
static void stride_enable(struct sim_rq *rq, struct sim_proc *proc)
{
	struct stride_proc *p = sim_proc_data(proc);

	p->remain = sim_quantum(rq);
	if (proc->state == SCHEDSIM_STATE_RUNNING)
		begin(rq, proc);
}

/* A process that has just run takes part already. */
static void stride_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			   enum sim_enqueue why)
{
	const struct stride_proc *p = sim_proc_data(proc);

	if (!sim_enqueue_ran(why))
		begin(rq, proc);
	sim_sorted_add(rq, proc, p->pass);
}

static void stride_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			   enum sim_dequeue why)
{
	sim_sorted_remove(rq, proc);
	if (why != SIM_DEQUEUE_PICKED)
		end(rq, proc, sim_tickets(&proc->eff));
}

static struct sim_proc *stride_pick(struct sim_rq *rq,
				    const struct sim_vcpu *vcpu)
{
	return sim_sorted_first(rq, vcpu);
}

static void stride_stopping(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			    struct sim_proc *proc, enum sim_stop why)
{
	if (why == SIM_STOP_BLOCKED || why == SIM_STOP_EXITED ||
	    why == SIM_STOP_MIGRATED)
		end(rq, proc, sim_tickets(&proc->eff));
}

/* Remainders are kept: it does not matter how often time is charged. */
static void stride_charge(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			  struct sim_proc *proc, u64 ran)
{
	struct stride_rq *stride = sim_rq_data(rq);
	struct stride_proc *p = sim_proc_data(proc);
	u32 tickets = sim_tickets(&proc->eff);
	u64 whole, rest;

	whole = div64_u64_rem(ran, tickets, &rest);
	rest = rest * STRIDE1 + min(p->rest, tickets - 1);
	p->pass += whole * STRIDE1 + div_u64_rem(rest, tickets, &p->rest);

	whole = div64_u64_rem(ran, stride->tickets, &rest);
	rest = rest * STRIDE1 + min(stride->rest, stride->tickets - 1);
	stride->pass += whole * STRIDE1 +
			div64_u64_rem(rest, stride->tickets, &stride->rest);
}

static u64 stride_urgency(const struct sim_eff *eff)
{
	return sim_tickets(eff);
}

/*
 * As the paper's client_modify(). A process that takes no part needs nothing:
 * "remain" does not depend on tickets.
 */
static void stride_reweight(struct sim_rq *rq, struct sim_proc *proc,
			    const struct sim_eff *from)
{
	if (proc->state != SCHEDSIM_STATE_RUNNING ||
	    sim_tickets(from) == sim_tickets(&proc->eff))
		return;
	end(rq, proc, sim_tickets(from));
	begin(rq, proc);
}

static void stride_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	const struct stride_proc *p = sim_proc_data(proc);

	values[0] = p->pass;
}

const struct sim_policy sim_policy_stride = {
	.name		= "stride",
	.summary	= "shares by tickets, computed",
	.values		= stride_values,
	.nr_values	= ARRAY_SIZE(stride_values),
	.proc_size	= sizeof(struct stride_proc),
	.rq_size	= sizeof(struct stride_rq),
	.enable		= stride_enable,
	.enqueue	= stride_enqueue,
	.dequeue	= stride_dequeue,
	.pick		= stride_pick,
	.charge		= stride_charge,
	.stopping	= stride_stopping,
	.urgency	= stride_urgency,
	.reweight	= stride_reweight,
	.report		= stride_report,
};
