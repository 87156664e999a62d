// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim: the command. The subcommands of commands/ are listed here.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "util/tool.h"

#define VERSION	"0.1"

/* In the order in which they are listed. */
static const struct command * const commands[] = {
	&cmd_run,
	&cmd_compare,
	&cmd_analyse,
	&cmd_generate,
	&cmd_textbook,
	&cmd_policies,
	&cmd_new_policy,
	&cmd_load,
	&cmd_info,
	&cmd_status,
	&cmd_ps,
	&cmd_objects,
	&cmd_stats,
	&cmd_spawn,
	&cmd_kill,
	&cmd_reap,
	&cmd_set,
	&cmd_policy,
	&cmd_quantum,
	&cmd_adapt,
	&cmd_vcpus,
	&cmd_online,
	&cmd_offline,
	&cmd_topology,
	&cmd_pause,
	&cmd_resume,
	&cmd_trigger,
	&cmd_yield,
	&cmd_reset,
	&cmd_record_session,
	&cmd_help,
};

/**
 * find_command - a subcommand by its name
 * @name: its name
 *
 * Return: the subcommand, or NULL.
 */
const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

static void print_overview(FILE *to)
{
	size_t i;

	fputs("usage: schedsim COMMAND [OPTION]... [ARGUMENT]...\n\n"
	      "A laboratory for CPU scheduling. The first commands need nothing; from 'load'\n"
	      "on, they speak to the kernel module through /dev/schedsim.\n\n", to);
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(to, "  %-16s%s\n", commands[i]->name, commands[i]->summary);
	fputs("\nTimes have units: 500us, 2ms, 1.5s. --json prints data as JSON.\n"
	      "'schedsim help COMMAND' tells more, as does the manual page schedsim(1).\n", to);
}

static int run_help(int argc, char **argv)
{
	const struct command *cmd;

	while (next_option(&cmd_help, argc, argv) != -1)
		;
	want_args(&cmd_help, argc, 0, 1);
	if (optind == argc) {
		print_overview(stdout);
		return TOOL_OK;
	}
	cmd = find_command(argv[optind]);
	if (!cmd)
		die(TOOL_USAGE, "help: there is no command '%s'; see 'schedsim help'",
		    argv[optind]);
	print_help(cmd);
	return TOOL_OK;
}

const struct command cmd_help = {
	.name = "help",
	.args = "[COMMAND]",
	.summary = "say what a command does",
	.run = run_help,
};

int main(int argc, char **argv)
{
	const struct command *cmd;

	if (argc < 2) {
		print_overview(stderr);
		return TOOL_USAGE;
	}
	if (!strcmp(argv[1], "--version")) {
		puts("schedsim " VERSION);
		return close_output(TOOL_OK);
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		print_overview(stdout);
		return close_output(TOOL_OK);
	}
	cmd = find_command(argv[1]);
	if (!cmd)
		die(TOOL_USAGE, "there is no command '%s'; see 'schedsim help'", argv[1]);
	return close_output(cmd->run(argc - 1, argv + 1));
}
