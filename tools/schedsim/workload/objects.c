// SPDX-License-Identifier: GPL-2.0
/*
 * The objects that processes to be share: mutexes, conditions and so on.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "util/text.h"
#include "util/tool.h"
#include "workload/objects.h"

static const char * const types[] = {
	[SCHEDSIM_OBJECT_MUTEX] = "mutex",
	[SCHEDSIM_OBJECT_COND] = "cond",
	[SCHEDSIM_OBJECT_BARRIER] = "barrier",
	[SCHEDSIM_OBJECT_SEMAPHORE] = "semaphore",
	[SCHEDSIM_OBJECT_TIMER] = "timer",
	[SCHEDSIM_OBJECT_FORK] = "fork",
	[SCHEDSIM_OBJECT_ATTR] = "attr",
};

static const char * const protocols[] = {
	[SCHEDSIM_PROTOCOL_NONE] = "none",
	[SCHEDSIM_PROTOCOL_INHERIT] = "inherit",
	[SCHEDSIM_PROTOCOL_CEILING] = "ceiling",
};

/**
 * object_type_name - the name of a type of objects
 * @type: enum schedsim_object_type
 *
 * Return: its name; "?" for one that a newer module has.
 */
const char *object_type_name(__u32 type)
{
	return type < ARRAY_SIZE(types) ? types[type] : "?";
}

/**
 * protocol_name - the name of a protocol of mutexes
 * @protocol: enum schedsim_protocol
 *
 * Return: its name; "?" for one that a newer module has.
 */
const char *protocol_name(__u32 protocol)
{
	return protocol < ARRAY_SIZE(protocols) ? protocols[protocol] : "?";
}

/**
 * protocol_parse - a protocol by its name
 * @text: its name
 * @protocol: to hold it
 *
 * Return: whether there is one of that name.
 */
bool protocol_parse(const char *text, __u32 *protocol)
{
	__u32 i;

	for (i = 0; i < ARRAY_SIZE(protocols); i++) {
		if (!strcmp(text, protocols[i])) {
			*protocol = i;
			return true;
		}
	}
	return false;
}

/**
 * objects_add - add an object
 * @objects: the objects
 * @type: enum schedsim_object_type
 * @name: its name, which is copied
 *
 * Return: its index.
 */
__u32 objects_add(struct objects *objects, __u32 type, const char *name)
{
	struct schedsim_object *abi;
	struct object_info *info;

	objects->abi = grown(objects->abi, objects->nr, &objects->room, sizeof(*abi));
	objects->info = grown(objects->info, objects->nr, &objects->room_info, sizeof(*info));
	abi = &objects->abi[objects->nr];
	info = &objects->info[objects->nr];
	*abi = (struct schedsim_object) { .type = type };
	text_name(abi->name, name);
	*info = (struct object_info) { .name = strdup(name) };
	if (!info->name)
		die(TOOL_FAILED, "out of memory");
	return objects->nr++;
}

/**
 * objects_find - an object by its name
 * @objects: the objects
 * @type: enum schedsim_object_type
 * @name: its name
 *
 * Return: its index, or -1.
 */
__s64 objects_find(const struct objects *objects, __u32 type, const char *name)
{
	__u32 i;

	for (i = 0; i < objects->nr; i++)
		if (objects->abi[i].type == type && !strcmp(objects->info[i].name, name))
			return i;
	return -1;
}

/**
 * object_has_attr - do attributes belong to an object?
 * @object: the object
 *
 * Return: whether they do: those that it gives, or a ceiling.
 */
bool object_has_attr(const struct schedsim_object *object)
{
	return object->type == SCHEDSIM_OBJECT_ATTR ||
	       object->protocol == SCHEDSIM_PROTOCOL_CEILING;
}

/**
 * objects_set_attrs - point the simulation to the attributes of objects
 * @objects: the objects; none may be added before the simulation has been told
 */
void objects_set_attrs(struct objects *objects)
{
	__u32 i;

	for (i = 0; i < objects->nr; i++) {
		bool has = object_has_attr(&objects->abi[i]);

		objects->abi[i].attr = has ? (uintptr_t)&objects->info[i].attr : 0;
		objects->abi[i].attr_size = has ? sizeof(objects->info[i].attr) : 0;
	}
}

/**
 * objects_free - free what objects hold
 * @objects: the objects
 */
void objects_free(struct objects *objects)
{
	__u32 i;

	for (i = 0; i < objects->nr; i++)
		free(objects->info[i].name);
	free(objects->abi);
	free(objects->info);
}
