/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All attributes in sysfs.
 */
#ifndef SCHEDSIM_SYSFS_H
#define SCHEDSIM_SYSFS_H

struct attribute_group;
struct device;
struct sim_policy;

/* Of the device, with NULL at the end. */
extern const struct attribute_group **sysfs_groups;

int sysfs_groups_create(void);
void sysfs_groups_free(void);
int sysfs_add_policy(struct device *dev, const struct sim_policy *policy);
void sysfs_remove_policy(struct device *dev, const struct sim_policy *policy);

#endif /* SCHEDSIM_SYSFS_H */
