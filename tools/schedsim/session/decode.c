// SPDX-License-Identifier: GPL-2.0
/*
 * JSON objects become commands of a session.
 */
#include <stdint.h>
#include <string.h>

#include "args/policy.h"
#include "session/codec.h"
#include "util/tool.h"
#include "workload/program.h"

/* What all commands have, and what some have besides their fields. */
#define COMMON	"time_ns", "command", "digest"

static __u64 pointer(const void *to)
{
	return (uintptr_t)to;
}

static void check_policy_at(const struct where *where, const char *name)
{
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];

	if (engine_params(name, params, NULL) < 0)
		where_die(where, "policy",
			  "is %s, which this command does not have; give its file, as in --policy ./%s.so",
			  name, name);
}

static void decode_params(struct session *session, const struct where *where,
			  struct json_object *from, struct schedsim_config *config)
{
	struct schedsim_param known[SCHEDSIM_MAX_PARAMS], *params;
	int nr = engine_params(config->policy, known, NULL), i;

	params = session_allocate(session, nr, sizeof(*params));
	json_object_object_foreach(from, key, value) {
		for (i = 0; i < nr && strcmp(known[i].name, key); i++)
			;
		if (i == nr)
			where_die(where, key, "is no parameter of the policy %s", config->policy);
		params[config->nr_params] = known[i];
		params[config->nr_params++].value = where_number(where, key, value, ~0ULL);
	}
	config->params = pointer(params);
	config->param_size = sizeof(*params);
}

static void decode_vcpu(const struct where *where, struct json_object *from,
			struct schedsim_vcpu_desc *vcpu)
{
	size_t nr = json_object_is_type(from, json_type_array) ? json_object_array_length(from) : 0;

	if (nr != 2 && nr != 4)
		where_die(where, "vcpus", "is no array of arrays of two or four numbers");
	vcpu->llc = where_number(where, "vcpus", json_object_array_get_idx(from, 0), 255);
	vcpu->node = where_number(where, "vcpus", json_object_array_get_idx(from, 1), 255);
	if (nr == 2)
		return;
	vcpu->core = where_number(where, "vcpus", json_object_array_get_idx(from, 2), 255);
	vcpu->capacity = where_number(where, "vcpus", json_object_array_get_idx(from, 3),
				      SCHEDSIM_MAX_CAPACITY);
}

static void decode_vcpus(struct session *session, const struct where *where,
			 struct json_object *from, struct schedsim_config *config)
{
	size_t nr = json_object_array_length(from), i;
	struct schedsim_vcpu_desc *vcpus;

	if (nr > config->nr_vcpus || nr > SCHEDSIM_MAX_VCPUS)
		where_die(where, "vcpus", "has %zu, which is more than there are", nr);
	vcpus = session_allocate(session, nr, sizeof(*vcpus));
	for (i = 0; i < nr; i++)
		decode_vcpu(where, json_object_array_get_idx(from, i), &vcpus[i]);
	config->vcpus = pointer(vcpus);
	config->nr_vcpu_descs = nr;
	config->vcpu_size = sizeof(*vcpus);
}

static void *decode_config(struct session *session, const struct where *where,
			   struct json_object *from)
{
	static const char * const others[] = { COMMON, "params", "vcpus", NULL };
	struct schedsim_config *config = session_allocate(session, 1, sizeof(*config));

	config->size = sizeof(*config);
	fields_decode(where, from, config_fields, others, config);
	check_policy_at(where, config->policy);
	decode_params(session, where, where_member(where, from, "params", json_type_object),
		      config);
	decode_vcpus(session, where, where_member(where, from, "vcpus", json_type_array), config);
	return config;
}

/* All 0 if there are none. */
static __u64 decode_attr(struct session *session, const struct where *where,
			 struct json_object *from)
{
	struct schedsim_attr *attr = session_allocate(session, 1, sizeof(*attr));
	struct json_object *object;

	if (json_object_object_get_ex(from, "attr", &object)) {
		where_member(where, from, "attr", json_type_object);
		fields_decode(where, object, attr_fields, NULL, attr);
	}
	return pointer(attr);
}

static void decode_op(const struct where *where, struct json_object *from, struct schedsim_op *op)
{
	struct json_object *numbers[4] = { NULL };
	size_t i;

	if (!json_object_is_type(from, json_type_array) || !json_object_array_length(from) ||
	    json_object_array_length(from) > ARRAY_SIZE(numbers))
		where_die(where, "program", "has %s, which is no operation",
			  json_object_to_json_string(from));
	for (i = 0; i < json_object_array_length(from); i++)
		numbers[i] = json_object_array_get_idx(from, i);
	op->code = where_named(where, "program", numbers[0], op_name);
	if (i > 1)
		op->arg = where_number(where, "program", numbers[1], ~0U);
	if (i > 2)
		op->value = where_number(where, "program", numbers[2], ~0ULL);
	if (i > 3)
		op->flags = where_number(where, "program", numbers[3], 0xffff);
}

static void decode_program(struct session *session, const struct where *where,
			   struct json_object *from, struct schedsim_spawn_entry *entry)
{
	size_t nr = json_object_array_length(from), i;
	struct schedsim_op *ops;

	if (!nr || nr > SCHEDSIM_MAX_OPS)
		where_die(where, "program", "has %zu operations; possible are 1 to %d", nr,
			  SCHEDSIM_MAX_OPS);
	ops = session_allocate(session, nr, sizeof(*ops));
	for (i = 0; i < nr; i++)
		decode_op(where, json_object_array_get_idx(from, i), &ops[i]);
	entry->ops = pointer(ops);
	entry->nr_ops = nr;
}

/* @before: the process before, or NULL */
static void decode_entry(struct session *session, const struct where *where,
			 struct json_object *from, struct schedsim_spawn_entry *entry,
			 const struct schedsim_spawn_entry *before)
{
	static const char * const others[] = { "attr", "program", "same_program", NULL };
	struct json_object *value;

	if (!json_object_is_type(from, json_type_object))
		where_die(where, "processes", "is no array of objects");
	fields_decode(where, from, entry_fields, others, entry);
	if (!entry->id)
		where_die(where, "id", "is missing");
	entry->attr = decode_attr(session, where, from);
	if (json_object_object_get_ex(from, "same_program", &value)) {
		if (!before || !json_object_get_boolean(value))
			where_die(where, "same_program", "makes no sense here");
		entry->ops = before->ops;
		entry->nr_ops = before->nr_ops;
	} else if (json_object_object_get_ex(from, "program", &value)) {
		where_member(where, from, "program", json_type_array);
		decode_program(session, where, value, entry);
	}
}

static void decode_entries(struct session *session, const struct where *where,
			   struct json_object *from, struct schedsim_spawn *spawn)
{
	size_t nr = json_object_array_length(from), i;
	struct schedsim_spawn_entry *entries;

	if (!nr || nr > SCHEDSIM_MAX_PROCS)
		where_die(where, "processes", "has %zu; possible are 1 to %d", nr,
			  SCHEDSIM_MAX_PROCS);
	entries = session_allocate(session, nr, sizeof(*entries));
	for (i = 0; i < nr; i++) {
		const struct where at = { where->file, where->command, "process", i + 1 };

		decode_entry(session, &at, json_object_array_get_idx(from, i), &entries[i],
			     i ? &entries[i - 1] : NULL);
	}
	spawn->entries = pointer(entries);
	spawn->nr = nr;
}

static void decode_objects(struct session *session, const struct where *where,
			   struct json_object *from, struct schedsim_spawn *spawn)
{
	static const char * const others[] = { "attr", NULL };
	size_t nr = json_object_array_length(from), i;
	struct schedsim_object *objects;

	if (nr > SCHEDSIM_MAX_OBJECTS)
		where_die(where, "objects", "has %zu; possible are %d", nr, SCHEDSIM_MAX_OBJECTS);
	objects = session_allocate(session, nr, sizeof(*objects));
	for (i = 0; i < nr; i++) {
		const struct where at = { where->file, where->command, "object", i + 1 };
		struct json_object *object = json_object_array_get_idx(from, i);

		if (!json_object_is_type(object, json_type_object))
			where_die(&at, "objects", "is no array of objects");
		fields_decode(&at, object, object_fields, others, &objects[i]);
		objects[i].attr = decode_attr(session, &at, object);
	}
	spawn->objects = pointer(objects);
	spawn->nr_objects = nr;
}

static void *decode_spawn(struct session *session, const struct where *where,
			  struct json_object *from)
{
	static const struct field none[] = { { .key = NULL } };
	static const char * const others[] = { COMMON, "objects", "processes", NULL };
	struct schedsim_spawn *spawn = session_allocate(session, 1, sizeof(*spawn));

	fields_decode(where, from, none, others, spawn);
	decode_objects(session, where, where_member(where, from, "objects", json_type_array),
		       spawn);
	decode_entries(session, where, where_member(where, from, "processes", json_type_array),
		       spawn);
	return spawn;
}

static void *decode_set_attr(struct session *session, const struct where *where,
			     struct json_object *from)
{
	static const char * const others[] = { COMMON, "attr", NULL };
	struct schedsim_set_attr *set = session_allocate(session, 1, sizeof(*set));
	struct schedsim_proc_cmd cmd = { .size = 0 };

	fields_decode(where, from, proc_cmd_fields, others, &cmd);
	set->id = cmd.id;
	set->serial = cmd.serial;
	set->mask = SCHEDSIM_ATTR_ALL;
	set->attr = decode_attr(session, where, from);
	return set;
}

static void *decode_evict(struct session *session, const struct where *where,
			  struct json_object *from)
{
	static const struct field fields[] = {
		{ "policy", FIELD_NAME, offsetof(struct schedsim_evict, policy), NULL },
		{ .key = NULL },
	};
	static const char * const others[] = { COMMON, NULL };
	struct schedsim_evict *evict = session_allocate(session, 1, sizeof(*evict));

	fields_decode(where, from, fields, others, evict);
	return evict;
}

/* A command whose struct has nothing but fields. */
static void *decode_fields(struct session *session, const struct where *where,
			   struct json_object *from, const struct field *fields, size_t size)
{
	static const char * const others[] = { COMMON, NULL };
	void *arg = session_allocate(session, 1, size);

	fields_decode(where, from, fields, others, arg);
	return arg;
}

static void *decode_arg(struct session *session, const struct where *where,
			struct json_object *from, __u32 command)
{
	static const struct field none[] = { { .key = NULL } };

	switch (command) {
	case SCHEDSIM_IOC_SET_CONFIG:
		return decode_config(session, where, from);
	case SCHEDSIM_IOC_SPAWN:
		return decode_spawn(session, where, from);
	case SCHEDSIM_IOC_SET_ATTR:
		return decode_set_attr(session, where, from);
	case SCHEDSIM_IOC_KILL:
	case SCHEDSIM_IOC_REAP:
	case SCHEDSIM_IOC_YIELD:
		return decode_fields(session, where, from, proc_cmd_fields,
				     sizeof(struct schedsim_proc_cmd));
	case SCHEDSIM_IOC_TRIGGER:
		return decode_fields(session, where, from, trigger_fields,
				     sizeof(struct schedsim_trigger));
	case SCHEDSIM_IOC_SET_ONLINE:
		return decode_fields(session, where, from, set_online_fields,
				     sizeof(struct schedsim_set_online));
	case SCHEDSIM_IOC_EVICT:
		return decode_evict(session, where, from);
	default:
		return decode_fields(session, where, from, none, sizeof(struct schedsim_cmd));
	}
}

/**
 * command_decode - read a command, or die
 * @session: what gets the memory that it needs
 * @where: where it is
 * @from: the JSON object
 * @command: to fill in
 */
void command_decode(struct session *session, const struct where *where,
		    struct json_object *from, struct session_command *command)
{
	__u32 index;

	if (!json_object_is_type(from, json_type_object))
		where_die(where, "commands", "is no array of objects");
	index = where_named(where, "command",
			    where_member(where, from, "command", json_type_string), command_name);
	*command = (struct session_command) {
		.time_ns = where_number(where, "time_ns", where_member(where, from, "time_ns",
								       json_type_int),
					SCHEDSIM_MAX_TIME_NS),
		.command = command_code(index),
		.has_digest = json_object_object_get_ex(from, "digest", NULL),
	};
	if (command->has_digest)
		command->digest = where_digest(where, from);
	command->arg = decode_arg(session, where, from, command->command);
}
