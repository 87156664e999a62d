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

/* The words for enum schedsim_span. */
static const char * const spans[] = { "vcpu", "llc", "node", "all" };

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
	else if (param->kind == SCHEDSIM_PARAM_SPAN)
		snprintf(text, PARAM_LEN, "vcpu, llc, node or all");
	else
		snprintf(text, PARAM_LEN, "%llu to %llu", param->min, param->max);
	return text;
}

static const char *format_param(const struct schedsim_param *param, __u64 value, char *text)
{
	if (is_time(param->kind))
		return format_time(value, text);
	if (param->kind == SCHEDSIM_PARAM_SPAN && value < ARRAY_SIZE(spans))
		return strcpy(text, spans[value]);
	snprintf(text, PARAM_LEN, "%llu", value);
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
	return format_param(param, param->value, text);
}

/**
 * param_initial - the value that a parameter has unless it is set
 * @param: the parameter
 * @text: room for PARAM_LEN characters
 *
 * Return: @text.
 */
const char *param_initial(const struct schedsim_param *param, char *text)
{
	return format_param(param, param->initial, text);
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

static const char *parse_span(struct schedsim_param *param, const char *text)
{
	for (param->value = 0; param->value < ARRAY_SIZE(spans); param->value++)
		if (!strcmp(text, spans[param->value]))
			return NULL;
	return "is not possible";
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
	else if (param->kind == SCHEDSIM_PARAM_SPAN)
		error = parse_span(param, copy);
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

/* The words of a span stand for its numbers. */
static void add_span(struct json_object *object, const struct schedsim_param *param)
{
	struct json_object *choices = json_object_new_array();
	char text[PARAM_LEN];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(spans); i++)
		json_object_array_add(choices, json_object_new_string(spans[i]));
	json_add_string(object, "value", param_value(param, text));
	json_object_object_add(object, "choices", choices);
	json_add_string(object, "initial", param_initial(param, text));
}

static struct json_object *param_json(const struct schedsim_param *param)
{
	static const char * const kinds[] = { "number", "time", "bool", "slice", "span" };
	struct json_object *object = json_object_new_object();
	__u32 kind = param->kind;

	json_add_string(object, "name", param->name);
	if (kind == SCHEDSIM_PARAM_SPAN) {
		add_span(object, param);
	} else {
		json_add_u64(object, "value", param->value);
		json_add_u64(object, "min", param->min);
		json_add_u64(object, "max", param->max);
		json_add_u64(object, "initial", param->initial);
	}
	json_add_string(object, "kind", kind < ARRAY_SIZE(kinds) ? kinds[kind] : "other");
	return object;
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
	struct json_object *list = json_object_new_array();
	__u32 i;

	for (i = 0; i < nr; i++)
		json_object_array_add(list, param_json(&params[i]));
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
