// SPDX-License-Identifier: GPL-2.0
/*
 * Command lines as Python's optparse takes them: -s1, -s 1, --seed=1, --seed 1,
 * long names cut short as far as they are unique, letters in one word, and
 * arguments that are no options between them (which these programs do not look
 * at). --json and --help in full are always there.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "print/output.h"
#include "textbook/exercise.h"
#include "util/stream.h"
#include "util/text.h"
#include "util/tool.h"

#define HELP_WIDTH	80
#define HELP_COLUMN	25

/**
 * struct reader - what reads a command line
 * @exercise: whose it is
 * @args: where the values go
 * @argc: the words that are left
 * @argv: the first of them
 * @help: was help asked for?
 */
struct reader {
	const struct exercise *exercise;
	struct exercise_args *args;
	int argc;
	char **argv;
	bool help;
};

static void *place(struct exercise_args *args, const struct exercise_option *option)
{
	return (char *)args + option->at;
}

static void set_initial(const struct exercise *exercise, struct exercise_args *args)
{
	const struct exercise_option *option;

	for (option = exercise->options; option->letter; option++) {
		if (option->kind == EXERCISE_NUMBER)
			*(__s64 *)place(args, option) = option->number;
		else if (option->kind == EXERCISE_TEXT)
			*(const char **)place(args, option) = option->text;
	}
}

/* A number as int() reads it, to this base. */
static bool read_number(const char *text, int base, __s64 *number)
{
	char *end;

	errno = 0;
	*number = strtoll(text, &end, base);
	if (end == text || errno)
		return false;
	return !end[strspn(end, " \t\n")];
}

/* optparse takes hexadecimal, binary and octal numbers, too: 010 is 8. */
static bool option_number(const char *text, __s64 *number)
{
	if (text[0] != '0' || !text[1])
		return read_number(text, 10, number);
	switch (tolower((unsigned char)text[1])) {
	case 'x':
		return read_number(text, 16, number);
	case 'b':
		return read_number(text[2] ? text + 2 : "0", 2, number);
	case 'o':
		return read_number(text + 2, 8, number);
	}
	return read_number(text, 8, number);
}

/* llabs() of the least number of all is no number. */
static bool too_great(__s64 number)
{
	return number > EXERCISE_MAX || number < -EXERCISE_MAX;
}

/**
 * list_number - read a number of a list, or die
 * @option: the letter of the option that has the list
 * @text: the number
 * @len: length of @text
 *
 * Return: the number.
 */
__s64 list_number(char option, const char *text, size_t len)
{
	char copy[32];
	__s64 number;

	snprintf(copy, sizeof(copy), "%.*s", (int)len, text);
	if (len >= sizeof(copy) || !read_number(copy, 10, &number) ||
	    too_great(number))
		die(TOOL_USAGE,
		    "-%c: '%.*s' is not possible; allowed are whole numbers up to %lld",
		    option, (int)len, text, EXERCISE_MAX);
	return number;
}

static void take_value(struct reader *reader, const struct exercise_option *option,
		       const char *text)
{
	bool any = option->at == EXERCISE_AT(seed);
	__s64 *number = place(reader->args, option);

	if (option->kind == EXERCISE_TEXT) {
		text_arg(option->name, text);
		*(const char **)place(reader->args, option) = text;
		return;
	}
	if (!option_number(text, number) || (!any && too_great(*number)))
		die(TOOL_USAGE,
		    "textbook %s: -%c: '%s' is not possible; allowed are whole numbers%s",
		    reader->exercise->name, option->letter, text,
		    any ? " of 64 bits" : ", at most 1000000000000");
}

/* The value that is the next word. */
static const char *next_word(struct reader *reader, const char *option)
{
	if (!reader->argc)
		die(TOOL_USAGE, "textbook %s: %s wants a value; see 'schedsim textbook %s --help'",
		    reader->exercise->name, option, reader->exercise->name);
	reader->argc--;
	return *reader->argv++;
}

static void __noreturn no_such(const struct reader *reader, const char *word)
{
	die(TOOL_USAGE,
	    "textbook %s: unknown or ambiguous option '%s'; see 'schedsim textbook %s --help'",
	    reader->exercise->name, word, reader->exercise->name);
}

/* The option of a long name, or of the beginning of one alone; NULL: it is --help. */
static const struct exercise_option *find_long(const struct reader *reader, const char *word,
					       size_t len)
{
	bool help = !strncmp("help", word, len);
	const struct exercise_option *option, *found = NULL;
	int nr = help;

	for (option = reader->exercise->options; option->letter; option++) {
		if (!option->name || strncmp(option->name, word, len))
			continue;
		if (strlen(option->name) == len)
			return option;
		found = option;
		nr++;
	}
	if (nr != 1)
		no_such(reader, word - 2);
	return found;
}

static void take_long(struct reader *reader, const char *word)
{
	size_t len = strcspn(word + 2, "=");
	const char *value = word[2 + len] ? word + 2 + len + 1 : NULL;
	const struct exercise_option *option;

	if (!strcmp(word, "--json")) {
		json_wanted = true;
		return;
	}
	option = find_long(reader, word + 2, len);
	if (value && (!option || option->kind == EXERCISE_FLAG))
		die(TOOL_USAGE, "textbook %s: %.*s takes no value", reader->exercise->name,
		    (int)len + 2, word);
	if (!option)
		reader->help = true;
	else if (option->kind == EXERCISE_FLAG)
		*(bool *)place(reader->args, option) = true;
	else
		take_value(reader, option, value ? value : next_word(reader, word));
}

static const struct exercise_option *find_letter(const struct reader *reader, char letter)
{
	const struct exercise_option *option;

	for (option = reader->exercise->options; option->letter; option++)
		if (option->letter == letter)
			return option;
	return NULL;
}

static void take_letters(struct reader *reader, const char *word)
{
	const char *letter;

	for (letter = word + 1; *letter; letter++) {
		const struct exercise_option *option = find_letter(reader, *letter);

		if (!option && *letter == 'h') {
			reader->help = true;
			continue;
		}
		if (!option)
			no_such(reader, word);
		if (option->kind == EXERCISE_FLAG) {
			*(bool *)place(reader->args, option) = true;
			continue;
		}
		take_value(reader, option, letter[1] ? letter + 1 : next_word(reader, word));
		return;
	}
}

/**
 * options_read - read a command line, or die
 * @exercise: whose it is
 * @args: to fill in
 * @argc: number of words
 * @argv: the words, behind the name of the exercise
 *
 * Return: whether help was asked for instead.
 */
bool options_read(const struct exercise *exercise, struct exercise_args *args, int argc,
		  char **argv)
{
	struct reader reader = {
		.exercise = exercise, .args = args, .argc = argc, .argv = argv,
	};

	set_initial(exercise, args);
	while (reader.argc && !reader.help) {
		const char *word = *reader.argv++;

		reader.argc--;
		if (!strcmp(word, "--"))
			break;
		if (word[0] == '-' && word[1] == '-')
			take_long(&reader, word);
		else if (word[0] == '-' && word[1])
			take_letters(&reader, word);
	}
	return reader.help;
}

/* Words, in a column of their own that begins at @column. */
static void print_words(const char *text, int column)
{
	int used = column;

	while (*text) {
		int len = strcspn(text, " ");

		if (used > column && used + 1 + len > HELP_WIDTH) {
			printf("\n%*s", column, "");
			used = column;
		}
		used += printf("%s%.*s", used > column ? " " : "", len, text);
		text += len + (text[len] == ' ');
	}
	putchar('\n');
}

static void help_line(const char *option, const char *text)
{
	int used = printf("  %s", option);

	if (used + 2 > HELP_COLUMN)
		printf("\n%*s", HELP_COLUMN, "");
	else
		printf("%*s", HELP_COLUMN - used, "");
	print_words(text, HELP_COLUMN);
}

/**
 * options_help - say what an exercise's options are
 * @exercise: the exercise
 */
void options_help(const struct exercise *exercise)
{
	const struct exercise_option *option;
	char name[64], text[512];

	printf("%s: %s\n\n", exercise->name, exercise->summary);
	for (option = exercise->options; option->letter; option++) {
		snprintf(name, sizeof(name), "-%c%s%s%s%s", option->letter,
			 option->name ? ", --" : "", option->name ? option->name : "",
			 option->value ? " " : "", option->value ? option->value : "");
		if (option->kind == EXERCISE_NUMBER)
			snprintf(text, sizeof(text), "%s; default %lld", option->help,
				 option->number);
		else
			snprintf(text, sizeof(text), "%s", option->help);
		help_line(name, text);
	}
	help_line("--json", "print one JSON object");
}

static void write_value(FILE *to, const struct exercise_option *option, const void *value)
{
	if (option->kind == EXERCISE_NUMBER)
		fprintf(to, ", %s %lld", option->name, *(const __s64 *)value);
	else if (option->kind == EXERCISE_FLAG && *(const bool *)value)
		fprintf(to, ", %s", option->name);
	else if (option->kind == EXERCISE_TEXT && **(const char * const *)value)
		fprintf(to, ", %s %s", option->name, *(const char * const *)value);
}

/**
 * options_print - print the values of all options
 * @exercise: whose they are
 * @args: the values
 *
 * Flags that are not set, and texts that are empty, are not printed.
 */
void options_print(const struct exercise *exercise, const struct exercise_args *args)
{
	struct exercise_args *values = (struct exercise_args *)args;
	const struct exercise_option *option;
	char *text = NULL;
	size_t size;
	FILE *to = text_open(&text, &size);

	for (option = exercise->options; option->letter; option++)
		if (option->at != EXERCISE_AT(solve))
			write_value(to, option, place(values, option));
	text_close(to);
	print_words(*text ? text + strlen(", ") : text, 0);
	free(text);
}

/**
 * options_json - the values of all options as JSON
 * @exercise: whose they are
 * @args: the values
 *
 * Return: an object.
 */
struct json_object *options_json(const struct exercise *exercise,
				 const struct exercise_args *args)
{
	struct json_object *object = json_object_new_object();
	struct exercise_args *values = (struct exercise_args *)args;
	const struct exercise_option *option;

	for (option = exercise->options; option->letter; option++) {
		const char *name = option->name ? option->name : "solve";
		const void *value = place(values, option);

		if (option->kind == EXERCISE_NUMBER)
			json_add_s64(object, name, *(const __s64 *)value);
		else if (option->kind == EXERCISE_FLAG)
			json_add_bool(object, name, *(const bool *)value);
		else
			json_add_string(object, name, *(const char * const *)value);
	}
	return object;
}
