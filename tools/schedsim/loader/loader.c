// SPDX-License-Identifier: GPL-2.0
/*
 * The loader of workload files: the file as a whole.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loader/loader.h"
#include "util/tool.h"
#include "util/units.h"

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

static int scan_tasks(struct loader *loader, const struct item *tasks)
{
	struct item item;

	if (!json_object_is_type(tasks->value, json_type_object))
		return 0;
	for_each_item(&item, tasks->value)
		if (loader_scan_mutexes(loader, item.value))
			return -1;
	return 0;
}

/* In this order, wherever they stand; tasks come to nothing the first time. */
static const struct {
	const char *key;
	int (*read)(struct loader *loader, const struct item *item);
} parts[] = {
	{ "global", loader_global },
	{ "taskgroups", loader_taskgroups },
	{ "resources", loader_resources },
	{ "tasks", scan_tasks },
	{ "tasks", read_tasks },
};

static bool is_part(const char *key)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		if (!strcmp(key, parts[i].key))
			return true;
	return false;
}

static int read_root(struct loader *loader, struct json_object *root)
{
	struct item item = { .line = 1 };
	bool tasks = false;
	size_t i;

	if (!json_object_is_type(root, json_type_object))
		return loader_error(loader, &item,
				    "this is no workload (expected an object with the key tasks)");
	for_each_item(&item, root) {
		if (!is_part(item.key) &&
		    loader_unknown(loader, &item, "tasks, global, resources or taskgroups"))
			return -1;
		tasks |= !strcmp(item.key, "tasks");
	}
	item = (struct item) { .line = 1 };
	if (!tasks)
		return loader_error(loader, &item,
				    "there are no tasks (expected an object with the key tasks)");
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		for_each_item(&item, root)
			if (!strcmp(item.key, parts[i].key) && parts[i].read(loader, &item))
				return -1;
	loader_check_taskgroups(loader);
	return loader_finish(loader);
}

static void warn_of_all(const struct loader *loader)
{
	const struct workload *workload = loader->workload;

	if (!workload->warn)
		return;
	if (*loader->ignored)
		workload->warn("%s: without effect here: %s", loader->file, loader->ignored);
}

static void free_loader(struct loader *loader)
{
	__u32 i;

	for (i = 0; i < loader->nr_tasks; i++)
		free(loader->tasks[i].forks);
	free(loader->tasks);
	free(loader->buffers);
	free(loader->shares);
	free(loader->joins);
	loader_forget(loader);
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
	err = loader_json(&loader, numbered, numbered_len, &root);
	free(numbered);
	if (err)
		return err;
	err = read_root(&loader, root);
	free_loader(&loader);
	json_object_put(root);
	if (err)
		return err;
	workload_set_ceilings(workload);
	warn_of_all(&loader);
	return 0;
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
