// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: who waits where, may run where, and is next.
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

/* The vCPU of @q after @v, or the first. */
struct vcpu *o_next_vcpu(struct oracle *o, const struct queue *q,
			 const struct vcpu *v)
{
	u32 id = v ? v->pub.id + 1 : q->first;

	while (id < o->nr_vcpus && o->vcpus[id].queue != q)
		id++;
	return id < o->nr_vcpus ? &o->vcpus[id] : NULL;
}

/* Where it waits, or would. */
struct queue *o_queue(const struct oracle *o, const struct proc *p)
{
	return o->vcpus[p->pub.vcpu].queue;
}

bool o_waits_in(const struct oracle *o, const struct proc *p,
		const struct queue *q)
{
	return p->pub.state == SCHEDSIM_STATE_READY && !p->moving && !p->throttled &&
	       o_queue(o, p) == q;
}

/* Those whose vCPU it is. */
u32 o_count_ready(const struct oracle *o, const struct vcpu *v)
{
	struct proc *p;
	u32 nr = 0;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		nr += p->pub.state == SCHEDSIM_STATE_READY &&
		      p->pub.vcpu == v->pub.id;
	return nr;
}

u32 o_count_waiting(const struct oracle *o, const struct queue *q)
{
	struct proc *p;
	u32 nr = 0;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		nr += o_waits_in(o, p, q);
	return nr;
}

bool o_allowed(const struct proc *p, u32 vcpu)
{
	u32 i;

	for (i = 0; i < SCHEDSIM_MAX_VCPUS; i++)
		if (p->attr.affinity[i / 64] & 1ULL << i % 64)
			return p->attr.affinity[vcpu / 64] & 1ULL << vcpu % 64;
	return true;
}

/* At any vCPU of it? */
bool o_allowed_in(const struct oracle *o, const struct proc *p,
		  const struct queue *q)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++)
		if (o->vcpus[i].queue == q && o_allowed(p, i))
			return true;
	return false;
}

static bool runs_somewhere(const struct oracle *o, const struct proc *p,
			   const struct queue *q)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++)
		if ((!q || o->vcpus[i].queue == q) && !o->vcpus[i].offline &&
		    o_allowed(p, i))
			return true;
	return false;
}

/* It waits, and all vCPUs that it is allowed are offline. */
bool o_is_stranded(const struct oracle *o, const struct proc *p)
{
	return p->pub.state == SCHEDSIM_STATE_READY && !runs_somewhere(o, p, NULL);
}

/* Where it can run, or, if it can nowhere, where it might. */
bool o_may_wait_in(const struct oracle *o, const struct proc *p,
		   const struct queue *q)
{
	if (runs_somewhere(o, p, NULL))
		return runs_somewhere(o, p, q);
	return o_allowed_in(o, p, q);
}

/* The best of those that wait in @q and may be next at @v, or of some of them. */
struct proc *o_best_of(const struct oracle *o, const struct queue *q,
		       const struct vcpu *v,
		       bool (*of)(const struct oracle *o, const struct proc *p))
{
	struct proc *p, *best = NULL;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (o_waits_in(o, p, q) && o_allowed(p, v->pub.id) &&
		    (!of || of(o, p)) && (!best || o_better(o, p, best)))
			best = p;
	return best;
}

/* Who of @q is next at @v, which need not be of it. */
struct proc *o_best_for(const struct oracle *o, const struct queue *q,
			const struct vcpu *v)
{
	if (o->rules.policy == EEVDF)
		return o_eevdf_first(o, q, v);
	return o->rules.policy == LINUX ? o_linux_first(o, q, v) :
					  o_best_of(o, q, v, NULL);
}

struct proc *o_best_ready(const struct oracle *o, const struct vcpu *v)
{
	return o_best_for(o, v->queue, v);
}

/* Must the running process give way at once? */
bool o_best_preempts(const struct oracle *o, const struct vcpu *v)
{
	const struct proc *best = o_best_ready(o, v);

	return v->curr && best && o_preempts(o, best, v->curr);
}

static struct vcpu *least_loaded(struct oracle *o, const struct proc *p,
				 bool offline)
{
	struct vcpu *best = NULL;
	u32 i, load, least = ~0U;

	for (i = 0; i < o->nr_vcpus; i++) {
		load = o_count_ready(o, &o->vcpus[i]) + !!o->vcpus[i].curr;
		if (load < least && o_allowed(p, i) &&
		    o->vcpus[i].offline == offline) {
			least = load;
			best = &o->vcpus[i];
		}
	}
	return best;
}

struct vcpu *o_place(struct oracle *o, const struct proc *p)
{
	return least_loaded(o, p, false) ?: least_loaded(o, p, true);
}
