// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: mutexes. What processes inherit is worked out anew, for all of
 * them, whenever anything has changed.
 */
#include <assert.h>

#include "oracle_types.h"

static u32 rank(u32 sched_class)
{
	if (sched_class == SCHEDSIM_CLASS_DEADLINE)
		return 3;
	if (sched_class == SCHEDSIM_CLASS_FIFO ||
	    sched_class == SCHEDSIM_CLASS_RR)
		return 2;
	return sched_class != SCHEDSIM_CLASS_IDLE;
}

/* The greater, the more urgent; as events show it. */
static u64 number(const struct eff *eff)
{
	return ((rank(eff->sched_class) * 256ULL + eff->priority) * 256 +
		SCHEDSIM_MAX_NICE - eff->nice) << 32 |
	       o_tickets(eff->tickets, eff->nice);
}

struct eff o_own(const struct proc *p)
{
	const struct schedsim_attr *attr = &p->pub.attr;

	return (struct eff) {
		attr->sched_class, attr->priority, attr->tickets, attr->nice,
	};
}

struct eff o_eff(const struct proc *p)
{
	return (struct eff) {
		p->pub.effective_class, p->pub.effective_priority,
		p->pub.effective_tickets, p->pub.effective_nice,
	};
}

void o_set_eff(struct proc *p, const struct eff *eff)
{
	p->pub.effective_class = eff->sched_class;
	p->pub.effective_priority = eff->priority;
	p->pub.effective_tickets = eff->tickets;
	p->pub.effective_nice = eff->nice;
}

static bool is_same(struct eff a, struct eff b)
{
	return a.sched_class == b.sched_class && a.priority == b.priority &&
	       a.tickets == b.tickets && a.nice == b.nice;
}

/* More urgent than all others that wait for it; of equals, the first to come. */
static struct proc *first_waiter(const struct oracle *o,
				 const struct object *object, bool in_circle)
{
	struct proc *p, *best = NULL;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		struct eff eff = o_eff(p), least;

		if (p->waits != object || (!in_circle && o_in_circle(o, p)))
			continue;
		if (best)
			least = o_eff(best);
		if (!best || number(&eff) > number(&least) ||
		    (number(&eff) == number(&least) &&
		     p->wait_order < best->wait_order))
			best = p;
	}
	return best;
}

struct proc *o_first_waiter(const struct oracle *o, const struct object *object)
{
	return first_waiter(o, object, true);
}

u32 o_held(const struct oracle *o, const struct proc *p)
{
	u32 i, nr = 0;

	for (i = 0; i < o->nr_objects; i++)
		nr += o->objects[i].owner == p;
	return nr;
}

/*
 * What @mutex passes on to its owner; false: nothing. Those in a circle pass
 * nothing on to each other.
 */
static bool passed_on(const struct oracle *o, const struct object *mutex,
		      struct eff *eff)
{
	const struct schedsim_attr *ceiling = &mutex->pub.attr;
	const struct proc *first = first_waiter(o, mutex, false);

	if (mutex->pub.protocol == SCHEDSIM_PROTOCOL_CEILING) {
		*eff = (struct eff) {
			ceiling->sched_class, ceiling->priority,
			ceiling->tickets, ceiling->nice,
		};
		return true;
	}
	if (mutex->pub.protocol == SCHEDSIM_PROTOCOL_NONE || !first)
		return false;
	*eff = o_eff(first);
	return true;
}

/*
 * What @p has, given what all others have: the best of each. Of classes that
 * are as good as each other its own counts, then that of the last mutex.
 */
struct eff o_derive(const struct oracle *o, const struct proc *p)
{
	struct eff best = o_own(p), by;
	u32 tickets = 0, i;
	u64 locked = 0;

	for (i = 0; i < o->nr_objects; i++) {
		const struct object *mutex = &o->objects[i];
		u32 more;

		if (mutex->owner != p || !passed_on(o, mutex, &by))
			continue;
		more = rank(by.sched_class);
		if (more > rank(best.sched_class) ||
		    (more == rank(best.sched_class) && locked &&
		     mutex->locked > locked)) {
			best.sched_class = by.sched_class;
			locked = mutex->locked;
		}
		best.priority = max(best.priority, by.priority);
		best.nice = min(best.nice, by.nice);
		tickets = max(tickets, o_tickets(by.tickets, by.nice));
	}
	/* Those that its nice value stands for may be more. */
	if (tickets > o_tickets(best.tickets, best.nice))
		best.tickets = tickets;
	return best;
}

/* What everybody should have: from nothing inherited, as far as it spreads. */
static void find_goals(struct oracle *o)
{
	u32 rounds = 0;
	struct proc *p;
	bool more;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		struct eff own = o_own(p);

		p->goal = o_eff(p);
		o_set_eff(p, &own);
	}
	do {
		more = false;
		for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
			struct eff eff = o_derive(o, p);

			more |= !is_same(eff, o_eff(p));
			o_set_eff(p, &eff);
		}
		assert(rounds++ < 10000);
	} while (more);
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		struct eff goal = o_eff(p);

		o_set_eff(p, &p->goal);
		p->goal = goal;
	}
}

/* It has become more or less urgent, by way of mutex @by. */
static void change(struct oracle *o, struct proc *p, struct object *by)
{
	struct vcpu *v = &o->vcpus[p->pub.vcpu];
	struct eff before = o_eff(p);
	int moves = p->pub.state == SCHEDSIM_STATE_READY ?
		    o_moves(o, &before, &p->goal) : 0;
	bool more = number(&p->goal) > number(&before);

	if (moves)
		o_dequeue(o, v, p);
	o_set_eff(p, &p->goal);
	o_reweigh(o, v, p, &before);
	if (moves)
		o_enqueue(o, v, p, moves < 0 ? HEAD : TAIL);
	else if (v->curr == p)
		o_look(o, v);
	o->pub.boosts += more;
	if (by)
		by->pub.boosts += more;
	o_emit(o, SIM_EVENT_BOOST, more, v->pub.id, p, number(&p->goal));
}

/* @p may inherit more or less than before, by way of @by, and those behind it. */
void o_inherit(struct oracle *o, struct proc *p, struct object *by)
{
	u32 left = o->max_id;

	find_goals(o);
	while (p && left--) {
		if (!is_same(p->goal, o_eff(p)))
			change(o, p, by);
		by = p->waits;
		p = by ? by->owner : NULL;
	}
}

bool o_in_circle(const struct oracle *o, const struct proc *p)
{
	const struct proc *next = p;
	u32 i;

	for (i = 0; i < o->max_id; i++) {
		next = next->waits ? next->waits->owner : NULL;
		if (!next || next == p)
			break;
	}
	return next == p;
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

/* It has begun to wait for a mutex that somebody owns. */
static void wait_for_owner(struct oracle *o, struct proc *p)
{
	struct object *mutex = p->waits;

	if (o_in_circle(o, p)) {
		o->pub.deadlocks++;
		o_emit(o, SIM_EVENT_DEADLOCK, 0, p->pub.vcpu, p, mutex->pub.id);
	}
	o_inherit(o, mutex->owner, mutex);
}

/* Return: whether the process goes on. */
bool o_lock(struct oracle *o, struct vcpu *v, struct object *mutex)
{
	const struct schedsim_attr *ceiling = &mutex->pub.attr;
	struct proc *p = v->curr;

	if (o_held(o, p) == SCHEDSIM_MAX_HELD ||
	    (mutex->pub.protocol == SCHEDSIM_PROTOCOL_CEILING &&
	     (p->pub.attr.priority > ceiling->priority ||
	      rank(p->pub.attr.sched_class) > rank(ceiling->sched_class)))) {
		o_error(o, p, mutex);
		return true;
	}
	if (!mutex->owner) {
		own(o, p, mutex);
		return true;
	}
	o_wait(o, v, mutex);
	wait_for_owner(o, p);
	return false;
}

void o_relock(struct oracle *o, struct proc *p)
{
	struct object *mutex = p->relock;

	p->relock = NULL;
	o_end_wait(o, p);
	if (mutex->owner) {
		o_emit(o, SIM_EVENT_BLOCK, SCHEDSIM_OBJECT_MUTEX, p->pub.vcpu,
		       p, mutex->pub.id);
		o_begin_wait(o, p, mutex);
		wait_for_owner(o, p);
	} else {
		own(o, p, mutex);
		o_wake(o, p);
	}
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
	own(o, next, mutex);
	o_wake(o, next);
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
	while (o_held(o, p)) {
		struct object *last = NULL;
		u32 i;

		for (i = 0; i < o->nr_objects; i++)
			if (o->objects[i].owner == p &&
			    (!last || o->objects[i].locked > last->locked))
				last = &o->objects[i];
		o->pub.abandoned++;
		let_go(o, last, true);
	}
}
