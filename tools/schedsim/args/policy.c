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

/* Room for the names of all policies, or all parameters of one. */
#define NAMES_LEN	1024

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
 * check_policy - make sure that the tool's own engine has a policy, or die
 * @name: its name
 */
void check_policy(const char *name)
{
	char all[NAMES_LEN] = "";
	unsigned int i;

	for (i = 0; engine_policy(i); i++) {
		if (!strcmp(engine_policy(i), name))
			return;
		strcat(all, i ? ", " : "");
		strcat(all, engine_policy(i));
	}
	policy_die(name, all);
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
	char all[NAMES_LEN] = "";
	__u32 i;

	for (i = 0; i < nr; i++) {
		if (strlen(known[i].name) == len && !memcmp(known[i].name, key, len))
			return &known[i];
		strcat(all, i ? ", " : "");
		strcat(all, known[i].name);
	}
	if (!nr)
		die(TOOL_USAGE, "policy %s: there is no parameter '%.*s'; %s has none", policy,
		    (int)len, key, policy);
	die(TOOL_USAGE, "policy %s: there is no parameter '%.*s'; allowed are: %s", policy,
	    (int)len, key, all);
}

/* Is it a time? The kind is that of a parameter. */
static bool is_time(__u32 kind)
{
	return kind == SCHEDSIM_PARAM_TIME || kind == SCHEDSIM_PARAM_SLICE;
}

/* "1us to 10s", or "1us or more"; 0, where that is the least, stays. */
static void time_range(const struct schedsim_param *param, __u64 min, char *text)
{
	char from[TIME_LEN], to[TIME_LEN];
	const char *zero = min > param->min ? "0, or " : "";

	format_time(min, from);
	if (param->max >= SCHEDSIM_MAX_TIME_NS)
		snprintf(text, PARAM_LEN, "%s%s or more", zero, from);
	else
		snprintf(text, PARAM_LEN, "%s%s to %s", zero, from, format_time(param->max, to));
}

/**
 * param_range - the values that a parameter can have
 * @param: the parameter
 * @min_slice: the shortest slice, in ns
 * @text: room for PARAM_LEN characters
 *
 * Return: @text.
 */
const char *param_range(const struct schedsim_param *param, __u64 min_slice, char *text)
{
	if (param->kind == SCHEDSIM_PARAM_SLICE)
		time_range(param, min_slice, text);
	else if (param->kind == SCHEDSIM_PARAM_TIME)
		time_range(param, param->min, text);
	else if (param->kind == SCHEDSIM_PARAM_BOOL)
		snprintf(text, PARAM_LEN, "0 or 1");
	else
		snprintf(text, PARAM_LEN, "%llu to %llu", param->min, param->max);
	return text;
}

/**
 * param_value - the value of a parameter
 * @param: the parameter
 * @text: room for PARAM_LEN characters
 *
 * Return: @text.
 */
const char *param_value(const struct schedsim_param *param, char *text)
{
	if (is_time(param->kind))
		return format_time(param->value, text);
	snprintf(text, PARAM_LEN, "%llu", param->value);
	return text;
}

static const char *parse_time_value(struct schedsim_param *param, __u64 min_slice,
				    const char *text, size_t len)
{
	bool is_slice = param->kind == SCHEDSIM_PARAM_SLICE;
	const char *error = parse_time(text, len, 0, &param->value);

	if (error)
		return error;
	if (param->value > param->max)
		return "is too long";
	if (param->value < param->min || (is_slice && param->value && param->value < min_slice))
		return "is too short";
	return NULL;
}

static const char *parse_plain_value(struct schedsim_param *param, const char *text, size_t len)
{
	if (strlen(text) != len || !parse_number(text, &param->value))
		return "is not a whole number";
	if (param->value < param->min || param->value > param->max)
		return "is not possible";
	return NULL;
}

static void parse_value(const char *policy, struct schedsim_param *param, __u64 min_slice,
			const char *text, size_t len)
{
	char copy[PARAM_LEN], range[PARAM_LEN];
	const char *error;

	snprintf(copy, sizeof(copy), "%.*s", (int)len, text);
	if (is_time(param->kind))
		error = parse_time_value(param, min_slice, text, len);
	else
		error = parse_plain_value(param, copy, len);
	if (error)
		die(TOOL_USAGE, "policy %s: %s: '%s' %s; allowed are %s%s", policy, param->name,
		    copy, error, param_range(param, min_slice, range),
		    is_time(param->kind) ? ", with a unit: ns, us, ms, s, min or h" : "");
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
 * @text: NAME or NAME:KEY=VALUE,KEY=VALUE...
 */
void policy_arg(struct schedsim_config *config, const char *text)
{
	struct schedsim_param known[SCHEDSIM_MAX_PARAMS];
	const char *params = policy_arg_name(config, text);

	policy_arg_free(config);
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
	char names[NAMES_LEN] = "";
	__u32 i;

	for (i = 0; i < config->nr_params; i++) {
		const char *number = given[i].name + strcspn(given[i].name, "0123456789");

		if (*number && strtoull(number, NULL, 10) > queues)
			strcat(strcat(names, *names ? ", " : ""), given[i].name);
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
 * params_json - parameters as JSON
 * @params: the parameters
 * @nr: number of them
 *
 * Return: an array of objects.
 */
struct json_object *params_json(const struct schedsim_param *params, __u32 nr)
{
	static const char * const kinds[] = { "number", "time", "bool", "slice" };
	struct json_object *list = json_object_new_array();
	__u32 i;

	for (i = 0; i < nr; i++) {
		struct json_object *object = json_object_new_object();
		__u32 kind = params[i].kind;

		json_add_string(object, "name", params[i].name);
		json_add_u64(object, "value", params[i].value);
		json_add_u64(object, "min", params[i].min);
		json_add_u64(object, "max", params[i].max);
		json_add_u64(object, "initial", params[i].initial);
		json_add_string(object, "kind", kind < ARRAY_SIZE(kinds) ? kinds[kind] : "other");
		json_object_array_add(list, object);
	}
	return list;
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
