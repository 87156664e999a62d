// SPDX-License-Identifier: GPL-2.0
/*
 * Events that use memory: CPU time, by what they do.
 */
#include <limits.h>
#include <string.h>

#include "loader/loader.h"
#include "util/tool.h"

enum memrun_type {
	MEMRUN_NONE,
	MEMRUN_READ,
	MEMRUN_WRITE,
	MEMRUN_CHASE,
};

/**
 * struct buffer - the memory of a memrun
 * @type: what is done with it; memory of different types is not shared
 * @size: in bytes
 * @stride: how far apart the pointers of a chain are, in bytes
 * @sequential: does the chain go through the memory in one direction?
 */
struct buffer {
	enum memrun_type type;
	__s64 size;
	__s64 stride;
	bool sequential;
};

/**
 * struct memrun - a memrun that is being read
 * @buffer: its memory
 * @ref: the name by which others may share it, or NULL
 * @count: where it is said how much is done; its @key is NULL if it is not
 */
struct memrun {
	struct buffer buffer;
	const char *ref;
	struct item count;
};

/**
 * loader_mem - read the event mem
 * @loader: the file
 * @task: the task
 * @item: the event
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_mem(struct loader *loader, struct task *task, const struct item *item)
{
	return loader_work(loader, task, item, "a size in bytes", SCHEDSIM_OP_RUN, LOADER_MEM_NS);
}

static int read_type(struct loader *loader, const struct item *item, enum memrun_type *type)
{
	static const char expected[] = "read, write or chase";
	static const char * const names[] = { "", "read", "write", "chase" };
	const char *name;

	if (loader_string(loader, item, expected, &name))
		return -1;
	for (*type = MEMRUN_READ; *type <= MEMRUN_CHASE; (*type)++)
		if (!strcmp(name, names[*type]))
			return 0;
	return loader_error(loader, item, "there is no type '%.40s' (expected %s)", name, expected);
}

/* As for rt-app, all patterns but one are random. */
static int read_pattern(struct loader *loader, const struct item *item, bool *sequential)
{
	const char *name;

	if (loader_string(loader, item, "random or sequential", &name))
		return -1;
	*sequential = !strcmp(name, "sequential");
	if (!*sequential && strcmp(name, "random"))
		loader_warn(loader, item, "'%.40s' is taken for random, as by rt-app", name);
	return 0;
}

static int read_key(struct loader *loader, const struct item *item, struct memrun *memrun)
{
	struct buffer *buffer = &memrun->buffer;

	if (!strcmp(item->key, "type"))
		return read_type(loader, item, &buffer->type);
	if (!strcmp(item->key, "size"))
		return loader_int(loader, item, "a size in bytes", 1, INT_MAX, &buffer->size);
	if (!strcmp(item->key, "stride"))
		return loader_int(loader, item, "a distance in bytes", sizeof(void *), INT_MAX,
				  &buffer->stride);
	if (!strcmp(item->key, "pattern"))
		return read_pattern(loader, item, &buffer->sequential);
	if (!strcmp(item->key, "ref"))
		return loader_string(loader, item, "the name of memory", &memrun->ref);
	if (strcmp(item->key, "count"))
		return loader_unknown(loader, item, "type, size, count, stride, pattern or ref");
	memrun->count = *item;
	return 0;
}

/* Those that name the same memory must agree about it. */
static int check_shared(struct loader *loader, const struct item *item,
			const struct memrun *memrun)
{
	const struct buffer *buffer = &memrun->buffer, *other;
	__s64 index = loader_find(loader, LOADER_BUFFER + buffer->type, memrun->ref);

	if (index < 0) {
		loader->buffers = grown(loader->buffers, loader->nr_buffers,
					&loader->room_buffers, sizeof(*buffer));
		loader->buffers[loader->nr_buffers] = *buffer;
		loader_name(loader, LOADER_BUFFER + buffer->type, memrun->ref,
			    loader->nr_buffers++);
		return 0;
	}
	other = &loader->buffers[index];
	if (other->size == buffer->size && other->stride == buffer->stride &&
	    other->sequential == buffer->sequential)
		return 0;
	return loader_error(loader, item,
			    "the memory '%.40s' is another one elsewhere (expected the same size, stride and pattern)",
			    memrun->ref);
}

static int check(struct loader *loader, const struct item *event, const struct memrun *memrun)
{
	const struct buffer *buffer = &memrun->buffer;

	if (!buffer->type || !buffer->size || !memrun->count.key)
		return loader_error(loader, event,
				    "something is missing (expected type, size and count)");
	if (buffer->type == MEMRUN_CHASE && buffer->size < 2 * buffer->stride)
		return loader_error(loader, event,
				    "the memory is too small for a chain (expected a size of at least 2 strides)");
	return memrun->ref ? check_shared(loader, event, memrun) : 0;
}

/**
 * loader_memrun - read the event memrun
 * @loader: the file
 * @task: the task
 * @event: the event: an object; or bytes to write, as in rt-app before 2026
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_memrun(struct loader *loader, struct task *task, const struct item *event)
{
	struct memrun memrun = { .buffer.stride = 64 };
	struct item item;

	if (!json_object_is_type(event->value, json_type_object))
		return loader_mem(loader, task, event);
	for_each_item(&item, event->value)
		if (read_key(loader, &item, &memrun))
			return -1;
	if (check(loader, event, &memrun))
		return -1;
	if (memrun.buffer.type == MEMRUN_CHASE)
		return loader_work(loader, task, &memrun.count, "a number of pointers",
				   SCHEDSIM_OP_RUN, LOADER_HOP_NS);
	return loader_work(loader, task, &memrun.count, "a size in bytes", SCHEDSIM_OP_RUN,
			   LOADER_MEM_NS);
}
