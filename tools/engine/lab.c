// SPDX-License-Identifier: GPL-2.0
/*
 * A simulation with its memory, for userspace; see lab.h.
 */
#include <stdlib.h>

#include "lab.h"

/* Zeroed, and aligned as the engine likes it; for free(). */
void *lab_alloc(size_t size)
{
	void *mem = aligned_alloc(64, ALIGN(size, 64));

	if (!mem)
		abort();
	return memset(mem, 0, size);
}

void lab_init(struct lab *lab, const struct sim_config *config)
{
	memset(lab, 0, sizeof(*lab));
	lab->sim = lab_alloc(sim_size(config));
	sim_init(lab->sim, config, lab_alloc(sim_rqs_size(config)));
}

/* The engine's configuration for one of the ABI's, all of whose members count. */
void lab_config(const struct schedsim_config *from, struct sim_config *config)
{
	const struct schedsim_param *params = (void *)(uintptr_t)from->params;
	const struct schedsim_vcpu_desc *vcpus = (void *)(uintptr_t)from->vcpus;
	u32 i;

	*config = (struct sim_config) {
		.policy = sim_policy_find(from->policy, strlen(from->policy)),
		.quantum_ns = from->quantum_ns,
		.switch_cost_ns = from->switch_cost_ns,
		.cache_size = from->cache_size,
		.cache_rate = from->cache_rate,
		.cache_warmup_ns = from->cache_warmup_ns,
		.unit_ns = from->unit_ns,
		.peek_ns = from->peek_ns,
		.adapt = sim_adapt_of(from),
		.balancing = sim_balancing_of(from),
		.seed = from->seed,
		.nr_vcpus = from->nr_vcpus,
		.max_procs = from->max_procs,
		.tie = from->tie,
	};
	memcpy(config->migration_ns, from->migration_ns, sizeof(config->migration_ns));
	sim_params_init(config->policy, config->params);
	for (i = 0; i < from->nr_params; i++)
		if (sim_params_set(config->policy, config->params,
				   params[i].name, params[i].value))
			abort();
	for (i = 0; i < from->nr_vcpu_descs; i++) {
		config->llc[i] = vcpus[i].llc;
		config->node[i] = vcpus[i].node;
		config->core[i] = vcpus[i].core;
		config->capacity[i] = vcpus[i].capacity;
	}
}

/* All processes, all objects, and the run queues of a policy that broke a rule. */
static void free_processes(struct sim *sim)
{
	u32 id;

	for (id = 0; id <= sim->max_id; id++) {
		if (!sim->procs[id])
			continue;
		free(sim->procs[id]->program);
		free(sim->procs[id]->tail);
		free(sim->procs[id]);
	}
	for (id = 0; id <= sim->max_objects; id++)
		free(sim->objects[id]);
	free(sim->orphan_rqs);
}

/* As a new one, with the same configuration. */
void lab_reset(struct lab *lab)
{
	free_processes(lab->sim);
	sim_reset(lab->sim);
	lab->seen = 0;
}

void lab_destroy(struct lab *lab)
{
	struct sim *sim = lab->sim;

	free_processes(sim);
	if (sim->rqs_size)
		free(sim->rqs);
	free(sim);
}

static void tell_events(struct lab *lab)
{
	struct sim *sim = lab->sim;

	for (; lab->seen < sim->log_nr; lab->seen++)
		if (lab->on_event)
			lab->on_event(lab, &sim->log[lab->seen]);
}

static bool advance(struct lab *lab, u64 now)
{
	bool more;

	tell_events(lab);
	lab->seen = 0;
	more = sim_advance(lab->sim, now);
	tell_events(lab);
	if (lab->on_advance)
		lab->on_advance(lab);
	return more;
}

/* Do what is left to do at this instant. */
void lab_settle(struct lab *lab)
{
	while (advance(lab, lab->sim->now))
		;
}

/* Let time pass from event to event, as the virtual clock does. */
void lab_run(struct lab *lab, u64 until)
{
	for (;;) {
		u64 next = sim_next_event(lab->sim);

		if (next > until)
			break;
		advance(lab, next);
	}
	while (advance(lab, until))
		;
}

/* Run until nothing is due any more. Return: the time it was then. */
u64 lab_run_idle(struct lab *lab)
{
	u64 next;

	while ((next = sim_next_event(lab->sim)) != SIM_NEVER)
		advance(lab, next);
	return lab->sim->now;
}

/* The attributes that a struct of the ABI points to. */
static const struct schedsim_attr *attr_of(__u64 attr)
{
	static const struct schedsim_attr none;

	return attr ? (void *)(uintptr_t)attr : &none;
}

/**
 * lab_object - add an object; those that processes name come first of all
 * @lab: the simulation
 * @from: what it is
 *
 * Operations name the nth object that was added as n - 1, and it has id n. They
 * stay until the end.
 *
 * Return: the id, or as sim_object_check(), sim_attr_check() and sim_object_add() do.
 */
int lab_object(struct lab *lab, const struct schedsim_object *from)
{
	const struct schedsim_attr *attr = attr_of(from->attr);
	int err = sim_object_check(from, attr) ?: sim_attr_check(lab->sim, attr);
	struct sim_object *object;

	if (err)
		return err;
	object = lab_alloc(sizeof(*object));
	sim_object_init(object, from, attr);
	err = sim_object_add(lab->sim, object);
	if (!err)
		return object->id;
	free(object);
	return err;
}

/* NULL if it is not right. */
static struct sim_program *make_program(struct sim *sim,
					const struct schedsim_spawn_entry *entry)
{
	const struct schedsim_op *ops = (void *)(uintptr_t)entry->ops;
	struct sim_program *program;
	u32 *ids, i;
	bool ok;

	program = lab_alloc(sizeof(*program) +
			    entry->nr_ops * sizeof(program->ops[0]));
	ids = lab_alloc((sim->nr_objects + 1) * sizeof(*ids));
	for (i = 0; i < sim->nr_objects; i++)
		ids[i] = i + 1;
	ok = sim_program_decode(program, ops, entry->nr_ops) == entry->nr_ops &&
	     sim_program_bind(sim, program, ids, sim->nr_objects) == entry->nr_ops;
	free(ids);
	if (ok)
		return program;
	free(program);
	return NULL;
}

/*
 * Return: the id, or as sim_attr_check(), sim_attr_admit(), sim_bandwidth_check() and
 * sim_reserve_id() do.
 */
int lab_spawn(struct lab *lab, const struct schedsim_spawn_entry *entry)
{
	const struct schedsim_attr *attr = attr_of(entry->attr);
	struct sim_program *program = NULL;
	struct sim *sim = lab->sim;
	struct sim_proc *proc;
	const char *reason;
	u64 *tail = NULL;
	int id;

	if (entry->nr_ops) {
		program = make_program(sim, entry);
		if (!program)
			return -EINVAL;
	}
	id = sim_attr_check(sim, attr);
	if (!id)
		id = sim_attr_admit(sim->policy, attr, &reason);
	if (!id)
		id = sim_bandwidth_check(sim, sim_bandwidth(attr), 0, NULL);
	if (!id)
		id = sim_reserve_id(sim, entry->id);
	if (id < 0) {
		free(program);
		return id;
	}
	proc = lab_alloc(sizeof(*proc));
	if (sim_tail_size(program))
		tail = lab_alloc(sim_tail_size(program));
	sim_proc_init(proc, program, tail, entry->name, attr);
	if (entry->fork)
		proc->fork = sim_object_find(sim, entry->fork);
	sim_spawn(sim, proc, id, entry->delay_ns);
	return id;
}

void lab_kill(struct lab *lab, u32 id)
{
	sim_kill(lab->sim, sim_find(lab->sim, id));
	lab_settle(lab);
}

void lab_reap(struct lab *lab, u32 id)
{
	struct sim_proc *proc = sim_find(lab->sim, id);

	sim_reap(lab->sim, proc);
	free(proc->program);
	free(proc->tail);
	free(proc);
}

int lab_yield(struct lab *lab, u32 id)
{
	int ret = sim_yield(lab->sim, sim_find(lab->sim, id));

	lab_settle(lab);
	return ret;
}

int lab_trigger(struct lab *lab, u32 vcpu)
{
	int ret = sim_trigger(lab->sim, vcpu);

	lab_settle(lab);
	return ret;
}

int lab_set_online(struct lab *lab, u32 vcpu, bool online)
{
	int ret = sim_set_online(lab->sim, vcpu, online);

	lab_settle(lab);
	return ret;
}

void lab_set_attr(struct lab *lab, u32 id, const struct schedsim_attr *attr)
{
	sim_set_attr(lab->sim, sim_find(lab->sim, id), attr);
	lab_settle(lab);
}

void lab_set_quantum(struct lab *lab, u64 quantum_ns)
{
	sim_set_quantum(lab->sim, quantum_ns);
	lab_settle(lab);
}

void lab_set_adapt(struct lab *lab, const struct sim_adapt_config *adapt)
{
	sim_set_adapt(lab->sim, adapt);
	lab_settle(lab);
}

static void change_policy(struct lab *lab, const struct sim_config *to)
{
	struct sim_config config = lab->sim->config;
	const char *reason;
	size_t size;
	u32 id = 1;
	int ret;

	config.policy = to->policy;
	memcpy(config.params, to->params, sizeof(config.params));
	while ((ret = sim_policy_admits(lab->sim, to->policy, &id, &reason)))
		if (ret < 0)
			abort();
	size = sim_rqs_size(&config);
	sim_policy_begin(lab->sim, to->policy, to->params, lab_alloc(size), size);
	while (sim_policy_step(lab->sim)) {
		tell_events(lab);
		lab->sim->log_nr = 0;
		lab->seen = 0;
	}
	free(sim_policy_end(lab->sim, &size));
}

/*
 * As SCHEDSIM_IOC_SET_CONFIG does it: what is first at one instant becomes what
 * the policy says, and the policy begins anew if it or a parameter is another.
 * The one there is, named without parameters, stays as it is.
 * @name may be followed by parameters, as for sim_policy_parse().
 */
void lab_set_policy(struct lab *lab, const char *name)
{
	struct sim_config config = lab->sim->config;

	if (sim_policy_parse(name, &config))
		abort();
	sim_set_tie(lab->sim, config.tie);
	if (config.policy != lab->sim->policy ||
	    memcmp(config.params, lab->sim->config.params,
		   sizeof(config.params)))
		change_policy(lab, &config);
	lab_settle(lab);
}

/* Of @to only the policy and its parameters count. */
void lab_change_policy(struct lab *lab, const struct sim_config *to)
{
	change_policy(lab, to);
	lab_settle(lab);
}

void lab_pause(struct lab *lab)
{
	sim_pause(lab->sim);
	lab_settle(lab);
}

void lab_resume(struct lab *lab)
{
	sim_resume(lab->sim);
	lab_settle(lab);
}
