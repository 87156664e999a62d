// SPDX-License-Identifier: GPL-2.0
/*
 * libschedsim: reading lists, in batches or as a whole.
 */
#include <stdlib.h>

#include "internal.h"

/* Entries that one call of the kernel fills at most. */
#define BATCH	1024

/* How often a list is begun anew because the policy changed meanwhile. */
#define TRIES	10

/**
 * schedsim_read - read a batch of a list
 * @fd: the simulation
 * @request: SCHEDSIM_IOC_READ_*: which list
 * @read: what <linux/schedsim.h> says of it; the size is filled in
 *
 * Return: 0, or a negative errno.
 */
int schedsim_read(int fd, unsigned long request, struct schedsim_read *read)
{
	read->size = sizeof(*read);
	return schedsim_ioctl(fd, request, read);
}

/**
 * struct list - a list that is being read
 * @entries: what has been read
 * @attrs: the attributes of each entry, if @with_attrs
 * @nr: number of entries
 * @room: entries that there is room for
 * @with_attrs: are attributes read?
 */
struct list {
	char *entries;
	struct schedsim_attr *attrs;
	__u32 nr;
	size_t room;
	bool with_attrs;
};

static int make_room(struct list *list, size_t size)
{
	size_t room = list->room ? 2 * list->room : BATCH;
	void *grown;

	if (list->nr < list->room)
		return 0;
	grown = realloc(list->entries, room * size);
	if (!grown)
		return -ENOMEM;
	list->entries = grown;
	if (list->with_attrs) {
		grown = realloc(list->attrs, room * sizeof(*list->attrs));
		if (!grown)
			return -ENOMEM;
		list->attrs = grown;
	}
	list->room = room;
	return 0;
}

/* One batch more. Returns the number of entries, or a negative errno. */
static int read_batch(int fd, unsigned long request, struct schedsim_read *read,
		      struct list *list)
{
	int err = make_room(list, read->entry_size);
	size_t room = list->room - list->nr;

	if (err)
		return err;
	read->nr = room < BATCH ? room : BATCH;
	read->entries = schedsim_pointer(list->entries + (size_t)list->nr * read->entry_size);
	if (list->with_attrs) {
		read->attrs = schedsim_pointer(list->attrs + list->nr);
		read->attr_size = sizeof(*list->attrs);
	}
	err = schedsim_read(fd, request, read);
	if (err)
		return err;
	list->nr += read->nr;
	return read->nr;
}

/**
 * schedsim_read_all - read a whole list
 * @fd: the simulation
 * @request: SCHEDSIM_IOC_READ_*: which list
 * @read: the size of an entry, and the process where one is meant
 * @entries: to point to an array, which the caller frees
 * @attrs: to point to an array of the attributes of each entry; or NULL
 * @nr: to hold its length
 *
 * Return: 0, or a negative errno.
 */
int schedsim_read_all(int fd, unsigned long request, struct schedsim_read *read, void **entries,
		      struct schedsim_attr **attrs, __u32 *nr)
{
	struct list list = { .with_attrs = attrs };
	int got;

	*nr = 0;
	do {
		got = read_batch(fd, request, read, &list);
	} while (got > 0);
	if (got < 0) {
		free(list.entries);
		free(list.attrs);
		return got;
	}
	*entries = list.entries;
	if (attrs)
		*attrs = list.attrs;
	*nr = list.nr;
	return 0;
}

/**
 * schedsim_get_proc - read one process
 * @fd: the simulation
 * @id: the process
 * @proc: to fill in
 * @attr: to fill in with its attributes; or NULL
 *
 * Return: 0, or a negative errno; -ESRCH if there is no such process.
 */
int schedsim_get_proc(int fd, __u32 id, struct schedsim_proc *proc, struct schedsim_attr *attr)
{
	struct schedsim_read read = {
		.start = id,
		.nr = 1,
		.entry_size = sizeof(*proc),
		.entries = schedsim_pointer(proc),
		.attrs = schedsim_pointer(attr),
		.attr_size = attr ? sizeof(*attr) : 0,
	};
	int err = schedsim_read(fd, SCHEDSIM_IOC_READ_PROCS, &read);

	if (err)
		return err;
	return read.nr && proc->id == id ? 0 : -ESRCH;
}

/* The processes, and what their values are called, all under one policy. */
static int read_procs(int fd, struct schedsim_procs *to)
{
	struct schedsim_read values = {
		.nr = SCHEDSIM_MAX_VALUES,
		.entry_size = sizeof(to->values[0]),
		.entries = schedsim_pointer(to->values),
	};
	struct schedsim_read read = { .entry_size = sizeof(*to->procs) };
	int err = schedsim_read(fd, SCHEDSIM_IOC_READ_VALUES, &values);

	if (!err)
		err = schedsim_read_all(fd, SCHEDSIM_IOC_READ_PROCS, &read, (void **)&to->procs,
					&to->attrs, &to->nr);
	if (err)
		return err;
	to->nr_values = values.nr;
	/* It only ever rises: it was the same in between, too. */
	if (read.policy_changes == values.policy_changes)
		return 0;
	schedsim_free_procs(to);
	return -EAGAIN;
}

/**
 * schedsim_get_procs - read all processes
 * @fd: the simulation
 * @procs: to fill in, for schedsim_free_procs()
 *
 * Read in batches: each process is as it was at one moment, not all at the same.
 * Pause the simulation for that.
 *
 * Return: 0, or a negative errno; -EAGAIN if the policy changes on and on.
 */
int schedsim_get_procs(int fd, struct schedsim_procs *procs)
{
	int i, err = -EAGAIN;

	for (i = 0; i < TRIES && err == -EAGAIN; i++) {
		*procs = (struct schedsim_procs) { .nr = 0 };
		err = read_procs(fd, procs);
	}
	return err;
}

/**
 * schedsim_free_procs - free what schedsim_get_procs() has read
 * @procs: what it filled in
 */
void schedsim_free_procs(struct schedsim_procs *procs)
{
	free(procs->procs);
	free(procs->attrs);
	*procs = (struct schedsim_procs) { .nr = 0 };
}

/**
 * schedsim_get_vcpus - read all vCPUs
 * @fd: the simulation
 * @vcpus: to point to an array of them, which the caller frees
 * @nr: to hold its length
 *
 * Return: 0, or a negative errno.
 */
int schedsim_get_vcpus(int fd, struct schedsim_vcpu **vcpus, __u32 *nr)
{
	struct schedsim_read read = { .entry_size = sizeof(**vcpus) };

	return schedsim_read_all(fd, SCHEDSIM_IOC_READ_VCPUS, &read, (void **)vcpus, NULL, nr);
}

/**
 * schedsim_get_objects - read all objects
 * @fd: the simulation
 * @objects: to point to an array of them by id, which the caller frees
 * @attrs: to point to an array of the attributes of each, which the caller frees
 * @nr: to hold its length
 *
 * Return: 0, or a negative errno.
 */
int schedsim_get_objects(int fd, struct schedsim_object **objects, struct schedsim_attr **attrs,
			 __u32 *nr)
{
	struct schedsim_read read = { .entry_size = sizeof(**objects) };

	return schedsim_read_all(fd, SCHEDSIM_IOC_READ_OBJECTS, &read, (void **)objects, attrs,
				 nr);
}

/**
 * schedsim_get_program - read the whole program of a process
 * @fd: the simulation
 * @id: the process
 * @ops: to point to an array of operations, which the caller frees
 * @nr: to hold its length; 0 for a process that runs for ever
 *
 * Return: 0, or a negative errno.
 */
int schedsim_get_program(int fd, __u32 id, struct schedsim_op **ops, __u32 *nr)
{
	struct schedsim_read read = { .entry_size = sizeof(**ops), .id = id };

	return schedsim_read_all(fd, SCHEDSIM_IOC_READ_PROGRAM, &read, (void **)ops, NULL, nr);
}
