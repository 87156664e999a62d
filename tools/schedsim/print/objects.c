// SPDX-License-Identifier: GPL-2.0
/*
 * Objects that there are, as tables and JSON; and what processes wait for.
 */
#include <stdio.h>
#include <stdlib.h>

#include "print/objects.h"
#include "util/text.h"
#include "util/units.h"

/**
 * objects_name - the name of an object
 * @object: the object
 * @full: names in full, by ids, from 1 on; or NULL
 *
 * Return: its name.
 */
const char *objects_name(const struct schedsim_object *object, const struct objects *full)
{
	return full && object->id <= full->nr ? full->info[object->id - 1].name : object->name;
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

/**
 * object_json - an object as JSON
 * @from: the object
 * @attr: its attributes, or its ceiling
 * @name: its name, in full
 *
 * Return: the JSON object.
 */
struct json_object *object_json(const struct schedsim_object *from,
				const struct schedsim_attr *attr, const char *name)
{
	struct json_object *object = json_object_new_object();

	json_add_u64(object, "id", from->id);
	json_add_string(object, "name", name);
	json_add_string(object, "type", object_type_name(from->type));
	if (from->type == SCHEDSIM_OBJECT_MUTEX)
		json_add_string(object, "protocol", protocol_name(from->protocol));
	json_add_u64(object, "value", from->value);
	if (object_has_attr(from))
		add_attr(object, attr);
	json_add_u64(object, "owner", from->owner);
	json_add_u64(object, "nr_waiters", from->nr_waiters);
	json_add_u64(object, "uses", from->uses);
	json_add_u64(object, "contended", from->contended);
	json_add_u64(object, "waited_ns", from->waited_ns);
	json_add_u64(object, "boosts", from->boosts);
	return object;
}

static const char columns[] =
	"ID\t<NAME\t<TYPE\t?<PROTOCOL\t?VALUE\t?OWNER\tWAITERS\tUSES\tCONTENDED\tWAITED\t?BOOSTS";

/**
 * objects_print - print objects as a table
 * @objects: the objects
 * @nr: number of them
 * @full: their names in full, by their ids, from 1 on; or NULL
 */
void objects_print(const struct schedsim_object *objects, __u32 nr, const struct objects *full)
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
			  objects_name(object, full), object_type_name(object->type),
			  mutex ? protocol_name(object->protocol) : "-", value, object->owner,
			  object->nr_waiters, object->uses, object->contended,
			  format_time(object->waited_ns, waited), object->boosts);
	}
	table_print(table);
}

static int compare_ids(const void *id, const void *object)
{
	__u32 a = *(const __u32 *)id, b = ((const struct schedsim_object *)object)->id;

	return a < b ? -1 : a > b;
}

/**
 * awaited - what a process waits for
 * @objects: the objects there are, by id
 * @nr: number of them
 * @proc: the process
 *
 * Return: the object; NULL: none, or one that has been made since.
 */
const struct schedsim_object *awaited(const struct schedsim_object *objects, __u32 nr,
				      const struct schedsim_proc *proc)
{
	if (!proc->object || !nr)
		return NULL;
	return bsearch(&proc->object, objects, nr, sizeof(*objects), compare_ids);
}

/**
 * json_add_awaited - add what a process waits for
 * @to: the JSON object that stands for it
 * @object: what it waits for, or NULL
 * @full: as for objects_name()
 */
void json_add_awaited(struct json_object *to, const struct schedsim_object *object,
		      const struct objects *full)
{
	struct json_object *value;

	if (!object) {
		json_object_object_add(to, "waits_for", NULL);
		return;
	}
	value = json_object_new_object();
	json_add_u64(value, "object", object->id);
	json_add_string(value, "object_type", object_type_name(object->type));
	json_add_string(value, "object_name", objects_name(object, full));
	json_object_object_add(to, "waits_for", value);
}

/**
 * format_awaited - write what a process waits for
 * @proc: the process
 * @object: what it waits for, or NULL
 * @full: as for objects_name()
 * @text: AWAITED_LEN bytes to write to; "-" if it is nothing but its turn
 */
void format_awaited(const struct schedsim_proc *proc, const struct schedsim_object *object,
		    const struct objects *full, char *text)
{
	const char *deadlock = proc->flags & SCHEDSIM_PROC_DEADLOCK ? " (deadlock)" : "";

	if (object)
		snprintf(text, AWAITED_LEN, "%s %.*s%s", object_type_name(object->type),
			 text_cut(objects_name(object, full), 80), objects_name(object, full),
			 deadlock);
	else if (proc->object)
		snprintf(text, AWAITED_LEN, "%u%s", proc->object, deadlock);
	else if (proc->flags & SCHEDSIM_PROC_STRANDED)
		snprintf(text, AWAITED_LEN, "a vCPU to be online");
	else
		snprintf(text, AWAITED_LEN, "-");
}
