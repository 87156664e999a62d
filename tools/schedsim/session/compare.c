// SPDX-License-Identifier: GPL-2.0
/*
 * What came out of a replay beside what came out of the session.
 */

#include "../../lib/schedsim.h"

#include "run/run.h"
#include "session/fields.h"
#include "session/session.h"
#include "util/tool.h"

/* The first member that differs, or NULL. */
static const struct field *difference(const struct schedsim_proc *a, const struct schedsim_proc *b)
{
	const struct field *field;

	for (field = proc_fields; field->key; field++)
		if (field_value(field, a) != field_value(field, b))
			return field;
	return NULL;
}

/**
 * session_compare - does a replay come to what the session came to?
 * @session: the session; the replay has come to its end, with the same digest if that is known
 * @result: of the replay
 *
 * Return: an exit code.
 */
int session_compare(const struct session *session, const struct run_result *result)
{
	const char *differs = "the replay differs";
	const struct field *field;
	__u32 i;

	if (session->has_end && result->stats.events != session->events) {
		complain("%s: %s: %llu events, not %llu", session->file, differs,
			 result->stats.events, session->events);
		return TOOL_DIFFERS;
	}
	if (!session->procs)
		return TOOL_OK;
	if (result->list.nr != session->nr_procs) {
		complain("%s: %s: %u processes, not %u", session->file, differs, result->list.nr,
			 session->nr_procs);
		return TOOL_DIFFERS;
	}
	for (i = 0; i < session->nr_procs; i++) {
		const struct schedsim_proc *proc = &result->list.procs[i];

		field = difference(proc, &session->procs[i]);
		if (!field)
			continue;
		complain("%s: %s: process %u: %s is %llu, not %llu", session->file, differs,
			 proc->id, field->key, field_value(field, proc),
			 field_value(field, &session->procs[i]));
		return TOOL_DIFFERS;
	}
	return TOOL_OK;
}
