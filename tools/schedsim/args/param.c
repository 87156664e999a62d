// SPDX-License-Identifier: GPL-2.0
/*
 * Values of the parameters of policies.
 */
#include <stdio.h>
#include <string.h>

#include "args/param.h"
#include "print/output.h"
#include "util/units.h"

/* The words for enum schedsim_span and enum schedsim_balance. */
static const char * const spans[] = { "vcpu", "llc", "node", "all", NULL };
static const char * const balances[] = { "none", "idle", "all", NULL };

/* The words for the values of a parameter, or NULL: they are numbers. */
static const char * const *words_of(const struct schedsim_param *param)
{
	if (param->kind == SCHEDSIM_PARAM_SPAN)
		return spans;
	return param->kind == SCHEDSIM_PARAM_BALANCE ? balances : NULL;
}

/* "vcpu, llc, node or all" */
static void list_words(const char * const *words, char *text)
{
	size_t len = 0, i;

	for (i = 0; words[i]; i++)
		len += sprintf(text + len, "%s%s",
			       !i ? "" : words[i + 1] ? ", " : " or ", words[i]);
}

/**
 * param_is_time - is a parameter a time?
 * @param: the parameter
 *
 * Return: whether it is.
 */
bool param_is_time(const struct schedsim_param *param)
{
	return param->kind == SCHEDSIM_PARAM_TIME || param->kind == SCHEDSIM_PARAM_SLICE;
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
	else if (words_of(param))
		list_words(words_of(param), text);
	else
		snprintf(text, PARAM_LEN, "%llu to %llu", param->min, param->max);
	return text;
}

static const char *format_param(const struct schedsim_param *param, __u64 value, char *text)
{
	if (param_is_time(param))
		return format_time(value, text);
	if (words_of(param) && value <= param->max)
		return strcpy(text, words_of(param)[value]);
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
				    const char *text)
{
	bool is_slice = param->kind == SCHEDSIM_PARAM_SLICE;
	const char *error = parse_time(text, strlen(text), 0, &param->value);

	if (error)
		return error;
	if (param->value > param->max)
		return "is too long";
	if (param->value < param->min || (is_slice && param->value && param->value < min_slice))
		return "is too short";
	return NULL;
}

static const char *parse_word(struct schedsim_param *param, const char *text)
{
	const char * const *words = words_of(param);

	for (param->value = 0; words[param->value]; param->value++)
		if (!strcmp(text, words[param->value]))
			return NULL;
	return "is not possible";
}

static const char *parse_plain_value(struct schedsim_param *param, const char *text)
{
	if (!parse_number(text, &param->value))
		return "is not a whole number";
	if (param->value < param->min || param->value > param->max)
		return "is not possible";
	return NULL;
}

/**
 * param_parse - read a value
 * @param: the parameter, to get it
 * @min_slice: the shortest slice, in ns
 * @text: the value
 *
 * Return: NULL, or what is wrong with it.
 */
const char *param_parse(struct schedsim_param *param, __u64 min_slice, const char *text)
{
	if (param_is_time(param))
		return parse_time_value(param, min_slice, text);
	if (words_of(param))
		return parse_word(param, text);
	return parse_plain_value(param, text);
}

/* Words stand for numbers. */
static void add_words(struct json_object *object, const struct schedsim_param *param)
{
	const char * const *words = words_of(param);
	struct json_object *choices = json_object_new_array();
	char text[PARAM_LEN];
	size_t i;

	for (i = 0; words[i]; i++)
		json_object_array_add(choices, json_object_new_string(words[i]));
	json_add_string(object, "value", param_value(param, text));
	json_object_object_add(object, "choices", choices);
	json_add_string(object, "initial", param_initial(param, text));
}

static struct json_object *param_json(const struct schedsim_param *param)
{
	static const char * const kinds[] = {
		"number", "time", "bool", "slice", "span", "balance",
	};
	struct json_object *object = json_object_new_object();
	__u32 kind = param->kind;

	json_add_string(object, "name", param->name);
	if (words_of(param)) {
		add_words(object, param);
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
