// SPDX-License-Identifier: GPL-2.0
/*
 * Objects of a simulation in the kernel: their memory.
 *
 * A reference is held by each operation of a program that names the object, and
 * by each process that waits for a fork to start it. The timer drops that of a
 * process which is started.
 */
#include "memory.h"
#include "object.h"

static struct sim_object *find(struct simulation *s,
			       const struct schedsim_object *from)
{
	struct schedsim_object rest = *from;
	struct sim_object *object;

	rest.id = 0;
	if (memchr_inv(&rest, 0, sizeof(rest)))
		return ERR_PTR(-EINVAL);
	object = sim_object_find(s->engine, from->id);
	if (!object)
		return ERR_PTR(-ENOENT);
	object->refs++;
	return object;
}

/**
 * object_get - find an object, or make one
 * @s: the simulation
 * @from: what it is to be, or the id of one there is and nothing else
 * @attr: the attributes that @from points to, or all 0
 *
 * Context: @s->mutex held; sleeps. object_put() must follow.
 * Return: the object, or ERR_PTR: -EINVAL, -ENOENT, -ENOSPC, -ENOMEM.
 */
struct sim_object *object_get(struct simulation *s,
			      const struct schedsim_object *from,
			      const struct schedsim_attr *attr)
{
	struct sim_object *object;
	int err;

	if (from->id)
		return find(s, from);
	err = sim_object_check(s->engine, from, attr);
	if (err)
		return ERR_PTR(err);
	object = memory_get(sizeof(*object));
	if (IS_ERR(object))
		return object;
	sim_object_init(object, from, attr);
	err = sim_object_add(s->engine, object);
	if (err) {
		memory_put(object, sizeof(*object));
		return ERR_PTR(err);
	}
	object->refs = 1;
	return object;
}

/**
 * object_get_fork - find the fork that is to start a process
 * @s: the simulation
 * @id: the id of an object that there is
 *
 * Context: @s->mutex held. object_put() must follow.
 * Return: the object, or ERR_PTR(-EINVAL): it is none.
 */
struct sim_object *object_get_fork(struct simulation *s, u32 id)
{
	struct sim_object *object = sim_object_find(s->engine, id);

	if (object->type != SCHEDSIM_OBJECT_FORK)
		return ERR_PTR(-EINVAL);
	object->refs++;
	return object;
}

/**
 * object_put - give up a reference to an object
 * @owner: the struct object_owner
 * @object: the object
 *
 * Context: The simulation's mutex held, or nobody else knows the engine.
 */
void object_put(void *owner, struct sim_object *object)
{
	const struct object_owner *o = owner;

	if (--object->refs)
		return;
	sim_object_remove(o->engine, object);
	memory_put(object, sizeof(*object));
}
