// SPDX-License-Identifier: GPL-2.0
/*
 * Tests for one run queue of several vCPUs, on which the most urgent run. All are sufficient only,
 * and for tasks that share no mutexes and whose jobs are due by the end of their periods.
 *
 * A job that misses its deadline has been kept from running, by others on all vCPUs, for longer
 * than its slack. How long each other task can run meanwhile is bounded, and more than the slack
 * (and 1 ns) of one vCPU does not count.
 */
#include <stdlib.h>

#include "analyse/analyse.h"
#include "util/tool.h"
#include "util/units.h"

static __u64 least(__u64 a, __u64 b)
{
	return a < b ? a : b;
}

/* How long @task can run up to the deadline of a job of @of, if what is due later waits. */
static __u64 edf_interference(const struct rt_task *task, const struct rt_task *of)
{
	__u64 nr = of->deadline < task->deadline ?
		   0 : (of->deadline - task->deadline) / task->period + 1;

	return rt_add(rt_mul(nr, task->runtime),
		      least(task->runtime, rt_sub(of->deadline, rt_mul(nr, task->period))));
}

/*
 * How long @task can run within @time, if its jobs are done by @response after their release:
 * the first of them as late as that, all others as soon as they can.
 */
static __u64 fixed_interference(const struct rt_task *task, __u64 time, __u64 response)
{
	__u64 reach = rt_sub(rt_add(time, response), task->runtime);
	__u64 nr = reach / task->period;

	return rt_add(rt_mul(nr, task->runtime), least(task->runtime, reach % task->period));
}

static void reject(struct rt_answer *answer, const struct rt_task *task, __u64 others,
		   __u32 nr_vcpus)
{
	char slack[TIME_LEN], sum[TIME_LEN];

	if (task->runtime > task->deadline) {
		rt_answer_set(answer, RT_REJECTED, "'%s' runs for longer than it may take",
			      task->name);
		return;
	}
	rt_answer_set(answer, RT_REJECTED,
		      "'%s' can spare %s on each of %u vCPUs; others may take %s", task->name,
		      format_time(task->deadline - task->runtime, slack), nr_vcpus,
		      format_time(others, sum));
}

/**
 * rt_bcl_edf - interference under global earliest deadline first
 * @set: the tasks
 * @nr_vcpus: number of vCPUs
 *
 * M. Bertogna, M. Cirinei and G. Lipari, "Improved Schedulability Analysis of EDF on
 * Multiprocessor Platforms", ECRTS 2005, in the form for times that are whole numbers: the
 * same, "Schedulability Analysis of Global Scheduling Algorithms on Multiprocessor Platforms",
 * IEEE Transactions on Parallel and Distributed Systems 20(4), 2009.
 *
 * Return: the verdict; the test is sufficient only.
 */
struct rt_answer rt_bcl_edf(const struct rt_set *set, __u32 nr_vcpus)
{
	struct rt_answer answer;
	__u32 i, j;

	for (i = 0; i < set->nr; i++) {
		const struct rt_task *of = &set->tasks[i];
		__u64 room = rt_sub(of->deadline, of->runtime) + 1, sum = 0;

		for (j = 0; j < set->nr; j++)
			if (j != i)
				sum = rt_add(sum, least(room,
							edf_interference(&set->tasks[j], of)));
		if (of->runtime > of->deadline || sum >= rt_mul(nr_vcpus, room)) {
			reject(&answer, of, sum, nr_vcpus);
			return answer;
		}
	}
	rt_answer_set(&answer, RT_ACCEPTED, "others leave each task enough time");
	return answer;
}

/**
 * rt_bcl_fixed - interference under global fixed priorities
 * @set: the tasks
 * @nr_vcpus: number of vCPUs
 *
 * Bertogna, Cirinei and Lipari 2009, as above. Tasks of equal rank count as more urgent
 * than each other.
 *
 * Return: the verdict; the test is sufficient only.
 */
struct rt_answer rt_bcl_fixed(const struct rt_set *set, __u32 nr_vcpus)
{
	struct rt_answer answer;
	__u32 i, j;

	for (i = 0; i < set->nr; i++) {
		const struct rt_task *of = &set->tasks[i];
		__u64 room = rt_sub(of->deadline, of->runtime) + 1, sum = 0;

		for (j = 0; j < set->nr; j++) {
			const struct rt_task *task = &set->tasks[j];

			if (j != i && task->rank <= of->rank)
				sum = rt_add(sum, least(room, fixed_interference(task, of->deadline,
										 task->deadline)));
		}
		if (of->runtime > of->deadline || sum >= rt_mul(nr_vcpus, room)) {
			reject(&answer, of, sum, nr_vcpus);
			return answer;
		}
	}
	rt_answer_set(&answer, RT_ACCEPTED, "others leave each task enough time");
	return answer;
}

/**
 * struct search - for the response times of all tasks
 * @set: the tasks
 * @nr_vcpus: number of vCPUs
 * @bounds: those that are known; 0: not yet
 * @others: room for the time that each other task takes
 * @steps: how much work is left before this is given up
 */
struct search {
	const struct rt_set *set;
	__u32 nr_vcpus;
	__u64 *bounds;
	__u64 *others;
	__u64 steps;
};

static int greater_first(const void *a, const void *b)
{
	const __u64 *x = a, *y = b;

	return *x < *y ? 1 : *x > *y ? -1 : 0;
}

/* How long others may run while a job of @self is done within @time, each; return: how many. */
static __u32 find_others(const struct search *search, const struct rt_task *self, __u64 time)
{
	const struct rt_set *set = search->set;
	__u32 i, nr = 0;

	for (i = 0; i < set->nr; i++) {
		const struct rt_task *task = &set->tasks[i];
		__u64 done = task->rank < self->rank ? search->bounds[i] : task->deadline;

		if (task != self && task->rank <= self->rank)
			search->others[nr++] = fixed_interference(task, time, done);
	}
	qsort(search->others, nr, sizeof(*search->others), greater_first);
	return nr;
}

/*
 * When a job of @self may be done, if it is not before @time. While as many others as there are
 * vCPUs can run all the time that it does not, it is not done: that goes on for as long as the
 * last of so many can run. To step over that changes no bound.
 */
static __u64 later(const struct search *search, const struct rt_task *self, __u64 time)
{
	__u32 nr = find_others(search, self, time), i;
	__u64 sum = 0, busy = 0;

	for (i = 0; i < nr; i++)
		sum = rt_add(sum, least(time - self->runtime + 1, search->others[i]));
	if (nr >= search->nr_vcpus)
		busy = search->others[search->nr_vcpus - 1];
	sum /= search->nr_vcpus;
	return rt_add(self->runtime, sum > busy ? sum : busy);
}

/* The bound of @self, if those that are more urgent have theirs; or RT_NEVER. */
static __u64 response(struct search *search, const struct rt_task *self)
{
	__u64 time = 0, next = self->runtime;

	while (next > time) {
		if (next > self->deadline)
			return RT_NEVER;
		if (search->steps < search->set->nr) {
			search->steps = 0;
			return RT_NEVER;
		}
		search->steps -= search->set->nr;
		time = next;
		next = later(search, self, time);
	}
	return time;
}

/* The most urgent task that has not been looked at, whose bound is 0; or @set->nr. */
static __u32 next_task(const struct rt_set *set, const __u64 *bounds)
{
	__u32 next = set->nr, i;

	for (i = 0; i < set->nr; i++)
		if (!bounds[i] && (next == set->nr || set->tasks[i].rank < set->tasks[next].rank))
			next = i;
	return next;
}

static void not_done(const struct search *search, const struct rt_task *task,
		     struct rt_answer *answer)
{
	char deadline[TIME_LEN];

	if (search->steps)
		rt_answer_set(answer, RT_REJECTED, "'%s' may take longer than %s", task->name,
			      format_time(task->deadline, deadline));
	else
		rt_answer_set(answer, RT_NOT_COVERED, "takes too long to find out");
}

/**
 * rt_global_responses - response times under global fixed priorities
 * @set: the tasks
 * @nr_vcpus: number of vCPUs
 * @bounds: out: how long each task's jobs take at most, in ns; RT_NEVER: not known. They
 *          hold if the verdict is RT_ACCEPTED
 *
 * M. Bertogna and M. Cirinei, "Response-Time Analysis for Globally Scheduled Symmetric
 * Multiprocessor Platforms", RTSS 2007. Tasks of equal rank count as more urgent than
 * each other, and as done by their deadlines.
 *
 * Return: the verdict; the test is sufficient only.
 */
struct rt_answer rt_global_responses(const struct rt_set *set, __u32 nr_vcpus, __u64 *bounds)
{
	struct search search = {
		.set = set,
		.nr_vcpus = nr_vcpus,
		.bounds = bounds,
		.others = allocate(set->nr, sizeof(*search.others)),
		.steps = RT_MAX_STEPS,
	};
	struct rt_answer answer;
	__u32 i;

	rt_answer_set(&answer, RT_ACCEPTED, "each task is done by its deadline");
	for (i = 0; i < set->nr; i++)
		bounds[i] = 0;
	while (answer.verdict == RT_ACCEPTED && (i = next_task(set, bounds)) < set->nr) {
		bounds[i] = response(&search, &set->tasks[i]);
		if (bounds[i] == RT_NEVER)
			not_done(&search, &set->tasks[i], &answer);
	}
	for (i = 0; answer.verdict != RT_ACCEPTED && i < set->nr; i++)
		bounds[i] = RT_NEVER;
	free(search.others);
	return answer;
}
