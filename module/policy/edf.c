// SPDX-License-Identifier: GPL-2.0
/*
 * edf: earliest deadline first. The process runs whose job is due first, and preempts
 * at once one whose job is due later.
 *
 * On one vCPU, if jobs are due at the ends of their periods, no deadline is missed as long
 * as the processes need no more than all of its time: C. L. Liu and J. W. Layland,
 * "Scheduling Algorithms for Multiprogramming in a Hard-Real-Time Environment", Journal of
 * the ACM 20(1), 1973, theorem 7. With span=all this is global EDF, with balance=none
 * partitioned EDF.
 */
#include "deadline.h"

static u64 key_of(const struct sim_proc *proc)
{
	return sim_proc_ready(proc) ? deadline_queued(proc) :
				      sim_job_deadline(proc);
}

static void edf_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_enqueue why)
{
	deadline_add(rq, proc, sim_job_deadline(proc));
}

static bool edf_before(const struct sim_rq *rq, const struct sim_proc *a,
		       const struct sim_proc *b)
{
	return key_of(a) < key_of(b);
}

const struct sim_policy sim_policy_edf = {
	.name		= "edf",
	.summary	= "the job that is due first",
	.values		= deadline_values,
	.nr_values	= ARRAY_SIZE(deadline_values),
	.by_jobs	= true,
	.proc_size	= sizeof(struct deadline_proc),
	.enqueue	= edf_enqueue,
	.dequeue	= deadline_dequeue,
	.pick		= deadline_pick,
	.slice		= deadline_slice,
	.wakeup_preempt	= edf_before,
	.before		= edf_before,
	.report		= deadline_report,
};
