/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random sets of periodic jobs, and the programs of processes that do them.
 */
#ifndef SIM_JOBSET_H
#define SIM_JOBSET_H

#include <linux/schedsim.h>

#include "jobmodel.h"

#define JOB_MAX_LOOKS	4
#define JOB_MAX_OPS	(3 * JOB_MAX_CYCLE + 2)

/**
 * struct job_program - what a process does that does the jobs of a task
 * @arrival: when it arrives
 * @attr: its attributes
 * @ops: its program
 * @nr_ops: length of @ops
 */
struct job_program {
	__u64 arrival;
	struct schedsim_attr attr;
	struct schedsim_op ops[JOB_MAX_OPS];
	__u32 nr_ops;
};

/**
 * struct job_case - a set, and when it is looked at
 * @set: the set
 * @programs: of its tasks
 * @looks: times, in their order
 * @nr_looks: number of them, at least 1
 */
struct job_case {
	struct job_set set;
	struct job_program programs[JOB_MAX_TASKS];
	__u64 looks[JOB_MAX_LOOKS];
	__u32 nr_looks;
};

void job_case_make(struct job_case *to, __u64 seed);
void job_case_print(const struct job_case *c);

#endif /* SIM_JOBSET_H */
