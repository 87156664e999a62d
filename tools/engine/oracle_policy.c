// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: what the policies decide.
 */
#include <stdlib.h>

#include "oracle_types.h"

static const char * const names[] = {
	[RR] = "rr", [PRIO] = "prio", [FAIR] = "fair", [FIFO] = "fifo",
	[SJF] = "sjf", [SRTF] = "srtf", [MLFQ] = "mlfq", [LINUX] = "linux",
	[LOTTERY] = "lottery", [STRIDE] = "stride",
	[HRRN] = "hrrn", [LRTF] = "lrtf", [EDF] = "edf", [RM] = "rm", [DM] = "dm",
	[LLF] = "llf", [EEVDF] = "eevdf",
};

static void take_param(struct rules *rules, const char *name, u64 value)
{
	if (!strcmp(name, "span"))
		rules->span = value;
	else if (!strcmp(name, "balance"))
		rules->balance = value;
	else if (!strcmp(name, "queues"))
		rules->queues = value;
	else if (!strcmp(name, "boost"))
		rules->boost = value;
	else if (!strcmp(name, "stay"))
		rules->stay = value;
	else if (!strcmp(name, "bump"))
		rules->bump = value;
	else if (!strcmp(name, "aligned"))
		rules->aligned = value;
	else if (!strcmp(name, "keep_alone"))
		rules->keep_alone = value;
	else if (!strcmp(name, "preempt"))
		rules->preempt = value;
	else if (!strcmp(name, "weighted"))
		rules->weighted = value;
	else if (!strcmp(name, "tail"))
		rules->tail = value;
	else if (!strcmp(name, "guess"))
		rules->guess = value;
	else if (!strcmp(name, "alpha_percent"))
		rules->alpha = value;
	else if (!strcmp(name, "credit"))
		rules->credit = value;
	else if (!strcmp(name, "granularity"))
		rules->granularity = value;
	else if (!strcmp(name, "rt_runtime"))
		rules->rt_runtime = value;
	else if (!strcmp(name, "rt_period"))
		rules->rt_period = value;
	else if (!strcmp(name, "soft"))
		rules->soft = value;
	else if (!strcmp(name, "reclaim"))
		rules->reclaim = value;
	else if (!strcmp(name, "admission"))
		rules->admission = value;
	else if (!strcmp(name, "run_to_parity"))
		rules->run_to_parity = value;
	else if (!strcmp(name, "place_lag"))
		rules->place_lag = value;
	else if (!strcmp(name, "preempt_short"))
		rules->preempt_short = value;
	else if (!strcmp(name, "delay_dequeue"))
		rules->delay_dequeue = value;
	else if (!strcmp(name, "tick"))
		rules->tick = value;
	else if (!strncmp(name, "quantum", 7))
		rules->quantum[atoi(name + 7) - 1] = value;
	else if (!strcmp(name, "allotment"))
		rules->any_allotment = value;
	else if (!strncmp(name, "allotment", 9))
		rules->allotment[atoi(name + 9) - 1] = value;
	else
		abort();
}

struct rules o_rules(const char *name, const struct schedsim_param *params,
		     u32 nr)
{
	struct rules rules = {
		.queues = 3,
		.balance = SCHEDSIM_BALANCE_ALL,
		.any_allotment = 1,
		.preempt = true,
		.alpha = 50,
		.credit = 3000000,
		.granularity = 1000000,
		.rt_runtime = 950000000,
		.rt_period = 1000000000,
		.run_to_parity = true,
		.place_lag = true,
		.preempt_short = true,
		.tick = 4000000,
	};
	u32 i;

	for (i = 0; strcmp(names[i], name);)
		if (++i == ARRAY_SIZE(names))
			abort();
	rules.policy = i;
	rules.admission = rules.policy == LINUX;
	for (i = 0; i < nr; i++)
		take_param(&rules, params[i].name, params[i].value);
	return rules;
}

static u64 tickets_of(const struct proc *p)
{
	return o_tickets(p->pub.effective_tickets, p->pub.effective_nice);
}

/* Does it share fairly with others, so that its virtual runtime counts? */
bool o_is_fair(const struct oracle *o, const struct proc *p)
{
	return o->rules.policy == FAIR ||
	       (o->rules.policy == LINUX && !o_is_real_time(p) && !o_is_deadline(p));
}

void o_policy_join(struct oracle *o, struct proc *p)
{
	struct queue *q = o_queue(o, p);

	p->rest = 0;
	p->guess = o->rules.guess;
	p->length = o_burst_length(p);
	p->waits_since = p->ready_since;
	p->ran = 0;
	p->woken = NEVER;
	p->has_server = false;
	p->due = 0;
	p->budget = 0;
	p->throttles = 0;
	p->grub = RESTS_NOT;
	p->used_part = 0;
	switch (o->rules.policy) {
	case FAIR:
	case LINUX:
		p->vruntime = fair_floor(q, p);
		break;
	case STRIDE:
		p->remain = o->quantum;
		stride_begin(q, p);
		break;
	case MLFQ:
		mlfq_join(o, p);
		break;
	case EEVDF:
		o_eevdf_join(o, p);
		break;
	default:
		break;
	}
}

/* Does it hold a mutex with a ceiling? */
static bool has_ceiling(const struct oracle *o, const struct proc *p)
{
	struct object *mutex = o_next_held(o, p, NULL);

	while (mutex && mutex->pub.protocol != SCHEDSIM_PROTOCOL_CEILING)
		mutex = o_next_held(o, p, mutex);
	return mutex;
}

/* Does it wait before its equals? */
static bool comes_first(const struct oracle *o, const struct proc *p,
			enum why why)
{
	if (o->rules.policy == PRIO && has_ceiling(o, p) &&
	    (why == PREEMPTED || why == EXPIRED))
		return true;
	return ((why == PREEMPTED && !o->rules.tail) || why == LOWERED) &&
	       (o->rules.policy == PRIO ||
		(o->rules.policy == LINUX && !o_is_fair(o, p)));
}

void o_policy_enqueue(struct oracle *o, struct proc *p, enum why why)
{
	bool goes_on = why == PREEMPTED || why == EXPIRED || why == YIELDED;
	struct queue *q = o_queue(o, p);

	if (o->rules.policy == MLFQ) {
		mlfq_enqueue(o, p, why);
		return;
	}
	if (why == PREEMPTED && o->rules.tail)
		p->slice_used = 0;
	p->length = o_burst_length(p);
	cbs_enqueue(o, p, why);
	p->rank = o_rank(o, p);
	p->order = comes_first(o, p, why) ? -++o->orders : ++o->orders;
	if (o_is_fair(o, p))
		fair_queue(o, p, why == WOKEN, goes_on);
	if (o->rules.policy == STRIDE && !goes_on)
		stride_begin(q, p);
	if (o->rules.policy == LOTTERY)
		lottery_add(q, p);
	if (o->rules.policy == EEVDF)
		o_eevdf_enqueue(o, p, why);
}

void o_policy_dequeue(struct oracle *o, struct proc *p)
{
	struct queue *q = o_queue(o, p);

	p->throttled = false;
	if (o->rules.policy == STRIDE)
		stride_end(q, p, tickets_of(p));
	if (o->rules.policy == LOTTERY)
		lottery_remove(o, q, p);
	if (o->rules.policy == EEVDF)
		o_eevdf_dequeue(o, p);
}

/* It runs, and stops. */
void o_policy_stop(struct oracle *o, struct vcpu *v, struct proc *p)
{
	if (o->rules.policy == STRIDE)
		stride_end(v->queue, p, tickets_of(p));
	if (o->rules.policy == EEVDF)
		o_eevdf_stop(o, p);
}

void o_policy_migrate(struct oracle *o, struct queue *from, struct queue *to,
		      struct proc *p)
{
	if (o->rules.policy == FAIR || o->rules.policy == LINUX)
		fair_migrate(o, from, to, p);
	if (o->rules.policy == EEVDF)
		o_eevdf_migrate(o, from, p);
}

void o_charge(struct oracle *o, struct vcpu *v, struct proc *p, u64 ran)
{
	p->slice_used += ran;
	p->ran += ran;
	if (o->rules.policy == EDF || (o->rules.policy == LINUX && o_is_deadline(p)))
		cbs_charge(o, v->queue, p, ran);
	if (o_is_fair(o, p))
		fair_charge(o, v->queue, p, ran);
	else if (o->rules.policy == LINUX && o_is_real_time(p))
		v->queue->rt_used += ran;
	if (o->rules.policy == STRIDE)
		stride_charge(o, v->queue, p, ran);
	if (o->rules.policy == EEVDF)
		o_eevdf_charge(o, v, p, ran);
}

/* Who that waits in @q is next at @v; somebody is. */
struct proc *o_pick(struct oracle *o, struct queue *q, struct vcpu *v)
{
	switch (o->rules.policy) {
	case LOTTERY:
		return lottery_draw(o, q, v);
	case HRRN:
		return o_highest_ratio(o, q, v);
	default:
		return o_best_for(o, q, v);
	}
}

/* Would @a be picked before @b? */
bool o_better(const struct oracle *o, const struct proc *a,
	      const struct proc *b)
{
	u64 of_a = 0, of_b = 0;

	switch (o->rules.policy) {
	case PRIO:
		of_a = SCHEDSIM_MAX_PRIORITY - a->pub.effective_priority;
		of_b = SCHEDSIM_MAX_PRIORITY - b->pub.effective_priority;
		break;
	case SJF:
	case SRTF:
		of_a = o_expected(o, a);
		of_b = o_expected(o, b);
		break;
	case LRTF:
		of_a = b->length;
		of_b = a->length;
		if (of_a == of_b)
			return a->pub.id < b->pub.id;
		break;
	case EDF:
	case RM:
	case DM:
	case LLF:
		return a->rank == b->rank ? a->pub.id < b->pub.id : a->rank < b->rank;
	case MLFQ:
		of_a = a->level;
		of_b = b->level;
		break;
	case LINUX:
		if (o_linux_compare(o, o_queue(o, a), a, b))
			return o_linux_compare(o, o_queue(o, a), a, b) > 0;
		if (o_is_real_time(a) || o_is_deadline(a))
			break;
		fallthrough;
	case FAIR:
		return fair_better(o, a, b);
	case STRIDE:
		if (a->vruntime != b->vruntime)
			return a->vruntime < b->vruntime;
		break;
	default:
		break;
	}
	return of_a == of_b ? a->order < b->order : of_a < of_b;
}

/*
 * Who waits counts by what it was when it was queued; under llf, who runs by what it was when
 * its slice began.
 */
static s64 rank_now(const struct oracle *o, const struct proc *p)
{
	s64 rank = o_rank(o, p);

	if (p->pub.state == SCHEDSIM_STATE_READY)
		return p->rank;
	if (o->rules.policy == LLF && rank != S64_MAX)
		rank -= p->slice_used % o->quantum;
	return rank;
}

/* Must @curr, which runs, give way to @best at once? */
bool o_preempts(const struct oracle *o, const struct proc *best,
		const struct proc *curr)
{
	switch (o->rules.policy) {
	case PRIO:
		return o->rules.preempt && best->pub.effective_priority >
					   curr->pub.effective_priority;
	case SRTF:
		return o_expected(o, best) < o_expected(o, curr);
	case LRTF:
		return best->length > curr->length;
	case EDF:
	case RM:
	case DM:
	case LLF:
		return rank_now(o, best) < rank_now(o, curr);
	case MLFQ:
		return mlfq_preempts(best, curr);
	case LINUX:
		if (!o_is_fair(o, best) || !o_is_fair(o, curr))
			return o_linux_compare(o, o_queue(o, curr), best, curr) > 0;
		fallthrough;
	case FAIR:
		return fair_preempts(o, best, curr);
	case EEVDF:
		return o_eevdf_preempts(o, best, curr);
	default:
		return false;
	}
}

/* Do processes come before each other, wherever they are? */
bool o_has_order(const struct oracle *o)
{
	return o->rules.policy == PRIO || o->rules.policy == SRTF ||
	       o->rules.policy == LINUX ||
	       (o->rules.policy >= EDF && o->rules.policy <= DM);
}

/* Would @a run rather than @b if both were in @q? */
bool o_before(const struct oracle *o, const struct queue *q,
	      const struct proc *a, const struct proc *b)
{
	switch (o->rules.policy) {
	case PRIO:
		return a->pub.effective_priority > b->pub.effective_priority;
	case SRTF:
		return o_expected(o, a) < o_expected(o, b);
	case EDF:
	case RM:
	case DM:
		return rank_now(o, a) < rank_now(o, b);
	default:
		return o_linux_compare(o, q, a, b) > 0;
	}
}

/* Could the running process lose the vCPU when its slice ends? */
bool o_contended(const struct oracle *o, const struct vcpu *v)
{
	const struct proc *best = o_best_ready(o, v), *curr = v->curr;

	/* All slices end together, whoever waits. */
	if (o->rules.aligned && (v->queue->nr_vcpus > 1 || o->peek))
		return true;
	/* Budgets are used up, whoever waits. */
	if (o->rules.policy == EDF || (o->rules.policy == LINUX && o_is_deadline(curr)))
		return true;
	if (!best)
		return false;
	if (o->rules.policy == PRIO)
		return best->pub.effective_priority >=
		       curr->pub.effective_priority;
	return o->rules.policy != LINUX || o_linux_compare(o, o_queue(o, curr), best, curr) >= 0;
}

/* The slice that an ordinary process wants; the quantum of one that wants none. */
u64 o_wanted_slice(const struct oracle *o, const struct proc *p)
{
	u64 ms = 1000000, wanted = p->attr.runtime_ns;

	if (!wanted || (p->attr.sched_class != SCHEDSIM_CLASS_OTHER &&
			p->attr.sched_class != SCHEDSIM_CLASS_BATCH))
		return o->quantum;
	if (wanted < ms / 10)
		return ms / 10;
	return wanted > 100 * ms ? 100 * ms : wanted;
}

/* So many slices for one, or so many parts of 1024, but 1 us if there is as much. */
static u64 weighted_slice(const struct oracle *o, const struct proc *p)
{
	u64 slice = o_wanted_slice(o, p), least = slice < 1000 ? slice : 1000;

	if (p->pub.effective_tickets)
		return p->pub.effective_tickets * slice;
	slice = slice * o_weight(p->pub.effective_nice) / 1024;
	return slice < least ? least : slice;
}

u64 o_slice(const struct oracle *o, const struct proc *p)
{
	switch (o->rules.policy) {
	case FIFO:
	case SJF:
	case SRTF:
	case HRRN:
	case RM:
	case DM:
		return NEVER;
	case EDF:
		return o_served(o, p) ? cbs_left(o, p) : NEVER;
	case PRIO:
		return o->rules.preempt ? o_wanted_slice(o, p) : NEVER;
	case RR:
		return o->rules.weighted ? weighted_slice(o, p) :
					   o_wanted_slice(o, p);
	case FAIR:
		return o_wanted_slice(o, p);
	case MLFQ:
		return mlfq_slice(o, p);
	case EEVDF:
		return p->slice_used + o_eevdf_left(o, p);
	case LINUX:
		if (o_is_deadline(p))
			return o_served(o, p) ? cbs_left(o, p) : NEVER;
		if (!o_is_real_time(p))
			return o_wanted_slice(o, p);
		return p->pub.effective_class == SCHEDSIM_CLASS_FIFO ?
		       NEVER : o->quantum;
	default:
		return o->quantum;
	}
}

/* What the policy says of it, and how much that is. */
u32 o_values(const struct oracle *o, const struct proc *p, u64 *values)
{
	bool served;

	if (p->joined != o->nth_policy ||
	    p->pub.state == SCHEDSIM_STATE_EXITED)
		return 0;
	switch (o->rules.policy) {
	case FAIR:
		values[0] = p->vruntime;
		return 1;
	case LINUX:
		values[0] = p->vruntime;
		served = o_served(o, p) && p->has_server;
		values[1] = served ? p->due : NEVER;
		values[2] = served ? p->budget : NEVER;
		values[3] = served ? p->throttles : 0;
		values[4] = p->throttled;
		return 5;
	case STRIDE:
		values[0] = p->vruntime;
		return 1;
	case MLFQ:
		return mlfq_values(o, p, values);
	case EEVDF:
		return o_eevdf_values(o, p, values);
	case SJF:
	case SRTF:
	case HRRN:
	case LRTF:
		values[0] = o_expected(o, p);
		return 1;
	case EDF:
		values[0] = o_served(o, p) && p->has_server ? p->due : o_due(p);
		values[1] = o_served(o, p) && p->has_server ? p->budget : NEVER;
		values[2] = o_served(o, p) && p->has_server ? p->throttles : 0;
		values[3] = p->throttled;
		return 4;
	case RM:
	case DM:
		values[0] = o_due(p);
		return 1;
	case LLF:
		values[0] = o_rank(o, p) == S64_MAX ? S64_MAX : o_rank(o, p) - (s64)o->now;
		return 1;
	default:
		return 0;
	}
}
