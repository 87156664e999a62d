// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: policies that share in proportion: fair and linux, stride, lottery.
 */
#include "oracle_types.h"

static const u32 weights[] = {
	88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
	9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
	1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
	110, 87, 70, 56, 45, 36, 29, 23, 18, 15,
};

u64 o_weight(s32 nice)
{
	return weights[nice + 20];
}

/* Under linux and eevdf, nice means nothing to SCHED_IDLE. */
static u32 weight_of(const struct oracle *o, u32 sched_class, s32 nice)
{
	if ((o->rules.policy == LINUX || o->rules.policy == EEVDF) &&
	    sched_class == SCHEDSIM_CLASS_IDLE)
		return 3;
	return weights[nice + 20];
}

static u32 weight(const struct oracle *o, const struct proc *p)
{
	return weight_of(o, p->pub.effective_class, p->pub.effective_nice);
}

u32 o_weight_of(const struct oracle *o, const struct proc *p)
{
	return weight(o, p);
}

/* Its weight among all: its group's if it has one. */
static u64 outer_weight(const struct oracle *o, const struct proc *p)
{
	if (!p->group)
		return weight(o, p);
	return p->attr.shares ? p->attr.shares : 1024;
}

/* And its virtual runtime there. */
static s64 outer(const struct oracle *o, const struct proc *p)
{
	return p->group ? o_queue(o, p)->groups[p->group].vruntime :
			  p->vruntime;
}

/* Of those that it is compared with first of all. */
s64 fair_floor(const struct queue *q, const struct proc *p)
{
	return p->group ? q->groups[p->group].floor : q->floor;
}

void fair_begin(struct oracle *o, struct queue *q)
{
	u32 i;

	for (i = 1; i <= SCHEDSIM_MAX_GROUPS; i++)
		q->groups[i].vruntime = -(s64)o->rules.credit;
}

/* Who was not there is not far behind then. */
static void join_group(const struct oracle *o, struct queue *q,
		       const struct proc *p)
{
	struct group *group = &q->groups[p->group];

	if (p->group)
		group->vruntime = max(group->vruntime,
				      q->floor - (s64)o->rules.credit);
}

/* Its distance to others is as it was; no less than anybody can have who waits. */
static void move_to(const struct oracle *o, struct proc *p, s64 from, s64 to)
{
	s64 ahead = p->vruntime - from;

	p->vruntime = to;
	if (ahead > 0)
		o_add_vruntime(o, p, ahead);
	else
		p->vruntime = max(p->vruntime + ahead, -(s64)o->rules.credit);
}

void fair_migrate(struct oracle *o, struct queue *from, struct queue *to,
		  struct proc *p)
{
	move_to(o, p, fair_floor(from, p), fair_floor(to, p));
	join_group(o, to, p);
}

/* Both wait in one queue. */
bool fair_better(const struct oracle *o, const struct proc *a,
		 const struct proc *b)
{
	s64 of_a = outer(o, a), of_b = outer(o, b);

	if (a->group != b->group)
		return of_a == of_b ? a->group < b->group : of_a < of_b;
	return a->vruntime == b->vruntime ? a->order < b->order :
					    a->vruntime < b->vruntime;
}

/* It waits. Whoever slept is not far behind. */
void fair_queue(const struct oracle *o, struct proc *p, bool woken, bool goes_on)
{
	struct queue *q = o_queue(o, p);

	if (!goes_on)
		q->queued = o->now;
	join_group(o, q, p);
	if (!woken)
		return;
	p->woken = o->now;
	p->vruntime = max(p->vruntime,
			  fair_floor(q, p) - (s64)o->rules.credit);
}

/*
 * Must @curr make room at this moment? @best has just woken up, or runs, too, and
 * the question is which of them has to.
 */
bool fair_preempts(const struct oracle *o, const struct proc *best,
		   const struct proc *curr)
{
	bool idle = curr->pub.effective_class == SCHEDSIM_CLASS_IDLE;
	bool same = best->group == curr->group;
	s64 his = same ? best->vruntime : outer(o, best);
	s64 mine = same ? curr->vruntime : outer(o, curr), least;

	/* One of two that run comes first. */
	if (his == mine && best->pub.state != SCHEDSIM_STATE_READY)
		mine += best->group < curr->group;
	if (his > mine)
		return false;
	switch (best->pub.effective_class) {
	case SCHEDSIM_CLASS_IDLE:
		return false;
	case SCHEDSIM_CLASS_BATCH:
		if (!idle && best->pub.state == SCHEDSIM_STATE_READY)
			return false;
	}
	if (idle && his == mine && curr->picked == o->now)
		return false;
	if (idle)
		return o_queue(o, curr)->queued == o->now;
	if (best->pub.state != SCHEDSIM_STATE_READY)
		return his < mine;
	least = o->rules.granularity * 1024 /
		(same ? weight(o, best) : outer_weight(o, best));
	return best->woken == o->now && mine >= his + least + 1;
}

static void charge_group(const struct oracle *o, struct group *group,
			 const struct proc *p, u64 ran)
{
	u64 each = (1024ULL << 32) / outer_weight(o, p), now;
	s64 most = S64_MAX - (s64)o->rules.credit;

	for (; ran; ran -= now) {
		now = min(ran, 1ULL << 22);
		group->part += now * each;
		group->vruntime = group->vruntime > most - (s64)(group->part >> 32) ?
				  most : group->vruntime + (s64)(group->part >> 32);
		group->part &= 0xffffffff;
	}
}

/* It has @more virtual runtime, or as much as anybody has, who began with nothing. */
void o_add_vruntime(const struct oracle *o, struct proc *p, u64 more)
{
	s64 most = S64_MAX - (s64)o->rules.credit;

	if (more > (u64)most - (u64)p->vruntime)
		p->vruntime = most;
	else
		p->vruntime += more;
}

/* Part by part, for 1024 times a long time is longer than 64 bits. */
void fair_charge(struct oracle *o, struct queue *q, struct proc *p, u64 ran)
{
	u64 part, sum, total = ran;
	u32 by = weight(o, p);

	for (; ran; ran -= part) {
		part = min(ran, 1ULL << 50);
		sum = part * 1024;
		/* What is left of another weight's division is less than 1 ns. */
		if (by != 1024) {
			sum += min(p->rest, by - 1);
			p->rest = sum % by;
		}
		o_add_vruntime(o, p, sum / by);
	}
	if (p->group)
		charge_group(o, &q->groups[p->group], p, total);
	o_raise_floor(o, q, p);
}

u64 o_tickets(u32 tickets, s32 nice)
{
	return tickets ? tickets : weights[nice + 20];
}

static u64 tickets(const struct proc *p)
{
	return o_tickets(p->pub.effective_tickets, p->pub.effective_nice);
}

static bool runs_from(const struct oracle *o, const struct proc *p,
		      const struct queue *q)
{
	const struct vcpu *v = &o->vcpus[p->pub.vcpu];

	return v->curr == p && v->queue == q;
}

/* All that wait in the queue or run from it take part. */
void stride_charge(struct oracle *o, struct queue *q, struct proc *p, u64 ran)
{
	u64 all = 0, sum;
	struct proc *other;

	for (other = o_next_proc(o, NULL); other; other = o_next_proc(o, other))
		if (o_waits_in(o, other, q) || runs_from(o, other, q))
			all += tickets(other);
	sum = ran * 128 + min(p->rest, tickets(p) - 1);
	p->vruntime += sum / tickets(p);
	p->rest = sum % tickets(p);
	sum = ran * 128 + min(q->pass_rest, all - 1);
	q->pass += sum / all;
	q->pass_rest = sum % all;
}

/*
 * The floor is the least virtual runtime of all here, and it only rises. To be
 * called when @p runs, has run, or waits from now on.
 */
void o_raise_floor(struct oracle *o, struct queue *q, const struct proc *p)
{
	s64 least = S64_MAX, least_inside = S64_MAX;
	u32 group = p->group;

	if (!o_is_fair(o, p))
		return;
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		if ((!o_waits_in(o, p, q) && !runs_from(o, p, q)) ||
		    !o_is_fair(o, p))
			continue;
		least = min(least, outer(o, p));
		if (p->group == group)
			least_inside = min(least_inside, p->vruntime);
	}
	if (least != S64_MAX && least > q->floor)
		q->floor = least;
	if (group && least_inside != S64_MAX &&
	    least_inside > q->groups[group].floor)
		q->groups[group].floor = least_inside;
}

/* It was of group @before until now. It waits anew if it does. */
static void regroup(struct oracle *o, struct queue *q, struct proc *p,
		    u32 before)
{
	s64 was = before ? q->groups[before].floor : q->floor;

	if (p->group == before)
		return;
	move_to(o, p, was, fair_floor(q, p));
	join_group(o, q, p);
	if (p->pub.state == SCHEDSIM_STATE_READY && o_is_fair(o, p))
		p->order = ++o->orders;
}

/* stride: from now on it takes part ... */
void stride_begin(struct queue *q, struct proc *p)
{
	s64 ahead = 128 * p->remain / (s64)tickets(p);

	p->vruntime = ahead < 0 && -ahead > q->pass ? 0 : q->pass + ahead;
}

/* ... or does not. */
void stride_end(struct queue *q, struct proc *p, u64 tickets)
{
	s64 ahead = p->vruntime - q->pass;

	p->remain = ahead * (s64)tickets / 128;
}

/*
 * It had @before until now. How far it is ahead is time that it used too much,
 * which is as much as before, and therefore less, or more, in virtual time.
 */
void o_reweigh(struct oracle *o, struct proc *p, const struct eff *before)
{
	bool fair = o->rules.policy == FAIR || o->rules.policy == LINUX;
	struct queue *q = o_queue(o, p);
	u64 was = weight_of(o, before->sched_class, before->nice), ahead;
	u64 is = weight(o, p);
	s64 floor = before->group ? q->groups[before->group].floor : q->floor;

	if (p->joined != o->nth_policy)
		return;
	if (o->rules.policy == EEVDF && is != was)
		o_eevdf_reweigh(o, p, was, is);
	if (fair && is != was && p->vruntime > floor) {
		ahead = p->vruntime - floor;
		p->vruntime = floor;
		/* Far too much, where it would not fit. */
		o_add_vruntime(o, p, ahead < NEVER / was ? ahead * was / is :
							   ahead / is * was);
	}
	if (fair)
		regroup(o, q, p, before->group);
	/* Who was above the fair ones has not waited among them. */
	if (o->rules.policy == LINUX && o_is_fair(o, p) &&
	    (before->sched_class == SCHEDSIM_CLASS_DEADLINE ||
	     before->sched_class == SCHEDSIM_CLASS_FIFO ||
	     before->sched_class == SCHEDSIM_CLASS_RR)) {
		p->vruntime = max(p->vruntime, fair_floor(q, p));
		join_group(o, q, p);
	}
	was = o_tickets(before->tickets, before->nice);
	if (o->rules.policy == STRIDE && runs_from(o, p, q) &&
	    was != tickets(p)) {
		stride_end(q, p, was);
		stride_begin(q, p);
	}
}

/* splitmix64 */
static u64 mix(u64 z)
{
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

void lottery_begin(struct oracle *o, struct queue *q)
{
	q->random = mix(o->seed + mix(q->first + 1));
	q->nr_lots = 0;
}

void lottery_add(struct queue *q, struct proc *p)
{
	p->lot = q->nr_lots++;
}

static struct proc *with_lot(const struct oracle *o, const struct queue *q,
			     u32 lot)
{
	struct proc *p = NULL;

	do
		p = o_next_proc(o, p);
	while (!o_waits_in(o, p, q) || p->lot != lot);
	return p;
}

/* The last one takes its place. */
void lottery_remove(const struct oracle *o, struct queue *q, struct proc *p)
{
	with_lot(o, q, --q->nr_lots)->lot = p->lot;
}

static struct proc *draw(const struct oracle *o, struct queue *q)
{
	u64 all = 0, ticket;
	u32 i;

	for (i = 0; i < q->nr_lots; i++)
		all += tickets(with_lot(o, q, i));
	q->random += 0x9e3779b97f4a7c15ULL;
	ticket = mix(q->random) % all;
	for (i = 0; ticket >= tickets(with_lot(o, q, i)); i++)
		ticket -= tickets(with_lot(o, q, i));
	return with_lot(o, q, i);
}

/* Those that may not run at @v have drawn in vain; luck may not help. */
struct proc *lottery_draw(struct oracle *o, struct queue *q, struct vcpu *v)
{
	struct proc *winner;
	u32 i;

	for (i = 0; i < 64; i++) {
		winner = draw(o, q);
		if (o_allowed(winner, v->pub.id))
			return winner;
	}
	return o_best_for(o, q, v);
}
