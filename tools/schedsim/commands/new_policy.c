// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim new-policy: write the sources of a policy to start from. They are those
 * of tools/examples/policy.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/schedsim.h>

#include "args/policy.h"
#include "util/tool.h"

#include "example.h"

#define MARK	"@NAME@"

static void check_name(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_");
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];

	if (!len || name[len] || len >= SCHEDSIM_NAME_LEN)
		die(TOOL_USAGE,
		    "new-policy: '%s' is no name for a policy; allowed are 1 to %d of a-z, 0-9, - and _",
		    name, SCHEDSIM_NAME_LEN - 1);
	if (*name == '-')
		die(TOOL_USAGE,
		    "new-policy: '%s' looks like an option; expected is another first character",
		    name);
	if (engine_params(name, params, NULL) >= 0)
		die(TOOL_USAGE,
		    "new-policy: there is a policy '%s' already; expected is another name", name);
}

static void __noreturn failed(const char *path)
{
	die(TOOL_FAILED, "%s: %s", path, strerror(errno));
}

/* Write a file that is not there yet, with the name in place of the marks. */
static void write_file(const char *dir, const char *name, const char *suffix, const char *text,
		       const char *policy)
{
	const char *mark;
	char *path;
	FILE *to;
	int fd;

	if (asprintf(&path, "%s/%s%s", dir, name, suffix) < 0)
		die(TOOL_FAILED, "out of memory");
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	to = fd < 0 ? NULL : fdopen(fd, "w");
	if (!to)
		failed(path);
	for (; (mark = strstr(text, MARK)); text = mark + strlen(MARK))
		fprintf(to, "%.*s%s", (int)(mark - text), text, policy);
	fputs(text, to);
	if (ferror(to) | fclose(to))
		failed(path);
	free(path);
}

static void print_next(const char *dir, const char *name)
{
	printf("%s/%s.c and %s/Makefile are there. Next:\n", dir, name, dir);
	printf("  make -C %s && schedsim run --policy %s/%s.so -l 0,9,0:3,3,0\n", dir, dir, name);
	printf("(Where schedsim is not installed: make SCHEDSIM=FOLDER, that of its sources.)\n");
}

static int run(int argc, char **argv)
{
	const char *name, *dir;

	while (next_option(&cmd_new_policy, argc, argv) != -1)
		;
	want_args(&cmd_new_policy, argc, 1, 2);
	name = argv[optind];
	dir = optind + 1 < argc ? argv[optind + 1] : name;
	check_name(name);
	/* A folder that is there already may hold other work: nothing is overwritten. */
	if (mkdir(dir, 0777))
		failed(dir);
	write_file(dir, name, ".c", example_las, name);
	write_file(dir, "Makefile", "", example_makefile, name);
	print_next(dir, name);
	return TOOL_OK;
}

const struct command cmd_new_policy = {
	.name = "new-policy",
	.args = "NAME [FOLDER]",
	.summary = "write the sources of a policy of your own to start from",
	.help =
"NAME is 1 to 15 of a-z, 0-9, - and _. FOLDER must not be there yet; default:\n"
"NAME. It gets NAME.c, a policy that works, and a Makefile for it.\n"
"schedsim-policy(7) is the guide.\n",
	.run = run,
};
