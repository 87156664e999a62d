/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What all subcommands share: exit codes, errors, options.
 */
#ifndef TOOL_H
#define TOOL_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

#include "util/compiler.h"

/* Exit codes; schedsim(1) documents them. */
enum tool_exit {
	TOOL_OK = 0,
	TOOL_FAILED = 1,	/* what was asked for could not be done */
	TOOL_USAGE = 2,		/* the command line is wrong */
	TOOL_DEVICE = 3,	/* no device, or no permission to use it */
	TOOL_WORKLOAD = 4,	/* a workload file is wrong, or cannot be read */
	TOOL_FAULT = 5,		/* a policy broke a rule; there are results */
	TOOL_CRASHED = 6,	/* a policy crashed; there are none */
	TOOL_DIFFERS = 7,	/* a replay is not what the session was; there are results */
	TOOL_REJECTED = 8,	/* no test accepts a set of tasks; there are results */
	TOOL_REFUTED = 9,	/* a run shows that a test is wrong; there are results */
	TOOL_INTERRUPTED = 130,	/* by a signal */
};

/**
 * struct command - a subcommand
 * @name: its name
 * @args: its arguments, as the usage line shows them
 * @summary: what it does, in a line
 * @help: lines of text about its options
 * @more: prints what follows them; or NULL
 * @options: ended by a zeroed entry; or NULL if it has no options of its own
 * @letters: options of one letter, as for getopt(); or NULL
 * @run: does it; gets the arguments behind its name, and itself in argv[0].
 *       Returns an exit code.
 */
struct command {
	const char *name;
	const char *args;
	const char *summary;
	const char *help;
	void (*more)(void);
	const struct option *options;
	const char *letters;
	int (*run)(int argc, char **argv);
};

extern const struct command cmd_analyse;
extern const struct command cmd_compare;
extern const struct command cmd_generate;
extern const struct command cmd_help;
extern const struct command cmd_info;
extern const struct command cmd_kill;
extern const struct command cmd_load;
extern const struct command cmd_objects;
extern const struct command cmd_offline;
extern const struct command cmd_online;
extern const struct command cmd_pause;
extern const struct command cmd_new_policy;
extern const struct command cmd_policies;
extern const struct command cmd_policy;
extern const struct command cmd_ps;
extern const struct command cmd_quantum;
extern const struct command cmd_adapt;
extern const struct command cmd_reap;
extern const struct command cmd_record_session;
extern const struct command cmd_reset;
extern const struct command cmd_resume;
extern const struct command cmd_run;
extern const struct command cmd_set;
extern const struct command cmd_spawn;
extern const struct command cmd_stats;
extern const struct command cmd_status;
extern const struct command cmd_textbook;
extern const struct command cmd_topology;
extern const struct command cmd_trigger;
extern const struct command cmd_vcpus;
extern const struct command cmd_yield;

const struct command *find_command(const char *name);

/* Was --json given? Set by next_option(). */
extern bool json_wanted;

int next_option(const struct command *cmd, int argc, char **argv);
void print_help(const struct command *cmd);
void want_args(const struct command *cmd, int argc, int min, int max);

int close_output(int code);
void __printf(1, 2) complain(const char *format, ...);
void __printf(1, 2) warn(const char *format, ...);
void __noreturn __printf(2, 3) die(enum tool_exit code, const char *format, ...);
bool is_dying(void);

void *allocate(size_t nr, size_t size);
void *resize(void *memory, size_t nr, size_t size);
void *grown(void *memory, size_t nr, size_t *room, size_t size);

#endif /* TOOL_H */
