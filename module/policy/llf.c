// SPDX-License-Identifier: GPL-2.0
/*
 * llf: least laxity first, or least slack. Laxity is the time that is left until the job of
 * a process is due, without the CPU time that it still needs: A. K. Mok, "Fundamental
 * Design Problems of Distributed Systems for the Hard-Real-Time Environment", MIT, 1983.
 *
 * The laxity of those who wait shrinks, that of who runs does not. So of two that have the
 * same, each would preempt the other without end. That is why who runs is looked at when
 * its slice ends; until then it counts with the laxity that it had when it was queued last.
 * One that becomes ready with less laxity preempts it at once. The shorter the quantum, the
 * closer to the rule.
 *
 * The CPU time that a job needs is what is left of its burst (sim_burst_length()).
 */
#include "deadline.h"

/* No burst is longer than this, and a deadline: see sim_burst_length(). */
#define BIAS	(32 * SCHEDSIM_MAX_TIME_NS)

/*
 * When it must begin to run at the latest, plus BIAS: in the order of these, who waits is
 * in that of laxities.
 */
static u64 llf_key(const struct sim_proc *proc)
{
	u64 deadline = sim_job_deadline(proc), left = sim_burst_length(proc);

	/* What runs for ever is never done in time. */
	if (deadline == SIM_NEVER || left == SIM_FOREVER)
		return SIM_NEVER;
	return deadline + BIAS - left;
}

static void llf_enable(struct sim_rq *rq, struct sim_proc *proc)
{
	struct deadline_proc *p = sim_proc_data(proc);

	p->key = llf_key(proc);
}

static void llf_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_enqueue why)
{
	deadline_add(rq, proc, llf_key(proc));
}

static bool llf_before(const struct sim_rq *rq, const struct sim_proc *a,
		       const struct sim_proc *b)
{
	return deadline_queued(a) < deadline_queued(b);
}

static const struct sim_value llf_values[] = {
	{ .name = "laxity", .kind = SCHEDSIM_VALUE_SIGNED_TIME },
};

static void llf_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	u64 key = llf_key(proc);

	values[0] = key == SIM_NEVER ? S64_MAX : key - BIAS - sim_now(rq);
}

const struct sim_policy sim_policy_llf = {
	.name		= "llf",
	.summary	= "the least time to spare, slice by slice",
	.values		= llf_values,
	.nr_values	= ARRAY_SIZE(llf_values),
	.proc_size	= sizeof(struct deadline_proc),
	.enable		= llf_enable,
	.enqueue	= llf_enqueue,
	.dequeue	= deadline_dequeue,
	.pick		= deadline_pick,
	.wakeup_preempt	= llf_before,
	.before		= llf_before,
	.report		= llf_report,
};
