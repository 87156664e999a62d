// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle; see oracle.h.
 */
#include <assert.h>
#include <stdlib.h>

#include "oracle.h"

#define NEVER	SCHEDSIM_NEVER

enum policy { RR, PRIO, FAIR };

struct proc {
	struct schedsim_proc pub;	/* what is reported, up to now */
	const struct schedsim_op *ops;
	u32 nr_ops, pc;
	u64 count[ORACLE_MAX_OPS];	/* of the loop that is operation n */
	u64 timer[SCHEDSIM_MAX_TIMERS];	/* when it last expired */
	u64 when;			/* NEW, SLEEPING: until then */
	bool for_ever;
	u64 left;			/* of its burst */
	u64 slice_used;
	s64 order;			/* READY: its place in the queue */
	u32 rest;			/* of vruntime: rest / weight ns more */
	u32 joined;			/* the nth policy is its policy */
	u32 serial;
};

struct vcpu {
	struct schedsim_vcpu pub;
	struct proc *curr;
	struct proc *lost;	/* whoever was put back against its will */
	u32 last;		/* serial of who ran last */
	bool contended;
	bool forced;
	u64 run_start;		/* after the context switch */
	u64 slice_start;
	u64 floor;
};

struct oracle {
	struct schedsim_stats pub;
	struct vcpu vcpus[SCHEDSIM_MAX_VCPUS];
	struct proc *procs[ORACLE_MAX_ID + 1];
	enum policy policy;
	u32 nth_policy, nr_vcpus, serials, max_id;
	u64 now, quantum, cost;
	s64 orders;
	bool expiry_first, paused;
	void (*on_event)(void *private, const struct sim_event *event);
	void *private;
};

static enum policy policy_of(const char *name)
{
	if (!strcmp(name, "rr"))
		return RR;
	return strcmp(name, "prio") ? FAIR : PRIO;
}

static void emit(struct oracle *o, u8 type, u8 reason, u32 vcpu,
		 const struct proc *p, u64 arg)
{
	struct sim_event event = {
		.time = o->now, .type = type, .reason = reason, .vcpu = vcpu,
		.id = p ? p->pub.id : 0, .arg = p ? p->pub.cpu_ns : arg,
	};

	o->pub.events++;
	o->pub.digest = sim_digest_event(o->pub.digest, &event);
	o->on_event(o->private, &event);
}

/* The one after @p, or the first, by id. */
static struct proc *next_proc(const struct oracle *o, const struct proc *p)
{
	u32 id = p ? p->pub.id + 1 : 1;

	while (id <= o->max_id && !o->procs[id])
		id++;
	return id <= o->max_id ? o->procs[id] : NULL;
}

static bool is_ready_at(const struct proc *p, const struct vcpu *v)
{
	return p->pub.state == SCHEDSIM_STATE_READY && p->pub.vcpu == v->pub.id;
}

static u32 count_ready(const struct oracle *o, const struct vcpu *v)
{
	struct proc *p;
	u32 nr = 0;

	for (p = next_proc(o, NULL); p; p = next_proc(o, p))
		nr += is_ready_at(p, v);
	return nr;
}

/* Would @a be picked before @b? */
static bool better(const struct oracle *o, const struct proc *a,
		   const struct proc *b)
{
	if (o->policy == PRIO && a->pub.attr.priority != b->pub.attr.priority)
		return a->pub.attr.priority > b->pub.attr.priority;
	if (o->policy == FAIR && a->pub.vruntime_ns != b->pub.vruntime_ns)
		return a->pub.vruntime_ns < b->pub.vruntime_ns;
	return a->order < b->order;
}

static struct proc *best_ready(const struct oracle *o, const struct vcpu *v)
{
	struct proc *p, *best = NULL;

	for (p = next_proc(o, NULL); p; p = next_proc(o, p))
		if (is_ready_at(p, v) && (!best || better(o, p, best)))
			best = p;
	return best;
}

/* The floor of the fair policy: the least of all here, and it only rises. */
static void raise_floor(struct oracle *o, struct vcpu *v)
{
	u64 least = NEVER;
	struct proc *p;

	if (o->policy != FAIR)
		return;
	for (p = next_proc(o, NULL); p; p = next_proc(o, p))
		if (is_ready_at(p, v) || v->curr == p)
			least = min(least, p->pub.vruntime_ns);
	if (least != NEVER && least > v->floor)
		v->floor = least;
}

/* Slices that ended while nobody else could follow were renewed. */
static void renew_slice(struct oracle *o, struct vcpu *v)
{
	if (!v->curr || v->contended)
		return;
	while (o->expiry_first ? v->slice_start + o->quantum <= o->now :
				 v->slice_start + o->quantum < o->now)
		v->slice_start += o->quantum;
}

/* To be called when who runs or waits here has changed. */
static void look(struct oracle *o, struct vcpu *v)
{
	struct proc *best = best_ready(o, v);
	bool contended = v->curr && best;

	if (contended && o->policy == PRIO)
		contended = best->pub.attr.priority >=
			    v->curr->pub.attr.priority;
	if (contended)
		renew_slice(o, v);
	v->contended = contended;
}

static const u32 weights[] = {
	88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
	9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
	1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
	110, 87, 70, 56, 45, 36, 29, 23, 18, 15,
};

static void charge_fair(struct proc *p, u64 ran)
{
	u32 weight = weights[p->pub.attr.nice + 20];
	u64 sum = ran * 1024;

	/* What is left of another weight's division is less than 1 ns. */
	if (weight != 1024) {
		sum += min(p->rest, weight - 1);
		p->rest = sum % weight;
	}
	p->pub.vruntime_ns += sum / weight;
}

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
	if (o->policy == FAIR)
		charge_fair(p, ns);
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
	for (p = next_proc(o, NULL); p; p = next_proc(o, p)) {
		if (p->pub.state == SCHEDSIM_STATE_READY)
			p->pub.waiting_ns += ns;
		if (p->pub.state == SCHEDSIM_STATE_SLEEPING)
			p->pub.sleeping_ns += ns;
	}
	o->now = until;
	for (i = 0; i < o->nr_vcpus; i++) {
		raise_floor(o, &o->vcpus[i]);
		note_first_run(o, &o->vcpus[i]);
	}
}

static void join(struct oracle *o, struct vcpu *v, struct proc *p)
{
	if (p->joined == o->nth_policy)
		return;
	p->joined = o->nth_policy;
	if (o->policy == FAIR) {
		p->pub.vruntime_ns = v->floor;
		p->rest = 0;
	}
}

enum place { TAIL, HEAD };

static void enqueue(struct oracle *o, struct vcpu *v, struct proc *p,
		    enum place place)
{
	join(o, v, p);
	p->pub.state = SCHEDSIM_STATE_READY;
	p->order = place == TAIL ? ++o->orders : -++o->orders;
	raise_floor(o, v);
	look(o, v);
}

/* @p no longer waits; its state is to be changed. */
static void dequeue(struct oracle *o, struct vcpu *v, struct proc *p)
{
	p->pub.state = SCHEDSIM_STATE_NEW;
	if (v->lost == p)
		v->lost = NULL;
	raise_floor(o, v);
	look(o, v);
}

static void leave(struct oracle *o, struct vcpu *v)
{
	v->curr->slice_used = 0;
	v->curr = NULL;
	look(o, v);
}

/* Back into the queue. */
static void put_back(struct oracle *o, struct vcpu *v, enum place place)
{
	struct proc *p = v->curr;
	u64 used;

	renew_slice(o, v);
	used = max(o->now, v->run_start) - v->slice_start;
	leave(o, v);
	if (place == HEAD)
		p->slice_used = used;
	enqueue(o, v, p, place);
}

static void put_back_unwilling(struct oracle *o, struct vcpu *v,
			       enum place place)
{
	struct proc *p = v->curr;

	put_back(o, v, place);
	v->lost = p;
}

static bool allowed(const struct proc *p, u32 vcpu)
{
	u32 i;

	for (i = 0; i < SCHEDSIM_MAX_VCPUS; i++)
		if (p->pub.attr.affinity[i / 64] & 1ULL << i % 64)
			return p->pub.attr.affinity[vcpu / 64] &
			       1ULL << vcpu % 64;
	return true;
}

static struct vcpu *place(struct oracle *o, const struct proc *p)
{
	struct vcpu *best = NULL;
	u32 i, load, least = ~0U;

	for (i = 0; i < o->nr_vcpus; i++) {
		load = count_ready(o, &o->vcpus[i]) + !!o->vcpus[i].curr;
		if (load < least && allowed(p, i)) {
			least = load;
			best = &o->vcpus[i];
		}
	}
	return best;
}

static void move(struct oracle *o, struct proc *p)
{
	struct vcpu *from = &o->vcpus[p->pub.vcpu], *to = place(o, p);
	u64 ahead = 0;

	if (o->policy == FAIR && p->joined == o->nth_policy) {
		if (p->pub.vruntime_ns > from->floor)
			ahead = p->pub.vruntime_ns - from->floor;
		p->pub.vruntime_ns = to->floor + ahead;
	}
	p->pub.vcpu = to->pub.id;
	p->pub.migrations++;
	o->pub.migrations++;
	emit(o, SIM_EVENT_MIGRATE, 0, to->pub.id, p, 0);
}

static void arrive(struct oracle *o, struct proc *p)
{
	struct vcpu *v = place(o, p);

	p->pub.vcpu = v->pub.id;
	emit(o, SIM_EVENT_ARRIVE, 0, v->pub.id, p, 0);
	enqueue(o, v, p, TAIL);
}

static void wake(struct oracle *o, struct proc *p)
{
	struct vcpu *v;

	p->pub.wakeups++;
	o->pub.wakeups++;
	if (!allowed(p, p->pub.vcpu))
		move(o, p);
	v = &o->vcpus[p->pub.vcpu];
	emit(o, SIM_EVENT_WAKE, 0, v->pub.id, p, 0);
	join(o, v, p);
	if (o->policy == FAIR && p->pub.vruntime_ns < v->floor)
		p->pub.vruntime_ns = v->floor;
	enqueue(o, v, p, TAIL);
}

static bool to_wake(const struct oracle *o, const struct proc *p)
{
	return (p->pub.state == SCHEDSIM_STATE_NEW ||
		p->pub.state == SCHEDSIM_STATE_SLEEPING) && p->when <= o->now;
}

static void wake_all(struct oracle *o)
{
	struct proc *p;

	for (p = next_proc(o, NULL); p; p = next_proc(o, p)) {
		if (!to_wake(o, p))
			continue;
		if (p->pub.state == SCHEDSIM_STATE_NEW)
			arrive(o, p);
		else
			wake(o, p);
	}
}

static void yield(struct oracle *o, struct vcpu *v)
{
	v->curr->pub.yields++;
	o->pub.yields++;
	emit(o, SIM_EVENT_YIELD, 0, v->pub.id, v->curr, 0);
	put_back(o, v, TAIL);
}

static void go_to_sleep(struct oracle *o, struct vcpu *v, u64 until)
{
	struct proc *p = v->curr;

	emit(o, SIM_EVENT_SLEEP, 0, v->pub.id, p, 0);
	leave(o, v);
	p->pub.state = SCHEDSIM_STATE_SLEEPING;
	p->when = until;
}

static void finish(struct oracle *o, struct proc *p, bool killed)
{
	emit(o, SIM_EVENT_EXIT, killed, p->pub.vcpu, p, 0);
	p->pub.state = SCHEDSIM_STATE_EXITED;
	p->pub.finish_ns = o->now;
}

static void exit_proc(struct oracle *o, struct vcpu *v)
{
	struct proc *p = v->curr;

	finish(o, p, false);
	leave(o, v);
}

/* Return: whether it sleeps now. */
static bool do_timer(struct oracle *o, struct vcpu *v,
		     const struct schedsim_op *op)
{
	u64 *timer = &v->curr->timer[op->arg];

	*timer += op->value;
	if (*timer > o->now) {
		go_to_sleep(o, v, *timer);
		return true;
	}
	if (!(op->flags & SCHEDSIM_OP_F_ABSOLUTE))
		*timer = o->now;
	return false;
}

/* The running process has nothing to run: do its next operations. */
static void go_on(struct oracle *o, struct vcpu *v)
{
	struct proc *p = v->curr;

	for (;;) {
		const struct schedsim_op *op = &p->ops[p->pc];

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
			go_to_sleep(o, v, o->now + op->value);
			return;
		}
		if (op->code == SCHEDSIM_OP_TIMER && do_timer(o, v, op))
			return;
		if (op->code == SCHEDSIM_OP_YIELD) {
			yield(o, v);
			return;
		}
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
	return v->curr && v->contended &&
	       v->slice_start + o->quantum <= o->now;
}

static void end_all(struct oracle *o)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++) {
		struct vcpu *v = &o->vcpus[i];

		if (burst_is_over(o, v))
			go_on(o, v);
		if (slice_is_over(o, v)) {
			v->pub.expiries++;
			o->pub.expiries++;
			o->pub.lateness[0]++;
			put_back_unwilling(o, v, TAIL);
		}
	}
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
		emit(o, SIM_EVENT_PREEMPT, 0, v->pub.id, lost, 0);
	}
	p->pub.state = SCHEDSIM_STATE_RUNNING;
	v->curr = p;
	v->last = p->serial;
	v->run_start = o->now + (switches ? o->cost : 0);
	v->slice_start = v->run_start - p->slice_used;
	v->contended = false;
	p->pub.switches += switches;
	v->pub.switches += switches;
	o->pub.switches += switches;
	emit(o, SIM_EVENT_DISPATCH, switches, v->pub.id, p, 0);
	raise_floor(o, v);
	note_first_run(o, v);
	/* Its slice has not been seen to end, even if it was cut meanwhile. */
	v->contended = true;
	look(o, v);
}

static void dispatch(struct oracle *o, struct vcpu *v)
{
	struct proc *best = best_ready(o, v);

	v->forced = false;
	if (v->curr && best && o->policy == PRIO &&
	    best->pub.attr.priority > v->curr->pub.attr.priority)
		put_back_unwilling(o, v, HEAD);
	if (!v->curr && best)
		run_next(o, v, best);
}

static bool anything_due(const struct oracle *o)
{
	struct proc *p;
	u32 i;

	for (p = next_proc(o, NULL); p; p = next_proc(o, p))
		if (to_wake(o, p))
			return true;
	for (i = 0; i < o->nr_vcpus; i++)
		if (burst_is_over(o, &o->vcpus[i]) ||
		    slice_is_over(o, &o->vcpus[i]))
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

static u64 next_time(const struct oracle *o)
{
	u64 next = NEVER;
	struct proc *p;
	u32 i;

	for (p = next_proc(o, NULL); p; p = next_proc(o, p))
		if (p->pub.state == SCHEDSIM_STATE_NEW ||
		    p->pub.state == SCHEDSIM_STATE_SLEEPING)
			next = min(next, p->when);
	for (i = 0; i < o->nr_vcpus; i++) {
		const struct vcpu *v = &o->vcpus[i];

		if (v->curr && !v->curr->for_ever)
			next = min(next, max(o->now, v->run_start) +
				   v->curr->left);
		if (v->curr && v->contended)
			next = min(next, v->slice_start + o->quantum);
	}
	return next;
}

void oracle_run(struct oracle *o, u64 until)
{
	u64 next;

	if (o->paused)
		return;
	while ((next = next_time(o)) <= until) {
		pass(o, next);
		oracle_settle(o);
	}
	pass(o, until);
	oracle_settle(o);
}

struct oracle *oracle_new(const struct schedsim_config *config,
			  void (*on_event)(void *private,
					   const struct sim_event *event),
			  void *private)
{
	struct oracle *o = calloc(1, sizeof(*o));
	u32 i;

	if (!o)
		abort();
	o->policy = policy_of(config->policy);
	o->nth_policy = 1;
	o->nr_vcpus = config->nr_vcpus;
	o->quantum = config->quantum_ns;
	o->cost = config->switch_cost_ns;
	o->expiry_first = config->tie == SCHEDSIM_TIE_EXPIRY_FIRST;
	o->on_event = on_event;
	o->private = private;
	o->pub.digest = SIM_DIGEST_SEED;
	for (i = 0; i < o->nr_vcpus; i++)
		o->vcpus[i].pub.id = i;
	return o;
}

void oracle_free(struct oracle *o)
{
	u32 id;

	for (id = 0; id <= ORACLE_MAX_ID; id++)
		free(o->procs[id]);
	free(o);
}

/* @entry's operations must stay where they are. */
void oracle_spawn(struct oracle *o, u32 id,
		  const struct schedsim_spawn_entry *entry)
{
	struct proc *p = calloc(1, sizeof(*p));
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
	p->pub.arrival_ns = o->now + entry->delay_ns;
	p->pub.first_run_ns = NEVER;
	p->pub.finish_ns = NEVER;
	p->when = p->pub.arrival_ns;
	p->ops = (void *)(uintptr_t)entry->ops;
	p->nr_ops = entry->nr_ops;
	p->for_ever = !entry->nr_ops;
	p->serial = ++o->serials;
	for (i = 0; i < SCHEDSIM_MAX_TIMERS; i++)
		p->timer[i] = p->pub.arrival_ns;
}

void oracle_kill(struct oracle *o, u32 id)
{
	struct proc *p = o->procs[id];
	struct vcpu *v = &o->vcpus[p->pub.vcpu];

	if (p->pub.state == SCHEDSIM_STATE_READY)
		dequeue(o, v, p);
	finish(o, p, true);
	if (v->curr == p) {
		leave(o, v);
		v->forced = true;
	}
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

	yield(o, v);
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
			put_back_unwilling(o, &o->vcpus[i], TAIL);
		o->vcpus[i].forced = true;
	}
	emit(o, SIM_EVENT_TRIGGER, 0, 0, NULL, vcpu);
	oracle_settle(o);
}

void oracle_set_attr(struct oracle *o, u32 id, const struct schedsim_attr *attr)
{
	struct proc *p = o->procs[id];
	struct vcpu *v = &o->vcpus[p->pub.vcpu];
	bool runs = v->curr == p;
	bool waits = p->pub.state == SCHEDSIM_STATE_READY;

	if (waits)
		dequeue(o, v, p);
	p->pub.attr = *attr;
	if ((runs || waits) && !allowed(p, p->pub.vcpu)) {
		if (runs)
			leave(o, v);
		move(o, p);
		enqueue(o, &o->vcpus[p->pub.vcpu], p, TAIL);
	} else if (waits) {
		enqueue(o, v, p, TAIL);
	} else if (runs) {
		look(o, v);
	}
	oracle_settle(o);
}

void oracle_set_quantum(struct oracle *o, u64 quantum_ns)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++)
		renew_slice(o, &o->vcpus[i]);
	o->quantum = quantum_ns;
	emit(o, SIM_EVENT_QUANTUM, 0, 0, NULL, quantum_ns);
	oracle_settle(o);
}

static void set_policy_at(struct oracle *o, struct vcpu *v, enum policy old,
			  enum policy new)
{
	struct proc *p;

	renew_slice(o, v);
	v->floor = 0;
	if (v->curr)
		join(o, v, v->curr);
	/* Those that wait, in the order in which they would have been picked. */
	for (;;) {
		struct proc *best = NULL;

		o->policy = old;
		for (p = next_proc(o, NULL); p; p = next_proc(o, p))
			if (is_ready_at(p, v) && p->joined != o->nth_policy &&
			    (!best || better(o, p, best)))
				best = p;
		o->policy = new;
		if (!best)
			break;
		best->order = ++o->orders;
		join(o, v, best);
	}
	look(o, v);
}

void oracle_set_policy(struct oracle *o, const char *name)
{
	enum policy old = o->policy;
	u32 i;

	o->nth_policy++;
	for (i = 0; i < o->nr_vcpus; i++) {
		o->policy = policy_of(name);
		set_policy_at(o, &o->vcpus[i], old, policy_of(name));
	}
	emit(o, SIM_EVENT_POLICY, 0, 0, NULL, 0);
	oracle_settle(o);
}

void oracle_pause(struct oracle *o)
{
	if (!o->paused)
		emit(o, SIM_EVENT_PAUSE, 0, 0, NULL, 0);
	o->paused = true;
}

void oracle_resume(struct oracle *o)
{
	if (o->paused)
		emit(o, SIM_EVENT_RESUME, 0, 0, NULL, 0);
	o->paused = false;
	oracle_settle(o);
}

bool oracle_proc(const struct oracle *o, u32 id, struct schedsim_proc *to)
{
	if (!o->procs[id])
		return false;
	*to = o->procs[id]->pub;
	to->pc = o->procs[id]->pc;
	return true;
}

void oracle_vcpu(const struct oracle *o, u32 id, struct schedsim_vcpu *to)
{
	const struct vcpu *v = &o->vcpus[id];

	*to = v->pub;
	to->current_id = v->curr ? v->curr->pub.id : 0;
	to->nr_ready = count_ready(o, v);
}

void oracle_stats(const struct oracle *o, struct schedsim_stats *to)
{
	struct proc *p;

	*to = o->pub;
	to->paused = o->paused;
	to->nr_vcpus = o->nr_vcpus;
	to->time_ns = o->now;
	to->next_event_ns = o->paused ? NEVER : next_time(o);
	for (p = next_proc(o, NULL); p; p = next_proc(o, p)) {
		to->nr_procs++;
		to->nr_new += p->pub.state == SCHEDSIM_STATE_NEW;
		to->nr_ready += p->pub.state == SCHEDSIM_STATE_READY;
		to->nr_running += p->pub.state == SCHEDSIM_STATE_RUNNING;
		to->nr_sleeping += p->pub.state == SCHEDSIM_STATE_SLEEPING;
		to->nr_exited += p->pub.state == SCHEDSIM_STATE_EXITED;
	}
}
