// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: eevdf. The average is summed up anew each time, and deadlines move on one by
 * one.
 */
#include "oracle_types.h"

static s64 weight(const struct oracle *o, const struct proc *p)
{
	return o_weight_of(o, p);
}

static bool is_in(const struct oracle *o, const struct proc *p, const struct queue *q)
{
	return p->in && o_queue(o, p) == q;
}

static s64 round_down(s64 a, s64 b)
{
	return a / b - (a % b < 0);
}

/* The delayed one at @i, or NULL. */
static const struct delayed *delayed(const struct queue *q, u32 i)
{
	return i < q->nr_delayed ? &q->delayed[i] : NULL;
}

/* What @p has left behind, or -1. */
static int find_delayed(const struct queue *q, const struct proc *p)
{
	u32 i;

	for (i = 0; delayed(q, i); i++)
		if (p->delayed && delayed(q, i)->serial == p->pub.serial)
			return i;
	return -1;
}

static void undelay(struct queue *q, int i)
{
	q->nr_delayed--;
	memmove(&q->delayed[i], &q->delayed[i + 1],
		(q->nr_delayed - i) * sizeof(q->delayed[0]));
}

/* Of all that take part or are delayed, but for one. */
static s64 average_but(const struct oracle *o, const struct queue *q,
		       const struct proc *but)
{
	const struct proc *p, *first = NULL;
	s64 sum = 0, load = 0, base;
	u32 i;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		if (!is_in(o, p, q) || p == but)
			continue;
		first = first ? first : p;
		sum += weight(o, p) * (p->vruntime - first->vruntime);
		load += weight(o, p);
	}
	if (!first && !q->nr_delayed)
		return q->average;
	base = first ? first->vruntime : q->delayed[0].vruntime;
	for (i = 0; delayed(q, i); i++) {
		sum += delayed(q, i)->weight * (delayed(q, i)->vruntime - base);
		load += delayed(q, i)->weight;
	}
	return base + round_down(sum, load);
}

static s64 average(const struct oracle *o, const struct queue *q)
{
	return average_but(o, q, NULL);
}

static s64 load_of(const struct oracle *o, const struct queue *q)
{
	const struct proc *p;
	s64 load = 0;
	u32 i;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		load += is_in(o, p, q) ? weight(o, p) : 0;
	for (i = 0; delayed(q, i); i++)
		load += delayed(q, i)->weight;
	return load;
}

static u32 nr_in(const struct oracle *o, const struct queue *q)
{
	const struct proc *p;
	u32 nr = 0;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		nr += is_in(o, p, q);
	return nr;
}

static bool is_eligible(const struct oracle *o, const struct proc *p)
{
	return p->vruntime <= average(o, o_queue(o, p));
}

static s64 in_virtual_time(s64 ns, s64 weight)
{
	return ns * 1024 / weight ? ns * 1024 / weight : 1;
}

static s64 request(const struct oracle *o, const struct proc *p)
{
	return in_virtual_time(o_wanted_slice(o, p), weight(o, p));
}

static s64 cut(const struct oracle *o, const struct proc *p, s64 lag, s64 weight)
{
	s64 slices = 2 * o_wanted_slice(o, p), tick = o->rules.tick;
	s64 most = in_virtual_time(slices > tick ? slices : tick, weight);

	return lag > most ? most : lag < -most ? -most : lag;
}

/* CPU time until its vruntime is @to. */
static u64 time_to(const struct oracle *o, const struct proc *p, s64 to)
{
	return ((to - p->vruntime) * weight(o, p) - p->rest + 1023) / 1024;
}

u64 o_eevdf_left(const struct oracle *o, const struct proc *p)
{
	return p->vruntime < p->deadline ? time_to(o, p, p->deadline) : 0;
}

void o_eevdf_begin(struct queue *q)
{
	q->average = 0;
	q->watch = NEVER;
	q->nr_delayed = 0;
}

/* How long @p has to run until virtual time is @to. */
static u64 time_to_average(const struct oracle *o, const struct queue *q,
			   const struct proc *p, s64 to)
{
	s64 sum = weight(o, p) * (to - p->vruntime);
	const struct proc *other;
	u32 i;

	if (average(o, q) >= to)
		return 0;
	for (other = o_next_proc(o, NULL); other; other = o_next_proc(o, other))
		if (is_in(o, other, q) && other != p)
			sum += weight(o, other) * (to - other->vruntime);
	for (i = 0; delayed(q, i); i++)
		sum += delayed(q, i)->weight * (to - delayed(q, i)->vruntime);
	return time_to(o, p, p->vruntime + (sum + weight(o, p) - 1) / weight(o, p));
}

/*
 * When the running @p, or nobody, is not eligible any more, if that matters; or the first
 * that is delayed is.
 */
static void watch_for(const struct oracle *o, struct queue *q, const struct proc *p,
		      bool leaves)
{
	const struct vcpu *v = &o->vcpus[q->first];
	u64 left = NEVER;
	s64 others;
	u32 i;

	q->watch = NEVER;
	if (!p || !p->in || load_of(o, q) == weight(o, p))
		return;
	if (leaves && !p->protected && o->rules.preempt_short && q->nr_vcpus == 1) {
		others = average_but(o, q, p);
		left = p->vruntime <= others ? time_to(o, p, others + 1) : 0;
	}
	for (i = 0; delayed(q, i); i++)
		left = min(left, time_to_average(o, q, p, delayed(q, i)->vruntime));
	if (left != NEVER)
		q->watch = max(o->now, v->run_start) + left;
}

static void watch(const struct oracle *o, struct queue *q, const struct proc *p)
{
	watch_for(o, q, p, true);
}

static void watch_curr(const struct oracle *o, struct queue *q)
{
	watch(o, q, o->vcpus[q->first].curr);
}

/* It comes with the lag that it had, measured when it is there. */
static void come(const struct oracle *o, struct proc *p, s64 slice)
{
	struct queue *q = o_queue(o, p);
	s64 load = load_of(o, q), lag = 0;

	if (o->rules.place_lag && load)
		lag = p->lag * (load + weight(o, p)) / load;
	p->vruntime = average(o, q) - lag;
	p->deadline = p->vruntime + slice;
	p->in = true;
}

static void go(const struct oracle *o, struct proc *p)
{
	struct queue *q = o_queue(o, p);

	q->average = average(o, q);
	p->lag = cut(o, p, q->average - p->vruntime, weight(o, p));
	p->in = false;
	/* Only those that are delayed are left. */
	if (nr_in(o, q) == 0)
		q->nr_delayed = 0;
}

/* It blocks, but goes on to count. */
static bool delay(const struct oracle *o, struct proc *p)
{
	struct queue *q = o_queue(o, p);

	if (!o->rules.delay_dequeue || q->nr_vcpus > 1 || is_eligible(o, p) ||
	    q->nr_delayed == ARRAY_SIZE(q->delayed) || nr_in(o, q) == 1)
		return false;
	q->delayed[q->nr_delayed++] = (struct delayed) {
		p->pub.serial, p->vruntime, weight(o, p),
	};
	p->in = false;
	p->delayed = true;
	p->lag = 0;
	return true;
}

/* It wakes up. */
static void resume(const struct oracle *o, struct proc *p)
{
	struct queue *q = o_queue(o, p);
	int i = find_delayed(q, p);

	if (i >= 0) {
		p->in = p->vruntime >= average(o, q);
		undelay(q, i);
	}
	p->delayed = false;
}

void o_eevdf_migrate(const struct oracle *o, struct queue *from, struct proc *p)
{
	int i = find_delayed(from, p);

	if (i >= 0) {
		p->lag = cut(o, p, average(o, from) - p->vruntime, weight(o, p));
		p->lag = min(p->lag, 0);
		undelay(from, i);
		watch_curr(o, from);
	}
	p->delayed = false;
}

void o_eevdf_join(struct oracle *o, struct proc *p)
{
	p->in = false;
	p->delayed = false;
	p->lag = 0;
	p->vruntime = 0;
	p->deadline = 0;
	p->queued_at = 0;
	p->goes_on = false;
	p->protected = o->vcpus[p->pub.vcpu].curr == p;
	if (p->protected)
		come(o, p, request(o, p));
}

static bool is_idle(const struct proc *p)
{
	return p->pub.effective_class == SCHEDSIM_CLASS_IDLE;
}

static bool is_batch(const struct proc *p)
{
	return p->pub.effective_class == SCHEDSIM_CLASS_BATCH;
}

/* @p has come: is @curr not protected from it? */
static bool exposes(const struct oracle *o, const struct proc *p,
		    const struct proc *curr)
{
	if (is_idle(curr) && !is_idle(p))
		return true;
	if (is_idle(p) || is_batch(p) || !o->rules.preempt_short ||
	    o_wanted_slice(o, p) >= o_wanted_slice(o, curr) || !is_eligible(o, p))
		return false;
	return p->deadline < curr->deadline || !is_eligible(o, curr);
}

void o_eevdf_enqueue(struct oracle *o, struct proc *p, enum why why)
{
	struct queue *q = o_queue(o, p);
	s64 slice = request(o, p);
	struct vcpu *v;

	p->goes_on = why == EXPIRED || why == YIELDED || why == PREEMPTED;
	if (why == ARRIVED)
		slice = slice > 1 ? slice / 2 : 1;
	if (why == MIGRATED)
		slice = p->deadline - p->vruntime;
	if (p->delayed)
		resume(o, p);
	if (!p->in)
		come(o, p, slice);
	if (p->goes_on)
		return;
	p->queued_at = o->now;
	for (v = o_next_vcpu(o, q, NULL); v; v = o_next_vcpu(o, q, v))
		if (v->curr && v->curr->in && exposes(o, p, v->curr))
			v->curr->protected = false;
	watch_curr(o, q);
}

void o_eevdf_dequeue(struct oracle *o, struct proc *p)
{
	if (!p->stays)
		go(o, p);
	watch_curr(o, o_queue(o, p));
}

/* It runs from now on. Who goes on after a break is no more protected than before. */
void o_eevdf_pick(struct oracle *o, struct proc *p)
{
	struct queue *q = o_queue(o, p);

	if (o->rules.policy != EEVDF)
		return;
	if (!p->goes_on || (q->nr_vcpus > 1 ? p->ready_since != o->now :
					      p->dispatched != q->picked))
		p->protected = true;
	watch(o, q, p);
}

static void grow(const struct oracle *o, struct proc *p, u64 ran)
{
	p->rest += ran * 1024 % weight(o, p);
	p->vruntime += ran * 1024 / weight(o, p) + p->rest / weight(o, p);
	p->rest %= weight(o, p);
}

/* The requests that have ended, as far as somebody would have noticed. */
void o_eevdf_catch_up(const struct oracle *o, struct proc *p)
{
	while (p->vruntime >= p->deadline &&
	       (o->expiry_first ||
		(p->vruntime - p->deadline) * weight(o, p) + p->rest >= 1024)) {
		p->deadline += request(o, p);
		p->protected = false;
	}
}

void o_eevdf_charge(const struct oracle *o, struct vcpu *v, struct proc *p, u64 ran)
{
	grow(o, p, ran);
	if (!v->contended)
		o_eevdf_catch_up(o, p);
}

/* It yields. */
void o_eevdf_give_up(const struct oracle *o, struct proc *p)
{
	if (o->rules.policy == EEVDF && o_count_waiting(o, o_queue(o, p)) &&
	    is_eligible(o, p) && p->vruntime < p->deadline)
		p->vruntime = p->deadline;
}

void o_eevdf_stop(struct oracle *o, struct proc *p)
{
	if (!p->in)
		return;
	while (p->vruntime >= p->deadline) {
		p->deadline += request(o, p);
		p->protected = false;
	}
	if (!p->stays && !(p->blocks && delay(o, p)))
		go(o, p);
	o_queue(o, p)->watch = NEVER;
}

static bool sooner(const struct proc *a, const struct proc *b)
{
	if (!a || !b)
		return a;
	return a->deadline == b->deadline ? a->order < b->order :
					    a->deadline < b->deadline;
}

/* Of those that are eligible. If that one may not run at @v, of all that may. */
struct proc *o_eevdf_first(const struct oracle *o, const struct queue *q,
			   const struct vcpu *v)
{
	struct proc *p, *best = NULL, *any = NULL;
	s64 now = 0;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		if (!o_waits_in(o, p, q))
			continue;
		if (!any && !best)
			now = average(o, q);
		if (p->vruntime <= now && sooner(p, best))
			best = p;
		if (o_allowed(p, v->pub.id) && sooner(p, any))
			any = p;
	}
	return best && o_allowed(best, v->pub.id) ? best : any;
}

/* Both run: which has more reason to? */
static bool is_better(const struct proc *a, const struct proc *b, s64 now)
{
	int of_a = 2 * !is_idle(a) + (a->vruntime <= now);
	int of_b = 2 * !is_idle(b) + (b->vruntime <= now);

	return of_a == of_b ? a->deadline < b->deadline : of_a > of_b;
}

bool o_eevdf_preempts(const struct oracle *o, const struct proc *best,
		      const struct proc *curr)
{
	bool just_came = best->queued_at == o->now && !best->goes_on;
	s64 now = average(o, o_queue(o, curr));

	if (best->pub.state != SCHEDSIM_STATE_READY)
		return is_better(best, curr, now);
	if (just_came && is_idle(curr) && !is_idle(best) && curr->picked != o->now)
		return true;
	if (best->vruntime > now ||
	    (o_queue(o, curr)->nr_vcpus > 1 && best->deadline > curr->deadline))
		return false;
	if (curr->vruntime > now && !curr->protected && o->rules.preempt_short &&
	    o_queue(o, curr)->nr_vcpus == 1)
		return true;
	if (!just_came || is_idle(best) || is_batch(best) || is_idle(curr))
		return false;
	if (curr->vruntime > now)
		return true;
	if (best->deadline == curr->deadline && curr->picked == o->now)
		return false;
	return best->deadline <= curr->deadline &&
	       (!curr->protected || !o->rules.run_to_parity);
}

/* Its lag is as much CPU time as before, and so is what is left until its deadline. */
void o_eevdf_reweigh(struct oracle *o, struct proc *p, u32 from, u32 to)
{
	struct queue *q = o_queue(o, p);
	s64 left = p->deadline - p->vruntime, now, lag, sum = 0, load = 0;
	const struct proc *other;
	int at = find_delayed(q, p);
	u32 i;

	if (left > 0 && left * from < to)
		left = 1;
	else
		left = left * from / to;
	if (p->rest >= to)
		p->rest = to - 1;
	if (!p->in && at < 0) {
		p->lag = p->lag * from / to;
		watch_curr(o, q);
		return;
	}
	/* The average with the weight that it had. */
	for (other = o_next_proc(o, NULL); other; other = o_next_proc(o, other)) {
		s64 by = other == p ? from : weight(o, other);

		if (!is_in(o, other, q))
			continue;
		sum += by * (other->vruntime - p->vruntime);
		load += by;
	}
	for (i = 0; delayed(q, i); i++) {
		sum += delayed(q, i)->weight * (delayed(q, i)->vruntime - p->vruntime);
		load += delayed(q, i)->weight;
	}
	now = p->vruntime + round_down(sum, load);
	lag = cut(o, p, now - p->vruntime, from) * from / to;
	if (now != p->vruntime)
		p->vruntime = now - lag;
	p->deadline = p->vruntime + left;
	if (at >= 0) {
		q->delayed[at].vruntime = p->vruntime;
		q->delayed[at].weight = to;
	}
	watch_curr(o, q);
}

/* Those that are delayed, and eligible, are not any more. */
static void look_at_delayed(const struct oracle *o, struct queue *q)
{
	u32 i, best;

	while (q->nr_delayed) {
		for (best = 0, i = 0; delayed(q, i); i++)
			if (delayed(q, i)->vruntime < delayed(q, best)->vruntime)
				best = i;
		if (delayed(q, best)->vruntime > average(o, q))
			return;
		undelay(q, best);
	}
}

/* The time to look has come. */
void o_eevdf_look(struct oracle *o, struct queue *q)
{
	const struct proc *curr = o->vcpus[q->first].curr;

	q->watch = NEVER;
	look_at_delayed(o, q);
	if (curr)
		watch_for(o, q, curr, is_eligible(o, curr));
	o_look_all(o, q);
	o_check(o, &o->vcpus[q->first]);
}

u32 o_eevdf_values(const struct oracle *o, const struct proc *p, u64 *values)
{
	bool counts = p->in || find_delayed(o_queue(o, p), p) >= 0;
	s64 lag = counts ? average(o, o_queue(o, p)) - p->vruntime : p->lag;

	values[0] = p->vruntime;
	values[1] = p->deadline;
	values[2] = lag * weight(o, p) / 1024;
	values[3] = lag * weight(o, p) / 1024 >= 0;
	return 4;
}
