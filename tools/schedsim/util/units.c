// SPDX-License-Identifier: GPL-2.0
/*
 * Times, numbers and lists of vCPUs.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/tool.h"
#include "util/units.h"

static const struct {
	const char *name;
	__u64 ns;
} units[] = {
	{ "ns", 1 },
	{ "us", NSEC_PER_USEC },
	{ "\xc2\xb5s", NSEC_PER_USEC },	/* micro sign */
	{ "\xce\xbcs", NSEC_PER_USEC },	/* Greek mu */
	{ "ms", NSEC_PER_MSEC },
	{ "s", NSEC_PER_SEC },
	{ "min", 60 * NSEC_PER_SEC },
	{ "h", 3600 * NSEC_PER_SEC },
};

static __u64 find_unit(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(units); i++)
		if (strlen(units[i].name) == len && !memcmp(units[i].name, text, len))
			return units[i].ns;
	return 0;
}

/* The digits behind the point: how many ns of a @unit they are. */
static const char *parse_fraction(const char *text, size_t len, __u64 unit, __u64 *ns)
{
	size_t i;

	for (i = 0; i < len; i++) {
		__u64 digit = text[i] - '0';

		if (digit && (!unit || unit % 10))
			return "is finer than 1 ns";
		unit /= 10;
		*ns += digit * unit;
	}
	return NULL;
}

/**
 * parse_time - read a time
 * @text: a number, which may have a fraction, and a unit
 * @len: length of @text
 * @unit: the unit, in ns, of a number that has none; or 0: a unit is required,
 *        but for 0
 * @ns: to hold the time
 *
 * Return: NULL, or what is wrong.
 */
const char *parse_time(const char *text, size_t len, __u64 unit, __u64 *ns)
{
	size_t digits = 0, fraction = 0, used;
	const char *error;
	__u64 whole = 0;

	while (digits < len && isdigit((unsigned char)text[digits])) {
		if (whole > SCHEDSIM_MAX_TIME_NS)
			return "is too long";
		whole = 10 * whole + (text[digits++] - '0');
	}
	used = digits;
	if (digits && used < len && text[used] == '.') {
		used++;
		while (used + fraction < len && isdigit((unsigned char)text[used + fraction]))
			fraction++;
		if (!fraction)
			return "is not a time";
		used += fraction;
	}
	if (!digits)
		return "is not a time";
	if (used < len) {
		unit = find_unit(text + used, len - used);
		if (!unit)
			return "has an unknown unit";
	} else if (!unit) {
		if (whole || fraction)
			return "has no unit";
		unit = 1;
	}
	if (whole > SCHEDSIM_MAX_TIME_NS / unit)
		return "is too long";
	*ns = whole * unit;
	error = parse_fraction(text + used - fraction, fraction, unit, ns);
	if (!error && *ns > SCHEDSIM_MAX_TIME_NS)
		error = "is too long";
	return error;
}

/**
 * time_arg - a time on the command line
 * @what: what it is, for an error message
 * @text: the time, with a unit
 * @min: the shortest that is allowed, in ns
 * @max: the longest that is allowed, in ns
 *
 * Return: the time in ns.
 */
__u64 time_arg(const char *what, const char *text, __u64 min, __u64 max)
{
	char from[TIME_LEN], to[TIME_LEN];
	const char *error;
	__u64 ns = 0;

	error = parse_time(text, strlen(text), 0, &ns);
	if (!error && ns < min)
		error = "is too short";
	if (!error && ns > max)
		error = "is too long";
	if (error)
		die(TOOL_USAGE,
		    "%s: '%s' %s; allowed are %s to %s, with a unit: ns, us, ms, s, min or h",
		    what, text, error, format_time(min, from), format_time(max, to));
	return ns;
}

/**
 * slice_arg - a custom slice on the command line
 * @what: what it is, for an error message
 * @text: the time, with a unit, or 0: none
 *
 * Return: the time in ns.
 */
__u64 slice_arg(const char *what, const char *text)
{
	if (!strcmp(text, "0"))
		return 0;
	return time_arg(what, text, SCHEDSIM_MIN_CUSTOM_SLICE_NS, SCHEDSIM_MAX_CUSTOM_SLICE_NS);
}

/**
 * check_shares - make sure that shares are those of a group, or die
 * @command: the subcommand
 * @shares: the value of --shares, or 0
 * @group: the value of --group, or 0
 */
void check_shares(const char *command, __u32 shares, __u32 group)
{
	if (shares && !group)
		die(TOOL_USAGE, "%s: --shares needs --group; give the group, 1 to %d", command,
		    SCHEDSIM_MAX_GROUPS);
}

/**
 * parse_number - read a whole number
 * @text: decimal digits, and nothing else
 * @value: to hold the number
 *
 * Return: whether it is one.
 */
bool parse_number(const char *text, __u64 *value)
{
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*value = strtoull(text, &end, 10);
	return !errno && !*end;
}

/**
 * number_arg - a whole number on the command line
 * @what: what it is, for an error message
 * @text: decimal digits
 * @min: the least that is allowed
 * @max: the greatest that is allowed
 *
 * Return: the number.
 */
__u64 number_arg(const char *what, const char *text, __u64 min, __u64 max)
{
	__u64 value;

	if (!parse_number(text, &value) || value < min || value > max)
		die(TOOL_USAGE,
		    "%s: '%s' is not possible; allowed are whole numbers from %llu to %llu",
		    what, text, min, max);
	return value;
}

/* Bytes for one of a unit, or 0. */
static __u64 unit_bytes(const char *unit)
{
	switch (*unit && unit[1] ? '?' : *unit) {
	case '\0':
		return 1;
	case 'K':
		return 1 << 10;
	case 'M':
		return 1 << 20;
	default:
		return 0;
	}
}

/**
 * bytes_arg - an amount of memory on the command line
 * @what: what it is, for an error message
 * @text: decimal digits; K or M may follow
 * @min: the least that is allowed, in bytes
 * @max: the most that is allowed, in bytes
 *
 * Return: bytes.
 */
__u64 bytes_arg(const char *what, const char *text, __u64 min, __u64 max)
{
	__u64 value = 0, unit;
	char *end;

	errno = 0;
	value = isdigit((unsigned char)*text) ? strtoull(text, &end, 10) : 0;
	unit = value && !errno ? unit_bytes(end) : 0;
	if (!unit || value > max / unit || value * unit < min)
		die(TOOL_USAGE, "%s: '%s' is not possible; allowed are %lluK to %lluM", what, text,
		    min >> 10, max >> 20);
	return value * unit;
}

/**
 * nice_arg - a nice value on the command line
 * @what: what it is, for an error message
 * @text: -20 to 19
 *
 * Return: the number.
 */
__s32 nice_arg(const char *what, const char *text)
{
	bool negative = *text == '-';
	__u64 value;

	if (!parse_number(text + negative, &value) ||
	    value > (negative ? -SCHEDSIM_MIN_NICE : SCHEDSIM_MAX_NICE))
		die(TOOL_USAGE, "%s: '%s' is not possible; allowed are whole numbers from %d to %d",
		    what, text, SCHEDSIM_MIN_NICE, SCHEDSIM_MAX_NICE);
	return negative ? -(__s32)value : (__s32)value;
}

static const char * const classes[] = {
	[SCHEDSIM_CLASS_OTHER] = "other",
	[SCHEDSIM_CLASS_FIFO] = "fifo",
	[SCHEDSIM_CLASS_RR] = "rr",
	[SCHEDSIM_CLASS_BATCH] = "batch",
	[SCHEDSIM_CLASS_IDLE] = "idle",
	[SCHEDSIM_CLASS_DEADLINE] = "deadline",
};

/**
 * class_name - the name of a scheduling class
 * @sched_class: enum schedsim_class
 *
 * Return: its name; "?" for one that a newer module has.
 */
const char *class_name(__u16 sched_class)
{
	return sched_class < ARRAY_SIZE(classes) && classes[sched_class] ?
	       classes[sched_class] : "?";
}

/**
 * class_arg - a scheduling class on the command line
 * @what: what it is, for an error message
 * @text: its name
 *
 * Return: enum schedsim_class.
 */
__u16 class_arg(const char *what, const char *text)
{
	__u16 i;

	for (i = 0; i < ARRAY_SIZE(classes); i++)
		if (classes[i] && !strcmp(text, classes[i]))
			return i;
	die(TOOL_USAGE,
	    "%s: there is no class '%s'; allowed are other, fifo, rr, batch, idle and deadline",
	    what, text);
}

/**
 * id_arg - the id of a process on the command line
 * @text: decimal digits
 *
 * Return: the id.
 */
__u32 id_arg(const char *text)
{
	return number_arg("process id", text, 1, SCHEDSIM_MAX_ID);
}

/**
 * cpus_arg - a list of vCPUs on the command line
 * @what: what it is, for an error message
 * @text: numbers and ranges: "0,2-3"
 * @cpus: AFFINITY_WORDS words; their bits are set
 */
void cpus_arg(const char *what, const char *text, __u64 *cpus)
{
	const char *at = text;

	do {
		unsigned long first, last;
		char *end;

		if (!isdigit((unsigned char)*at))
			goto wrong;
		first = strtoul(at, &end, 10);
		last = first;
		if (*end == '-') {
			at = end + 1;
			if (!isdigit((unsigned char)*at))
				goto wrong;
			last = strtoul(at, &end, 10);
		}
		if (first > last || last >= SCHEDSIM_MAX_VCPUS || (*end && *end != ','))
			goto wrong;
		for (; first <= last; first++)
			cpus[first / 64] |= 1ULL << first % 64;
		at = end;
	} while (*at++);
	return;
wrong:
	die(TOOL_USAGE,
	    "%s: '%s' is no list of vCPUs; allowed are numbers and ranges below %d, as in 0,2-3",
	    what, text, SCHEDSIM_MAX_VCPUS);
}

/**
 * format_time - write a time for people
 * @ns: the time; SCHEDSIM_NEVER becomes "-"
 * @text: TIME_LEN bytes to write to
 *
 * Return: @text.
 */
const char *format_time(__u64 ns, char *text)
{
	static const struct {
		const char *name;
		__u64 ns;
		int digits;
	} shown[] = {
		{ "s", NSEC_PER_SEC, 9 },
		{ "ms", NSEC_PER_MSEC, 6 },
		{ "us", NSEC_PER_USEC, 3 },
		{ "ns", 1, 0 },
	};
	size_t i = 0;
	int len;

	if (ns == SCHEDSIM_NEVER)
		return strcpy(text, "-");
	if (!ns)
		return strcpy(text, "0");
	while (ns < shown[i].ns)
		i++;
	len = sprintf(text, "%llu", ns / shown[i].ns);
	if (ns % shown[i].ns) {
		/* Three digits tell enough to people; but round numbers stay exact. */
		int tail = sprintf(text + len, ".%0*llu", shown[i].digits, ns % shown[i].ns);

		if (tail > 4)
			text[len + 4] = '\0';
		len = strlen(text);
		while (text[len - 1] == '0')
			text[--len] = '\0';
		if (text[len - 1] == '.')
			text[--len] = '\0';
	}
	strcat(text, shown[i].name);
	return text;
}

/**
 * format_stime - write a time that may be negative, for people
 * @ns: the time
 * @text: TIME_LEN bytes to write to
 *
 * Return: @text.
 */
const char *format_stime(__s64 ns, char *text)
{
	if (ns >= 0)
		return format_time(ns, text);
	*text = '-';
	format_time(-(__u64)ns, text + 1);
	return text;
}

/**
 * format_cpus - write a list of vCPUs
 * @cpus: AFFINITY_WORDS words
 * @text: CPUS_LEN bytes to write to
 *
 * Return: @text: "0,2-3", or "any" if no bit is set.
 */
const char *format_cpus(const __u64 *cpus, char *text)
{
	int i, first = -1, len = 0;

	for (i = 0; i <= SCHEDSIM_MAX_VCPUS; i++) {
		bool set = i < SCHEDSIM_MAX_VCPUS && cpus[i / 64] >> i % 64 & 1;

		if (set && first < 0)
			first = i;
		if (set || first < 0)
			continue;
		len += sprintf(text + len, "%s%d", len ? "," : "", first);
		if (i - 1 > first)
			len += sprintf(text + len, "-%d", i - 1);
		first = -1;
	}
	return len ? text : strcpy(text, "any");
}
