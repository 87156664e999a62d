// SPDX-License-Identifier: GPL-2.0
/*
 * Objects on the command line, as --object describes them:
 *
 *	NAME:mutex[:none|:inherit|:ceiling=PRIORITY]
 *	NAME:cond, NAME:timer
 *	NAME:barrier:NUMBER, NAME:semaphore[:NUMBER]
 *	NAME:attr:KEY=VALUE[,KEY=VALUE]...
 */
#include <stdlib.h>
#include <string.h>

#include "args/object.h"
#include "util/text.h"
#include "util/tool.h"
#include "util/units.h"

static void __noreturn wrong(const char *text, const char *expected)
{
	die(TOOL_USAGE, "--object: '%s' is not understood; expected is %s", text, expected);
}

static void mutex_arg(struct objects *objects, __u32 index, const char *text, const char *value)
{
	struct schedsim_object *mutex = &objects->abi[index];
	struct schedsim_attr *ceiling = &objects->info[index].attr;

	if (!strncmp(value, "ceiling=", strlen("ceiling="))) {
		mutex->protocol = SCHEDSIM_PROTOCOL_CEILING;
		ceiling->sched_class = SCHEDSIM_CLASS_FIFO;
		ceiling->priority = number_arg("--object: ceiling", value + strlen("ceiling="), 1,
					       SCHEDSIM_MAX_PRIORITY);
		ceiling->nice = SCHEDSIM_MIN_NICE;
	} else if (*value && (!protocol_parse(value, &mutex->protocol) ||
			      mutex->protocol == SCHEDSIM_PROTOCOL_CEILING)) {
		wrong(text, "none, inherit or, say, ceiling=90 behind mutex:");
	}
}

static void attr_key(struct schedsim_object *object, struct schedsim_attr *attr,
		     const char *text, const char *key, const char *value)
{
	if (!strcmp(key, "class")) {
		attr->sched_class = class_arg("--object: class", value);
		object->value |= SCHEDSIM_ATTR_CLASS;
	} else if (!strcmp(key, "priority")) {
		attr->priority = number_arg("--object: priority", value, 0,
					    SCHEDSIM_MAX_PRIORITY);
		object->value |= SCHEDSIM_ATTR_PRIORITY;
	} else if (!strcmp(key, "nice")) {
		attr->nice = nice_arg("--object: nice", value);
		object->value |= SCHEDSIM_ATTR_NICE;
	} else if (!strcmp(key, "tickets")) {
		attr->tickets = number_arg("--object: tickets", value, 0, SCHEDSIM_MAX_TICKETS);
		object->value |= SCHEDSIM_ATTR_TICKETS;
	} else {
		wrong(text, "class=, priority=, nice= or tickets= behind attr:");
	}
}

static void attr_arg(struct objects *objects, __u32 index, const char *text, char *value)
{
	char *rest = value, *key;

	while ((key = strsep(&rest, ","))) {
		char *equals = strchr(key, '=');

		if (!equals)
			wrong(text, "class=, priority=, nice= or tickets= behind attr:");
		*equals = '\0';
		attr_key(&objects->abi[index], &objects->info[index].attr, text, key, equals + 1);
	}
}

static __u32 type_arg(const char *text, const char *name)
{
	__u32 type;

	for (type = SCHEDSIM_OBJECT_MUTEX; type <= SCHEDSIM_OBJECT_ATTR; type++)
		if (type != SCHEDSIM_OBJECT_FORK && !strcmp(name, object_type_name(type)))
			return type;
	wrong(text, "mutex, cond, barrier, semaphore, timer or attr behind the name");
}

/**
 * object_arg - read an object on the command line, or die
 * @objects: where to add it
 * @text: as above
 */
void object_arg(struct objects *objects, const char *text)
{
	char *copy = strdup(text), *rest = copy;
	const char *name = strsep(&rest, ":");
	const char *type_text = strsep(&rest, ":");
	char none[] = "", *value = rest ? rest : none;
	__u32 type, index;

	if (!copy)
		die(TOOL_FAILED, "out of memory");
	if (!*name || strcspn(name, ";{} \t\n") != strlen(name) || !type_text)
		wrong(text, "a name and a type, as in bus:mutex or gate:barrier:3");
	text_arg("--object", name);
	type = type_arg(text, type_text);
	if (objects_find(objects, type, name) >= 0)
		die(TOOL_USAGE, "--object: there is a %s '%s' already; allowed is one",
		    type_text, name);
	index = objects_add(objects, type, name);
	if (type == SCHEDSIM_OBJECT_MUTEX)
		mutex_arg(objects, index, text, value);
	else if (type == SCHEDSIM_OBJECT_ATTR)
		attr_arg(objects, index, text, value);
	else if (type == SCHEDSIM_OBJECT_BARRIER)
		objects->abi[index].value = number_arg("--object: barrier", value, 1,
						       SCHEDSIM_MAX_PROCS);
	else if (type == SCHEDSIM_OBJECT_SEMAPHORE && *value)
		objects->abi[index].value = number_arg("--object: semaphore", value, 0,
						       SCHEDSIM_MAX_PROCS);
	else if (*value)
		wrong(text, "nothing behind this type");
	free(copy);
}
