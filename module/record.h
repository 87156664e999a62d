/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The commands that record a session, and that read it.
 */
#ifndef SCHEDSIM_RECORD_H
#define SCHEDSIM_RECORD_H

#include "ioctl_arg.h"

int ioctl_record(struct simulation *s, union ioctl_arg *arg);
int ioctl_read_session(struct simulation *s, union ioctl_arg *arg);

#endif /* SCHEDSIM_RECORD_H */
