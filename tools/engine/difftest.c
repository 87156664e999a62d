// SPDX-License-Identifier: GPL-2.0
/*
 * Usage: difftest [--seed N] [--count N] [--verbose]
 *
 * Runs random scenarios, half of them with random control actions, in the
 * engine and in the oracle, and compares all events and all numbers. Stops at
 * the first scenario in which they differ, and prints it: --seed N --count 1
 * runs it again.
 */
#include <stdio.h>
#include <stdlib.h>

#include "duel.h"
#include "random.h"
#include "seeds.h"

static struct scenario scenario, extra;
static struct duel duel;
static bool verbose;
static u64 nr_spun, nr_grouped, nr_refused, nr_stranded;

#define say(...) do { if (verbose) printf("# " __VA_ARGS__); } while (0)

static void print_op(u32 i, const struct schedsim_op *op)
{
	static const char * const names[] = {
		"run", "sleep", "timer", "yield", "loop", "exit", "lock",
		"unlock", "wait", "signal", "broadcast", "barrier", "sem_wait",
		"sem_post", "fork", "attr",
	};

	printf(" %u:%s", i, names[op->code]);
	if (op->flags)
		printf("!%x", op->flags);
	if (op->code == SCHEDSIM_OP_TIMER || op->code == SCHEDSIM_OP_LOOP ||
	    op->code >= SCHEDSIM_OP_LOCK)
		printf("(%u)", op->arg);
	if (op->value)
		printf(" %llu", op->value);
}

static void print_attr(const struct schedsim_attr *attr)
{
	u32 i;

	printf(" nice %d priority %u class %u tickets %u set %u cpus", attr->nice,
	       attr->priority, attr->sched_class, attr->tickets,
	       attr->working_set);
	for (i = 0; i <= (scenario.config.nr_vcpus - 1) / 64; i++)
		printf(" %llx", attr->affinity[i]);
	if (attr->group)
		printf(" group %u shares %u", attr->group, attr->shares);
}

static void print_object(u32 i, const struct schedsim_object *object)
{
	static const char * const names[] = {
		"mutex", "cond", "barrier", "semaphore", "timer", "fork", "attr",
	};

	printf("# object %u: %s protocol %u value %u", i, names[object->type],
	       object->protocol, object->value);
	if (object->attr)
		print_attr((void *)(uintptr_t)object->attr);
	printf("\n");
}

static void print_entry(u32 id, const struct schedsim_spawn_entry *entry)
{
	const struct schedsim_op *ops = (void *)(uintptr_t)entry->ops;
	u32 i;

	printf("# process %u: ", id);
	if (entry->fork)
		printf("forked by %u ", entry->fork - 1);
	printf("at +%llu", entry->delay_ns);
	print_attr((void *)(uintptr_t)entry->attr);
	printf(":");
	for (i = 0; i < entry->nr_ops; i++)
		print_op(i, &ops[i]);
	printf("\n");
}

static void print_caches(const struct schedsim_config *config)
{
	if (config->cache_rate)
		printf("# cache size %u rate %u warmup %llu\n", config->cache_size,
		       config->cache_rate, config->cache_warmup_ns);
	if (config->adapt)
		printf("# adapt %u ppm %u response %llu min %llu max %llu interval %llu\n",
		       config->adapt, config->adapt_switch_ppm, config->adapt_response_ns,
		       config->adapt_min_ns, config->adapt_max_ns, config->adapt_interval_ns);
	if (config->balancing_parts)
		printf("# balancing parts %#x defects %#x interval %llu pct %u\n",
		       config->balancing_parts, config->balancing_defects,
		       config->balancing_interval_ns, config->balancing_pct);
	if (config->peek_ns)
		printf("# peek %llu\n", config->peek_ns);
	if (config->unit_ns)
		printf("# unit %llu\n", config->unit_ns);
	printf("# migration smt %llu llc %llu node %llu far %llu\n", config->migration_ns[0],
	       config->migration_ns[1], config->migration_ns[2], config->migration_ns[3]);
}

static void print_params(const struct schedsim_config *config)
{
	const struct schedsim_param *param = (void *)(uintptr_t)config->params;
	u32 i;

	for (i = 0; i < config->nr_params; i++, param++)
		printf("# %s=%llu\n", param->name, param->value);
}

static void print_scenario(void)
{
	const struct schedsim_config *c = &scenario.config;
	u32 i;

	printf("# seed %llu: %s quantum %llu cost %llu vcpus %u tie %u until %llu\n",
	       scenario.seed, c->policy, c->quantum_ns, c->switch_cost_ns,
	       c->nr_vcpus, c->tie, scenario.until_ns);
	print_caches(c);
	print_params(c);
	for (i = 0; i < c->nr_vcpus; i++)
		printf("# vCPU %u: llc %u node %u core %u capacity %u\n", i,
		       scenario.vcpus[i].llc, scenario.vcpus[i].node,
		       scenario.vcpus[i].core, scenario.vcpus[i].capacity);
	for (i = 0; i < scenario.nr_objects; i++)
		print_object(i, &scenario.objects[i]);
	for (i = 0; i < scenario.nr_procs; i++)
		print_entry(i + 1, &scenario.entries[i]);
}

/* A process, most likely one that exists. */
static u32 some_id(u64 *rng)
{
	return 1 + random_below(rng, scenario.nr_procs + 2);
}

static void do_kill(u64 *rng)
{
	u32 id = some_id(rng);
	struct sim_proc *proc = sim_find(duel.lab.sim, id);

	if (!proc || proc->state == SCHEDSIM_STATE_EXITED)
		return;
	say("kill %u\n", id);
	lab_kill(&duel.lab, id);
	oracle_kill(duel.oracle, id);
}

static void do_reap(u64 *rng)
{
	u32 id = some_id(rng);
	struct sim_proc *proc = sim_find(duel.lab.sim, id);

	if (!proc || proc->state != SCHEDSIM_STATE_EXITED)
		return;
	say("reap %u\n", id);
	lab_reap(&duel.lab, id);
	oracle_reap(duel.oracle, id);
}

static void do_spawn(u64 *rng)
{
	u32 nr = min(1 + random_below(rng, 2), extra.nr_procs), i;
	int id;

	for (i = 0; i < nr; i++) {
		struct schedsim_spawn_entry *entry = &extra.entries[i];

		bool admitted;

		scenario_attr(&scenario.config, rng, &extra.attrs[i]);
		admitted = oracle_admits(duel.oracle, 0, &extra.attrs[i]);
		entry->id = random_one_in(rng, 4) ?
			    1 + random_below(rng, 200) : 0;
		id = lab_spawn(&duel.lab, entry);
		say("spawn: %d\n", id);
		if ((id == -EBUSY || id == -EOPNOTSUPP) == admitted)
			abort();
		if (id < 0)
			continue;
		if (verbose)
			print_entry(id, entry);
		oracle_spawn(duel.oracle, id, entry);
	}
	lab_settle(&duel.lab);
	oracle_settle(duel.oracle);
}

static void do_yield(u64 *rng)
{
	u32 vcpu = random_below(rng, scenario.config.nr_vcpus);
	struct sim_proc *curr = duel.lab.sim->vcpus[vcpu].curr;

	if (!curr)
		return;
	say("yield %u\n", curr->id);
	lab_yield(&duel.lab, curr->id);
	oracle_yield(duel.oracle, curr->id);
}

static void do_trigger(u64 *rng)
{
	u32 vcpu = random_below(rng, scenario.config.nr_vcpus);

	if (random_one_in(rng, 3))
		vcpu = SCHEDSIM_ALL_VCPUS;
	say("trigger %d\n", (s32)vcpu);
	lab_trigger(&duel.lab, vcpu);
	oracle_trigger(duel.oracle, vcpu);
}

/* All but the last one may go offline. */
static void set_online(u64 *rng, bool online)
{
	u32 vcpu = random_below(rng, scenario.config.nr_vcpus);
	int err;

	say("%s %u\n", online ? "online" : "offline", vcpu);
	err = lab_set_online(&duel.lab, vcpu, online);
	if (!err)
		oracle_set_online(duel.oracle, vcpu, online);
	nr_refused += err == -EBUSY;
}

static void do_online(u64 *rng)
{
	set_online(rng, true);
}

static void do_offline(u64 *rng)
{
	set_online(rng, false);
}

static bool may_have(const struct sim_proc *proc, const struct schedsim_attr *attr)
{
	struct sim *sim = duel.lab.sim;
	const char *reason;
	bool may = !sim_attr_admit(sim->policy, attr, &reason) &&
		   !sim_bandwidth_check(sim, sim_bandwidth(attr), sim_bandwidth(&proc->attr),
					NULL);

	if (may != oracle_admits(duel.oracle, proc->id, attr))
		abort();
	return may;
}

static void do_set_attr(u64 *rng)
{
	u32 id = some_id(rng);
	struct sim_proc *proc = sim_find(duel.lab.sim, id);
	struct schedsim_attr attr;

	scenario_attr(&scenario.config, rng, &attr);
	if (!proc || proc->state == SCHEDSIM_STATE_EXITED)
		return;
	if (random_one_in(rng, 2))
		memcpy(attr.affinity, proc->attr.affinity, sizeof(attr.affinity));
	say("attr of %u:", id);
	if (verbose) {
		print_attr(&attr);
		printf("\n");
	}
	if (!may_have(proc, &attr))
		return;
	lab_set_attr(&duel.lab, id, &attr);
	oracle_set_attr(duel.oracle, id, &attr);
}

static void do_set_adapt(u64 rng)
{
	struct schedsim_config config = { .adapt = 0 };
	struct sim_adapt_config adapt;

	if (random_one_in(&rng, 2))
		return;
	scenario_adapt(&config, &rng);
	say("adapt %u ppm %u response %llu min %llu max %llu interval %llu\n",
	    config.adapt, config.adapt_switch_ppm, config.adapt_response_ns,
	    config.adapt_min_ns, config.adapt_max_ns, config.adapt_interval_ns);
	adapt = sim_adapt_of(&config);
	lab_set_adapt(&duel.lab, &adapt);
	oracle_set_adapt(duel.oracle, &config);
}

static void do_set_quantum(u64 *rng)
{
	u64 quantum = SCENARIO_UNIT_NS + scenario_time(rng, 9);

	say("quantum %llu\n", quantum);
	lab_set_quantum(&duel.lab, quantum);
	oracle_set_quantum(duel.oracle, quantum);
	/* Other random numbers: all else is as it was. */
	if (scenario.config.adapt)
		do_set_adapt(*rng);
}

static void do_set_tie(u64 *rng)
{
	u32 tie = random_below(rng, 2);

	say("tie %u\n", tie);
	sim_set_tie(duel.lab.sim, tie);
	oracle_set_tie(duel.oracle, tie);
}

static bool admits(const struct sim_policy *policy)
{
	const char *reason;
	u32 id = 1;
	int ret;

	do {
		ret = sim_policy_admits(duel.lab.sim, policy, &id, &reason);
	} while (ret > 0);
	if (!ret != oracle_policy_admits(duel.oracle, policy->name))
		abort();
	return !ret;
}

/* With random parameters. */
static void do_set_policy(u64 *rng)
{
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];
	struct schedsim_config config;
	struct sim_config to;

	scenario_other_policy(&scenario, &config, params, rng);
	lab_config(&config, &to);
	if (!admits(to.policy) ||
	    sim_policy_bandwidth_check(duel.lab.sim, to.policy, to.params, NULL))
		return;
	say("policy %s\n", config.policy);
	if (verbose)
		print_params(&config);
	lab_change_policy(&duel.lab, &to);
	oracle_set_policy(duel.oracle, config.policy, params, config.nr_params);
}

static void do_pause(u64 *rng)
{
	say("pause\n");
	lab_pause(&duel.lab);
	oracle_pause(duel.oracle);
}

static void do_resume(u64 *rng)
{
	say("resume\n");
	lab_resume(&duel.lab);
	oracle_resume(duel.oracle);
}

static bool is_anybody_stranded(void)
{
	struct schedsim_proc proc;
	u32 i;

	for (i = 1; i <= ORACLE_MAX_ID; i++)
		if (oracle_proc(duel.oracle, i, &proc) &&
		    proc.flags & SCHEDSIM_PROC_STRANDED)
			return true;
	return false;
}

static void act(u64 *rng)
{
	static void (* const actions[])(u64 *rng) = {
		do_kill, do_reap, do_spawn, do_yield, do_trigger, do_set_attr,
		do_set_attr, do_set_quantum, do_set_tie, do_set_policy, do_pause, do_resume,
		do_resume,
	};
	static void (* const hotplug[])(u64 *rng) = { do_online, do_offline };

	say("at %llu: ", duel.lab.sim->now);
	/* In half of the scenarios with actions. */
	if (scenario.seed % 4 == 1 && random_one_in(rng, 4))
		hotplug[random_below(rng, ARRAY_SIZE(hotplug))](rng);
	else
		actions[random_below(rng, ARRAY_SIZE(actions))](rng);
	nr_stranded += is_anybody_stranded();
}

static bool run_actions(u64 *rng)
{
	u64 gap = 1 + random_below(rng, scenario.until_ns / SCENARIO_UNIT_NS);

	while (duel.lab.sim->now < scenario.until_ns) {
		duel_run(&duel, min(duel.lab.sim->now + scenario_time(rng, gap),
				    scenario.until_ns));
		if (random_one_in(rng, 4))
			sim_charge_all(duel.lab.sim);
		act(rng);
		if (duel.theirs.nr != duel.ours.nr ||
		    (random_one_in(rng, 10) && !duel_agrees(&duel)))
			return duel_agrees(&duel);
	}
	return true;
}

/* What has happened in all scenarios: none of it may be 0. */
static struct total {
	const char *name;
	size_t offset;
	u64 sum;
} totals[] = {
#define TOTAL(member) { #member, offsetof(struct schedsim_stats, member), 0 }
	TOTAL(events),
	TOTAL(migrations),
	TOTAL(blocks),
	TOTAL(boosts),
	TOTAL(deadlocks),
	TOTAL(abandoned),
	TOTAL(forks),
	TOTAL(forks_failed),
	TOTAL(program_errors),
	TOTAL(timeouts),
	TOTAL(quantum_changes),
	TOTAL(moves[SCHEDSIM_MOVE_FORCED]),
	TOTAL(moves[SCHEDSIM_MOVE_WAKE]),
	TOTAL(moves[SCHEDSIM_MOVE_IDLE]),
	TOTAL(moves[SCHEDSIM_MOVE_PERIODIC]),
	TOTAL(moves[SCHEDSIM_MOVE_PUSH]),
	TOTAL(moves[SCHEDSIM_MOVE_PULL]),
	TOTAL(moves[SCHEDSIM_MOVE_SHARED]),
	TOTAL(moves[SCHEDSIM_MOVE_PEEK]),
	TOTAL(wasted_ns),
	TOTAL(imbalance_total),
};

/* Processes in groups, under a policy that begins as one that looks at them. */
static u32 count_grouped(void)
{
	const char *policy = scenario.config.policy;
	u32 i, nr = 0;

	if (strcmp(policy, "fair") && strcmp(policy, "linux"))
		return 0;
	for (i = 0; i < scenario.nr_procs; i++)
		nr += !!scenario.attrs[i].group;
	return nr;
}

static void add_totals(void)
{
	struct schedsim_stats stats;
	struct schedsim_proc proc;
	u64 value;
	u32 i;

	nr_grouped += count_grouped();
	oracle_stats(duel.oracle, &stats);
	for (i = 0; i < ARRAY_SIZE(totals); i++) {
		memcpy(&value, (char *)&stats + totals[i].offset, sizeof(value));
		totals[i].sum += value;
	}
	for (i = 1; i <= ORACLE_MAX_ID; i++)
		if (oracle_proc(duel.oracle, i, &proc))
			nr_spun += !!(proc.flags & SCHEDSIM_PROC_SPUN);
}

static bool print_totals(void)
{
	bool all = nr_spun && nr_grouped && nr_refused && nr_stranded;
	u32 i;

	printf("# processes that spun: %llu, in groups: %llu\n", nr_spun, nr_grouped);
	printf("# somebody was stranded: %llu times; the last vCPU stayed: %llu\n",
	       nr_stranded, nr_refused);
	for (i = 0; i < ARRAY_SIZE(totals); i++) {
		printf("# %s: %llu\n", totals[i].name, totals[i].sum);
		all &= totals[i].sum > 0;
	}
	return all;
}

static bool run(u64 seed)
{
	u64 rng = ~seed;
	bool ok = true;

	scenario_make(&scenario, seed);
	scenario_make_more(&extra, &scenario, ~seed);
	duel_begin(&duel, &scenario);
	if (seed & 1)
		ok = run_actions(&rng);
	if (ok)
		duel_run(&duel, scenario.until_ns);
	ok = ok && duel_agrees(&duel);
	add_totals();
	duel_end(&duel);
	if (!ok)
		print_scenario();
	return ok;
}

int main(int argc, char **argv)
{
	struct seeds seeds = {
		.name = "difftest", .seed = 1, .count = 10000, .verbose = &verbose,
	};

	if (!seeds_parse(&seeds, argc, argv))
		return 2;
	if (!seeds_run(&seeds, run))
		return EXIT_FAILURE;
	printf("# %llu scenarios from seed %llu on\n", seeds.count, seeds.seed);
	/* In few scenarios not all that can happen need happen. */
	return print_totals() || seeds.count < 1000 ? EXIT_SUCCESS : EXIT_FAILURE;
}
