// SPDX-License-Identifier: GPL-2.0
/*
 * Events by which tasks wait for each other, or start each other.
 */
#include <string.h>

#include "loader/loader.h"
#include "util/tool.h"

/* The object that an event names, or -1 after loader_error(). */
static __s64 read_object(struct loader *loader, const struct item *item, __u32 type,
			 const char *what)
{
	const char *name;

	if (loader_string(loader, item, what, &name))
		return -1;
	return loader_named(loader, item, type, name);
}

static int add(struct loader *loader, struct task *task, const struct item *item, __u16 code,
	       __u32 object, __u64 value)
{
	loader_add_op(loader, task, item, &(struct schedsim_op) {
		.code = code,
		.arg = object,
		.value = value,
	});
	return 0;
}

static int read_simple(struct loader *loader, struct task *task, const struct item *item,
		       __u16 code, __u32 type, const char *what)
{
	__s64 object = read_object(loader, item, type, what);

	return object < 0 ? -1 : add(loader, task, item, code, object, 0);
}

/* A lock that does not wait for ever; rt-app has no such thing. */
static int lock_for(struct loader *loader, struct task *task, const struct item *lock)
{
	const char *ref = NULL;
	bool limited = false;
	struct item item;
	__u64 limit = 0;
	__s64 object;

	for_each_item(&item, lock->value) {
		int err;

		if (!strcmp(item.key, "ref")) {
			err = loader_string(loader, &item, "the name of a mutex", &ref);
		} else if (!strcmp(item.key, "timeout")) {
			limited = true;
			err = loader_usec(loader, &item, &limit);
			if (!err && !limit)
				err = loader_error(loader, &item,
						   "0 is no timeout (expected a time in \xc2\xb5s above 0)");
		} else {
			err = loader_unknown(loader, &item, "ref or timeout");
		}
		if (err)
			return err;
	}
	if (!ref || !limited)
		return loader_error(loader, lock, "%s is missing (expected both ref and timeout)",
				    ref ? "timeout" : "ref");
	object = loader_named(loader, lock, SCHEDSIM_OBJECT_MUTEX, ref);
	return object < 0 ? -1 : add(loader, task, lock, SCHEDSIM_OP_LOCK, object, limit);
}

int loader_lock(struct loader *loader, struct task *task, const struct item *item)
{
	if (json_object_is_type(item->value, json_type_object))
		return lock_for(loader, task, item);
	return read_simple(loader, task, item, SCHEDSIM_OP_LOCK, SCHEDSIM_OBJECT_MUTEX,
			   "the name of a mutex");
}

int loader_unlock(struct loader *loader, struct task *task, const struct item *item)
{
	return read_simple(loader, task, item, SCHEDSIM_OP_UNLOCK, SCHEDSIM_OBJECT_MUTEX,
			   "the name of a mutex");
}

int loader_signal(struct loader *loader, struct task *task, const struct item *item)
{
	return read_simple(loader, task, item, SCHEDSIM_OP_SIGNAL, SCHEDSIM_OBJECT_COND,
			   "the name of a condition");
}

int loader_broad(struct loader *loader, struct task *task, const struct item *item)
{
	return read_simple(loader, task, item, SCHEDSIM_OP_BROADCAST, SCHEDSIM_OBJECT_COND,
			   "the name of a condition");
}

int loader_sem_post(struct loader *loader, struct task *task, const struct item *item)
{
	return read_simple(loader, task, item, SCHEDSIM_OP_SEM_POST, SCHEDSIM_OBJECT_SEMAPHORE,
			   "the name of a semaphore");
}

int loader_sem_wait(struct loader *loader, struct task *task, const struct item *item)
{
	return read_simple(loader, task, item, SCHEDSIM_OP_SEM_WAIT, SCHEDSIM_OBJECT_SEMAPHORE,
			   "the name of a semaphore");
}

/* The condition and the mutex of wait and sync. */
static int read_pair(struct loader *loader, const struct item *pair, __s64 *cond, __s64 *mutex)
{
	const char *ref = "unknown", *with = "unknown";	/* as rt-app calls them then */
	struct item item;

	if (loader_object(loader, pair, "an object with ref and mutex"))
		return -1;
	for_each_item(&item, pair->value) {
		int err;

		if (!strcmp(item.key, "ref"))
			err = loader_string(loader, &item, "the name of a condition", &ref);
		else if (!strcmp(item.key, "mutex"))
			err = loader_string(loader, &item, "the name of a mutex", &with);
		else
			err = loader_unknown(loader, &item, "ref or mutex");
		if (err)
			return err;
	}
	*cond = loader_named(loader, pair, SCHEDSIM_OBJECT_COND, ref);
	*mutex = loader_named(loader, pair, SCHEDSIM_OBJECT_MUTEX, with);
	return *cond < 0 || *mutex < 0 ? -1 : 0;
}

int loader_wait(struct loader *loader, struct task *task, const struct item *item)
{
	__s64 cond, mutex;

	if (read_pair(loader, item, &cond, &mutex))
		return -1;
	return add(loader, task, item, SCHEDSIM_OP_WAIT, cond, mutex + 1);
}

/* Signal and wait; the mutex is locked before and unlocked after it by the task. */
int loader_sync(struct loader *loader, struct task *task, const struct item *item)
{
	__s64 cond, mutex;

	if (read_pair(loader, item, &cond, &mutex))
		return -1;
	add(loader, task, item, SCHEDSIM_OP_SIGNAL, cond, 0);
	return add(loader, task, item, SCHEDSIM_OP_WAIT, cond, mutex + 1);
}

/* Each mention counts, times the instances of the task, as in rt-app. */
int loader_barrier(struct loader *loader, struct task *task, const struct item *item)
{
	struct schedsim_object *barrier;
	__s64 index;

	if (!task->instances)
		return loader_error(loader, item,
				    "how many will come to this barrier is not known, since forks make the processes of this task (expected a task with instances)");
	index = read_object(loader, item, SCHEDSIM_OBJECT_BARRIER, "the name of a barrier");
	if (index < 0)
		return -1;
	barrier = &loader->workload->objects.abi[index];
	if (barrier->value + task->instances > SCHEDSIM_MAX_PROCS)
		return loader_error(loader, item,
				    "too many processes are to come to this barrier (expected at most %d)",
				    SCHEDSIM_MAX_PROCS);
	barrier->value += task->instances;
	return add(loader, task, item, SCHEDSIM_OP_BARRIER, index, 0);
}

/*
 * To suspend is to wait for a condition, which a mutex of the same name
 * protects. That mutex matters only if the file uses it for something else, too.
 */
static int suspend(struct loader *loader, struct task *task, const struct item *item,
		   const char *name, bool resume)
{
	__s64 cond = loader_named(loader, item, SCHEDSIM_OBJECT_COND, name);
	__s64 mutex = loader_find(loader, SCHEDSIM_OBJECT_MUTEX, name);

	if (cond < 0)
		return -1;
	if (mutex >= 0)
		add(loader, task, item, SCHEDSIM_OP_LOCK, mutex, 0);
	if (resume)
		add(loader, task, item, SCHEDSIM_OP_BROADCAST, cond, 0);
	else
		add(loader, task, item, SCHEDSIM_OP_WAIT, cond, mutex + 1);
	if (mutex >= 0)
		add(loader, task, item, SCHEDSIM_OP_UNLOCK, mutex, 0);
	return 0;
}

/* Since May 2025 the value does not matter to rt-app; before, it was what is resumed. */
int loader_suspend(struct loader *loader, struct task *task, const struct item *item)
{
	const char *name = "";

	if (json_object_is_type(item->value, json_type_string))
		name = json_object_get_string(item->value);
	else if (loader->suspend_by_name && item->value)
		return loader_string(loader, item, "the name of a task", &name);
	if (!*name)
		name = task->name;
	if (loader->suspend_by_name || !strcmp(name, task->name))
		return suspend(loader, task, item, name, false);
	loader_warn(loader, item,
		    "'%.40s' has no effect, as in rt-app since 2025: what is resumed is the task (global suspend_by_name: true if it is meant)",
		    name);
	return suspend(loader, task, item, task->name, false);
}

int loader_resume(struct loader *loader, struct task *task, const struct item *item)
{
	const char *name;

	if (loader_string(loader, item, "the name of a task", &name))
		return -1;
	return suspend(loader, task, item, name, true);
}

int loader_fork(struct loader *loader, struct task *task, const struct item *item)
{
	__s64 object = read_object(loader, item, SCHEDSIM_OBJECT_FORK, "the name of a task");

	if (object < 0)
		return -1;
	/* What is forked is as late as if it had been there from the beginning. */
	loader->workload->objects.abi[object].value = SCHEDSIM_FORK_FROM_SPAWN;
	task->forks = grown(task->forks, task->nr_forks, &task->room_forks,
			    sizeof(*task->forks));
	task->forks[task->nr_forks++] = (struct task_fork) {
		.object = object,
		.times = task->times,
		.item = *item,
	};
	return add(loader, task, item, SCHEDSIM_OP_FORK, object, 0);
}

static int scan_event(struct loader *loader, const struct item *item)
{
	bool lock = !strncmp(item->key, "lock", 4);
	struct json_object *name = item->value;
	struct item key;

	if (!strncmp(item->key, "wait", 4) || !strncmp(item->key, "sync", 4) ||
	    (lock && json_object_is_type(item->value, json_type_object))) {
		name = NULL;
		if (json_object_is_type(item->value, json_type_object))
			for_each_item(&key, item->value)
				if (!strcmp(key.key, lock ? "ref" : "mutex"))
					name = key.value;
	} else if (!lock && strncmp(item->key, "unlock", 6)) {
		return 0;
	}
	if (!json_object_is_type(name, json_type_string))
		return 0;
	return loader_named(loader, item, SCHEDSIM_OBJECT_MUTEX,
			    json_object_get_string(name)) < 0 ? -1 : 0;
}

/**
 * loader_scan_mutexes - make the mutexes that events name
 * @loader: the file
 * @events: a task, or a phase; whether it is right does not matter yet
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_scan_mutexes(struct loader *loader, struct json_object *events)
{
	struct item item, phase;

	if (!json_object_is_type(events, json_type_object))
		return 0;
	for_each_item(&item, events) {
		if (scan_event(loader, &item))
			return -1;
		if (strcmp(item.key, "phases") ||
		    !json_object_is_type(item.value, json_type_object))
			continue;
		for_each_item(&phase, item.value)
			if (loader_scan_mutexes(loader, phase.value))
				return -1;
	}
	return 0;
}
