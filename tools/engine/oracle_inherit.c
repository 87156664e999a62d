// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: what processes inherit. It is worked out anew, for all of them,
 * whenever anything has changed.
 */
#include <assert.h>

#include "oracle_types.h"

struct eff o_own(const struct proc *p)
{
	const struct schedsim_attr *attr = &p->attr;

	return (struct eff) {
		attr->sched_class, attr->priority, attr->tickets, attr->nice,
		attr->group,
	};
}

struct eff o_eff(const struct proc *p)
{
	return (struct eff) {
		p->pub.effective_class, p->pub.effective_priority,
		p->pub.effective_tickets, p->pub.effective_nice, p->group,
	};
}

void o_set_eff(struct proc *p, const struct eff *eff)
{
	p->pub.effective_class = eff->sched_class;
	p->pub.effective_priority = eff->priority;
	p->pub.effective_tickets = eff->tickets;
	p->pub.effective_nice = eff->nice;
	p->group = eff->group;
}

static bool is_same(struct eff a, struct eff b)
{
	return a.sched_class == b.sched_class && a.priority == b.priority &&
	       a.tickets == b.tickets && a.nice == b.nice;
}

static u64 urgency_of(const struct oracle *o, const struct proc *p)
{
	struct eff eff = o_eff(p);

	return o_urgency(o, &eff);
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

/* More urgent than all others that wait for it; of equals, the first to come. */
static struct proc *first_waiter(const struct oracle *o,
				 const struct object *object, bool in_circle)
{
	struct proc *p, *best = NULL;
	u64 least = 0, urgency;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		if (p->waits != object || (!in_circle && o_in_circle(o, p)))
			continue;
		urgency = urgency_of(o, p);
		if (best && (urgency < least ||
			     (urgency == least &&
			      p->wait_order > best->wait_order)))
			continue;
		best = p;
		least = urgency;
	}
	return best;
}

struct proc *o_first_waiter(const struct oracle *o, const struct object *object)
{
	return first_waiter(o, object, true);
}

/*
 * What @mutex passes on to its owner; false: nothing. Those in a circle pass
 * nothing on to each other.
 */
static bool passed_on(const struct oracle *o, const struct object *mutex,
		      struct eff *eff)
{
	const struct proc *first = first_waiter(o, mutex, false);

	if (mutex->pub.protocol == SCHEDSIM_PROTOCOL_CEILING) {
		*eff = (struct eff) {
			mutex->attr.sched_class, mutex->attr.priority,
			mutex->attr.tickets, mutex->attr.nice,
		};
		return true;
	}
	if (mutex->pub.protocol == SCHEDSIM_PROTOCOL_NONE || !first)
		return false;
	*eff = o_eff(first);
	return true;
}

/*
 * What @p has, given what all others have: its own, or all that the most urgent
 * mutex passes on; of equals, its own, then that of the mutex locked last.
 */
struct eff o_derive(const struct oracle *o, const struct proc *p)
{
	struct eff best = o_own(p), by;
	struct object *mutex;

	for (mutex = o_next_held(o, p, NULL); mutex;
	     mutex = o_next_held(o, p, mutex))
		if (passed_on(o, mutex, &by) &&
		    o_urgency(o, &by) > o_urgency(o, &best))
			best = by;
	best.group = p->attr.group;
	return best;
}

/* Is it as urgent as it is because of one that waits, rather than by a ceiling? */
bool o_is_waited_for(const struct oracle *o, const struct proc *p)
{
	struct eff own = o_own(p), by;
	struct object *mutex;

	for (mutex = o_next_held(o, p, NULL); mutex;
	     mutex = o_next_held(o, p, mutex))
		if (mutex->pub.protocol == SCHEDSIM_PROTOCOL_INHERIT &&
		    passed_on(o, mutex, &by) &&
		    o_urgency(o, &by) > o_urgency(o, &own) &&
		    o_urgency(o, &by) == urgency_of(o, p))
			return true;
	return false;
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

/* It has @eff from now on; its place among those that wait may depend on that. */
void o_change_eff(struct oracle *o, struct proc *p, const struct eff *eff)
{
	struct eff before = o_eff(p);
	int moves = p->pub.state == SCHEDSIM_STATE_READY ?
		    o_moves(o, &before, eff) : 0;
	struct vcpu *v = &o->vcpus[p->pub.vcpu];

	p->stays = true;
	if (moves)
		o_dequeue(o, p);
	p->stays = false;
	if (v->curr == p)
		o_renew_slice(o, v);
	o_set_eff(p, eff);
	o_reweigh(o, p, &before);
	if (moves)
		o_enqueue(o, p, moves > 0 ? RAISED : LOWERED);
	if (v->curr != p)
		return;
	o_look(o, v);
	o_check(o, v);
}

/* It has become more or less urgent, by way of mutex @by. */
static void change(struct oracle *o, struct proc *p, const struct eff *eff,
		   struct object *by)
{
	u64 before = urgency_of(o, p), after = o_urgency(o, eff);

	o_change_eff(o, p, eff);
	o->pub.boosts += after > before;
	if (by)
		by->pub.boosts += after > before;
	o_emit(o, SIM_EVENT_BOOST, after > before, p->pub.vcpu, p, after);
}

/* @p may inherit more or less than before, by way of @by, and those behind it. */
void o_inherit(struct oracle *o, struct proc *p, struct object *by)
{
	u32 left = o->max_id;

	find_goals(o);
	while (p && left--) {
		if (!is_same(p->goal, o_eff(p)))
			change(o, p, &p->goal, by);
		by = p->waits;
		p = by ? by->owner : NULL;
	}
}

/* The same of one after the other, each given what all others have just then. */
void o_inherit_all(struct oracle *o)
{
	struct proc *p, *next;
	struct object *by;
	struct eff eff;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		by = NULL;
		for (next = o_held(o, p) ? p : NULL; next;
		     next = by ? by->owner : NULL) {
			eff = o_derive(o, next);
			if (is_same(eff, o_eff(next)))
				break;
			change(o, next, &eff, by);
			by = next->waits;
		}
	}
}
