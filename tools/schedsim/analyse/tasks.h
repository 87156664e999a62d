/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The periodic tasks of a workload.
 */
#ifndef ANALYSE_TASKS_H
#define ANALYSE_TASKS_H

#include "analyse/analyse.h"
#include "workload/workload.h"

/**
 * struct source - what a process does, as far as a test has to know
 * @proc: the process
 * @why: why it is no periodic task, in a few words; or NULL: it is one
 * @meddles: does it lock mutexes, or change its attributes?
 * @runtime: the longest that a job runs
 * @period: of its timer
 * @deadline: a job is due so long after its release
 * @nominal: the period that rm goes by; 0: it has none
 * @due: the deadline that dm and edf go by; 0: it has none
 * @nr_locks: the most mutexes that a job locks, one after the other
 * @sections: its critical sections
 * @nr_sections: number of them
 * @room_sections: in @sections
 * @nested: is one of them within another?
 */
struct source {
	const struct workload_proc *proc;
	const char *why;
	bool meddles;
	__u64 runtime;
	__u64 period;
	__u64 deadline;
	__u64 nominal;
	__u64 due;
	__u64 nr_locks;
	struct rt_section *sections;
	__u32 nr_sections;
	size_t room_sections;
	bool nested;
};

struct source *sources_new(const struct workload *workload);
void sources_free(struct source *sources, __u32 nr);

#endif /* ANALYSE_TASKS_H */
