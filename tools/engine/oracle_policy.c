// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: what the policies decide.
 */
#include <stdlib.h>

#include "oracle_types.h"

static const char * const names[] = {
	[RR] = "rr", [PRIO] = "prio", [FAIR] = "fair", [FIFO] = "fifo",
	[SJF] = "sjf", [SRTF] = "srtf", [MLFQ] = "mlfq", [LINUX] = "linux",
	[LOTTERY] = "lottery", [STRIDE] = "stride", [GLOBAL] = "global",
};

static void take_param(struct rules *rules, const char *name, u64 value)
{
	size_t last = strlen(name) - 1;

	if (!strcmp(name, "queues"))
		rules->queues = value;
	else if (!strcmp(name, "boost"))
		rules->boost = value;
	else if (!strcmp(name, "boost_left"))
		rules->boost_left = value;
	else if (!strcmp(name, "stay"))
		rules->stay = value;
	else if (!strcmp(name, "bump"))
		rules->bump = value;
	else if (!strcmp(name, "aligned"))
		rules->aligned = value;
	else if (!strncmp(name, "quantum", 7))
		rules->quantum[name[last] - '1'] = value;
	else if (!strncmp(name, "allotment", 9))
		rules->allotment[name[last] - '1'] = value;
	else
		abort();
}

struct rules o_rules(const char *name, const struct schedsim_param *params,
		     u32 nr)
{
	struct rules rules = { .queues = 3 };
	u32 i;

	for (i = 0; i < 8; i++)
		rules.allotment[i] = 1;
	for (i = 0; strcmp(names[i], name);)
		if (++i == ARRAY_SIZE(names))
			abort();
	rules.policy = i;
	for (i = 0; i < nr; i++)
		take_param(&rules, params[i].name, params[i].value);
	return rules;
}

/* What a vCPU begins a policy with. */
void o_begin_rules(struct oracle *o, struct vcpu *v)
{
	v->floor = 0;
	lottery_begin(o, v);
	v->pass = 0;
	v->pass_rest = 0;
	mlfq_begin(o, v);
}

/* How long it is known to run: RUN after RUN, with what takes no time between. */
static u64 burst_length(const struct proc *p)
{
	u64 length = p->left, back;
	u32 pc = p->pc, i, loops = 0;

	if (p->for_ever)
		return NEVER;
	for (i = 0; i < 16 && pc < p->nr_ops; i++) {
		const struct schedsim_op *op = &p->ops[pc];

		back = op->value ? op->value - 1 - p->count[pc] : NEVER;
		pc++;
		if (op->code == SCHEDSIM_OP_RUN)
			length += op->value;
		else if (op->code == SCHEDSIM_OP_LOOP && ++loops == 2)
			break;
		else if (op->code == SCHEDSIM_OP_LOOP && back)
			pc = op->arg;
		else if (op->code != SCHEDSIM_OP_LOOP &&
			 (op->code < SCHEDSIM_OP_LOCK ||
			  op->code == SCHEDSIM_OP_WAIT ||
			  op->code == SCHEDSIM_OP_BARRIER ||
			  op->code == SCHEDSIM_OP_SEM_WAIT))
			break;
	}
	return length;
}

/* linux: 0 for idle, 1 for fair, more for real-time. */
static u32 rank(u32 sched_class, u32 priority)
{
	switch (sched_class) {
	case SCHEDSIM_CLASS_IDLE:
		return 0;
	case SCHEDSIM_CLASS_OTHER:
	case SCHEDSIM_CLASS_BATCH:
		return 1;
	}
	return 2 + priority;
}

static u32 rank_of(const struct proc *p)
{
	return rank(p->pub.effective_class, p->pub.effective_priority);
}

/* Does it share fairly with others, so that its virtual runtime counts? */
bool o_is_fair(const struct oracle *o, const struct proc *p)
{
	return o->rules.policy == FAIR ||
	       (o->rules.policy == LINUX && rank_of(p) == 1);
}

void o_policy_join(struct oracle *o, struct vcpu *v, struct proc *p)
{
	if (o->rules.policy == FAIR || o->rules.policy == LINUX)
		p->pub.vruntime_ns = v->floor;
	if (o->rules.policy == FAIR || o->rules.policy == LINUX ||
	    o->rules.policy == STRIDE)
		p->rest = 0;
	if (o->rules.policy == STRIDE) {
		p->remain = o->quantum;
		stride_begin(v, p);
	}
	if (o->rules.policy == MLFQ)
		mlfq_join(o, v, p);
}

/* Does one that is preempted wait before its equals? */
static bool stays_first(const struct oracle *o, const struct proc *p)
{
	return o->rules.policy == PRIO ||
	       (o->rules.policy == LINUX && !o_is_fair(o, p));
}

void o_policy_enqueue(struct oracle *o, struct vcpu *v, struct proc *p,
		      enum place place)
{
	if (o->rules.policy == MLFQ) {
		mlfq_enqueue(o, v, p, place);
		return;
	}
	p->order = place == HEAD && stays_first(o, p) ? -++o->orders :
							++o->orders;
	if (o_is_fair(o, p) && p->pub.vruntime_ns < v->floor &&
	    (place == WOKEN || o->rules.policy == LINUX))
		p->pub.vruntime_ns = v->floor;
	if (o->rules.policy == STRIDE && (place == TAIL || place == WOKEN))
		stride_begin(v, p);
	if (o->rules.policy == LOTTERY)
		v->places[v->nr_places++] = p;
}

void o_policy_dequeue(struct oracle *o, struct vcpu *v, struct proc *p)
{
	if (o->rules.policy == STRIDE)
		stride_end(v, p, o_tickets(p->pub.effective_tickets,
					   p->pub.effective_nice));
	if (o->rules.policy == LOTTERY)
		lottery_leave(v, p);
}

/* It runs, and goes away. */
void o_policy_leave(struct oracle *o, struct vcpu *v, struct proc *p)
{
	if (o->rules.policy == STRIDE)
		stride_end(v, p, o_tickets(p->pub.effective_tickets,
					   p->pub.effective_nice));
}

void o_policy_migrate(struct oracle *o, struct vcpu *from, struct vcpu *to,
		      struct proc *p)
{
	u64 ahead = 0;

	if (o->rules.policy != FAIR && o->rules.policy != LINUX)
		return;
	if (p->pub.vruntime_ns > from->floor)
		ahead = p->pub.vruntime_ns - from->floor;
	p->pub.vruntime_ns = to->floor + ahead;
}

/* Who is next of those that wait; it leaves the queue. */
struct proc *o_pick(struct oracle *o, struct vcpu *v)
{
	return o->rules.policy == LOTTERY ? lottery_draw(v) :
					    o_best_ready(o, v);
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
		of_a = burst_length(a);
		of_b = burst_length(b);
		break;
	case MLFQ:
		of_a = a->level;
		of_b = b->level;
		break;
	case LINUX:
		if (rank_of(a) != rank_of(b))
			return rank_of(a) > rank_of(b);
		if (rank_of(a) != 1)
			break;
		fallthrough;
	case FAIR:
	case STRIDE:
		of_a = a->pub.vruntime_ns;
		of_b = b->pub.vruntime_ns;
		break;
	default:
		break;
	}
	return of_a == of_b ? a->order < b->order : of_a < of_b;
}

/*
 * Must one that waits be queued anew when it has @to for @from? -1: before its
 * new equals.
 */
int o_moves(const struct oracle *o, const struct eff *from,
	    const struct eff *to)
{
	u32 before, after;

	switch (o->rules.policy) {
	case PRIO:
		before = from->priority;
		after = to->priority;
		break;
	case LINUX:
		before = rank(from->sched_class, from->priority);
		after = rank(to->sched_class, to->priority);
		if (before != 1 || after != 1)
			break;
		fallthrough;
	case FAIR:
		return from->nice != to->nice;
	case LOTTERY:
	case STRIDE:
		return o_tickets(from->tickets, from->nice) !=
		       o_tickets(to->tickets, to->nice);
	default:
		return 0;
	}
	return before == after ? 0 : after < before ? -1 : 1;
}

bool o_preempts(const struct oracle *o, const struct proc *best,
		const struct proc *curr)
{
	switch (o->rules.policy) {
	case PRIO:
		return best->pub.effective_priority >
		       curr->pub.effective_priority;
	case SRTF:
		return burst_length(best) < burst_length(curr);
	case MLFQ:
		return o_better(o, best, curr);
	case LINUX:
		return rank_of(best) > rank_of(curr);
	default:
		return false;
	}
}

/* Could the running process lose the vCPU when its slice ends? */
bool o_contends(const struct oracle *o, const struct vcpu *v)
{
	const struct proc *best = o_best_ready(o, v), *curr = v->curr;
	u32 i;

	/* All slices end together, once anybody waits anywhere. */
	if (o->rules.policy == GLOBAL && o->rules.aligned)
		for (i = 0; i < o->nr_vcpus && !best; i++)
			best = o_best_ready(o, &o->vcpus[i]);
	if (!best)
		return false;
	if (o->rules.policy == PRIO)
		return best->pub.effective_priority >=
		       curr->pub.effective_priority;
	return o->rules.policy != LINUX || rank_of(best) >= rank_of(curr);
}

/* Up to a multiple of the quantum after it began, and not in the past. */
static u64 aligned_slice(const struct oracle *o, const struct vcpu *v)
{
	u64 end = 0;

	while (end <= v->slice_start || end <= v->run_start || end < o->now)
		end += o->quantum;
	return end - v->slice_start;
}

u64 o_slice(const struct oracle *o, const struct vcpu *v, const struct proc *p)
{
	switch (o->rules.policy) {
	case FIFO:
	case SJF:
	case SRTF:
		return NEVER;
	case MLFQ:
		return mlfq_slice_of(o, p);
	case LINUX:
		return rank_of(p) > 1 &&
		       p->pub.effective_class != SCHEDSIM_CLASS_RR ? NEVER :
								     o->quantum;
	default:
		return o->rules.aligned ? aligned_slice(o, v) : o->quantum;
	}
}
