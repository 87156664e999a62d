// SPDX-License-Identifier: GPL-2.0
/*
 * The shared simulation, which /dev/schedsim and sysfs speak to.
 */
#include "control.h"
#include "look.h"
#include "registry.h"
#include "shared.h"
#include "simulation.h"

struct simulation *shared_simulation;
struct sim_config boot_config;

/**
 * shared_get_config - read the shared simulation's configuration
 * @config: to fill in; of the policy only the address may be used
 *
 * Context: Process context.
 */
void shared_get_config(struct sim_config *config)
{
	char policy[SCHEDSIM_NAME_LEN];

	simulation_config(shared_simulation, config, policy);
}

/**
 * shared_get_stats - read the shared simulation's statistics
 * @stats: to fill in, but for its size
 *
 * Context: Process context; sleeps.
 * Return: 0, or -EINTR if a signal came.
 */
int shared_get_stats(struct schedsim_stats *stats)
{
	return simulation_stats(shared_simulation, stats);
}

static int change_config(struct simulation *s,
			 int (*change)(struct sim_config *config, const void *to),
			 const void *to)
{
	char reason[SCHEDSIM_REASON_LEN];
	struct sim_config config;
	int err;

	config = s->engine->config;
	registry_pin(config.policy);
	err = change(&config, to) ?: simulation_configure(s, &config, reason);
	registry_put(config.policy);
	return err;
}

/**
 * shared_set_config - change a member of the shared simulation's configuration
 * @count: how much was written
 * @change: changes the member; the configuration is then checked as a whole. Its
 *          policy is pinned, and must be afterwards, also after an error
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
	int err;

	if (simulation_lock(s))
		return -EINTR;
	err = change_config(s, change, to);
	simulation_unlock(s);
	return err ?: count;
}
