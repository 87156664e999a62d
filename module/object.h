/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory of objects.
 */
#ifndef SCHEDSIM_OBJECT_H
#define SCHEDSIM_OBJECT_H

#include "engine/sync/object.h"
#include "types.h"

/**
 * struct object_owner - to whom an object belongs
 * @s: the simulation
 * @engine: its engine, or the one that it had when the object was made
 */
struct object_owner {
	struct simulation *s;
	struct sim *engine;
};

struct sim_object *object_get(struct simulation *s,
			      const struct schedsim_object *from,
			      const struct schedsim_attr *attr);
struct sim_object *object_get_fork(struct simulation *s, u32 id);
void object_put(void *owner, struct sim_object *object);

#endif /* SCHEDSIM_OBJECT_H */
