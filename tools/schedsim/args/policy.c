// SPDX-License-Identifier: GPL-2.0
/*
 * Policies and their parameters: NAME or NAME:KEY=VALUE,KEY=VALUE...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/policy.h"
#include "print/output.h"
#include "util/tool.h"
#include "util/units.h"

/**
 * policy_is_file - is it a file that holds a policy?
 * @text: NAME or NAME:PARAMETERS
 *
 * Return: whether the name has a slash.
 */
bool policy_is_file(const char *text)
{
	return text[strcspn(text, "/:,=")] == '/';
}

/* How long the name of a file is: its folders may have colons, too. */
static size_t file_len(const char *text)
{
	const char *base = strrchr(text, '/') + 1;

	return base - text + strcspn(base, ":");
}

/**
 * policy_die - there is no such policy
 * @name: the name
 * @all: those there are
 */
void policy_die(const char *name, const char *all)
{
	die(TOOL_USAGE, "there is no policy '%s'; allowed are: %s", name, all);
}

/**
 * policy_name_add - add a name to a list of those there are
 * @all: the list, with room for POLICY_NAMES_LEN characters
 * @name: the name
 */
void policy_name_add(char *all, const char *name)
{
	if (strlen(all) + strlen(name) + sizeof(", ") <= POLICY_NAMES_LEN)
		strcat(strcat(all, *all ? ", " : ""), name);
}

/**
 * check_policy - make sure that the tool's own engine has a policy, or die
 * @name: its name
 */
void check_policy(const char *name)
{
	struct schedsim_policy policy;
	char all[POLICY_NAMES_LEN] = "";
	unsigned int i;

	for (i = 0; engine_policy(i, &policy); i++) {
		if (!strcmp(policy.name, name))
			return;
		policy_name_add(all, policy.name);
	}
	if (strlen(name) > 3 && !strcmp(name + strlen(name) - 3, ".so"))
		die(TOOL_USAGE, "there is no policy '%s'; a file is named with a slash, as in ./%s",
		    name, name);
	policy_die(name, all);
}

/* Load the policy of a file, or die. Returns its parameters, or NULL. */
static const char *take_file(struct schedsim_config *config, const char *text)
{
	size_t len = file_len(text);
	char *path = strndup(text, len);

	if (!path)
		die(TOOL_FAILED, "out of memory");
	memset(config->policy, 0, sizeof(config->policy));
	strncat(config->policy, engine_load_policy(path), sizeof(config->policy) - 1);
	free(path);
	return text[len] ? text + len + 1 : NULL;
}

/**
 * policy_arg_name - read the name of a policy, or die
 * @config: to be told of it
 * @text: NAME or NAME:PARAMETERS
 *
 * Return: the parameters, or NULL if there are none.
 */
const char *policy_arg_name(struct schedsim_config *config, const char *text)
{
	size_t len = strcspn(text, ":");

	if (memchr(text, '=', len))
		die(TOOL_USAGE, "policy '%s': parameters follow a colon, as in mlfq:boost=10ms",
		    text);
	if (len >= sizeof(config->policy))
		die(TOOL_USAGE, "there is no policy '%.*s'; names have at most %d characters",
		    (int)len, text, SCHEDSIM_NAME_LEN - 1);
	memset(config->policy, 0, sizeof(config->policy));
	memcpy(config->policy, text, len);
	return text[len] ? text + len + 1 : NULL;
}

static const struct schedsim_param *find_param(const char *policy, const char *key, size_t len,
					       const struct schedsim_param *known, __u32 nr)
{
	char all[POLICY_NAMES_LEN] = "";
	__u32 i;

	for (i = 0; i < nr; i++) {
		if (strlen(known[i].name) == len && !memcmp(known[i].name, key, len))
			return &known[i];
		policy_name_add(all, known[i].name);
	}
	die(TOOL_USAGE, "policy %s: there is no parameter '%.*s'; allowed are: %s", policy,
	    (int)len, key, all);
}

static void parse_value(const char *policy, struct schedsim_param *param, __u64 min_slice,
			const char *text, size_t len)
{
	char copy[PARAM_LEN], range[PARAM_LEN];
	const char *error;

	snprintf(copy, sizeof(copy), "%.*s", (int)len, text);
	error = strlen(copy) < len ? "is too long" : param_parse(param, min_slice, copy);
	if (error)
		die(TOOL_USAGE, "policy %s: %s: '%s' %s; allowed are %s%s", policy, param->name,
		    copy, error, param_range(param, min_slice, range),
		    param_is_time(param) ? ", with a unit: ns, us, ms, s, min or h" : "");
}

/**
 * policy_arg_params - read the parameters of a policy, or die
 * @config: whose policy is set; to be told of them, for policy_arg_free()
 * @text: KEY=VALUE,KEY=VALUE...
 * @known: the parameters of the policy
 * @nr: number of them
 * @min_slice: the shortest slice, in ns
 */
void policy_arg_params(struct schedsim_config *config, const char *text,
		       const struct schedsim_param *known, __u32 nr, __u64 min_slice)
{
	struct schedsim_param *params = allocate(SCHEDSIM_MAX_PARAMS, sizeof(*params));

	config->params = (uintptr_t)params;
	config->param_size = sizeof(*params);
	for (config->nr_params = 0;; config->nr_params++, params++) {
		size_t len = strcspn(text, ","), key = strcspn(text, "=,");
		__u32 i;

		*params = *find_param(config->policy, text, key, known, nr);
		for (i = 1; i <= config->nr_params; i++)
			if (!strcmp(params[-(int)i].name, params->name))
				die(TOOL_USAGE, "policy %s: %s is there twice; it may come once",
				    config->policy, params->name);
		if (key == len)
			die(TOOL_USAGE, "policy %s: %s has no value; expected %s=VALUE",
			    config->policy, params->name, params->name);
		parse_value(config->policy, params, min_slice, text + key + 1, len - key - 1);
		if (!text[len])
			break;
		text += len + 1;
	}
	config->nr_params++;
}

/**
 * policy_arg - a policy on the command line, or die
 * @config: to be told of it, for policy_arg_free()
 * @text: NAME or NAME:KEY=VALUE,KEY=VALUE...; a NAME with a slash is a file
 */
void policy_arg(struct schedsim_config *config, const char *text)
{
	struct schedsim_param known[SCHEDSIM_MAX_PARAMS];
	const char *params;

	policy_arg_free(config);
	params = policy_is_file(text) ? take_file(config, text) : policy_arg_name(config, text);
	if (!params)
		return;
	check_policy(config->policy);
	policy_arg_params(config, params, known, engine_params(config->policy, known, NULL),
			  SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS);
}

static __u64 nr_queues(const struct schedsim_config *config)
{
	const struct schedsim_param *given = (void *)(uintptr_t)config->params;
	struct schedsim_param known[SCHEDSIM_MAX_PARAMS];
	int i, nr = engine_params(config->policy, known, NULL);

	for (i = 0; i < (int)config->nr_params; i++)
		if (!strcmp(given[i].name, "queues"))
			return given[i].value;
	for (i = 0; i < nr; i++)
		if (!strcmp(known[i].name, "queues"))
			return known[i].initial;
	return ~0ULL;
}

/**
 * policy_arg_warn - warn of parameters that have no effect, being of no queue
 * @config: of policy_arg()
 */
void policy_arg_warn(const struct schedsim_config *config)
{
	const struct schedsim_param *given = (void *)(uintptr_t)config->params;
	__u64 queues = nr_queues(config);
	char names[POLICY_NAMES_LEN] = "";
	__u32 i;

	for (i = 0; i < config->nr_params; i++) {
		const char *number = given[i].name + strcspn(given[i].name, "0123456789");

		if (*number && strtoull(number, NULL, 10) > queues)
			policy_name_add(names, given[i].name);
	}
	if (*names)
		warn("policy %s: without effect with %llu queue%s: %s", config->policy, queues,
		     queues == 1 ? "" : "s", names);
}

/**
 * policy_arg_free - free the parameters of a policy
 * @config: of policy_arg(), or without parameters
 */
void policy_arg_free(struct schedsim_config *config)
{
	free((void *)(uintptr_t)config->params);
	config->params = 0;
	config->nr_params = 0;
	config->param_size = 0;
}

/**
 * policy_arg_tie - unless it was said, the policy says what is first at one instant
 * @config: whose @mask has SCHEDSIM_CONFIG_TIE if it was
 */
void policy_arg_tie(struct schedsim_config *config)
{
	struct schedsim_param known[SCHEDSIM_MAX_PARAMS];
	__u32 tie;

	if (config->mask & SCHEDSIM_CONFIG_TIE || engine_params(config->policy, known, &tie) < 0)
		return;
	config->tie = tie;
}

/**
 * policy_print_given - print a policy with those parameters that were given
 * @config: of policy_arg()
 */
void policy_print_given(const struct schedsim_config *config)
{
	const struct schedsim_param *params = (void *)(uintptr_t)config->params;
	char value[PARAM_LEN];
	__u32 i;

	printf("%s", config->policy);
	for (i = 0; i < config->nr_params; i++)
		printf("%s%s=%s", i ? "," : ":", params[i].name, param_value(&params[i], value));
}
