// SPDX-License-Identifier: GPL-2.0
/*
 * Which vCPUs are online.
 */
#include <linux/bitmap.h>

#include "online.h"
#include "session.h"
#include "simulation.h"

/**
 * simulation_set_online - let a vCPU go offline, or online
 * @s: the simulation
 * @vcpu: which
 * @online: whether it is to be online
 *
 * Context: @s->mutex held.
 * Return: 0; -EINVAL if there is no such vCPU, -EBUSY if it is the last one online.
 */
int simulation_set_online(struct simulation *s, u32 vcpu, bool online)
{
	int err;

	session_begin_online(s, vcpu, online);
	err = sim_set_online(s->engine, vcpu, online);
	session_end(s, err);
	return err;
}

static int set_one(struct simulation *s, u32 vcpu, bool online)
{
	int err;

	if (simulation_lock(s))
		return -EINTR;
	err = simulation_set_online(s, vcpu, online);
	simulation_unlock(s);
	return err;
}

/* As SCHEDSIM_IOC_READ_VCPUS would see them. */
static int count_vcpus(struct simulation *s, u32 *nr)
{
	if (simulation_lock_soon(s))
		return -EINTR;
	*nr = s->engine->config.nr_vcpus;
	simulation_unlock(s);
	return 0;
}

/**
 * simulation_set_all_online - say which vCPUs are online, and let all others go offline
 * @s: the simulation
 * @list: those that are to be online, such as "0-2,5"
 *
 * One vCPU after the other, each as if by a command of its own, for that is how it can be
 * recorded: those that go online first, so that there is always one.
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0; -EINVAL if the list makes no sense, is empty, or names a vCPU that there
 * is not; -EBUSY if somebody else has taken the others offline meanwhile; -EINTR if a
 * signal came: some may have changed then.
 */
int simulation_set_all_online(struct simulation *s, const char *list)
{
	DECLARE_BITMAP(online, SCHEDSIM_MAX_VCPUS);
	u32 nr, i;
	int err = count_vcpus(s, &nr);

	if (err)
		return err;
	if (bitmap_parselist(list, online, nr) || bitmap_empty(online, nr))
		return -EINVAL;
	for (i = 0; i < nr && !err; i++)
		if (test_bit(i, online))
			err = set_one(s, i, true);
	for (i = 0; i < nr && !err; i++)
		if (!test_bit(i, online))
			err = set_one(s, i, false);
	return err;
}

/**
 * simulation_online - which vCPUs are online?
 * @s: the simulation
 * @online: to fill in: SCHEDSIM_MAX_VCPUS bits
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0, or -EINTR if a signal came.
 */
int simulation_online(struct simulation *s, unsigned long *online)
{
	u32 i;

	bitmap_zero(online, SCHEDSIM_MAX_VCPUS);
	if (simulation_lock_soon(s))
		return -EINTR;
	for (i = 0; i < s->engine->config.nr_vcpus; i++)
		if (sim_is_online(s->engine, i))
			__set_bit(i, online);
	simulation_unlock(s);
	return 0;
}
