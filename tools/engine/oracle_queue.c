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

/* May it be picked there? */
static bool waits_for(const struct oracle *o, const struct proc *p,
		      const struct vcpu *v)
{
	if (o->rules.policy != GLOBAL)
		return o_is_ready_at(p, v);
	return p->pub.state == SCHEDSIM_STATE_READY && o_allowed(p, v->pub.id);
}

struct proc *o_best_ready(const struct oracle *o, const struct vcpu *v)
{
	struct proc *p, *best = NULL;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (waits_for(o, p, v) && (!best || o_better(o, p, best)))
			best = p;
	return best;
}

static u64 slice_end(const struct vcpu *v)
{
	return v->slice == NEVER ? NEVER : v->slice_start + v->slice;
}

static void renew_until(struct oracle *o, struct vcpu *v, u64 end)
{
	if (!v->curr || v->contended || v->slice == NEVER)
		return;
	if (o->rules.policy == MLFQ)
		mlfq_pass(o, v, end);
	while (slice_end(v) <= end) {
		v->slice_start += v->slice;
		if (o->rules.aligned)
			v->slice = o->quantum;
	}
}

/* Slices that ended while nobody else could follow were renewed. */
void o_renew_slice(struct oracle *o, struct vcpu *v)
{
	if (o->expiry_first || o->now)
		renew_until(o, v, o->expiry_first ? o->now : o->now - 1);
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
	bool contended = v->curr && o_contends(o, v);

	if (contended)
		o_renew_slice(o, v);
	o_update_slice(o, v);
	v->contended = contended && v->slice != NEVER;
}

/* The same of all vCPUs that the queue of @v may matter to. */
void o_look_all(struct oracle *o, struct vcpu *v)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++)
		if (o->rules.policy == GLOBAL || v->pub.id == i)
			o_look(o, &o->vcpus[i]);
}

void o_join(struct oracle *o, struct vcpu *v, struct proc *p)
{
	if (p->joined == o->nth_policy)
		return;
	p->joined = o->nth_policy;
	/* Who waits keeps what it has used of a slice, who sleeps does not. */
	if (p->pub.state != SCHEDSIM_STATE_READY)
		p->slice_used = 0;
	o_policy_join(o, v, p);
}

void o_enqueue(struct oracle *o, struct vcpu *v, struct proc *p,
	       enum place place)
{
	o_renew_slice(o, v);
	o_join(o, v, p);
	p->pub.state = SCHEDSIM_STATE_READY;
	o_policy_enqueue(o, v, p, place);
	o_raise_floor(o, v, p);
	o_look_all(o, v);
}

/* @p no longer waits; its state is to be changed. */
void o_dequeue(struct oracle *o, struct vcpu *v, struct proc *p)
{
	o_policy_dequeue(o, v, p);
	p->pub.state = SCHEDSIM_STATE_NEW;
	if (v->lost == p)
		v->lost = NULL;
	o_look_all(o, v);
}

static void take_off(struct oracle *o, struct vcpu *v, u64 used)
{
	v->curr->slice_used = used;
	v->curr = NULL;
	o_look(o, v);
}

static u64 used_of_slice(const struct oracle *o, const struct vcpu *v)
{
	return max(o->now, v->run_start) - v->slice_start;
}

/* It gives up the vCPU by itself; a slice that ends just now was the last. */
static void give_up(struct oracle *o, struct vcpu *v)
{
	u64 used = 0;

	if (o->rules.policy == MLFQ) {
		if (o->now)
			renew_until(o, v, o->now - 1);
		used = mlfq_keep(o, v, v->curr, used_of_slice(o, v));
	}
	take_off(o, v, used);
}

void o_leave(struct oracle *o, struct vcpu *v)
{
	o_policy_leave(o, v, v->curr);
	give_up(o, v);
}

/* It would have gone on, but must not stay here: it has used what it has. */
void o_evict(struct oracle *o, struct vcpu *v)
{
	o_policy_leave(o, v, v->curr);
	o_renew_slice(o, v);
	take_off(o, v, used_of_slice(o, v));
}

/* Back into the queue. */
void o_put_back(struct oracle *o, struct vcpu *v, enum place place)
{
	struct proc *p = v->curr;

	if (place == YIELDED) {
		give_up(o, v);
	} else {
		o_renew_slice(o, v);
		take_off(o, v, place == HEAD ? used_of_slice(o, v) : 0);
	}
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

	if (p->joined == o->nth_policy)
		o_policy_migrate(o, from, to, p);
	p->pub.vcpu = to->pub.id;
	p->pub.migrations++;
	o->pub.migrations++;
	o_emit(o, SIM_EVENT_MIGRATE, 0, to->pub.id, p, 0);
}
