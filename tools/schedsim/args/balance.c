// SPDX-License-Identifier: GPL-2.0
/*
 * How loads are balanced, on the command line: the names of parts, or "all" or "none", and
 * KEY=VALUE behind that; and what is printed of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/balance.h"
#include "print/output.h"
#include "util/tool.h"
#include "util/units.h"

/* Names of bits. */
struct name {
	const char *name;
	__u32 bit;
};

static const struct name parts[] = {
	{ "wake", SCHEDSIM_BALANCING_WAKE },
	{ "idle", SCHEDSIM_BALANCING_IDLE },
	{ "periodic", SCHEDSIM_BALANCING_PERIODIC },
	{ "push", SCHEDSIM_BALANCING_PUSH },
	{ "pull", SCHEDSIM_BALANCING_PULL },
};

static const struct name defects[] = {
	{ "group-imbalance", SCHEDSIM_DEFECT_GROUP_IMBALANCE },
	{ "group-construction", SCHEDSIM_DEFECT_GROUP_CONSTRUCTION },
	{ "wakeup-overload", SCHEDSIM_DEFECT_WAKEUP_OVERLOAD },
	{ "missing-domains", SCHEDSIM_DEFECT_MISSING_DOMAINS },
};

static const char * const moves[SCHEDSIM_NR_MOVES] = {
	[SCHEDSIM_MOVE_FORCED] = "forced",
	[SCHEDSIM_MOVE_WAKE] = "wake",
	[SCHEDSIM_MOVE_IDLE] = "idle",
	[SCHEDSIM_MOVE_PERIODIC] = "periodic",
	[SCHEDSIM_MOVE_PUSH] = "push",
	[SCHEDSIM_MOVE_PULL] = "pull",
	[SCHEDSIM_MOVE_SHARED] = "shared",
	[SCHEDSIM_MOVE_PEEK] = "peek",
};

static __u32 find(const struct name *names, size_t nr, const char *text)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (!strcmp(names[i].name, text))
			return names[i].bit;
	return 0;
}

static __u32 percent_of(const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (!strcmp(end, "%"))
		end++;
	if (text[0] < '0' || text[0] > '9' || *end || value < 100 ||
	    value > SCHEDSIM_MAX_BALANCING_PCT)
		die(TOOL_USAGE,
		    "--balance: imbalance: '%s' is not possible; allowed are 100 to %d, in percent",
		    text, SCHEDSIM_MAX_BALANCING_PCT);
	return value;
}

static __u32 defect_of(const char *text)
{
	__u32 bit = find(defects, ARRAY_SIZE(defects), text);

	if (!bit)
		die(TOOL_USAGE,
		    "--balance: defect: '%s' is not possible; allowed are group-imbalance, group-construction, wakeup-overload and missing-domains",
		    text);
	return bit;
}

/* Return: whether it is a KEY=VALUE. */
static bool take_key(struct schedsim_config *config, const char *text)
{
	if (!strncmp(text, "interval=", 9))
		config->balancing_interval_ns =
			time_arg("--balance: interval", text + 9,
				 SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS, SCHEDSIM_MAX_QUANTUM_NS);
	else if (!strncmp(text, "imbalance=", 10))
		config->balancing_pct = percent_of(text + 10);
	else if (!strncmp(text, "defect=", 7))
		config->balancing_defects |= defect_of(text + 7);
	else
		return false;
	return true;
}

static void take_part(struct schedsim_config *config, const char *text)
{
	__u32 bit = find(parts, ARRAY_SIZE(parts), text + (text[0] == '-'));

	if (!strcmp(text, "all"))
		config->balancing_parts |= SCHEDSIM_BALANCING_ALL;
	else if (!strcmp(text, "none"))
		config->balancing_parts = SCHEDSIM_BALANCING_SET;
	else if (!bit)
		die(TOOL_USAGE,
		    "--balance: '%s' is not possible; allowed are all, none, wake, idle, periodic, push and pull, each of these with - to leave it out, interval=TIME, imbalance=PERCENT and defect=NAME",
		    text);
	else if (text[0] == '-')
		config->balancing_parts &= ~bit;
	else
		config->balancing_parts |= bit;
}

/**
 * balance_arg - how loads are balanced, on the command line, or die
 * @config: to be told
 * @text: parts and keys; "policy": as its parameter says
 */
void balance_arg(struct schedsim_config *config, const char *text)
{
	char *copy, *rest, *part;
	bool named = false;

	config->balancing_parts = 0;
	config->balancing_defects = 0;
	config->balancing_interval_ns = SCHEDSIM_DEFAULT_BALANCING_INTERVAL_NS;
	config->balancing_pct = SCHEDSIM_DEFAULT_BALANCING_PCT;
	if (!strcmp(text, "policy"))
		return;
	config->balancing_parts = SCHEDSIM_BALANCING_SET;
	copy = strdup(text);
	if (!copy)
		die(TOOL_FAILED, "out of memory");
	for (rest = copy; (part = strsep(&rest, ","));) {
		if (take_key(config, part))
			continue;
		take_part(config, part);
		named = true;
	}
	if (!named)
		die(TOOL_USAGE, "--balance: '%s' names no part; 'all' and 'none' do, too", text);
	free(copy);
}

static void append(char *text, const char *before, const char *word)
{
	size_t len = strlen(text);

	snprintf(text + len, BALANCE_LEN - len, "%s%s%s", len ? "," : "", before, word);
}

/**
 * balance_format - how loads are balanced, as balance_arg() takes it
 * @config: the configuration
 * @text: room for BALANCE_LEN bytes
 *
 * Return: @text.
 */
const char *balance_format(const struct schedsim_config *config, char *text)
{
	char value[TIME_LEN];
	size_t i;

	text[0] = '\0';
	if (!config->balancing_parts)
		return strcpy(text, "policy");
	if (config->balancing_parts == SCHEDSIM_BALANCING_SET)
		strcpy(text, "none");
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		if (config->balancing_parts & parts[i].bit)
			append(text, "", parts[i].name);
	if (config->balancing_parts & SCHEDSIM_BALANCING_PERIODIC) {
		append(text, "interval=", format_time(config->balancing_interval_ns, value));
		snprintf(value, sizeof(value), "%u", config->balancing_pct);
		append(text, "imbalance=", value);
	}
	for (i = 0; i < ARRAY_SIZE(defects); i++)
		if (config->balancing_defects & defects[i].bit)
			append(text, "defect=", defects[i].name);
	return text;
}

static struct json_object *names_json(const struct name *names, size_t nr, __u32 mask)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; i < nr; i++)
		if (mask & names[i].bit)
			json_object_array_add(array, json_object_new_string(names[i].name));
	return array;
}

/**
 * balance_json - how loads are balanced
 * @config: the configuration, with SCHEDSIM_BALANCING_SET
 *
 * Return: an object.
 */
struct json_object *balance_json(const struct schedsim_config *config)
{
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "parts", names_json(parts, ARRAY_SIZE(parts),
							   config->balancing_parts));
	json_object_object_add(object, "defects", names_json(defects, ARRAY_SIZE(defects),
							     config->balancing_defects));
	json_add_u64(object, "interval_ns", config->balancing_interval_ns);
	json_add_u64(object, "imbalance_pct", config->balancing_pct);
	return object;
}

static double mean_imbalance(const struct schedsim_stats *stats)
{
	return stats->imbalance_looks ?
	       (double)stats->imbalance_total / stats->imbalance_looks / 1024 : 0;
}

/**
 * balance_add_stats - what balancing has come to
 * @object: to be added to
 * @stats: the statistics
 */
void balance_add_stats(struct json_object *object, const struct schedsim_stats *stats)
{
	struct json_object *by = json_object_new_object();
	int i;

	for (i = 0; i < SCHEDSIM_NR_MOVES; i++)
		json_add_u64(by, moves[i], stats->moves[i]);
	json_object_object_add(object, "moves", by);
	json_add_u64(object, "wasted_ns", stats->wasted_ns);
	json_add_u64(object, "imbalance_total", stats->imbalance_total);
	json_add_u64(object, "imbalance_looks", stats->imbalance_looks);
}

/**
 * balance_print - the same for people
 * @stats: the statistics
 */
void balance_print(const struct schedsim_stats *stats)
{
	const char *before = "migrations: ";
	char wasted[TIME_LEN];
	int i;

	for (i = 0; i < SCHEDSIM_NR_MOVES; i++) {
		if (!stats->moves[i])
			continue;
		printf("%s%llu %s", before, stats->moves[i], moves[i]);
		before = ", ";
	}
	if (stats->migrations)
		putchar('\n');
	printf("%s wasted by idle vCPUs beside work; loads differ by %.2f on average\n",
	       format_time(stats->wasted_ns, wasted), mean_imbalance(stats));
}
