// SPDX-License-Identifier: GPL-2.0
/*
 * SCHEDSIM_IOC_SPAWN: processes are made, all or none. Everything is copied in
 * and allocated first, then done with the mutex held, then told.
 */
#include <linux/nospec.h>
#include <linux/overflow.h>

#include "memory.h"
#include "object.h"
#include "process.h"
#include "session.h"
#include "session_spawn.h"
#include "simulation.h"
#include "spawn.h"
#include "user.h"

static int check_arg(const struct schedsim_spawn *arg)
{
	int err = 0;

	if (arg->flags || arg->__reserved || !arg->nr)
		return -EINVAL;
	if (!arg->nr_objects && (arg->objects || arg->object_size))
		return -EINVAL;
	if (arg->nr_objects)
		err = user_size_check(arg->object_size,
				      offsetofend(struct schedsim_object,
						  boosts));
	return err ?: user_size_check(arg->entry_size,
				      offsetofend(struct schedsim_spawn_entry,
						  serial)) ?:
	       user_size_check(arg->op_size, OP_FIRST_SIZE) ?:
	       user_size_check(arg->attr_size, ATTR_FIRST_SIZE);
}

/* For loops with the mutex held. Return: 0, or -EINTR: the caller is to die. */
static int rest(const struct spawning *spawning)
{
	user_mutex_rest(&spawning->s->mutex);
	return fatal_signal_pending(current) ? -EINTR : 0;
}

/* Is there room for so many? */
static int check_room(const struct spawning *spawning)
{
	const struct schedsim_spawn *arg = spawning->arg;
	const struct sim *engine = spawning->s->engine;

	if (arg->nr > engine->config.max_procs - engine->nr_ids ||
	    arg->nr_objects > engine->max_objects)
		return -ENOSPC;
	return 0;
}

/* Whoever asks for too much need not wait until all of it is copied. */
static int check_room_early(const struct spawning *spawning)
{
	struct simulation *s = spawning->s;
	int err;

	if (simulation_lock_soon(s))
		return -EINTR;
	err = check_room(spawning);
	simulation_unlock(s);
	return err;
}

static int hold_object(struct spawning *spawning, u32 i)
{
	struct simulation *s = spawning->s;
	struct sim_object *object;

	if (spawning->ids[i]) {
		object = object_find(s, spawning->ids[i]);
		if (!object)
			return -ENOENT;
		spawning->objects[i] = object;
	} else {
		int err = object_add(s, spawning->objects[i]);

		if (err)
			return err;
		spawning->ids[i] = spawning->objects[i]->id;
	}
	return 0;
}

static int hold_objects(struct spawning *spawning)
{
	struct schedsim_spawn *arg = spawning->arg;
	u32 i;

	for (i = 0; i < arg->nr_objects; i++) {
		int err = rest(spawning) ?: hold_object(spawning, i);

		if (err) {
			arg->failed = arg->nr + 1 + i;
			return err;
		}
		spawning->nr_held++;
	}
	return 0;
}

static int check_attr(const struct spawning *spawning,
		      const struct schedsim_attr *attr)
{
	struct schedsim_spawn *arg = spawning->arg;
	struct simulation *s = spawning->s;
	const char *why = "";
	int err;

	err = sim_attr_check(s->engine, attr) ?:
	      sim_attr_admit(s->engine->policy, attr, &why);
	if (err == -EOPNOTSUPP)
		strscpy_pad(arg->reason, why, sizeof(arg->reason));
	return err;
}

/* The fork that is to start a process, if there is one. */
static int get_fork(const struct spawning *spawning,
		    const struct spawn_request *request)
{
	struct sim_object *fork;
	u32 index;

	if (!request->fork)
		return 0;
	index = array_index_nospec(request->fork - 1, spawning->arg->nr_objects);
	fork = object_get_fork(spawning->s, spawning->objects[index]);
	if (IS_ERR(fork))
		return PTR_ERR(fork);
	request->proc->fork = fork;
	return 0;
}

/* @more: what those that come with it reserve, up to now. */
static int check_request(const struct spawning *spawning,
			 const struct spawn_request *request, u64 *more)
{
	struct sim_proc *proc = request->proc;
	u64 bandwidth = sim_bandwidth(&proc->attr);

	*more += bandwidth;
	return check_attr(spawning, &proc->attr) ?:
	       (bandwidth ? sim_bandwidth_check(spawning->s->engine, *more, 0,
						spawning->arg->reason) : 0) ?:
	       program_bind(spawning->s, proc->program, spawning->ids,
			    spawning->arg->nr_objects) ?:
	       get_fork(spawning, request);
}

static int check_requests(const struct spawning *spawning)
{
	struct schedsim_spawn *arg = spawning->arg;
	u64 more = 0;
	u32 i;

	for (i = 0; i < arg->nr; i++) {
		int err = rest(spawning) ?:
			  check_request(spawning, &spawning->requests[i], &more);

		if (err) {
			arg->failed = i;
			return err;
		}
	}
	return 0;
}

static int reserve_ids(const struct spawning *spawning)
{
	struct schedsim_spawn *arg = spawning->arg;
	struct simulation *s = spawning->s;
	u32 last_id = s->engine->last_id;
	int err;

	err = simulation_reserve_ids(s, spawning->requests, arg->nr,
				     &arg->failed);
	if (err)
		simulation_release_ids(s, spawning->requests, arg->nr, last_id);
	return err;
}

/* Objects that a program names stay. */
static void drop_objects(struct spawning *spawning)
{
	struct object_owner owner = { spawning->s, spawning->s->engine };

	while (spawning->nr_held) {
		u32 i = --spawning->nr_held;

		object_put(&owner, spawning->objects[i]);
		spawning->objects[i] = NULL;
		user_mutex_rest(&spawning->s->mutex);
	}
}

/*
 * Nothing comes of it. @engine is the one that objects and programs have been
 * added to, or NULL if none have.
 */
static void discard(struct spawning *spawning, struct sim *engine)
{
	struct simulation *s = spawning->s;
	u32 i;

	for (i = 0; i < spawning->arg->nr && spawning->requests[i].proc; i++) {
		process_free(s, engine, spawning->requests[i].proc);
		if (engine)
			user_mutex_rest(&s->mutex);
		else
			cond_resched();
	}
}

/* With the mutex held. */
static int spawn_locked(struct spawning *spawning)
{
	struct simulation *s = spawning->s;
	u32 last_object = s->engine->last_object;
	int err;

	err = check_room(spawning) ?:
	      hold_objects(spawning) ?:
	      check_requests(spawning) ?:
	      reserve_ids(spawning);
	if (!err) {
		session_begin_spawn(spawning);
		simulation_spawn(s, spawning->requests, spawning->arg->nr);
		session_end(s, 0);
	} else {
		discard(spawning, s->engine);
	}
	program_put(s, s->engine, spawning->program);
	drop_objects(spawning);
	if (err)
		s->engine->last_object = last_object;
	return err;
}

static int spawn(struct spawning *spawning)
{
	struct simulation *s = spawning->s;
	int err;

	err = spawning_copy_in(spawning) ?: simulation_lock(s);
	if (err) {
		discard(spawning, NULL);
		program_put(s, NULL, spawning->program);
		return err;
	}
	err = spawn_locked(spawning);
	simulation_unlock(s);
	return err ?: spawning_copy_out(spawning);
}

/* Those that no simulation has. */
static void free_objects(struct spawning *spawning)
{
	struct account *account = spawning->s->account;

	while (spawning->nr_copied--)
		if (spawning->objects[spawning->nr_copied])
			object_free(account,
				    spawning->objects[spawning->nr_copied]);
}

/* Get the arrays, whose sizes are known now, and go on. */
static int spawn_with_arrays(struct spawning *spawning)
{
	const struct schedsim_spawn *arg = spawning->arg;
	struct account *account = spawning->s->account;
	size_t size = array_size(arg->nr, sizeof(*spawning->requests));
	size_t ids_size = array_size(arg->nr_objects, sizeof(*spawning->ids));
	size_t objects_size = array_size(arg->nr_objects,
					 sizeof(*spawning->objects));
	int err;

	spawning->requests = memory_get(account, size);
	spawning->ids = memory_get(account, ids_size);
	spawning->objects = memory_get(account, objects_size);
	err = PTR_ERR_OR_ZERO(spawning->requests) ?:
	      PTR_ERR_OR_ZERO(spawning->ids) ?:
	      PTR_ERR_OR_ZERO(spawning->objects);
	if (!err)
		err = spawn(spawning);
	free_objects(spawning);
	memory_put(account, spawning->objects, objects_size);
	memory_put(account, spawning->ids, ids_size);
	memory_put(account, spawning->requests, size);
	return err;
}

/**
 * ioctl_spawn - make processes, all or none
 * @s: the simulation
 * @ioctl_arg: of SCHEDSIM_IOC_SPAWN; @failed is filled in
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0, or a negative errno as in the ABI.
 */
int ioctl_spawn(struct simulation *s, union ioctl_arg *ioctl_arg)
{
	struct schedsim_spawn *arg = &ioctl_arg->spawn;
	struct spawning spawning = { .s = s, .arg = arg };

	arg->failed = arg->nr;
	return check_arg(arg) ?: check_room_early(&spawning) ?:
	       spawn_with_arrays(&spawning);
}
