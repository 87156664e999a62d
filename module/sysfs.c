// SPDX-License-Identifier: GPL-2.0
/*
 * All attributes in /sys/class/misc/schedsim: a group of the configuration, one of
 * what can be done, one of statistics, one of how the quantum adapts, one of how loads are
 * balanced, and one for each policy.
 */
#include <linux/device.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#include "registry.h"
#include "sysfs.h"
#include "sysfs_groups.h"

/* Those that do not depend on which policies there are. */
static const struct attribute_group * const fixed[] = {
	&sysfs_config_group,
	&sysfs_topology_group,
	&sysfs_control_group,
	&sysfs_stats_group,
	&sysfs_adapt_group,
	&sysfs_balancing_group,
};

/* The directory of a policy of another module. */
struct added {
	struct list_head node;
	const struct sim_policy *policy;
	const struct attribute_group *group;
};

/* Guarded by the mutex in register.c. */
static LIST_HEAD(added);

const struct attribute_group **sysfs_groups;

/**
 * sysfs_groups_create - make the groups, those of our own policies included
 *
 * They are there before the device is, so that whoever learns of the device by a
 * uevent finds them.
 *
 * Context: Before the device is registered; sleeps. sysfs_groups_free() must
 * follow, also after an error.
 * Return: 0, or -ENOMEM.
 */
int sysfs_groups_create(void)
{
	const struct attribute_group **group;
	u32 nr = registry_count(), i;

	/* The last is always NULL. */
	sysfs_groups = kcalloc(ARRAY_SIZE(fixed) + nr + 1, sizeof(*group), GFP_KERNEL);
	if (!sysfs_groups)
		return -ENOMEM;
	memcpy(sysfs_groups, fixed, sizeof(fixed));
	group = sysfs_groups + ARRAY_SIZE(fixed);
	for (i = 0; i < nr; i++, group++) {
		*group = sysfs_params_create(sim_policy_at(i));
		if (!*group)
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
	for (group = sysfs_groups + ARRAY_SIZE(fixed); *group; group++)
		sysfs_params_free(*group);
	kfree(sysfs_groups);
	sysfs_groups = NULL;
}

/* Is there something of that name, such as "stats" or "power"? */
static bool is_taken(struct device *dev, const char *name)
{
	struct kernfs_node *node = sysfs_get_dirent(dev->kobj.sd, name);

	sysfs_put(node);
	return node;
}

/**
 * sysfs_add_policy - make the directory of a policy of another module
 * @dev: the device
 * @policy: the policy
 *
 * Context: Process context; sleeps. The mutex in register.c is held, and no other.
 * sysfs_remove_policy() must follow.
 * Return: 0, -EEXIST if there is something else of that name, or -ENOMEM.
 */
int sysfs_add_policy(struct device *dev, const struct sim_policy *policy)
{
	struct added *new;
	int err = -ENOMEM;

	if (is_taken(dev, policy->name))
		return -EEXIST;
	new = kzalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	new->policy = policy;
	new->group = sysfs_params_create(policy);
	if (new->group)
		err = sysfs_create_group(&dev->kobj, new->group);
	if (err) {
		sysfs_params_free(new->group);
		kfree(new);
		return err;
	}
	list_add(&new->node, &added);
	return 0;
}

/**
 * sysfs_remove_policy - remove the directory of a policy of another module
 * @dev: the device
 * @policy: the policy; if it has none, nothing happens
 *
 * When it returns nobody reads or writes a file of it.
 *
 * Context: Process context; sleeps. The mutex in register.c is held, and no other.
 */
void sysfs_remove_policy(struct device *dev, const struct sim_policy *policy)
{
	struct added *old;

	list_for_each_entry(old, &added, node) {
		if (old->policy != policy)
			continue;
		sysfs_remove_group(&dev->kobj, old->group);
		list_del(&old->node);
		sysfs_params_free(old->group);
		kfree(old);
		return;
	}
}
