// SPDX-License-Identifier: GPL-2.0
/*
 * The test harness: runs all tests, or those whose names contain an argument.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

/* One test does not say more often what is wrong. */
#define MOST_REPORTS	10

/* It fails if it takes longer. */
#define MOST_SECONDS	60

static struct test *first, **last = &first;
static unsigned int failures;

/* A policy that is tested may end the process, too. */
#define EXIT_PASSED	83

void test_register(struct test *test)
{
	*last = test;
	last = &test->next;
}

void test_eq(const char *file, int line, const char *what,
	     u64 actual, u64 expected)
{
	if (actual == expected || failures++ > MOST_REPORTS)
		return;
	printf("# %s:%d: %s is %lld, not %lld\n", file, line, what,
	       (s64)actual, (s64)expected);
}

void test_str(const char *file, int line, const char *what,
	      const char *actual, const char *expected)
{
	if (!strcmp(actual, expected) || failures++ > MOST_REPORTS)
		return;
	printf("# %s:%d: %s is\n#   %s\n# not\n#   %s\n", file, line, what,
	       actual, expected);
}

static bool passes(const struct test *test)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		alarm(MOST_SECONDS);
		test->run();
		exit(failures ? EXIT_FAILURE : EXIT_PASSED);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid &&
	       WIFEXITED(status) && WEXITSTATUS(status) == EXIT_PASSED;
}

static bool wanted(const struct test *test, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		if (strstr(test->name, argv[i]))
			return true;
	return argc < 2;
}

int main(int argc, char **argv)
{
	unsigned int nr = 0, failed = 0;
	struct test *test;

	for (test = first; test; test = test->next)
		nr += wanted(test, argc, argv);
	printf("KTAP version 1\n1..%u\n", nr);
	nr = 0;
	for (test = first; test; test = test->next) {
		bool ok;

		if (!wanted(test, argc, argv))
			continue;
		ok = passes(test);
		failed += !ok;
		printf("%s %u %s\n", ok ? "ok" : "not ok", ++nr, test->name);
	}
	return failed || !nr ? EXIT_FAILURE : EXIT_SUCCESS;
}
