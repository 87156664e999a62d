// SPDX-License-Identifier: GPL-2.0
/*
 * Looking at a simulation. Each look is at one instant, with the simulation's
 * mutex held.
 */
#include <linux/nospec.h>
#include <linux/string.h>

#include "config_encode.h"
#include "engine/sync/object.h"
#include "look.h"
#include "registry.h"
#include "simulation.h"

/* Operations of programs after which a look ends: the next one goes on from there. */
#define ENOUGH_OPS	(64 * 1024)

/* Of a list of @nr_there: what is wanted of it. Returns the first index. */
static u32 clamp_look(struct look *look, u32 nr_there)
{
	u32 start = look->start;

	if (start >= nr_there) {
		look->nr = 0;
		return 0;
	}
	start = array_index_nospec(start, nr_there);
	look->nr = min(look->nr, nr_there - start);
	look->start = start + look->nr;
	return start;
}

/* Return: whether there was one. */
static bool report_proc(struct simulation *s, u32 id, struct look *look, u32 n)
{
	struct schedsim_proc *to = look->entries;
	struct sim_proc *proc = s->engine->procs[id];

	if (!proc)
		return false;
	look->nr_ops += sim_report_proc(s->engine, proc, &to[n]);
	if (look->attrs)
		look->attrs[n] = proc->attr;
	return true;
}

static bool report_object(struct simulation *s, u32 id, struct look *look, u32 n)
{
	struct schedsim_object *to = look->entries;
	const struct sim_object *object = s->engine->objects[id];

	if (!object)
		return false;
	sim_report_object(object, &to[n]);
	if (look->attrs)
		look->attrs[n] = object->attr;
	return true;
}

/* Go through a table of ids up to @max_id. */
static void look_at_ids(struct simulation *s, struct look *look, u32 max_id,
			bool (*report)(struct simulation *s, u32 id,
				       struct look *look, u32 n))
{
	u32 id = look->start, found = 0;

	if (id <= max_id)
		id = array_index_nospec(id, max_id + 1);
	for (; found < look->nr && id <= max_id && look->nr_ops < ENOUGH_OPS; id++)
		found += report(s, id, look, found);
	look->start = id;
	look->nr = found;
}

/**
 * look_procs - look at processes (struct schedsim_proc), by their ids
 * @s: the simulation
 * @look: what is wanted, and what there was
 *
 * Context: That of a look.
 * Return: 0.
 */
int look_procs(struct simulation *s, struct look *look)
{
	sim_charge_all(s->engine);
	look_at_ids(s, look, s->engine->max_id, report_proc);
	return 0;
}

/**
 * look_objects - look at objects (struct schedsim_object), by their ids
 * @s: the simulation
 * @look: what is wanted, and what there was
 *
 * Context: That of a look.
 * Return: 0.
 */
int look_objects(struct simulation *s, struct look *look)
{
	sim_charge_all(s->engine);
	look_at_ids(s, look, s->engine->max_objects, report_object);
	return 0;
}

/**
 * look_vcpus - look at vCPUs (struct schedsim_vcpu)
 * @s: the simulation
 * @look: what is wanted, and what there was
 *
 * Context: That of a look.
 * Return: 0.
 */
int look_vcpus(struct simulation *s, struct look *look)
{
	u32 start = clamp_look(look, s->engine->config.nr_vcpus), i;
	struct schedsim_vcpu *to = look->entries;

	sim_charge_all(s->engine);
	for (i = 0; i < look->nr; i++)
		sim_report_vcpu(s->engine, start + i, &to[i]);
	return 0;
}

/**
 * look_vcpu_descs - look at what vCPUs are like (struct schedsim_vcpu_desc)
 * @s: the simulation
 * @look: what is wanted, and what there was
 *
 * Context: That of a look.
 * Return: 0.
 */
int look_vcpu_descs(struct simulation *s, struct look *look)
{
	const struct sim_config *config = &s->engine->config;
	u32 start = clamp_look(look, config->nr_vcpus), i;
	struct schedsim_vcpu_desc *to = look->entries;

	for (i = 0; i < look->nr; i++)
		to[i] = config_vcpu_desc(config, start + i);
	return 0;
}

/**
 * look_program - look at a process's program (struct schedsim_op)
 * @s: the simulation
 * @look: what is wanted, and what there was
 *
 * Context: That of a look.
 * Return: 0, or -ESRCH if there is no such process.
 */
int look_program(struct simulation *s, struct look *look)
{
	const struct sim_proc *proc = sim_find(s->engine, look->id);
	struct schedsim_op *to = look->entries;
	u32 start, i;

	if (!proc)
		return -ESRCH;
	start = clamp_look(look, proc->program ? proc->program->nr_ops : 0);
	for (i = 0; i < look->nr; i++)
		sim_program_encode(proc->program, start + i, &to[i]);
	return 0;
}

/**
 * look_policies - look at the policies that there are (struct schedsim_policy)
 * @s: the simulation
 * @look: what is wanted, and what there was
 *
 * Context: That of a look.
 * Return: 0.
 */
int look_policies(struct simulation *s, struct look *look)
{
	struct schedsim_policy *to = look->entries;
	const struct sim_policy *policy;
	u32 i;

	registry_lock();
	for (i = 0; i < look->nr; i++) {
		policy = sim_policy_at(look->start + i);
		if (!policy)
			break;
		sim_report_policy(policy, &to[i]);
		if (registry_is_foreign(policy))
			to[i].flags = SCHEDSIM_POLICY_MODULE;
	}
	registry_unlock();
	look->start += i;
	look->nr = i;
	return 0;
}

/* The policy that a look is at, pinned, or NULL; and its parameters. */
static const struct sim_policy *policy_of(struct simulation *s,
					  struct look *look, u64 *params)
{
	/* Not @policy, which stands in for one at fault until fair takes its place. */
	const struct sim_policy *present = s->engine->config.policy, *policy = present;

	if (look->policy[0])
		policy = registry_find(look->policy, strlen(look->policy));
	else
		registry_pin(present);
	if (policy == present)
		memcpy(params, s->engine->config.params,
		       sizeof(s->engine->config.params));
	else if (policy)
		sim_params_init(policy, params);
	return policy;
}

/**
 * look_params - look at a policy's parameters (struct schedsim_param)
 * @s: the simulation
 * @look: what is wanted, and what there was
 *
 * Context: That of a look.
 * Return: 0, or -ENOENT if there is no such policy.
 */
int look_params(struct simulation *s, struct look *look)
{
	struct schedsim_param *to = look->entries;
	u64 params[SCHEDSIM_MAX_PARAMS];
	const struct sim_policy *policy = policy_of(s, look, params);
	u32 start, i;

	if (!policy)
		return -ENOENT;
	start = clamp_look(look, sim_nr_params(policy));
	for (i = 0; i < look->nr; i++)
		sim_params_report(policy, params, start + i, &to[i]);
	registry_put(policy);
	return 0;
}

/**
 * look_values - look at what a policy keeps of processes (struct schedsim_value)
 * @s: the simulation
 * @look: what is wanted, and what there was
 *
 * Context: That of a look.
 * Return: 0, or -ENOENT if there is no such policy.
 */
int look_values(struct simulation *s, struct look *look)
{
	struct schedsim_value *to = look->entries;
	u64 params[SCHEDSIM_MAX_PARAMS];
	const struct sim_policy *policy = policy_of(s, look, params);
	u32 start, i;

	if (!policy)
		return -ENOENT;
	start = clamp_look(look, policy->nr_values);
	for (i = 0; i < look->nr; i++)
		sim_report_value(policy, start + i, &to[i]);
	registry_put(policy);
	return 0;
}
