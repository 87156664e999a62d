// SPDX-License-Identifier: GPL-2.0
/*
 * Tables and JSON.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "print/output.h"
#include "util/text.h"
#include "util/tool.h"
#include "util/units.h"

#define MAX_COLUMNS	96
/* A table may be so wide before a column shrinks, and that to so little. */
#define TABLE_WIDTH	80
#define LEAST_WIDTH	8

/**
 * struct table - lines that are printed in columns
 * @cells: NUL-terminated texts, @nr_columns a line; the first line is the head
 * @nr: number of cells
 * @room: in @cells
 * @nr_columns: number of columns
 * @left: columns that are aligned to the left
 * @optional: columns that are left out if nothing is in them
 * @shrinks: columns the texts of which are shortened if the table is too wide
 */
struct table {
	char **cells;
	size_t nr;
	size_t room;
	size_t nr_columns;
	bool left[MAX_COLUMNS];
	bool optional[MAX_COLUMNS];
	bool shrinks[MAX_COLUMNS];
};

/* Take a line apart at its tabs. */
static void add_line(struct table *table, char *line)
{
	size_t i;

	for (i = 0; i < table->nr_columns; i++) {
		char *cell = strsep(&line, "\t");

		table->cells = grown(table->cells, table->nr, &table->room, sizeof(*table->cells));
		table->cells[table->nr] = strdup(cell ? cell : "");
		if (!table->cells[table->nr++])
			die(TOOL_FAILED, "out of memory");
	}
}

/**
 * table_new - begin a table
 * @columns: titles of the columns, separated by tabs; those that begin with '<'
 *           are aligned to the left; with '?', they are left out if all that is
 *           in them is 0 or "-"; with '~', they shrink where the table is wider
 *           than 80 columns
 *
 * Return: a table for table_print().
 */
struct table *table_new(const char *columns)
{
	struct table *table = allocate(1, sizeof(*table));
	char *line = allocate(strlen(columns) + 1, 1);
	char *to = line;

	for (; *columns; columns++) {
		if (*columns == '<') {
			table->left[table->nr_columns] = true;
			continue;
		}
		if (*columns == '~') {
			table->shrinks[table->nr_columns] = true;
			continue;
		}
		if (*columns == '?') {
			table->optional[table->nr_columns] = true;
			continue;
		}
		*to++ = *columns;
		if (*columns == '\t' && ++table->nr_columns == MAX_COLUMNS - 1)
			break;
	}
	table->nr_columns++;
	add_line(table, line);
	free(line);
	return table;
}

/**
 * table_add - add a line
 * @table: the table
 * @format: as for printf(), giving cells separated by tabs
 */
void table_add(struct table *table, const char *format, ...)
{
	va_list args;
	char *line;

	va_start(args, format);
	if (vasprintf(&line, format, args) < 0)
		die(TOOL_FAILED, "out of memory");
	va_end(args);
	add_line(table, line);
	free(line);
}

/* How wide each column is; 0: it is left out. */
static void measure_columns(const struct table *table, int *widest)
{
	bool used[MAX_COLUMNS] = { false };
	size_t i;

	for (i = 0; i < table->nr; i++) {
		const char *cell = table->cells[i];
		size_t column = i % table->nr_columns;
		int wide = text_width(make_printable(table->cells[i]));

		widest[column] = wide > widest[column] ? wide : widest[column];
		used[column] |= i >= table->nr_columns && strcmp(cell, "0") && strcmp(cell, "-");
	}
	for (i = 0; i < table->nr_columns; i++)
		if (table->optional[i] && !used[i])
			widest[i] = 0;
}

/* Shorten texts where the table is too wide. */
static void shrink(const struct table *table, int *widest)
{
	int excess = -TABLE_WIDTH - 2;
	size_t i;

	for (i = 0; i < table->nr_columns; i++)
		excess += widest[i] || !table->optional[i] ? widest[i] + 2 : 0;
	for (i = 0; i < table->nr_columns && excess > 0; i++) {
		int room = widest[i] - excess;

		if (!table->shrinks[i] || widest[i] <= LEAST_WIDTH)
			continue;
		room = room > LEAST_WIDTH ? room : LEAST_WIDTH;
		excess -= widest[i] - room;
		widest[i] = room;
	}
	for (i = 0; i < table->nr; i++) {
		size_t column = i % table->nr_columns;

		if (table->shrinks[column])
			text_shorten(table->cells[i], table->cells[i], widest[column]);
	}
}

/*
 * What separates the columns stands before all but the first. @blanks: those that are due
 * before the next cell that is not empty, so that none ends a line.
 */
static void print_cell(const struct table *table, size_t i, int widest, int *blanks)
{
	size_t column = i % table->nr_columns;
	int pad = widest - text_width(table->cells[i]);

	*blanks += column ? 2 : 0;
	*blanks += table->left[column] ? 0 : pad;
	if (*table->cells[i]) {
		printf("%*s%s", *blanks, "", table->cells[i]);
		*blanks = 0;
	}
	*blanks += table->left[column] ? pad : 0;
}

/**
 * table_print - print a table, and end it
 * @table: the table, which is freed
 */
void table_print(struct table *table)
{
	int widest[MAX_COLUMNS] = { 0 }, blanks = 0;
	size_t i;

	measure_columns(table, widest);
	shrink(table, widest);
	for (i = 0; i < table->nr; i++) {
		size_t column = i % table->nr_columns;

		if (widest[column] || !table->optional[column])
			print_cell(table, i, widest[column], &blanks);
		if (column == table->nr_columns - 1) {
			putchar('\n');
			blanks = 0;
		}
		free(table->cells[i]);
	}
	free(table->cells);
	free(table);
}

/**
 * json_add_u64 - add a number
 * @object: the object
 * @key: the key
 * @value: the number
 */
void json_add_u64(struct json_object *object, const char *key, __u64 value)
{
	json_object_object_add(object, key, json_object_new_uint64(value));
}

/**
 * json_add_s64 - add a number that may be negative
 * @object: the object
 * @key: the key
 * @value: the number
 */
void json_add_s64(struct json_object *object, const char *key, __s64 value)
{
	json_object_object_add(object, key, json_object_new_int64(value));
}

/**
 * json_add_time - add a time
 * @object: the object
 * @key: the key
 * @ns: the time; SCHEDSIM_NEVER becomes null
 */
void json_add_time(struct json_object *object, const char *key, __u64 ns)
{
	json_object_object_add(object, key,
			       ns == SCHEDSIM_NEVER ? NULL : json_object_new_uint64(ns));
}

/**
 * json_add_string - add a text
 * @object: the object
 * @key: the key
 * @value: the text
 */
void json_add_string(struct json_object *object, const char *key, const char *value)
{
	json_object_object_add(object, key, json_object_new_string(value));
}

/**
 * json_add_bool - add a truth value
 * @object: the object
 * @key: the key
 * @value: the value
 */
void json_add_bool(struct json_object *object, const char *key, bool value)
{
	json_object_object_add(object, key, json_object_new_boolean(value));
}

/**
 * json_add_digest - add the digest of an event stream, in hexadecimal
 * @object: the object
 * @digest: the digest
 */
void json_add_digest(struct json_object *object, __u64 digest)
{
	char text[24];

	snprintf(text, sizeof(text), "0x%016llx", digest);
	json_add_string(object, "digest", text);
}

/**
 * json_print - print a value, and end it
 * @object: the value, which is freed
 */
void json_print(struct json_object *object)
{
	text_put_json(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PRETTY |
						     JSON_C_TO_STRING_SPACED |
						     JSON_C_TO_STRING_NOSLASHESCAPE), stdout);
	json_object_put(object);
}

/**
 * state_name - the name of a process's state
 * @state: enum schedsim_state
 *
 * Return: the name.
 */
const char *state_name(__u32 state)
{
	static const char * const names[] = {
		[SCHEDSIM_STATE_NEW] = "new",
		[SCHEDSIM_STATE_READY] = "ready",
		[SCHEDSIM_STATE_RUNNING] = "running",
		[SCHEDSIM_STATE_SLEEPING] = "sleeping",
		[SCHEDSIM_STATE_BLOCKED] = "blocked",
		[SCHEDSIM_STATE_EXITED] = "exited",
	};

	return state < ARRAY_SIZE(names) ? names[state] : "?";
}

/**
 * tie_name - the name of what comes first at one instant
 * @tie: enum schedsim_tie
 *
 * Return: the name.
 */
const char *tie_name(__u32 tie)
{
	return tie == SCHEDSIM_TIE_EXPIRY_FIRST ? "expiry-first" : "arrival-first";
}
