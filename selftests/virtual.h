/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Private simulations with a virtual clock.
 */
#ifndef SCHEDSIM_VIRTUAL_H
#define SCHEDSIM_VIRTUAL_H

#include "schedsim_test.h"

FIXTURE(sim)
{
	int fd;
	int id[3];
	struct schedsim_proc p[3];
	struct schedsim_vcpu v;
	struct schedsim_stats stats;
};

FIXTURE_SETUP(sim)
{
	self->fd = create_virtual("rr", MS(2), 1);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(sim)
{
	close(self->fd);
}

/* Read the processes, the first vCPU and the statistics, all as of now. */
#define LOOK() do {							\
	ASSERT_LE(0, read_procs(self->fd, self->p, ARRAY_SIZE(self->p))); \
	ASSERT_EQ(1, read_vcpus(self->fd, &self->v, 1));		\
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));		\
} while (0)

#define RUN(until) \
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(self->fd, until))

#endif /* SCHEDSIM_VIRTUAL_H */
