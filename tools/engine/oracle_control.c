// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: what is done to it, and what it reports.
 */
#include <assert.h>
#include <stdlib.h>

#include "oracle_types.h"

struct oracle *oracle_new(const struct schedsim_config *config,
			  void (*on_event)(void *private,
					   const struct sim_event *event),
			  void *private)
{
	const struct schedsim_vcpu_desc *descs;
	struct oracle *o = calloc(1, sizeof(*o));
	u32 i;

	if (!o)
		abort();
	o->rules = o_rules(config->policy, (void *)(uintptr_t)config->params,
			   config->nr_params);
	o->nth_policy = 1;
	o->nr_vcpus = config->nr_vcpus;
	o->quantum = config->quantum_ns;
	o->seed = config->seed;
	o->cost = config->switch_cost_ns;
	o->cache_size = config->cache_size;
	o->cache_rate = config->cache_rate;
	o->cache_warmup = config->cache_warmup_ns;
	memcpy(o->migration, config->migration_ns, sizeof(o->migration));
	o->unit = config->unit_ns;
	o->peek = config->peek_ns;
	o->parts = config->balancing_parts;
	o->defects = config->balancing_defects;
	o->interval = config->balancing_interval_ns;
	o->percent = config->balancing_pct;
	o->expiry_first = config->tie == SCHEDSIM_TIE_EXPIRY_FIRST;
	o_adapt_init(o, config);
	o->on_event = on_event;
	o->private = private;
	o->pub.digest = SIM_DIGEST_SEED;
	descs = (void *)(uintptr_t)config->vcpus;
	for (i = 0; i < o->nr_vcpus; i++) {
		o->vcpus[i].pub.id = i;
		if (i < config->nr_vcpu_descs)
			o->vcpus[i].desc = descs[i];
	}
	o_begin_queues(o);
	return o;
}

void oracle_free(struct oracle *o)
{
	u32 id;

	for (id = 0; id <= ORACLE_MAX_ID; id++)
		free(o->procs[id]);
	free(o);
}

/* It gets the next id from 1 on, which programs name as one less. */
void oracle_object(struct oracle *o, const struct schedsim_object *from)
{
	const struct schedsim_attr *attr = (void *)(uintptr_t)from->attr;
	struct object *object = &o->objects[o->nr_objects++];

	assert(o->nr_objects <= ORACLE_MAX_OBJECTS);
	object->pub = *from;
	object->pub.id = o->nr_objects;
	if (attr)
		object->attr = *attr;
	object->pub.attr = 0;
	object->pub.attr_size = 0;
}

/* @entry's operations must stay where they are. */
void oracle_spawn(struct oracle *o, u32 id,
		  const struct schedsim_spawn_entry *entry)
{
	const struct schedsim_attr *attr = (void *)(uintptr_t)entry->attr;
	struct proc *p = calloc(1, sizeof(*p));
	struct eff own;
	u32 i;

	if (!p)
		abort();
	assert(id <= ORACLE_MAX_ID && !o->procs[id]);
	assert(entry->nr_ops <= ORACLE_MAX_OPS);
	o->procs[id] = p;
	o->max_id = max(o->max_id, id);
	p->pub.id = id;
	p->pub.nr_ops = entry->nr_ops;
	if (attr)
		p->attr = *attr;
	memcpy(p->pub.name, entry->name, sizeof(p->pub.name));
	p->pub.state = SCHEDSIM_STATE_NEW;
	p->pub.lateness_max_ns = S64_MIN;
	p->pub.arrival_ns = entry->fork ? NEVER : o->now + entry->delay_ns;
	p->delay = entry->delay_ns;
	p->begins = o->now + entry->delay_ns;
	p->fork = entry->fork ? &o->objects[entry->fork - 1] : NULL;
	p->pub.first_run_ns = NEVER;
	p->pub.finish_ns = NEVER;
	p->when = p->pub.arrival_ns;
	p->ops = (void *)(uintptr_t)entry->ops;
	p->nr_ops = entry->nr_ops;
	p->for_ever = !entry->nr_ops;
	p->pub.serial = ++o->serials;
	for (i = 0; i < SCHEDSIM_MAX_TIMERS; i++)
		p->timer[i] = p->pub.arrival_ns;
	own = o_own(p);
	o_set_eff(p, &own);
}

void oracle_kill(struct oracle *o, u32 id)
{
	struct proc *p = o->procs[id];
	struct vcpu *v = &o->vcpus[p->pub.vcpu];
	struct eff own = o_own(p);

	if (p->pub.state == SCHEDSIM_STATE_READY)
		o_dequeue(o, p);
	if (p->pub.state == SCHEDSIM_STATE_BLOCKED)
		o_stop_waiting(o, p);
	o_finish(o, p, true);
	if (v->curr == p) {
		o_leave(o, v);
		v->forced = true;
	}
	o_abandon(o, p);
	o_set_eff(p, &own);
	oracle_settle(o);
}

void oracle_reap(struct oracle *o, u32 id)
{
	cbs_reap(o, o->procs[id]);
	free(o->procs[id]);
	o->procs[id] = NULL;
}

void oracle_yield(struct oracle *o, u32 id)
{
	struct vcpu *v = &o->vcpus[o->procs[id]->pub.vcpu];

	o_yield(o, v);
	v->forced = true;
	oracle_settle(o);
}

void oracle_trigger(struct oracle *o, u32 vcpu)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++) {
		if (vcpu != i && vcpu != SCHEDSIM_ALL_VCPUS)
			continue;
		if (o->vcpus[i].curr)
			o_put_back(o, &o->vcpus[i], EXPIRED);
		o->vcpus[i].forced = true;
		o->vcpus[i].resched = true;
	}
	o_emit(o, SIM_EVENT_TRIGGER, 0, 0, NULL, vcpu);
	oracle_settle(o);
}

static void move_all(struct oracle *o)
{
	struct proc *p;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		if (p->pub.state != SCHEDSIM_STATE_READY ||
		    o_may_wait_in(o, p, o_queue(o, p)))
			continue;
		o_dequeue(o, p);
		o_move(o, p);
		o_enqueue(o, p, MIGRATED);
	}
}

/* Whoever runs there leaves; then all that wait go where they can run, if they can. */
void oracle_set_online(struct oracle *o, u32 vcpu, bool online)
{
	struct vcpu *v = &o->vcpus[vcpu];
	struct proc *p = v->curr;

	if (v->offline != online)
		return;
	v->offline = !online;
	o->came_back |= online;
	v->pub.flags = online ? 0 : SCHEDSIM_VCPU_OFFLINE;
	v->lost = NULL;
	o_emit(o, SIM_EVENT_ONLINE, online, vcpu, NULL, 0);
	if (p) {
		o_evict(o, v);
		if (!o_may_wait_in(o, p, v->queue))
			o_move(o, p);
		o_enqueue(o, p, MIGRATED);
	}
	v->resched = true;
	o_adapt_begin(o);
	move_all(o);
	oracle_settle(o);
}

/* It must not run there any more, or wait in that run queue. */
static void must_go(struct oracle *o, struct proc *p, const struct eff *after)
{
	struct vcpu *v = &o->vcpus[p->pub.vcpu];
	struct eff before = o_eff(p);

	if (v->curr != p)
		o_dequeue(o, p);
	o_set_eff(p, after);
	o_reweigh(o, p, &before);
	if (v->curr == p)
		o_evict(o, v);
	if (!o_may_wait_in(o, p, v->queue))
		o_move(o, p);
	o_enqueue(o, p, MIGRATED);
}

/* By periods and deadlines of jobs, or of servers? */
static bool goes_by_jobs(const struct oracle *o, const struct proc *p)
{
	return (o->rules.policy >= EDF && o->rules.policy <= LLF) ||
	       (o->rules.policy == LINUX && o_is_deadline(p));
}

void o_set_attr(struct oracle *o, struct proc *p,
		const struct schedsim_attr *attr)
{
	struct vcpu *v = &o->vcpus[p->pub.vcpu];
	bool waits = p->pub.state == SCHEDSIM_STATE_READY;
	bool jobs = waits && goes_by_jobs(o, p) &&
		    (attr->deadline_ns != p->attr.deadline_ns ||
		     attr->period_ns != p->attr.period_ns ||
		     (attr->sched_class != p->attr.sched_class &&
		      (attr->sched_class == SCHEDSIM_CLASS_DEADLINE ||
		       p->attr.sched_class == SCHEDSIM_CLASS_DEADLINE)));
	struct eff after;

	if (v->curr == p)
		o_renew_slice(o, v);
	p->attr = *attr;
	if (v->curr == p)
		cbs_look(o, p);
	after = o_derive(o, p);
	if ((v->curr == p && !o_allowed(p, v->pub.id)) ||
	    (waits && !o_may_wait_in(o, p, v->queue))) {
		must_go(o, p, &after);
	} else {
		/* Others may take it now, or not any more. */
		if (waits)
			o_look_all(o, v->queue);
		o_change_eff(o, p, &after);
	}
	if (jobs && goes_by_jobs(o, p)) {
		o_dequeue(o, p);
		o_enqueue(o, p, RAISED);
	}
	if (p->waits && p->waits->owner)
		o_inherit(o, p->waits->owner, p->waits);
}

void oracle_set_attr(struct oracle *o, u32 id, const struct schedsim_attr *attr)
{
	o_set_attr(o, o->procs[id], attr);
	oracle_settle(o);
}

void oracle_set_tie(struct oracle *o, u32 tie)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++)
		o_renew_slice(o, &o->vcpus[i]);
	o->expiry_first = tie == SCHEDSIM_TIE_EXPIRY_FIRST;
}

void oracle_pause(struct oracle *o)
{
	if (!o->paused)
		o_emit(o, SIM_EVENT_PAUSE, 0, 0, NULL, 0);
	o->paused = true;
}

void oracle_resume(struct oracle *o)
{
	if (o->paused)
		o_emit(o, SIM_EVENT_RESUME, 0, 0, NULL, 0);
	o->paused = false;
	oracle_settle(o);
}
