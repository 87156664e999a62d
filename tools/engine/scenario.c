// SPDX-License-Identifier: GPL-2.0
/*
 * Random simulations; see scenario.h.
 */
#include <stdint.h>
#include <string.h>

#include "random.h"
#include "scenario.h"

#define MAX_DEPTH	3

__u64 scenario_time(__u64 *rng, __u64 most)
{
	__u64 units = random_below(rng, most + 1);
	__u64 ns = units * SCENARIO_UNIT_NS;

	if (random_one_in(rng, 8))
		ns += 100 + random_below(rng, SCENARIO_UNIT_NS);
	return ns;
}

/* One that takes time. */
static __u64 duration(__u64 *rng, __u64 most)
{
	return scenario_time(rng, most - 1) + SCENARIO_UNIT_NS;
}

/* A program that is being written. */
struct writer {
	__u64 *rng;
	struct schedsim_op *ops;
	__u32 nr;
};

static void write_op(struct writer *w, __u16 code, __u32 arg, __u64 value)
{
	struct schedsim_op *op = &w->ops[w->nr++];

	memset(op, 0, sizeof(*op));
	op->code = code;
	op->arg = arg;
	op->value = value;
}

static int write_block(struct writer *w, unsigned int depth);

static void write_loop(struct writer *w, unsigned int depth)
{
	__u32 start = w->nr;
	__u64 times = random_one_in(w->rng, 5) ? 0 : 1 + random_below(w->rng, 4);

	if (!write_block(w, depth + 1))
		write_op(w, SCHEDSIM_OP_RUN, 0, duration(w->rng, 5));
	write_op(w, SCHEDSIM_OP_LOOP, start, times);
}

static void write_timer(struct writer *w)
{
	int absolute = random_one_in(w->rng, 3);
	__u32 timer = random_below(w->rng, 3);

	if (random_one_in(w->rng, 10))
		timer = SCHEDSIM_MAX_TIMERS - 1;
	write_op(w, SCHEDSIM_OP_TIMER, timer, duration(w->rng, 20));
	if (absolute)
		w->ops[w->nr - 1].flags = SCHEDSIM_OP_F_ABSOLUTE;
}

/* Return: whether it is sure to take time, if only when it is repeated. */
static int write_item(struct writer *w, unsigned int depth)
{
	enum { NR_CODES = 9 };
	static const __u16 codes[NR_CODES] = {
		SCHEDSIM_OP_RUN, SCHEDSIM_OP_RUN, SCHEDSIM_OP_RUN,
		SCHEDSIM_OP_SLEEP, SCHEDSIM_OP_SLEEP, SCHEDSIM_OP_TIMER,
		SCHEDSIM_OP_YIELD, SCHEDSIM_OP_LOOP, SCHEDSIM_OP_LOOP,
	};
	__u16 code = codes[random_below(w->rng, NR_CODES)];
	const struct schedsim_op *op = &w->ops[w->nr];

	switch (code) {
	case SCHEDSIM_OP_LOOP:
		if (depth >= MAX_DEPTH)
			return 0;
		write_loop(w, depth);
		return 1;
	case SCHEDSIM_OP_TIMER:
		write_timer(w);
		return !op->flags;
	case SCHEDSIM_OP_YIELD:
		write_op(w, random_one_in(w->rng, 20) ? SCHEDSIM_OP_EXIT : code,
			 0, 0);
		return 0;
	default:
		write_op(w, code, 0, random_one_in(w->rng, 15) ? 0 :
			 duration(w->rng, 15));
		return op->value != 0;
	}
}

/* Leaves room for what closes the loops around it. */
static int write_block(struct writer *w, unsigned int depth)
{
	__u32 items = 1 + random_below(w->rng, 4);
	int timed = 0;

	while (items-- && w->nr < SCENARIO_MAX_OPS - 2 * (MAX_DEPTH + 1))
		timed |= write_item(w, depth);
	return timed;
}

static __u32 write_program(__u64 *rng, struct schedsim_op *ops)
{
	struct writer w = { rng, ops, 0 };

	write_block(&w, 0);
	if (random_one_in(rng, 3) && w.nr < SCENARIO_MAX_OPS - 2) {
		write_op(&w, SCHEDSIM_OP_RUN, 0, duration(rng, 10));
		write_op(&w, SCHEDSIM_OP_LOOP, 0, 0);
	}
	return w.nr;
}

static void random_affinity(const struct schedsim_config *config, __u64 *rng,
			    struct schedsim_attr *attr)
{
	__u32 one = random_below(rng, config->nr_vcpus);
	unsigned int i;

	/* Bits of vCPUs that do not exist have no meaning, but are allowed. */
	for (i = 0; i < SCHEDSIM_MAX_VCPUS / 64; i++)
		if (random_one_in(rng, 2))
			attr->affinity[i] = random_next(rng) & random_next(rng);
	attr->affinity[one / 64] |= 1ULL << one % 64;
}

void scenario_attr(const struct schedsim_config *config, __u64 *rng,
		   struct schedsim_attr *attr)
{
	memset(attr, 0, sizeof(*attr));
	if (random_one_in(rng, 2))
		attr->nice = SCHEDSIM_MIN_NICE +
			     (int)random_below(rng, SCHEDSIM_MAX_NICE -
					       SCHEDSIM_MIN_NICE + 1);
	attr->priority = random_below(rng, random_one_in(rng, 8) ?
				      SCHEDSIM_MAX_PRIORITY + 1 : 3);
	if (random_one_in(rng, 4))
		random_affinity(config, rng, attr);
}

static void make_config(struct schedsim_config *config, __u64 *rng)
{
	static const char policies[][SCHEDSIM_NAME_LEN] = { "rr", "prio", "fair" };

	memset(config, 0, sizeof(*config));
	config->size = sizeof(*config);
	config->mask = SCHEDSIM_CONFIG_ALL;
	memcpy(config->policy, policies[random_below(rng, 3)], SCHEDSIM_NAME_LEN);
	config->quantum_ns = SCENARIO_UNIT_NS + scenario_time(rng, 9);
	if (random_one_in(rng, 2))
		config->switch_cost_ns = scenario_time(rng, 3);
	config->seed = random_next(rng);
	config->nr_vcpus = 1 + random_below(rng, random_one_in(rng, 2) ? 4 : 2);
	if (random_one_in(rng, 40))
		config->nr_vcpus = 60 + random_below(rng, 80);
	config->max_procs = 4 * SCENARIO_MAX_PROCS;
	config->clock = SCHEDSIM_CLOCK_VIRTUAL;
	config->tie = random_below(rng, 2);
}

static void make_entry(struct scenario *s, __u32 i, __u64 *rng)
{
	struct schedsim_spawn_entry *entry = &s->entries[i];

	memset(entry, 0, sizeof(*entry));
	entry->name[0] = 'p';
	entry->name[1] = 'a' + i % 26;
	scenario_attr(&s->config, rng, &entry->attr);
	if (!random_one_in(rng, 2))
		entry->delay_ns = scenario_time(rng, 40);
	if (random_one_in(rng, 6))
		return;			/* runs for ever */
	if (i && random_one_in(rng, 4)) {
		entry->nr_ops = entry[-1].nr_ops;
		entry->ops = entry[-1].ops;
		return;
	}
	entry->nr_ops = write_program(rng, s->ops[i]);
	entry->ops = entry->nr_ops ? (uintptr_t)s->ops[i] : 0;
}

/**
 * scenario_make - make a simulation
 * @scenario: to fill in
 * @seed: any number
 */
void scenario_make(struct scenario *scenario, __u64 seed)
{
	__u64 rng = seed;
	__u32 i;

	scenario->seed = seed;
	make_config(&scenario->config, &rng);
	scenario->until_ns = SCENARIO_UNIT_NS + scenario_time(&rng, 200);
	scenario->nr_procs = 1 + random_below(&rng, 12);
	if (random_one_in(&rng, 30))
		scenario->nr_procs = SCENARIO_MAX_PROCS -
				     random_below(&rng, 60);
	for (i = 0; i < scenario->nr_procs; i++)
		make_entry(scenario, i, &rng);
}
