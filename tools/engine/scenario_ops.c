// SPDX-License-Identifier: GPL-2.0
/*
 * Random programs and the objects that they use; see scenario_ops.h.
 */
#include <stdint.h>
#include <string.h>

#include "random.h"
#include "scenario_ops.h"

#define MAX_DEPTH	3

/* One that takes time. */
static __u64 duration(__u64 *rng, __u64 most)
{
	return scenario_time(rng, most - 1) + SCENARIO_UNIT_NS;
}

__u32 scenario_some_object(const struct scenario *scenario, __u64 *rng,
			   __u32 type)
{
	__u32 nr = 0, i;

	for (i = 0; i < scenario->nr_objects; i++)
		nr += scenario->objects[i].type == type;
	if (!nr)
		return 0;
	nr = random_below(rng, nr);
	for (i = 0; scenario->objects[i].type != type || nr--; i++)
		;
	return i + 1;
}

/* A program that is being written. */
struct writer {
	const struct scenario *scenario;
	__u64 *rng;
	struct schedsim_op *ops;
	__u32 nr;
};

static struct schedsim_op *write_op(struct writer *w, __u16 code, __u32 arg,
				    __u64 value)
{
	struct schedsim_op *op = &w->ops[w->nr++];

	memset(op, 0, sizeof(*op));
	op->code = code;
	op->arg = arg;
	op->value = value;
	return op;
}

static int write_block(struct writer *w, unsigned int depth);

static int write_loop(struct writer *w, unsigned int depth)
{
	__u32 start = w->nr;
	__u64 times = random_one_in(w->rng, 5) ? 0 : 1 + random_below(w->rng, 4);

	if (depth >= MAX_DEPTH)
		return 0;
	/* Some take no time: they wait, or spin. */
	if (!write_block(w, depth + 1) &&
	    (w->nr == start || !random_one_in(w->rng, 5)))
		write_op(w, SCHEDSIM_OP_RUN, 0, duration(w->rng, 5));
	write_op(w, SCHEDSIM_OP_LOOP, start, times);
	return 1;
}

static int write_timer(struct writer *w)
{
	int absolute = random_one_in(w->rng, 3);
	__u32 timer = random_below(w->rng, 3), shared;
	struct schedsim_op *op;

	if (random_one_in(w->rng, 10))
		timer = SCHEDSIM_MAX_TIMERS - 1;
	op = write_op(w, SCHEDSIM_OP_TIMER, timer, duration(w->rng, 20));
	if (absolute)
		op->flags = SCHEDSIM_OP_F_ABSOLUTE;
	else if (random_one_in(w->rng, 3))
		op->flags = SCHEDSIM_OP_F_SKIP;
	shared = scenario_some_object(w->scenario, w->rng,
				      SCHEDSIM_OBJECT_TIMER);
	if (shared && random_one_in(w->rng, 2)) {
		op->flags |= SCHEDSIM_OP_F_SHARED;
		op->arg = shared - 1;
	}
	return !absolute;
}

/* Locks are mostly nested, but some are left, or given up in another order. */
static int write_section(struct writer *w, unsigned int depth, __u32 mutex)
{
	__u32 other = scenario_some_object(w->scenario, w->rng,
					   SCHEDSIM_OBJECT_MUTEX);
	__u32 how = random_below(w->rng, 20);
	int timed;

	if (how == 0)
		write_op(w, SCHEDSIM_OP_UNLOCK, mutex - 1, 0);
	write_op(w, SCHEDSIM_OP_LOCK, mutex - 1, 0);
	if (random_one_in(w->rng, 2))
		write_op(w, SCHEDSIM_OP_RUN, 0, duration(w->rng, 8));
	timed = depth < MAX_DEPTH && write_block(w, depth + 1);
	if (how == 1)
		return timed;
	if (how == 2)
		write_op(w, SCHEDSIM_OP_LOCK, other - 1, 0);
	write_op(w, SCHEDSIM_OP_UNLOCK, mutex - 1, 0);
	if (how == 2)
		write_op(w, SCHEDSIM_OP_UNLOCK, other - 1, 0);
	return timed;
}

static int write_wait(struct writer *w, __u32 cond)
{
	__u32 mutex = scenario_some_object(w->scenario, w->rng,
					   SCHEDSIM_OBJECT_MUTEX);
	__u32 how = random_below(w->rng, 8);

	if (how < 2) {
		write_op(w, SCHEDSIM_OP_WAIT, cond - 1, how ? mutex : 0);
		return 0;
	}
	if (how < 4 && mutex) {
		write_op(w, SCHEDSIM_OP_LOCK, mutex - 1, 0);
		write_op(w, SCHEDSIM_OP_WAIT, cond - 1, mutex);
		write_op(w, SCHEDSIM_OP_UNLOCK, mutex - 1, 0);
		return 0;
	}
	write_op(w, how < 6 ? SCHEDSIM_OP_SIGNAL : SCHEDSIM_OP_BROADCAST,
		 cond - 1, 0);
	return 0;
}

/* Something with an object, if there is one of that type. */
static int write_use(struct writer *w, unsigned int depth)
{
	static const __u32 types[] = {
		SCHEDSIM_OBJECT_MUTEX, SCHEDSIM_OBJECT_MUTEX,
		SCHEDSIM_OBJECT_MUTEX, SCHEDSIM_OBJECT_COND,
		SCHEDSIM_OBJECT_BARRIER, SCHEDSIM_OBJECT_SEMAPHORE,
		SCHEDSIM_OBJECT_FORK, SCHEDSIM_OBJECT_ATTR,
	};
	__u32 type = types[random_below(w->rng, 8)];
	__u32 object = scenario_some_object(w->scenario, w->rng, type);

	if (!object)
		return 0;
	switch (type) {
	case SCHEDSIM_OBJECT_MUTEX:
		return write_section(w, depth, object);
	case SCHEDSIM_OBJECT_COND:
		return write_wait(w, object);
	case SCHEDSIM_OBJECT_BARRIER:
		write_op(w, SCHEDSIM_OP_BARRIER, object - 1, 0);
		return 0;
	case SCHEDSIM_OBJECT_SEMAPHORE:
		write_op(w, random_one_in(w->rng, 2) ? SCHEDSIM_OP_SEM_WAIT :
			 SCHEDSIM_OP_SEM_POST, object - 1, 0);
		return 0;
	case SCHEDSIM_OBJECT_FORK:
		write_op(w, SCHEDSIM_OP_FORK, object - 1, 0);
		return 0;
	default:
		write_op(w, SCHEDSIM_OP_ATTR, object - 1, 0);
		return 0;
	}
}

/* Return: whether it is sure to take time, if only when it is repeated. */
static int write_item(struct writer *w, unsigned int depth)
{
	enum { NR_CODES = 9 };
	static const __u16 codes[NR_CODES] = {
		SCHEDSIM_OP_RUN, SCHEDSIM_OP_RUN, SCHEDSIM_OP_RUN,
		SCHEDSIM_OP_SLEEP, SCHEDSIM_OP_SLEEP, SCHEDSIM_OP_TIMER,
		SCHEDSIM_OP_YIELD, SCHEDSIM_OP_LOOP, SCHEDSIM_OP_LOOP,
	};
	__u16 code = codes[random_below(w->rng, NR_CODES)];
	const struct schedsim_op *op;

	if (w->scenario->nr_objects && random_one_in(w->rng, 2))
		return write_use(w, depth);
	switch (code) {
	case SCHEDSIM_OP_LOOP:
		return write_loop(w, depth);
	case SCHEDSIM_OP_TIMER:
		return write_timer(w);
	case SCHEDSIM_OP_YIELD:
		write_op(w, random_one_in(w->rng, 20) ? SCHEDSIM_OP_EXIT : code,
			 0, 0);
		return 0;
	default:
		op = write_op(w, code, 0, random_one_in(w->rng, 15) ? 0 :
			      duration(w->rng, 15));
		if (code == SCHEDSIM_OP_SLEEP && !op->value && random_one_in(w->rng, 2))
			w->ops[w->nr - 1].flags = SCHEDSIM_OP_F_ALWAYS;
		return op->value != 0;
	}
}

/* Leaves room for the longest item, and what closes those around it. */
static int write_block(struct writer *w, unsigned int depth)
{
	__u32 items = 1 + random_below(w->rng, 4);
	int timed = 0;

	while (items-- && w->nr < SCENARIO_MAX_OPS - 5 - 6 * MAX_DEPTH)
		timed |= write_item(w, depth);
	return timed;
}

/**
 * scenario_write_program - write a program
 * @scenario: has the objects
 * @rng: random numbers
 * @ops: to fill in; SCENARIO_MAX_OPS
 *
 * Return: its length.
 */
__u32 scenario_write_program(const struct scenario *scenario, __u64 *rng,
			     struct schedsim_op *ops)
{
	struct writer w = { scenario, rng, ops, 0 };

	write_block(&w, 0);
	if (random_one_in(rng, scenario->nr_objects ? 2 : 3) &&
	    w.nr < SCENARIO_MAX_OPS - 2) {
		if (!w.nr || !random_one_in(rng, 10))
			write_op(&w, SCHEDSIM_OP_RUN, 0, duration(rng, 10));
		write_op(&w, SCHEDSIM_OP_LOOP, 0, 0);
	}
	return w.nr;
}

/* As urgent as @attr, or a little more: some processes are above it. */
static void make_ceiling(struct schedsim_attr *ceiling,
			 const struct schedsim_attr *attr, __u64 *rng)
{
	memset(ceiling, 0, sizeof(*ceiling));
	ceiling->nice = attr->nice;
	ceiling->priority = attr->priority + random_below(rng, 2);
	if (ceiling->priority > SCHEDSIM_MAX_PRIORITY)
		ceiling->priority = SCHEDSIM_MAX_PRIORITY;
	ceiling->tickets = attr->tickets;
	ceiling->sched_class = attr->sched_class;
}

static void make_object(struct scenario *s, __u32 i, __u32 mutexes, __u64 *rng)
{
	static const __u32 protocols[] = {
		SCHEDSIM_PROTOCOL_NONE, SCHEDSIM_PROTOCOL_CEILING,
		SCHEDSIM_PROTOCOL_INHERIT, SCHEDSIM_PROTOCOL_INHERIT,
	};
	struct schedsim_object *object = &s->objects[i];
	struct schedsim_attr attr, *own = NULL;

	memset(object, 0, sizeof(*object));
	scenario_attr(&s->config, rng, &attr);
	object->name[0] = 'o';
	object->type = random_below(rng, 4) < mutexes ? SCHEDSIM_OBJECT_MUTEX :
		       random_below(rng, SCHEDSIM_OBJECT_ATTR + 1);
	switch (object->type) {
	case SCHEDSIM_OBJECT_MUTEX:
		object->protocol = protocols[random_below(rng, 4)];
		if (object->protocol != SCHEDSIM_PROTOCOL_CEILING)
			break;
		own = &s->object_attrs[i];
		make_ceiling(own, &attr, rng);
		break;
	case SCHEDSIM_OBJECT_BARRIER:
		object->value = 1 + random_below(rng, 4);
		break;
	case SCHEDSIM_OBJECT_SEMAPHORE:
		object->value = random_below(rng, 3);
		break;
	case SCHEDSIM_OBJECT_FORK:
		object->value = random_below(rng, 2) ? SCHEDSIM_FORK_FROM_SPAWN : 0;
		break;
	case SCHEDSIM_OBJECT_ATTR:
		object->value = 1 + random_below(rng, SCHEDSIM_ATTR_ALL);
		own = &s->object_attrs[i];
		*own = attr;
		break;
	}
	object->attr = (uintptr_t)own;
	object->attr_size = own ? sizeof(*own) : 0;
}

/**
 * scenario_make_objects - make the objects of a scenario, if it is to have any
 * @scenario: with a configuration
 * @rng: random numbers
 */
void scenario_make_objects(struct scenario *scenario, __u64 *rng)
{
	__u32 i, mutexes = 1 + random_below(rng, 4);

	scenario->nr_objects = 0;
	memset(scenario->objects, 0, sizeof(scenario->objects));
	if (random_one_in(rng, 3))
		return;
	scenario->nr_objects = 1 + random_below(rng, random_one_in(rng, 2) ? 4 :
						SCENARIO_MAX_OBJECTS);
	for (i = 0; i < scenario->nr_objects; i++)
		make_object(scenario, i, mutexes, rng);
}

/* The object that an operation names, for it to be changed, or NULL. */
static __u32 *object_of(struct schedsim_op *op)
{
	if (op->code >= SCHEDSIM_OP_LOCK ||
	    (op->code == SCHEDSIM_OP_TIMER && op->flags & SCHEDSIM_OP_F_SHARED))
		return &op->arg;
	return NULL;
}

/* As below, in one operation. */
static int name_in_op(struct schedsim_op *op, __u32 index, __u32 less)
{
	__u32 *object = object_of(op);
	int named;

	if (!object)
		return 0;
	named = *object == index;
	if (*object > index)
		*object -= less;
	if (op->code != SCHEDSIM_OP_WAIT)
		return named;
	named |= op->value == index + 1;
	if (op->value > index + 1)
		op->value -= less;
	return named;
}

/*
 * Let all objects behind @index be named as @less less than now. Return: is
 * @index itself named?
 */
static int rename_objects(struct scenario *s, __u32 index, __u32 less)
{
	int named = 0;
	__u32 i, k;

	for (i = 0; i < s->nr_procs; i++) {
		struct schedsim_spawn_entry *entry = &s->entries[i];

		named |= entry->fork == index + 1;
		if (entry->fork > index + 1)
			entry->fork -= less;
		if (entry->ops != (uintptr_t)s->ops[i])
			continue;
		for (k = 0; k < entry->nr_ops; k++)
			named |= name_in_op(&s->ops[i][k], index, less);
	}
	return named;
}

/**
 * scenario_drop_objects - drop those that nobody names
 * @scenario: with all its processes
 *
 * They would not be made, and the ids of others would be other ones.
 */
void scenario_drop_objects(struct scenario *scenario)
{
	__u32 i = 0;

	while (i < scenario->nr_objects) {
		if (rename_objects(scenario, i, 0)) {
			i++;
			continue;
		}
		rename_objects(scenario, i, 1);
		scenario->nr_objects--;
		memmove(&scenario->objects[i], &scenario->objects[i + 1],
			(scenario->nr_objects - i) *
			sizeof(scenario->objects[0]));
	}
}
