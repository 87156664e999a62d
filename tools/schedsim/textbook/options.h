/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Command lines as the textbook's programs take them.
 */
#ifndef TEXTBOOK_OPTIONS_H
#define TEXTBOOK_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

struct exercise;
struct json_object;

/* The values of all options of all exercises, whose tables say what they mean. */
struct exercise_args {
	__s64 seed;
	__s64 jobs;
	__s64 max_run;
	__s64 max_io;
	__s64 max_tickets;
	__s64 max_set;
	__s64 quantum;
	__s64 allotment;
	__s64 queues;
	__s64 boost;
	__s64 io;
	__s64 cpus;
	__s64 peek;
	__s64 warmup;
	__s64 warm_rate;
	__s64 cache;
	const char *list;
	const char *policy;
	const char *quanta;
	const char *allotments;
	const char *affinity;
	bool solve;
	bool stay;
	bool bump;
	bool per_cpu;
	bool random_order;
	bool trace;
	bool trace_left;
	bool trace_cache;
	bool trace_queues;
};

enum exercise_kind {
	EXERCISE_FLAG,
	EXERCISE_NUMBER,
	EXERCISE_TEXT,
};

/**
 * struct exercise_option - an option
 * @letter: its letter
 * @name: its long name, or NULL
 * @kind: what its value is
 * @at: where the value is in struct exercise_args
 * @number: the initial value, of a number
 * @text: the initial value, of a text
 * @value: what stands for the value in the help, or NULL
 * @help: what it does
 */
struct exercise_option {
	char letter;
	const char *name;
	enum exercise_kind kind;
	size_t at;
	__s64 number;
	const char *text;
	const char *value;
	const char *help;
};

#define EXERCISE_AT(member)	offsetof(struct exercise_args, member)

#define NUMBER_OPTION(l, long_name, member, initial, about) {	\
		.letter = l, .name = long_name,			\
		.kind = EXERCISE_NUMBER, .at = EXERCISE_AT(member), \
		.number = initial, .value = "N", .help = about,	\
	}
#define TEXT_OPTION(l, long_name, member, initial, shown, about) {	\
		.letter = l, .name = long_name,			\
		.kind = EXERCISE_TEXT, .at = EXERCISE_AT(member), \
		.text = initial, .value = shown, .help = about,	\
	}
#define FLAG_OPTION(l, long_name, member, about) {		\
		.letter = l, .name = long_name,			\
		.kind = EXERCISE_FLAG, .at = EXERCISE_AT(member), \
		.help = about,					\
	}

#define SEED_OPTION	NUMBER_OPTION('s', "seed", seed, 0, "seed of the random jobs")
#define SOLVE_OPTION(name)	FLAG_OPTION('c', name, solve, "print the solution, too")

bool options_read(const struct exercise *exercise, struct exercise_args *args, int argc,
		  char **argv);
void options_help(const struct exercise *exercise);
void options_print(const struct exercise *exercise, const struct exercise_args *args);
struct json_object *options_json(const struct exercise *exercise,
				 const struct exercise_args *args);

__s64 list_number(char option, const char *text, size_t len);

#endif /* TEXTBOOK_OPTIONS_H */
