// SPDX-License-Identifier: GPL-2.0
/*
 * What a workload file calls by name: objects, of which there is one for each
 * type and name, and tasks.
 */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "loader/loader.h"
#include "util/tool.h"

/* A name; @text stays as long as the loader does. */
struct name {
	__u32 type;
	__u32 index;
	const char *text;
};

static int compare(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	if (x->type != y->type)
		return x->type < y->type ? -1 : 1;
	return strcmp(x->text, y->text);
}

/**
 * loader_find - what is called by a name?
 * @loader: the file
 * @type: enum schedsim_object_type, or LOADER_TASK
 * @name: its name
 *
 * Return: the index of the object in the workload, or of the task in the file;
 * or -1.
 */
__s64 loader_find(const struct loader *loader, __u32 type, const char *name)
{
	struct name key = { .type = type, .text = name };
	struct name **found = tfind(&key, &loader->names, compare);

	return found ? (__s64)(*found)->index : -1;
}

/**
 * loader_name - remember a name; the first one wins
 * @loader: the file
 * @type: as for loader_find()
 * @text: the name, which must stay
 * @index: what loader_find() is to return
 */
void loader_name(struct loader *loader, __u32 type, const char *text, __u32 index)
{
	struct name *name = allocate(1, sizeof(*name));
	struct name **found;

	*name = (struct name) { .type = type, .index = index, .text = text };
	found = tsearch(name, &loader->names, compare);
	if (!found)
		die(TOOL_FAILED, "out of memory");
	if (*found != name)
		free(name);
}

/**
 * loader_named - the object of a name, which is made if it is new
 * @loader: the file
 * @item: where the object is named
 * @type: enum schedsim_object_type
 * @name: its name
 *
 * Return: its index in the workload, or -1 after loader_error().
 */
__s64 loader_named(struct loader *loader, const struct item *item, __u32 type, const char *name)
{
	struct objects *objects = &loader->workload->objects;
	__s64 index = loader_find(loader, type, name);

	if (index >= 0)
		return index;
	if (objects->nr >= SCHEDSIM_MAX_OBJECTS)
		return loader_error(loader, item,
				    "there are too many mutexes, conditions and the like (expected at most %d)",
				    SCHEDSIM_MAX_OBJECTS);
	index = objects_add(objects, type, name);
	objects->info[index].file = loader->file;
	objects->info[index].line = item->line;
	if (type == SCHEDSIM_OBJECT_MUTEX)
		objects->abi[index].protocol = loader->protocol;
	loader_name(loader, type, name, index);
	return index;
}

/**
 * loader_forget - free all names
 * @loader: the file
 */
void loader_forget(struct loader *loader)
{
	tdestroy(loader->names, free);
	loader->names = NULL;
}
