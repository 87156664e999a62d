/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The groups of attributes in sysfs.
 */
#ifndef SCHEDSIM_SYSFS_GROUPS_H
#define SCHEDSIM_SYSFS_GROUPS_H

#include <linux/sysfs.h>

struct sim_policy;

/* sysfs_*.c, each of its own */
extern const struct attribute_group sysfs_adapt_group;
extern const struct attribute_group sysfs_balancing_group;
extern const struct attribute_group sysfs_config_group;
extern const struct attribute_group sysfs_topology_group;
extern const struct attribute_group sysfs_control_group;
extern const struct attribute_group sysfs_stats_group;

/* sysfs_params.c */
const struct attribute_group *sysfs_params_create(const struct sim_policy *policy);
void sysfs_params_free(const struct attribute_group *group);

#endif /* SCHEDSIM_SYSFS_GROUPS_H */
