/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tables and JSON.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stdbool.h>

#include <json-c/json.h>

#include <linux/types.h>

#include "util/compiler.h"

struct table;

struct table *table_new(const char *columns);
void __printf(2, 3) table_add(struct table *table, const char *format, ...);
void table_print(struct table *table);

void json_add_u64(struct json_object *object, const char *key, __u64 value);
void json_add_s64(struct json_object *object, const char *key, __s64 value);
void json_add_time(struct json_object *object, const char *key, __u64 ns);
void json_add_string(struct json_object *object, const char *key, const char *value);
void json_add_bool(struct json_object *object, const char *key, bool value);
void json_add_digest(struct json_object *object, __u64 digest);
void json_print(struct json_object *object);

const char *state_name(__u32 state);
const char *tie_name(__u32 tie);

/* Part of a whole in per cent, 0 where there is no whole. */
static inline double percent(__u64 part, __u64 whole)
{
	return whole ? 100.0 * part / whole : 0;
}

#endif /* OUTPUT_H */
