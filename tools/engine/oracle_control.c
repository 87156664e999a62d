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
	o->expiry_first = config->tie == SCHEDSIM_TIE_EXPIRY_FIRST;
	o->on_event = on_event;
	o->private = private;
	o->pub.digest = SIM_DIGEST_SEED;
	for (i = 0; i < o->nr_vcpus; i++)
		o->vcpus[i].pub.id = i;
	for (i = 0; i < o->nr_vcpus; i++)
		o_begin_rules(o, &o->vcpus[i]);
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
	assert(o->nr_objects < ORACLE_MAX_OBJECTS);
	o->objects[o->nr_objects].pub = *from;
	o->objects[o->nr_objects].pub.id = o->nr_objects + 1;
	o->nr_objects++;
}

/* @entry's operations must stay where they are. */
void oracle_spawn(struct oracle *o, u32 id,
		  const struct schedsim_spawn_entry *entry)
{
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
	p->pub.attr = entry->attr;
	memcpy(p->pub.name, entry->name, sizeof(p->pub.name));
	p->pub.state = SCHEDSIM_STATE_NEW;
	p->pub.lateness_max_ns = S64_MIN;
	p->pub.arrival_ns = entry->fork ? NEVER : o->now + entry->delay_ns;
	p->delay = entry->delay_ns;
	p->fork = entry->fork ? &o->objects[entry->fork - 1] : NULL;
	p->pub.first_run_ns = NEVER;
	p->pub.finish_ns = NEVER;
	p->when = p->pub.arrival_ns;
	p->ops = (void *)(uintptr_t)entry->ops;
	p->nr_ops = entry->nr_ops;
	p->for_ever = !entry->nr_ops;
	p->serial = ++o->serials;
	for (i = 0; i < SCHEDSIM_MAX_TIMERS; i++)
		p->timer[i] = p->pub.arrival_ns;
	own = o_own(p);
	o_set_eff(p, &own);
}

static void wait_no_more(struct oracle *o, struct proc *p)
{
	struct object *object = p->waits;

	o_end_wait(o, p);
	p->relock = NULL;
	if (object->owner)
		o_inherit(o, object->owner, object);
}

void oracle_kill(struct oracle *o, u32 id)
{
	struct proc *p = o->procs[id];
	struct vcpu *v = &o->vcpus[p->pub.vcpu];
	struct eff own = o_own(p);

	if (p->pub.state == SCHEDSIM_STATE_READY)
		o_dequeue(o, v, p);
	if (p->pub.state == SCHEDSIM_STATE_BLOCKED)
		wait_no_more(o, p);
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
			o_put_back_unwilling(o, &o->vcpus[i], EXPIRED);
		o->vcpus[i].forced = true;
	}
	o_emit(o, SIM_EVENT_TRIGGER, 0, 0, NULL, vcpu);
	oracle_settle(o);
}

void o_set_attr(struct oracle *o, struct proc *p,
		const struct schedsim_attr *attr)
{
	struct vcpu *v = &o->vcpus[p->pub.vcpu];
	bool runs = v->curr == p, stays;
	bool waits = p->pub.state == SCHEDSIM_STATE_READY;
	struct eff before = o_eff(p), after;
	int moves;

	p->pub.attr = *attr;
	stays = o_allowed(p, p->pub.vcpu);
	after = o_derive(o, p);
	moves = !stays ? 1 : o_moves(o, &before, &after);
	if (waits && moves)
		o_dequeue(o, v, p);
	o_set_eff(p, &after);
	o_reweigh(o, v, p, &before);
	if (waits && moves && stays)
		o_enqueue(o, v, p, moves < 0 ? HEAD : TAIL);
	if (runs && stays)
		o_look(o, v);
	/* Others may take it now, or not any more. */
	if (waits && stays && o->rules.policy == GLOBAL)
		o_look_all(o, v);
	if (runs && !stays)
		o_evict(o, v);
	if ((runs || waits) && !stays) {
		o_move(o, p);
		o_enqueue(o, &o->vcpus[p->pub.vcpu], p, TAIL);
	}
	if (p->waits && p->waits->owner)
		o_inherit(o, p->waits->owner, p->waits);
}

void oracle_set_attr(struct oracle *o, u32 id, const struct schedsim_attr *attr)
{
	o_set_attr(o, o->procs[id], attr);
	oracle_settle(o);
}

void oracle_set_quantum(struct oracle *o, u64 quantum_ns)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++)
		o_renew_slice(o, &o->vcpus[i]);
	o->quantum = quantum_ns;
	for (i = 0; i < o->nr_vcpus; i++)
		o_look(o, &o->vcpus[i]);
	o_emit(o, SIM_EVENT_QUANTUM, 0, 0, NULL, quantum_ns);
	oracle_settle(o);
}

void oracle_set_tie(struct oracle *o, u32 tie)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++)
		o_renew_slice(o, &o->vcpus[i]);
	o->expiry_first = tie == SCHEDSIM_TIE_EXPIRY_FIRST;
}

/*
 * Take out all that wait, as if each vCPU picked all it could, one after the
 * other.
 */
static u32 take_out(struct oracle *o, struct proc **queue)
{
	u32 nr = 0, i;

	for (i = 0; i < o->nr_vcpus; i++) {
		while (o_best_ready(o, &o->vcpus[i])) {
			queue[nr] = o_pick(o, &o->vcpus[i]);
			queue[nr++]->pub.state = SCHEDSIM_STATE_NEW;
		}
	}
	return nr;
}

static void put_in(struct oracle *o, struct proc *p)
{
	struct vcpu *v = &o->vcpus[p->pub.vcpu];

	p->pub.state = SCHEDSIM_STATE_READY;
	o_join(o, v, p);
	o_policy_enqueue(o, v, p, TAIL);
}

static void set_rules(struct oracle *o, const struct rules *rules)
{
	struct proc *queue[ORACLE_MAX_ID];
	u32 nr, i;

	for (i = 0; i < o->nr_vcpus; i++)
		o_renew_slice(o, &o->vcpus[i]);
	nr = take_out(o, queue);
	o->rules = *rules;
	for (i = 0; i < o->nr_vcpus; i++) {
		o_begin_rules(o, &o->vcpus[i]);
		if (o->vcpus[i].curr)
			o_join(o, &o->vcpus[i], o->vcpus[i].curr);
	}
	for (i = 0; i < nr; i++)
		put_in(o, queue[i]);
	for (i = 0; i < o->nr_vcpus; i++) {
		o_update_slice(o, &o->vcpus[i]);
		o_look(o, &o->vcpus[i]);
	}
}

void oracle_set_policy(struct oracle *o, const char *name,
		       const struct schedsim_param *params, u32 nr)
{
	struct rules rules = o_rules(name, params, nr);
	u64 letters = 0;
	u32 i;

	o->nth_policy++;
	set_rules(o, &rules);
	for (i = min(strlen(name), 8U); i-- > 0;)
		letters = letters * 256 + name[i];
	o_emit(o, SIM_EVENT_POLICY, 0, 0, NULL, letters);
	oracle_settle(o);
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
