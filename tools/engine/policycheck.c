// SPDX-License-Identifier: GPL-2.0
/*
 * A policy of one's own under random scenarios: make check-policy POLICY=FILE.c
 *
 * No oracle knows what the policy is to decide, but some things hold under any
 * (watch.c): nobody is lost or in two places, nobody waits beside an idle vCPU of his
 * run queue, affinity is kept, nobody runs where a vCPU is offline, all times add up, no rule
 * of the contract is broken.
 */
#include <stdio.h>

#include "random.h"
#include "scenario.h"
#include "watch.h"

/* Made by schedsim_policy_module(). */
extern const struct sim_policy * const schedsim_policy;

#define SCENARIOS	500

static struct scenario scenario;

static bool add_policy(void)
{
	static bool added;

	if (!added && sim_policy_add(schedsim_policy)) {
		puts("# the policy is refused, see sim_policy_add(): for its name,");
		puts("# an operation that it lacks, a parameter, a value or a size");
		EXPECT(added);
		return false;
	}
	added = true;
	return true;
}

/* The policy with random values of its parameters. */
static void choose(struct sim_config *config, __u64 *rng)
{
	u32 i;

	config->policy = schedsim_policy;
	config->tie = random_below(rng, 2);
	sim_params_init(schedsim_policy, config->params);
	for (i = 0; i < sim_nr_params(schedsim_policy); i++) {
		const struct sim_param *param = sim_param_at(schedsim_policy, i);
		u64 range = min(param->max - param->min, 1000000ULL);

		if (random_one_in(rng, 2))
			config->params[i] = param->min +
					    random_below(rng, range + 1);
		if (sim_param_is_time(param) && config->params[i])
			config->params[i] = clamp(config->params[i] + 1000,
						  param->min, param->max);
	}
}

static void begin(u64 seed, struct sim_config *config)
{
	__u64 rng = seed;
	u32 i;

	scenario_make(&scenario, seed);
	scenario.config.nr_params = 0;
	strcpy(scenario.config.policy, "rr");
	lab_config(&scenario.config, config);
	choose(config, &rng);
	boot_with(config);
	for (i = 0; i < scenario.nr_objects; i++)
		lab_object(&lab, &scenario.objects[i]);
	for (i = 0; i < scenario.nr_procs; i++)
		lab_spawn(&lab, &scenario.entries[i]);
}

/* Of enum schedsim_fault_rule, as schedsim(1) names them. */
static const char *name_of(u32 rule)
{
	static const char * const names[] = {
		[SCHEDSIM_FAULT_PICKED_NOBODY] = "picked-nobody",
		[SCHEDSIM_FAULT_PICKED_NOT_READY] = "picked-not-ready",
		[SCHEDSIM_FAULT_PICKED_ELSEWHERE] = "picked-elsewhere",
		[SCHEDSIM_FAULT_PICKED_NOT_ALLOWED] = "picked-not-allowed",
		[SCHEDSIM_FAULT_NO_SLICE_LEFT] = "no-slice-left",
		[SCHEDSIM_FAULT_NO_PROGRESS] = "no-progress",
		[SCHEDSIM_FAULT_LEFT_QUEUED] = "left-queued",
	};

	return rule < ARRAY_SIZE(names) && names[rule] ? names[rule] : "another";
}

/* What the engine has found, or what the watch has. */
static bool is_right(u64 seed)
{
	const struct sim_fault *fault = &lab.sim->fault;

	EXPECT_EQ(fault->count, 0);
	if (!fault->count)
		return true;
	printf("# scenario %llu: a rule is broken: %s\n", seed,
	       name_of(fault->rule));
	printf("# at %llu ns, vCPU %u, process %u\n", fault->time, fault->vcpu,
	       fault->id);
	return false;
}

TEST(scenarios)
{
	struct sim_config config;
	u64 seed, decisions = 0;

	if (!add_policy())
		return;
	for (seed = 1; seed <= SCENARIOS; seed++) {
		begin(seed, &config);
		lab_run(&lab, scenario.until_ns);
		if (!is_right(seed))
			return;
		decisions += lab.sim->decisions;
	}
	/* It may admit nobody. */
	EXPECT(decisions);
}

static void set_online(u32 id, bool online)
{
	int err = lab_set_online(&lab, id, online);

	/* The last one stays. */
	EXPECT(!err || (err == -EBUSY && !online));
}

/* Some vCPU goes offline, or online; or all that are offline come back. */
static void switch_some(__u64 *rng)
{
	u32 nr = lab.sim->config.nr_vcpus, i;

	if (!random_one_in(rng, 6)) {
		set_online(random_below(rng, nr), random_one_in(rng, 3));
		return;
	}
	for (i = 0; i < nr; i++)
		set_online(i, true);
}

/* Some process may run at other vCPUs than before: perhaps they are all offline. */
static void let_elsewhere(__u64 *rng)
{
	const struct sim_proc *proc = sim_find(lab.sim, 1 + random_below(rng, 16));
	struct schedsim_attr to;

	if (!proc || proc->state == SCHEDSIM_STATE_EXITED)
		return;
	to = attr_of(proc->id);
	memset(to.affinity, 0, sizeof(to.affinity));
	to.affinity[0] = random_below(rng, BIT_ULL(min(lab.sim->config.nr_vcpus, 63U)));
	lab_set_attr(&lab, proc->id, &to);
}

/* vCPUs go offline and come back, and affinities change, also while time stands still. */
TEST(offline)
{
	struct sim_config config;
	u64 seed, times = 0;
	__u64 rng;
	u32 i;

	if (!add_policy())
		return;
	for (seed = 1; seed <= SCENARIOS; seed++) {
		begin(seed, &config);
		rng = seed;
		for (i = 1; i <= 16 && config.nr_vcpus > 1; i++) {
			lab_run(&lab, scenario.until_ns * i / 20);
			switch_some(&rng);
			times += lab.sim->nr_offline;
			if (random_one_in(&rng, 3))
				let_elsewhere(&rng);
			if (random_one_in(&rng, 4))
				(random_one_in(&rng, 3) ? lab_pause : lab_resume)(&lab);
			if (random_one_in(&rng, 4))
				lab_trigger(&lab, SCHEDSIM_ALL_VCPUS);
		}
		lab_resume(&lab);
		for (i = 0; i < config.nr_vcpus; i++)
			set_online(i, true);
		lab_run(&lab, scenario.until_ns);
		if (!is_right(seed))
			return;
	}
	EXPECT(times);
}

/* One of the tree that takes any process, with any span. */
static void choose_other(struct sim_config *config, __u64 *rng)
{
	do {
		config->policy = sim_policy_at(random_below(rng, 12));
	} while (config->policy->admit);
	sim_params_init(config->policy, config->params);
	config->params[config->policy->nr_params] =
		random_below(rng, SCHEDSIM_SPAN_ALL + 1);
}

/* Processes come from other policies, and go to them; some are killed. */
TEST(changes)
{
	struct sim_config config;
	__u64 rng;
	u64 seed;
	u32 i;

	if (!add_policy())
		return;
	for (seed = 1; seed <= SCENARIOS; seed++) {
		begin(seed, &config);
		rng = seed;
		for (i = 1; i < 8; i++) {
			const struct sim_proc *proc;

			lab_run(&lab, scenario.until_ns * i / 8);
			if (config.nr_vcpus > 1 && random_one_in(&rng, 3))
				switch_some(&rng);
			if (i % 2)
				choose_other(&config, &rng);
			else
				choose(&config, &rng);
			lab_change_policy(&lab, &config);
			proc = sim_find(lab.sim, i);
			if (proc && proc->state != SCHEDSIM_STATE_EXITED)
				lab_kill(&lab, i);
			lab_trigger(&lab, SCHEDSIM_ALL_VCPUS);
		}
		if (!is_right(seed))
			return;
	}
}
