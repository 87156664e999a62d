// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: the quantum adapts. All responses are kept, and sorted when asked for.
 */
#include <stdlib.h>

#include "oracle_types.h"

/* In 65,536ths. */
#define SAME	65536

/* Set it as by hand; @reason says why. */
static void set_quantum(struct oracle *o, u64 quantum, u8 reason)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++)
		o_renew_slice(o, &o->vcpus[i]);
	o->quantum = quantum;
	for (i = 0; i < o->nr_vcpus; i++)
		o_look_at_quantum(o, &o->vcpus[i]);
	o_emit(o, SIM_EVENT_QUANTUM, reason, 0, NULL, quantum);
}

static u64 within_bounds(const struct oracle *o, u64 quantum)
{
	if (!o->adapt.kind)
		return quantum;
	if (quantum < o->adapt.least)
		return o->adapt.least;
	return quantum > o->adapt.most ? o->adapt.most : quantum;
}

static void forget(struct adapt *a)
{
	a->nr_responses = 0;
	a->looks = 0;
	a->lost = 0;
	a->spent = 0;
}

/* What is measured is another thing now. */
void o_adapt_begin(struct oracle *o)
{
	forget(&o->adapt);
	o->adapt.begun = o->now;
	o->adapt.changed = o->now;
	o->adapt.awaited = NEVER;
}

static void read_config(struct oracle *o, const struct schedsim_config *config)
{
	o->adapt.kind = config->adapt;
	o->adapt.limit = config->adapt == SCHEDSIM_ADAPT_SWITCH ?
			 config->adapt_switch_ppm : config->adapt_response_ns;
	o->adapt.least = config->adapt_min_ns;
	o->adapt.most = config->adapt_max_ns;
	o->adapt.every = config->adapt_interval_ns;
}

void o_adapt_init(struct oracle *o, const struct schedsim_config *config)
{
	read_config(o, config);
	o->adapt.awaited = NEVER;
	o->configured = o->quantum;
	o->quantum = within_bounds(o, o->quantum);
}

void oracle_set_quantum(struct oracle *o, u64 quantum_ns)
{
	o->configured = quantum_ns;
	set_quantum(o, within_bounds(o, quantum_ns), SIM_QUANTUM_SET);
	o_adapt_begin(o);
	oracle_settle(o);
}

void oracle_set_adapt(struct oracle *o, const struct schedsim_config *config)
{
	u64 quantum;

	read_config(o, config);
	quantum = config->adapt ? within_bounds(o, o->quantum) : o->configured;
	if (quantum != o->quantum)
		set_quantum(o, quantum, config->adapt ? SIM_QUANTUM_BOUNDS :
							SIM_QUANTUM_SET);
	o_adapt_begin(o);
	o->adapt.looked = o->now;
	o->pub.adapt_measured = 0;
	oracle_settle(o);
}

void o_note_response(struct oracle *o, struct vcpu *v)
{
	struct proc *p = v->curr;
	struct adapt *a = &o->adapt;
	u64 since = p->ready_to_run;

	p->ready_to_run = NEVER;
	if (a->kind != SCHEDSIM_ADAPT_RESPONSE || since == NEVER || since <= a->begun)
		return;
	a->ran = o->now;
	if (since <= a->changed)
		return;
	if (a->nr_responses == MAX_RESPONSES)
		abort();
	a->responses[a->nr_responses++] = v->run_start - since;
}

static void change(struct oracle *o, u64 factor, u8 reason)
{
	u64 quantum;

	if (factor > 8 * SAME)
		factor = 8 * SAME;
	if (factor < SAME / 8)
		factor = SAME / 8;
	quantum = o->quantum * factor / SAME;
	if (factor < 2 * SAME && factor > SAME / 2)
		quantum = (o->quantum + quantum) / 2;
	quantum = within_bounds(o, quantum);
	forget(&o->adapt);
	if (quantum == o->quantum)
		return;
	o->adapt.changed = o->now;
	o->pub.quantum_changes++;
	set_quantum(o, quantum, reason);
}

static u64 ppm(u64 lost, u64 spent)
{
	return lost >= spent ? 1000000 : lost * 1000000 / spent;
}

static u64 odds_factor(const struct oracle *o, u64 share)
{
	u64 rest = 1000000 - share, limit = o->adapt.limit;

	if (!rest)
		return 8 * SAME;
	return share * (1000000 - limit) * 8 * SAME / (limit * rest * 7);
}

/* Of a switch, with the farthest migration. */
static u64 worst_cost(const struct oracle *o)
{
	u64 worst = 0;
	u32 i;

	for (i = 0; i < SCHEDSIM_NR_DISTANCES; i++)
		if (o->migration[i] > worst)
			worst = o->migration[i];
	return worst + o->cost;
}

static void look_at_share(struct oracle *o, bool counts)
{
	struct adapt *a = &o->adapt;
	u64 lost = 0, spent = 0, less, more, slack = o->nr_vcpus * worst_cost(o);
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++) {
		lost += o->vcpus[i].pub.overhead_ns;
		spent += o->vcpus[i].pub.overhead_ns + o->vcpus[i].pub.busy_ns;
	}
	if (counts) {
		a->lost += lost - a->lost_before;
		a->spent += spent - a->spent_before;
	}
	a->lost_before = lost;
	a->spent_before = spent;
	if (!a->spent)
		return;
	less = ppm(a->lost > slack ? a->lost - slack : 0, a->spent);
	more = ppm(a->lost + slack, a->spent);
	o->pub.adapt_measured = ppm(a->lost, a->spent);
	if (less > a->limit)
		change(o, odds_factor(o, less), SIM_QUANTUM_LOSSES);
	else if (4 * more < 3 * a->limit)
		change(o, odds_factor(o, more), SIM_QUANTUM_SPARE);
	else if (a->lost >= 32 * slack)
		forget(a);
}

static int compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return (x > y) - (x < y);
}

/* A response is known to one part in 16 to 32; the greatest it may be. */
static u64 rounded_up(u64 ns)
{
	u64 width = 1;

	while (ns / width >= 32)
		width *= 2;
	return ns / width * width + width - 1;
}

/* Of 20 in order, the 19th. */
static u64 percentile_95(struct adapt *a)
{
	qsort(a->responses, a->nr_responses, sizeof(u64), compare);
	return rounded_up(a->responses[(a->nr_responses * 19 + 19) / 20 - 1]);
}

static void look_at_responses(struct oracle *o)
{
	struct adapt *a = &o->adapt;
	u64 measured, factor, quiet, rounds = 0;
	struct proc *p;

	a->looks++;
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		rounds += p->pub.state == SCHEDSIM_STATE_READY ? 2 : 0;
	quiet = o->now - max(o->woke, max(a->ran, a->begun));
	if (quiet > 8 * a->every && quiet > rounds * (o->quantum + worst_cost(o))) {
		o->pub.adapt_measured = 0;
		change(o, 2 * SAME, SIM_QUANTUM_QUIET);
		return;
	}
	if (!a->nr_responses || (a->nr_responses < 64 && a->looks < 8))
		return;
	measured = percentile_95(a);
	o->pub.adapt_measured = measured;
	factor = a->limit * 3 * SAME / (4 * max(measured, 1ULL));
	if (measured > a->limit)
		change(o, factor, SIM_QUANTUM_SLOW);
	else if (2 * measured < a->limit)
		change(o, factor, SIM_QUANTUM_FAST);
	else
		forget(a);
}

void o_adapt(struct oracle *o)
{
	struct adapt *a = &o->adapt;
	bool counts;

	if (!a->kind || !o->now || o->now % a->every || a->looked == o->now)
		return;
	a->looked = o->now;
	if (!o_anybody_waits(o))
		return;
	counts = a->awaited == o->now - a->every;
	a->awaited = o->now;
	if (a->kind == SCHEDSIM_ADAPT_SWITCH)
		look_at_share(o, counts);
	else
		look_at_responses(o);
}

/* When it looks next; not again at this instant. */
u64 o_next_adapt(const struct oracle *o)
{
	u64 every = o->adapt.every;

	if (!o->adapt.kind || !o_anybody_waits(o))
		return NEVER;
	if (o->now && o->now % every == 0 && o->adapt.looked != o->now)
		return o->now;
	return o->now - o->now % every + every;
}
