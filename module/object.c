// SPDX-License-Identifier: GPL-2.0
/*
 * Objects of a simulation in the kernel: their memory.
 */
#include "memory.h"
#include "object.h"

/**
 * object_get - find an object, or make one
 * @s: the simulation
 * @from: what it is to be, or the id of one there is and nothing else
 *
 * Context: @s->mutex held; sleeps. object_put() must follow.
 * Return: the object, or ERR_PTR: -EINVAL, -ENOENT, -ENOSPC, -ENOMEM.
 */
struct sim_object *object_get(struct simulation *s,
			      const struct schedsim_object *from)
{
	struct schedsim_object rest = *from;
	struct sim_object *object;
	int err;

	if (from->id) {
		rest.id = 0;
		if (memchr_inv(&rest, 0, sizeof(rest)))
			return ERR_PTR(-EINVAL);
		object = sim_object_find(s->engine, from->id);
		if (!object)
			return ERR_PTR(-ENOENT);
		object->refs++;
		return object;
	}
	err = sim_object_check(s->engine, from);
	if (err)
		return ERR_PTR(err);
	object = memory_get(sizeof(*object));
	if (IS_ERR(object))
		return object;
	sim_object_init(object, from);
	err = sim_object_add(s->engine, object);
	if (err) {
		memory_put(object, sizeof(*object));
		return ERR_PTR(err);
	}
	object->refs = 1;
	return object;
}

/**
 * object_put - give up a reference to an object
 * @engine: the engine (struct sim) that it belongs to
 * @object: the object
 *
 * Context: The simulation's mutex held, or nobody else knows @engine.
 */
void object_put(void *engine, struct sim_object *object)
{
	if (--object->refs)
		return;
	sim_object_remove(engine, object);
	memory_put(object, sizeof(*object));
}
