/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Objects, and the operations on them.
 */
#ifndef SCHEDSIM_OBJECTS_H
#define SCHEDSIM_OBJECTS_H

#include "calls.h"

#define OBJECT(which, ...) \
	((struct schedsim_object){ .type = SCHEDSIM_OBJECT_##which, __VA_ARGS__ })

#define OP_OBJECT(code, index)	((struct schedsim_op){ code, 0, index, 0 })
#define LOCK(index)		OP_OBJECT(SCHEDSIM_OP_LOCK, index)
#define UNLOCK(index)		OP_OBJECT(SCHEDSIM_OP_UNLOCK, index)
#define FORK(index)		OP_OBJECT(SCHEDSIM_OP_FORK, index)
#define WAIT(index, mutex) \
	((struct schedsim_op){ SCHEDSIM_OP_WAIT, 0, index, (mutex) + 1 })

static inline int read_objects(int fd, struct schedsim_object *objects,
			       __u32 nr)
{
	return read_list(fd, SCHEDSIM_IOC_READ_OBJECTS, 0, objects, nr,
			 sizeof(*objects), 0);
}

#endif /* SCHEDSIM_OBJECTS_H */
