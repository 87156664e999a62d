/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A small test harness. Each TEST() registers itself and runs in a process of
 * its own; the result is KTAP.
 */
#ifndef SIM_TEST_H
#define SIM_TEST_H

#include <schedsim/env.h>

struct test {
	const char *name;
	void (*run)(void);
	struct test *next;
};

void test_register(struct test *test);
void test_eq(const char *file, int line, const char *what,
	     u64 actual, u64 expected);
void test_str(const char *file, int line, const char *what,
	      const char *actual, const char *expected);

#define TEST(name)							\
	static void test_##name(void);					\
	__attribute__((constructor)) static void register_##name(void)	\
	{								\
		static struct test test = { #name, test_##name, NULL };	\
									\
		test_register(&test);					\
	}								\
	static void test_##name(void)

/*
 * How many of @n random cases to try: all; but a few in the kernel, where the same code runs
 * under all that the debug kernel watches.
 */
#ifdef __KERNEL__
#define CASES(n)	(((n) + 9) / 10)
#else
#define CASES(n)	(n)
#endif

/* These report what differs, and go on. */
#define EXPECT_EQ(actual, expected) \
	test_eq(__FILE__, __LINE__, #actual, (u64)(actual), (u64)(expected))
#define EXPECT(condition)	EXPECT_EQ(!!(condition), true)
#define EXPECT_STR(actual, expected) \
	test_str(__FILE__, __LINE__, #actual, actual, expected)

#endif /* SIM_TEST_H */
