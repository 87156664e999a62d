// SPDX-License-Identifier: GPL-2.0
/*
 * What workload files say beside the tasks: global and resources.
 */
#include <stdio.h>
#include <string.h>

#include "loader/loader.h"
#include "util/text.h"
#include "util/units.h"

/* A longer duration than this was probably meant to be in µs. */
#define LONG_DURATION_S		86400

#define MAX_SEMAPHORE		1000000

/* What the file says of the host has no meaning here. */
static const char * const ignored_globals[] = {
	"calibration", "cumulative_slack", "frag", "ftrace", "gnuplot", "io_device",
	"lock_pages", "log_basename", "log_size", "logdir", "mem_buffer_size",
	NULL,
};

static int read_duration(struct loader *loader, const struct item *item)
{
	struct workload *workload = loader->workload;
	__s64 seconds;

	if (loader_int(loader, item, "a time in seconds (-1: until all have ended)", -1,
		       SCHEDSIM_MAX_TIME_NS / NSEC_PER_SEC, &seconds))
		return -1;
	if (seconds > LONG_DURATION_S)
		loader_warn(loader, item, "these are seconds, %lld days of them",
			    seconds / 86400);
	if (seconds > 0 && seconds * NSEC_PER_SEC > workload->duration_ns)
		workload->duration_ns = seconds * NSEC_PER_SEC;
	return 0;
}

static int read_pi(struct loader *loader, const struct item *item)
{
	bool enabled;

	if (loader_bool(loader, item, &enabled))
		return -1;
	loader->protocol = enabled ? SCHEDSIM_PROTOCOL_INHERIT : SCHEDSIM_PROTOCOL_NONE;
	return 0;
}

/**
 * loader_global - read the object global
 * @loader: the file
 * @global: the object
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_global(struct loader *loader, const struct item *global)
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
			err = loader_class(loader, &item, &loader->sched_class);
		else if (!strcmp(item.key, "pi_enabled"))
			err = read_pi(loader, &item);
		else if (!strcmp(item.key, "suspend_by_name"))
			err = loader_bool(loader, &item, &loader->suspend_by_name);
		else if (loader_listed(item.key, ignored_globals))
			loader_ignore(loader, item.key);
		else
			err = loader_unknown(loader, &item,
					     "duration, default_policy, pi_enabled or what else rt-app knows");
		if (err)
			return err;
	}
	*loader->where = '\0';
	return 0;
}

/* Types of resources; -1: of no use here, since events say all, but for a target. */
static const struct {
	const char *name;
	int type;
} resource_types[] = {
	{ "mutex", SCHEDSIM_OBJECT_MUTEX },
	{ "semaphore", SCHEDSIM_OBJECT_SEMAPHORE },
	{ "sem", SCHEDSIM_OBJECT_SEMAPHORE },
	{ "wait", -1 }, { "signal", -1 }, { "broadcast", -1 }, { "broad", -1 }, { "sync", -1 },
	{ "sleep", -1 }, { "run", -1 }, { "timer", -1 }, { "suspend", -1 }, { "resume", -1 },
	{ "mem", -1 }, { "iorun", -1 }, { "yield", -1 }, { "barrier", -1 }, { "fork", -1 },
};

static int read_type(struct loader *loader, const struct item *item, int *type)
{
	static const char expected[] = "mutex, semaphore or another one of rt-app's";
	const char *name;
	size_t i;

	if (loader_string(loader, item, expected, &name))
		return -1;
	for (i = 0; i < ARRAY_SIZE(resource_types); i++) {
		if (!strcmp(name, resource_types[i].name)) {
			*type = resource_types[i].type;
			return 0;
		}
	}
	return loader_error(loader, item, "there is no type '%s' (expected %s)", name, expected);
}

/**
 * struct resource - a resource that is being read
 * @type: its type
 * @protocol: of a mutex
 * @ceiling_item: where its ceiling is said
 * @ceiling: and what it is, or 0
 * @value: of a semaphore
 * @target: of a signal; its @key is NULL if there is none
 */
struct resource {
	int type;
	__u32 protocol;
	struct item ceiling_item;
	__s64 ceiling;
	__s64 value;
	struct item target;
};

static int read_protocol(struct loader *loader, const struct item *item, __u32 *protocol)
{
	static const char expected[] = "none, inherit or ceiling";
	const char *name;

	if (loader_string(loader, item, expected, &name))
		return -1;
	if (protocol_parse(name, protocol))
		return 0;
	return loader_error(loader, item, "there is no protocol '%s' (expected %s)", name,
			    expected);
}

static int check_for(struct loader *loader, const struct item *item, int is, int wanted)
{
	if (is == wanted)
		return 0;
	return loader_error(loader, item, "this is said of a %s only (expected \"type\": \"%s\")",
			    object_type_name(wanted), object_type_name(wanted));
}

static int read_key(struct loader *loader, const struct item *item, struct resource *resource)
{
	if (!strcmp(item->key, "type"))
		return 0;
	if (!strcmp(item->key, "target")) {
		resource->target = *item;
		return 0;
	}
	if (!strcmp(item->key, "protocol"))
		return check_for(loader, item, resource->type, SCHEDSIM_OBJECT_MUTEX) ||
		       read_protocol(loader, item, &resource->protocol) ? -1 : 0;
	if (!strcmp(item->key, "ceiling")) {
		resource->ceiling_item = *item;
		return check_for(loader, item, resource->type, SCHEDSIM_OBJECT_MUTEX) ||
		       loader_int(loader, item, "a real-time priority", 1,
				  SCHEDSIM_MAX_PRIORITY, &resource->ceiling) ? -1 : 0;
	}
	if (!strcmp(item->key, "value"))
		return check_for(loader, item, resource->type, SCHEDSIM_OBJECT_SEMAPHORE) ||
		       loader_int(loader, item, "the count of a semaphore", 0, MAX_SEMAPHORE,
				  &resource->value) ? -1 : 0;
	return loader_unknown(loader, item, "type, protocol, ceiling or value");
}

/*
 * When resources had to be said, a signal was one, which had a condition for its
 * target: another name for that.
 */
static int add_target(struct loader *loader, const struct item *resource,
		      const struct item *target)
{
	const char *name;
	__s64 index;

	if (loader_string(loader, target, "the name of a condition", &name))
		return -1;
	index = loader_named(loader, target, SCHEDSIM_OBJECT_COND, name);
	if (index < 0)
		return -1;
	loader_name(loader, SCHEDSIM_OBJECT_COND, resource->key, index);
	return 0;
}

static int add_resource(struct loader *loader, const struct item *item,
			const struct resource *resource)
{
	struct objects *objects = &loader->workload->objects;
	__s64 index;

	if (resource->ceiling && resource->protocol != SCHEDSIM_PROTOCOL_CEILING)
		return loader_error(loader, &resource->ceiling_item,
				    "a ceiling without its protocol (expected \"protocol\": \"ceiling\", too)");
	if (resource->target.key && add_target(loader, item, &resource->target))
		return -1;
	if (resource->type < 0)
		return 0;
	index = loader_named(loader, item, resource->type, item->key);
	if (index < 0)
		return -1;
	objects->abi[index].protocol = resource->protocol;
	objects->abi[index].value = resource->value;
	if (resource->ceiling) {
		objects->info[index].ceiling = true;
		objects->info[index].attr.sched_class = SCHEDSIM_CLASS_FIFO;
		objects->info[index].attr.priority = resource->ceiling;
	}
	return 0;
}

static int read_resource(struct loader *loader, const struct item *from)
{
	struct resource resource = { .type = SCHEDSIM_OBJECT_MUTEX };
	struct item item;

	snprintf(loader->where, sizeof(loader->where), "resource '%.*s'",
		 text_cut(from->key, LOADER_SHOWN), from->key);
	if (!json_object_is_type(from->value, json_type_object))
		return loader_error(loader, &(struct item) { .line = from->line },
				    "this is not an object (expected one with a type)");
	for_each_item(&item, from->value)
		if (!strcmp(item.key, "type") && read_type(loader, &item, &resource.type))
			return -1;
	if (resource.type == SCHEDSIM_OBJECT_MUTEX)
		resource.protocol = loader->protocol;
	for_each_item(&item, from->value)
		if (read_key(loader, &item, &resource))
			return -1;
	return add_resource(loader, from, &resource);
}

/**
 * loader_resources - read the object resources
 * @loader: the file, whose global has been read
 * @resources: the object; or the number of resources, as it once was
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_resources(struct loader *loader, const struct item *resources)
{
	struct item item;

	if (json_object_is_type(resources->value, json_type_int))
		return 0;
	if (loader_object(loader, resources, "an object with a resource for each key"))
		return -1;
	for_each_item(&item, resources->value)
		if (read_resource(loader, &item))
			return -1;
	*loader->where = '\0';
	return 0;
}
