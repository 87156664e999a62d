/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SCHEDSIM_TESTS_H
#define SCHEDSIM_TESTS_H

extern struct kunit_suite chunk_test_suite;
extern struct kunit_suite clock_test_suite;
extern struct kunit_suite engine_test_suite;
extern struct kunit_suite ioctl_test_suite;

#endif /* SCHEDSIM_TESTS_H */
