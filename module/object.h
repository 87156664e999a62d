/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory of objects.
 */
#ifndef SCHEDSIM_OBJECT_H
#define SCHEDSIM_OBJECT_H

#include "engine/sync/object.h"
#include "types.h"

struct sim_object *object_get(struct simulation *s,
			      const struct schedsim_object *from);
void object_put(void *engine, struct sim_object *object);

#endif /* SCHEDSIM_OBJECT_H */
