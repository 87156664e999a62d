// SPDX-License-Identifier: GPL-2.0
/*
 * The shared simulation, which /dev/schedsim and sysfs speak to.
 */
#include "control.h"
#include "shared.h"
#include "simulation.h"

struct simulation *shared_simulation;
struct sim_config boot_config;

/**
 * shared_get_config - read the shared simulation's configuration
 * @config: to fill in
 *
 * Context: Process context; sleeps.
 * Return: 0, or -EINTR if a signal came.
 */
int shared_get_config(struct sim_config *config)
{
	struct simulation *s = shared_simulation;

	if (simulation_lock(s))
		return -EINTR;
	*config = s->engine->config;
	simulation_unlock(s);
	return 0;
}

/**
 * shared_set_config - change a member of the shared simulation's configuration
 * @count: how much was written
 * @change: changes the member; the configuration is then checked as a whole
 * @to: for @change
 *
 * Context: Process context; sleeps.
 * Return: @count, or a negative errno.
 */
ssize_t shared_set_config(size_t count,
			  int (*change)(struct sim_config *config, const void *to),
			  const void *to)
{
	struct simulation *s = shared_simulation;
	struct sim_config config;
	int err;

	if (simulation_lock(s))
		return -EINTR;
	config = s->engine->config;
	err = change(&config, to);
	if (!err)
		err = simulation_configure(s, &config);
	simulation_unlock(s);
	return err ?: count;
}
