// SPDX-License-Identifier: GPL-2.0
/*
 * Values in workload files, and what is said when they are wrong.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "loader/loader.h"
#include "util/units.h"

#define SHOWN	64	/* of a value, in an error message */

/**
 * loader_error - say what is wrong with a file
 * @loader: the file
 * @item: where; with a @key of NULL: it is about the whole of @loader->where
 * @format: what is wrong
 *
 * Return: -1.
 */
int loader_error(struct loader *loader, const struct item *item, const char *format, ...)
{
	char *to = loader->workload->error;
	size_t len, room = WORKLOAD_ERROR_LEN;
	va_list args;

	snprintf(to, room, "%s:%u: %s%s%s%s", loader->file, item->line, loader->where,
		 *loader->where ? ": " : "", item->key ? item->key : "", item->key ? ": " : "");
	len = strlen(to);
	va_start(args, format);
	vsnprintf(to + len, room - len, format, args);
	va_end(args);
	return -1;
}

/**
 * loader_warn - say what is odd about a file, but can be lived with
 * @loader: the file
 * @item: where
 * @format: what is odd
 */
void loader_warn(struct loader *loader, const struct item *item, const char *format, ...)
{
	char text[WORKLOAD_ERROR_LEN];
	va_list args;

	if (!loader->workload->warn)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	loader->workload->warn("%s:%u: %s%s%s%s%s", loader->file, item->line, loader->where,
			       *loader->where ? ": " : "", item->key ? item->key : "",
			       item->key ? ": " : "", text);
}

/**
 * loader_odd - something is wrong that rt-app does not mind: an error if the file is
 * read strictly, else a warning
 * @loader: the file
 * @item: where
 * @format: what is wrong
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_odd(struct loader *loader, const struct item *item, const char *format, ...)
{
	char text[WORKLOAD_ERROR_LEN];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (loader->workload->strict)
		return loader_error(loader, item, "%s", text);
	loader_warn(loader, item, "%s; without effect here", text);
	return 0;
}

/**
 * loader_unknown - nobody knows a key; a warning comes only once for each
 * @loader: the file
 * @item: the key
 * @expected: which keys there are
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_unknown(struct loader *loader, const struct item *item, const char *expected)
{
	if (loader_find(loader, LOADER_UNKNOWN, item->key) >= 0)
		return 0;
	loader_name(loader, LOADER_UNKNOWN, item->key, 0);
	return loader_odd(loader, item, "there is no such key (expected %s)", expected);
}

/**
 * loader_show - a value for an error message
 * @item: the value
 * @text: room for it
 * @size: size of @text
 *
 * Return: @text.
 */
const char *loader_show(const struct item *item, char *text, size_t size)
{
	/* Keys inside of it are not as the user wrote them. */
	if (json_object_is_type(item->value, json_type_object))
		snprintf(text, size, "{...}");
	else if (json_object_is_type(item->value, json_type_array))
		snprintf(text, size, "[...]");
	else
		snprintf(text, size, "%s",
			 json_object_to_json_string_ext(item->value, JSON_C_TO_STRING_PLAIN |
							JSON_C_TO_STRING_NOSLASHESCAPE));
	return text;
}

/**
 * loader_int - read a whole number
 * @loader: the file
 * @item: the value
 * @what: what it is: "a time in µs"
 * @min: the least that is allowed
 * @max: the greatest that is allowed
 * @value: to hold the number
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_int(struct loader *loader, const struct item *item, const char *what, __s64 min,
	       __s64 max, __s64 *value)
{
	char shown[SHOWN];

	if (json_object_is_type(item->value, json_type_int)) {
		*value = json_object_get_int64(item->value);
		if (*value >= min && *value <= max)
			return 0;
	}
	return loader_error(loader, item, "%s is not %s (expected %lld..%lld)",
			    loader_show(item, shown, sizeof(shown)), what, min, max);
}

/**
 * loader_usec - read a time in µs
 * @loader: the file
 * @item: the value
 * @ns: to hold the time in ns
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_usec(struct loader *loader, const struct item *item, __u64 *ns)
{
	__s64 usec;

	if (loader_int(loader, item, "a time in \xc2\xb5s", 0, SCHEDSIM_MAX_TIME_NS / NSEC_PER_USEC,
		       &usec))
		return -1;
	*ns = usec * NSEC_PER_USEC;
	return 0;
}

/**
 * loader_bool - read true or false
 * @loader: the file
 * @item: the value
 * @value: to hold it
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_bool(struct loader *loader, const struct item *item, bool *value)
{
	char shown[SHOWN];

	if (json_object_is_type(item->value, json_type_boolean)) {
		*value = json_object_get_boolean(item->value);
		return 0;
	}
	return loader_error(loader, item, "%s is no yes or no (expected true or false)",
			    loader_show(item, shown, sizeof(shown)));
}

/**
 * loader_object - make sure that a value is an object
 * @loader: the file
 * @item: the value
 * @what: what is expected
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_object(struct loader *loader, const struct item *item, const char *what)
{
	char shown[SHOWN];

	if (json_object_is_type(item->value, json_type_object))
		return 0;
	return loader_error(loader, item, "%s is not an object (expected %s)",
			    loader_show(item, shown, sizeof(shown)), what);
}

/**
 * loader_string - read a text
 * @loader: the file
 * @item: the value
 * @what: what is expected
 * @value: to point to the text
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_string(struct loader *loader, const struct item *item, const char *what,
		  const char **value)
{
	char shown[SHOWN];

	if (json_object_is_type(item->value, json_type_string)) {
		*value = json_object_get_string(item->value);
		return 0;
	}
	return loader_error(loader, item, "%s is not a text (expected %s)",
			    loader_show(item, shown, sizeof(shown)), what);
}

/**
 * loader_listed - is a key in a list?
 * @key: the key
 * @list: keys, ended by NULL
 *
 * Return: whether it is.
 */
bool loader_listed(const char *key, const char * const *list)
{
	for (; *list; list++)
		if (!strcmp(key, *list))
			return true;
	return false;
}

/**
 * loader_ignore - a key has no effect here; warn of it once
 * @loader: the file
 * @key: a key that is known
 */
void loader_ignore(struct loader *loader, const char *key)
{
	size_t len = strlen(loader->ignored), more = strlen(key);
	const char *found = loader->ignored;

	while ((found = strstr(found, key))) {
		if ((found == loader->ignored || found[-1] == ' ') &&
		    (!found[more] || found[more] == ','))
			return;
		found += more;
	}
	snprintf(loader->ignored + len, sizeof(loader->ignored) - len, "%s%s", len ? ", " : "",
		 key);
}
