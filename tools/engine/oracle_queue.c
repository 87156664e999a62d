// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: coming into a run queue and out of it, onto a vCPU and off it.
 */
#include "oracle_types.h"

/* To be called when anything about those that wait in @q has changed. */
void o_look_all(struct oracle *o, struct queue *q)
{
	struct vcpu *v;

	for (v = o_next_vcpu(o, q, NULL); v; v = o_next_vcpu(o, q, v)) {
		o_look(o, v);
		if (!v->curr && o_best_ready(o, v))
			v->resched = true;
	}
}

/* Is a decision due there, for who waits, or because who runs is another now? */
void o_check(struct oracle *o, struct vcpu *v)
{
	bool later = v->queue->nr_vcpus > 1 || o_is_open(o, v->queue);

	if (v->curr ? !later && o_best_preempts(o, v) : !!o_best_ready(o, v))
		v->resched = true;
}

void o_join(struct oracle *o, struct proc *p)
{
	if (p->joined == o->nth_policy)
		return;
	p->joined = o->nth_policy;
	p->slice_used = 0;
	o_policy_join(o, p);
}

void o_enqueue(struct oracle *o, struct proc *p, enum why why)
{
	struct queue *q = o_queue(o, p);
	struct vcpu *v;

	if (o->rules.policy == MLFQ)
		mlfq_look(o, q);
	o_join(o, p);
	p->ready_since = o->now;
	/* Who is moved while it waits is NEW for a moment. */
	if (why != MIGRATED || p->pub.state != SCHEDSIM_STATE_NEW)
		p->waits_since = o->now;
	p->pub.state = SCHEDSIM_STATE_READY;
	o_policy_enqueue(o, p, why);
	o_raise_floor(o, q, p);
	o_look_all(o, q);
	for (v = o_next_vcpu(o, q, NULL); v; v = o_next_vcpu(o, q, v))
		o_check(o, v);
}

/* @p no longer waits; its state is to be changed. */
void o_dequeue(struct oracle *o, struct proc *p)
{
	struct vcpu *v = &o->vcpus[p->pub.vcpu];

	o_policy_dequeue(o, p);
	cbs_rest(o, p);
	p->pub.state = SCHEDSIM_STATE_NEW;
	if (v->lost == p)
		v->lost = NULL;
	o_look_all(o, v->queue);
}

static void take_off(struct oracle *o, struct vcpu *v)
{
	o_policy_stop(o, v, v->curr);
	v->curr->blocks = false;
	v->curr = NULL;
	v->resched = true;
	o_look(o, v);
}

/* It gives up the vCPU by its own will. */
void o_leave(struct oracle *o, struct vcpu *v)
{
	if (o->rules.policy == MLFQ)
		mlfq_give_up(o, v);
	else
		v->curr->slice_used = 0;
	cbs_rest(o, v->curr);
	o_end_burst(o, v->curr);
	v->curr->blocks = v->curr->pub.state != SCHEDSIM_STATE_EXITED;
	take_off(o, v);
}

/* It would have gone on; it has the rest of its slice later. */
void o_evict(struct oracle *o, struct vcpu *v)
{
	o_renew_slice(o, v);
	if (v->endless)
		v->curr->slice_used = 0;
	take_off(o, v);
}

/* Back into the queue. */
void o_put_back(struct oracle *o, struct vcpu *v, enum why why)
{
	struct proc *p = v->curr;

	p->alone = !v->contended;
	if (why == YIELDED)
		o_eevdf_give_up(o, p);
	p->stays = true;
	if (why == YIELDED)
		o_leave(o, v);
	else
		o_evict(o, v);
	p->stays = false;
	if (why == EXPIRED)
		p->slice_used = 0;
	o_enqueue(o, p, why);
	if (why != YIELDED)
		v->lost = p;
}

void o_move(struct oracle *o, struct proc *p)
{
	o_move_to(o, p, o_place(o, p), SCHEDSIM_MOVE_FORCED);
}

void o_move_to(struct oracle *o, struct proc *p, struct vcpu *to, u32 why)
{
	if (p->joined == o->nth_policy)
		o_policy_migrate(o, o_queue(o, p), to->queue, p);
	if (o_queue(o, p) != to->queue)
		p->grub = RESTS_NOT;
	p->pub.vcpu = to->pub.id;
	p->pub.migrations++;
	o->pub.migrations++;
	o->pub.moves[why]++;
	o_emit(o, SIM_EVENT_MIGRATE, 0, to->pub.id, p, 0);
}

static void count_preemption(struct oracle *o, struct vcpu *v,
			     const struct proc *next)
{
	struct proc *lost = v->lost;

	v->lost = NULL;
	if (!lost || lost == next)
		return;
	lost->pub.preemptions++;
	v->pub.preemptions++;
	o->pub.preemptions++;
	o_emit(o, SIM_EVENT_PREEMPT, 0, v->pub.id, lost, 0);
}

/* Its vCPU was another; that matters if it ever ran. */
static void take_over(struct oracle *o, struct vcpu *v, struct proc *p)
{
	struct vcpu *from = &o->vcpus[p->pub.vcpu];

	if (from->lost == p)
		from->lost = NULL;
	p->pub.vcpu = v->pub.id;
	if (p->pub.first_run_ns == NEVER)
		return;
	p->pub.migrations++;
	o->pub.migrations++;
	o->pub.moves[SCHEDSIM_MOVE_SHARED]++;
	o_emit(o, SIM_EVENT_MIGRATE, 0, v->pub.id, p, 0);
}

void o_note_first_run(struct oracle *o, struct vcpu *v)
{
	if (v->curr && v->run_start <= o->now &&
	    v->curr->pub.first_run_ns == NEVER)
		v->curr->pub.first_run_ns = v->run_start;
}

static void run_next(struct oracle *o, struct vcpu *v, struct proc *p)
{
	bool switches = v->last && v->last != p->pub.serial;

	o->pub.decisions++;
	p->stays = true;
	o_policy_dequeue(o, p);
	p->stays = false;
	o_eevdf_pick(o, p);
	count_preemption(o, v, p);
	if (p->pub.vcpu != v->pub.id)
		take_over(o, v, p);
	p->pub.state = SCHEDSIM_STATE_RUNNING;
	p->bumped = 0;
	p->dispatched = ++o->orders;
	p->picked = o->now;
	o_queue(o, p)->picked = p->dispatched;
	v->curr = p;
	v->last = p->pub.serial;
	cache_begin(o, v);
	if (switches)
		v->run_start = o->now + o->cost;
	else if (v->run_start < o->now)
		v->run_start = o->now;
	if (switches || v->run_start == o->now)
		v->run_start += o_migration(o, p, v);
	o_note_response(o, v);
	/* There is something left of its slice, however short that is now. */
	p->slice_used = min(p->slice_used, o_slice(o, p) - 1);
	o_begin_slice(o, v);
	p->pub.switches += switches;
	v->pub.switches += switches;
	o->pub.switches += switches;
	o_emit(o, SIM_EVENT_DISPATCH, switches, v->pub.id, p, 0);
	o_raise_floor(o, v->queue, p);
	o_note_first_run(o, v);
	o_look_all(o, v->queue);
}

void o_dispatch(struct oracle *o, struct vcpu *v)
{
	if (v->offline) {
		v->resched = false;
		v->forced = false;
		return;
	}
	if (o_best_preempts(o, v))
		o_put_back(o, v, PREEMPTED);
	o_pull_better(o, v);
	v->resched = false;
	v->forced = false;
	if (!v->curr && o_best_ready(o, v))
		run_next(o, v, o_pick(o, v->queue, v));
	else if (!v->curr)
		v->lost = NULL;
}
