// SPDX-License-Identifier: GPL-2.0
/*
 * Very much is to be done at one instant of a live simulation, which takes seconds of real
 * time. Whoever looks, pauses or resets does not wait for the end of it; a signal ends the
 * waiting of those who change something else.
 */
#include <sys/time.h>

#include "schedsim_test.h"

#define NR_PROCS	4000
/* Those whose end is awaited. */
#define NR_FEW		100
#define NR_YIELDS	4000

FIXTURE(instant)
{
	struct schedsim_spawn_entry *entries;
	struct schedsim_stats stats;
	int fd;
};

FIXTURE_SETUP(instant)
{
	static const struct schedsim_op ops[] = {
		OP_YIELD, OP_LOOP(0, NR_YIELDS), OP_RUN(SEC(1)),
	};
	int i;

	self->entries = calloc(NR_PROCS, sizeof(*self->entries));
	ASSERT_NE(NULL, self->entries);
	for (i = 0; i < NR_PROCS; i++)
		self->entries[i] = entry_of("y", ops, ARRAY_SIZE(ops));
	self->fd = create_live("rr", MS(1), 1);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(instant)
{
	close(self->fd);
	free(self->entries);
}

#define BEGIN(nr)	ASSERT_EQ(0, spawn_many(self->fd, self->entries, nr, NULL))

/* It is not over yet. */
#define ASSERT_BUSY(nr) do {							\
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));			\
	ASSERT_LT(self->stats.yields, (__u64)(nr) * NR_YIELDS);			\
} while (0)

TEST_F(instant, looks)
{
	static struct schedsim_proc procs[NR_PROCS];
	struct schedsim_config config;

	BEGIN(NR_PROCS);
	ASSERT_EQ(0, get_config(self->fd, &config));
	ASSERT_EQ(NR_PROCS, read_procs(self->fd, procs, NR_PROCS));
	ASSERT_BUSY(NR_PROCS);
}

TEST_F(instant, pauses_and_resumes)
{
	__u64 now;

	BEGIN(NR_PROCS);
	ASSERT_BUSY(NR_PROCS);
	now = self->stats.time_ns;
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_BUSY(NR_PROCS);
	ASSERT_EQ(1, self->stats.paused);
	ASSERT_EQ(now, self->stats.time_ns);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESUME));
	ASSERT_BUSY(NR_PROCS);
	ASSERT_EQ(0, self->stats.paused);
	ASSERT_EQ(now, self->stats.time_ns);
}

static void *spawn_late(void *fd)
{
	spawn(*(int *)fd, "late");
	return NULL;
}

/* While somebody else waits for the end, one sees what one has done. */
TEST_F(instant, is_as_one_has_left_it)
{
	pthread_t other;
	int i;

	BEGIN(NR_PROCS);
	ASSERT_EQ(0, pthread_create(&other, NULL, spawn_late, &self->fd));
	sleep_ms(20);
	for (i = 0; i < 100; i++) {
		ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
		ASSERT_BUSY(NR_PROCS);
		ASSERT_EQ(1, self->stats.paused);
		ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESUME));
		ASSERT_BUSY(NR_PROCS);
		ASSERT_EQ(0, self->stats.paused);
	}
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	pthread_join(other, NULL);
}

TEST_F(instant, is_reset)
{
	BEGIN(NR_PROCS);
	ASSERT_BUSY(NR_PROCS);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));
	ASSERT_EQ(0, self->stats.nr_procs);
	ASSERT_EQ(0, self->stats.yields);
	ASSERT_EQ(0, self->stats.paused);
}

static void nothing(int signal)
{
}

/* A signal again and again, for the first may come before the call. */
TEST_F(instant, ends_by_a_signal)
{
	const struct sigaction action = { .sa_handler = nothing };
	const struct itimerval often = { { 0, 50000 }, { 0, 50000 } };
	const struct itimerval never = {};

	BEGIN(NR_PROCS);
	ASSERT_EQ(0, sigaction(SIGALRM, &action, NULL));
	ASSERT_EQ(0, setitimer(ITIMER_REAL, &often, NULL));
	ASSERT_EQ(-EINTR, spawn(self->fd, "late"));
	ASSERT_EQ(0, setitimer(ITIMER_REAL, &never, NULL));
	ASSERT_BUSY(NR_PROCS);
	ASSERT_EQ(NR_PROCS, self->stats.nr_procs);
}

/* Time passes again when it is over: the timer has gone on with it. */
TEST_F(instant, ends)
{
	__u64 now;

	BEGIN(NR_FEW);
	ASSERT_BUSY(NR_FEW);
	now = self->stats.time_ns;
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	/* To change anything is to wait for the end. */
	ASSERT_EQ(NR_FEW + 1, spawn(self->fd, "last"));
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));
	ASSERT_EQ((__u64)NR_FEW * NR_YIELDS, self->stats.yields);
	ASSERT_EQ(1, self->stats.paused);
	ASSERT_EQ(now, self->stats.time_ns);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESUME));
	sleep_ms(20);
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));
	ASSERT_LT(now, self->stats.time_ns);
}

TEST_HARNESS_MAIN
