// SPDX-License-Identifier: GPL-2.0
/*
 * Objects of a simulation in the kernel: their memory.
 *
 * A reference is held by each operation of a program that names the object, and
 * by each process that waits for a fork to start it. The timer drops that of a
 * process which is started.
 */
#include "chunk.h"
#include "memory.h"
#include "object.h"

/* They are freed with the mutex held. */
static_assert(sizeof(struct sim_object) <= CHUNK_MOST);

/**
 * object_check_reference - check what names an object that there is
 * @from: the object as the user wrote it, with its id
 *
 * Return: 0, or -EINVAL if it says more than that.
 */
int object_check_reference(const struct schedsim_object *from)
{
	struct schedsim_object rest = *from;

	rest.id = 0;
	return memchr_inv(&rest, 0, sizeof(rest)) ? -EINVAL : 0;
}

/**
 * object_create - make an object that is in no simulation yet
 * @account: that of the simulation it will be in
 * @from: what it is to be
 * @attr: the attributes that @from points to, or all 0; object_add() checks them
 *
 * Context: Process context; sleeps. object_free() or object_add() must follow.
 * Return: the object, or ERR_PTR: -EINVAL, -EDQUOT, -ENOSPC, -ENOMEM.
 */
struct sim_object *object_create(struct account *account,
				 const struct schedsim_object *from,
				 const struct schedsim_attr *attr)
{
	int err = sim_object_check(from, attr);
	struct sim_object *object;

	if (err)
		return ERR_PTR(err);
	object = memory_get(account, sizeof(*object));
	if (!IS_ERR(object))
		sim_object_init(object, from, attr);
	return object;
}

/**
 * object_free - free an object that is in no simulation
 * @account: as in object_create()
 * @object: the object
 */
void object_free(struct account *account, struct sim_object *object)
{
	memory_put(account, object, sizeof(*object));
}

/**
 * object_add - add an object
 * @s: the simulation
 * @object: from object_create()
 *
 * Context: @s->mutex held. Unless it fails, object_put() must follow.
 * Return: 0, -EINVAL if the simulation has no such vCPUs, -ENOSPC.
 */
int object_add(struct simulation *s, struct sim_object *object)
{
	int err = sim_attr_check(s->engine, &object->attr) ?:
		  sim_object_add(s->engine, object);

	if (!err)
		object->refs = 1;
	return err;
}

/**
 * object_find - find an object
 * @s: the simulation
 * @id: any number
 *
 * Context: @s->mutex held. object_put() must follow.
 * Return: the object, or NULL if there is none.
 */
struct sim_object *object_find(struct simulation *s, u32 id)
{
	struct sim_object *object = sim_object_find(s->engine, id);

	if (object)
		object->refs++;
	return object;
}

/**
 * object_get_fork - take a reference for a process that a fork is to start
 * @s: the simulation
 * @object: the fork, if it is one
 *
 * Context: @s->mutex held. object_put() must follow.
 * Return: @object, or ERR_PTR(-EINVAL): it is none.
 */
struct sim_object *object_get_fork(struct simulation *s,
				   struct sim_object *object)
{
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
	object_free(o->s->account, object);
}
