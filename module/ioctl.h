/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The commands of /dev/schedsim.
 */
#ifndef SCHEDSIM_IOCTL_H
#define SCHEDSIM_IOCTL_H

struct file;

long schedsim_ioctl(struct file *file, unsigned int cmd, unsigned long arg);

#endif /* SCHEDSIM_IOCTL_H */
