// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: the passing of time; see oracle.h.
 */
#include <assert.h>

#include "oracle_types.h"

/* Let @ns pass at a vCPU; nothing happens in between. */
static void pass_at(struct oracle *o, struct vcpu *v, u64 ns)
{
	u64 switching = 0;
	struct proc *p = v->curr;

	if (!p) {
		v->pub.idle_ns += ns;
		return;
	}
	if (v->run_start > o->now)
		switching = min(ns, v->run_start - o->now);
	v->pub.overhead_ns += switching;
	p->pub.overhead_ns += switching;
	ns -= switching;
	if (!ns)
		return;
	v->pub.busy_ns += ns;
	p->pub.cpu_ns += ns;
	if (!p->for_ever) {
		assert(ns <= p->left);
		p->left -= ns;
	}
	o_charge(o, v, p, ns);
	o_raise_floor(o, v, p);
}

static void note_first_run(struct oracle *o, struct vcpu *v)
{
	if (v->curr && v->run_start <= o->now &&
	    v->curr->pub.first_run_ns == NEVER)
		v->curr->pub.first_run_ns = v->run_start;
}

static void pass(struct oracle *o, u64 until)
{
	u64 ns = until - o->now;
	struct proc *p;
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++)
		pass_at(o, &o->vcpus[i], ns);
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		if (p->pub.state == SCHEDSIM_STATE_READY)
			p->pub.waiting_ns += ns;
		if (p->pub.state == SCHEDSIM_STATE_SLEEPING ||
		    p->pub.state == SCHEDSIM_STATE_BLOCKED)
			p->pub.sleeping_ns += ns;
		if (p->pub.state == SCHEDSIM_STATE_BLOCKED)
			p->pub.blocked_ns += ns;
	}
	o->now = until;
	for (i = 0; i < o->nr_vcpus; i++)
		note_first_run(o, &o->vcpus[i]);
}

static void arrive(struct oracle *o, struct proc *p)
{
	struct vcpu *v = o_place(o, p);

	p->pub.vcpu = v->pub.id;
	o_job_begin(p, p->pub.arrival_ns);
	o_emit(o, SIM_EVENT_ARRIVE, 0, v->pub.id, p, 0);
	o_enqueue(o, v, p, TAIL);
}

void o_wake(struct oracle *o, struct proc *p)
{
	struct vcpu *v;

	p->pub.wakeups++;
	o->pub.wakeups++;
	if (!o_allowed(p, p->pub.vcpu))
		o_move(o, p);
	v = &o->vcpus[p->pub.vcpu];
	o_emit(o, SIM_EVENT_WAKE, 0, v->pub.id, p, 0);
	o_join(o, v, p);
	o_enqueue(o, v, p, WOKEN);
}

static bool to_wake(const struct oracle *o, const struct proc *p)
{
	return (p->pub.state == SCHEDSIM_STATE_NEW ||
		p->pub.state == SCHEDSIM_STATE_SLEEPING) && p->when <= o->now;
}

/* All that arrive do so before all that wake up. */
static void wake_all(struct oracle *o)
{
	struct proc *p;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (to_wake(o, p) && p->pub.state == SCHEDSIM_STATE_NEW)
			arrive(o, p);
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (to_wake(o, p))
			o_wake(o, p);
}

void o_yield(struct oracle *o, struct vcpu *v)
{
	v->curr->pub.yields++;
	o->pub.yields++;
	o_emit(o, SIM_EVENT_YIELD, 0, v->pub.id, v->curr, 0);
	o_put_back(o, v, YIELDED);
}

void o_sleep(struct oracle *o, struct vcpu *v, u64 until)
{
	struct proc *p = v->curr;

	o_emit(o, SIM_EVENT_SLEEP, 0, v->pub.id, p, 0);
	o_leave(o, v);
	p->pub.state = SCHEDSIM_STATE_SLEEPING;
	p->when = until;
}

void o_finish(struct oracle *o, struct proc *p, bool killed)
{
	o_emit(o, SIM_EVENT_EXIT, killed, p->pub.vcpu, p, 0);
	p->pub.state = SCHEDSIM_STATE_EXITED;
	p->pub.finish_ns = o->now;
	if (killed)
		o_job_kill(o, p);
	else
		o_job_end(o, p, 0);
}

static void exit_proc(struct oracle *o, struct vcpu *v)
{
	struct proc *p = v->curr;
	struct eff own = o_own(p);

	o_abandon(o, p);
	o_finish(o, p, false);
	o_leave(o, v);
	o_set_eff(p, &own);
}

static bool contests(const struct schedsim_op *op)
{
	return op->code == SCHEDSIM_OP_LOCK || op->code == SCHEDSIM_OP_WAIT ||
	       op->code == SCHEDSIM_OP_BARRIER ||
	       op->code == SCHEDSIM_OP_SEM_WAIT;
}

/* The running process has nothing to run: do its next operations. */
static void go_on(struct oracle *o, struct vcpu *v)
{
	struct proc *p = v->curr;

	for (;;) {
		const struct schedsim_op *op = &p->ops[p->pc];
		struct proc *best = o_best_ready(o, v);

		if (p->pc < p->nr_ops && contests(op) && best &&
		    o_preempts(o, best, p)) {
			o_put_back_unwilling(o, v, HEAD);
			return;
		}
		if (p->pc == p->nr_ops || op->code == SCHEDSIM_OP_EXIT) {
			p->pc = p->nr_ops;
			exit_proc(o, v);
			return;
		}
		p->pc++;
		if (op->code == SCHEDSIM_OP_RUN && op->value) {
			p->left = op->value;
			return;
		}
		if (op->code == SCHEDSIM_OP_SLEEP && op->value) {
			o_sleep(o, v, o->now + op->value);
			return;
		}
		if (op->code == SCHEDSIM_OP_TIMER && o_timer(o, v, op))
			return;
		if (op->code == SCHEDSIM_OP_YIELD) {
			o_yield(o, v);
			return;
		}
		if (op->code >= SCHEDSIM_OP_LOCK && !o_use(o, v, op))
			return;
		if (op->code != SCHEDSIM_OP_LOOP)
			continue;
		if (op->value && ++p->count[op - p->ops] == op->value)
			p->count[op - p->ops] = 0;
		else
			p->pc = op->arg;
	}
}

static bool burst_is_over(const struct oracle *o, const struct vcpu *v)
{
	return v->curr && !v->curr->for_ever && !v->curr->left &&
	       v->run_start <= o->now;
}

static bool slice_is_over(const struct oracle *o, const struct vcpu *v)
{
	return v->curr && v->contended && v->slice_start + v->slice <= o->now;
}

static bool event_is_due(const struct oracle *o, const struct vcpu *v)
{
	return o->rules.policy == MLFQ && mlfq_next_boost(o, v) <= o->now;
}

static void end_at(struct oracle *o, struct vcpu *v)
{
	if (burst_is_over(o, v))
		go_on(o, v);
	if (slice_is_over(o, v)) {
		v->pub.expiries++;
		o->pub.expiries++;
		o->pub.lateness[0]++;
		o_put_back_unwilling(o, v, EXPIRED);
	}
	if (event_is_due(o, v))
		mlfq_boost(o, v);
}

/* One may wake up others, so that a slice is over where none was. */
static void end_all(struct oracle *o)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++) {
		if (!burst_is_over(o, &o->vcpus[i]) &&
		    !slice_is_over(o, &o->vcpus[i]) &&
		    !event_is_due(o, &o->vcpus[i]))
			continue;
		end_at(o, &o->vcpus[i]);
		i = -1;
	}
}

/* It waited, for all vCPUs, where it last ran, if it did. */
static void take_over(struct oracle *o, struct vcpu *v, struct proc *p)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++)
		if (o->vcpus[i].lost == p)
			o->vcpus[i].lost = NULL;
	p->pub.vcpu = v->pub.id;
	if (p->pub.first_run_ns == NEVER)
		return;
	p->pub.migrations++;
	o->pub.migrations++;
	o_emit(o, SIM_EVENT_MIGRATE, 0, v->pub.id, p, 0);
}

static void run_next(struct oracle *o, struct vcpu *v, struct proc *p)
{
	bool switches = v->last && v->last != p->serial;
	struct proc *lost = v->lost;

	o->pub.decisions++;
	v->lost = NULL;
	if (lost && lost != p) {
		lost->pub.preemptions++;
		v->pub.preemptions++;
		o->pub.preemptions++;
		o_emit(o, SIM_EVENT_PREEMPT, 0, v->pub.id, lost, 0);
	}
	if (p->pub.vcpu != v->pub.id)
		take_over(o, v, p);
	p->pub.state = SCHEDSIM_STATE_RUNNING;
	v->curr = p;
	v->last = p->serial;
	if (switches)
		v->run_start = o->now + o->cost;
	else if (v->run_start < o->now)
		v->run_start = o->now;
	/* There is something left of its slice, however short that is now. */
	v->slice_start = v->run_start;
	if (!o->rules.aligned)
		v->slice_start -= min(p->slice_used, o_slice(o, v, p) - 1);
	p->slice_used = 0;
	if (o->rules.policy == MLFQ)
		p->order = -++o->orders;
	v->contended = false;
	p->pub.switches += switches;
	v->pub.switches += switches;
	o->pub.switches += switches;
	o_emit(o, SIM_EVENT_DISPATCH, switches, v->pub.id, p, 0);
	o_raise_floor(o, v, p);
	note_first_run(o, v);
	/* Its slice has not been seen to end, even if it was cut meanwhile. */
	v->contended = true;
	v->slice = 0;
	o_look_all(o, v);
}

static void dispatch(struct oracle *o, struct vcpu *v)
{
	struct proc *best = o_best_ready(o, v);

	v->forced = false;
	if (v->curr && best && o_preempts(o, best, v->curr))
		o_put_back_unwilling(o, v, HEAD);
	if (!v->curr && best)
		run_next(o, v, o_pick(o, v));
}

static bool anything_due(const struct oracle *o)
{
	struct proc *p;
	u32 i;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (to_wake(o, p))
			return true;
	for (i = 0; i < o->nr_vcpus; i++)
		if (burst_is_over(o, &o->vcpus[i]) ||
		    slice_is_over(o, &o->vcpus[i]) ||
		    event_is_due(o, &o->vcpus[i]))
			return true;
	return false;
}

/* Do all that is to be done at this instant. */
void oracle_settle(struct oracle *o)
{
	u32 i;

	do {
		if (!o->expiry_first || o->paused)
			wake_all(o);
		if (!o->paused)
			end_all(o);
		if (o->expiry_first && !o->paused)
			wake_all(o);
		for (i = 0; i < o->nr_vcpus; i++)
			if (!o->paused || o->vcpus[i].forced)
				dispatch(o, &o->vcpus[i]);
	} while (!o->paused && anything_due(o));
}

u64 o_next_time(const struct oracle *o)
{
	u64 next = NEVER;
	struct proc *p;
	u32 i;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (p->pub.state == SCHEDSIM_STATE_NEW ||
		    p->pub.state == SCHEDSIM_STATE_SLEEPING)
			next = min(next, p->when);
	for (i = 0; i < o->nr_vcpus; i++) {
		const struct vcpu *v = &o->vcpus[i];

		if (v->curr && !v->curr->for_ever)
			next = min(next, max(o->now, v->run_start) +
				   v->curr->left);
		if (v->curr && v->contended)
			next = min(next, v->slice_start + v->slice);
		if (o->rules.policy == MLFQ)
			next = min(next, mlfq_next_boost(o, v));
	}
	return next;
}

void oracle_run(struct oracle *o, u64 until)
{
	u64 next;

	if (o->paused)
		return;
	while ((next = o_next_time(o)) <= until) {
		pass(o, next);
		oracle_settle(o);
	}
	pass(o, until);
	oracle_settle(o);
}
