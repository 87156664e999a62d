// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: balancing. All queues and all vCPUs are looked at, each time.
 */
#include "oracle_types.h"

/* May other vCPUs pull out of it? */
bool o_is_open(const struct oracle *o, const struct queue *q)
{
	return (o->parts || o->rules.balance != SCHEDSIM_BALANCE_NONE) &&
	       q->nr_vcpus < o->nr_vcpus;
}

/* By any of @parts? */
static bool keeps_order_by(const struct oracle *o, u32 parts)
{
	if (o->parts)
		return o->parts & parts && o_has_order(o);
	return o->rules.balance == SCHEDSIM_BALANCE_ALL && o_has_order(o);
}

static bool keeps_order(const struct oracle *o)
{
	return keeps_order_by(o, SCHEDSIM_BALANCING_PUSH | SCHEDSIM_BALANCING_PULL);
}

/* The one after @q, or the first, by their first vCPUs. */
struct queue *o_next_queue(struct oracle *o, struct queue *q)
{
	u32 i = q ? q->first + 1 : 0;

	while (i < o->nr_vcpus && o->vcpus[i].queue->first != i)
		i++;
	return i < o->nr_vcpus ? &o->queues[i] : NULL;
}

/* Into the queue of @v, where it waits from now on. */
void o_pull(struct oracle *o, struct proc *p, struct vcpu *v, u32 why)
{
	struct queue *from = o_queue(o, p);

	o_dequeue(o, p);
	if (p->joined == o->nth_policy)
		o_policy_migrate(o, from, v->queue, p);
	p->pub.vcpu = v->pub.id;
	if (p->pub.first_run_ns != NEVER) {
		p->pub.migrations++;
		o->pub.migrations++;
		o->pub.moves[why]++;
		o_emit(o, SIM_EVENT_MIGRATE, 0, v->pub.id, p, 0);
	}
	o_enqueue(o, p, MIGRATED);
}

/* Its own vCPUs, as far as they are idle, leave some of those that wait. */
static bool leaves_some(struct oracle *o, const struct queue *q)
{
	u32 idle = 0;
	struct vcpu *v;

	for (v = o_next_vcpu(o, q, NULL); v; v = o_next_vcpu(o, q, v))
		idle += !v->curr && !v->offline;
	return o_count_waiting(o, q) > idle;
}

/* @v is about to pick one that waits for it: is there a better one elsewhere? */
void o_pull_better(struct oracle *o, struct vcpu *v)
{
	struct proc *best = o_best_ready(o, v), *other;
	struct queue *q;

	if (v->curr || !best || !keeps_order_by(o, SCHEDSIM_BALANCING_PULL))
		return;
	for (q = o_next_queue(o, NULL); q; q = o_next_queue(o, q)) {
		if (q == v->queue || !leaves_some(o, q))
			continue;
		other = o_best_for(o, q, v);
		if (other && o_before(o, v->queue, other, best))
			best = other;
	}
	if (o_queue(o, best) != v->queue)
		o_pull(o, best, v, SCHEDSIM_MOVE_PULL);
}

/* May the idle @v take one of @q? */
static bool may_have(struct oracle *o, const struct vcpu *v, const struct queue *q)
{
	if (q == v->queue)
		return true;
	if (!o->parts)
		return o_is_open(o, q);
	if (o->defects & SCHEDSIM_DEFECT_WAKEUP_OVERLOAD &&
	    v->desc.node != o->vcpus[q->first].desc.node)
		return false;
	return o->parts & SCHEDSIM_BALANCING_IDLE && o_may_take(o, v->pub.id, q->first);
}

/* Is it better to take one of @a than of @b? */
static bool is_richer(struct oracle *o, const struct vcpu *v, const struct queue *a,
		      const struct queue *b)
{
	u32 far_a = a == v->queue ? 0 : 1 + o_distance(o, v->pub.id, a->first);
	u32 far_b = b == v->queue ? 0 : 1 + o_distance(o, v->pub.id, b->first);

	if (o->parts && far_a != far_b)
		return far_a < far_b;
	return o_count_waiting(o, a) > o_count_waiting(o, b);
}

/* Whom the idle @v can have from elsewhere. */
static struct proc *find_work(struct oracle *o, struct vcpu *v)
{
	struct queue *q, *longest = NULL;
	struct proc *p, *best = NULL;

	for (q = o_next_queue(o, NULL); q; q = o_next_queue(o, q)) {
		p = o_best_for(o, q, v);
		if (!p || !may_have(o, v, q))
			continue;
		if (!best || (keeps_order(o) && o_before(o, v->queue, p, best)))
			best = p;
		if (!longest || is_richer(o, v, q, longest))
			longest = q;
	}
	return keeps_order(o) || !longest ? best : o_pick(o, longest, v);
}

/* Does who runs at @v lose it to one that waits in @q? */
static bool loses(struct oracle *o, struct vcpu *v, struct queue *q)
{
	const struct proc *p = o_best_for(o, q, v);

	if (!v->curr || !p)
		return false;
	return v->queue == q ? o_preempts(o, p, v->curr) :
			       keeps_order_by(o, SCHEDSIM_BALANCING_PUSH) &&
			       o_preempts(o, p, v->curr) &&
			       o_before(o, v->queue, p, v->curr);
}

/* Where the least urgent of those is; rather in @q itself, rather at the first. */
static struct vcpu *find_loser(struct oracle *o, struct queue *q)
{
	struct vcpu *v, *loser = NULL;
	bool own, first;
	u32 i;

	for (i = 0; i < 2 * o->nr_vcpus; i++) {
		v = &o->vcpus[i % o->nr_vcpus];
		own = v->queue == q;
		first = i < o->nr_vcpus;
		if (own != first || !loses(o, v, q))
			continue;
		if (!loser ||
		    (own ? o_preempts(o, loser->curr, v->curr) :
			   o_before(o, q, loser->curr, v->curr)))
			loser = v;
	}
	return loser;
}

static struct proc *head_of(struct oracle *o, struct queue *q)
{
	struct proc *p = NULL;
	struct vcpu *v;

	for (v = o_next_vcpu(o, q, NULL); v && !p; v = o_next_vcpu(o, q, v))
		p = v->offline ? NULL : o_best_ready(o, v);
	return p;
}

/* Of the queues in which one waits who takes a vCPU, that with the best to offer. */
static struct queue *find_winner(struct oracle *o)
{
	struct queue *q, *best = NULL;

	for (q = o_next_queue(o, NULL); q; q = o_next_queue(o, q)) {
		if ((q->nr_vcpus == 1 && !o_is_open(o, q)) || !find_loser(o, q))
			continue;
		if (!best ||
		    (keeps_order(o) && o_before(o, o->vcpus[0].queue,
						head_of(o, q), head_of(o, best))))
			best = q;
	}
	return best;
}

/* Return: a vCPU where a decision is due, or NULL: all is as it should be. */
struct vcpu *o_balance(struct oracle *o)
{
	struct vcpu *loser;
	struct queue *q;
	struct proc *p;
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++) {
		if (o->vcpus[i].offline)
			continue;
		p = o->vcpus[i].curr ? NULL : find_work(o, &o->vcpus[i]);
		if (!p)
			continue;
		o_pull(o, p, &o->vcpus[i], SCHEDSIM_MOVE_IDLE);
		return &o->vcpus[i];
	}
	q = find_winner(o);
	if (!q)
		return NULL;
	loser = find_loser(o, q);
	if (loser->queue != q)
		o_pull(o, o_best_for(o, q, loser), loser, SCHEDSIM_MOVE_PUSH);
	return loser;
}
