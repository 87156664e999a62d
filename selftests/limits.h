/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What tests of ranges and of lists work with: a paused simulation of 10 processes at
 * most, with either clock.
 */
#ifndef SCHEDSIM_LIMITS_H
#define SCHEDSIM_LIMITS_H

#include "schedsim_test.h"

/* What a test works with. */
static struct {
	int fd;
	struct schedsim_config config;
	struct schedsim_stats stats;
} t;

FIXTURE(limits)
{
};

FIXTURE_VARIANT(limits)
{
	__u32 clock;
	__u64 min_quantum;
};

FIXTURE_VARIANT_ADD(limits, virtual) {
	SCHEDSIM_CLOCK_VIRTUAL, SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS,
};

FIXTURE_VARIANT_ADD(limits, live) {
	SCHEDSIM_CLOCK_LIVE, SCHEDSIM_MIN_QUANTUM_LIVE_NS,
};

FIXTURE_SETUP(limits)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_CLOCK | SCHEDSIM_CONFIG_MAX_PROCS |
			SCHEDSIM_CONFIG_NR_VCPUS,
		.clock = variant->clock,
		.max_procs = 10,
		.nr_vcpus = 2,
	};

	t.fd = create(&config);
	ASSERT_LE(0, t.fd);
	ASSERT_EQ(0, simple(t.fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(0, get_config(t.fd, &t.config));
	ASSERT_EQ(0, get_stats(t.fd, &t.stats));
}

FIXTURE_TEARDOWN(limits)
{
	close(t.fd);
}

#endif /* SCHEDSIM_LIMITS_H */
