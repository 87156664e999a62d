// SPDX-License-Identifier: GPL-2.0
/*
 * Members of the structs of the ABI as keys of JSON objects.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/adapt.h"
#include "print/output.h"
#include "session/fields.h"
#include "util/tool.h"
#include "util/units.h"
#include "workload/objects.h"

static const char *tie_of(__u32 value)
{
	return value <= SCHEDSIM_TIE_EXPIRY_FIRST ? tie_name(value) : "?";
}

#define FIELD(struct_type, member, field_type)				\
	{ .key = #member, .type = field_type, .offset = offsetof(struct struct_type, member) }
#define NAMED(struct_type, member, field_type, names)			\
	{ .key = #member, .type = field_type, .offset = offsetof(struct struct_type, member), \
	  .name = names }

#define MIGRATION(name, distance)					\
	{ .key = name, .type = FIELD_U64,				\
	  .offset = offsetof(struct schedsim_config, migration_ns[distance]) }

const struct field attr_fields[] = {
	FIELD(schedsim_attr, nice, FIELD_S32),
	FIELD(schedsim_attr, priority, FIELD_U32),
	FIELD(schedsim_attr, runtime_ns, FIELD_U64),
	FIELD(schedsim_attr, deadline_ns, FIELD_U64),
	FIELD(schedsim_attr, period_ns, FIELD_U64),
	FIELD(schedsim_attr, affinity, FIELD_WORDS),
	FIELD(schedsim_attr, tickets, FIELD_U32),
	FIELD(schedsim_attr, sched_class, FIELD_U16),
	FIELD(schedsim_attr, working_set, FIELD_U16),
	FIELD(schedsim_attr, group, FIELD_U32),
	FIELD(schedsim_attr, shares, FIELD_U32),
	{ .key = NULL },
};

const struct field config_fields[] = {
	FIELD(schedsim_config, policy, FIELD_NAME),
	FIELD(schedsim_config, quantum_ns, FIELD_U64),
	FIELD(schedsim_config, switch_cost_ns, FIELD_U64),
	FIELD(schedsim_config, seed, FIELD_U64),
	FIELD(schedsim_config, nr_vcpus, FIELD_U32),
	FIELD(schedsim_config, max_procs, FIELD_U32),
	NAMED(schedsim_config, tie, FIELD_U32, tie_of),
	FIELD(schedsim_config, cache_size, FIELD_U32),
	FIELD(schedsim_config, cache_rate, FIELD_U32),
	FIELD(schedsim_config, cache_warmup_ns, FIELD_U64),
	FIELD(schedsim_config, unit_ns, FIELD_U64),
	FIELD(schedsim_config, peek_ns, FIELD_U64),
	MIGRATION("migration_smt_ns", SCHEDSIM_DISTANCE_SMT),
	MIGRATION("migration_llc_ns", SCHEDSIM_DISTANCE_LLC),
	MIGRATION("migration_node_ns", SCHEDSIM_DISTANCE_NODE),
	MIGRATION("migration_far_ns", SCHEDSIM_DISTANCE_FAR),
	NAMED(schedsim_config, adapt, FIELD_U32, adapt_target_name),
	FIELD(schedsim_config, adapt_switch_ppm, FIELD_U32),
	FIELD(schedsim_config, adapt_response_ns, FIELD_U64),
	FIELD(schedsim_config, adapt_min_ns, FIELD_U64),
	FIELD(schedsim_config, adapt_max_ns, FIELD_U64),
	FIELD(schedsim_config, adapt_interval_ns, FIELD_U64),
	FIELD(schedsim_config, balancing_parts, FIELD_U32),
	FIELD(schedsim_config, balancing_defects, FIELD_U32),
	FIELD(schedsim_config, balancing_interval_ns, FIELD_U64),
	FIELD(schedsim_config, balancing_pct, FIELD_U32),
	{ .key = NULL },
};

const struct field entry_fields[] = {
	FIELD(schedsim_spawn_entry, id, FIELD_U32),
	FIELD(schedsim_spawn_entry, serial, FIELD_U64),
	FIELD(schedsim_spawn_entry, name, FIELD_NAME),
	FIELD(schedsim_spawn_entry, delay_ns, FIELD_U64),
	FIELD(schedsim_spawn_entry, fork, FIELD_U32),
	{ .key = NULL },
};

const struct field object_fields[] = {
	FIELD(schedsim_object, id, FIELD_U32),
	NAMED(schedsim_object, type, FIELD_U32, object_type_name),
	NAMED(schedsim_object, protocol, FIELD_U32, protocol_name),
	FIELD(schedsim_object, value, FIELD_U32),
	FIELD(schedsim_object, name, FIELD_NAME),
	{ .key = NULL },
};

const struct field proc_cmd_fields[] = {
	FIELD(schedsim_proc_cmd, id, FIELD_U32),
	FIELD(schedsim_proc_cmd, serial, FIELD_U64),
	{ .key = NULL },
};

const struct field proc_fields[] = {
	FIELD(schedsim_proc, id, FIELD_U32),
	FIELD(schedsim_proc, state, FIELD_U32),
	FIELD(schedsim_proc, cpu_ns, FIELD_U64),
	FIELD(schedsim_proc, waiting_ns, FIELD_U64),
	FIELD(schedsim_proc, sleeping_ns, FIELD_U64),
	FIELD(schedsim_proc, blocked_ns, FIELD_U64),
	FIELD(schedsim_proc, overhead_ns, FIELD_U64),
	FIELD(schedsim_proc, preemptions, FIELD_U64),
	FIELD(schedsim_proc, yields, FIELD_U64),
	FIELD(schedsim_proc, switches, FIELD_U64),
	FIELD(schedsim_proc, migrations, FIELD_U64),
	FIELD(schedsim_proc, wakeups, FIELD_U64),
	{ .key = NULL },
};

const struct field trigger_fields[] = {
	FIELD(schedsim_trigger, vcpu, FIELD_U32),
	{ .key = NULL },
};

const struct field set_online_fields[] = {
	FIELD(schedsim_set_online, vcpu, FIELD_U32),
	FIELD(schedsim_set_online, online, FIELD_U32),
	{ .key = NULL },
};

/**
 * where_die - a file is wrong
 * @where: where
 * @key: the key whose value is wrong; or NULL: all of it is
 * @format: what is wrong, as for printf()
 */
void where_die(const struct where *where, const char *key, const char *format, ...)
{
	char place[80] = "", what[256];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	if (where->command && where->part)
		snprintf(place, sizeof(place), "command %zu: %s %zu: ", where->command, where->part,
			 where->index);
	else if (where->command)
		snprintf(place, sizeof(place), "command %zu: ", where->command);
	else if (where->part)
		snprintf(place, sizeof(place), "%s: ", where->part);
	if (key)
		die(TOOL_WORKLOAD, "%s: %s'%s' %s", where->file, place, key, what);
	die(TOOL_WORKLOAD, "%s: %s%s", where->file, place, what);
}

/**
 * where_member - what belongs to a key
 * @where: where
 * @object: an object
 * @key: the key
 * @type: what its value must be
 *
 * Return: the value.
 */
struct json_object *where_member(const struct where *where, struct json_object *object,
				 const char *key, enum json_type type)
{
	struct json_object *value;

	if (!json_object_object_get_ex(object, key, &value))
		where_die(where, key, "is missing");
	if (!json_object_is_type(value, type))
		where_die(where, key, "is no %s", json_type_to_name(type));
	return value;
}

/**
 * where_number - a whole number that is not negative
 * @where: where
 * @key: the key it belongs to
 * @value: the number
 * @max: the greatest that is possible
 *
 * Return: the number.
 */
__u64 where_number(const struct where *where, const char *key, struct json_object *value, __u64 max)
{
	if (!json_object_is_type(value, json_type_int))
		where_die(where, key, "is no whole number");
	if (json_object_get_int64(value) < 0 || json_object_get_uint64(value) > max)
		where_die(where, key, "is %s; possible are 0 to %llu",
			  json_object_to_json_string(value), max);
	return json_object_get_uint64(value);
}

static __s32 signed_number(const struct where *where, const char *key, struct json_object *value)
{
	__s64 number = json_object_get_int64(value);

	if (!json_object_is_type(value, json_type_int))
		where_die(where, key, "is no whole number");
	if ((__s32)number != number)
		where_die(where, key, "is %lld, which is not possible", number);
	return number;
}

/**
 * where_named - one of several names
 * @where: where
 * @key: the key it belongs to
 * @value: the name
 * @name: the names of all values, "?" behind the last
 *
 * Return: the value.
 */
__u32 where_named(const struct where *where, const char *key, struct json_object *value,
		  const char *(*name)(__u32 value))
{
	const char *text = json_object_is_type(value, json_type_string) ?
			   json_object_get_string(value) : "?";
	__u32 i;

	for (i = 0; *name(i) != '?'; i++)
		if (!strcmp(name(i), text))
			return i;
	where_die(where, key, "is %s, which is unknown", json_object_to_json_string(value));
}

/**
 * where_digest - the digest of events
 * @where: where
 * @object: what has the key digest
 *
 * Return: the digest.
 */
__u64 where_digest(const struct where *where, struct json_object *object)
{
	const char *text = json_object_get_string(where_member(where, object, "digest",
							       json_type_string));
	char *end;
	__u64 digest = strtoull(text, &end, 16);

	if (strncmp(text, "0x", 2) || strlen(text) != 18 || *end)
		where_die(where, "digest", "is not 0x and 16 hexadecimal digits");
	return digest;
}

/**
 * field_value - the value of a member that is a number, or zero-extended
 * @field: the member
 * @from: the struct
 *
 * Return: the value.
 */
__u64 field_value(const struct field *field, const void *from)
{
	const char *at = (const char *)from + field->offset;

	switch (field->type) {
	case FIELD_U16:
		return *(const __u16 *)at;
	case FIELD_U32:
	case FIELD_S32:
		return *(const __u32 *)at;
	default:
		return *(const __u64 *)at;
	}
}

static struct json_object *words_json(const __u64 *words)
{
	struct json_object *list = json_object_new_array();
	__u32 nr = AFFINITY_WORDS, i;

	while (nr && !words[nr - 1])
		nr--;
	for (i = 0; i < nr; i++)
		json_object_array_add(list, json_object_new_uint64(words[i]));
	return list;
}

static void encode(struct json_object *to, const struct field *field, const void *from)
{
	const char *at = (const char *)from + field->offset;

	if (field->type == FIELD_NAME) {
		if (*at)
			json_add_string(to, field->key, at);
	} else if (field->type == FIELD_WORDS) {
		struct json_object *words = words_json((const __u64 *)at);

		if (json_object_array_length(words))
			json_object_object_add(to, field->key, words);
		else
			json_object_put(words);
	} else if (!field_value(field, from)) {
		return;
	} else if (field->name) {
		json_add_string(to, field->key, field->name(field_value(field, from)));
	} else if (field->type == FIELD_S32) {
		json_add_s64(to, field->key, *(const __s32 *)at);
	} else {
		json_add_u64(to, field->key, field_value(field, from));
	}
}

/**
 * fields_encode - add the members of a struct to a JSON object
 * @to: the object
 * @fields: the members
 * @from: the struct
 */
void fields_encode(struct json_object *to, const struct field *fields, const void *from)
{
	for (; fields->key; fields++)
		encode(to, fields, from);
}

static void decode_name(const struct where *where, const char *key, struct json_object *value,
			char *name)
{
	if (!json_object_is_type(value, json_type_string))
		where_die(where, key, "is no string");
	if (json_object_get_string_len(value) >= SCHEDSIM_NAME_LEN)
		where_die(where, key, "is too long; possible are %d bytes", SCHEDSIM_NAME_LEN - 1);
	memcpy(name, json_object_get_string(value), json_object_get_string_len(value));
}

static void decode_words(const struct where *where, const char *key, struct json_object *value,
			 __u64 *words)
{
	size_t i;

	if (!json_object_is_type(value, json_type_array) ||
	    json_object_array_length(value) > AFFINITY_WORDS)
		where_die(where, key, "is no array of at most %d numbers", AFFINITY_WORDS);
	for (i = 0; i < json_object_array_length(value); i++)
		words[i] = where_number(where, key, json_object_array_get_idx(value, i), ~0ULL);
}

static void decode(const struct where *where, const struct field *field, struct json_object *value,
		   void *to)
{
	char *at = (char *)to + field->offset;

	if (field->type == FIELD_NAME)
		decode_name(where, field->key, value, at);
	else if (field->type == FIELD_WORDS)
		decode_words(where, field->key, value, (__u64 *)at);
	else if (field->name)
		*(__u32 *)at = where_named(where, field->key, value, field->name);
	else if (field->type == FIELD_S32)
		*(__s32 *)at = signed_number(where, field->key, value);
	else if (field->type == FIELD_U16)
		*(__u16 *)at = where_number(where, field->key, value, 0xffff);
	else if (field->type == FIELD_U32)
		*(__u32 *)at = where_number(where, field->key, value, ~0U);
	else
		*(__u64 *)at = where_number(where, field->key, value, ~0ULL);
}

static const struct field *find(const struct field *fields, const char *key)
{
	for (; fields->key; fields++)
		if (!strcmp(fields->key, key))
			return fields;
	return NULL;
}

static bool is_one_of(const char * const *keys, const char *key)
{
	for (; keys && *keys; keys++)
		if (!strcmp(*keys, key))
			return true;
	return false;
}

/**
 * fields_decode - fill in the members of a struct, or die
 * @where: where
 * @from: the JSON object
 * @fields: the members
 * @others: keys of @from that are something else, with NULL behind the last; or NULL
 * @to: the struct, zeroed
 */
void fields_decode(const struct where *where, struct json_object *from,
		   const struct field *fields, const char * const *others, void *to)
{
	json_object_object_foreach(from, key, value) {
		const struct field *field = find(fields, key);

		if (field)
			decode(where, field, value, to);
		else if (!is_one_of(others, key))
			where_die(where, key, "is unknown here");
	}
}
