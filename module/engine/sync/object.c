// SPDX-License-Identifier: GPL-2.0
/*
 * Objects: checking, adding and removing them, and binding programs to them.
 */
#include "lib/text.h"
#include "sync/object.h"
#include "task/attr.h"
#include "task/eff.h"
#include "task/program.h"

static bool is_zero(const void *mem, size_t size)
{
	return !memchr_inv(mem, 0, size);
}

/* Does @attr set only those attributes that a ceiling consists of? */
static bool only_urgency(const struct schedsim_attr *attr)
{
	struct schedsim_attr rest = *attr;

	rest.nice = 0;
	rest.priority = 0;
	rest.tickets = 0;
	rest.sched_class = 0;
	return is_zero(&rest, sizeof(rest));
}

static bool attr_fits(const struct schedsim_object *from,
		      const struct schedsim_attr *attr)
{
	if (from->type == SCHEDSIM_OBJECT_ATTR)
		return from->value && !(from->value & ~SCHEDSIM_ATTR_ALL);
	if (from->protocol == SCHEDSIM_PROTOCOL_CEILING)
		return only_urgency(attr);
	return is_zero(attr, sizeof(*attr));
}

/**
 * sim_object_check - may an object have these values?
 * @from: the values; @id, @attr and @attr_size are not looked at
 * @attr: the object's attributes, which must pass sim_attr_check(), too
 *
 * Return: 0 or -EINVAL.
 */
int sim_object_check(const struct schedsim_object *from,
		     const struct schedsim_attr *attr)
{
	bool has_value = from->type == SCHEDSIM_OBJECT_BARRIER ||
			 from->type == SCHEDSIM_OBJECT_SEMAPHORE ||
			 from->type == SCHEDSIM_OBJECT_FORK ||
			 from->type == SCHEDSIM_OBJECT_ATTR;

	if (from->type > SCHEDSIM_OBJECT_ATTR ||
	    from->protocol > SCHEDSIM_PROTOCOL_CEILING ||
	    (from->protocol && from->type != SCHEDSIM_OBJECT_MUTEX) ||
	    (from->value && !has_value) ||
	    (from->type == SCHEDSIM_OBJECT_BARRIER && !from->value) ||
	    (from->type == SCHEDSIM_OBJECT_FORK &&
	     from->value > SCHEDSIM_FORK_FROM_SPAWN) ||
	    !sim_text_valid_name(from->name, sizeof(from->name)) ||
	    !attr_fits(from, attr))
		return -EINVAL;
	/* Output members must be 0. */
	if (from->__reserved ||
	    !is_zero(&from->owner, sizeof(*from) -
		     offsetof(struct schedsim_object, owner)))
		return -EINVAL;
	return 0;
}

/**
 * sim_object_init - set up an object before it is added
 * @object: zeroed memory
 * @from: its values
 * @attr: its attributes; with @from they pass sim_object_check(). Before it is
 *        added they must pass sim_attr_check()
 *
 * Context: Any; no lock needed.
 */
void sim_object_init(struct sim_object *object,
		     const struct schedsim_object *from,
		     const struct schedsim_attr *attr)
{
	object->type = from->type;
	object->protocol = from->protocol;
	object->value = from->value;
	object->attr = *attr;
	object->ceiling = sim_own_eff(attr);
	memcpy(object->name, from->name, strnlen(from->name, SCHEDSIM_NAME_LEN - 1));
	INIT_LIST_HEAD(&object->dormant);
}

/**
 * sim_object_add - add an object
 * @sim: the simulation
 * @object: set up by sim_object_init(); belongs to @sim until it is removed
 *
 * Return: 0, or -ENOSPC if there are @max_objects of struct sim already.
 */
int sim_object_add(struct sim *sim, struct sim_object *object)
{
	u32 id = find_next_zero_bit(sim->object_ids, sim->max_objects + 1,
				    sim->last_object + 1);

	if (id > sim->max_objects)
		id = find_first_zero_bit(sim->object_ids, sim->max_objects + 1);
	if (id > sim->max_objects)
		return -ENOSPC;
	__set_bit(id, sim->object_ids);
	sim->last_object = id;
	sim->objects[id] = object;
	sim->nr_objects++;
	object->id = id;
	return 0;
}

/**
 * sim_object_remove - remove an object
 * @sim: the simulation
 * @object: an object without references; its memory belongs to the caller again
 */
void sim_object_remove(struct sim *sim, struct sim_object *object)
{
	__clear_bit(object->id, sim->object_ids);
	sim->objects[object->id] = NULL;
	sim->nr_objects--;
}

/**
 * sim_object_find - an object by its id
 * @sim: the simulation
 * @id: any number
 *
 * Return: the object, or NULL if there is none.
 */
struct sim_object *sim_object_find(const struct sim *sim, u32 id)
{
	if (id > sim->max_objects)
		return NULL;
	return sim->objects[array_index_nospec(id, sim->max_objects + 1)];
}

/* The type of object that an operation names, or -1. */
static int object_type(const struct sim_op *op)
{
	switch (op->code) {
	case SCHEDSIM_OP_TIMER:
		return op->flags & SCHEDSIM_OP_F_SHARED ?
		       SCHEDSIM_OBJECT_TIMER : -1;
	case SCHEDSIM_OP_LOCK:
	case SCHEDSIM_OP_UNLOCK:
		return SCHEDSIM_OBJECT_MUTEX;
	case SCHEDSIM_OP_WAIT:
	case SCHEDSIM_OP_SIGNAL:
	case SCHEDSIM_OP_BROADCAST:
		return SCHEDSIM_OBJECT_COND;
	case SCHEDSIM_OP_BARRIER:
		return SCHEDSIM_OBJECT_BARRIER;
	case SCHEDSIM_OP_SEM_WAIT:
	case SCHEDSIM_OP_SEM_POST:
		return SCHEDSIM_OBJECT_SEMAPHORE;
	case SCHEDSIM_OP_FORK:
		return SCHEDSIM_OBJECT_FORK;
	case SCHEDSIM_OP_ATTR:
		return SCHEDSIM_OBJECT_ATTR;
	}
	return -1;
}

/* The id at @index of @ids, or 0 if it is not that of an object of @type. */
static u32 bind(const struct sim *sim, const u32 *ids, u32 nr_ids, u64 index,
		u32 type)
{
	const struct sim_object *object;

	if (index >= nr_ids)
		return 0;
	object = sim_object_find(sim, ids[array_index_nospec(index, nr_ids)]);
	return object && object->type == type ? object->id : 0;
}

/**
 * sim_program_bind - replace the indices of objects in a program by their ids
 * @sim: the simulation
 * @program: from sim_program_decode()
 * @ids: the ids of the objects, by index
 * @nr_ids: number of them
 *
 * Return: the number of operations of @program, or the index of the first one
 * that names no object, or an object of the wrong type.
 */
int sim_program_bind(const struct sim *sim, struct sim_program *program,
		     const u32 *ids, u32 nr_ids)
{
	u32 i;

	for (i = 0; i < program->nr_ops; i++) {
		struct sim_op *op = &program->ops[i];
		int type = object_type(op);

		if (type < 0)
			continue;
		op->target = bind(sim, ids, nr_ids, op->target, type);
		if (!op->target)
			break;
		if (op->code != SCHEDSIM_OP_WAIT || !op->value)
			continue;
		op->value = bind(sim, ids, nr_ids, op->value - 1,
				 SCHEDSIM_OBJECT_MUTEX);
		if (!op->value)
			break;
	}
	return i;
}

/* Fill in the objects that an operation names. Return: their number. */
static u32 objects_of(const struct sim *sim, const struct sim_op *op,
		      struct sim_object *objects[2])
{
	u32 nr = 0;

	if (object_type(op) >= 0)
		objects[nr++] = sim->objects[op->target];
	if (op->code == SCHEDSIM_OP_WAIT && op->value)
		objects[nr++] = sim->objects[op->value];
	return nr;
}

/**
 * sim_program_get_objects - take references to the objects that a program names
 * @sim: the simulation
 * @program: bound by sim_program_bind()
 */
void sim_program_get_objects(const struct sim *sim, struct sim_program *program)
{
	struct sim_object *objects[2];
	u32 i, nr;

	program->held = true;
	for (i = 0; i < program->nr_ops; i++)
		for (nr = objects_of(sim, &program->ops[i], objects); nr--;)
			objects[nr]->refs++;
}

/**
 * sim_program_put_objects - drop the references of a program to its objects
 * @sim: the simulation
 * @program: a program that sim_program_get_objects() was called for; no process
 *           has it any more
 * @put: drops one reference: called once for each time that an object is named
 * @private: passed to @put
 */
void sim_program_put_objects(const struct sim *sim,
			     const struct sim_program *program,
			     void (*put)(void *private, struct sim_object *object),
			     void *private)
{
	struct sim_object *objects[2];
	u32 i, nr;

	for (i = 0; i < program->nr_ops; i++)
		for (nr = objects_of(sim, &program->ops[i], objects); nr--;)
			put(private, objects[nr]);
}
