// SPDX-License-Identifier: GPL-2.0
/*
 * What has happened in an engine is made known.
 */
#include "events.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

/**
 * events_trace - make known what the engine has done since the last time
 * @s: the simulation
 *
 * Context: That of the engine's owner. To be called after each change and each sim_advance(),
 * and before the next sim_advance(), which forgets the events.
 */
void events_trace(struct simulation *s)
{
	struct sim *engine = owned_engine(s);
	u32 i;

	if (trace_schedsim_event_enabled())
		for (i = 0; i < engine->log_nr; i++)
			trace_schedsim_event(s->number, &engine->log[i]);
	engine->log_nr = 0;
}
