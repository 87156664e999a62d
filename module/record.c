// SPDX-License-Identifier: GPL-2.0
/*
 * The commands that record a session, and that read it.
 */
#include <linux/cred.h>
#include <linux/uaccess.h>

#include "account.h"
#include "engines.h"
#include "memory.h"
#include "record.h"
#include "session.h"
#include "simulation.h"

/* Most bytes that one call reads. */
#define MAX_READ	(256 * 1024)

/* Begin to record, or, without @session, end it. @session becomes the one of old. */
static int record(struct simulation *s, struct session **session)
{
	if (simulation_lock_soon(s))
		return -EINTR;
	if (*session)
		simulation_reset(s);
	*session = session_replace(s, *session);
	simulation_unlock(s);
	return 0;
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
		session = session_create(s->account, recording->room);
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

	/* Whoever asks in vain need not wait for an instant to end. */
	if (!READ_ONCE(s->session))
		return -ENODATA;
	if (simulation_lock(s))
		return -EINTR;
	err = session_read(s, read, to);
	simulation_unlock(s);
	if (!err && copy_to_user(u64_to_user_ptr(read->records), to, read->nr))
		err = -EFAULT;
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
	struct account *account;
	size_t size;
	void *records;
	int err;

	if (read.flags)
		return -EINVAL;
	size = min_t(u64, read.nr, MAX_READ);
	read.nr = size;
	account = account_get(current_uid());
	if (IS_ERR(account))
		return PTR_ERR(account);
	records = memory_get_briefly(account, size);
	err = PTR_ERR_OR_ZERO(records) ?: look_at_session(s, &read, records);
	memory_put(account, records, size);
	account_put(account);
	if (!err)
		arg->read_session = read;
	return err;
}
