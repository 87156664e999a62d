/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Members of the structs of the ABI as keys of JSON objects, both ways. A member that
 * is 0 is left out.
 */
#ifndef SESSION_FIELDS_H
#define SESSION_FIELDS_H

#include <json-c/json.h>

#include <linux/schedsim.h>

#include "util/compiler.h"

enum field_type {
	FIELD_U16,
	FIELD_U32,
	FIELD_S32,
	FIELD_U64,
	FIELD_NAME,		/* SCHEDSIM_NAME_LEN characters */
	FIELD_WORDS,		/* of an affinity */
};

/**
 * struct field - a member
 * @key: its key
 * @type: what it is
 * @offset: where it is
 * @name: the names of its values, "?" behind the last; or NULL: it is a number
 */
struct field {
	const char *key;
	enum field_type type;
	size_t offset;
	const char *(*name)(__u32 value);
};

/**
 * struct where - a place in a file, for error messages
 * @file: the file's name
 * @command: which command, from 1 on; 0: none
 * @part: the part of it; or NULL
 * @index: which of these parts, from 1 on
 */
struct where {
	const char *file;
	size_t command;
	const char *part;
	size_t index;
};

/* All end with a key of NULL. */
extern const struct field attr_fields[];
extern const struct field config_fields[];
extern const struct field entry_fields[];
extern const struct field object_fields[];
extern const struct field proc_cmd_fields[];
extern const struct field proc_fields[];
extern const struct field trigger_fields[];
extern const struct field set_online_fields[];

__u64 field_value(const struct field *field, const void *from);
void fields_encode(struct json_object *to, const struct field *fields, const void *from);
void fields_decode(const struct where *where, struct json_object *from,
		   const struct field *fields, const char * const *others, void *to);

/* These end the tool if the file is wrong. */
void __noreturn __printf(3, 4) where_die(const struct where *where, const char *key,
					 const char *format, ...);
struct json_object *where_member(const struct where *where, struct json_object *object,
				 const char *key, enum json_type type);
__u64 where_number(const struct where *where, const char *key, struct json_object *value,
		   __u64 max);
__u32 where_named(const struct where *where, const char *key, struct json_object *value,
		  const char *(*name)(__u32 value));
__u64 where_digest(const struct where *where, struct json_object *object);

#endif /* SESSION_FIELDS_H */
