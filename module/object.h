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

int object_check_reference(const struct schedsim_object *from);
struct sim_object *object_create(struct account *account,
				 const struct schedsim_object *from,
				 const struct schedsim_attr *attr);
void object_free(struct account *account, struct sim_object *object);
int object_add(struct simulation *s, struct sim_object *object);
struct sim_object *object_find(struct simulation *s, u32 id);
struct sim_object *object_get_fork(struct simulation *s,
				   struct sim_object *object);
void object_put(void *owner, struct sim_object *object);

#endif /* SCHEDSIM_OBJECT_H */
