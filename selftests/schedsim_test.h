/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of schedsim share.
 */
#ifndef SCHEDSIM_TEST_H
#define SCHEDSIM_TEST_H

#include "kselftest_harness.h"

#include "state.h"

#define ASSERT_SUMS(fd)		ASSERT_STREQ("", check_sums(fd))

#endif /* SCHEDSIM_TEST_H */
