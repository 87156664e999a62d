// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: real-time processes under linux, and how they leave room for others.
 */
#include "oracle_types.h"

bool o_is_real_time(const struct proc *p)
{
	return p->pub.effective_class == SCHEDSIM_CLASS_FIFO ||
	       p->pub.effective_class == SCHEDSIM_CLASS_RR;
}

bool o_is_deadline(const struct proc *p)
{
	return p->pub.effective_class == SCHEDSIM_CLASS_DEADLINE;
}

bool o_throttles(const struct oracle *o)
{
	return o->rules.policy == LINUX && o->rules.rt_runtime &&
	       o->rules.rt_period;
}

/* Has real time had all of this period that it may have? */
bool o_spent(const struct oracle *o, const struct queue *q)
{
	return o_throttles(o) &&
	       q->rt_used >= o->rules.rt_runtime * q->nr_vcpus;
}

static bool is_here(const struct oracle *o, const struct queue *q,
		    const struct proc *p)
{
	const struct vcpu *v = &o->vcpus[p->pub.vcpu];

	return o_waits_in(o, p, q) || (v->curr == p && v->queue == q);
}

/* Nobody is while somebody runs on behalf of one that waits for it. */
static bool is_throttled(const struct oracle *o, const struct queue *q)
{
	const struct proc *p;

	if (!o_spent(o, q))
		return false;
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (is_here(o, q, p) && o_is_real_time(p) && o_is_waited_for(o, p))
			return false;
	return true;
}

static bool is_real_time(const struct oracle *o, const struct proc *p)
{
	return o_is_real_time(p);
}

static bool is_deadline(const struct oracle *o, const struct proc *p)
{
	return o_is_deadline(p);
}

/* Who has inherited the class, and so has no deadline, comes before those that have one. */
static u64 due(const struct oracle *o, const struct proc *p)
{
	return o_served(o, p) ? p->due : 0;
}

struct proc *o_linux_first(const struct oracle *o, const struct queue *q,
			   const struct vcpu *v)
{
	struct proc *first = o_best_of(o, q, v, is_deadline);
	struct proc *urgent = o_best_of(o, q, v, is_real_time);
	struct proc *fair = o_best_of(o, q, v, o_is_fair);

	if (first)
		return first;
	if (urgent && fair)
		return is_throttled(o, q) ? fair : urgent;
	return urgent ? urgent : fair;
}

/* Positive: in @q, @a comes before @b; 0: neither does, as far as this goes. */
int o_linux_compare(const struct oracle *o, const struct queue *q,
		    const struct proc *a, const struct proc *b)
{
	bool above = o_is_real_time(a), below = o_is_real_time(b);

	if (o_is_deadline(a) && o_is_deadline(b))
		return due(o, a) == due(o, b) ? 0 : due(o, a) < due(o, b) ? 1 : -1;
	if (o_is_deadline(a) || o_is_deadline(b))
		return o_is_deadline(a) ? 1 : -1;
	/* Among themselves they are not throttled. */
	if (above && below)
		return (int)a->pub.effective_priority -
		       (int)b->pub.effective_priority;
	if (!above && !below)
		return 0;
	if (is_throttled(o, q))
		return above ? -1 : 1;
	return above ? 1 : -1;
}

/* Time never passes beyond the end of a period at once. */
void o_linux_pass_time(struct oracle *o)
{
	u32 i;

	if (!o_throttles(o) || o->now % o->rules.rt_period)
		return;
	for (i = 0; i < o->nr_vcpus; i++)
		o->queues[i].rt_used = 0;
}

static u32 count_running(const struct oracle *o, const struct queue *q)
{
	u32 i, nr = 0;

	for (i = 0; i < o->nr_vcpus; i++)
		nr += o->vcpus[i].queue == q && o->vcpus[i].curr &&
		      o_is_real_time(o->vcpus[i].curr);
	return nr;
}

/* Until then nothing changes by itself. */
u64 o_linux_next(const struct oracle *o, const struct queue *q)
{
	u64 period = o->rules.rt_period, next, left;
	u32 nr = count_running(o, q);

	if (!o_throttles(o))
		return NEVER;
	next = (o->now / period + 1) * period;
	if (nr && !o_spent(o, q)) {
		left = o->rules.rt_runtime * q->nr_vcpus - q->rt_used;
		next = min(next, o->now + (left + nr - 1) / nr);
	}
	return next;
}

bool o_linux_is_due(const struct oracle *o, const struct queue *q)
{
	return q->throttled != is_throttled(o, q);
}

void o_linux_look(struct oracle *o, struct queue *q)
{
	struct vcpu *v;

	q->throttled = is_throttled(o, q);
	o_look_all(o, q);
	for (v = o_next_vcpu(o, q, NULL); v; v = o_next_vcpu(o, q, v))
		o_check(o, v);
}
