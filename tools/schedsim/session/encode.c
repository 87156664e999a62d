// SPDX-License-Identifier: GPL-2.0
/*
 * Commands of a session become JSON objects.
 */
#include <stdint.h>

#include "print/output.h"
#include "session/codec.h"
#include "workload/program.h"

static const struct {
	const char *name;
	__u32 code;
} commands[] = {
	{ "config", SCHEDSIM_IOC_SET_CONFIG },
	{ "spawn", SCHEDSIM_IOC_SPAWN },
	{ "kill", SCHEDSIM_IOC_KILL },
	{ "reap", SCHEDSIM_IOC_REAP },
	{ "set", SCHEDSIM_IOC_SET_ATTR },
	{ "yield", SCHEDSIM_IOC_YIELD },
	{ "trigger", SCHEDSIM_IOC_TRIGGER },
	{ "online", SCHEDSIM_IOC_SET_ONLINE },
	{ "pause", SCHEDSIM_IOC_PAUSE },
	{ "resume", SCHEDSIM_IOC_RESUME },
	{ "reset", SCHEDSIM_IOC_RESET },
	{ "evict", SCHEDSIM_IOC_EVICT },
	{ "?", 0 },
};

const char *command_name(__u32 index)
{
	return commands[index].name;
}

__u32 command_code(__u32 index)
{
	return commands[index].code;
}

static void *pointed(__u64 pointer)
{
	return (void *)(uintptr_t)pointer;
}

/* Attributes that are all 0 are left out. */
static void add_attr(struct json_object *to, const struct schedsim_attr *attr)
{
	struct json_object *object;

	if (!attr)
		return;
	object = json_object_new_object();
	fields_encode(object, attr_fields, attr);
	if (json_object_object_length(object))
		json_object_object_add(to, "attr", object);
	else
		json_object_put(object);
}

static void encode_config(struct json_object *to, const struct schedsim_config *config)
{
	const struct schedsim_vcpu_desc *vcpus = pointed(config->vcpus);
	const struct schedsim_param *params = pointed(config->params);
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	__u32 i;

	fields_encode(to, config_fields, config);
	for (i = 0; i < config->nr_params; i++)
		json_add_u64(object, params[i].name, params[i].value);
	json_object_object_add(to, "params", object);
	for (i = 0; i < config->nr_vcpu_descs; i++) {
		object = json_object_new_array();
		json_object_array_add(object, json_object_new_uint64(vcpus[i].llc));
		json_object_array_add(object, json_object_new_uint64(vcpus[i].node));
		if (vcpus[i].core || vcpus[i].capacity) {
			json_object_array_add(object, json_object_new_uint64(vcpus[i].core));
			json_object_array_add(object, json_object_new_uint64(vcpus[i].capacity));
		}
		json_object_array_add(list, object);
	}
	json_object_object_add(to, "vcpus", list);
}

/* ["run", 0, 1000]: its name, arg, value and flags; zeros at the end are left out. */
static struct json_object *op_json(const struct schedsim_op *op)
{
	struct json_object *list = json_object_new_array();

	json_object_array_add(list, json_object_new_string(op_name(op->code)));
	if (op->arg || op->value || op->flags)
		json_object_array_add(list, json_object_new_uint64(op->arg));
	if (op->value || op->flags)
		json_object_array_add(list, json_object_new_uint64(op->value));
	if (op->flags)
		json_object_array_add(list, json_object_new_uint64(op->flags));
	return list;
}

static struct json_object *program_json(const struct schedsim_spawn_entry *entry)
{
	struct json_object *list = json_object_new_array();
	const struct schedsim_op *ops = pointed(entry->ops);
	__u32 i;

	for (i = 0; i < entry->nr_ops; i++)
		json_object_array_add(list, op_json(&ops[i]));
	return list;
}

/* Those with the same program as the one before have no program of their own. */
static void encode_entries(struct json_object *to, const struct schedsim_spawn *spawn)
{
	const struct schedsim_spawn_entry *entries = pointed(spawn->entries);
	struct json_object *list = json_object_new_array();
	__u32 i;

	for (i = 0; i < spawn->nr; i++) {
		struct json_object *object = json_object_new_object();

		fields_encode(object, entry_fields, &entries[i]);
		add_attr(object, pointed(entries[i].attr));
		if (i && entries[i].ops && entries[i].ops == entries[i - 1].ops)
			json_add_bool(object, "same_program", true);
		else if (entries[i].nr_ops)
			json_object_object_add(object, "program", program_json(&entries[i]));
		json_object_array_add(list, object);
	}
	json_object_object_add(to, "processes", list);
}

static void encode_objects(struct json_object *to, const struct schedsim_spawn *spawn)
{
	const struct schedsim_object *objects = pointed(spawn->objects);
	struct json_object *list = json_object_new_array();
	__u32 i;

	for (i = 0; i < spawn->nr_objects; i++) {
		struct json_object *object = json_object_new_object();

		fields_encode(object, object_fields, &objects[i]);
		add_attr(object, pointed(objects[i].attr));
		json_object_array_add(list, object);
	}
	json_object_object_add(to, "objects", list);
}

static void encode_set_attr(struct json_object *to, const struct schedsim_set_attr *set)
{
	json_add_u64(to, "id", set->id);
	json_add_u64(to, "serial", set->serial);
	add_attr(to, pointed(set->attr));
}

static void encode_arg(struct json_object *to, const struct session_command *command)
{
	const struct schedsim_evict *evict = command->arg;

	switch (command->command) {
	case SCHEDSIM_IOC_SET_CONFIG:
		encode_config(to, command->arg);
		break;
	case SCHEDSIM_IOC_SPAWN:
		encode_objects(to, command->arg);
		encode_entries(to, command->arg);
		break;
	case SCHEDSIM_IOC_SET_ATTR:
		encode_set_attr(to, command->arg);
		break;
	case SCHEDSIM_IOC_KILL:
	case SCHEDSIM_IOC_REAP:
	case SCHEDSIM_IOC_YIELD:
		fields_encode(to, proc_cmd_fields, command->arg);
		break;
	case SCHEDSIM_IOC_TRIGGER:
		fields_encode(to, trigger_fields, command->arg);
		break;
	case SCHEDSIM_IOC_SET_ONLINE:
		fields_encode(to, set_online_fields, command->arg);
		break;
	case SCHEDSIM_IOC_EVICT:
		json_add_string(to, "policy", evict->policy);
		break;
	}
}

/**
 * command_encode - a command as a JSON object
 * @command: the command
 *
 * Return: the object.
 */
struct json_object *command_encode(const struct session_command *command)
{
	struct json_object *object = json_object_new_object();
	__u32 i = 0;

	while (commands[i].code && commands[i].code != command->command)
		i++;
	json_add_u64(object, "time_ns", command->time_ns);
	json_add_string(object, "command", commands[i].name);
	if (command->has_digest)
		json_add_digest(object, command->digest);
	encode_arg(object, command);
	return object;
}
