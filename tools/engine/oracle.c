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
		*(v->offline ? &v->pub.offline_ns : &v->pub.idle_ns) += ns;
		return;
	}
	if (v->run_start > o->now)
		switching = min(ns, v->run_start - o->now);
	v->pub.overhead_ns += switching;
	p->pub.overhead_ns += switching;
	ns -= switching;
	if (!ns)
		return;
	assert(ns <= cache_next(o, v));
	v->pub.busy_ns += ns;
	p->pub.cpu_ns += ns;
	cache_pass(o, v, ns);
	o_charge(o, v, p, ns);
}

static void pass(struct oracle *o, u64 until)
{
	u64 ns = until - o->now;
	struct proc *p;
	u32 i;

	if (o->parts)
		o->pub.wasted_ns += ns * o_wasting(o);
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
	o_linux_pass_time(o);
	for (i = 0; i < o->nr_vcpus; i++)
		o_note_first_run(o, &o->vcpus[i]);
	if (o->rules.policy == MLFQ)
		mlfq_pass_time(o);
}

static void arrive(struct oracle *o, struct proc *p)
{
	struct vcpu *v = o_place(o, p);

	p->pub.vcpu = v->pub.id;
	p->ready_to_run = o->now;
	o->woke = o->now;
	o_job_begin(p, p->pub.arrival_ns);
	o_emit(o, SIM_EVENT_ARRIVE, 0, v->pub.id, p, 0);
	o_enqueue(o, p, ARRIVED);
}

void o_wake(struct oracle *o, struct proc *p)
{
	p->pub.wakeups++;
	o->pub.wakeups++;
	p->ready_to_run = o->now;
	o->woke = o->now;
	if (o->parts & SCHEDSIM_BALANCING_WAKE)
		o_wake_up_at(o, p);
	else if (!o_may_wait_in(o, p, o_queue(o, p)))
		o_move(o, p);
	o_emit(o, SIM_EVENT_WAKE, 0, p->pub.vcpu, p, 0);
	o_enqueue(o, p, WOKEN);
}

/* Does it wait for a limited time? */
static bool gives_up(const struct proc *p)
{
	return p->waits && p->waits->pub.type == SCHEDSIM_OBJECT_MUTEX &&
	       p->limit;
}

static bool to_wake(const struct oracle *o, const struct proc *p)
{
	if (gives_up(p))
		return p->gives_up <= o->now;
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
		if (to_wake(o, p) && p->waits)
			o_time_out(o, p);
		else if (to_wake(o, p))
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

static bool may_block(const struct schedsim_op *op)
{
	return op->code == SCHEDSIM_OP_LOCK || op->code == SCHEDSIM_OP_WAIT ||
	       op->code == SCHEDSIM_OP_BARRIER ||
	       op->code == SCHEDSIM_OP_SEM_WAIT;
}

/* Back to where the loop begins, if it has not gone there too often just now. */
static void go_back(struct oracle *o, struct proc *p,
		    const struct schedsim_op *op)
{
	if (p->back_at != o->now)
		p->backs = 0;
	p->back_at = o->now;
	p->backs++;
	p->pc = op->arg;
	if (p->backs <= SCHEDSIM_MAX_TURNS)
		return;
	o->pub.program_errors++;
	o_emit(o, SIM_EVENT_ERROR, 1, p->pub.vcpu, p, op - p->ops);
	p->pub.flags = SCHEDSIM_PROC_SPUN;
	p->pc = p->nr_ops;
}

static bool slice_is_over(const struct oracle *o, const struct vcpu *v)
{
	return v->curr && v->contended && o_slice_end(o, v) <= o->now;
}

static void expire(struct oracle *o, struct vcpu *v)
{
	v->pub.expiries++;
	o->pub.expiries++;
	o_put_back(o, v, EXPIRED);
}

/* The running process has nothing to run: do its next operations. */
static void go_on(struct oracle *o, struct vcpu *v)
{
	struct proc *p = v->curr;

	p->gets = NULL;
	for (;;) {
		const struct schedsim_op *op = &p->ops[p->pc];

		if (p->pc < p->nr_ops && may_block(op) && o_best_preempts(o, v)) {
			if (slice_is_over(o, v))
				expire(o, v);
			else
				o_put_back(o, v, PREEMPTED);
			return;
		}
		if (p->pc == p->nr_ops || op->code == SCHEDSIM_OP_EXIT) {
			p->pc = p->nr_ops;
			exit_proc(o, v);
			return;
		}
		p->pc++;
		if (op->code == SCHEDSIM_OP_RUN && op->value) {
			o_begin_burst(o, p, op->value);
			o_check(o, v);
			return;
		}
		if (op->code == SCHEDSIM_OP_SLEEP && (op->value || op->flags)) {
			o_sleep(o, v, o->now + op->value);
			/* All that arrive now have done so, or will before it. */
			if (!op->value && !o->expiry_first)
				o_wake(o, p);
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
			go_back(o, p, op);
	}
}

static bool burst_is_over(const struct oracle *o, const struct vcpu *v)
{
	return v->curr && !v->curr->for_ever && !v->curr->left &&
	       v->run_start <= o->now;
}

/* What is due to a whole run queue is so at its first vCPU. */
static bool queue_is_due(const struct oracle *o, const struct vcpu *v)
{
	return v->queue->first == v->pub.id &&
	       (mlfq_next_boost(o, v->queue) <= o->now ||
		cbs_next(o, v->queue) <= o->now || v->queue->watch <= o->now ||
		o_linux_is_due(o, v->queue));
}

static void end_at(struct oracle *o, struct vcpu *v)
{
	if (burst_is_over(o, v))
		go_on(o, v);
	if (slice_is_over(o, v))
		expire(o, v);
	if (!queue_is_due(o, v))
		return;
	if (o->rules.policy == MLFQ)
		mlfq_boost(o, v->queue);
	else if (cbs_next(o, v->queue) <= o->now)
		cbs_replenish(o, v->queue);
	else if (o->rules.policy == EEVDF)
		o_eevdf_look(o, v->queue);
	else
		o_linux_look(o, v->queue);
}

/* One may wake up others, so that a slice is over where none was. */
static void end_all(struct oracle *o)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++) {
		if (!burst_is_over(o, &o->vcpus[i]) &&
		    !slice_is_over(o, &o->vcpus[i]) &&
		    !queue_is_due(o, &o->vcpus[i]))
			continue;
		end_at(o, &o->vcpus[i]);
		i = -1;
	}
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
		    queue_is_due(o, &o->vcpus[i]))
			return true;
	return false;
}

/* The first vCPU at which a decision is due. */
static struct vcpu *first_due(struct oracle *o)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++)
		if (o->paused ? o->vcpus[i].forced : o->vcpus[i].resched)
			return &o->vcpus[i];
	return o->paused ? NULL : o_balance(o);
}

static u64 hash(u64 z)
{
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

/* Whose own queue is empty looks at that of another one. */
static void peek_at(struct oracle *o, struct vcpu *v)
{
	struct vcpu *other;
	struct proc *p;
	u64 lot;

	if (v->offline || v->queue->nr_vcpus > 1 || o->nr_vcpus == 1 ||
	    o_count_waiting(o, v->queue))
		return;
	lot = hash(o->seed + hash(o->now + v->pub.id)) % (o->nr_vcpus - 1);
	other = &o->vcpus[lot < v->pub.id ? lot : lot + 1];
	if (!o_best_ready(o, other))
		return;
	p = o_pick(o, other->queue, other);
	if (o_allowed(p, v->pub.id))
		o_pull(o, p, v, SCHEDSIM_MOVE_PEEK);
}

static void peek(struct oracle *o)
{
	u32 i;

	if (!o->peek || !o->now || o->now % o->peek || o->peeked == o->now)
		return;
	o->peeked = o->now;
	for (i = 0; i < o->nr_vcpus; i++)
		peek_at(o, &o->vcpus[i]);
}

/* It waits, and is not stranded; or is throttled, in a queue of which a vCPU is online. */
static bool may_come_to_run(const struct oracle *o, const struct proc *p)
{
	const struct queue *q = o->vcpus[p->pub.vcpu].queue;
	u32 i;

	if (p->pub.state != SCHEDSIM_STATE_READY)
		return false;
	for (i = 0; i < o->nr_vcpus && p->throttled; i++)
		if (o->vcpus[i].queue == q && !o->vcpus[i].offline)
			return true;
	return !o_is_stranded(o, p);
}

bool o_anybody_waits(const struct oracle *o)
{
	struct proc *p;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (may_come_to_run(o, p))
			return true;
	return false;
}

/* Not before the next instant, if it has been done at this one. */
static u64 next_peek(const struct oracle *o)
{
	u64 next;

	if (!o->peek || o->nr_vcpus == 1 || !o_anybody_waits(o))
		return NEVER;
	next = o->now + (o->peek - o->now % o->peek) % o->peek;
	return next && o->peeked != next ? next : next + o->peek;
}

/* Do all that is to be done at this instant. */
void oracle_settle(struct oracle *o)
{
	struct vcpu *v;

	do {
		if (!o->expiry_first || o->paused)
			wake_all(o);
		if (!o->paused)
			end_all(o);
		if (o->expiry_first && !o->paused)
			wake_all(o);
		if (!o->paused)
			peek(o);
		if (!o->paused)
			o_periodic(o);
		if (!o->paused)
			o_adapt(o);
		while ((v = first_due(o)))
			o_dispatch(o, v);
	} while (!o->paused && anything_due(o));
}

/* But for when real time has had enough. */
/* Does anybody run, wait, or come by itself? */
static bool anybody_left(const struct oracle *o)
{
	const struct proc *p;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		u32 state = p->pub.state;

		if (state == SCHEDSIM_STATE_READY || state == SCHEDSIM_STATE_RUNNING ||
		    gives_up(p) || ((state == SCHEDSIM_STATE_NEW ||
				     state == SCHEDSIM_STATE_SLEEPING) && p->when != NEVER))
			return true;
	}
	return false;
}

u64 o_next_time(const struct oracle *o)
{
	u64 next = min(min(next_peek(o), o_next_adapt(o)), o_next_periodic(o));
	struct proc *p;
	u32 i;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (p->pub.state == SCHEDSIM_STATE_NEW ||
		    p->pub.state == SCHEDSIM_STATE_SLEEPING)
			next = min(next, p->when);
		else if (gives_up(p))
			next = min(next, p->gives_up);
	for (i = 0; i < o->nr_vcpus; i++) {
		const struct vcpu *v = &o->vcpus[i];

		if (v->curr && cache_next(o, v) != NEVER)
			next = min(next, max(o->now, v->run_start) +
				   cache_next(o, v));
		if (v->curr && v->contended)
			next = min(next, o_slice_end(o, v));
		next = min(next, mlfq_next_boost(o, v->queue));
		next = min(next, cbs_next(o, v->queue));
		next = min(next, v->queue->watch);
	}
	/* Where nobody is left, nothing happens by itself. */
	return anybody_left(o) ? min(next, cbs_next_rest(o)) : next;
}

static u64 next_stop(const struct oracle *o)
{
	u64 next = o_next_time(o);
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++)
		next = min(next, o_linux_next(o, o->vcpus[i].queue));
	return next;
}

void oracle_run(struct oracle *o, u64 until)
{
	u64 next;

	if (o->paused)
		return;
	while ((next = next_stop(o)) <= until) {
		pass(o, next);
		oracle_settle(o);
	}
	pass(o, until);
	oracle_settle(o);
}
