/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LIBSCHEDSIM_INTERNAL_H
#define LIBSCHEDSIM_INTERNAL_H

#include <errno.h>
#include <stdint.h>
#include <sys/ioctl.h>

#include "schedsim.h"

static inline int schedsim_ioctl(int fd, unsigned long request, void *arg)
{
	int ret = ioctl(fd, request, arg);

	return ret < 0 ? -errno : ret;
}

/* A pointer as the structs of the ABI hold it. */
static inline __u64 schedsim_pointer(const void *pointer)
{
	return (uintptr_t)pointer;
}

int schedsim_read_all(int fd, unsigned long request, struct schedsim_read *read, void **list,
		      struct schedsim_attr **attrs, __u32 *nr);

#endif /* LIBSCHEDSIM_INTERNAL_H */
