// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: the multi-level feedback queue, one slice and one boost at a time.
 * Whoever runs keeps a place in its queue, the first when it was dispatched.
 */
#include "oracle_types.h"

static void begin_level(struct oracle *o, struct proc *p, u64 level)
{
	p->level = level;
	p->allotment = o->rules.allotment[level];
}

static void end_slice(struct oracle *o, struct proc *p)
{
	p->slice_limit = NEVER;
	if (--p->allotment == 0)
		begin_level(o, p, min(p->level + 1, o->rules.queues - 1));
}

/* With boost_left, that much more of a slice, or what is left of it, is to be used. */
static void boost(struct oracle *o, struct proc *p, u64 when)
{
	if (p->boosted >= when)
		return;
	p->boosted = when;
	if (p->level) {
		p->level = 0;
		p->slice_used = 0;
		p->slice_limit = NEVER;
	}
	if (o->rules.boost_left)
		p->slice_limit = min(p->slice_limit, p->slice_used + o->rules.boost_left);
	else
		begin_level(o, p, 0);
}

/* Boosts that nobody has been there to notice. */
static void skip_boosts(struct oracle *o, struct vcpu *v)
{
	u64 boost = o->rules.boost;

	while (boost && (o->expiry_first ? v->boosted + boost <= o->now :
					   v->boosted + boost < o->now))
		v->boosted += boost;
}

void mlfq_begin(struct oracle *o, struct vcpu *v)
{
	v->boosted = 0;
	skip_boosts(o, v);
}

void mlfq_join(struct oracle *o, struct vcpu *v, struct proc *p)
{
	/* If it runs, it is the first. */
	p->order = -++o->orders;
	p->slice_limit = NEVER;
	p->boosted = 0;
	begin_level(o, p, 0);
	boost(o, p, v->boosted);
}

void mlfq_enqueue(struct oracle *o, struct vcpu *v, struct proc *p,
		  enum place place)
{
	if (!v->curr && o_count_ready(o, v) == 1)
		skip_boosts(o, v);
	if (place == EXPIRED)
		end_slice(o, p);
	boost(o, p, v->boosted);
	if (place == WOKEN && o->rules.bump)
		p->order = -++o->orders;
	else if (place != HEAD)
		p->order = ++o->orders;
}

u64 mlfq_keep(struct oracle *o, struct vcpu *v, struct proc *p, u64 used)
{
	if (o->rules.stay) {
		p->slice_limit = NEVER;
		begin_level(o, p, p->level);
	}
	if (used >= v->slice) {
		end_slice(o, p);
		return 0;
	}
	return o->rules.stay ? 0 : used;
}

u64 mlfq_slice_of(const struct oracle *o, const struct proc *p)
{
	u64 quantum = o->rules.quantum[p->level];

	return min(quantum ? quantum : o->quantum, p->slice_limit);
}

/* Let slices and boosts pass, up to @end, while one runs alone. */
void mlfq_pass(struct oracle *o, struct vcpu *v, u64 end)
{
	struct proc *p = v->curr;
	bool topmost;
	u64 next;

	for (;;) {
		v->slice = mlfq_slice_of(o, p);
		next = v->boosted + o->rules.boost;
		if (!o->rules.boost || o->rules.boost_left)
			next = NEVER;
		if (min(next, v->slice_start + v->slice) > end)
			return;
		if (next < v->slice_start + v->slice) {
			topmost = p->level == 0;
			v->boosted = next;
			boost(o, p, next);
			if (!topmost)
				v->slice_start = max(next, v->run_start);
		} else {
			v->slice_start += v->slice;
			end_slice(o, p);
		}
	}
}

u64 mlfq_next_boost(const struct oracle *o, const struct vcpu *v)
{
	bool matters = o_count_ready(o, v) ||
		       (v->curr && o->rules.boost_left);

	return o->rules.boost && matters ? v->boosted + o->rules.boost : NEVER;
}

static struct proc *first_of(const struct oracle *o, const struct vcpu *v,
			     u64 level)
{
	struct proc *p, *first = NULL;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (o_is_ready_at(p, v) && p->level == level &&
		    (!first || p->order < first->order))
			first = p;
	return first;
}

void mlfq_boost(struct oracle *o, struct vcpu *v)
{
	u64 when = v->boosted + o->rules.boost, level;
	struct proc *p;

	/* A slice that ends now ended before. */
	if (v->curr && !v->contended)
		mlfq_pass(o, v, o->now);
	if (v->curr)
		o_put_back_unwilling(o, v, HEAD);
	v->boosted = when;
	for (level = 7; level; level--) {
		while ((p = first_of(o, v, level))) {
			p->order = ++o->orders;
			boost(o, p, v->boosted);
		}
	}
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (o_is_ready_at(p, v))
			boost(o, p, v->boosted);
}
