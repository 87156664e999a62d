// SPDX-License-Identifier: GPL-2.0
/*
 * How the quantum adapts, on the command line: "off", or TARGET=LIMIT, and bounds as
 * KEY=TIME behind that.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/adapt.h"
#include "print/output.h"
#include "util/tool.h"
#include "util/units.h"

#define PPM_PER_PERCENT	10000

/**
 * adapt_target_name - the name of what the quantum adapts to
 * @target: enum schedsim_adapt
 *
 * Return: the name, or "?".
 */
const char *adapt_target_name(__u32 target)
{
	static const char * const names[] = { "off", "switch", "response" };

	return target < ARRAY_SIZE(names) ? names[target] : "?";
}

/* "5%" or "0.25%", in ppm. */
static __u32 percent_arg(const char *what, const char *text)
{
	char *end;
	double ppm = strtod(text, &end) * PPM_PER_PERCENT;

	if (text + strspn(text, "0123456789.") != end || end == text || strcmp(end, "%") ||
	    !(ppm >= SCHEDSIM_MIN_ADAPT_PPM) ||
	    ppm > SCHEDSIM_MAX_ADAPT_PPM)
		die(TOOL_USAGE,
		    "%s: switch: '%s' is not possible; allowed are 0.01%% to 90%%, with the %%",
		    what, text);
	return lround(ppm);
}

static __u64 time_of(const char *what, const char *key, const char *text, __u64 min)
{
	char name[64];

	snprintf(name, sizeof(name), "%s: %s", what, key);
	return time_arg(name, text, min, SCHEDSIM_MAX_QUANTUM_NS);
}

/* What can be given, each once. */
enum key {
	KEY_SWITCH,
	KEY_RESPONSE,
	KEY_MIN,
	KEY_MAX,
	KEY_INTERVAL,
	NR_KEYS,
};

static enum key read_key(const char *what, const char *text, const char *value)
{
	static const char * const names[] = { "switch", "response", "min", "max", "interval" };
	int key;

	for (key = 0; value && key < NR_KEYS; key++)
		if (strlen(names[key]) == (size_t)(value - text) &&
		    !strncmp(names[key], text, value - text))
			return key;
	die(TOOL_USAGE,
	    "%s: '%s' is not possible; allowed are off, switch=PERCENT%%, response=TIME, min=TIME, max=TIME and interval=TIME",
	    what, text);
}

static void take_key(struct schedsim_config *config, const char *what, const char *text,
		     __u64 min, bool *given)
{
	const char *value = strchr(text, '=');
	enum key key = read_key(what, text, value);

	if (given[key])
		die(TOOL_USAGE, "%s: '%s': that has been given before", what, text);
	given[key] = true;
	if (given[KEY_SWITCH] && given[KEY_RESPONSE])
		die(TOOL_USAGE, "%s: switch and response exclude each other", what);
	value++;
	switch (key) {
	case KEY_SWITCH:
		config->adapt = SCHEDSIM_ADAPT_SWITCH;
		config->adapt_switch_ppm = percent_arg(what, value);
		break;
	case KEY_RESPONSE:
		config->adapt = SCHEDSIM_ADAPT_RESPONSE;
		config->adapt_response_ns = time_of(what, "response", value, min);
		break;
	case KEY_MIN:
		config->adapt_min_ns = time_of(what, "min", value, min);
		break;
	case KEY_MAX:
		config->adapt_max_ns = time_of(what, "max", value, min);
		break;
	default:
		config->adapt_interval_ns = time_of(what, "interval", value, min);
	}
}

/* What has not been named yet; the values are those of the ABI. */
static void complete(struct schedsim_config *config)
{
	if (!config->adapt_switch_ppm)
		config->adapt_switch_ppm = SCHEDSIM_DEFAULT_ADAPT_PPM;
	if (!config->adapt_response_ns)
		config->adapt_response_ns = SCHEDSIM_DEFAULT_ADAPT_RESPONSE_NS;
	if (!config->adapt_min_ns)
		config->adapt_min_ns = SCHEDSIM_DEFAULT_ADAPT_MIN_NS;
	if (!config->adapt_max_ns)
		config->adapt_max_ns = SCHEDSIM_DEFAULT_ADAPT_MAX_NS;
	if (!config->adapt_interval_ns)
		config->adapt_interval_ns = SCHEDSIM_DEFAULT_ADAPT_INTERVAL_NS;
}

static bool has_target(const char *text)
{
	return !strncmp(text, "switch=", 7) || !strncmp(text, "response=", 9) ||
	       strstr(text, ",switch=") || strstr(text, ",response=");
}

/**
 * adapt_arg - how the quantum adapts, on the command line, or die
 * @config: to be told; what is not named stays, or gets the value of the ABI
 * @what: the option or command, for messages
 * @text: "off", or TARGET=LIMIT and bounds
 * @min: the least quantum, which depends on the clock
 */
void adapt_arg(struct schedsim_config *config, const char *what, const char *text, __u64 min)
{
	char least[TIME_LEN], most[TIME_LEN];
	char *copy, *rest, *part;
	bool given[NR_KEYS] = { false };

	if (!strcmp(text, "off")) {
		config->adapt = SCHEDSIM_ADAPT_OFF;
		return;
	}
	if (!config->adapt && !has_target(text))
		die(TOOL_USAGE,
		    "%s: '%s' has no target; allowed are off, switch=PERCENT%% and response=TIME",
		    what, text);
	copy = strdup(text);
	if (!copy)
		die(TOOL_FAILED, "out of memory");
	for (rest = copy; (part = strsep(&rest, ","));)
		take_key(config, what, part, min, given);
	free(copy);
	complete(config);
	if (config->adapt_min_ns > config->adapt_max_ns)
		die(TOOL_USAGE, "%s: min, %s, is more than max, %s", what,
		    format_time(config->adapt_min_ns, least),
		    format_time(config->adapt_max_ns, most));
}

/* As a percentage, without zeroes that say nothing. */
static const char *format_ppm(__u64 ppm, char *text)
{
	snprintf(text, TIME_LEN, "%g%%", (double)ppm / PPM_PER_PERCENT);
	return text;
}

/**
 * adapt_format - how the quantum adapts, as adapt_arg() takes it
 * @config: the configuration
 * @text: room for ADAPT_LEN bytes
 *
 * Return: @text.
 */
const char *adapt_format(const struct schedsim_config *config, char *text)
{
	char limit[TIME_LEN], least[TIME_LEN], most[TIME_LEN], interval[TIME_LEN];
	bool share = config->adapt == SCHEDSIM_ADAPT_SWITCH;

	if (!config->adapt)
		return strcpy(text, "off");
	snprintf(text, ADAPT_LEN, "%s=%s,min=%s,max=%s,interval=%s",
		 adapt_target_name(config->adapt),
		 share ? format_ppm(config->adapt_switch_ppm, limit) :
			 format_time(config->adapt_response_ns, limit),
		 format_time(config->adapt_min_ns, least),
		 format_time(config->adapt_max_ns, most),
		 format_time(config->adapt_interval_ns, interval));
	return text;
}

/**
 * adapt_measured - what was measured last
 * @config: the configuration, by which the quantum adapts
 * @stats: the statistics
 * @text: room for ADAPT_LEN bytes
 *
 * Return: @text.
 */
const char *adapt_measured(const struct schedsim_config *config,
			   const struct schedsim_stats *stats, char *text)
{
	char value[TIME_LEN];

	if (config->adapt == SCHEDSIM_ADAPT_SWITCH)
		snprintf(text, ADAPT_LEN, "%s lost to switches",
			 format_ppm(stats->adapt_measured, value));
	else
		snprintf(text, ADAPT_LEN, "95%% of responses within %s",
			 format_time(stats->adapt_measured, value));
	return text;
}

/**
 * adapt_json - how the quantum adapts
 * @config: the configuration
 *
 * Return: an object, or NULL if it does not.
 */
struct json_object *adapt_json(const struct schedsim_config *config)
{
	bool share = config->adapt == SCHEDSIM_ADAPT_SWITCH;
	struct json_object *object;

	if (!config->adapt)
		return NULL;
	object = json_object_new_object();
	json_add_string(object, "target", adapt_target_name(config->adapt));
	if (share)
		json_add_u64(object, "switch_ppm", config->adapt_switch_ppm);
	else
		json_add_u64(object, "response_ns", config->adapt_response_ns);
	json_add_u64(object, "min_ns", config->adapt_min_ns);
	json_add_u64(object, "max_ns", config->adapt_max_ns);
	json_add_u64(object, "interval_ns", config->adapt_interval_ns);
	return object;
}
