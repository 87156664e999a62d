/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parts of analyse_test.
 */
#ifndef ANALYSE_TEST_H
#define ANALYSE_TEST_H

#include <stdbool.h>

#include <linux/types.h>

/* Tasks of a set, at most. */
#define MAX_SET		8

void result(const char *name, bool ok);

/* tests/analyse_sets.c */
void test_sets(__u32 sets, __u64 seed);
void print_set(__u64 seed);

#endif /* ANALYSE_TEST_H */
