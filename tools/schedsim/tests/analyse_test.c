// SPDX-License-Identifier: GPL-2.0
/*
 * The tests of schedsim analyse: their numbers in published examples; and random sets, of which
 * none that a test accepts may ever miss a deadline, and no job take longer than its bound.
 * Prints KTAP.
 *
 * usage: analyse_test [SETS [SEED]]
 * or:    analyse_test print SETS SEED    print sets and what tests say of them
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/analyse.h"
#include "tests/analyse_test.h"

static int number, failures;

/* The result of a test. */
void result(const char *name, bool ok)
{
	failures += !ok;
	printf("%sok %d %s\n", ok ? "" : "not ", ++number, name);
}

/* Published examples. */

/* A set of tasks { runtime, deadline, period }, the most urgent first. */
#define SET(...)	\
	make_set((const __u64[][3]) { __VA_ARGS__ }, \
		 sizeof((const __u64[][3]) { __VA_ARGS__ }) / sizeof(__u64[3]))

static const struct rt_set *make_set(const __u64 (*times)[3], __u32 nr)
{
	static struct rt_task tasks[MAX_SET];
	static struct rt_set set;
	__u32 i;

	for (i = 0; i < nr; i++)
		tasks[i] = (struct rt_task) {
			.name = "?",
			.runtime = times[i][0],
			.deadline = times[i][1],
			.period = times[i][2],
			.rank = times[i][2],
		};
	set = (struct rt_set) { .tasks = tasks, .nr = nr };
	return &set;
}

static bool says(struct rt_answer answer, enum rt_verdict verdict)
{
	if (answer.verdict != verdict)
		printf("# verdict %d, not %d: %s\n", answer.verdict, verdict, answer.reason);
	return answer.verdict == verdict;
}

/* The bounds of response-time analysis are these; tasks are in the order of @set. */
static bool respond(const struct rt_set *set, enum rt_verdict verdict, const __u64 *expected)
{
	__u64 bounds[MAX_SET];
	bool ok = says(rt_responses(set, bounds), verdict);
	__u32 i;

	for (i = 0; i < set->nr; i++) {
		if (bounds[i] != expected[i])
			printf("# task %u: %llu, not %llu\n", i, bounds[i], expected[i]);
		ok &= bounds[i] == expected[i];
	}
	return ok;
}

static void test_numbers(void)
{
	struct fraction fraction;

	result("numbers: products of 128 bits",
	       rt_muldiv_up(1, 1, 3) == 1 && rt_muldiv_up(7, 6, 42) == 1 &&
	       rt_muldiv_up(1ULL << 60, 1ULL << 60, 1ULL << 57) == 1ULL << 63 &&
	       rt_muldiv_up((1ULL << 60) + 1, 1ULL << 60, 1ULL << 60) == (1ULL << 60) + 1 &&
	       rt_muldiv_up(1ULL << 60, 1ULL << 60, 1ULL << 56) == RT_NEVER &&
	       rt_ratio_less(RT_NEVER - 1, RT_NEVER, RT_NEVER, RT_NEVER) &&
	       !rt_ratio_less(RT_NEVER, RT_NEVER, 1, 1));
	/* 1/2 + 1/3 + 1/7 + 1/43 + 1/1807 + 1/3263442 = 1: Sylvester's sequence. */
	fraction_init(&fraction, 0);
	fraction_add(&fraction, 1, 2);
	fraction_add(&fraction, 1, 3);
	fraction_add(&fraction, 1, 7);
	fraction_add(&fraction, 1, 43);
	fraction_add(&fraction, 1, 1807);
	fraction_add(&fraction, 1, 3263442);
	result("numbers: a sum of fractions is exact", !fraction_compare(&fraction, 1));
	fraction_add(&fraction, 1, RT_NEVER);
	result("numbers: so is one that is a little more", fraction_compare(&fraction, 1) > 0);
	fraction_free(&fraction);
}

static void test_bounds(void)
{
	/* Liu and Layland 1973, theorem 5: 2 (2^(1/2) - 1) = 0.8284, 3 (2^(1/3) - 1) = 0.7798. */
	result("liu-layland: 0.828 and 0.829 of two tasks",
	       says(rt_liu_layland(SET({ 414, 1000, 1000 }, { 828, 2000, 2000 })), RT_ACCEPTED) &&
	       says(rt_liu_layland(SET({ 414, 1000, 1000 }, { 830, 2000, 2000 })), RT_REJECTED));
	result("liu-layland: 0.7797 and 0.7800 of three tasks",
	       says(rt_liu_layland(SET({ 2599, 10000, 10000 }, { 2599, 10000, 10000 },
				       { 2599, 10000, 10000 })), RT_ACCEPTED) &&
	       says(rt_liu_layland(SET({ 2600, 10000, 10000 }, { 2600, 10000, 10000 },
				       { 2600, 10000, 10000 })), RT_REJECTED));
	result("liu-layland: all of the CPU for one task",
	       says(rt_liu_layland(SET({ 7, 7, 7 })), RT_ACCEPTED));
	/* Bini, Buttazzo and Buttazzo 2003: (1 + 1/2) (1 + 1/3) = 2, a utilisation of 0.8333. */
	result("hyperbolic: a product of 2 just fits, which Liu and Layland reject",
	       says(rt_hyperbolic(SET({ 500, 1000, 1000 }, { 400, 1200, 1200 })), RT_ACCEPTED) &&
	       says(rt_hyperbolic(SET({ 500, 1000, 1000 }, { 401, 1200, 1200 })), RT_REJECTED) &&
	       says(rt_liu_layland(SET({ 500, 1000, 1000 }, { 400, 1200, 1200 })), RT_REJECTED));
	/* Liu and Layland 1973, theorem 7. 1/3 + 1/7 + 11/21 = 1, which no float is. */
	result("edf: a utilisation of 1 just fits",
	       says(rt_edf_utilisation(SET({ 1, 3, 3 }, { 1, 7, 7 }, { 11, 21, 21 })),
		    RT_ACCEPTED) &&
	       says(rt_edf_utilisation(SET({ 1000000000000000, 3000000000000000, 3000000000000000 },
					   { 1, 7, 7 },
					   { 11000000000000001, 21000000000000000,
					     21000000000000000 })),
		    RT_REJECTED));
}

static void test_responses(void)
{
	/* Burns and Wellings, "Real-Time Systems and Programming Languages", 4th ed., 2009. */
	result("response-time: process set A of Burns and Wellings fails",
	       respond(SET({ 10, 30, 30 }, { 10, 40, 40 }, { 12, 50, 50 }), RT_REJECTED,
		       (const __u64[]) { 10, 20, 52 }));
	result("response-time: process set C, utilisation 1",
	       respond(SET({ 5, 20, 20 }, { 10, 40, 40 }, { 40, 80, 80 }), RT_ACCEPTED,
		       (const __u64[]) { 5, 15, 80 }));
	result("response-time: process set D",
	       respond(SET({ 3, 7, 7 }, { 3, 12, 12 }, { 5, 20, 20 }), RT_ACCEPTED,
		       (const __u64[]) { 3, 6, 20 }));
	/* Lehoczky 1990: the jobs take 114, 102, 116, 104, 118, 106, 94; the fifth is the worst. */
	result("response-time: Lehoczky's fifth job is the worst",
	       respond(SET({ 26, 70, 70 }, { 62, 118, 100 }), RT_ACCEPTED,
		       (const __u64[]) { 26, 118 }) &&
	       respond(SET({ 26, 70, 70 }, { 62, 117, 100 }), RT_REJECTED,
		       (const __u64[]) { 26, 118 }));
}

static void test_demand(void)
{
	/* Buttazzo, "Hard Real-Time Computing Systems", 3rd ed., 2011, chapter 4: L* = 25. */
	static const __u64 demands[][2] = {
		{ 4, 2 }, { 5, 4 }, { 7, 7 }, { 10, 9 }, { 13, 11 }, { 16, 16 }, { 21, 18 },
		{ 22, 20 },
	};
	const struct rt_set *set = SET({ 2, 4, 6 }, { 2, 5, 8 }, { 3, 7, 9 });
	bool ok = true;
	__u32 i;

	for (i = 0; i < 8; i++)
		ok &= rt_demand_at(set, demands[i][0]) == demands[i][1];
	result("demand: the table of Buttazzo's example", ok);
	result("demand: Buttazzo's example is feasible", says(rt_demand(set), RT_ACCEPTED));
	/* By hand: 1 is due by 1, 2 by 3, 4 by 4, 5 by 5, 6 by 7, 8 by 8. */
	result("demand: a utilisation of 1",
	       says(rt_demand(SET({ 1, 1, 2 }, { 2, 4, 4 })), RT_ACCEPTED));
	/* By hand: 3 + 2 + 3 = 8 are due within 7. */
	result("demand: 1 more is too much",
	       says(rt_demand(SET({ 3, 4, 6 }, { 2, 5, 8 }, { 3, 7, 9 })), RT_REJECTED));
}

/*
 * Buttazzo, as above, chapter 7: the sections of four tasks and three semaphores. With
 * inheritance they are blocked for 17, 14, 6 and 0; with a ceiling for 9, 8, 6 and 0.
 */
static void test_blocking(void)
{
	static const __u64 lengths[4][3] = { { 1, 2, 0 }, { 0, 9, 3 }, { 8, 7, 0 }, { 6, 5, 4 } };
	static const __u64 blocked[2][4] = { { 17, 14, 6, 0 }, { 9, 8, 6, 0 } };
	static const __u64 ceilings[] = { 0, 0, 1 };
	struct rt_section sections[4][3];
	struct rt_mutex mutexes[3];
	struct rt_task tasks[4];
	struct rt_set set = { tasks, 4, mutexes, 3 };
	char reason[RT_REASON_LEN];
	__u32 i, j, ceiling;
	__u64 blocking;
	bool ok;

	for (i = 0; i < 4; i++) {
		tasks[i] = (struct rt_task) { "?", 20, 100, 100, i, sections[i], 0, false };
		for (j = 0; j < 3; j++)
			if (lengths[i][j])
				sections[i][tasks[i].nr_sections++] =
					(struct rt_section) { j, lengths[i][j] };
	}
	for (ceiling = 0; ceiling < 2; ceiling++) {
		for (j = 0; j < 3; j++)
			mutexes[j] = (struct rt_mutex) {
				"?", ceiling ? RT_PROTOCOL_CEILING : RT_PROTOCOL_INHERIT,
				ceilings[j],
			};
		for (i = 0, ok = true; i < 4; i++)
			ok &= rt_blocking(&set, i, &blocking, reason) &&
			      blocking == blocked[ceiling][i];
		result(ceiling ? "blocking: Buttazzo's example with ceilings" :
				 "blocking: Buttazzo's example with inheritance", ok);
	}
	for (j = 0; j < 3; j++)
		mutexes[j].protocol = RT_PROTOCOL_NONE;
	result("blocking: without a protocol there is no bound",
	       !rt_blocking(&set, 0, &blocking, reason));
	for (j = 0; j < 3; j++)
		mutexes[j].protocol = RT_PROTOCOL_INHERIT;
	tasks[3].nested = true;
	result("blocking: with inheritance, none for who holds two",
	       !rt_blocking(&set, 0, &blocking, reason));
}

/*
 * By hand, after the formulas. Dhall and Liu, "On a Real-Time Scheduling Problem", Operations
 * Research 26(1), 1978: m light tasks and a heavy one are too much for m vCPUs.
 */
static void test_global(void)
{
	const struct rt_set *set;
	__u64 bounds[MAX_SET];

	set = SET({ 2, 10, 10 }, { 2, 10, 10 }, { 10, 11, 11 });
	result("global: Dhall's effect",
	       says(rt_gfb(set, 2), RT_REJECTED) && says(rt_bcl_edf(set, 2), RT_REJECTED) &&
	       says(rt_bcl_fixed(set, 2), RT_REJECTED));
	/* Densities of 1.5 are more than 2 - 2/3; but 2 * 20 < 2 * 26, and 11 + 5 < 2 * 11. */
	set = SET({ 20, 30, 30 }, { 20, 30, 30 }, { 5, 30, 30 });
	result("global: bcl accepts what gfb does not",
	       says(rt_gfb(set, 2), RT_REJECTED) && says(rt_bcl_edf(set, 2), RT_ACCEPTED));
	/* 1.4 = 2 - 0.6 */
	set = SET({ 6, 10, 10 }, { 4, 10, 10 }, { 4, 10, 10 });
	result("global: gfb, where it just fits", says(rt_gfb(set, 2), RT_ACCEPTED));
	set = SET({ 6, 10, 10 }, { 4, 10, 10 }, { 4001, 10000, 10000 });
	result("global: gfb, a little more", says(rt_gfb(set, 2), RT_REJECTED));
	/* 2 * (2 + 2) < 2 * (10 - 6 + 1), but not < 2 * (10 - 7 + 1). */
	result("global: carried in, under edf",
	       says(rt_bcl_edf(SET({ 2, 5, 7 }, { 2, 5, 7 }, { 6, 10, 10 }), 2), RT_ACCEPTED) &&
	       says(rt_bcl_edf(SET({ 2, 5, 7 }, { 2, 5, 7 }, { 7, 10, 10 }), 2), RT_REJECTED));
	/* 2 * (2 + 2) < 2 * (8 - 4 + 1), but not < 2 * (8 - 5 + 1). */
	result("global: carried in, with priorities",
	       says(rt_bcl_fixed(SET({ 2, 5, 7 }, { 2, 5, 7 }, { 4, 8, 8 }), 2), RT_ACCEPTED) &&
	       says(rt_bcl_fixed(SET({ 2, 5, 7 }, { 2, 5, 7 }, { 5, 8, 8 }), 2), RT_REJECTED));
	/*
	 * The first two take 2 and 5 on one vCPU. Within 15, the first runs for 4, and the second,
	 * whose job may be done 5 after its release, for 3 + min(3, 15 + 5 - 3 - 11) = 6.
	 */
	set = SET({ 2, 10, 10 }, { 3, 11, 11 }, { 5, 30, 30 });
	result("global: carried in, as late as the bound",
	       says(rt_global_responses(set, 1, bounds), RT_ACCEPTED) && bounds[0] == 2 &&
	       bounds[1] == 5 && bounds[2] == 15);
	/*
	 * Two tasks of 2 in 10 and 3 in 12 on two vCPUs keep a third of 4 in 20 for no longer than
	 * floor((2 + 3) / 2) while that is done within 6.
	 */
	set = SET({ 2, 10, 10 }, { 3, 12, 12 }, { 4, 20, 20 });
	result("global: response times by hand",
	       says(rt_global_responses(set, 2, bounds), RT_ACCEPTED) && bounds[0] == 2 &&
	       bounds[1] == 3 && bounds[2] == 6);
}

int main(int argc, char **argv)
{
	bool print = argc == 4 && !strcmp(argv[1], "print");
	__u32 sets = argc > 1 + print ? strtoul(argv[1 + print], NULL, 10) : 300, i;
	__u64 seed = argc > 2 + print ? strtoull(argv[2 + print], NULL, 10) : 1;

	for (i = 0; print && i < sets; i++)
		print_set(seed + i);
	if (print)
		return 0;
	test_numbers();
	test_bounds();
	test_responses();
	test_demand();
	test_blocking();
	test_global();
	test_sets(sets, seed);
	printf("1..%d\n", number);
	return failures ? 1 : 0;
}
