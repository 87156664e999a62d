// SPDX-License-Identifier: GPL-2.0
/*
 * libschedsim: making, ending, changing and listing processes.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* Entries that one call of the kernel fills at most. */
#define BATCH	1024

/**
 * schedsim_spawn - make processes, all or none
 * @fd: the simulation, open for writing
 * @entries: the processes to be; each gets its id filled in
 * @nr: number of them
 * @failed: to hold the index of the entry that is to blame for an error, as far
 *          as there is one; or NULL
 *
 * Return: 0, or a negative errno.
 */
int schedsim_spawn(int fd, struct schedsim_spawn_entry *entries, __u32 nr, __u32 *failed)
{
	return schedsim_spawn_objects(fd, entries, nr, NULL, 0, failed);
}

/**
 * schedsim_spawn_objects - make processes and what they share, all or none
 * @fd: the simulation, open for writing
 * @entries: the processes to be; each gets its id filled in
 * @nr: number of them
 * @objects: the objects that their programs name; each gets its id filled in
 * @nr_objects: number of them
 * @failed: to hold the index of the entry that is to blame for an error, or @nr,
 *          1 and the index of the object, as far as there is one; or NULL
 *
 * Return: 0, or a negative errno.
 */
int schedsim_spawn_objects(int fd, struct schedsim_spawn_entry *entries, __u32 nr,
			   struct schedsim_object *objects, __u32 nr_objects, __u32 *failed)
{
	struct schedsim_spawn arg = {
		.size = sizeof(arg),
		.nr = nr,
		.entry_size = sizeof(*entries),
		.entries = schedsim_pointer(entries),
		.nr_objects = nr_objects,
		.objects = nr_objects ? schedsim_pointer(objects) : 0,
		.object_size = nr_objects ? sizeof(*objects) : 0,
	};
	int err = schedsim_ioctl(fd, SCHEDSIM_IOC_SPAWN, &arg);

	if (failed)
		*failed = arg.failed;
	return err;
}

static int proc_command(int fd, unsigned long request, __u32 id)
{
	struct schedsim_proc_cmd cmd = { .size = sizeof(cmd), .id = id };

	return schedsim_ioctl(fd, request, &cmd);
}

/**
 * schedsim_kill - end a process
 * @fd: the simulation, open for writing
 * @id: the process
 *
 * Return: 0, or a negative errno; -ESRCH if there is none or it has exited.
 */
int schedsim_kill(int fd, __u32 id)
{
	return proc_command(fd, SCHEDSIM_IOC_KILL, id);
}

/**
 * schedsim_reap - forget a process that has exited
 * @fd: the simulation, open for writing
 * @id: the process, or 0 for all that have exited
 *
 * Return: 0, or a negative errno; -EBUSY if it has not exited.
 */
int schedsim_reap(int fd, __u32 id)
{
	return proc_command(fd, SCHEDSIM_IOC_REAP, id);
}

/**
 * schedsim_yield - make a running process give up the rest of its slice
 * @fd: the simulation, open for writing
 * @id: the process
 *
 * Return: 0, or a negative errno; -EINVAL if it does not run.
 */
int schedsim_yield(int fd, __u32 id)
{
	return proc_command(fd, SCHEDSIM_IOC_YIELD, id);
}

/**
 * schedsim_set_attr - change attributes of a process
 * @fd: the simulation, open for writing
 * @id: the process
 * @mask: SCHEDSIM_ATTR_*: which ones
 * @attr: their new values
 *
 * Return: 0, or a negative errno.
 */
int schedsim_set_attr(int fd, __u32 id, __u32 mask, const struct schedsim_attr *attr)
{
	struct schedsim_set_attr arg = {
		.size = sizeof(arg),
		.mask = mask,
		.id = id,
		.attr = *attr,
	};

	return schedsim_ioctl(fd, SCHEDSIM_IOC_SET_ATTR, &arg);
}

/* One batch of a list. Returns the number of entries, or a negative errno. */
static int read_batch(int fd, unsigned long request, struct schedsim_read *read, __u32 *start,
		      void *entries, __u32 nr)
{
	int err;

	read->size = sizeof(*read);
	read->start = *start;
	read->nr = nr < BATCH ? nr : BATCH;
	read->entries = schedsim_pointer(entries);
	err = schedsim_ioctl(fd, request, read);
	if (err)
		return err;
	*start = read->start;
	return read->nr;
}

/**
 * schedsim_read_procs - read a batch of the processes, by id
 * @fd: the simulation
 * @start: the first id wanted; will be where to go on
 * @procs: to fill in
 * @nr: room in @procs
 *
 * Return: the number of processes read, 0 if there are no more, or a negative
 * errno.
 */
int schedsim_read_procs(int fd, __u32 *start, struct schedsim_proc *procs, __u32 nr)
{
	struct schedsim_read read = { .entry_size = sizeof(*procs) };

	return read_batch(fd, SCHEDSIM_IOC_READ_PROCS, &read, start, procs, nr);
}

/**
 * schedsim_read_vcpus - read a batch of the vCPUs
 * @fd: the simulation
 * @start: the first vCPU wanted; will be where to go on
 * @vcpus: to fill in
 * @nr: room in @vcpus
 *
 * Return: the number of vCPUs read, 0 if there are no more, or a negative errno.
 */
int schedsim_read_vcpus(int fd, __u32 *start, struct schedsim_vcpu *vcpus, __u32 nr)
{
	struct schedsim_read read = { .entry_size = sizeof(*vcpus) };

	return read_batch(fd, SCHEDSIM_IOC_READ_VCPUS, &read, start, vcpus, nr);
}

/**
 * schedsim_read_program - read a batch of the operations of a process
 * @fd: the simulation
 * @id: the process
 * @start: the first operation wanted; will be where to go on
 * @ops: to fill in
 * @nr: room in @ops
 *
 * Return: the number of operations read, 0 if there are no more, or a negative
 * errno.
 */
int schedsim_read_program(int fd, __u32 id, __u32 *start, struct schedsim_op *ops, __u32 nr)
{
	struct schedsim_read read = { .entry_size = sizeof(*ops), .id = id };

	return read_batch(fd, SCHEDSIM_IOC_READ_PROGRAM, &read, start, ops, nr);
}

/**
 * schedsim_read_objects - read a batch of the objects, by id
 * @fd: the simulation
 * @start: the first id wanted; will be where to go on
 * @objects: to fill in
 * @nr: room in @objects
 *
 * Return: the number of objects read, 0 if there are no more, or a negative errno.
 */
int schedsim_read_objects(int fd, __u32 *start, struct schedsim_object *objects, __u32 nr)
{
	struct schedsim_read read = { .entry_size = sizeof(*objects) };

	return read_batch(fd, SCHEDSIM_IOC_READ_OBJECTS, &read, start, objects, nr);
}

/**
 * schedsim_get_proc - read one process
 * @fd: the simulation
 * @id: the process
 * @proc: to fill in
 *
 * Return: 0, or a negative errno; -ESRCH if there is no such process.
 */
int schedsim_get_proc(int fd, __u32 id, struct schedsim_proc *proc)
{
	__u32 start = id;
	int nr = schedsim_read_procs(fd, &start, proc, 1);

	if (nr < 0)
		return nr;
	return nr && proc->id == id ? 0 : -ESRCH;
}

/*
 * A whole list in batches, in an array that grows. The kinds of lists differ in
 * @request, in the size of an entry and in the process, which @read holds.
 */
static int read_all(int fd, unsigned long request, struct schedsim_read *read, void **list,
		    __u32 *nr)
{
	size_t size = read->entry_size;
	char *entries = NULL;
	__u32 start = 0;
	size_t room = 0;
	int got;

	*nr = 0;
	do {
		if (*nr == room) {
			char *grown;

			room = room ? 2 * room : BATCH;
			grown = realloc(entries, room * size);
			if (!grown) {
				free(entries);
				return -ENOMEM;
			}
			entries = grown;
		}
		got = read_batch(fd, request, read, &start, entries + *nr * size, room - *nr);
		if (got < 0) {
			free(entries);
			return got;
		}
		*nr += got;
	} while (got);
	*list = entries;
	return 0;
}

/**
 * schedsim_get_procs - read all processes
 * @fd: the simulation
 * @procs: to point to an array of them by id, which the caller frees
 * @nr: to hold its length
 *
 * Read in batches: each process is as it was at one moment, not all at the same.
 * Pause the simulation for that.
 *
 * Return: 0, or a negative errno.
 */
int schedsim_get_procs(int fd, struct schedsim_proc **procs, __u32 *nr)
{
	struct schedsim_read read = { .entry_size = sizeof(**procs) };

	return read_all(fd, SCHEDSIM_IOC_READ_PROCS, &read, (void **)procs, nr);
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

	return read_all(fd, SCHEDSIM_IOC_READ_VCPUS, &read, (void **)vcpus, nr);
}

/**
 * schedsim_get_objects - read all objects
 * @fd: the simulation
 * @objects: to point to an array of them by id, which the caller frees
 * @nr: to hold its length
 *
 * Return: 0, or a negative errno.
 */
int schedsim_get_objects(int fd, struct schedsim_object **objects, __u32 *nr)
{
	struct schedsim_read read = { .entry_size = sizeof(**objects) };

	return read_all(fd, SCHEDSIM_IOC_READ_OBJECTS, &read, (void **)objects, nr);
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

	return read_all(fd, SCHEDSIM_IOC_READ_PROGRAM, &read, (void **)ops, nr);
}
