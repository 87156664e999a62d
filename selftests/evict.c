// SPDX-License-Identifier: GPL-2.0
/*
 * SCHEDSIM_IOC_EVICT, which lets no simulation use a policy, and poll(), which is
 * reserved for events.
 */
#include <sys/wait.h>

#include "schedsim_test.h"

FIXTURE(evict)
{
	int dev;
	int sims[3];
	struct schedsim_config config;
	struct schedsim_proc procs[4];
};

/* Two under mlfq, of which one is paused in the middle; one under prio. */
FIXTURE_SETUP(evict)
{
	static const char * const policies[] = { "mlfq", "prio", "mlfq" };
	int i, n;

	self->dev = open(DEVICE, O_RDWR);
	ASSERT_LE(0, self->dev);
	for (i = 0; i < 3; i++) {
		self->sims[i] = create_virtual(policies[i], MS(1), 2);
		ASSERT_LE(0, self->sims[i]);
		for (n = 0; n < 4; n++)
			ASSERT_EQ(n + 1, spawn(self->sims[i], "p"));
		ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(self->sims[i], US(5500)));
	}
	ASSERT_EQ(0, simple(self->sims[2], SCHEDSIM_IOC_PAUSE));
}

FIXTURE_TEARDOWN(evict)
{
	int i;

	for (i = 0; i < 3; i++)
		close(self->sims[i]);
	EXPECT_EQ(0, set_policy(self->dev, "fair"));
	close(self->dev);
}

#define ASSERT_POLICY(name, fd) do {					\
	ASSERT_EQ(0, get_config(fd, &self->config));			\
	ASSERT_STREQ(name, self->config.policy);			\
} while (0)

TEST_F(evict, those_that_use_it)
{
	__u64 cpu[4], now;
	int i;

	ASSERT_EQ(0, set_policy(self->dev, "mlfq"));
	ASSERT_EQ(4, read_procs(self->sims[0], self->procs, 4));
	for (i = 0; i < 4; i++)
		cpu[i] = self->procs[i].cpu_ns;

	ASSERT_EQ(0, evict(self->dev, "mlfq"));
	ASSERT_POLICY("fair", self->dev);
	ASSERT_POLICY("fair", self->sims[0]);
	ASSERT_POLICY("prio", self->sims[1]);
	ASSERT_POLICY("fair", self->sims[2]);
	/* Nobody is lost, and all go on. */
	ASSERT_EQ(4, read_procs(self->sims[0], self->procs, 4));
	for (i = 0; i < 4; i++)
		ASSERT_EQ(cpu[i], self->procs[i].cpu_ns);
	ASSERT_EQ(0, simple(self->sims[2], SCHEDSIM_IOC_RESUME));
	for (now = 1; now <= 3; now++) {
		ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(self->sims[0], SEC(now)));
		ASSERT_SUMS(self->sims[0]);
	}
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(self->sims[2], SEC(1)));
	ASSERT_SUMS(self->sims[2]);
	ASSERT_EQ(4, read_procs(self->sims[0], self->procs, 4));
	for (i = 0; i < 4; i++)
		ASSERT_LE(SEC(1), self->procs[i].cpu_ns + MS(1500));
	/* Whoever likes it chooses it again. */
	ASSERT_EQ(0, set_policy(self->sims[0], "mlfq"));
	ASSERT_POLICY("mlfq", self->sims[0]);
	ASSERT_EQ(0, evict(self->dev, "mlfq"));
	ASSERT_POLICY("fair", self->sims[0]);
}

TEST_F(evict, refuses)
{
	struct schedsim_evict arg = { .size = sizeof(arg), .policy = "prio" };
	int fd = open(DEVICE, O_RDONLY);

	ASSERT_LE(0, fd);
	ASSERT_EQ(-EBADF, evict(fd, "prio"));
	/* A private simulation has no say in that. */
	ASSERT_EQ(-EBADF, evict(self->sims[1], "prio"));
	ASSERT_EQ(-ENOENT, evict(self->dev, "nonesuch"));
	ASSERT_EQ(-ENOENT, evict(self->dev, ""));
	ASSERT_EQ(-EINVAL, evict(self->dev, "fair"));
	arg.flags = 1;
	ASSERT_EQ(-EINVAL, call(self->dev, SCHEDSIM_IOC_EVICT, &arg));
	arg.flags = 0;
	arg.size--;
	ASSERT_EQ(-EINVAL, call(self->dev, SCHEDSIM_IOC_EVICT, &arg));
	arg.size++;
	memset(arg.policy, 'p', sizeof(arg.policy));
	ASSERT_EQ(-EINVAL, call(self->dev, SCHEDSIM_IOC_EVICT, &arg));
	ASSERT_POLICY("prio", self->sims[1]);
	ASSERT_EQ(0, evict(self->dev, "prio"));
	ASSERT_POLICY("fair", self->sims[1]);
	ASSERT_POLICY("mlfq", self->sims[0]);
	close(fd);
}

/* It would change what others run. */
TEST_F(evict, only_those_who_may_remove_modules)
{
	int status;
	pid_t pid = fork();

	ASSERT_LE(0, pid);
	if (!pid)
		_exit(setuid(1000) || evict(self->dev, "prio") != -EPERM);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	ASSERT_EQ(0, status);
	ASSERT_POLICY("prio", self->sims[1]);
}

/* Nothing is ever ready, and that is no error. */
TEST_F(evict, poll_never_reports_anything)
{
	struct pollfd fds[2] = {
		{ .fd = self->dev, .events = POLLIN | POLLOUT | POLLPRI },
		{ .fd = self->sims[0], .events = POLLIN | POLLOUT | POLLPRI },
	};

	ASSERT_EQ(0, poll(fds, 2, 0));
	ASSERT_EQ(0, poll(fds, 2, 20));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(self->sims[0], SEC(1)));
	ASSERT_EQ(0, poll(fds, 2, 0));
	ASSERT_EQ(0, fds[0].revents);
	ASSERT_EQ(0, fds[1].revents);
}

TEST_HARNESS_MAIN
