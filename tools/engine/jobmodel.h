/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A model of sets of periodic jobs on one processor. It knows tasks and jobs, as
 * the literature does, and neither processes, programs nor timers; it shares no
 * code with the engine, nor with the oracle.
 */
#ifndef SIM_JOBMODEL_H
#define SIM_JOBMODEL_H

#include <linux/types.h>

#define JOB_MAX_TASKS	8
#define JOB_MAX_CYCLE	3
#define JOB_NEVER	(~0ULL)

enum job_rule {
	JOB_PRIO,	/* fixed priorities, preemptive; equals take turns */
	JOB_RR,		/* all take turns */
	JOB_FIFO,	/* who has jobs runs until there are none */
};

/**
 * struct job_task - a task
 * @offset: release of its first job
 * @cycle: the n-th job is like the (n % @cycle)-th
 * @cost: what the jobs of a cycle need, more than 0
 * @period: from their release to that of the next job
 * @deadline: from a job's release to its deadline; 0: the job's @period
 * @nr_jobs: number of jobs, or JOB_NEVER: they have no end
 * @priority: the greater, the more urgent
 * @killed: when it is given up, or JOB_NEVER
 */
struct job_task {
	__u64 offset;
	__u32 cycle;
	__u64 cost[JOB_MAX_CYCLE];
	__u64 period[JOB_MAX_CYCLE];
	__u64 deadline;
	__u64 nr_jobs;
	__u32 priority;
	__u64 killed;
};

struct job_set {
	enum job_rule rule;
	__u64 quantum;
	__u32 nr_tasks;
	struct job_task tasks[JOB_MAX_TASKS];
};

/* As the members of struct schedsim_proc. */
struct job_figures {
	__u64 released, done, missed;
	__u64 response_total, response_max;
	__s64 lateness_total, lateness_max;
	__u64 tardiness_total;
};

void job_model(const struct job_set *set, __u64 until,
	       struct job_figures *figures);

#endif /* SIM_JOBMODEL_H */
