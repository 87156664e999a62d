/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Schedulability tests for sets of periodic tasks: pure computation. All times are in ns, and
 * all that a verdict depends on is exact: integers that stay at their greatest value, which no
 * test accepts, and fractions of any length.
 */
#ifndef ANALYSE_H
#define ANALYSE_H

#include <stdbool.h>

#include <linux/types.h>

#include "analyse/number.h"
#include "util/compiler.h"

/**
 * struct rt_section - a critical section
 * @mutex: the index of its mutex
 * @runtime: the longest time that a job runs in it
 */
struct rt_section {
	__u32 mutex;
	__u64 runtime;
};

/* Names are shortened to so many characters, each of up to four bytes. */
#define RT_NAME_WIDE	24
#define RT_NAME_LEN	(4 * RT_NAME_WIDE + 1)

/**
 * struct rt_task - a periodic task
 * @name: its name, shortened
 * @runtime: the longest time that a job of it runs, at least 1
 * @deadline: a job is due so long after its release, at least 1
 * @period: from one release to the next, at least; at least 1
 * @rank: in an order of fixed priorities: the less, the more urgent; equals come in any order,
 *        or take turns
 * @sections: its critical sections
 * @nr_sections: number of them
 * @nested: is one of them within another?
 */
struct rt_task {
	char name[RT_NAME_LEN];
	__u64 runtime;
	__u64 deadline;
	__u64 period;
	__u64 rank;
	const struct rt_section *sections;
	__u32 nr_sections;
	bool nested;
};

/* What a mutex does against priority inversion, under the policy that is asked about. */
enum rt_protocol {
	RT_PROTOCOL_NONE,
	RT_PROTOCOL_INHERIT,
	RT_PROTOCOL_CEILING,	/* the immediate one */
};

/**
 * struct rt_mutex - a mutex
 * @name: its name, shortened
 * @protocol: what it does
 * @ceiling: the rank of who holds it, with RT_PROTOCOL_CEILING
 */
struct rt_mutex {
	char name[RT_NAME_LEN];
	enum rt_protocol protocol;
	__u64 ceiling;
};

/**
 * struct rt_set - tasks, and the mutexes that they share
 * @tasks: the tasks
 * @nr: number of them, at least 1
 * @mutexes: the mutexes
 * @nr_mutexes: number of them
 */
struct rt_set {
	struct rt_task *tasks;
	__u32 nr;
	const struct rt_mutex *mutexes;
	__u32 nr_mutexes;
};

/**
 * enum rt_verdict - what a test says of a set
 * @RT_REJECTED: it does not pass: some job may miss its deadline
 * @RT_ACCEPTED: no job ever misses its deadline
 * @RT_NOT_COVERED: the test is about other sets, or would take too long
 */
enum rt_verdict {
	RT_REJECTED,
	RT_ACCEPTED,
	RT_NOT_COVERED,
};

/* Two names, and what is said of them. */
#define RT_REASON_LEN	320

/**
 * struct rt_answer - what a test says of a set
 * @verdict: the verdict
 * @reason: why, in a few words
 */
struct rt_answer {
	enum rt_verdict verdict;
	char reason[RT_REASON_LEN];
};

/* analyse/bounds.c: utilisation */
struct fraction rt_utilisation(const struct rt_task *tasks, __u32 nr);
bool rt_implicit(const struct rt_set *set);
bool rt_constrained(const struct rt_set *set);
const char *rt_shared(const struct rt_set *set);
__u32 rt_nr_users(const struct rt_set *set, __u32 mutex);
__u64 rt_longest_section(const struct rt_task *task, __u32 mutex);
struct rt_answer rt_liu_layland(const struct rt_set *set);
struct rt_answer rt_hyperbolic(const struct rt_set *set);
struct rt_answer rt_edf_utilisation(const struct rt_set *set);
struct rt_answer rt_gfb(const struct rt_set *set, __u32 nr_vcpus);

/* analyse/blocking.c */
bool rt_blocking(const struct rt_set *set, __u32 of, __u64 *blocking, char *reason);

/* analyse/response.c: fixed priorities on one vCPU */
struct rt_answer rt_responses(const struct rt_set *set, __u64 *bounds);

/* analyse/demand.c: earliest deadline first on one vCPU */
__u64 rt_demand_at(const struct rt_set *set, __u64 time);
struct rt_answer rt_demand(const struct rt_set *set);

/* analyse/global.c: one run queue for several vCPUs */
struct rt_answer rt_bcl_edf(const struct rt_set *set, __u32 nr_vcpus);
struct rt_answer rt_bcl_fixed(const struct rt_set *set, __u32 nr_vcpus);
struct rt_answer rt_global_responses(const struct rt_set *set, __u32 nr_vcpus, __u64 *bounds);

void __printf(3, 4) rt_answer_set(struct rt_answer *answer, enum rt_verdict verdict,
				  const char *format, ...);

/* Steps after which a test gives up. */
#define RT_MAX_STEPS	20000000ULL

#endif /* ANALYSE_H */
