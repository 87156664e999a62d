// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: who waits where, and who is next.
 */
#include "oracle_types.h"

void o_emit(struct oracle *o, u8 type, u8 reason, u32 vcpu,
	    const struct proc *p, u64 arg)
{
	struct sim_event event = {
		.time = o->now, .type = type, .reason = reason, .vcpu = vcpu,
		.id = p ? p->pub.id : 0,
		.arg = type < SIM_EVENT_POLICY ? p->pub.cpu_ns : arg,
	};

	o->pub.events++;
	o->pub.digest = sim_digest_event(o->pub.digest, &event);
	o->on_event(o->private, &event);
}

/* The one after @p, or the first, by id. */
struct proc *o_next_proc(const struct oracle *o, const struct proc *p)
{
	u32 id = p ? p->pub.id + 1 : 1;

	while (id <= o->max_id && !o->procs[id])
		id++;
	return id <= o->max_id ? o->procs[id] : NULL;
}

bool o_is_ready_at(const struct proc *p, const struct vcpu *v)
{
	return p->pub.state == SCHEDSIM_STATE_READY && p->pub.vcpu == v->pub.id;
}

u32 o_count_ready(const struct oracle *o, const struct vcpu *v)
{
	struct proc *p;
	u32 nr = 0;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		nr += o_is_ready_at(p, v);
	return nr;
}

struct proc *o_best_ready(const struct oracle *o, const struct vcpu *v)
{
	struct proc *p, *best = NULL;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (o_is_ready_at(p, v) && (!best || o_better(o, p, best)))
			best = p;
	return best;
}

/* The floor of the fair policy: the least of all here, and it only rises. */
void o_raise_floor(struct oracle *o, struct vcpu *v)
{
	u64 least = NEVER;
	struct proc *p;

	if (o->rules.policy != FAIR)
		return;
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (o_is_ready_at(p, v) || v->curr == p)
			least = min(least, p->pub.vruntime_ns);
	if (least != NEVER && least > v->floor)
		v->floor = least;
}

static u64 slice_end(const struct vcpu *v)
{
	return v->slice == NEVER ? NEVER : v->slice_start + v->slice;
}

/* Slices that ended while nobody else could follow were renewed. */
void o_renew_slice(struct oracle *o, struct vcpu *v)
{
	if (!v->curr || v->contended)
		return;
	while (o->expiry_first ? slice_end(v) <= o->now : slice_end(v) < o->now)
		v->slice_start += v->slice;
}

/* How long it is may have changed; a first one begins now. */
void o_update_slice(struct oracle *o, struct vcpu *v)
{
	u64 slice;

	if (!v->curr)
		return;
	slice = o_slice(o, v, v->curr);
	if (v->slice == NEVER && slice != NEVER)
		v->slice_start = max(o->now, v->run_start);
	v->slice = slice;
}

/* To be called when who runs or waits here, or its attributes, have changed. */
void o_look(struct oracle *o, struct vcpu *v)
{
	struct proc *best = o_best_ready(o, v);
	bool contended = v->curr && best && o_contends(o, best, v->curr);

	if (contended)
		o_renew_slice(o, v);
	o_update_slice(o, v);
	v->contended = contended && v->slice != NEVER;
}

void o_join(struct oracle *o, struct vcpu *v, struct proc *p)
{
	if (p->joined == o->nth_policy)
		return;
	p->joined = o->nth_policy;
	if (o->rules.policy == FAIR) {
		p->pub.vruntime_ns = v->floor;
		p->rest = 0;
	}
}

void o_enqueue(struct oracle *o, struct vcpu *v, struct proc *p,
	       enum place place)
{
	o_join(o, v, p);
	p->pub.state = SCHEDSIM_STATE_READY;
	p->order = place == HEAD && o_stays_first(o, p) ? -++o->orders :
							   ++o->orders;
	o_raise_floor(o, v);
	o_look(o, v);
}

/* @p no longer waits; its state is to be changed. */
void o_dequeue(struct oracle *o, struct vcpu *v, struct proc *p)
{
	p->pub.state = SCHEDSIM_STATE_NEW;
	if (v->lost == p)
		v->lost = NULL;
	o_look(o, v);
}

void o_leave(struct oracle *o, struct vcpu *v)
{
	v->curr->slice_used = 0;
	v->curr = NULL;
	o_look(o, v);
}

/* Back into the queue. */
void o_put_back(struct oracle *o, struct vcpu *v, enum place place)
{
	struct proc *p = v->curr;
	u64 used;

	o_renew_slice(o, v);
	used = max(o->now, v->run_start) - v->slice_start;
	o_leave(o, v);
	if (place == HEAD)
		p->slice_used = used;
	o_enqueue(o, v, p, place);
}

void o_put_back_unwilling(struct oracle *o, struct vcpu *v,
			  enum place place)
{
	struct proc *p = v->curr;

	o_put_back(o, v, place);
	v->lost = p;
}

bool o_allowed(const struct proc *p, u32 vcpu)
{
	u32 i;

	for (i = 0; i < SCHEDSIM_MAX_VCPUS; i++)
		if (p->pub.attr.affinity[i / 64] & 1ULL << i % 64)
			return p->pub.attr.affinity[vcpu / 64] &
			       1ULL << vcpu % 64;
	return true;
}

struct vcpu *o_place(struct oracle *o, const struct proc *p)
{
	struct vcpu *best = NULL;
	u32 i, load, least = ~0U;

	for (i = 0; i < o->nr_vcpus; i++) {
		load = o_count_ready(o, &o->vcpus[i]) + !!o->vcpus[i].curr;
		if (load < least && o_allowed(p, i)) {
			least = load;
			best = &o->vcpus[i];
		}
	}
	return best;
}

void o_move(struct oracle *o, struct proc *p)
{
	struct vcpu *from = &o->vcpus[p->pub.vcpu], *to = o_place(o, p);
	u64 ahead = 0;

	if (o->rules.policy == FAIR && p->joined == o->nth_policy) {
		if (p->pub.vruntime_ns > from->floor)
			ahead = p->pub.vruntime_ns - from->floor;
		p->pub.vruntime_ns = to->floor + ahead;
	}
	p->pub.vcpu = to->pub.id;
	p->pub.migrations++;
	o->pub.migrations++;
	o_emit(o, SIM_EVENT_MIGRATE, 0, to->pub.id, p, 0);
}
