// SPDX-License-Identifier: GPL-2.0
/*
 * lrtf: longest remaining time first. The process runs that has most left of its
 * burst; of equals, the one with the least id. With a quantum of one unit of time
 * this is what textbooks and exams have (GATE 2006, computer science).
 *
 * What a running process has left falls below what others have, sooner or later.
 * That is looked at when its slice ends: otherwise equals would change places
 * without end. So it counts with what it had left when it was queued last. One
 * that becomes ready with more than that preempts it at once.
 *
 * For the same reason there is no order of processes in different run queues: who runs
 * beside an empty run queue would never be looked at. Global longest remaining time first
 * is span=all.
 */
#include "burst.h"

/* @left: what was left of its burst when it was queued, in ns */
struct lrtf_proc {
	u64 left;
};

static const struct lrtf_proc *lrtf_of(const struct sim_proc *proc)
{
	return (const void *)proc->data;
}

static void lrtf_enable(struct sim_rq *rq, struct sim_proc *proc)
{
	struct lrtf_proc *p = sim_proc_data(proc);

	p->left = sim_burst_length(proc);
}

static void lrtf_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	lrtf_enable(rq, proc);
	sim_sorted_add_by_id(rq, proc, U64_MAX - lrtf_of(proc)->left);
}

static bool lrtf_wakeup_preempt(const struct sim_rq *rq,
				const struct sim_proc *first,
				const struct sim_proc *curr)
{
	return lrtf_of(first)->left > lrtf_of(curr)->left;
}

const struct sim_policy sim_policy_lrtf = {
	.name		= "lrtf",
	.summary	= "the most left of a burst, slice by slice",
	.values		= burst_values,
	.nr_values	= ARRAY_SIZE(burst_values),
	.proc_size	= sizeof(struct lrtf_proc),
	.enable		= lrtf_enable,
	.enqueue	= lrtf_enqueue,
	.dequeue	= burst_dequeue,
	.pick		= burst_pick,
	.wakeup_preempt	= lrtf_wakeup_preempt,
	.report		= burst_known_report,
};
