// SPDX-License-Identifier: GPL-2.0
/*
 * Tests that look at utilisations only.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "analyse/analyse.h"

/**
 * rt_answer_set - give an answer
 * @answer: to be filled in
 * @verdict: the verdict
 * @format: why, as for printf()
 */
void rt_answer_set(struct rt_answer *answer, enum rt_verdict verdict, const char *format, ...)
{
	va_list args;

	answer->verdict = verdict;
	va_start(args, format);
	vsnprintf(answer->reason, sizeof(answer->reason), format, args);
	va_end(args);
}

/**
 * rt_utilisation - how many vCPUs tasks need
 * @tasks: the tasks
 * @nr: number of them
 *
 * Return: the sum of runtime / period, exactly; for fraction_free().
 */
struct fraction rt_utilisation(const struct rt_task *tasks, __u32 nr)
{
	struct fraction sum;
	__u32 i;

	fraction_init(&sum, 0);
	for (i = 0; i < nr; i++)
		fraction_add(&sum, tasks[i].runtime, tasks[i].period);
	return sum;
}

/**
 * rt_implicit - is no job due before the end of its period?
 * @set: the tasks
 *
 * Return: whether it is so.
 */
bool rt_implicit(const struct rt_set *set)
{
	__u32 i;

	for (i = 0; i < set->nr; i++)
		if (set->tasks[i].deadline < set->tasks[i].period)
			return false;
	return true;
}

/**
 * rt_constrained - is no job due after the end of its period?
 * @set: the tasks
 *
 * Return: whether it is so.
 */
bool rt_constrained(const struct rt_set *set)
{
	__u32 i;

	for (i = 0; i < set->nr; i++)
		if (set->tasks[i].deadline > set->tasks[i].period)
			return false;
	return true;
}

/**
 * rt_longest_section - how long a task holds a mutex
 * @task: the task
 * @mutex: the index of the mutex
 *
 * Return: the runtime of its longest section, or 0: it does not use the mutex.
 */
__u64 rt_longest_section(const struct rt_task *task, __u32 mutex)
{
	__u64 longest = 0;
	__u32 i;

	for (i = 0; i < task->nr_sections; i++)
		if (task->sections[i].mutex == mutex && task->sections[i].runtime > longest)
			longest = task->sections[i].runtime;
	return longest;
}

/**
 * rt_nr_users - how many tasks use a mutex
 * @set: the tasks
 * @mutex: the index of the mutex
 *
 * Return: the number of tasks that run while they hold it.
 */
__u32 rt_nr_users(const struct rt_set *set, __u32 mutex)
{
	__u32 i, nr = 0;

	for (i = 0; i < set->nr; i++)
		nr += !!rt_longest_section(&set->tasks[i], mutex);
	return nr;
}

/**
 * rt_shared - is there a mutex that somebody may wait for?
 * @set: the tasks
 *
 * Who holds a mutex with a ceiling can be more urgent than those who do not use it.
 *
 * Return: the name of such a mutex, or NULL.
 */
const char *rt_shared(const struct rt_set *set)
{
	__u32 i;

	for (i = 0; i < set->nr_mutexes; i++) {
		__u32 nr = rt_nr_users(set, i);

		if (nr > 1 || (nr && set->mutexes[i].protocol == RT_PROTOCOL_CEILING))
			return set->mutexes[i].name;
	}
	return NULL;
}

/* Bounds of rate monotonic scheduling are for such sets only. Return: is it one? */
static bool covered(const struct rt_set *set, struct rt_answer *answer)
{
	const char *mutex = rt_shared(set);
	__u32 i;

	for (i = 0; i < set->nr; i++)
		if (set->tasks[i].rank != set->tasks[i].period) {
			rt_answer_set(answer, RT_NOT_COVERED,
				      "'%s' has a priority that its timer does not give it",
				      set->tasks[i].name);
			return false;
		}
	if (!rt_implicit(set))
		rt_answer_set(answer, RT_NOT_COVERED, "jobs are due before their periods end");
	else if (mutex)
		rt_answer_set(answer, RT_NOT_COVERED, "mutex '%s' is shared", mutex);
	else
		return true;
	return false;
}

/* (1 + sum of utilisations / n)^n <= 2, whatever is rounded being rounded up. */
static bool below_liu_layland(const struct rt_set *set)
{
	__u64 sum = 0, factor, power = Q62_ONE;
	__u32 i;

	for (i = 0; i < set->nr; i++)
		sum = rt_add(sum, rt_muldiv_up(set->tasks[i].runtime, Q62_ONE,
					       set->tasks[i].period));
	factor = rt_add(Q62_ONE, rt_div_up(sum, set->nr));
	for (i = 0; i < set->nr; i++) {
		if (factor > 2 * Q62_ONE || power > 2 * Q62_ONE)
			return false;
		power = rt_muldiv_up(power, factor, Q62_ONE);
	}
	return power <= 2 * Q62_ONE;
}

/**
 * rt_liu_layland - the utilisation bound of rate monotonic scheduling
 * @set: the tasks; ranks are periods
 *
 * n tasks of utilisation n * (2^(1/n) - 1) at most meet their deadlines on one vCPU: C. L. Liu
 * and J. W. Layland, "Scheduling Algorithms for Multiprogramming in a Hard-Real-Time
 * Environment", Journal of the ACM 20(1), 1973, theorem 5. The bound is no ratio but for
 * n = 1, so that the sum is never just as much; arithmetic that rounds up may reject what is
 * less than n * 2^-60 below it.
 *
 * Return: the verdict; the test is sufficient only.
 */
struct rt_answer rt_liu_layland(const struct rt_set *set)
{
	double bound = set->nr * (pow(2, 1.0 / set->nr) - 1);
	struct rt_answer answer;
	struct fraction sum;
	bool below;

	if (!covered(set, &answer))
		return answer;
	sum = rt_utilisation(set->tasks, set->nr);
	below = below_liu_layland(set);
	rt_answer_set(&answer, below ? RT_ACCEPTED : RT_REJECTED, "utilisation %.6f %s %.6f",
		      fraction_double(&sum), below ? "<=" : ">", bound);
	fraction_free(&sum);
	return answer;
}

/**
 * rt_hyperbolic - the hyperbolic bound of rate monotonic scheduling
 * @set: the tasks; ranks are periods
 *
 * If the product of all utilisations + 1 is 2 at most, deadlines are met on one vCPU: E. Bini,
 * G. C. Buttazzo and G. M. Buttazzo, "Rate Monotonic Analysis: The Hyperbolic Bound", IEEE
 * Transactions on Computers 52(7), 2003, theorem 1.
 *
 * Return: the verdict; the test is sufficient only.
 */
struct rt_answer rt_hyperbolic(const struct rt_set *set)
{
	struct rt_answer answer;
	struct fraction product;
	bool below;
	__u32 i;

	if (!covered(set, &answer))
		return answer;
	fraction_init(&product, 1);
	for (i = 0; i < set->nr; i++)
		fraction_mul(&product, rt_add(set->tasks[i].runtime, set->tasks[i].period),
			     set->tasks[i].period);
	below = fraction_compare(&product, 2) <= 0;
	rt_answer_set(&answer, below ? RT_ACCEPTED : RT_REJECTED, "product %.6f %s 2",
		      fraction_double(&product), below ? "<=" : ">");
	fraction_free(&product);
	return answer;
}

/**
 * rt_edf_utilisation - the utilisation bound of earliest deadline first
 * @set: the tasks
 *
 * Deadlines are met on one vCPU if and only if the utilisation is 1 at most: C. L. Liu and
 * J. W. Layland, as above, theorem 7; later deadlines change nothing.
 *
 * Return: the verdict; the test is exact.
 */
struct rt_answer rt_edf_utilisation(const struct rt_set *set)
{
	struct fraction sum = rt_utilisation(set->tasks, set->nr);
	bool fits = fraction_compare(&sum, 1) <= 0;
	const char *mutex = rt_shared(set);
	struct rt_answer answer;

	if (fits && mutex)
		rt_answer_set(&answer, RT_NOT_COVERED, "mutex '%s' is shared", mutex);
	else if (fits && !rt_implicit(set))
		rt_answer_set(&answer, RT_NOT_COVERED, "jobs are due before their periods end");
	else
		rt_answer_set(&answer, fits ? RT_ACCEPTED : RT_REJECTED, "utilisation %.6f %s 1",
			      fraction_double(&sum), fits ? "<=" : ">");
	fraction_free(&sum);
	return answer;
}

/**
 * rt_gfb - the density bound of global earliest deadline first
 * @set: the tasks
 * @nr_vcpus: number of vCPUs
 *
 * Deadlines are met if the sum of densities (runtime / deadline) is at most m - (m - 1) * the
 * greatest density: J. Goossens, S. Funk and S. Baruah, "Priority-Driven Scheduling of
 * Periodic Task Systems on Multiprocessors", Real-Time Systems 25(2-3), 2003; with
 * densities for deadlines before the ends of periods, M. Bertogna, M. Cirinei and G. Lipari,
 * "Improved Schedulability Analysis of EDF on Multiprocessor Platforms", ECRTS 2005.
 *
 * Return: the verdict; the test is sufficient only.
 */
struct rt_answer rt_gfb(const struct rt_set *set, __u32 nr_vcpus)
{
	const struct rt_task *most = set->tasks;
	struct rt_answer answer;
	struct fraction sum;
	double densities, bound;
	bool below;
	__u32 i;

	fraction_init(&sum, 0);
	for (i = 0; i < set->nr; i++) {
		const struct rt_task *task = &set->tasks[i];

		fraction_add(&sum, task->runtime, task->deadline);
		if (rt_ratio_less(most->runtime, most->deadline, task->runtime, task->deadline))
			most = task;
	}
	densities = fraction_double(&sum);
	bound = nr_vcpus - (nr_vcpus - 1.0) * most->runtime / most->deadline;
	fraction_add(&sum, rt_mul(nr_vcpus - 1, most->runtime), most->deadline);
	below = fraction_compare(&sum, nr_vcpus) <= 0;
	rt_answer_set(&answer, below ? RT_ACCEPTED : RT_REJECTED, "density %.6f %s %.6f", densities,
		      below ? "<=" : ">", bound);
	fraction_free(&sum);
	return answer;
}
