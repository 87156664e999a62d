// SPDX-License-Identifier: GPL-2.0
/*
 * All attributes in /sys/class/misc/schedsim: one group of the configuration, one
 * of what can be done, one of statistics, and one for each policy.
 */
#include <linux/slab.h>

#include "engine/policy.h"
#include "sysfs.h"
#include "sysfs_groups.h"

#define NR_FIXED	3

const struct attribute_group **sysfs_groups;

/**
 * sysfs_groups_create - make the groups
 *
 * Context: Before the device is registered; sleeps. sysfs_groups_free() must
 * follow, also after an error.
 * Return: 0, or -ENOMEM.
 */
int sysfs_groups_create(void)
{
	const struct attribute_group **group;
	u32 nr = 0, i;

	while (sim_policy_at(nr))
		nr++;
	/* The last is always NULL. */
	sysfs_groups = kcalloc(NR_FIXED + nr + 1, sizeof(*group), GFP_KERNEL);
	if (!sysfs_groups)
		return -ENOMEM;
	group = sysfs_groups;
	*group++ = &sysfs_config_group;
	*group++ = &sysfs_control_group;
	*group++ = &sysfs_stats_group;
	for (i = 0; i < nr; i++) {
		if (!sim_policy_at(i)->nr_params)
			continue;
		*group = sysfs_params_create(sim_policy_at(i));
		if (!*group++)
			return -ENOMEM;
	}
	return 0;
}

/**
 * sysfs_groups_free - free what sysfs_groups_create() made
 *
 * Context: The device is not registered.
 */
void sysfs_groups_free(void)
{
	const struct attribute_group **group;

	if (!sysfs_groups)
		return;
	for (group = sysfs_groups + NR_FIXED; *group; group++)
		sysfs_params_free(*group);
	kfree(sysfs_groups);
	sysfs_groups = NULL;
}
