/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of schedsim share.
 */
#ifndef SCHEDSIM_TEST_H
#define SCHEDSIM_TEST_H

#include "kselftest_harness.h"

#include "state.h"

/* In seconds: a debug kernel on a busy machine may need more than 30. */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT	100

#define ASSERT_SUMS(fd)		ASSERT_STREQ("", check_sums(fd))

#endif /* SCHEDSIM_TEST_H */
