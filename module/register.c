// SPDX-License-Identifier: GPL-2.0
/*
 * Policies of other modules come and go.
 */
#include <linux/export.h>
#include <linux/miscdevice.h>
#include <linux/mutex.h>

#include "chardev.h"
#include "registry.h"
#include "sysfs.h"

/* Serialises all that is done here. See the locking rules in types.h. */
static DEFINE_MUTEX(register_mutex);

/**
 * schedsim_register_policy - let simulations use a policy
 * @policy: the policy. Its @owner is the module that calls
 *
 * From then on users find it, and pin the module. So this is the last thing that a
 * module's init does: it must not fail afterwards.
 *
 * Context: Process context; sleeps.
 * Return: 0; -EEXIST if there is a policy of that name, or an attribute in
 * /sys/class/misc/schedsim; -EINVAL if something must be there and is not, or is
 * too large; -ENOSPC if there are too many policies; -ENOMEM.
 */
int schedsim_register_policy(const struct sim_policy *policy)
{
	int err;

	mutex_lock(&register_mutex);
	err = registry_add(policy);
	if (err)
		goto out;
	err = sysfs_add_policy(schedsim_device.this_device, policy);
	if (err)
		registry_remove(policy);
	else
		registry_announce();
out:
	mutex_unlock(&register_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(schedsim_register_policy);

/**
 * schedsim_unregister_policy - let no simulation use a policy any more
 * @policy: one that was registered
 *
 * A module's exit calls it. No simulation uses the policy then, for it would have
 * pinned the module.
 *
 * Context: Process context; sleeps.
 */
void schedsim_unregister_policy(const struct sim_policy *policy)
{
	mutex_lock(&register_mutex);
	registry_remove(policy);
	sysfs_remove_policy(schedsim_device.this_device, policy);
	mutex_unlock(&register_mutex);
}
EXPORT_SYMBOL_GPL(schedsim_unregister_policy);
