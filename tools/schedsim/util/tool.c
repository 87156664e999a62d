// SPDX-License-Identifier: GPL-2.0
/*
 * Errors, options and memory.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/text.h"
#include "util/tool.h"

bool json_wanted;

static void say(const char *prefix, const char *format, va_list args)
{
	char text[1024];

	vsnprintf(text, sizeof(text), format, args);
	fflush(stdout);
	fprintf(stderr, "%s%s\n", prefix, make_printable(text));
}

/**
 * complain - say what went wrong
 * @format: "what was wrong; what is allowed", without a newline
 */
void complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say("schedsim: ", format, args);
	va_end(args);
}

/**
 * warn - say what is not an error, but worth knowing
 * @format: as for printf(), without a newline
 */
void warn(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say("schedsim: warning: ", format, args);
	va_end(args);
}

static bool dying;

/**
 * die - complain and exit
 * @code: the exit code
 * @format: as for complain()
 */
void die(enum tool_exit code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say("schedsim: ", format, args);
	va_end(args);
	dying = true;
	exit(code);
}

/**
 * is_dying - has die() been called?
 *
 * Return: whether it has: for functions that are called at exit.
 */
bool is_dying(void)
{
	return dying;
}

/**
 * allocate - zeroed memory for an array
 * @nr: its length
 * @size: of an entry
 *
 * Return: the memory, never NULL: without memory, the tool ends.
 */
void *allocate(size_t nr, size_t size)
{
	void *memory = calloc(nr ? nr : 1, size ? size : 1);

	if (!memory)
		die(TOOL_FAILED, "out of memory");
	return memory;
}

/**
 * resize - change the length of an array
 * @memory: the array, or NULL
 * @nr: its new length
 * @size: of an entry
 *
 * Return: the array, never NULL: without memory, the tool ends.
 */
void *resize(void *memory, size_t nr, size_t size)
{
	memory = reallocarray(memory, nr, size);
	if (!memory)
		die(TOOL_FAILED, "out of memory");
	return memory;
}

/**
 * grown - make room for one entry more in an array
 * @memory: the array, or NULL
 * @nr: entries in use
 * @room: entries that there is room for; may be raised
 * @size: of an entry
 *
 * Return: the array, never NULL: without memory, the tool ends.
 */
void *grown(void *memory, size_t nr, size_t *room, size_t size)
{
	if (nr < *room)
		return memory;
	*room = *room ? 2 * *room : 16;
	return resize(memory, *room, size);
}

/**
 * print_help - say what a subcommand does
 * @cmd: the subcommand
 */
void print_help(const struct command *cmd)
{
	printf("usage: schedsim %s%s%s\n\n%s\n", cmd->name, *cmd->args ? " " : "", cmd->args,
	       cmd->summary);
	if (cmd->help)
		printf("\n%s", cmd->help);
	if (cmd->more)
		cmd->more();
}

static const struct option no_options[] = { { NULL, 0, NULL, 0 } };

#define MAX_OPTIONS	32
#define OPT_JSON	1000
#define OPT_HELP	1001

static const struct option common_options[] = {
	{ "json", no_argument, NULL, OPT_JSON },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

/* The options of a command and the common ones. */
static void join_options(const struct command *cmd, struct option *all)
{
	const struct option *options = cmd->options ? cmd->options : no_options;
	size_t nr = 0;

	while (options->name && nr < MAX_OPTIONS)
		all[nr++] = *options++;
	memcpy(all + nr, common_options, sizeof(common_options));
}

/**
 * next_option - the next option on the command line
 * @cmd: the subcommand
 * @argc: as its @run got it
 * @argv: as its @run got it
 *
 * Takes care of --json, --help and of what is wrong.
 *
 * Return: the option's @val, its argument being in optarg; -1 behind the last,
 * when optind is the first argument that is no option.
 */
int next_option(const struct command *cmd, int argc, char **argv)
{
	struct option all[MAX_OPTIONS + 3];
	char letters[16];
	int val;

	snprintf(letters, sizeof(letters), ":h%s", cmd->letters ? cmd->letters : "");
	join_options(cmd, all);
	opterr = 0;
	for (;;) {
		int at = optind ? optind : 1;

		val = getopt_long(argc, argv, letters, all, NULL);
		switch (val) {
		case OPT_JSON:
			json_wanted = true;
			break;
		case 'h':
		case OPT_HELP:
			print_help(cmd);
			exit(close_output(TOOL_OK));
		case ':':
			die(TOOL_USAGE, "%s: %s wants a value; see 'schedsim help %s'",
			    cmd->name, argv[optind - 1], cmd->name);
		case '?':
			if (optind > at)
				at = optind - 1;
			die(TOOL_USAGE,
			    "%s: unknown or ambiguous option '%s'; see 'schedsim help %s'",
			    cmd->name, argv[at], cmd->name);
		default:
			return val;
		}
	}
}

/**
 * want_args - check the number of arguments that are no options
 * @cmd: the subcommand
 * @argc: as its @run got it; next_option() has returned -1
 * @min: how many it needs
 * @max: how many it can take, or -1 for any number
 */
void want_args(const struct command *cmd, int argc, int min, int max)
{
	int nr = argc - optind;

	if (nr >= min && (max < 0 || nr <= max))
		return;
	die(TOOL_USAGE, "%s: too %s arguments; usage: schedsim %s%s%s", cmd->name,
	    nr < min ? "few" : "many", cmd->name, *cmd->args ? " " : "", cmd->args);
}

/**
 * close_output - a full disk or a closed pipe must not look like success
 * @code: the exit code, if all of the output has been written
 *
 * Return: the exit code.
 */
int close_output(int code)
{
	if (!ferror(stdout) && !fflush(stdout))
		return code;
	if (errno != EPIPE)
		complain("cannot write the output: %s", strerror(errno));
	return code ? code : TOOL_FAILED;
}
