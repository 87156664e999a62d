/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All attributes in sysfs.
 */
#ifndef SCHEDSIM_SYSFS_H
#define SCHEDSIM_SYSFS_H

struct attribute_group;

/* Of the device, with NULL at the end. */
extern const struct attribute_group **sysfs_groups;

int sysfs_groups_create(void);
void sysfs_groups_free(void);

#endif /* SCHEDSIM_SYSFS_H */
