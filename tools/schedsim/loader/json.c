// SPDX-License-Identifier: GPL-2.0
/*
 * The JSON of workload files.
 */
#include <string.h>

#include "loader/loader.h"
#include "util/text.h"
#include "util/tool.h"

static unsigned int count_lines(const char *text, size_t len)
{
	unsigned int line = 1;
	size_t i;

	for (i = 0; i < len; i++)
		line += text[i] == '\n';
	return line;
}

/* Nothing but comments and space may follow. */
static bool only_space(const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *close;

		if (*text && strchr(" \t\r\n", *text)) {
			text++;
			continue;
		}
		if (end - text < 2 || *text != '/' || !strchr("*/", text[1]))
			return false;
		close = text[1] == '*' ? "*/" : "\n";
		text = memmem(text + 2, end - text - 2, close, strlen(close));
		if (!text)
			return *close == '\n';
		text += strlen(close);
	}
	return true;
}

/* What an item, or an element of its array, says; keys inside of it, too. */
static int check_text(struct loader *loader, const struct item *item)
{
	struct json_object *value = item->value;
	struct item inner = *item;
	char shown[64];
	size_t i;

	switch (json_object_get_type(value)) {
	case json_type_string:
		if (text_valid(json_object_get_string(value), json_object_get_string_len(value)))
			return 0;
		return loader_error(loader, item,
				    "%s is no plain text (expected " TEXT_EXPECTED ")",
				    loader_show(item, shown, sizeof(shown)));
	case json_type_array:
		for (i = 0; i < json_object_array_length(value); i++) {
			inner.value = json_object_array_get_idx(value, i);
			if (check_text(loader, &inner))
				return -1;
		}
		return 0;
	case json_type_object:
		for_each_item(&inner, value) {
			if (!text_valid(inner.key, strlen(inner.key)))
				return loader_error(loader, &inner,
						    "this key is no plain text (expected "
						    TEXT_EXPECTED ")");
			if (check_text(loader, &inner))
				return -1;
		}
		return 0;
	default:
		return 0;
	}
}

/* What the whole document says. */
static int check_document(struct loader *loader, struct json_object *root)
{
	const struct item item = { .line = 1, .value = root };

	return check_text(loader, &item);
}

/**
 * loader_json - read a JSON text
 * @loader: the file
 * @text: what loader_number_keys() has made of it
 * @len: its length
 * @root: to point to what it says, for json_object_put(); NULL is "null"
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_json(struct loader *loader, const char *text, size_t len, struct json_object **root)
{
	struct json_tokener *tokener = json_tokener_new();
	enum json_tokener_error error;
	struct item item = { .line = 1 };
	size_t parsed;

	if (!tokener)
		die(TOOL_FAILED, "out of memory");
	*root = json_tokener_parse_ex(tokener, text, len);
	error = json_tokener_get_error(tokener);
	parsed = json_tokener_get_parse_end(tokener);
	json_tokener_free(tokener);
	item.line = count_lines(text, parsed);
	if (error == json_tokener_continue)
		loader_error(loader, &item,
			     "this is not JSON: it ends too early (expected a closing bracket or quote)");
	else if (error != json_tokener_success)
		loader_error(loader, &item, "this is not JSON: %s", json_tokener_error_desc(error));
	else if (!check_document(loader, *root) &&
		 (only_space(text + parsed, len - parsed) ||
		  !loader_odd(loader, &item, "something follows the closing bracket")))
		return 0;
	json_object_put(*root);
	return -1;
}
