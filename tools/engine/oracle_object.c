// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: waiting for objects, and those that are no mutexes.
 */
#include "oracle_types.h"

u32 o_count_waiters(const struct oracle *o, const struct object *object)
{
	const struct proc *p;
	u32 nr = 0;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		nr += p->waits == object;
	return nr;
}

/* Others that are as urgent, and came later, are behind it. */
void o_begin_wait(struct oracle *o, struct proc *p, struct object *object,
		  u64 order)
{
	p->waits = object;
	p->wait_order = order;
	p->wait_since = o->now;
	object->pub.contended++;
	o->pub.blocks++;
}

void o_end_wait(struct oracle *o, struct proc *p)
{
	p->waits->pub.waited_ns += o->now - p->wait_since;
	p->waits = NULL;
}

/* The running process waits. */
void o_wait(struct oracle *o, struct vcpu *v, struct object *object)
{
	struct proc *p = v->curr;

	o_emit(o, SIM_EVENT_BLOCK, object->pub.type, v->pub.id, p,
	       object->pub.id);
	o_leave(o, v);
	p->pub.state = SCHEDSIM_STATE_BLOCKED;
	o_begin_wait(o, p, object, ++o->waits);
}

/* Return: whether there was one to wake. */
static bool wake_first(struct oracle *o, struct object *object)
{
	struct proc *first = o_first_waiter(o, object);

	if (!first)
		return false;
	if (first->relock) {
		o_relock(o, first);
	} else {
		o_end_wait(o, first);
		o_wake(o, first);
	}
	return true;
}

static bool wait_for_cond(struct oracle *o, struct vcpu *v, struct object *cond,
			  struct object *mutex)
{
	struct proc *p = v->curr;

	if (mutex && !o_unlock(o, p, mutex))
		return true;
	o_wait(o, v, cond);
	p->relock = mutex;
	return false;
}

static bool come_to_barrier(struct oracle *o, struct vcpu *v,
			    struct object *barrier)
{
	if (o_count_waiters(o, barrier) + 1 < barrier->pub.value) {
		o_wait(o, v, barrier);
		return false;
	}
	barrier->pub.uses++;
	while (wake_first(o, barrier))
		;
	return true;
}

static bool take_one(struct oracle *o, struct vcpu *v, struct object *semaphore)
{
	if (!semaphore->pub.value) {
		o_wait(o, v, semaphore);
		return false;
	}
	semaphore->pub.value--;
	return true;
}

/* The first that was spawned for it, and still waits for that. */
static void fork_one(struct oracle *o, const struct proc *parent,
		     struct object *fork)
{
	struct proc *p, *child = NULL;
	u32 i;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (p->fork == fork && p->pub.state == SCHEDSIM_STATE_NEW &&
		    p->when == NEVER && (!child || p->pub.serial < child->pub.serial))
			child = p;
	o_emit(o, SIM_EVENT_FORK, !child, parent->pub.vcpu, parent,
	       child ? child->pub.id : 0);
	if (!child) {
		o->pub.forks_failed++;
		return;
	}
	o->pub.forks++;
	fork->pub.uses++;
	if (!fork->pub.value)
		child->begins = o->now + child->delay;
	child->when = max(child->begins, o->now);
	child->pub.arrival_ns = child->when;
	for (i = 0; i < SCHEDSIM_MAX_TIMERS; i++)
		child->timer[i] = child->begins;
}

static void take_attr(struct oracle *o, struct proc *p, struct object *object)
{
	const struct schedsim_attr *from = &object->attr;
	struct schedsim_attr attr = p->attr;
	u32 mask = object->pub.value;

	object->pub.uses++;
	if (mask & SCHEDSIM_ATTR_NICE)
		attr.nice = from->nice;
	if (mask & SCHEDSIM_ATTR_PRIORITY)
		attr.priority = from->priority;
	if (mask & SCHEDSIM_ATTR_DEADLINE) {
		attr.runtime_ns = from->runtime_ns;
		attr.deadline_ns = from->deadline_ns;
		attr.period_ns = from->period_ns;
	}
	if (mask & SCHEDSIM_ATTR_AFFINITY)
		memcpy(attr.affinity, from->affinity, sizeof(attr.affinity));
	if (mask & SCHEDSIM_ATTR_TICKETS)
		attr.tickets = from->tickets;
	if (mask & SCHEDSIM_ATTR_CLASS)
		attr.sched_class = from->sched_class;
	if (mask & SCHEDSIM_ATTR_WORKING_SET)
		attr.working_set = from->working_set;
	if (mask & SCHEDSIM_ATTR_GROUP) {
		attr.group = from->group;
		attr.shares = from->shares;
	}
	if (oracle_admits(o, p->pub.id, &attr))
		o_set_attr(o, p, &attr);
	else
		o_error(o, p, object);
}

/* Return: whether the process goes on, and that here. */
bool o_use(struct oracle *o, struct vcpu *v, const struct schedsim_op *op)
{
	struct object *object = &o->objects[op->arg];
	struct proc *p = v->curr;

	switch (op->code) {
	case SCHEDSIM_OP_LOCK:
		return o_lock(o, v, object, op->value);
	case SCHEDSIM_OP_UNLOCK:
		if (object->owner == p || !op->flags)
			o_unlock(o, p, object);
		return true;
	case SCHEDSIM_OP_WAIT:
		return wait_for_cond(o, v, object, op->value ?
				     &o->objects[op->value - 1] : NULL);
	case SCHEDSIM_OP_SIGNAL:
		object->pub.uses++;
		wake_first(o, object);
		return true;
	case SCHEDSIM_OP_BROADCAST:
		object->pub.uses++;
		while (wake_first(o, object))
			;
		return true;
	case SCHEDSIM_OP_BARRIER:
		return come_to_barrier(o, v, object);
	case SCHEDSIM_OP_SEM_WAIT:
		return take_one(o, v, object);
	case SCHEDSIM_OP_SEM_POST:
		object->pub.uses++;
		if (!wake_first(o, object))
			object->pub.value++;
		return true;
	case SCHEDSIM_OP_FORK:
		fork_one(o, p, object);
		return true;
	default:
		take_attr(o, p, object);
		return v->curr == p;
	}
}
