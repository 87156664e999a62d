// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: slices. How much of its slice a process has used is counted in CPU
 * time; while nobody could follow it, slices end unseen.
 */
#include "oracle_types.h"

/* The first multiple of the quantum after its slice began that is not before @least. */
static u64 multiple(const struct oracle *o, const struct vcpu *v, u64 least)
{
	u64 end = 0;

	while (end <= v->run_start || end <= v->slice_began || end < least)
		end += o->quantum;
	return end;
}

/*
 * The first that is not over. One that is just now, and that nobody watched for, is
 * over if ends come first.
 */
static u64 aligned_end(const struct oracle *o, const struct vcpu *v)
{
	return multiple(o, v, o->now + (o->expiry_first && !v->contended));
}

/* If it is watched for. */
u64 o_slice_end(const struct oracle *o, const struct vcpu *v)
{
	u64 slice = o_slice(o, v->curr), used = v->curr->slice_used;

	if (o->rules.aligned)
		return v->aligned_end;
	if (o_served(o, v->curr))
		return max(o->now, v->run_start) + slice;
	return max(o->now, v->run_start) + (used < slice ? slice - used : 0);
}

/* Forget the slices that have ended unseen. */
void o_renew_slice(struct oracle *o, struct vcpu *v)
{
	struct proc *p = v->curr;
	u64 slice;

	if (!p || v->contended || v->endless)
		return;
	if (o->rules.policy == MLFQ) {
		if (o->expiry_first || o->now)
			mlfq_pass(o, v, p, v->queue->boosted,
				  o->now - !o->expiry_first);
		return;
	}
	if (o->rules.policy == EEVDF) {
		o_eevdf_catch_up(o, p);
		return;
	}
	slice = o_slice(o, p);
	while (p->slice_used > slice ||
	       (p->slice_used == slice && o->expiry_first))
		p->slice_used -= slice;
}

/* A slice begins, of which a part may have been used, and none has ended yet. */
void o_begin_slice(struct oracle *o, struct vcpu *v)
{
	if (v->curr)
		cbs_look(o, v->curr);
	v->endless = !v->curr || o_slice(o, v->curr) == NEVER;
	v->contended = true;
	v->slice_began = o->now;
	v->aligned_end = multiple(o, v, o->now);
}

/*
 * To be called when who runs, its attributes, who waits or the quantum has
 * changed.
 */
void o_look(struct oracle *o, struct vcpu *v)
{
	bool was_endless = v->endless, contended;

	v->endless = !v->curr || o_slice(o, v->curr) == NEVER;
	if (was_endless && !v->endless)
		v->curr->slice_used = 0;
	contended = !v->endless && o_contended(o, v);
	if (contended && !v->contended) {
		o_renew_slice(o, v);
		v->aligned_end = aligned_end(o, v);
	}
	v->contended = contended;
}

/* The same, when the quantum has changed. */
void o_look_at_quantum(struct oracle *o, struct vcpu *v)
{
	if (v->contended)
		v->aligned_end = aligned_end(o, v);
	o_look(o, v);
}
