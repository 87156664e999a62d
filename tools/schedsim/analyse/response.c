// SPDX-License-Identifier: GPL-2.0
/*
 * Response-time analysis: fixed priorities on one vCPU.
 *
 * M. Joseph and P. Pandya, "Finding Response Times in a Real-Time System", The Computer Journal
 * 29(5), 1986; N. Audsley, A. Burns, M. Richardson, K. Tindell and A. J. Wellings, "Applying New
 * Scheduling Theory to Static Priority Pre-emptive Scheduling", Software Engineering Journal
 * 8(5), 1993, with blocking. A job that is due after the end of its period may be held up by
 * earlier ones of its own task: J. P. Lehoczky, "Fixed Priority Scheduling of Periodic Task Sets
 * with Arbitrary Deadlines", RTSS 1990, looks at all jobs of a busy period.
 *
 * Without blocking the bound is exact if all tasks begin at once and have ranks of their own.
 * Tasks of equal rank count as more urgent than each other.
 */
#include "analyse/analyse.h"
#include "util/units.h"

/**
 * struct busy - a busy period of a task and of those as urgent, or more
 * @set: the tasks
 * @of: the task
 * @blocking: how long it is blocked
 * @steps: how much work is left before this is given up
 */
struct busy {
	const struct rt_set *set;
	const struct rt_task *of;
	__u64 blocking;
	__u64 steps;
};

static bool interferes(const struct busy *busy, const struct rt_task *task)
{
	return task != busy->of && task->rank <= busy->of->rank;
}

/* What has to be done before @nr jobs are, if all that takes @time; or RT_NEVER. */
static __u64 work(struct busy *busy, __u64 nr, __u64 time)
{
	__u64 sum = rt_add(busy->blocking, rt_mul(nr, busy->of->runtime));
	__u32 i;

	if (busy->steps < busy->set->nr) {
		busy->steps = 0;
		return RT_NEVER;
	}
	busy->steps -= busy->set->nr;
	for (i = 0; i < busy->set->nr; i++) {
		const struct rt_task *task = &busy->set->tasks[i];

		if (interferes(busy, task))
			sum = rt_add(sum, rt_mul(rt_div_up(time, task->period), task->runtime));
	}
	return sum;
}

/* When @nr jobs are done, at the latest; it cannot be before @from. Or RT_NEVER. */
static __u64 finish(struct busy *busy, __u64 nr, __u64 from)
{
	__u64 time = from, next;

	while ((next = work(busy, nr, time)) > time)
		time = next;
	return time;
}

/* How the utilisation of the task and of those that interfere compares with 1, exactly. */
static int exact_load(const struct busy *busy)
{
	struct fraction sum;
	int order;
	__u32 i;

	fraction_init(&sum, 0);
	for (i = 0; i < busy->set->nr; i++) {
		const struct rt_task *task = &busy->set->tasks[i];

		if (task == busy->of || interferes(busy, task))
			fraction_add(&sum, task->runtime, task->period);
	}
	order = fraction_compare(&sum, 1);
	fraction_free(&sum);
	return order;
}

/* Likewise, with less work if it is clear. */
static int load(const struct busy *busy)
{
	__u64 sum = 0;
	__u32 i, nr = 0;

	for (i = 0; i < busy->set->nr; i++) {
		const struct rt_task *task = &busy->set->tasks[i];

		if (task != busy->of && !interferes(busy, task))
			continue;
		sum = rt_add(sum, rt_muldiv_up(task->runtime, Q62_ONE, task->period));
		nr++;
	}
	/* Each has been rounded up by less than 1. */
	if (sum <= Q62_ONE - 1)
		return -1;
	return sum - nr >= Q62_ONE + 1 ? 1 : exact_load(busy);
}

/* Does the busy period end? It does if there is time left, or nothing to make up for. */
static bool ends(const struct busy *busy)
{
	int order = load(busy);

	return order < 0 || (!order && !busy->blocking);
}

static __u64 response(struct busy *busy)
{
	__u64 worst = 0, time = 0, nr = 0, release;

	if (!ends(busy))
		return RT_NEVER;
	do {
		release = rt_mul(nr++, busy->of->period);
		time = finish(busy, nr, rt_add(time, busy->of->runtime));
		if (time == RT_NEVER)
			return RT_NEVER;
		if (time - release > worst)
			worst = time - release;
	} while (time > rt_mul(nr, busy->of->period));
	return worst;
}

/* Is @a nearer to its deadline than @b, or further beyond it? */
static bool is_worse(const struct rt_set *set, const __u64 *bounds, __u32 a, __u32 b)
{
	if (bounds[a] == RT_NEVER || bounds[b] == RT_NEVER)
		return bounds[b] != RT_NEVER;
	return rt_ratio_less(bounds[b], set->tasks[b].deadline, bounds[a], set->tasks[a].deadline);
}

static void judge(const struct rt_set *set, const __u64 *bounds, struct rt_answer *answer)
{
	char time[TIME_LEN], deadline[TIME_LEN];
	const char *name;
	__u32 i, worst = 0;

	for (i = 1; i < set->nr; i++)
		if (is_worse(set, bounds, i, worst))
			worst = i;
	name = set->tasks[worst].name;
	format_time(set->tasks[worst].deadline, deadline);
	if (bounds[worst] == RT_NEVER)
		rt_answer_set(answer, RT_REJECTED, "'%s': no bound", name);
	else if (bounds[worst] > set->tasks[worst].deadline)
		rt_answer_set(answer, RT_REJECTED, "'%s': up to %s, due after %s", name,
			      format_time(bounds[worst], time), deadline);
	else
		rt_answer_set(answer, RT_ACCEPTED, "tightest: '%s', %s of %s", name,
			      format_time(bounds[worst], time), deadline);
}

/**
 * rt_responses - response-time analysis
 * @set: the tasks
 * @bounds: out: how long each task's jobs take at most, in ns; RT_NEVER: there is no bound, or
 *          it is not known
 *
 * A bound holds whether or not others meet their deadlines.
 *
 * Return: the verdict.
 */
struct rt_answer rt_responses(const struct rt_set *set, __u64 *bounds)
{
	struct rt_answer answer = { .verdict = RT_ACCEPTED };
	struct busy busy = { .set = set, .steps = RT_MAX_STEPS };
	__u32 i;

	for (i = 0; i < set->nr; i++) {
		busy.of = &set->tasks[i];
		bounds[i] = RT_NEVER;
		if (!rt_blocking(set, i, &busy.blocking, answer.reason))
			answer.verdict = RT_NOT_COVERED;
		else
			bounds[i] = response(&busy);
	}
	if (!busy.steps)
		rt_answer_set(&answer, RT_NOT_COVERED, "takes too long to find out");
	else if (answer.verdict == RT_ACCEPTED)
		judge(set, bounds, &answer);
	return answer;
}
