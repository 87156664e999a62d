// SPDX-License-Identifier: GPL-2.0
/*
 * The record of what is done to a simulation, in memory that is there from the start.
 *
 * There is room for a record before its command takes effect, or the record is full
 * and says so: no command is done but lost.
 */
#include <linux/overflow.h>
#include <linux/string.h>

#include "config_encode.h"
#include "memory.h"
#include "session.h"

/**
 * struct session - what has been done to a simulation
 * @account: who takes the memory
 * @room: bytes of @records
 * @used: bytes of them that are filled
 * @pending: bytes of the record that is being made; 0: there is no room for it
 * @full: there was no room for a record: no more are made
 * @end_ns: simulated time when the last record was begun
 * @end_digest: the digest then, or 0: it is not known
 * @end_events: the number of events then, likewise
 * @records: struct schedsim_record, each with what belongs to it; then zeros
 */
struct session {
	struct account *account;
	size_t room;
	size_t used;
	size_t pending;
	bool full;
	u64 end_ns;
	u64 end_digest;
	u64 end_events;
	u64 records[];
};

/**
 * session_create - get memory for a record
 * @account: that of the simulation
 * @room: bytes, SCHEDSIM_MIN_SESSION to SCHEDSIM_MAX_SESSION
 *
 * Context: Process context; sleeps. session_free() must follow.
 * Return: an empty record, or ERR_PTR: -EDQUOT, -ENOSPC, -ENOMEM.
 */
struct session *session_create(struct account *account, u64 room)
{
	struct session *session = memory_get(account, sizeof(*session) + room);

	if (IS_ERR(session))
		return session;
	session->account = account;
	session->room = room;
	return session;
}

/**
 * session_free - free a record
 * @session: it, or NULL; no simulation has it any more
 */
void session_free(struct session *session)
{
	if (session)
		memory_put(session->account, session,
			   sizeof(*session) + session->room);
}

/**
 * session_replace - record from now on
 * @s: a simulation without processes
 * @session: an empty record, or NULL: record no more
 *
 * The first record is that of the configuration.
 *
 * Context: @s->mutex held.
 * Return: what was recorded before, for session_free().
 */
struct session *session_replace(struct simulation *s, struct session *session)
{
	struct session *old = s->session;

	WRITE_ONCE(s->session, session);
	if (session) {
		s->sessions++;
		session_begin_config(s, &s->engine->config);
		session_end(s, 0);
	}
	return old;
}

/**
 * session_reserve - begin a record
 * @s: the simulation
 * @command: SCHEDSIM_IOC_*
 * @size: bytes that follow struct schedsim_record; a multiple of 8
 *
 * Context: As all that follow: @s->mutex held, just before the command takes effect.
 * session_end() must follow.
 * Return: where these bytes are, zeroed; or NULL if nothing is to be recorded.
 */
void *session_reserve(struct simulation *s, u32 command, size_t size)
{
	struct session *session = s->session;
	const struct sim *engine = s->engine;
	struct schedsim_record *record;
	bool settled;

	if (!session || session->full)
		return NULL;
	/* In the middle of an instant nobody else can stop at the same place. */
	settled = sim_is_settled(engine);
	session->end_ns = engine->now;
	session->end_digest = settled ? engine->digest : 0;
	session->end_events = settled ? engine->events : 0;
	session->pending = 0;
	if (size_add(sizeof(*record), size) > session->room - session->used)
		return NULL;
	session->pending = sizeof(*record) + size;
	record = (void *)session->records + session->used;
	record->time_ns = engine->now;
	record->digest = session->end_digest;
	record->command = command;
	record->size = size;
	return record + 1;
}

/**
 * session_begin - begin the record of a command that has no values
 * @s: the simulation
 * @command: SCHEDSIM_IOC_*
 */
void session_begin(struct simulation *s, u32 command)
{
	struct schedsim_cmd *cmd = session_reserve(s, command, sizeof(*cmd));

	if (cmd)
		cmd->size = sizeof(*cmd);
}

/**
 * session_begin_trigger - begin the record of SCHEDSIM_IOC_TRIGGER
 * @s: the simulation
 * @vcpu: a vCPU, or SCHEDSIM_ALL_VCPUS
 */
void session_begin_trigger(struct simulation *s, u32 vcpu)
{
	struct schedsim_trigger *trigger = session_reserve(s, SCHEDSIM_IOC_TRIGGER,
						 sizeof(*trigger));

	if (trigger) {
		trigger->size = sizeof(*trigger);
		trigger->vcpu = vcpu;
	}
}

/**
 * session_begin_online - begin the record of SCHEDSIM_IOC_SET_ONLINE
 * @s: the simulation
 * @vcpu: a vCPU
 * @online: whether it is to be online
 */
void session_begin_online(struct simulation *s, u32 vcpu, bool online)
{
	struct schedsim_set_online *set = session_reserve(s, SCHEDSIM_IOC_SET_ONLINE,
						sizeof(*set));

	if (set) {
		set->size = sizeof(*set);
		set->vcpu = vcpu;
		set->online = online;
	}
}

/**
 * session_begin_proc - begin the record of a command on a process
 * @s: the simulation
 * @command: SCHEDSIM_IOC_*
 * @id: the process, or 0 if the command concerns all
 * @serial: its serial, or 0
 */
void session_begin_proc(struct simulation *s, u32 command, u32 id, u64 serial)
{
	struct schedsim_proc_cmd *cmd = session_reserve(s, command, sizeof(*cmd));

	if (cmd) {
		cmd->size = sizeof(*cmd);
		cmd->id = id;
		cmd->serial = serial;
	}
}

/**
 * session_begin_attr - begin the record of SCHEDSIM_IOC_SET_ATTR
 * @s: the simulation
 * @proc: the process
 * @attr: what all its attributes become
 */
void session_begin_attr(struct simulation *s, const struct sim_proc *proc,
			const struct schedsim_attr *attr)
{
	struct schedsim_set_attr *set = session_reserve(s, SCHEDSIM_IOC_SET_ATTR,
					      sizeof(*set) + sizeof(*attr));

	if (!set)
		return;
	set->size = sizeof(*set);
	set->mask = SCHEDSIM_ATTR_ALL;
	set->id = proc->id;
	set->serial = proc->serial;
	set->attr = sizeof(*set);
	set->attr_size = sizeof(*attr);
	memcpy(set + 1, attr, sizeof(*attr));
}

/**
 * session_begin_config - begin the record of SCHEDSIM_IOC_SET_CONFIG
 * @s: the simulation
 * @config: what the configuration becomes
 */
void session_begin_config(struct simulation *s, const struct sim_config *config)
{
	struct schedsim_config *to = session_reserve(s, SCHEDSIM_IOC_SET_CONFIG,
					   config_record_size(config));

	if (to)
		config_encode_record(config, s->clock, to);
}

/**
 * session_begin_evict - begin the record of SCHEDSIM_IOC_EVICT
 * @s: the simulation
 * @policy: the policy that it uses
 */
void session_begin_evict(struct simulation *s, const struct sim_policy *policy)
{
	struct schedsim_evict *evict = session_reserve(s, SCHEDSIM_IOC_EVICT,
					     sizeof(*evict));

	if (evict) {
		evict->size = sizeof(*evict);
		strscpy_pad(evict->policy, policy->name, sizeof(evict->policy));
	}
}

/**
 * session_end - the command has taken effect, or it has not
 * @s: the simulation
 * @err: 0: it has
 */
void session_end(struct simulation *s, int err)
{
	struct session *session = s->session;

	if (!session || session->full)
		return;
	if (err) {
		memset((void *)session->records + session->used, 0,
		       session->pending);
	} else {
		session->used += session->pending;
		session->full = !session->pending;
	}
}

/**
 * session_read - read records
 * @s: the simulation
 * @read: what is wanted, and what there was; but for @records
 * @to: room for @nr bytes of @read
 *
 * Context: @s->mutex held.
 * Return: 0; -ENODATA if nothing is recorded; -EINVAL if the first byte wanted is
 * behind the last.
 */
int session_read(struct simulation *s, struct schedsim_read_session *read, void *to)
{
	const struct session *session = s->session;
	const struct sim *engine = s->engine;

	if (!session)
		return -ENODATA;
	if (read->start > session->used)
		return -EINVAL;
	read->nr = min_t(u64, read->nr, session->used - read->start);
	memcpy(to, (void *)session->records + read->start, read->nr);
	read->start += read->nr;
	read->left = session->used - read->start;
	read->serial = s->sessions;
	read->full = session->full;
	read->until_ns = session->full ? session->end_ns : engine->now;
	read->digest = session->full ? session->end_digest : engine->digest;
	read->events = session->full ? session->end_events : engine->events;
	return 0;
}
