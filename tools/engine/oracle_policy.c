// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: what the policies decide.
 */
#include <stdlib.h>

#include "oracle_types.h"

static const char * const names[] = {
	[RR] = "rr", [PRIO] = "prio", [FAIR] = "fair", [FIFO] = "fifo",
	[SJF] = "sjf", [SRTF] = "srtf",
};

struct rules o_rules(const char *name, const struct schedsim_param *params,
		     u32 nr)
{
	struct rules rules = {};
	u32 i;

	for (i = 0; strcmp(names[i], name);)
		if (++i == ARRAY_SIZE(names))
			abort();
	rules.policy = i;
	return rules;
}

/* What a vCPU begins a policy with. */
void o_begin_rules(struct oracle *o, struct vcpu *v)
{
	v->floor = 0;
}

/* Does one that is preempted wait before its equals? */
bool o_stays_first(const struct oracle *o, const struct proc *p)
{
	return o->rules.policy == PRIO;
}

/* Who is next of those that wait; it is about to leave the queue. */
struct proc *o_pick(struct oracle *o, struct vcpu *v)
{
	return o_best_ready(o, v);
}

static const u32 weights[] = {
	88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
	9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
	1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
	110, 87, 70, 56, 45, 36, 29, 23, 18, 15,
};

static void charge_fair(struct proc *p, u64 ran)
{
	u32 weight = weights[p->pub.effective_nice + 20];
	u64 sum = ran * 1024;

	/* What is left of another weight's division is less than 1 ns. */
	if (weight != 1024) {
		sum += min(p->rest, weight - 1);
		p->rest = sum % weight;
	}
	p->pub.vruntime_ns += sum / weight;
}

void o_charge(struct oracle *o, struct vcpu *v, struct proc *p, u64 ran)
{
	if (o->rules.policy == FAIR)
		charge_fair(p, ran);
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

/* Would @a be picked before @b? */
bool o_better(const struct oracle *o, const struct proc *a,
	      const struct proc *b)
{
	if (o->rules.policy == PRIO && a->pub.effective_priority != b->pub.effective_priority)
		return a->pub.effective_priority > b->pub.effective_priority;
	if (o->rules.policy == FAIR && a->pub.vruntime_ns != b->pub.vruntime_ns)
		return a->pub.vruntime_ns < b->pub.vruntime_ns;
	if ((o->rules.policy == SJF || o->rules.policy == SRTF) &&
	    burst_length(a) != burst_length(b))
		return burst_length(a) < burst_length(b);
	return a->order < b->order;
}

/* Must one that waits be queued anew when it has @to for @from? */
bool o_moves(const struct oracle *o, const struct eff *from,
	     const struct eff *to)
{
	return o->rules.policy == PRIO && from->priority != to->priority;
}

bool o_preempts(const struct oracle *o, const struct proc *best,
		const struct proc *curr)
{
	if (o->rules.policy == PRIO)
		return best->pub.effective_priority > curr->pub.effective_priority;
	if (o->rules.policy == SRTF)
		return burst_length(best) < burst_length(curr);
	return false;
}

bool o_contends(const struct oracle *o, const struct proc *best,
		const struct proc *curr)
{
	return o->rules.policy != PRIO ||
	       best->pub.effective_priority >= curr->pub.effective_priority;
}

u64 o_slice(const struct oracle *o, const struct vcpu *v, const struct proc *p)
{
	if (o->rules.policy == FIFO || o->rules.policy == SJF || o->rules.policy == SRTF)
		return NEVER;
	return o->quantum;
}
