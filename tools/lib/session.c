// SPDX-License-Identifier: GPL-2.0
/*
 * libschedsim: recorded sessions.
 */
#include <stdlib.h>

#include "internal.h"

/* Bytes that are asked for at a time. */
#define BATCH	(256 * 1024)

/**
 * schedsim_record_session - begin to record a session, or record no more
 * @fd: the simulation, open for writing; it is reset
 * @room: bytes for the records; or 0: forget what has been recorded
 *
 * Return: 0, or a negative errno.
 */
int schedsim_record_session(int fd, __u64 room)
{
	struct schedsim_recording arg = { .size = sizeof(arg), .room = room };

	return schedsim_ioctl(fd, SCHEDSIM_IOC_RECORD, &arg);
}

/**
 * schedsim_read_session - read a part of what has been recorded
 * @fd: the simulation
 * @read: what <linux/schedsim.h> says of it; the size is filled in
 *
 * Return: 0, or a negative errno; -ENODATA if nothing is recorded.
 */
int schedsim_read_session(int fd, struct schedsim_read_session *read)
{
	read->size = sizeof(*read);
	return schedsim_ioctl(fd, SCHEDSIM_IOC_READ_SESSION, read);
}

/* An offset from @base becomes a pointer. */
static void resolve(__u64 *pointer, const void *base)
{
	if (*pointer)
		*pointer += schedsim_pointer(base);
}

static void *pointed(__u64 pointer)
{
	return (void *)(uintptr_t)pointer;
}

static void resolve_spawn(struct schedsim_spawn *spawn)
{
	struct schedsim_spawn_entry *entries;
	struct schedsim_object *objects;
	__u32 i;

	resolve(&spawn->entries, spawn);
	resolve(&spawn->objects, spawn);
	entries = pointed(spawn->entries);
	objects = pointed(spawn->objects);
	for (i = 0; i < spawn->nr; i++) {
		resolve(&entries[i].attr, spawn);
		resolve(&entries[i].ops, spawn);
	}
	for (i = 0; i < spawn->nr_objects; i++)
		resolve(&objects[i].attr, spawn);
}

static void resolve_record(struct schedsim_record *record)
{
	struct schedsim_set_attr *set_attr;
	struct schedsim_config *config;

	switch (record->command) {
	case SCHEDSIM_IOC_SET_CONFIG:
		config = schedsim_record_arg(record);
		resolve(&config->params, config);
		resolve(&config->vcpus, config);
		break;
	case SCHEDSIM_IOC_SET_ATTR:
		set_attr = schedsim_record_arg(record);
		resolve(&set_attr->attr, set_attr);
		break;
	case SCHEDSIM_IOC_SPAWN:
		resolve_spawn(schedsim_record_arg(record));
		break;
	}
}

static int read_all(int fd, struct schedsim_session *session)
{
	struct schedsim_read_session read = { .left = BATCH };
	int err = 0;

	while (!err && read.left) {
		char *grown = realloc(session->records, read.start + BATCH);

		if (!grown)
			return -ENOMEM;
		session->records = grown;
		read.records = schedsim_pointer(grown + read.start);
		read.nr = BATCH;
		err = schedsim_read_session(fd, &read);
		/* Another recording took the place of this one. */
		if (!err && session->serial && session->serial != read.serial)
			err = -EAGAIN;
		session->serial = read.serial;
	}
	session->size = read.start;
	session->full = read.full;
	session->until_ns = read.until_ns;
	session->digest = read.digest;
	session->events = read.events;
	return err;
}

/**
 * schedsim_get_session - read all that has been recorded
 * @fd: the simulation
 * @session: to fill in, for schedsim_free_session()
 *
 * Return: 0, or a negative errno; -ENODATA if nothing is recorded, -EAGAIN if
 * somebody began another recording meanwhile.
 */
int schedsim_get_session(int fd, struct schedsim_session *session)
{
	struct schedsim_record *record = NULL;
	int err;

	*session = (struct schedsim_session) { .records = NULL };
	err = read_all(fd, session);
	if (err) {
		schedsim_free_session(session);
		return err;
	}
	while ((record = schedsim_next_record(session, record)))
		resolve_record(record);
	return 0;
}

/**
 * schedsim_next_record - go through the records of a session
 * @session: the session
 * @record: a record of it, or NULL
 *
 * Return: the record that follows, the first one after NULL; or NULL: there is none.
 */
struct schedsim_record *schedsim_next_record(const struct schedsim_session *session,
					     const struct schedsim_record *record)
{
	char *next = session->records;

	if (record)
		next = (char *)(record + 1) + record->size;
	return next < session->records + session->size ? (struct schedsim_record *)next : NULL;
}

/**
 * schedsim_free_session - free what schedsim_get_session() has read
 * @session: what it filled in
 */
void schedsim_free_session(struct schedsim_session *session)
{
	free(session->records);
	*session = (struct schedsim_session) { .records = NULL };
}
