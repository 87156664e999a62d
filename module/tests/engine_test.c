// SPDX-License-Identifier: GPL-2.0
/*
 * The unit tests of the engine and the policies, tools/engine/test_*.c, as a
 * KUnit suite: what the functions of test.h do in the kernel.
 */
#include <kunit/test-bug.h>
#include <kunit/test.h>

#include "../../tools/engine/watch.h"
#include "core/table.h"
#include "tests.h"

/* Filled by TEST()'s constructors, before the module is initialised. */
static struct test *tests;

void test_register(struct test *test)
{
	test->next = tests;
	tests = test;
}

void test_eq(const char *file, int line, const char *what,
	     u64 actual, u64 expected)
{
	struct kunit *test = kunit_get_current_test();

	if (actual != expected)
		KUNIT_FAIL(test, "%s:%d: %s is %llu, not %llu",
			   file, line, what, actual, expected);
}

void test_str(const char *file, int line, const char *what,
	      const char *actual, const char *expected)
{
	struct kunit *test = kunit_get_current_test();

	if (strcmp(actual, expected))
		KUNIT_FAIL(test, "%s:%d: %s is \"%s\", not \"%s\"",
			   file, line, what, actual, expected);
}

static const void *next_test(const void *prev, char *desc)
{
	const struct test *test = prev ? ((const struct test *)prev)->next :
					 tests;

	if (test)
		strscpy(desc, test->name, KUNIT_PARAM_DESC_SIZE);
	return test;
}

static void engine(struct kunit *kunit)
{
	const struct test *test = kunit->param_value;

	/* Without CONFIG_CONSTRUCTORS no test would be known. */
	KUNIT_ASSERT_NOT_NULL(kunit, test);
	test->run();
}

/* In userspace each test is a process of its own: none sees another's policies. */
static void remove_policies(void)
{
	const struct sim_policy *policy;
	u32 i = 0;

	while ((policy = sim_policy_at(i))) {
		/* Those in the tree stay. */
		sim_policy_remove(policy);
		if (sim_policy_at(i) == policy)
			i++;
	}
}

static void engine_test_exit(struct kunit *kunit)
{
	if (lab.sim)
		lab_destroy(&lab);
	lab.sim = NULL;
	remove_policies();
}

static struct kunit_case engine_test_cases[] = {
	KUNIT_CASE_PARAM(engine, next_test),
	{}
};

struct kunit_suite engine_test_suite = {
	.name = "schedsim-engine",
	.exit = engine_test_exit,
	.test_cases = engine_test_cases,
};
