/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The commands that read lists.
 */
#ifndef SCHEDSIM_READ_H
#define SCHEDSIM_READ_H

#include "ioctl_arg.h"
#include "types.h"

int ioctl_read_procs(struct simulation *s, union ioctl_arg *arg);
int ioctl_read_vcpus(struct simulation *s, union ioctl_arg *arg);
int ioctl_read_program(struct simulation *s, union ioctl_arg *arg);
int ioctl_read_objects(struct simulation *s, union ioctl_arg *arg);
int ioctl_read_params(struct simulation *s, union ioctl_arg *arg);

#endif /* SCHEDSIM_READ_H */
