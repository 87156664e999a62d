// SPDX-License-Identifier: GPL-2.0
/*
 * The policies of the engine that is built into the tool, and those that it gets
 * from shared objects.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "args/policy.h"
#include "run/run.h"
#include "run/shared_object.h"
#include "util/tool.h"

/* Last, since it defines words of the kernel. */
#include "sim.h"

/* What schedsim_policy_module() of <schedsim/env.h> defines. */
#define SYMBOL		"schedsim_policy"
#define SIZES_SYMBOL	"schedsim_policy_sizes"

/* Those that come before any from files; 0: none has been loaded. */
static unsigned int nr_built_in;

static const struct sim_policy *find(const char *name)
{
	return sim_policy_find(name, strlen(name));
}

bool engine_policy(unsigned int index, struct schedsim_policy *policy)
{
	const struct sim_policy *from = sim_policy_at(index);

	if (from)
		sim_report_policy(from, policy);
	return from;
}

int engine_params(const char *name, struct schedsim_param *params, __u32 *tie)
{
	const struct sim_policy *policy = find(name);
	u64 values[SCHEDSIM_MAX_PARAMS];
	u32 i;

	if (!policy)
		return -1;
	sim_params_init(policy, values);
	for (i = 0; i < sim_nr_params(policy); i++)
		sim_params_report(policy, values, i, &params[i]);
	if (tie)
		*tie = policy->tie;
	return sim_nr_params(policy);
}

bool engine_policy_is_loaded(const char *name)
{
	const struct sim_policy *policy;
	unsigned int i;

	if (!nr_built_in)
		return false;
	for (i = nr_built_in; (policy = sim_policy_at(i)); i++)
		if (!strcmp(policy->name, name))
			return true;
	return false;
}

static bool name_is_right(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_");

	return len && !name[len] && len < SCHEDSIM_NAME_LEN;
}

/* The rule that a policy breaks which the engine does not take. */
static const char *broken_rule(const struct sim_policy *policy)
{
	if (!policy->name || !name_is_right(policy->name))
		return "its name must be 1 to 15 of a-z, 0-9, - and _";
	if (!policy->enqueue || !policy->dequeue || !policy->pick)
		return "the operations enqueue, dequeue and pick must be there";
	if (policy->proc_size > SIM_PROC_DATA)
		return "proc_size is too large; it may keep 48 bytes in a process";
	if (policy->rq_size > 8192)
		return "rq_size is too large; allowed are 8192 bytes";
	if (policy->nr_params >= SCHEDSIM_MAX_PARAMS)
		return "it has too many parameters";
	if (policy->nr_values > SCHEDSIM_MAX_VALUES)
		return "it has too many values";
	if (!policy->nr_values != !policy->report)
		return "values and the operation report must both be there, or neither";
	return "a parameter, a value or the tie is not as <schedsim/policy.h> says";
}

static void add(const char *path, const struct sim_policy *policy)
{
	int err = sim_policy_add(policy);

	switch (err) {
	case 0:
		return;
	case -EEXIST:
		die(TOOL_USAGE, "%s: there is a policy '%s' already; give it another name", path,
		    policy->name);
	case -ENOSPC:
		die(TOOL_USAGE, "%s: there are too many policies", path);
	default:
		die(TOOL_USAGE, "%s: the policy is refused: %s", path, broken_rule(policy));
	}
}

/* A file, and its policy. */
struct loading {
	const char *path;
	const char *name;
};

static int load(void *data)
{
	static const size_t sizes[] = SIM_POLICY_SIZES;
	struct loading *loading = data;
	const char *path = loading->path;
	const struct sim_policy * const *symbol = shared_object_symbol(path, SYMBOL);
	const struct sim_policy *policy = symbol ? *symbol : NULL;
	const size_t *its = shared_object_symbol(path, SIZES_SYMBOL);

	if (!policy || !its)
		die(TOOL_USAGE,
		    "%s: there is no policy in it; expected is schedsim_policy_module() at the end of its source",
		    path);
	if (memcmp(its, sizes, sizeof(sizes)))
		die(TOOL_USAGE, "%s: it was built for another version of schedsim; build it anew",
		    path);
	if (!nr_built_in)
		while (sim_policy_at(nr_built_in))
			nr_built_in++;
	/* It may be named twice. */
	if (!policy->name || find(policy->name) != policy)
		add(path, policy);
	loading->name = policy->name;
	return 0;
}

const char *engine_load_policy(const char *path)
{
	static const __u64 begin;
	struct loading loading = { .path = path };

	run_guarded(path, &begin, load, &loading);
	return loading.name;
}
