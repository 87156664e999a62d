// SPDX-License-Identifier: GPL-2.0
/*
 * The loader of workload files: the file as a whole.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loader.h"
#include "tool.h"
#include "units.h"

/* A longer duration than this was probably meant to be in µs. */
#define LONG_DURATION_S		86400

/* What the file says of the host has no meaning here. */
static const char * const ignored_globals[] = {
	"calibration", "cumulative_slack", "frag", "ftrace", "gnuplot", "io_device",
	"lock_pages", "log_basename", "log_size", "logdir", "mem_buffer_size", "pi_enabled",
	NULL,
};

static int read_duration(struct loader *loader, const struct item *item)
{
	struct workload *workload = loader->workload;
	__s64 seconds;

	if (loader_int(loader, item, "a time in seconds (-1: until all have ended)", -1,
		       SCHEDSIM_MAX_TIME_NS / NSEC_PER_SEC, &seconds))
		return -1;
	if (seconds > LONG_DURATION_S && workload->warn)
		workload->warn("%s:%u: %s: %s: these are seconds, %lld days of them",
			       loader->file, item->line, loader->where, item->key,
			       seconds / 86400);
	if (seconds > 0 && seconds * NSEC_PER_SEC > workload->duration_ns)
		workload->duration_ns = seconds * NSEC_PER_SEC;
	return 0;
}

static int read_global(struct loader *loader, const struct item *global)
{
	struct item item;

	if (loader_object(loader, global, "an object with the duration"))
		return -1;
	strcpy(loader->where, "global");
	for_each_item(&item, global->value) {
		int err = 0;

		if (!strcmp(item.key, "duration"))
			err = read_duration(loader, &item);
		else if (!strcmp(item.key, "default_policy"))
			err = loader_policy(loader, &item, &loader->policy);
		else if (loader_listed(item.key, ignored_globals))
			loader_ignore(loader, item.key);
		else
			err = loader_error(loader, &item,
					   "there is no such key (expected duration, default_policy or what rt-app knows)");
		if (err)
			return err;
	}
	*loader->where = '\0';
	return 0;
}

static int read_tasks(struct loader *loader, const struct item *tasks)
{
	struct item item;

	if (loader_object(loader, tasks, "an object with a task for each key"))
		return -1;
	for_each_item(&item, tasks->value)
		if (loader_task(loader, &item))
			return -1;
	return 0;
}

/* The defaults come first, wherever they stand. */
static int read_root(struct loader *loader, struct json_object *root)
{
	struct item item = { .line = 1 };
	bool tasks = false;

	if (!json_object_is_type(root, json_type_object))
		return loader_error(loader, &item,
				    "this is no workload (expected an object with the key tasks)");
	for_each_item(&item, root)
		if (!strcmp(item.key, "global") && read_global(loader, &item))
			return -1;
	for_each_item(&item, root) {
		if (!strcmp(item.key, "global"))
			continue;
		if (!strcmp(item.key, "resources")) {
			loader_ignore(loader, item.key);
			continue;
		}
		if (strcmp(item.key, "tasks"))
			return loader_error(loader, &item,
					    "there is no such key (expected tasks, global or resources)");
		tasks = true;
		if (read_tasks(loader, &item))
			return -1;
	}
	if (tasks)
		return 0;
	item = (struct item) { .line = 1 };
	return loader_error(loader, &item,
			    "there are no tasks (expected an object with the key tasks)");
}

static unsigned int count_lines(const char *text, size_t len)
{
	unsigned int line = 1;
	size_t i;

	for (i = 0; i < len; i++)
		line += text[i] == '\n';
	return line;
}

/* Nothing but comments and space may follow. */
static bool only_space(const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *close;

		if (*text && strchr(" \t\r\n", *text)) {
			text++;
			continue;
		}
		if (end - text < 2 || *text != '/' || !strchr("*/", text[1]))
			return false;
		close = text[1] == '*' ? "*/" : "\n";
		text = memmem(text + 2, end - text - 2, close, strlen(close));
		if (!text)
			return *close == '\n';
		text += strlen(close);
	}
	return true;
}

static struct json_object *read_json(struct loader *loader, const char *text, size_t len)
{
	struct json_tokener *tokener = json_tokener_new();
	enum json_tokener_error error;
	struct item item = { .line = 1 };
	struct json_object *root;
	size_t parsed;

	if (!tokener)
		die(TOOL_FAILED, "out of memory");
	json_tokener_set_flags(tokener, JSON_TOKENER_VALIDATE_UTF8);
	root = json_tokener_parse_ex(tokener, text, len);
	error = json_tokener_get_error(tokener);
	parsed = json_tokener_get_parse_end(tokener);
	json_tokener_free(tokener);
	item.line = count_lines(text, parsed);
	if (error == json_tokener_continue)
		loader_error(loader, &item,
			     "this is not JSON: it ends too early (expected a closing bracket or quote)");
	else if (error != json_tokener_success)
		loader_error(loader, &item, "this is not JSON: %s", json_tokener_error_desc(error));
	else if (!only_space(text + parsed, len - parsed))
		loader_error(loader, &item,
			     "this is not JSON: something follows the closing bracket");
	else
		return root;
	json_object_put(root);
	return NULL;
}

static void warn_of_all(const struct loader *loader)
{
	const struct workload *workload = loader->workload;

	if (!workload->warn)
		return;
	if (*loader->ignored)
		workload->warn("%s: without effect here: %s", loader->file, loader->ignored);
	if (loader->deadline)
		workload->warn("%s: SCHED_DEADLINE: its times are kept, but no policy reads them",
			       loader->file);
}

/**
 * workload_parse - add the processes of a workload file
 * @workload: the workload
 * @file: the name of the file, which must stay
 * @text: what is in it
 * @len: length of @text
 *
 * Return: 0; or -1, when @workload->error says why, and some processes of the
 * file may have been added.
 */
int workload_parse(struct workload *workload, const char *file, const char *text, size_t len)
{
	struct loader loader = { .workload = workload, .file = file };
	struct json_object *root;
	size_t numbered_len;
	char *numbered;
	int err;

	if (len > INT_MAX / 4) {
		struct item item = { .line = 1 };

		return loader_error(&loader, &item,
				    "the file is too long (expected at most 500 MB)");
	}
	numbered = loader_number_keys(text, len, &numbered_len);
	root = read_json(&loader, numbered, numbered_len);
	free(numbered);
	if (!root)
		return -1;
	err = read_root(&loader, root);
	json_object_put(root);
	if (!err)
		warn_of_all(&loader);
	return err;
}

/* No workload is that long; a device may be without end. */
#define MAX_FILE	(64UL << 20)

static char *read_stream(FILE *stream, size_t *len)
{
	size_t room = 0, got;
	char *text = NULL;

	*len = 0;
	do {
		if (*len == room) {
			room = room ? 2 * room : 65536;
			text = resize(text, room, 1);
		}
		got = fread(text + *len, 1, room - *len, stream);
		*len += got;
	} while (got && *len <= MAX_FILE);
	return text;
}

/**
 * workload_load - add the processes of a workload file
 * @workload: the workload
 * @file: its name, which must stay; "-": the standard input
 *
 * Return: 0; or -1, when @workload->error says why.
 */
int workload_load(struct workload *workload, const char *file)
{
	bool standard = !strcmp(file, "-");
	char *text = NULL;
	size_t len = 0;
	FILE *stream;
	int err = -1;

	stream = standard ? stdin : fopen(file, "re");
	if (stream)
		text = read_stream(stream, &len);
	if (!stream || ferror(stream))
		snprintf(workload->error, sizeof(workload->error), "cannot read %s: %s", file,
			 strerror(errno));
	else if (len > MAX_FILE)
		snprintf(workload->error, sizeof(workload->error),
			 "%s: it is too long for a workload; allowed are %lu MiB", file,
			 MAX_FILE >> 20);
	else
		err = workload_parse(workload, standard ? "stdin" : file, text, len);
	free(text);
	if (stream && !standard)
		fclose(stream);
	return err;
}
