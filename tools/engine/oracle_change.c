// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: another policy, or other parameters. Everybody comes under it anew,
 * and has a new slice.
 */
#include "oracle_types.h"

/* Have both vCPUs one run queue? */
static bool together(const struct oracle *o, u32 a, u32 b)
{
	const struct schedsim_vcpu_desc *of_a = &o->vcpus[a].desc;
	const struct schedsim_vcpu_desc *of_b = &o->vcpus[b].desc;

	switch (o->rules.span) {
	case SCHEDSIM_SPAN_VCPU:
		return a == b;
	case SCHEDSIM_SPAN_LLC:
		return of_a->llc == of_b->llc;
	case SCHEDSIM_SPAN_NODE:
		return of_a->node == of_b->node;
	default:
		return true;
	}
}

/* Empty run queues, as the rules have them. */
void o_begin_queues(struct oracle *o)
{
	u32 i, first;

	memset(o->queues, 0, sizeof(o->queues));
	for (i = 0; i < o->nr_vcpus; i++) {
		for (first = 0; !together(o, first, i); first++)
			;
		o->queues[first].first = first;
		o->queues[first].nr_vcpus++;
		o->vcpus[i].queue = &o->queues[first];
	}
	for (i = 0; i < o->nr_vcpus; i++) {
		if (!o->queues[i].nr_vcpus)
			continue;
		lottery_begin(o, &o->queues[i]);
		fair_begin(o, &o->queues[i]);
		o_eevdf_begin(&o->queues[i]);
		mlfq_begin(o, &o->queues[i]);
	}
}

/*
 * Take out all that wait, as if each vCPU picked all it could, one after the
 * other.
 */
static u32 take_out(struct oracle *o, struct proc **taken)
{
	u32 nr = 0, i;

	for (i = 0; i < o->nr_vcpus; i++) {
		while (o_best_ready(o, &o->vcpus[i])) {
			taken[nr] = o_pick(o, o->vcpus[i].queue, &o->vcpus[i]);
			o_policy_dequeue(o, taken[nr]);
			taken[nr++]->moving = true;
		}
	}
	for (i = 0; i < o->nr_vcpus; i++) {
		while ((taken[nr] = cbs_first_throttled(o, o->vcpus[i].queue))) {
			o_policy_dequeue(o, taken[nr]);
			taken[nr++]->moving = true;
		}
	}
	return nr;
}

/* Its run queue may be one of other vCPUs now, where it may not run. */
static void put_in(struct oracle *o, struct proc *p)
{
	if (!o_may_wait_in(o, p, o_queue(o, p)))
		o_move(o, p);
	o_join(o, p);
	p->moving = false;
	o_policy_enqueue(o, p, ARRIVED);
}

static void begin_slices(struct oracle *o)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++)
		o_begin_slice(o, &o->vcpus[i]);
	for (i = 0; i < o->nr_vcpus; i++)
		o_look_all(o, o->vcpus[i].queue);
}

static void set_rules(struct oracle *o, const struct rules *rules)
{
	struct proc *taken[ORACLE_MAX_ID + 1];
	u32 nr = take_out(o, taken), i;
	struct proc *p;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		p->in = false;
	o->nth_policy++;
	o->rules = *rules;
	o_begin_queues(o);
	for (i = 0; i < o->nr_vcpus; i++)
		if (o->vcpus[i].curr)
			o_join(o, o->vcpus[i].curr);
	for (i = 0; i < nr; i++)
		put_in(o, taken[i]);
	begin_slices(o);
	o_inherit_all(o);
	for (i = 0; i < o->nr_vcpus; i++)
		o_check(o, &o->vcpus[i]);
}

void oracle_set_policy(struct oracle *o, const char *name,
		       const struct schedsim_param *params, u32 nr)
{
	struct rules rules = o_rules(name, params, nr);
	u64 letters = 0;
	u32 i;

	set_rules(o, &rules);
	o_adapt_begin(o);
	for (i = min(strlen(name), 8U); i-- > 0;)
		letters = letters * 256 + name[i];
	o_emit(o, SIM_EVENT_POLICY, 0, 0, NULL, letters);
	oracle_settle(o);
}
