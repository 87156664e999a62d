// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim_test.ko: all of schedsim but its device, and the KUnit suites.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include "tests.h"

kunit_test_suites(&chunk_test_suite, &clock_test_suite, &engine_test_suite,
		  &ioctl_test_suite);

MODULE_DESCRIPTION("KUnit tests of schedsim");
MODULE_LICENSE("GPL");
