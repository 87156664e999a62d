// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: policies that share in proportion: fair and linux, stride, lottery.
 */
#include <assert.h>

#include "oracle_types.h"

static const u32 weights[] = {
	88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
	9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
	1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
	110, 87, 70, 56, 45, 36, 29, 23, 18, 15,
};

static void charge_fair(struct proc *p, u64 ran)
{
	u32 weight = weights[p->pub.effective_nice + 20];
	u64 sum = ran * 1024;

	/* What is left of another weight's division is less than 1 ns. */
	if (weight != 1024) {
		sum += min(p->rest, weight - 1);
		p->rest = sum % weight;
	}
	p->pub.vruntime_ns += sum / weight;
}

u64 o_tickets(u32 tickets, s32 nice)
{
	return tickets ? tickets : weights[nice + 20];
}

static u64 tickets(const struct proc *p)
{
	return o_tickets(p->pub.effective_tickets, p->pub.effective_nice);
}

static void charge_stride(struct oracle *o, struct vcpu *v, struct proc *p,
			  u64 ran)
{
	u64 all = tickets(p), sum;
	struct proc *q;

	for (q = o_next_proc(o, NULL); q; q = o_next_proc(o, q))
		if (o_is_ready_at(q, v))
			all += tickets(q);
	sum = ran * 128 + min(p->rest, tickets(p) - 1);
	p->pub.vruntime_ns += sum / tickets(p);
	p->rest = sum % tickets(p);
	sum = ran * 128 + min(v->pass_rest, all - 1);
	v->pass += sum / all;
	v->pass_rest = sum % all;
}

void o_charge(struct oracle *o, struct vcpu *v, struct proc *p, u64 ran)
{
	if (o_is_fair(o, p))
		charge_fair(p, ran);
	if (o->rules.policy == STRIDE)
		charge_stride(o, v, p, ran);
}

/*
 * The floor is the least virtual runtime of all here, and it only rises. To be
 * called when @p runs, has run, or waits from now on.
 */
void o_raise_floor(struct oracle *o, struct vcpu *v, const struct proc *p)
{
	u64 least = NEVER;

	if (!o_is_fair(o, p))
		return;
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if ((o_is_ready_at(p, v) || v->curr == p) && o_is_fair(o, p))
			least = min(least, p->pub.vruntime_ns);
	if (least != NEVER && least > v->floor)
		v->floor = least;
}

/* stride: from now on it takes part ... */
void stride_begin(struct vcpu *v, struct proc *p)
{
	s64 ahead = 128 * p->remain / (s64)tickets(p);

	p->pub.vruntime_ns = ahead < 0 && -ahead > v->pass ? 0 : v->pass + ahead;
}

/* ... or does not. */
void stride_end(struct vcpu *v, struct proc *p, u64 tickets)
{
	s64 ahead = p->pub.vruntime_ns - v->pass;

	p->remain = ahead * (s64)tickets / 128;
}

/*
 * It had @before until now. How far it is ahead is time that it used too much,
 * which is as much as before, and therefore less, or more, in virtual time.
 */
void o_reweigh(const struct oracle *o, struct vcpu *v, struct proc *p,
	       const struct eff *before)
{
	bool fair = o->rules.policy == FAIR || o->rules.policy == LINUX;
	u64 was = weights[before->nice + 20], ahead;
	u64 is = weights[p->pub.effective_nice + 20];

	if (p->joined != o->nth_policy)
		return;
	if (fair && is != was && p->pub.vruntime_ns > v->floor) {
		ahead = p->pub.vruntime_ns - v->floor;
		assert(ahead < NEVER / was);
		p->pub.vruntime_ns = v->floor + ahead * was / is;
	}
	was = o_tickets(before->tickets, before->nice);
	if (o->rules.policy == STRIDE && v->curr == p && was != tickets(p)) {
		stride_end(v, p, was);
		stride_begin(v, p);
	}
}

/* splitmix64 */
static u64 mix(u64 z)
{
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

void lottery_begin(struct oracle *o, struct vcpu *v)
{
	v->random = mix(o->seed + mix(v->pub.id + 1));
	v->nr_places = 0;
}

/* The last one takes its place. */
void lottery_leave(struct vcpu *v, struct proc *p)
{
	u32 i = 0;

	while (v->places[i] != p)
		i++;
	v->places[i] = v->places[--v->nr_places];
}

struct proc *lottery_draw(struct vcpu *v)
{
	struct proc *winner;
	u64 all = 0, lot;
	u32 i;

	for (i = 0; i < v->nr_places; i++)
		all += tickets(v->places[i]);
	v->random += 0x9e3779b97f4a7c15ULL;
	lot = mix(v->random) % all;
	for (i = 0; lot >= tickets(v->places[i]); i++)
		lot -= tickets(v->places[i]);
	winner = v->places[i];
	lottery_leave(v, winner);
	return winner;
}
