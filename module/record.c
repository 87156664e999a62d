// SPDX-License-Identifier: GPL-2.0
/*
 * The commands that record a session, and that read it.
 */
#include <linux/mm.h>
#include <linux/uaccess.h>

#include "control.h"
#include "memory.h"
#include "record.h"
#include "session.h"
#include "simulation.h"

/* Most bytes that one call reads. */
#define MAX_READ	(256 * 1024)

/* Begin to record, or, without @session, end it. @session becomes the one of old. */
static int record(struct simulation *s, struct session **session)
{
	int err = 0;

	if (simulation_lock(s))
		return -EINTR;
	if (*session)
		err = simulation_reset(s);
	if (!err)
		*session = session_replace(s, *session);
	simulation_unlock(s);
	return err;
}

/**
 * ioctl_record - record a session from now on, or no more
 * @s: the simulation
 * @arg: of SCHEDSIM_IOC_RECORD
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0, or a negative errno as in the ABI.
 */
int ioctl_record(struct simulation *s, union ioctl_arg *arg)
{
	const struct schedsim_recording *recording = &arg->recording;
	struct session *session = NULL;
	int err;

	if (recording->flags ||
	    (recording->room && recording->room < SCHEDSIM_MIN_SESSION) ||
	    recording->room > SCHEDSIM_MAX_SESSION)
		return -EINVAL;
	if (recording->room)
		session = session_create(recording->room);
	if (IS_ERR(session))
		return PTR_ERR(session);
	err = record(s, &session);
	session_free(session);
	return err;
}

static int look_at_session(struct simulation *s,
			   struct schedsim_read_session *read, void *to)
{
	int err;

	if (simulation_lock(s))
		return -EINTR;
	err = session_read(s, read, to);
	simulation_unlock(s);
	return err;
}

/**
 * ioctl_read_session - read what has been recorded
 * @s: the simulation
 * @arg: of SCHEDSIM_IOC_READ_SESSION
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0, or a negative errno as in the ABI.
 */
int ioctl_read_session(struct simulation *s, union ioctl_arg *arg)
{
	struct schedsim_read_session read = arg->read_session;
	void *records;
	int err;

	if (read.flags)
		return -EINVAL;
	read.nr = min_t(u64, read.nr, MAX_READ);
	records = kvmalloc(read.nr, GFP_SIM);
	if (!records)
		return -ENOMEM;
	err = look_at_session(s, &read, records);
	if (!err && copy_to_user(u64_to_user_ptr(read.records), records, read.nr))
		err = -EFAULT;
	kvfree(records);
	if (!err)
		arg->read_session = read;
	return err;
}
