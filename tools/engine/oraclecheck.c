// SPDX-License-Identifier: GPL-2.0
/*
 * Usage: oraclecheck [--seed N] [--count N]
 *
 * Is the oracle right? First it is asked for values that others have published;
 * then it runs random scenarios, half of them with random control actions, and
 * at each instant all is looked at that must hold under any policy. No engine is
 * needed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "oracle_types.h"
#include "oraclecheck.h"
#include "random.h"
#include "scenario.h"
#include "seeds.h"

static struct scenario scenario, extra;
static struct oracle *o;
static u64 instants, behind, reaped_cpu, spawned;

static bool holds(bool condition, const char *what, const struct proc *p,
		  const struct vcpu *v)
{
	if (!condition)
		printf("# seed %llu, at %llu, process %u, vCPU %u: not %s\n",
		       scenario.seed, o->now, p ? p->pub.id : 0,
		       v ? v->pub.id : 0, what);
	return condition;
}

#define HOLDS(condition) holds(condition, #condition, p, v)

/* All its time since it arrived has been something. */
static u64 accounted(const struct proc *p)
{
	return p->pub.cpu_ns + p->pub.waiting_ns + p->pub.sleeping_ns +
	       p->pub.overhead_ns;
}

static bool check_mlfq(const struct proc *p, const struct vcpu *v)
{
	if (o->rules.policy != MLFQ || p->joined != o->nth_policy)
		return true;
	return HOLDS(p->level < o->rules.queues) && HOLDS(p->allotment) &&
	       HOLDS(p->allotment <= (o->rules.allotment[p->level] ?:
				      o->rules.any_allotment));
}

/* Do idle vCPUs pull whatever they may, by the parts of balancing that are on? */
static bool all_pull(void)
{
	if (o->parts)
		return o->parts & SCHEDSIM_BALANCING_IDLE && !o->defects;
	return o->rules.balance != SCHEDSIM_BALANCE_NONE;
}

/*
 * If it waits, and is not throttled, no online vCPU where it may run is idle: with
 * balancing, of all; else, of those of its run queue.
 */
static bool works_nearby(const struct proc *p)
{
	u32 i;

	for (i = 0; i < o->nr_vcpus; i++) {
		const struct vcpu *v = &o->vcpus[i];

		if (p->pub.state == SCHEDSIM_STATE_READY && !p->throttled && !v->curr &&
		    !v->offline && o_allowed(p, i) &&
		    (all_pull() || v->queue == o_queue(o, p)))
			return false;
	}
	return true;
}

static bool check_proc(const struct proc *p)
{
	const struct vcpu *v = &o->vcpus[p->pub.vcpu];
	u64 arrival = p->pub.arrival_ns, end = min(o->now, p->pub.finish_ns);
	bool runs = v->curr == p;

	return HOLDS(runs == (p->pub.state == SCHEDSIM_STATE_RUNNING)) &&
	       HOLDS(!runs || o_allowed(p, v->pub.id)) &&
	       HOLDS(!runs || !v->offline) &&
	       HOLDS(p->pub.state != SCHEDSIM_STATE_READY ||
		     (o_allowed_in(o, p, v->queue) && o_may_wait_in(o, p, v->queue))) &&
	       HOLDS(o->paused || works_nearby(p)) &&
	       HOLDS(arrival >= end || accounted(p) == end - arrival) &&
	       HOLDS(p->pub.first_run_ns >= arrival ||
		     p->pub.first_run_ns == NEVER) &&
	       check_mlfq(p, v);
}

static bool check_vcpu(const struct vcpu *v)
{
	const struct proc *p = v->curr;
	bool preempts = !o->paused && o_best_preempts(o, v);

	/* With several it may be so, but is to be known. */
	behind += preempts;
	return HOLDS(!p || p->pub.vcpu == v->pub.id) &&
	       HOLDS(v->pub.busy_ns + v->pub.idle_ns + v->pub.overhead_ns +
		     v->pub.offline_ns == o->now) &&
	       HOLDS(o->paused || p || v->offline || !o_best_ready(o, v)) &&
	       HOLDS(!preempts || v->queue->nr_vcpus > 1) &&
	       HOLDS(o->paused || !p || !v->contended ||
		     o_slice_end(o, v) > o->now);
}

static bool check_all(void)
{
	u64 cpu = reaped_cpu, busy = 0;
	const struct vcpu *v = NULL;
	struct proc *p;
	u32 i;

	instants++;
	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p)) {
		cpu += p->pub.cpu_ns;
		if (!check_proc(p))
			return false;
	}
	for (i = 0; i < o->nr_vcpus; i++) {
		busy += o->vcpus[i].pub.busy_ns;
		if (!check_vcpu(&o->vcpus[i]))
			return false;
	}
	return HOLDS(cpu == busy);
}

static bool run_until(u64 until)
{
	while (!o->paused && o_next_time(o) <= until) {
		oracle_run(o, o_next_time(o));
		if (!check_all())
			return false;
	}
	oracle_run(o, until);
	return check_all();
}

static struct proc *some_proc(u64 *rng)
{
	return o->procs[1 + random_below(rng, spawned)];
}

static void do_spawn(u64 *rng)
{
	struct schedsim_spawn_entry *entry;

	if (spawned == SCENARIO_MAX_PROCS)
		return;
	entry = &extra.entries[random_below(rng, extra.nr_procs)];
	scenario_attr(&scenario.config, rng, (void *)(uintptr_t)entry->attr);
	oracle_spawn(o, ++spawned, entry);
	oracle_settle(o);
}

static void do_set_policy(u64 *rng)
{
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];
	struct schedsim_config config;

	scenario_other_policy(&scenario, &config, params, rng);
	if (!oracle_policy_admits(o, config.policy))
		return;
	oracle_set_policy(o, config.policy, params, config.nr_params);
}

static void do_to_proc(u64 *rng, struct proc *p)
{
	struct schedsim_attr attr;

	if (p->pub.state == SCHEDSIM_STATE_EXITED) {
		reaped_cpu += p->pub.cpu_ns;
		oracle_reap(o, p->pub.id);
	} else if (random_one_in(rng, 4)) {
		oracle_kill(o, p->pub.id);
	} else if (random_one_in(rng, 4) &&
		   p->pub.state == SCHEDSIM_STATE_RUNNING) {
		oracle_yield(o, p->pub.id);
	} else {
		scenario_attr(&scenario.config, rng, &attr);
		oracle_set_attr(o, p->pub.id, &attr);
	}
}

/* But the last one, which stays. */
static void do_set_online(u64 *rng)
{
	u32 vcpu = random_below(rng, o->nr_vcpus), online = 0, i;
	bool up = random_below(rng, 2);

	for (i = 0; i < o->nr_vcpus; i++)
		online += !o->vcpus[i].offline;
	if (up || online > 1 || o->vcpus[vcpu].offline)
		oracle_set_online(o, vcpu, up);
}

static void act(u64 *rng)
{
	struct proc *p = some_proc(rng);

	if (scenario.seed % 4 == 1 && random_one_in(rng, 4)) {
		do_set_online(rng);
		return;
	}

	switch (random_below(rng, 10)) {
	case 0:
		do_spawn(rng);
		break;
	case 1:
		oracle_trigger(o, random_one_in(rng, 2) ? SCHEDSIM_ALL_VCPUS :
			       random_below(rng, o->nr_vcpus));
		break;
	case 2:
		oracle_set_quantum(o, SCENARIO_UNIT_NS + scenario_time(rng, 9));
		break;
	case 3:
		oracle_set_tie(o, random_below(rng, 2));
		break;
	case 4:
		do_set_policy(rng);
		break;
	case 5:
		oracle_pause(o);
		break;
	case 6:
	case 7:
		oracle_resume(o);
		break;
	default:
		if (p)
			do_to_proc(rng, p);
	}
}

static bool run_actions(u64 *rng)
{
	u64 gap = 1 + random_below(rng, scenario.until_ns / SCENARIO_UNIT_NS);
	u32 left = 1000;

	while (o->now < scenario.until_ns && left--) {
		if (!run_until(min(o->now + scenario_time(rng, gap),
				   scenario.until_ns)))
			return false;
		act(rng);
		if (!check_all())
			return false;
	}
	return true;
}

static void ignore(void *private, const struct sim_event *event)
{
}

static bool run(u64 seed)
{
	u64 rng = ~seed;
	bool ok = true;
	u32 i;

	scenario_make(&scenario, seed);
	scenario_make_more(&extra, &scenario, ~seed);
	o = oracle_new(&scenario.config, ignore, NULL);
	reaped_cpu = 0;
	spawned = scenario.nr_procs;
	for (i = 0; i < scenario.nr_objects; i++)
		oracle_object(o, &scenario.objects[i]);
	for (i = 0; i < scenario.nr_procs; i++)
		oracle_spawn(o, i + 1, &scenario.entries[i]);
	if (seed & 1)
		ok = run_actions(&rng);
	ok = ok && run_until(scenario.until_ns);
	oracle_free(o);
	return ok;
}

int main(int argc, char **argv)
{
	struct seeds seeds = { .name = "oraclecheck", .seed = 1, .count = 2000 };
	bool ok;

	if (!seeds_parse(&seeds, argc, argv))
		return 2;
	ok = check_cases() && seeds_run(&seeds, run);
	printf("# %llu scenarios from seed %llu on, %llu instants\n", seeds.count,
	       seeds.seed, instants);
	printf("# %llu times somebody waited who would preempt\n", behind);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
