// SPDX-License-Identifier: GPL-2.0
/*
 * llf: least laxity first, or least slack. Laxity is the time that is left until the job of
 * a process is due, without the CPU time that it still needs: A. K. Mok, "Fundamental
 * Design Problems of Distributed Systems for the Hard-Real-Time Environment", MIT, 1983.
 *
 * The laxity of those who wait shrinks, that of who runs does not. So of two that have the
 * same, each would preempt the other without end. That is why who runs is looked at when
 * its slice ends; until then it counts as if it had waited since its slice began. One that
 * becomes ready with less laxity than that preempts it at once. The shorter the quantum,
 * the closer to the rule.
 *
 * For the same reason there is no order of processes in different run queues. Global least
 * laxity first is span=all.
 *
 * The CPU time that a job needs is what is left of its burst (sim_burst_length()). It counts
 * as if all of it ran at a vCPU of SCHEDSIM_MAX_CAPACITY: nobody knows where it will run. On
 * slower ones a job has less to spare than it counts with, and the laxity of who runs there
 * shrinks, too.
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

/* That of one that runs is as it was when its slice began. */
static u64 key_of(const struct sim_rq *rq, const struct sim_proc *proc)
{
	u64 key, used;

	if (sim_proc_ready(proc))
		return deadline_queued(proc);
	key = llf_key(proc);
	if (key == SIM_NEVER)
		return key;
	/* Slices may have ended unnoticed. */
	div64_u64_rem(proc->slice_used, sim_quantum(rq), &used);
	return key - used;
}

static void llf_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_enqueue why)
{
	deadline_add(rq, proc, llf_key(proc));
}

static bool llf_wakeup_preempt(const struct sim_rq *rq,
			       const struct sim_proc *first,
			       const struct sim_proc *curr)
{
	return key_of(rq, first) < key_of(rq, curr);
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
	.by_jobs	= true,
	.proc_size	= sizeof(struct deadline_proc),
	.enqueue	= llf_enqueue,
	.dequeue	= deadline_dequeue,
	.pick		= deadline_pick,
	.wakeup_preempt	= llf_wakeup_preempt,
	.report		= llf_report,
};
