// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: the multi-level feedback queue, one slice and one boost at a time.
 *
 * A boost is an event while somebody waits. Else nobody is there to see it, nor
 * the slices that end, so both are made up for before anything else happens.
 */
#include "oracle_types.h"

static void begin_level(const struct oracle *o, struct proc *p, u64 level)
{
	p->level = level;
	p->allotment = o->rules.allotment[level] ?: o->rules.any_allotment;
}

/* @alone: did nobody wait for the vCPU just then? */
static void end_slice(const struct oracle *o, struct proc *p, bool alone)
{
	if (alone && o->rules.keep_alone)
		return;
	if (--p->allotment == 0)
		begin_level(o, p, min(p->level + 1, o->rules.queues - 1));
}

static void boost(const struct oracle *o, struct proc *p, u64 when)
{
	if (p->boosted >= when)
		return;
	p->boosted = when;
	p->slice_used = 0;
	begin_level(o, p, 0);
}

/* The last boost that has passed unseen: is one at this very instant among them? */
static u64 last_boost(const struct oracle *o)
{
	u64 every = o->rules.boost, last = 0;

	while (every && last + every < o->now + o->expiry_first)
		last += every;
	return last;
}

/* The last one of @q, given that; while somebody waits each is an event. */
static u64 last_of(const struct oracle *o, const struct queue *q, u64 last)
{
	return o_count_waiting(o, q) ? q->boosted : max(q->boosted, last);
}

void mlfq_begin(struct oracle *o, struct queue *q)
{
	q->boosted = last_boost(o);
}

void mlfq_join(struct oracle *o, struct proc *p)
{
	p->boosted = o_queue(o, p)->boosted;
	p->bumped = 0;
	begin_level(o, p, 0);
}

/*
 * Let slices pass, up to @end, that @p has used at @v while nobody looked, and the
 * boosts among them up to @last.
 */
void mlfq_pass(const struct oracle *o, const struct vcpu *v, struct proc *p,
	       u64 last, u64 end)
{
	u64 every = o->rules.boost, next, over, from, slice;

	for (;;) {
		slice = mlfq_slice(o, p);
		/* Slices may be so short now that it need not run any more. */
		from = p->slice_used < slice ? max(o->now, v->run_start) : o->now;
		over = from + slice - p->slice_used;
		/* If its burst ends, too, its program decides what follows. */
		over += over == o->now && !p->for_ever && !p->left;
		next = every && p->boosted + every <= last ?
		       p->boosted + every : NEVER;
		if (min(next, over) > end)
			return;
		if (over <= next) {
			p->slice_used -= slice;
			end_slice(o, p, true);
			continue;
		}
		boost(o, p, next);
		from = max(next, v->run_start);
		p->slice_used = o->now > from ? o->now - from : 0;
	}
}

static void pass_all(struct oracle *o, struct queue *q, u64 last, u64 end)
{
	struct vcpu *v;

	q->boosted = last_of(o, q, last);
	for (v = o_next_vcpu(o, q, NULL); v; v = o_next_vcpu(o, q, v))
		if (v->curr && !v->contended)
			mlfq_pass(o, v, v->curr, q->boosted, end);
}

/* Somebody is about to come: what has happened unseen up to now? */
void mlfq_look(struct oracle *o, struct queue *q)
{
	if (o->now || o->expiry_first)
		pass_all(o, q, last_boost(o), o->now - !o->expiry_first);
}

/* Time has passed; what is due just now is not part of it. */
void mlfq_pass_time(struct oracle *o)
{
	u64 last = last_boost(o);
	struct proc *p;
	u32 i;

	if (last && last == o->now)
		last -= o->rules.boost;
	for (i = 0; i < o->nr_vcpus; i++)
		if (o->queues[i].nr_vcpus && o->now)
			pass_all(o, &o->queues[i], last, o->now - 1);
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (p->joined == o->nth_policy &&
		    (p->pub.state == SCHEDSIM_STATE_SLEEPING ||
		     p->pub.state == SCHEDSIM_STATE_BLOCKED))
			boost(o, p, last);
}

static void place_first(struct oracle *o, struct proc *p)
{
	p->order = -++o->orders;
}

/* Those that were bumped since the last pick from its queue stay before it. */
static void place_preempted(struct oracle *o, struct proc *p)
{
	const struct queue *q = o_queue(o, p);
	struct proc *other, *before = NULL;

	for (other = o_next_proc(o, NULL); other; other = o_next_proc(o, other))
		if (other != p && o_waits_in(o, other, q) &&
		    other->bumped > q->picked && other->level == p->level &&
		    (!before || other->order > before->order))
			before = other;
	if (!before) {
		place_first(o, p);
		return;
	}
	for (other = o_next_proc(o, NULL); other; other = o_next_proc(o, other))
		if (other != p && o_waits_in(o, other, q) &&
		    other->order > before->order)
			other->order++;
	p->order = before->order + 1;
	o->orders++;
}

void mlfq_enqueue(struct oracle *o, struct proc *p, enum why why)
{
	if (why == EXPIRED)
		end_slice(o, p, p->alone);
	boost(o, p, o_queue(o, p)->boosted);
	/* Also if it was bumped in another run queue, and is moved here. */
	p->bumped = 0;
	if (why == PREEMPTED) {
		place_preempted(o, p);
	} else if (why == WOKEN && o->rules.bump) {
		place_first(o, p);
		p->bumped = o->orders;
	} else {
		p->order = ++o->orders;
	}
}

bool mlfq_preempts(const struct proc *best, const struct proc *curr)
{
	return best->level < curr->level ||
	       (best->level == curr->level && best->bumped > curr->dispatched);
}

/* As the textbook's program: what ends just now has ended, after "stay". */
void mlfq_give_up(struct oracle *o, struct vcpu *v)
{
	struct proc *p = v->curr;
	u64 slice;

	if (!v->contended && o->now)
		mlfq_pass(o, v, p, v->queue->boosted, o->now - 1);
	slice = mlfq_slice(o, p);
	if (o->rules.stay)
		begin_level(o, p, p->level);
	if (p->slice_used >= slice)
		end_slice(o, p, !v->contended);
	if (p->slice_used >= slice || o->rules.stay)
		p->slice_used = 0;
}

u64 mlfq_slice(const struct oracle *o, const struct proc *p)
{
	return o->rules.quantum[p->level] ?: o->quantum;
}

u64 mlfq_next_boost(const struct oracle *o, const struct queue *q)
{
	return o->rules.policy == MLFQ && o->rules.boost &&
	       o_count_waiting(o, q) ? q->boosted + o->rules.boost : NEVER;
}

static struct proc *first_of(const struct oracle *o, const struct queue *q,
			     u64 level)
{
	struct proc *p, *first = NULL;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (o_waits_in(o, p, q) && p->level == level &&
		    (!first || p->order < first->order))
			first = p;
	return first;
}

static void boost_now(const struct oracle *o, struct proc *p, u64 when)
{
	p->boosted = 0;
	p->bumped = 0;
	boost(o, p, when);
}

/*
 * The one that runs is the first of its queue: those of lower queues, and any in the
 * topmost, come before it and take the vCPU. Which queue is it? None does that to one
 * in the topmost (NEVER), nor where there are several vCPUs.
 */
static u64 passed_by(struct oracle *o, struct queue *q)
{
	const struct vcpu *v = o_next_vcpu(o, q, NULL);

	if (q->nr_vcpus > 1 || !v->curr || !v->curr->level)
		return NEVER;
	return v->curr->level;
}

void mlfq_boost(struct oracle *o, struct queue *q)
{
	struct proc *p;
	struct vcpu *v;
	u64 level, passed = passed_by(o, q);

	q->boosted += o->rules.boost;
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		p->overtakes = passed != NEVER && o_waits_in(o, p, q) &&
			       (!p->level || p->level > passed);
	for (level = o->rules.queues - 1; level; level--) {
		while ((p = first_of(o, q, level))) {
			p->order = ++o->orders;
			boost_now(o, p, q->boosted);
		}
	}
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (o_waits_in(o, p, q))
			boost_now(o, p, q->boosted);
	/* The last to be bumped: their order stays, but for who runs. */
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		if (p->overtakes)
			p->bumped = ++o->orders;
		p->overtakes = false;
	}
	for (v = o_next_vcpu(o, q, NULL); v; v = o_next_vcpu(o, q, v)) {
		if (v->curr)
			boost_now(o, v->curr, q->boosted);
		o_look(o, v);
		o_check(o, v);
	}
}

/* As of now, with what has passed unseen. */
u32 mlfq_values(const struct oracle *o, const struct proc *p, u64 *values)
{
	const struct vcpu *v = &o->vcpus[p->pub.vcpu];
	u64 last = last_of(o, v->queue, last_boost(o));
	struct proc copy = *p;

	if (v->curr == p && !v->contended && (o->now || o->expiry_first))
		mlfq_pass(o, v, &copy, last, o->now - !o->expiry_first);
	if (p->pub.state == SCHEDSIM_STATE_SLEEPING ||
	    p->pub.state == SCHEDSIM_STATE_BLOCKED)
		boost(o, &copy, last);
	values[0] = copy.level;
	values[1] = copy.allotment;
	values[2] = copy.slice_used;
	return 3;
}
