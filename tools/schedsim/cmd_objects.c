// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim objects: mutexes, conditions and the like of the live simulation.
 */
#include <stdio.h>
#include <stdlib.h>

#include "device.h"
#include "objects.h"
#include "output.h"
#include "tool.h"
#include "units.h"

static bool has_attr(const struct schedsim_object *object)
{
	return object->type == SCHEDSIM_OBJECT_ATTR ||
	       object->protocol == SCHEDSIM_PROTOCOL_CEILING;
}

static void add_attr(struct json_object *to, const struct schedsim_attr *attr)
{
	struct json_object *object = json_object_new_object();

	json_add_string(object, "class", class_name(attr->sched_class));
	json_add_u64(object, "priority", attr->priority);
	json_add_s64(object, "nice", attr->nice);
	json_add_u64(object, "tickets", attr->tickets);
	json_object_object_add(to, "attr", object);
}

static struct json_object *object_json(const struct schedsim_object *from)
{
	struct json_object *object = json_object_new_object();

	json_add_u64(object, "id", from->id);
	json_add_string(object, "name", from->name);
	json_add_string(object, "type", object_type_name(from->type));
	if (from->type == SCHEDSIM_OBJECT_MUTEX)
		json_add_string(object, "protocol", protocol_name(from->protocol));
	json_add_u64(object, "value", from->value);
	if (has_attr(from))
		add_attr(object, &from->attr);
	json_add_u64(object, "owner", from->owner);
	json_add_u64(object, "nr_waiters", from->nr_waiters);
	json_add_u64(object, "uses", from->uses);
	json_add_u64(object, "contended", from->contended);
	json_add_u64(object, "waited_ns", from->waited_ns);
	json_add_u64(object, "boosts", from->boosts);
	return object;
}

static void print_json(const struct schedsim_object *objects, __u32 nr)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	__u32 i;

	for (i = 0; i < nr; i++)
		json_object_array_add(list, object_json(&objects[i]));
	json_object_object_add(object, "objects", list);
	json_print(object);
}

static const char columns[] =
	"ID\t<NAME\t<TYPE\t?<PROTOCOL\t?VALUE\t?OWNER\tWAITERS\tUSES\tCONTENDED\tWAITED\t?BOOSTS";

static void print_text(const struct schedsim_object *objects, __u32 nr)
{
	struct table *table = table_new(columns);
	char waited[TIME_LEN], value[16];
	__u32 i;

	for (i = 0; i < nr; i++) {
		const struct schedsim_object *object = &objects[i];
		bool mutex = object->type == SCHEDSIM_OBJECT_MUTEX;
		bool counts = object->type == SCHEDSIM_OBJECT_BARRIER ||
			      object->type == SCHEDSIM_OBJECT_SEMAPHORE;

		snprintf(value, sizeof(value), counts ? "%u" : "-", object->value);
		table_add(table, "%u\t%s\t%s\t%s\t%s\t%u\t%u\t%llu\t%llu\t%s\t%llu", object->id,
			  object->name, object_type_name(object->type),
			  mutex ? protocol_name(object->protocol) : "-", value, object->owner,
			  object->nr_waiters, object->uses, object->contended,
			  format_time(object->waited_ns, waited), object->boosts);
	}
	table_print(table);
}

static int run(int argc, char **argv)
{
	struct schedsim_object *objects;
	__u32 nr;
	int fd;

	while (next_option(&cmd_objects, argc, argv) != -1)
		;
	want_args(&cmd_objects, argc, 0, 0);
	fd = device_open(false);
	device_check(schedsim_get_objects(fd, &objects, &nr), "cannot read the objects");
	if (json_wanted)
		print_json(objects, nr);
	else
		print_text(objects, nr);
	free(objects);
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_objects = {
	.name = "objects",
	.args = "[--json]",
	.summary = "list the mutexes, conditions and the like of the live simulation",
	.help = "OWNER is the process that holds a mutex. USES counts locks, signals, posts,\n"
		"barriers passed and forks; CONTENDED, how often a process had to wait.\n",
	.run = run,
};
