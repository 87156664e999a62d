/* SPDX-License-Identifier: GPL-2.0 */
/*
 * /dev/schedsim.
 */
#ifndef SCHEDSIM_CHARDEV_H
#define SCHEDSIM_CHARDEV_H

struct miscdevice;

extern struct miscdevice schedsim_device;

#endif /* SCHEDSIM_CHARDEV_H */
