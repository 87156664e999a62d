// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: what it reports.
 */
#include "oracle_types.h"

const struct schedsim_attr *oracle_attr(const struct oracle *o, u32 id)
{
	return &o->procs[id]->attr;
}

bool oracle_proc(const struct oracle *o, u32 id, struct schedsim_proc *to)
{
	const struct proc *p;

	if (!o->procs[id])
		return false;
	p = o->procs[id];
	*to = p->pub;
	to->pc = p->pc;
	to->nr_values = o_values(o, p, to->values);
	to->object = p->waits ? p->waits->pub.id : 0;
	to->flags |= o_in_circle(o, p) ? SCHEDSIM_PROC_DEADLOCK : 0;
	to->flags |= o_is_stranded(o, p) ? SCHEDSIM_PROC_STRANDED : 0;
	to->nr_held = o_held(o, p);
	o_job_report(o, p, to);
	return true;
}

void oracle_vcpu(const struct oracle *o, u32 id, struct schedsim_vcpu *to)
{
	const struct vcpu *v = &o->vcpus[id];

	*to = v->pub;
	to->current_id = v->curr ? v->curr->pub.id : 0;
	to->nr_ready = o_count_ready(o, v);
}

static u32 count_to_be_forked(const struct oracle *o,
			      const struct object *object)
{
	const struct proc *p;
	u32 nr = 0;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		nr += p->fork == object && p->pub.arrival_ns == NEVER &&
		      p->pub.state == SCHEDSIM_STATE_NEW;
	return nr;
}

bool oracle_get_object(const struct oracle *o, u32 id,
		       struct schedsim_object *to)
{
	const struct object *object = &o->objects[id - 1];

	if (!id || id > o->nr_objects)
		return false;
	*to = object->pub;
	to->owner = object->owner ? object->owner->pub.id : 0;
	to->nr_waiters = o_count_waiters(o, object) +
			 count_to_be_forked(o, object);
	return true;
}

void oracle_stats(const struct oracle *o, struct schedsim_stats *to)
{
	struct proc *p;

	*to = o->pub;
	to->paused = o->paused;
	to->nr_vcpus = o->nr_vcpus;
	to->nr_objects = o->nr_objects;
	to->time_ns = o->now;
	to->quantum_ns = o->quantum;
	to->next_event_ns = o->paused ? NEVER : o_next_time(o);
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		to->nr_procs++;
		to->nr_new += p->pub.state == SCHEDSIM_STATE_NEW;
		to->nr_ready += p->pub.state == SCHEDSIM_STATE_READY;
		to->nr_running += p->pub.state == SCHEDSIM_STATE_RUNNING;
		to->nr_sleeping += p->pub.state == SCHEDSIM_STATE_SLEEPING;
		to->nr_blocked += p->pub.state == SCHEDSIM_STATE_BLOCKED;
		to->nr_deadlocked += o_in_circle(o, p);
		to->nr_exited += p->pub.state == SCHEDSIM_STATE_EXITED;
	}
}
