// SPDX-License-Identifier: GPL-2.0
/*
 * Runs with the engine that is built into the tool.
 */
#include <stdlib.h>
#include <string.h>

#include "args/policy.h"
#include "run/engine.h"
#include "run/engine_spawn.h"
#include "run/run.h"
#include "util/tool.h"

/* Last, since it defines words of the kernel. */
#include "sim.h"
#include "sync/object.h"

/* How often a long run looks at the clock, in calls of sim_run(). */
#define PROGRESS_INTERVAL	4096

/**
 * struct run - a run with the engine
 * @input: what is to be simulated
 * @result: what comes out
 * @config: of the simulation
 * @sim: the simulation
 * @rqs: memory of the policy's queues
 * @memory: that of processes and objects
 * @last: the slice that goes on at each vCPU, if slices are recorded
 * @tick: when the next tick is, if there are ticks
 * @changed: how many vCPUs have gone offline or online, of those that are to
 */
struct run {
	const struct run_input *input;
	struct run_result *result;
	struct sim_config config;
	struct sim *sim;
	void *rqs;
	struct engine_memory memory;
	struct run_slice *last;
	u64 tick;
	size_t changed;
};

/**
 * engine_config - a configuration as the engine has it
 * @from: the configuration, as the ABI has it; all of it counts
 * @to: to fill in
 *
 * Return: 0; or -1 if the engine does not take it.
 */
int engine_config(const struct schedsim_config *from, struct sim_config *to)
{
	const struct schedsim_vcpu_desc *vcpus = (void *)(uintptr_t)from->vcpus;
	const struct schedsim_param *params = (void *)(uintptr_t)from->params;
	u32 i;

	*to = (struct sim_config) {
		.policy = sim_policy_find(from->policy, strlen(from->policy)),
		.quantum_ns = from->quantum_ns,
		.switch_cost_ns = from->switch_cost_ns,
		.seed = from->seed,
		.nr_vcpus = from->nr_vcpus,
		.max_procs = from->max_procs,
		.tie = from->tie,
		.cache_size = from->cache_size,
		.cache_rate = from->cache_rate,
		.cache_warmup_ns = from->cache_warmup_ns,
		.unit_ns = from->unit_ns,
		.peek_ns = from->peek_ns,
		.adapt = sim_adapt_of(from),
		.balancing = sim_balancing_of(from),
	};
	memcpy(to->migration_ns, from->migration_ns, sizeof(to->migration_ns));
	sim_params_init(to->policy, to->params);
	for (i = 0; i < from->nr_params; i++)
		if (sim_params_set(to->policy, to->params, params[i].name, params[i].value))
			return -1;
	for (i = 0; i < from->nr_vcpu_descs; i++) {
		to->llc[i] = vcpus[i].llc;
		to->node[i] = vcpus[i].node;
		to->core[i] = vcpus[i].core;
		to->capacity[i] = vcpus[i].capacity;
	}
	return sim_config_check(to, SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS) ? -1 : 0;
}

/* The memory of the simulation; begin_and_go() sets it up. */
static int make_sim(struct run *run, const struct schedsim_config *from)
{
	if (engine_config(from, &run->config)) {
		complain("the engine does not take this configuration");
		return TOOL_FAILED;
	}
	run->sim = allocate(1, sim_size(&run->config));
	run->rqs = allocate(1, sim_rqs_size(&run->config));
	return TOOL_OK;
}

static void add_slice(struct run_result *result, struct run_slice *slice, u64 end)
{
	if (slice->id && end > slice->start) {
		result->slices = grown(result->slices, result->nr_slices, &result->room_slices,
				       sizeof(*result->slices));
		slice->end = end;
		result->slices[result->nr_slices++] = *slice;
	}
	slice->id = 0;
}

/* Does a process that runs leave its vCPU with this? */
static bool ends_slice(const struct sim_event *event)
{
	switch (event->type) {
	case SIM_EVENT_PREEMPT:
	case SIM_EVENT_YIELD:
	case SIM_EVENT_SLEEP:
	case SIM_EVENT_BLOCK:
	case SIM_EVENT_EXIT:
		return true;
	}
	return false;
}

/* A process goes to another vCPU. If it ran, its slice ends where it ran. */
static void record_migration(struct run *run, struct run_result *result,
			     const struct sim_event *event)
{
	__u32 i;

	for (i = 0; i < run->input->config.nr_vcpus; i++)
		if (run->last[i].id == event->id)
			add_slice(result, &run->last[i], event->time);
}

/* Who ran when follows from the events since the last step. */
static void record(struct run *run, struct run_result *result)
{
	const struct sim *sim = run->sim;
	u32 i;

	for (i = 0; i < sim->log_nr; i++) {
		const struct sim_event *event = &sim->log[i];
		struct run_slice *last = &run->last[event->vcpu];

		if (event->type == SIM_EVENT_DISPATCH) {
			add_slice(result, last, event->time);
			*last = (struct run_slice) {
				.id = event->id,
				.vcpu = event->vcpu,
				.start = event->time,
			};
		} else if (event->type == SIM_EVENT_ONLINE) {
			add_slice(result, last, event->time);
		} else if (event->id && event->id == last->id && ends_slice(event)) {
			add_slice(result, last, event->time);
		} else if (event->type == SIM_EVENT_MIGRATE) {
			record_migration(run, result, event);
		}
	}
}

static void tell_events(const struct run_watch *watch, const struct sim *sim)
{
	u32 i;

	for (i = 0; watch->event && i < sim->log_nr; i++)
		watch->event(watch->data, &sim->log[i]);
}

/* The vCPU that goes offline or online next, or NULL. */
static const struct hotplug_change *next_change(const struct run *run)
{
	const struct hotplug *hotplug = &run->input->hotplug;

	return run->changed < hotplug->nr ? &hotplug->changes[run->changed] : NULL;
}

/* It does so now. */
static void change_online(struct run *run)
{
	const struct hotplug_change *change = next_change(run);

	run->sim->log_nr = 0;
	run->changed++;
	sim_set_online(run->sim, change->vcpu, change->online);
}

/* Those at time 0 come before all processes. */
static void change_first(struct run *run)
{
	const struct hotplug_change *change;

	while ((change = next_change(run)) && !change->time_ns) {
		change_online(run);
		while (sim_advance(run->sim, 0))
			;
	}
}

/* Let time pass until the next event, tick or change. Return: whether there is more. */
static bool go_on(struct run *run)
{
	const struct run_input *input = run->input;
	const struct hotplug_change *change = next_change(run);
	u64 until = input->watch.tick ? min(run->tick, input->until_ns) : input->until_ns;
	/* Who waits while nothing is due may run after the change. */
	bool stop_idle = input->stop_idle &&
			 !(change && run->sim->nr_procs[SCHEDSIM_STATE_READY]);
	enum sim_run ret;

	if (change)
		until = min(until, change->time_ns);
	ret = sim_run(run->sim, until, stop_idle);
	if (ret == SIM_RUN_MORE)
		return true;
	if (ret == SIM_RUN_REACHED && change && until == change->time_ns) {
		change_online(run);
		return true;
	}
	if (ret != SIM_RUN_REACHED || until == input->until_ns)
		return false;
	input->watch.tick(input->watch.data, run->sim);
	run->tick += input->watch.tick_ns;
	run->sim->log_nr = 0;
	return true;
}

static int go(struct run *run)
{
	const struct run_input *input = run->input;
	struct sim *sim = run->sim;
	u32 calls = 0;

	if (input->watch.begin)
		input->watch.begin(input->watch.data, sim);
	run_watch_start(input);
	while (go_on(run)) {
		if (input->gantt)
			record(run, run->result);
		tell_events(&input->watch, sim);
		if (run_interrupted())
			break;
		if (++calls % PROGRESS_INTERVAL == 0)
			run_progress(sim->now);
	}
	run_watch_stop();
	if (run_interrupted()) {
		run_report_interrupted(sim->now);
		return TOOL_INTERRUPTED;
	}
	return TOOL_OK;
}

static void collect_procs(struct sim *sim, struct schedsim_procs *list)
{
	u32 id;

	list->procs = allocate(sim->nr_ids, sizeof(list->procs[0]));
	list->attrs = allocate(sim->nr_ids, sizeof(list->attrs[0]));
	for (id = 1; id <= sim->max_id; id++) {
		struct sim_proc *proc = sim->procs[id];

		if (!proc)
			continue;
		list->attrs[list->nr] = proc->attr;
		sim_report_proc(sim, proc, &list->procs[list->nr++]);
	}
}

static void collect_objects(const struct sim *sim, struct run_result *result)
{
	u32 id;

	result->objects = allocate(sim->nr_objects, sizeof(result->objects[0]));
	result->object_attrs = allocate(sim->nr_objects, sizeof(result->object_attrs[0]));
	for (id = 1; id <= sim->max_objects; id++) {
		const struct sim_object *object = sim->objects[id];

		if (!object)
			continue;
		result->object_attrs[result->nr_objects] = object->attr;
		sim_report_object(object, &result->objects[result->nr_objects++]);
	}
}

/**
 * engine_collect - what has become of a simulation
 * @sim: the simulation
 * @result: to fill in, but for its parameters and slices
 */
void engine_collect(struct sim *sim, struct run_result *result)
{
	u32 id;

	sim_charge_all(sim);
	collect_procs(sim, &result->list);
	result->nr_vcpus = sim->config.nr_vcpus;
	result->vcpus = allocate(result->nr_vcpus, sizeof(result->vcpus[0]));
	for (id = 0; id < result->nr_vcpus; id++)
		sim_report_vcpu(sim, id, &result->vcpus[id]);
	collect_objects(sim, result);
	result->stats.size = sizeof(result->stats);
	sim_report_stats(sim, &result->stats);
}

/**
 * engine_collect_params - the parameters of the policy
 * @sim: the simulation, before it has run: a policy that breaks a rule is not there any
 *       more after it
 * @result: to fill in
 */
void engine_collect_params(const struct sim *sim, struct run_result *result)
{
	u32 i;

	result->nr_params = sim_nr_params(sim->policy);
	for (i = 0; i < result->nr_params; i++)
		sim_params_report(sim->policy, sim->config.params, i, &result->params[i]);
}

static void collect(struct run *run, struct run_result *result)
{
	u32 i;

	for (i = 0; run->last && i < run->sim->config.nr_vcpus; i++)
		add_slice(result, &run->last[i], run->sim->now);
	engine_collect(run->sim, result);
}

/* A policy of somebody's own may crash, also while its queues are set up and filled. */
static int begin_and_go(void *data)
{
	struct run *run = data;
	int code;

	sim_init(run->sim, &run->config, run->rqs);
	engine_collect_params(run->sim, run->result);
	change_first(run);
	code = engine_spawn(run->sim, run->input, &run->memory);
	if (!code)
		code = go(run);
	if (!code)
		collect(run, run->result);
	return code;
}

/**
 * run_engine - run with the engine that is built into the tool
 * @input: what is to be simulated
 * @result: zeroed, to be filled in
 *
 * Return: an exit code.
 */
int run_engine(const struct run_input *input, struct run_result *result)
{
	struct run run = { .input = input, .result = result };
	int code;

	if (input->gantt)
		run.last = allocate(input->config.nr_vcpus, sizeof(run.last[0]));
	code = make_sim(&run, &input->config);
	if (!code)
		code = engine_policy_is_loaded(input->config.policy) ?
		       run_guarded(input->config.policy, &run.sim->now, begin_and_go, &run) :
		       begin_and_go(&run);
	engine_free(&run.memory, input->workload);
	free(run.last);
	free(run.rqs);
	free(run.sim);
	return code;
}
