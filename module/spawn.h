/* SPDX-License-Identifier: GPL-2.0 */
/*
 * SCHEDSIM_IOC_SPAWN.
 */
#ifndef SCHEDSIM_SPAWN_H
#define SCHEDSIM_SPAWN_H

#include "ioctl_arg.h"
#include "types.h"

int ioctl_spawn(struct simulation *s, union ioctl_arg *ioctl_arg);

#endif /* SCHEDSIM_SPAWN_H */
