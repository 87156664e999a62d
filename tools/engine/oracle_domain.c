// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: the parts of balancing that go by the topology, and what is wasted. Loads are
 * added up one by one, each time.
 */
#include "oracle_types.h"

u32 o_distance(const struct oracle *o, u32 a, u32 b)
{
	const struct schedsim_vcpu_desc *from = &o->vcpus[a].desc, *to = &o->vcpus[b].desc;

	if (a == b)
		return SCHEDSIM_DISTANCE_SMT;
	if (from->node != to->node)
		return SCHEDSIM_DISTANCE_FAR;
	if (from->llc != to->llc)
		return SCHEDSIM_DISTANCE_NODE;
	if (!from->core || from->core != to->core)
		return SCHEDSIM_DISTANCE_LLC;
	return SCHEDSIM_DISTANCE_SMT;
}

static u32 capacity(const struct vcpu *v)
{
	return v->offline ? 0 : v->desc.capacity ?: SCHEDSIM_MAX_CAPACITY;
}

/* Of the queue @q or, if that is NULL, of a node, with @more. Return: -1: all is offline. */
static s64 load(struct oracle *o, const struct queue *q, u32 node, const struct proc *more)
{
	u64 sum = more ? o_weight(more->attr.nice) : 0, capacities = 0;
	struct proc *p;
	u32 i;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		struct queue *its = p->pub.vcpu < o->nr_vcpus ? o_queue(o, p) : NULL;
		bool counts = its && (q ? its == q : o->vcpus[its->first].desc.node == node);

		if (counts && (p->pub.state == SCHEDSIM_STATE_RUNNING || o_waits_in(o, p, its)))
			sum += o_weight(p->attr.nice);
	}
	for (i = 0; i < o->nr_vcpus; i++) {
		struct queue *its = o->vcpus[i].queue;

		if (q ? its == q : o->vcpus[its->first].desc.node == node)
			capacities += capacity(&o->vcpus[i]);
	}
	return capacities ? (s64)(sum * 1024 / capacities) : -1;
}

/* The place of a node among all that are there. */
static u32 rank(const struct oracle *o, u32 node, u32 *nr)
{
	u32 n, i, place = 0;

	*nr = 0;
	for (n = 0; n < 256; n++) {
		for (i = 0; i < o->nr_vcpus && o->vcpus[i].desc.node != n; i++)
			;
		if (i == o->nr_vcpus)
			continue;
		if (n < node)
			place++;
		++*nr;
	}
	return place;
}

/* Make all groups, one after the other, until @to is in one: is @from in that, too? */
static bool same_group(const struct oracle *o, u32 to, u32 from)
{
	bool seen[256] = { false };
	u32 nr, i, middle, a = rank(o, to, &nr), b = rank(o, from, &nr);

	if (nr < 4)
		return false;
	for (middle = 0; middle < nr; middle++) {
		u32 group[3] = { (middle + nr - 1) % nr, middle, (middle + 1) % nr };
		bool has_a = false, has_b = false;

		if (seen[middle])
			continue;
		for (i = 0; i < 3; i++) {
			seen[group[i]] = true;
			has_a |= group[i] == a;
			has_b |= group[i] == b;
		}
		if (has_a)
			return has_b;
	}
	return false;
}

/* May @to have one who waits at @from? */
bool o_may_take(struct oracle *o, u32 to, u32 from)
{
	u32 mine = o->vcpus[to].desc.node, its = o->vcpus[from].desc.node;
	s64 own, other;

	if (mine == its)
		return true;
	if (o->defects & SCHEDSIM_DEFECT_MISSING_DOMAINS && o->came_back)
		return false;
	if (o->defects & SCHEDSIM_DEFECT_GROUP_CONSTRUCTION && same_group(o, mine, its))
		return false;
	if (!(o->defects & SCHEDSIM_DEFECT_GROUP_IMBALANCE))
		return true;
	own = load(o, NULL, mine, NULL);
	other = load(o, NULL, its, NULL);
	return max(other, 0) > max(own, 0);
}

static u32 count(const struct oracle *o, const struct vcpu *v)
{
	return o_count_ready(o, v) + !!v->curr;
}

/* Who is idle comes first, the nearest; then who has the least, its own vCPU, ... */
void o_wake_up_at(struct oracle *o, struct proc *p)
{
	bool near = o->defects & SCHEDSIM_DEFECT_WAKEUP_OVERLOAD;
	struct vcpu *prev = &o->vcpus[p->pub.vcpu], *best = NULL, *v;
	bool stays = o_may_wait_in(o, p, prev->queue);
	u32 i, d, far = 0;

	if (o_allowed(p, prev->pub.id) && !prev->offline && !count(o, prev))
		return;
	for (d = 0; d < SCHEDSIM_NR_DISTANCES && !best; d++)
		for (i = 0; i < o->nr_vcpus && !best; i++) {
			v = &o->vcpus[i];
			if (o_allowed(p, i) && !v->offline && !count(o, v) &&
			    o_distance(o, prev->pub.id, i) == d &&
			    !(near && v->desc.node != prev->desc.node))
				best = v;
		}
	if (!best) {
		for (i = 0; i < o->nr_vcpus && near; i++) {
			v = &o->vcpus[i];
			if (v->desc.node == prev->desc.node && o_allowed(p, i) &&
			    !v->offline && (!best || count(o, v) < far)) {
				best = v;
				far = count(o, v);
			}
		}
		best = best ?: o_place(o, p);
		if (o_allowed(p, prev->pub.id) && !prev->offline &&
		    count(o, prev) <= count(o, best))
			best = prev;
	}
	if (stays && best->queue == prev->queue)
		return;
	o_move_to(o, p, best, stays ? SCHEDSIM_MOVE_WAKE : SCHEDSIM_MOVE_FORCED);
}

/* Where one of @from can go to in @q: rather to where nothing runs. */
static struct vcpu *where(struct oracle *o, const struct queue *q, const struct queue *from)
{
	struct vcpu *v, *best = NULL;

	for (v = o_next_vcpu(o, q, NULL); v; v = o_next_vcpu(o, q, v))
		if (!v->offline && !v->curr && o_best_for(o, from, v) && !best)
			best = v;
	for (v = o_next_vcpu(o, q, NULL); v && !best; v = o_next_vcpu(o, q, v))
		if (!v->offline && o_best_for(o, from, v))
			best = v;
	return best;
}

/* @q takes one from the queue with the greatest load that is not farther than @most. */
static void take(struct oracle *o, struct queue *q, u32 most)
{
	struct queue *from, *best = NULL;
	s64 own = load(o, q, 0, NULL), greatest = -1, its;
	struct proc *p;
	u32 d;

	if (own < 0)
		return;
	for (d = 0; d <= most; d++)
		for (from = o_next_queue(o, NULL); from; from = o_next_queue(o, from)) {
			if (from == q || o_distance(o, q->first, from->first) != d ||
			    !o_may_take(o, q->first, from->first) || !where(o, q, from))
				continue;
			its = max(load(o, from, 0, NULL), 0);
			if (its > greatest) {
				greatest = its;
				best = from;
			}
		}
	if (!best || greatest * 100 <= own * o->percent)
		return;
	p = o_pick(o, best, where(o, q, best));
	if (load(o, q, 0, p) < greatest)
		o_pull(o, p, where(o, q, best), SCHEDSIM_MOVE_PERIODIC);
}

static void note_imbalance(struct oracle *o)
{
	s64 least = -1, most = -1, its;
	struct queue *q;

	for (q = o_next_queue(o, NULL); q; q = o_next_queue(o, q)) {
		its = load(o, q, 0, NULL);
		if (its < 0)
			continue;
		if (least < 0 || its < least)
			least = its;
		if (its > most)
			most = its;
	}
	o->pub.imbalance_total += most - least;
	o->pub.imbalance_looks++;
}

static bool takes_turns(const struct oracle *o)
{
	return o->parts && o->nr_vcpus > 1;
}

void o_periodic(struct oracle *o)
{
	struct queue *q;
	u64 times;
	u32 d;

	if (!takes_turns(o) || !o->now || o->now % o->interval || o->balanced == o->now)
		return;
	o->balanced = o->now;
	if (!o_anybody_waits(o))
		return;
	times = o->now / o->interval;
	note_imbalance(o);
	for (q = o_next_queue(o, NULL); q; q = o_next_queue(o, q))
		for (d = 0; d < SCHEDSIM_NR_DISTANCES; d++)
			if (o->parts & SCHEDSIM_BALANCING_PERIODIC && times % (1 << d) == 0)
				take(o, q, d);
}

/* Not before the next instant, if it has been done at this one. */
u64 o_next_periodic(const struct oracle *o)
{
	u64 next;

	if (!takes_turns(o) || !o_anybody_waits(o))
		return NEVER;
	next = o->now + (o->interval - o->now % o->interval) % o->interval;
	return next && o->balanced != next ? next : next + o->interval;
}

/* How many vCPUs are idle beside work, but not more than there is work? */
u32 o_wasting(struct oracle *o)
{
	u32 i, nr_idle = 0, nr_waiting = 0;
	struct proc *p;

	for (i = 0; i < o->nr_vcpus; i++) {
		bool idle = !o->vcpus[i].curr && !o->vcpus[i].offline, beside = false;

		for (p = o_next_proc(o, NULL); p && idle; p = o_next_proc(o, p))
			beside |= p->pub.state == SCHEDSIM_STATE_READY &&
				  !p->throttled && o_allowed(p, i);
		nr_idle += beside;
	}
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		nr_waiting += p->pub.state == SCHEDSIM_STATE_READY && !p->throttled;
	return min(nr_idle, nr_waiting);
}
