// SPDX-License-Identifier: GPL-2.0
/*
 * rm: rate monotonic. The shorter the period of a process, the higher its priority,
 * which it has by itself: C. L. Liu and J. W. Layland, "Scheduling Algorithms for
 * Multiprogramming in a Hard-Real-Time Environment", Journal of the ACM 20(1), 1973.
 *
 * With span=all this is global fixed priority scheduling.
 */
#include "deadline.h"

/* The period of its jobs. */
static u64 rm_key(const struct sim_proc *proc)
{
	return sim_period(proc) ?: SIM_NEVER;
}

static u64 key_of(const struct sim_proc *proc)
{
	return sim_proc_ready(proc) ? deadline_queued(proc) : rm_key(proc);
}

static void rm_enqueue(struct sim_rq *rq, struct sim_proc *proc,
		       enum sim_enqueue why)
{
	deadline_add(rq, proc, rm_key(proc));
}

static bool rm_before(const struct sim_rq *rq, const struct sim_proc *a,
		      const struct sim_proc *b)
{
	return key_of(a) < key_of(b);
}

const struct sim_policy sim_policy_rm = {
	.name		= "rm",
	.summary	= "the shortest period",
	.values		= deadline_values,
	.nr_values	= ARRAY_SIZE(deadline_values),
	.by_jobs	= true,
	.proc_size	= sizeof(struct deadline_proc),
	.enqueue	= rm_enqueue,
	.dequeue	= deadline_dequeue,
	.pick		= deadline_pick,
	.slice		= deadline_slice,
	.wakeup_preempt	= rm_before,
	.before		= rm_before,
	.rank		= key_of,
	.report		= deadline_report,
};
