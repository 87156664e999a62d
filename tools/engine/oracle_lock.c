// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: mutexes.
 */
#include "oracle_types.h"

u32 o_held(const struct oracle *o, const struct proc *p)
{
	u32 i, nr = 0;

	for (i = 0; i < o->nr_objects; i++)
		nr += o->objects[i].owner == p;
	return nr;
}

/* The mutex of @p that was locked last before @last was, or last of all. */
struct object *o_next_held(const struct oracle *o, const struct proc *p,
			   const struct object *last)
{
	struct object *next = NULL;
	u32 i;

	for (i = 0; i < o->nr_objects; i++) {
		const struct object *mutex = &o->objects[i];

		if (mutex->owner == p && (!last || mutex->locked < last->locked) &&
		    (!next || mutex->locked > next->locked))
			next = (struct object *)mutex;
	}
	return next;
}

void o_error(struct oracle *o, const struct proc *p, const struct object *object)
{
	o->pub.program_errors++;
	o_emit(o, SIM_EVENT_ERROR, 0, p->pub.vcpu, p, object->pub.id);
}

static void own(struct oracle *o, struct proc *p, struct object *mutex)
{
	mutex->owner = p;
	mutex->locked = ++o->locks;
	mutex->pub.uses++;
	o_emit(o, SIM_EVENT_LOCK, 0, p->pub.vcpu, p, mutex->pub.id);
	o_inherit(o, p, mutex);
}

/* Does anybody in its circle give up some time? */
static bool ends_by_itself(const struct oracle *o, const struct proc *p)
{
	const struct proc *next = p;

	do {
		if (next->limit)
			return true;
		next = next->waits->owner;
	} while (next != p);
	return false;
}

/* It has begun to wait for a mutex that somebody owns. */
static void wait_for_owner(struct oracle *o, struct proc *p)
{
	struct object *mutex = p->waits;

	if (o_in_circle(o, p) && !ends_by_itself(o, p)) {
		o->pub.deadlocks++;
		o_emit(o, SIM_EVENT_DEADLOCK, 0, p->pub.vcpu, p, mutex->pub.id);
	}
	o_inherit(o, mutex->owner, mutex);
}

static bool above_ceiling(const struct oracle *o, const struct proc *p,
			  const struct object *mutex)
{
	struct eff own = o_own(p), ceiling = {
		mutex->attr.sched_class, mutex->attr.priority,
		mutex->attr.tickets, mutex->attr.nice,
	};

	return mutex->pub.protocol == SCHEDSIM_PROTOCOL_CEILING &&
	       o_urgency(o, &own) > o_urgency(o, &ceiling);
}

/*
 * Nobody owns it, or only one that has not had a vCPU since it got it, and @p is more
 * urgent than that one would be without it, and than all that wait.
 */
static bool can_have(const struct oracle *o, const struct proc *p,
		     struct object *mutex)
{
	struct proc *owner = mutex->owner, *first = o_first_waiter(o, mutex);
	struct eff his = o_eff(p), other;

	if (!owner)
		return true;
	if (owner->pub.state != SCHEDSIM_STATE_READY || owner->gets != mutex)
		return false;
	if (first) {
		other = o_eff(first);
		if (o_urgency(o, &other) >= o_urgency(o, &his))
			return false;
	}
	mutex->owner = NULL;
	other = o_derive(o, owner);
	mutex->owner = owner;
	return o_urgency(o, &other) < o_urgency(o, &his);
}

/* From an owner that has to wait again, where it did before. */
static void take_away(struct oracle *o, struct object *mutex)
{
	struct proc *p = mutex->owner;

	mutex->owner = NULL;
	mutex->pub.uses--;
	p->gets = NULL;
	o_emit(o, SIM_EVENT_UNLOCK, SIM_UNLOCK_TAKEN, p->pub.vcpu, p,
	       mutex->pub.id);
	o_dequeue(o, p);
	p->pub.state = SCHEDSIM_STATE_BLOCKED;
	o_inherit(o, p, NULL);
	o_emit(o, SIM_EVENT_BLOCK, SCHEDSIM_OBJECT_MUTEX, p->pub.vcpu, p,
	       mutex->pub.id);
	p->gives_up = o->now + p->limit;
	o_begin_wait(o, p, mutex, p->wait_order);
}

static void get(struct oracle *o, struct proc *p, struct object *mutex)
{
	if (mutex->owner)
		take_away(o, mutex);
	own(o, p, mutex);
}

/* It does not run. */
static void wake_with(struct oracle *o, struct proc *p, struct object *mutex)
{
	p->gets = mutex;
	get(o, p, mutex);
	o_wake(o, p);
}

/* Return: whether the process goes on. */
bool o_lock(struct oracle *o, struct vcpu *v, struct object *mutex, u64 limit)
{
	struct proc *p = v->curr;

	p->limit = limit;
	p->gives_up = o->now + limit;
	if (o_held(o, p) == SCHEDSIM_MAX_HELD || above_ceiling(o, p, mutex)) {
		o_error(o, p, mutex);
		return true;
	}
	if (can_have(o, p, mutex)) {
		get(o, p, mutex);
		return true;
	}
	o_wait(o, v, mutex);
	wait_for_owner(o, p);
	return false;
}

void o_relock(struct oracle *o, struct proc *p)
{
	struct object *mutex = p->relock;

	p->limit = 0;
	p->relock = NULL;
	o_end_wait(o, p);
	if (can_have(o, p, mutex)) {
		p->wait_order = ++o->waits;
		wake_with(o, p, mutex);
		return;
	}
	o_emit(o, SIM_EVENT_BLOCK, SCHEDSIM_OBJECT_MUTEX, p->pub.vcpu, p,
	       mutex->pub.id);
	o_begin_wait(o, p, mutex, ++o->waits);
	wait_for_owner(o, p);
}

static void let_go(struct oracle *o, struct object *mutex, bool abandoned)
{
	struct proc *p = mutex->owner, *next;

	mutex->owner = NULL;
	o_emit(o, SIM_EVENT_UNLOCK, abandoned, p->pub.vcpu, p, mutex->pub.id);
	next = o_first_waiter(o, mutex);
	if (!next)
		return;
	o_end_wait(o, next);
	wake_with(o, next, mutex);
}

/* Return: whether it held it. */
bool o_unlock(struct oracle *o, struct proc *p, struct object *mutex)
{
	if (mutex->owner != p) {
		o_error(o, p, mutex);
		return false;
	}
	let_go(o, mutex, false);
	o_inherit(o, p, NULL);
	return true;
}

/* It exits: all that it holds goes to others, what it locked last first. */
void o_abandon(struct oracle *o, struct proc *p)
{
	struct object *last;

	while ((last = o_next_held(o, p, NULL))) {
		o->pub.abandoned++;
		let_go(o, last, true);
	}
}

/* It waits no more. */
void o_stop_waiting(struct oracle *o, struct proc *p)
{
	struct object *object = p->waits;

	o_end_wait(o, p);
	p->relock = NULL;
	if (object->owner)
		o_inherit(o, object->owner, object);
}

/* It has waited long enough. */
void o_time_out(struct oracle *o, struct proc *p)
{
	o->pub.timeouts++;
	o_emit(o, SIM_EVENT_TIMEOUT, 0, p->pub.vcpu, p, p->waits->pub.id);
	o_stop_waiting(o, p);
	o_wake(o, p);
}
