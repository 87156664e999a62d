// SPDX-License-Identifier: GPL-2.0
/*
 * dm: deadline monotonic. The sooner the jobs of a process are due after their release,
 * the higher its priority, which it has by itself: J. Y.-T. Leung and J. Whitehead, "On the
 * Complexity of Fixed-Priority Scheduling of Periodic, Real-Time Tasks", Performance
 * Evaluation 2(4), 1982. If deadlines are the ends of periods, this is rm.
 */
#include "deadline.h"

/* The time that its jobs have. */
static u64 dm_key(const struct sim_proc *proc)
{
	return sim_deadline(proc) ?: SIM_NEVER;
}

static u64 key_of(const struct sim_proc *proc)
{
	return sim_proc_ready(proc) ? deadline_queued(proc) : dm_key(proc);
}

static void dm_enqueue(struct sim_rq *rq, struct sim_proc *proc,
		       enum sim_enqueue why)
{
	deadline_add(rq, proc, dm_key(proc));
}

static bool dm_before(const struct sim_rq *rq, const struct sim_proc *a,
		      const struct sim_proc *b)
{
	return key_of(a) < key_of(b);
}

const struct sim_policy sim_policy_dm = {
	.name		= "dm",
	.summary	= "the shortest time from release to deadline",
	.values		= deadline_values,
	.nr_values	= ARRAY_SIZE(deadline_values),
	.by_jobs	= true,
	.proc_size	= sizeof(struct deadline_proc),
	.enqueue	= dm_enqueue,
	.dequeue	= deadline_dequeue,
	.pick		= deadline_pick,
	.slice		= deadline_slice,
	.wakeup_preempt	= dm_before,
	.before		= dm_before,
	.rank		= key_of,
	.report		= deadline_report,
};
