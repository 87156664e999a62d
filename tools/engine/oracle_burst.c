// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: how long bursts are known or guessed to be, and policies that go by
 * that: sjf, srtf, hrrn, lrtf.
 */
#include "oracle_types.h"

/* How long it is known to run: RUN after RUN, with what takes no time between. */
u64 o_burst_length(const struct proc *p)
{
	u64 length = p->left, back;
	u32 pc = p->pc, i, loops = 0;

	if (p->for_ever)
		return NEVER;
	for (i = 0; i < 16 && pc < p->nr_ops; i++) {
		const struct schedsim_op *op = &p->ops[pc];

		back = op->value ? op->value - 1 - p->count[pc] : NEVER;
		pc++;
		if (op->code == SCHEDSIM_OP_RUN)
			length += op->value;
		else if (op->code == SCHEDSIM_OP_LOOP && ++loops == 2)
			break;
		else if (op->code == SCHEDSIM_OP_LOOP && back)
			pc = op->arg;
		else if (op->code != SCHEDSIM_OP_LOOP &&
			 (op->code < SCHEDSIM_OP_LOCK ||
			  op->code == SCHEDSIM_OP_WAIT ||
			  op->code == SCHEDSIM_OP_BARRIER ||
			  op->code == SCHEDSIM_OP_SEM_WAIT))
			break;
	}
	return length;
}

/* How much longer it runs, as is known or guessed. */
u64 o_expected(const struct oracle *o, const struct proc *p)
{
	if (!o->rules.guess)
		return o_burst_length(p);
	return p->ran < p->guess ? p->guess - p->ran : 0;
}

/* It gives up the vCPU: guess how long it runs the next time. */
void o_end_burst(const struct oracle *o, struct proc *p)
{
	u64 old = (100 - o->rules.alpha) * p->guess;

	if (p->ran)
		p->guess = (o->rules.alpha * p->ran + old) / 100;
	p->ran = 0;
}

/* Is a / b more than c / d? By their whole parts, then those of what is left. */
static bool more(u64 a, u64 b, u64 c, u64 d)
{
	if (a / b != c / d)
		return a / b > c / d;
	if (!(a % b) || !(c % d))
		return a % b;
	return more(d, c % d, b, a % b);
}

/* The one queued next behind @p of those that wait with it. */
static struct proc *behind(const struct oracle *o, const struct proc *p)
{
	struct proc *next = NULL, *other;

	for (other = o_next_proc(o, NULL); other; other = o_next_proc(o, other))
		if (o_waits_in(o, other, o_queue(o, p)) &&
		    other->order > p->order &&
		    (!next || other->order < next->order))
			next = other;
	return next;
}

/* Of 64, from the first on that may run here; others count, too. */
struct proc *o_highest_ratio(const struct oracle *o, const struct queue *q,
			     const struct vcpu *v)
{
	struct proc *best = o_best_for(o, q, v), *p = best;
	u64 length, of_best;
	u32 i;

	for (i = 1; i < 64 && (p = behind(o, p)); i++) {
		length = max(1ULL, o_burst_length(p));
		of_best = max(1ULL, o_burst_length(best));
		if (o_allowed(p, v->pub.id) &&
		    more(o->now - p->waits_since, length,
			 o->now - best->waits_since, of_best))
			best = p;
	}
	return best;
}
