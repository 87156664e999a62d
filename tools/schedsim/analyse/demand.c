// SPDX-License-Identifier: GPL-2.0
/*
 * Processor demand: earliest deadline first on one vCPU.
 *
 * S. K. Baruah, A. K. Mok and L. E. Rosier, "Preemptively Scheduling Hard-Real-Time Sporadic
 * Tasks on One Processor", RTSS 1990: deadlines are met if and only if, for each t, the jobs
 * that are released and due within t need no more than t. Which t have to be looked at:
 * F. Zhang and A. Burns, "Schedulability Analysis for Real-Time Systems with EDF Scheduling",
 * IEEE Transactions on Computers 58(9), 2009 (QPA).
 */
#include "analyse/analyse.h"
#include "util/units.h"

/**
 * rt_demand_at - what has to be done within a time
 * @set: the tasks
 * @time: the time, in ns
 *
 * Return: the runtime of all jobs that are due by then, if all tasks begin at 0; in ns, or
 * RT_NEVER.
 */
__u64 rt_demand_at(const struct rt_set *set, __u64 time)
{
	__u64 sum = 0;
	__u32 i;

	for (i = 0; i < set->nr; i++) {
		const struct rt_task *task = &set->tasks[i];

		if (time >= task->deadline)
			sum = rt_add(sum, rt_mul((time - task->deadline) / task->period + 1,
						 task->runtime));
	}
	return sum;
}

/* The last deadline before @time, or 0. */
static __u64 deadline_before(const struct rt_set *set, __u64 time)
{
	__u64 last = 0;
	__u32 i;

	for (i = 0; i < set->nr; i++) {
		const struct rt_task *task = &set->tasks[i];
		__u64 deadline;

		if (time <= task->deadline)
			continue;
		deadline = time - 1 - (time - 1 - task->deadline) % task->period;
		if (deadline > last)
			last = deadline;
	}
	return last;
}

/* The busy period if all begin at once, or RT_NEVER. The utilisation is 1 at most. */
static __u64 busy_period(const struct rt_set *set, __u64 *steps)
{
	__u64 time = 0, next = 1;
	__u32 i;

	while (next > time) {
		time = next;
		next = 0;
		if (*steps < set->nr)
			return RT_NEVER;
		*steps -= set->nr;
		for (i = 0; i < set->nr; i++)
			next = rt_add(next, rt_mul(rt_div_up(time, set->tasks[i].period),
						   set->tasks[i].runtime));
	}
	return time;
}

/*
 * Demand exceeds no time from here on: L_a of the paper, rounded up. RT_NEVER if the
 * utilisation is 1, or about 1.
 */
static __u64 horizon(const struct rt_set *set)
{
	__u64 used = 0, sum = 0, most = 0;
	__u32 i;

	for (i = 0; i < set->nr; i++) {
		const struct rt_task *task = &set->tasks[i];
		__u64 utilisation = rt_muldiv_up(task->runtime, Q62_ONE, task->period);

		used = rt_add(used, utilisation);
		if (task->deadline > task->period && task->deadline - task->period > most)
			most = task->deadline - task->period;
		sum = rt_add(sum, rt_muldiv_up(rt_sub(task->period, task->deadline), utilisation,
					       Q62_ONE));
	}
	if (used >= Q62_ONE)
		return RT_NEVER;
	sum = rt_muldiv_up(sum, Q62_ONE, Q62_ONE - used);
	return sum > most ? sum : most;
}

static void judge(const struct rt_set *set, __u64 steps, struct rt_answer *answer)
{
	__u64 bound = horizon(set), busy = busy_period(set, &steps), time, demand;
	char what[TIME_LEN], when[TIME_LEN];

	if (busy < bound)
		bound = busy;
	if (bound == RT_NEVER) {
		rt_answer_set(answer, RT_NOT_COVERED, "takes too long to find out");
		return;
	}
	steps = RT_MAX_STEPS;
	time = deadline_before(set, bound + 1);
	while (time) {
		demand = rt_demand_at(set, time);
		if (demand > time) {
			rt_answer_set(answer, RT_REJECTED, "%s of work are due within %s",
				      format_time(demand, what), format_time(time, when));
			return;
		}
		if (steps < set->nr) {
			rt_answer_set(answer, RT_NOT_COVERED, "takes too long to find out");
			return;
		}
		steps -= set->nr;
		/* Nothing is due at 0. Between the demand and its time nothing can be wrong. */
		time = demand < time ? demand : deadline_before(set, time);
	}
	if (bound)
		rt_answer_set(answer, RT_ACCEPTED,
			      "no more work is due than there is time, up to %s",
			      format_time(bound, when));
	else
		rt_answer_set(answer, RT_ACCEPTED, "nothing is due before its period ends");
}

/**
 * rt_demand - the processor demand test
 * @set: the tasks
 *
 * Return: the verdict; the test is exact if all tasks begin at once, and for sporadic ones.
 */
struct rt_answer rt_demand(const struct rt_set *set)
{
	struct fraction sum = rt_utilisation(set->tasks, set->nr);
	const char *mutex = rt_shared(set);
	struct rt_answer answer;

	if (fraction_compare(&sum, 1) > 0)
		rt_answer_set(&answer, RT_REJECTED, "utilisation %.6f > 1", fraction_double(&sum));
	else if (mutex)
		rt_answer_set(&answer, RT_NOT_COVERED, "mutex '%s' is shared", mutex);
	else
		judge(set, RT_MAX_STEPS, &answer);
	fraction_free(&sum);
	return answer;
}
