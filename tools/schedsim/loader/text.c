// SPDX-License-Identifier: GPL-2.0
/*
 * What json-c does not do: equal keys of one object, and lines.
 *
 * Before json-c reads a file, every key is given its line and a number:
 * "run" at line 7 becomes "7:23:run". So no two are equal, their order stays,
 * and errors can tell where they are. No line break is added or taken away.
 *
 * A key without a value, such as "suspend" alone, gets the value null.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loader/loader.h"
#include "util/tool.h"

/* Room that a key needs more than before. */
#define PREFIX_LEN	32

/* json-c reads no deeper. */
#define MAX_DEPTH	32

struct scanner {
	const char *at;
	const char *end;
	unsigned int line;
	char *out;		/* NULL while only looking ahead */
	size_t len;
	size_t room;
	size_t depth;
	char open[MAX_DEPTH];	/* brackets */
	bool at_key;		/* a string here would be a key */
};

static void put(struct scanner *scanner, const char *text, size_t len)
{
	if (!scanner->out)
		return;
	if (scanner->room - scanner->len < len + PREFIX_LEN) {
		scanner->room = 2 * scanner->room + len + PREFIX_LEN;
		scanner->out = resize(scanner->out, scanner->room, 1);
	}
	memcpy(scanner->out + scanner->len, text, len);
	scanner->len += len;
}

/* Copy @len characters. */
static void pass(struct scanner *scanner, size_t len)
{
	put(scanner, scanner->at, len);
	for (; len; len--)
		scanner->line += *scanner->at++ == '\n';
}

static bool starts(const struct scanner *scanner, const char *with)
{
	size_t len = strlen(with);

	return (size_t)(scanner->end - scanner->at) >= len && !memcmp(scanner->at, with, len);
}

static bool pass_comment(struct scanner *scanner)
{
	const char *close = starts(scanner, "/*") ? "*/" : starts(scanner, "//") ? "\n" : NULL;

	if (!close)
		return false;
	pass(scanner, 2);
	while (scanner->at < scanner->end && !starts(scanner, close))
		pass(scanner, 1);
	if (scanner->at < scanner->end)
		pass(scanner, strlen(close));
	return true;
}

static void pass_space(struct scanner *scanner)
{
	while (scanner->at < scanner->end)
		if (strchr(" \t\r\n", *scanner->at) && *scanner->at)
			pass(scanner, 1);
		else if (!pass_comment(scanner))
			return;
}

/* The length of the string that begins here, with its quotes. */
static size_t string_len(const struct scanner *scanner)
{
	const char *at = scanner->at + 1;

	while (at < scanner->end && *at != *scanner->at)
		at += *at == '\\' && at + 1 < scanner->end ? 2 : 1;
	return (at < scanner->end ? at + 1 : scanner->end) - scanner->at;
}

/* The first character behind the next @len ones that is no space; 0: the end. */
static char next_after(const struct scanner *scanner, size_t len)
{
	struct scanner ahead = *scanner;

	ahead.out = NULL;
	pass(&ahead, len);
	pass_space(&ahead);
	return ahead.at < ahead.end ? *ahead.at : '\0';
}

/* Brackets, commas and all else that is neither string nor space. */
static void pass_other(struct scanner *scanner)
{
	char c = *scanner->at;

	if (c == '{' || c == '[') {
		if (scanner->depth < MAX_DEPTH)
			scanner->open[scanner->depth] = c;
		scanner->depth++;
	} else if ((c == '}' || c == ']') && scanner->depth) {
		scanner->depth--;
	}
	scanner->at_key = (c == '{' || c == ',') && scanner->depth &&
			  scanner->depth <= MAX_DEPTH &&
			  scanner->open[scanner->depth - 1] == '{';
	pass(scanner, 1);
}

/*
 * json-c cuts keys at a NUL, and what is behind it would be lost in silence. Where
 * one is, put another character that is refused.
 */
static void keep_nuls(char *key, char *end)
{
	for (; end - key >= 6; key += *key == '\\' ? 2 : 1)
		if (!memcmp(key, "\\u0000", 6))
			key[5] = '1';
}

static void pass_key(struct scanner *scanner, size_t len, unsigned int number)
{
	size_t start = scanner->len;
	char prefix[PREFIX_LEN];
	int nr = snprintf(prefix, sizeof(prefix), "%u:%u:", scanner->line, number);

	pass(scanner, 1);
	put(scanner, prefix, nr);
	pass(scanner, len - 1);
	keep_nuls(scanner->out + start, scanner->out + scanner->len);
}

/**
 * loader_number_keys - give every key its line and a number
 * @text: a JSON text, which may be wrong in any way
 * @len: its length
 * @new_len: to hold the length of the new text
 *
 * Return: the new text, to be freed.
 */
char *loader_number_keys(const char *text, size_t len, size_t *new_len)
{
	struct scanner scanner = { .at = text, .end = text + len, .line = 1 };
	unsigned int number = 0;

	scanner.room = len + PREFIX_LEN;
	scanner.out = allocate(scanner.room, 1);
	for (;;) {
		size_t len;
		char next;

		pass_space(&scanner);
		if (scanner.at == scanner.end)
			break;
		if (*scanner.at != '"' && *scanner.at != '\'') {
			pass_other(&scanner);
			continue;
		}
		len = string_len(&scanner);
		next = next_after(&scanner, len);
		if (next == ':') {
			pass_key(&scanner, len, number++);
		} else if (scanner.at_key && (next == ',' || next == '}')) {
			pass_key(&scanner, len, number++);
			put(&scanner, ":null", 5);
		} else {
			pass(&scanner, len);
		}
		scanner.at_key = false;
	}
	/* A comment may end with the file; json-c wants it to end with a line. */
	if (len && text[len - 1] != '\n')
		put(&scanner, "\n", 1);
	*new_len = scanner.len;
	return scanner.out;
}

/**
 * loader_walk - begin to walk over the items of an object
 * @object: an object that was read after loader_number_keys()
 *
 * Return: for loader_next().
 */
struct walk loader_walk(struct json_object *object)
{
	return (struct walk) {
		.at = json_object_iter_begin(object),
		.end = json_object_iter_end(object),
	};
}

/**
 * loader_next - the next item of an object
 * @walk: where one is
 * @item: to fill in
 *
 * Return: false if there are no more.
 */
bool loader_next(struct walk *walk, struct item *item)
{
	char *end;

	if (json_object_iter_equal(&walk->at, &walk->end))
		return false;
	item->value = json_object_iter_peek_value(&walk->at);
	item->line = strtoul(json_object_iter_peek_name(&walk->at), &end, 10);
	strtoul(end + 1, &end, 10);
	item->key = end + 1;
	json_object_iter_next(&walk->at);
	return true;
}
