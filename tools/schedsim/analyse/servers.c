// SPDX-License-Identifier: GPL-2.0
/*
 * What constant-bandwidth servers mean for the tests of edf.
 *
 * Processes of SCHED_DEADLINE come before all others there, and a server throttles who wants
 * more than it has reserved (module/policy/edf.c). But if all tasks have servers, and none
 * wants more, each job gets a new budget, and a deadline of its own, when it is released.
 * That is edf.
 */
#include "analyse/report.h"

/* How the server of a task may make a job late that edf would not; or NULL. */
static const char *why_late(const struct source *source)
{
	const struct schedsim_attr *attr = &source->proc->attr;
	__u64 period = attr->period_ns ? attr->period_ns : attr->deadline_ns;

	if (source->runtime > attr->runtime_ns)
		return "runs for longer than its dl-runtime";
	if (source->period < period)
		return "comes more often than its dl-period says";
	/* The revised wakeup rule cuts the budget of who comes after its next period began. */
	if (source->runtime == attr->runtime_ns && source->period > period &&
	    source->deadline < period)
		return "uses all of its dl-runtime, but not in each dl-period";
	return NULL;
}

/**
 * servers_fit - are tests of edf about these tasks?
 * @sources: all processes
 * @index: which of them is a task of @set
 * @set: tasks
 * @answer: out, if not: why the tests do not cover them
 *
 * Return: whether servers let them run as edf would.
 */
bool servers_fit(const struct source *sources, const __u32 *index, const struct rt_set *set,
		 struct rt_answer *answer)
{
	__u32 i, nr = 0;

	for (i = 0; i < set->nr; i++) {
		const struct source *source = &sources[index[i]];
		const char *why;

		if (source->proc->attr.sched_class != SCHEDSIM_CLASS_DEADLINE)
			continue;
		nr++;
		why = why_late(source);
		if (!why)
			continue;
		rt_answer_set(answer, RT_NOT_COVERED, "'%s' %s", set->tasks[i].name, why);
		return false;
	}
	if (nr && nr < set->nr)
		rt_answer_set(answer, RT_NOT_COVERED,
			      "processes of SCHED_DEADLINE come before the others");
	return !nr || nr == set->nr;
}
