/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The commands about configurations.
 */
#ifndef SCHEDSIM_CONFIG_H
#define SCHEDSIM_CONFIG_H

#include "ioctl_arg.h"
#include "types.h"

void config_set_nr_vcpus(struct sim_config *config, u32 nr_vcpus);

int ioctl_get_config(struct simulation *s, union ioctl_arg *arg);
int ioctl_set_config(struct simulation *s, union ioctl_arg *arg);
int ioctl_create(struct simulation *s, union ioctl_arg *arg);

#endif /* SCHEDSIM_CONFIG_H */
