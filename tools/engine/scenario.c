// SPDX-License-Identifier: GPL-2.0
/*
 * Random simulations; see scenario.h.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "random.h"
#include "scenario_ops.h"

__u64 scenario_time(__u64 *rng, __u64 most)
{
	__u64 units = random_below(rng, most + 1);
	__u64 ns = units * SCENARIO_UNIT_NS;

	if (random_one_in(rng, 8))
		ns += 100 + random_below(rng, SCENARIO_UNIT_NS);
	return ns;
}

/* Bits of vCPUs that do not exist have no meaning, but are allowed. */
static void random_affinity(const struct schedsim_config *config, __u64 *rng,
			    struct schedsim_attr *attr)
{
	__u32 one = random_below(rng, config->nr_vcpus);
	__u32 shape = random_below(rng, 3);
	unsigned int i;

	for (i = 0; shape && i < SCHEDSIM_MAX_VCPUS / 64; i++) {
		if (!random_one_in(rng, 2))
			continue;
		attr->affinity[i] = random_next(rng);
		if (shape == 1)
			attr->affinity[i] &= random_next(rng);
	}
	attr->affinity[one / 64] |= 1ULL << one % 64;
}

static __u64 span_of(const struct schedsim_config *config)
{
	const struct schedsim_param *param = (void *)(uintptr_t)config->params;
	__u32 i;

	for (i = 0; i < config->nr_params; i++)
		if (!strcmp(param[i].name, "span"))
			return param[i].value;
	return SCHEDSIM_SPAN_VCPU;
}

/* It matters most to those who wait in one run queue with others. */
static int has_affinity(const struct schedsim_config *config, __u64 *rng)
{
	if (span_of(config) == SCHEDSIM_SPAN_VCPU || config->seed % 3 == 0)
		return random_one_in(rng, 4);
	return !random_one_in(rng, 3);
}

static int has_groups(const struct schedsim_config *config)
{
	return config->seed % 4 >= 2;
}

/*
 * Some scenarios have groups. That is told by other numbers than @rng's: without a
 * group, all is as it was.
 */
static void random_group(const struct schedsim_config *config, __u64 rng,
			 struct schedsim_attr *attr)
{
	__u32 nr = config->seed % 2 ? 3 : SCHEDSIM_MAX_GROUPS;

	if (!has_groups(config) || random_one_in(&rng, 4))
		return;
	attr->group = 1 + random_below(&rng, nr);
	if (random_one_in(&rng, 2))
		attr->shares = random_one_in(&rng, 8) ? SCHEDSIM_MIN_SHARES :
			       SCHEDSIM_MIN_SHARES + random_below(&rng, 5000);
}

/* Are there processes of SCHED_DEADLINE? */
static int has_servers(const struct schedsim_config *config)
{
	return config->seed % 16 == 6 || config->seed % 16 == 13;
}

/* Some have one, with a reservation that edf and linux admit. As for random_group(). */
static void random_server(const struct schedsim_config *config, __u64 rng,
			  struct schedsim_attr *attr)
{
	if (!has_servers(config) || random_one_in(&rng, 3))
		return;
	attr->sched_class = SCHEDSIM_CLASS_DEADLINE;
	attr->runtime_ns = SCENARIO_UNIT_NS / 8 + scenario_time(&rng, 8);
	attr->deadline_ns = attr->runtime_ns + scenario_time(&rng, 20);
	attr->period_ns = attr->deadline_ns;
	if (random_one_in(&rng, 2))
		attr->period_ns += scenario_time(&rng, 20);
	else if (random_one_in(&rng, 3))
		attr->period_ns = 0;
	else if (random_one_in(&rng, 3))
		attr->deadline_ns = 0;
}

void scenario_attr(const struct schedsim_config *config, __u64 *rng,
		   struct schedsim_attr *attr)
{
	enum { NR_CLASSES = 5 };
	static const __u16 classes[NR_CLASSES] = {
		SCHEDSIM_CLASS_OTHER, SCHEDSIM_CLASS_FIFO, SCHEDSIM_CLASS_RR,
		SCHEDSIM_CLASS_BATCH, SCHEDSIM_CLASS_IDLE,
	};

	memset(attr, 0, sizeof(*attr));
	if (random_one_in(rng, 2))
		attr->nice = SCHEDSIM_MIN_NICE +
			     (int)random_below(rng, SCHEDSIM_MAX_NICE -
					       SCHEDSIM_MIN_NICE + 1);
	attr->priority = random_below(rng, random_one_in(rng, 8) ?
				      SCHEDSIM_MAX_PRIORITY + 1 : 3);
	if (has_affinity(config, rng))
		random_affinity(config, rng, attr);
	if (random_one_in(rng, 4))
		attr->tickets = random_below(rng, 500);
	if (random_one_in(rng, 4))
		attr->sched_class = classes[random_below(rng, NR_CLASSES)];
	if (random_one_in(rng, 2))
		attr->working_set = random_below(rng, 60);
	if (random_one_in(rng, 6))
		attr->runtime_ns = scenario_time(rng, 200);
	if (random_one_in(rng, 8))
		attr->deadline_ns = scenario_time(rng, 30);
	if (random_one_in(rng, 8))
		attr->period_ns = scenario_time(rng, 30);
	random_group(config, *rng, attr);
	random_server(config, *rng, attr);
}

static void set_param(struct schedsim_config *config, const char *name,
		      int nr, __u64 value)
{
	struct schedsim_param *param = (void *)(uintptr_t)config->params;

	param += config->nr_params++;
	memset(param, 0, sizeof(*param));
	strcpy(param->name, name);
	if (nr)
		sprintf(param->name + strlen(name), "%d", nr);
	param->value = value;
}

static void mlfq_params(struct schedsim_config *config, __u64 *rng)
{
	int i;

	if (random_one_in(rng, 2))
		set_param(config, "queues", 0, 1 +
			  random_below(rng, random_one_in(rng, 4) ? 64 : 8));
	if (random_one_in(rng, 4))
		set_param(config, "keep_alone", 0, 1);
	if (random_one_in(rng, 4))
		set_param(config, "allotment", 0, 1 + random_below(rng, 4));
	if (!random_one_in(rng, 3))
		set_param(config, "boost", 0, SCENARIO_UNIT_NS +
			  scenario_time(rng, random_one_in(rng, 3) ? 4 : 60));
	if (random_one_in(rng, 3))
		set_param(config, "stay", 0, 1);
	if (random_one_in(rng, 2))
		set_param(config, "bump", 0, 1);
	for (i = 1; i <= 12; i++) {
		if (random_one_in(rng, 3))
			set_param(config, "quantum", i, SCENARIO_UNIT_NS +
				  scenario_time(rng, 9));
		if (random_one_in(rng, 3))
			set_param(config, "allotment", i,
				  1 + random_below(rng, 4));
	}
}

/* From nothing to far more than anybody runs, or the initial values. */
static void fair_params(struct schedsim_config *config, __u64 *rng)
{
	if (!random_one_in(rng, 4))
		set_param(config, "credit", 0, scenario_time(rng, 30));
	if (!random_one_in(rng, 4))
		set_param(config, "granularity", 0, scenario_time(rng, 10));
}

static void eevdf_params(struct schedsim_config *config, __u64 *rng)
{
	if (random_one_in(rng, 3))
		set_param(config, "run_to_parity", 0, 0);
	if (random_one_in(rng, 4))
		set_param(config, "place_lag", 0, 0);
	if (random_one_in(rng, 4))
		set_param(config, "preempt_short", 0, 0);
	if (!random_one_in(rng, 4))
		set_param(config, "tick", 0, scenario_time(rng, 20));
	if (random_one_in(rng, 2))
		set_param(config, "delay_dequeue", 0, 1);
}

static void linux_params(struct schedsim_config *config, __u64 *rng)
{
	__u64 period = SCENARIO_UNIT_NS + scenario_time(rng, 40);

	fair_params(config, rng);
	if (random_one_in(rng, 3))
		return;
	set_param(config, "rt_period", 0, random_one_in(rng, 8) ? 0 : period);
	set_param(config, "rt_runtime", 0, random_one_in(rng, 8) ? 0 :
		  random_below(rng, period + period / 8));
}

static int has_one_speed(const struct schedsim_config *config)
{
	const struct schedsim_vcpu_desc *vcpus = (void *)(uintptr_t)config->vcpus;
	__u32 i;

	for (i = 0; i < config->nr_vcpu_descs; i++)
		if (vcpus[i].capacity % SCHEDSIM_MAX_CAPACITY)
			return 0;
	return config->cache_rate < 2;
}

/*
 * A random policy with random parameters for as many vCPUs as @config has, the
 * @params of which have room for SCHEDSIM_MAX_PARAMS.
 */
static void random_policy(struct schedsim_config *config, __u64 *rng)
{
	enum { NR_POLICIES = 23 };
	static const char policies[NR_POLICIES][SCHEDSIM_NAME_LEN] = {
		"rr", "prio", "fair", "fifo", "sjf", "srtf", "lottery",
		"stride", "linux", "linux", "mlfq", "mlfq", "rr", "prio",
		"hrrn", "lrtf", "edf", "rm", "dm", "llf", "eevdf", "eevdf", "eevdf",
	};

	config->nr_params = 0;
	config->param_size = sizeof(struct schedsim_param);
	memcpy(config->policy, policies[random_below(rng, NR_POLICIES)],
	       SCHEDSIM_NAME_LEN);
	if (has_servers(config) && strcmp(config->policy, "linux") && random_one_in(rng, 2))
		strcpy(config->policy, random_one_in(rng, 2) ? "edf" : "linux");
	/*
	 * With caches or capacities, what is left of a burst does not shrink as time passes:
	 * how little who runs has to spare then depends on when one looks. So it does while
	 * the quantum adapts.
	 */
	if (!strcmp(config->policy, "llf") && (config->adapt || !has_one_speed(config)))
		strcpy(config->policy, "edf");
	if (!strcmp(config->policy, "edf") && has_servers(config) && random_one_in(rng, 3))
		set_param(config, "soft", 0, 1);
	if (!strcmp(config->policy, "edf") && has_servers(config) && random_one_in(rng, 3))
		set_param(config, "admission", 0, 1);
	if (!strcmp(config->policy, "edf") && has_servers(config) && random_one_in(rng, 2))
		set_param(config, "reclaim", 0, 1);
	if (!strcmp(config->policy, "eevdf") && has_groups(config))
		strcpy(config->policy, "fair");
	if (!strcmp(config->policy, "eevdf"))
		eevdf_params(config, rng);
	if (!strcmp(config->policy, "mlfq"))
		mlfq_params(config, rng);
	if (!strcmp(config->policy, "fair"))
		fair_params(config, rng);
	if (!strcmp(config->policy, "linux")) {
		linux_params(config, rng);
		if (has_servers(config)) {
			set_param(config, "admission", 0, random_below(rng, 2));
			set_param(config, "reclaim", 0, random_below(rng, 2));
		}
	}
	if (!strcmp(config->policy, "rr")) {
		set_param(config, "aligned", 0, random_below(rng, 2));
		set_param(config, "weighted", 0, random_below(rng, 2));
	}
	if (!strcmp(config->policy, "sjf") || !strcmp(config->policy, "srtf")) {
		if (random_one_in(rng, 2))
			set_param(config, "guess", 0, scenario_time(rng, 20));
		if (random_one_in(rng, 2))
			set_param(config, "alpha_percent", 0, random_below(rng, 101));
	}
	if (!strcmp(config->policy, "prio")) {
		if (random_one_in(rng, 4))
			set_param(config, "preempt", 0, 0);
		set_param(config, "tail", 0, random_below(rng, 2));
	}
	if (!random_one_in(rng, config->nr_vcpus > 1 ? 4 : 8))
		set_param(config, "span", 0, random_below(rng, 4));
	if (config->nr_vcpus > 1 && random_one_in(rng, 2))
		set_param(config, "balance", 0, random_below(rng, 3));
}

/**
 * scenario_other_policy - a policy to change to
 * @scenario: what it must suit
 * @config: out: that of the scenario, with another policy
 * @params: room for SCHEDSIM_MAX_PARAMS parameters, which @config points to
 * @rng: random numbers
 */
void scenario_other_policy(const struct scenario *scenario, struct schedsim_config *config,
			   struct schedsim_param *params, __u64 *rng)
{
	*config = scenario->config;
	config->params = (uintptr_t)params;
	random_policy(config, rng);
}

/* Some are slower; as many cores as one likes, each of one cache. */
static void make_cores(struct schedsim_config *config)
{
	struct schedsim_vcpu_desc *vcpus = (void *)(uintptr_t)config->vcpus;
	__u64 rng = ~config->seed;
	int cores = random_one_in(&rng, 2), capacities = random_one_in(&rng, 4);
	int few = random_one_in(&rng, 2);
	__u32 i;

	for (i = 0; i < config->nr_vcpus; i++) {
		__u32 core = random_below(&rng, 4);

		if (cores && core)
			vcpus[i].core = (255 - vcpus[i].llc) / 7 * 3 + core;
		if (capacities)
			vcpus[i].capacity = few ? 446 + 578 * random_below(&rng, 2) :
					    random_below(&rng, SCHEDSIM_MAX_CAPACITY + 1);
	}
	for (i = 0; i < SCHEDSIM_NR_DISTANCES && random_one_in(&rng, 4); i++)
		config->migration_ns[i] = scenario_time(&rng, 3 + i);
}

/* Those of the scenario are there from the beginning: there is no admission yet. */
static void admit_all(struct schedsim_config *config)
{
	struct schedsim_param *params = (void *)(uintptr_t)config->params;
	__u32 i;

	for (i = 0; i < config->nr_params; i++)
		if (!strcmp(params[i].name, "admission"))
			params[i].value = 0;
}

/* Any sets of vCPUs; those of one cache are of one node. */
static void make_vcpus(struct schedsim_config *config, __u64 *rng)
{
	struct schedsim_vcpu_desc *vcpus = (void *)(uintptr_t)config->vcpus;
	__u32 nr_llcs = 1 + random_below(rng, random_one_in(rng, 2) ? 3 : 8);
	__u32 nr_nodes = 1 + random_below(rng, 3);
	__u32 nodes[8], i;

	for (i = 0; i < nr_llcs; i++)
		nodes[i] = random_below(rng, nr_nodes);
	for (i = 0; i < config->nr_vcpus; i++) {
		__u32 llc = random_below(rng, nr_llcs);

		memset(&vcpus[i], 0, sizeof(vcpus[i]));
		vcpus[i].llc = 255 - 7 * llc;
		vcpus[i].node = 3 * nodes[llc];
	}
	config->nr_vcpu_descs = config->nr_vcpus;
	config->vcpu_size = sizeof(*vcpus);
}

static void make_caches(struct schedsim_config *config, __u64 *rng)
{
	if (random_one_in(rng, 8))
		config->unit_ns = SCENARIO_UNIT_NS + scenario_time(rng, 5);
	if (random_one_in(rng, 8))
		config->peek_ns = SCENARIO_UNIT_NS + scenario_time(rng, 20);
	if (!random_one_in(rng, 4))
		return;
	config->cache_size = random_below(rng, 150);
	config->cache_rate = 1 + random_below(rng, random_one_in(rng, 8) ? 100 : 4);
	if (!random_one_in(rng, 4))
		config->cache_warmup_ns = SCENARIO_UNIT_NS +
					  scenario_time(rng, 20);
}

static void make_config(struct schedsim_config *config, __u64 *rng)
{
	__u64 params = config->params, vcpus = config->vcpus;

	memset(config, 0, sizeof(*config));
	config->params = params;
	config->vcpus = vcpus;
	config->size = sizeof(*config);
	config->mask = SCHEDSIM_CONFIG_ALL;
	config->quantum_ns = SCENARIO_UNIT_NS + scenario_time(rng, 9);
	if (random_one_in(rng, 2))
		config->switch_cost_ns = scenario_time(rng, 3);
	config->seed = random_next(rng);
	config->nr_vcpus = 1 + random_below(rng, random_one_in(rng, 2) ? 6 : 3);
	if (random_one_in(rng, 40))
		config->nr_vcpus = 60 + random_below(rng, 80);
	make_caches(config, rng);
	make_vcpus(config, rng);
	make_cores(config);
	random_policy(config, rng);
	admit_all(config);
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
	scenario_attr(&s->config, rng, &s->attrs[i]);
	entry->attr = (uintptr_t)&s->attrs[i];
	if (!random_one_in(rng, 2))
		entry->delay_ns = scenario_time(rng, 40);
	if (random_one_in(rng, 3))
		entry->fork = scenario_some_object(s, rng, SCHEDSIM_OBJECT_FORK);
	if (random_one_in(rng, 6))
		return;			/* runs for ever */
	if (i && random_one_in(rng, 4)) {
		entry->nr_ops = entry[-1].nr_ops;
		entry->ops = entry[-1].ops;
		return;
	}
	entry->nr_ops = scenario_write_program(s, rng, s->ops[i]);
	entry->ops = entry->nr_ops ? (uintptr_t)s->ops[i] : 0;
}

static void make_entries(struct scenario *s, __u64 *rng)
{
	__u32 i;

	s->nr_procs = 1 + random_below(rng, s->config.nr_vcpus > 3 ? 20 : 12);
	if (random_one_in(rng, 30))
		s->nr_procs = SCENARIO_MAX_PROCS - random_below(rng, 60);
	for (i = 0; i < s->nr_procs; i++)
		make_entry(s, i, rng);
}

/* In some scenarios processes do not wait for mutexes for ever. */
static void limit_locks(struct scenario *s)
{
	__u64 rng = ~s->seed;
	__u32 i, k;

	if (!random_one_in(&rng, 3))
		return;
	for (i = 0; i < s->nr_procs; i++) {
		for (k = 0; k < s->entries[i].nr_ops; k++) {
			struct schedsim_op *op = &s->ops[i][k];

			if (s->entries[i].ops != (uintptr_t)s->ops[i])
				break;
			if (op->code == SCHEDSIM_OP_LOCK && random_one_in(&rng, 2))
				op->value = scenario_time(&rng, 30);
			if (op->code == SCHEDSIM_OP_UNLOCK && random_one_in(&rng, 2))
				op->flags = SCHEDSIM_OP_F_IF_HELD;
		}
	}
}

/**
 * scenario_adapt - let the quantum adapt, or not
 * @config: to be told of it
 * @rng: random numbers
 */
void scenario_adapt(struct schedsim_config *config, __u64 *rng)
{
	config->adapt = random_below(rng, 3);
	config->adapt_switch_ppm = SCHEDSIM_MIN_ADAPT_PPM +
				   random_below(rng, random_one_in(rng, 2) ? 100000 : 800000);
	config->adapt_response_ns = SCENARIO_UNIT_NS + scenario_time(rng, 40);
	config->adapt_min_ns = SCENARIO_UNIT_NS + scenario_time(rng, 3);
	config->adapt_max_ns = config->adapt_min_ns +
			       scenario_time(rng, random_one_in(rng, 2) ? 2 : 30);
	config->adapt_interval_ns = SCENARIO_UNIT_NS +
				    scenario_time(rng, random_one_in(rng, 2) ? 4 : 30);
}

/* In some scenarios the quantum adapts. All else is as it was. */
static void adapt_some(struct scenario *s)
{
	__u64 rng = s->seed + 0x61646170;

	if (random_one_in(&rng, 4) && strcmp(s->config.policy, "llf"))
		scenario_adapt(&s->config, &rng);
}

/* In some scenarios the parts of balancing are chosen. All else is as it was. */
static void balance_some(struct scenario *s)
{
	struct schedsim_config *config = &s->config;
	__u64 rng = s->seed + 0x62616c;

	if (!random_one_in(&rng, 3))
		return;
	config->balancing_parts = SCHEDSIM_BALANCING_SET |
				  random_below(&rng, SCHEDSIM_BALANCING_ALL + 1);
	if (random_one_in(&rng, 3))
		config->balancing_defects = random_below(&rng, SCHEDSIM_DEFECTS_ALL + 1);
	config->balancing_interval_ns = SCENARIO_UNIT_NS +
					scenario_time(&rng, random_one_in(&rng, 2) ? 2 : 9);
	config->balancing_pct = 100 + random_below(&rng, 150);
}

/**
 * scenario_make - make a simulation
 * @scenario: to fill in
 * @seed: any number
 */
void scenario_make(struct scenario *scenario, __u64 seed)
{
	__u64 rng = seed;

	scenario->seed = seed;
	scenario->config.params = (uintptr_t)scenario->params;
	scenario->config.vcpus = (uintptr_t)scenario->vcpus;
	make_config(&scenario->config, &rng);
	scenario->until_ns = SCENARIO_UNIT_NS + scenario_time(&rng, 200);
	scenario_make_objects(scenario, &rng);
	if (scenario->nr_objects)
		scenario->until_ns *= 2;
	make_entries(scenario, &rng);
	limit_locks(scenario);
	adapt_some(scenario);
	balance_some(scenario);
	scenario_drop_objects(scenario);
}

/**
 * scenario_make_more - make more processes for a simulation
 * @scenario: to fill in: the same configuration and objects, other processes
 * @of: the simulation; points into it, too
 * @seed: any number
 */
void scenario_make_more(struct scenario *scenario, const struct scenario *of,
			__u64 seed)
{
	__u64 rng = seed;

	scenario->seed = seed;
	scenario->config = of->config;
	scenario->until_ns = of->until_ns;
	scenario->nr_objects = of->nr_objects;
	memcpy(scenario->objects, of->objects, sizeof(of->objects));
	make_entries(scenario, &rng);
}
