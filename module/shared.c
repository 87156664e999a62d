// SPDX-License-Identifier: GPL-2.0
/*
 * The shared simulation, which /dev/schedsim and sysfs speak to.
 */
#include <linux/slab.h>

#include "control.h"
#include "look.h"
#include "memory.h"
#include "registry.h"
#include "shared.h"
#include "simulation.h"

struct simulation *shared_simulation;
struct sim_config boot_config;

/**
 * shared_show_config - show some of the shared simulation's configuration
 * @buf: of a sysfs attribute
 * @show: shows it, and says how long it is; of the policy only the address may be used
 * @of: for @show: what to show
 *
 * Context: Process context; sleeps.
 * Return: what @show returns; -EINTR if a signal came; -ENOMEM.
 */
ssize_t shared_show_config(char *buf,
			   ssize_t (*show)(char *buf, const struct sim_config *config,
					   const void *of),
			   const void *of)
{
	struct sim_config *config = kmalloc(sizeof(*config), GFP_SIM);
	char policy[SCHEDSIM_NAME_LEN];
	ssize_t ret;

	if (!config)
		return -ENOMEM;
	ret = simulation_config(shared_simulation, config, policy);
	if (!ret)
		ret = show(buf, config, of);
	kfree(config);
	return ret;
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

/**
 * shared_set_config - change a member of the shared simulation's configuration
 * @count: how much was written
 * @change: changes the member, as in simulation_change_config()
 * @to: for @change
 *
 * Context: Process context; sleeps.
 * Return: @count, or a negative errno.
 */
ssize_t shared_set_config(size_t count,
			  int (*change)(struct sim_config *config, const void *to),
			  const void *to)
{
	char reason[SCHEDSIM_REASON_LEN];

	return simulation_change_config(shared_simulation, change, to, reason) ?:
	       count;
}
