// SPDX-License-Identifier: GPL-2.0
/*
 * Programs of processes, and how --program writes them:
 *
 *	program = step { ";" step }
 *	step    = "run" TIME | "sleep" TIME | "yield" | "exit"
 *	        | "timer" TIME [ "absolute" | "skip" ] [ "as" NUMBER ]
 *	        | "timer" TIME [ "absolute" | "skip" ] "shared" NAME
 *	        | "lock" NAME [ "for" TIME ] | "unlock" NAME | "wait" NAME [ NAME ]
 *	        | ( "signal" | "broadcast" | "barrier" ) NAME
 *	        | ( "sem_wait" | "sem_post" | "attr" | "fork" ) NAME
 *	        | "repeat" [ COUNT ] "{" program "}" | "loop" [ COUNT ]
 *
 * Names are those of objects; "lock:NAME" is the same as "lock NAME". "loop" is
 * the last step: it goes back to the first one, for ever or until everything has
 * been done COUNT times.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "util/text.h"
#include "util/tool.h"
#include "util/units.h"
#include "workload/program.h"

/**
 * program_add - add an operation
 * @program: the program
 * @op: the operation
 * @line: the line of the file it is from, or 0
 */
void program_add(struct program *program, const struct schedsim_op *op, unsigned int line)
{
	program->ops = grown(program->ops, program->nr, &program->room, sizeof(*program->ops));
	program->lines = grown(program->lines, program->nr, &program->room_lines,
			       sizeof(*program->lines));
	program->ops[program->nr] = *op;
	program->lines[program->nr++] = line;
}

static bool locks_for_a_time(const struct program *program, __u32 mutex)
{
	__u32 i;

	for (i = 0; i < program->nr; i++)
		if (program->ops[i].code == SCHEDSIM_OP_LOCK && program->ops[i].value &&
		    program->ops[i].arg == mutex)
			return true;
	return false;
}

/**
 * program_mark_unlocks - what is locked for a time at most may not be held
 * @program: the program, which is complete
 *
 * To unlock it then is no error.
 */
void program_mark_unlocks(struct program *program)
{
	__u32 i;

	for (i = 0; i < program->nr; i++)
		if (program->ops[i].code == SCHEDSIM_OP_UNLOCK &&
		    locks_for_a_time(program, program->ops[i].arg))
			program->ops[i].flags |= SCHEDSIM_OP_F_IF_HELD;
}

/**
 * program_free - free what a program holds
 * @program: the program, which is empty then
 */
void program_free(struct program *program)
{
	free(program->ops);
	free(program->lines);
	*program = (struct program) { .nr = 0 };
}

/**
 * program_ends - does a process with this program exit some time?
 * @program: the program
 *
 * Return: false if it runs for ever.
 */
bool program_ends(const struct program *program)
{
	__u32 i;

	for (i = 0; i < program->nr; i++) {
		const struct schedsim_op *op = &program->ops[i];

		if (op->code == SCHEDSIM_OP_EXIT)
			return true;
		if (op->code == SCHEDSIM_OP_LOOP && !op->value)
			return false;
	}
	return program->nr;
}

/* May time pass here, or the process end? To lock is no reason to wait for ever. */
static bool may_take_time(const struct schedsim_op *op)
{
	switch (op->code) {
	case SCHEDSIM_OP_RUN:
	case SCHEDSIM_OP_SLEEP:
		return op->value;
	case SCHEDSIM_OP_TIMER:
	case SCHEDSIM_OP_EXIT:
	case SCHEDSIM_OP_WAIT:
	case SCHEDSIM_OP_BARRIER:
	case SCHEDSIM_OP_SEM_WAIT:
		return true;
	}
	return false;
}

/**
 * program_spins - is a loop certain to go round while no time passes, and so the
 * process to be stopped?
 * @program: a program that is right
 *
 * Others may do so, too; that shows when they run.
 *
 * Return: the operation that ends the loop, or @program->nr.
 */
__u32 program_spins(const struct program *program)
{
	__u32 i, timed = 0;	/* behind the last operation that may take time */

	for (i = 0; i < program->nr; i++) {
		const struct schedsim_op *op = &program->ops[i];

		if (may_take_time(op))
			timed = i + 1;
		else if (op->code == SCHEDSIM_OP_LOOP && timed <= op->arg &&
			 (!op->value || op->value > SCHEDSIM_MAX_TURNS + 1))
			break;
	}
	return i;
}

#define MAX_WORD	64

struct parser {
	struct program *program;
	struct objects *objects;
	const char *text;	/* all of it, for error messages */
	const char *at;
	char word[MAX_WORD];
};

static void __noreturn wrong(const struct parser *parser, const char *expected)
{
	die(TOOL_USAGE,
	    "program: '%s' at character %zu is not understood; expected is %s (as in 'run 2ms; sleep 8ms; loop')",
	    *parser->word ? parser->word : "the end", parser->at - parser->text -
	    strlen(parser->word) + 1, expected);
}

/* The next word, ";" , "{" or "}" goes to @word; "" at the end. */
static void next_word(struct parser *parser)
{
	size_t len = 0;

	while (isspace((unsigned char)*parser->at))
		parser->at++;
	if (*parser->at && strchr(";{}", *parser->at)) {
		parser->word[len++] = *parser->at++;
	} else {
		while (*parser->at && !strchr(";{}: \t\n", *parser->at) && len < MAX_WORD - 1)
			parser->word[len++] = *parser->at++;
		parser->at += *parser->at == ':';
	}
	parser->word[len] = '\0';
}

static bool is_word(const struct parser *parser, const char *word)
{
	return !strcmp(parser->word, word);
}

static bool step_ends(const struct parser *parser)
{
	return is_word(parser, ";") || is_word(parser, "}") || is_word(parser, "");
}

static __u64 next_time(struct parser *parser, const char *what)
{
	next_word(parser);
	if (step_ends(parser))
		wrong(parser, "a time such as 2ms");
	return time_arg(what, parser->word, 0, SCHEDSIM_MAX_TIME_NS);
}

/* The next word names an object; it is made if it is new. */
static __u32 next_object(struct parser *parser, __u32 type)
{
	__s64 index;

	next_word(parser);
	if (step_ends(parser))
		wrong(parser, "a name");
	text_arg("program", parser->word);
	index = objects_find(parser->objects, type, parser->word);
	if (index < 0 && (type == SCHEDSIM_OBJECT_ATTR || type == SCHEDSIM_OBJECT_FORK))
		die(TOOL_USAGE,
		    "program: what '%s' is has not been said; write --object %s:%s:... before the program",
		    parser->word, parser->word, object_type_name(type));
	return index < 0 ? objects_add(parser->objects, type, parser->word) : index;
}

static void add_loop(struct parser *parser, __u32 first, __u64 count)
{
	struct program *program = parser->program;

	if (first == program->nr)
		die(TOOL_USAGE,
		    "program: there is nothing to repeat; at least one step must be in a loop");
	program_add(program, &(struct schedsim_op) {
		.code = SCHEDSIM_OP_LOOP,
		.arg = first,
		.value = count,
	}, 0);
}

static void parse_timer(struct parser *parser)
{
	struct schedsim_op op = { .code = SCHEDSIM_OP_TIMER };

	op.value = next_time(parser, "program: timer");
	next_word(parser);
	if (is_word(parser, "absolute")) {
		op.flags = SCHEDSIM_OP_F_ABSOLUTE;
		next_word(parser);
	} else if (is_word(parser, "skip")) {
		op.flags = SCHEDSIM_OP_F_SKIP;
		next_word(parser);
	}
	if (is_word(parser, "shared")) {
		op.flags |= SCHEDSIM_OP_F_SHARED;
		op.arg = next_object(parser, SCHEDSIM_OBJECT_TIMER);
		next_word(parser);
	}
	if (is_word(parser, "as") && !(op.flags & SCHEDSIM_OP_F_SHARED)) {
		next_word(parser);
		op.arg = number_arg("program: timer as", parser->word, 0,
				    SCHEDSIM_MAX_TIMERS - 1);
		next_word(parser);
	}
	program_add(parser->program, &op, 0);
}

static void parse_steps(struct parser *parser, __u32 depth);

static void parse_repeat(struct parser *parser, __u32 depth)
{
	__u32 first = parser->program->nr;
	__u64 count = 0;

	next_word(parser);
	if (!is_word(parser, "{")) {
		count = number_arg("program: repeat", parser->word, 1, SCHEDSIM_MAX_TIME_NS);
		next_word(parser);
	}
	if (!is_word(parser, "{"))
		wrong(parser, "'{'");
	parse_steps(parser, depth + 1);
	if (!is_word(parser, "}"))
		wrong(parser, "'}'");
	add_loop(parser, first, count);
	next_word(parser);
}

static void parse_loop(struct parser *parser)
{
	__u64 count = 0;

	next_word(parser);
	if (!step_ends(parser)) {
		count = number_arg("program: loop", parser->word, 1, SCHEDSIM_MAX_TIME_NS);
		next_word(parser);
	}
	if (is_word(parser, ";"))
		next_word(parser);
	if (!is_word(parser, ""))
		wrong(parser, "the end, since loop goes back to the first step");
	add_loop(parser, 0, count);
}

/* Steps that name an object. */
static const struct {
	const char *word;
	__u16 code;
	__u16 type;
} object_steps[] = {
	{ "lock", SCHEDSIM_OP_LOCK, SCHEDSIM_OBJECT_MUTEX },
	{ "unlock", SCHEDSIM_OP_UNLOCK, SCHEDSIM_OBJECT_MUTEX },
	{ "wait", SCHEDSIM_OP_WAIT, SCHEDSIM_OBJECT_COND },
	{ "signal", SCHEDSIM_OP_SIGNAL, SCHEDSIM_OBJECT_COND },
	{ "broadcast", SCHEDSIM_OP_BROADCAST, SCHEDSIM_OBJECT_COND },
	{ "barrier", SCHEDSIM_OP_BARRIER, SCHEDSIM_OBJECT_BARRIER },
	{ "sem_wait", SCHEDSIM_OP_SEM_WAIT, SCHEDSIM_OBJECT_SEMAPHORE },
	{ "sem_post", SCHEDSIM_OP_SEM_POST, SCHEDSIM_OBJECT_SEMAPHORE },
	{ "attr", SCHEDSIM_OP_ATTR, SCHEDSIM_OBJECT_ATTR },
	{ "fork", SCHEDSIM_OP_FORK, SCHEDSIM_OBJECT_FORK },
};

static bool parse_object_step(struct parser *parser)
{
	struct schedsim_op op;
	size_t i = 0;

	while (i < ARRAY_SIZE(object_steps) && !is_word(parser, object_steps[i].word))
		i++;
	if (i == ARRAY_SIZE(object_steps))
		return false;
	op = (struct schedsim_op) {
		.code = object_steps[i].code,
		.arg = next_object(parser, object_steps[i].type),
	};
	next_word(parser);
	if (op.code == SCHEDSIM_OP_WAIT && !step_ends(parser)) {
		__s64 mutex = objects_find(parser->objects, SCHEDSIM_OBJECT_MUTEX, parser->word);

		text_arg("program", parser->word);
		if (mutex < 0)
			mutex = objects_add(parser->objects, SCHEDSIM_OBJECT_MUTEX,
					    parser->word);
		op.value = mutex + 1;
		next_word(parser);
	} else if (op.code == SCHEDSIM_OP_LOCK && is_word(parser, "for")) {
		next_word(parser);
		if (step_ends(parser))
			wrong(parser, "a time such as 2ms");
		op.value = time_arg("program: lock", parser->word, 1, SCHEDSIM_MAX_TIME_NS);
		next_word(parser);
	}
	program_add(parser->program, &op, 0);
	return true;
}

static void parse_step(struct parser *parser, __u32 depth)
{
	struct schedsim_op op = { .code = SCHEDSIM_OP_EXIT };

	if (is_word(parser, "run") || is_word(parser, "sleep")) {
		bool run = is_word(parser, "run");

		op.code = run ? SCHEDSIM_OP_RUN : SCHEDSIM_OP_SLEEP;
		op.value = next_time(parser, run ? "program: run" : "program: sleep");
		next_word(parser);
		if (!run && is_word(parser, "always")) {
			op.flags = SCHEDSIM_OP_F_ALWAYS;
			next_word(parser);
		}
		program_add(parser->program, &op, 0);
		return;
	} else if (is_word(parser, "yield")) {
		op.code = SCHEDSIM_OP_YIELD;
	} else if (is_word(parser, "timer")) {
		parse_timer(parser);
		return;
	} else if (is_word(parser, "repeat")) {
		parse_repeat(parser, depth);
		return;
	} else if (is_word(parser, "loop") && !depth) {
		parse_loop(parser);
		return;
	} else if (parse_object_step(parser)) {
		return;
	} else if (!is_word(parser, "exit")) {
		wrong(parser,
		      "run, sleep, timer, yield, lock and the like, repeat, loop or exit");
	}
	program_add(parser->program, &op, 0);
	next_word(parser);
}

/* Steps until a '}' or the end, which is then in @word. */
static void parse_steps(struct parser *parser, __u32 depth)
{
	if (depth > SCHEDSIM_MAX_LOOP_DEPTH)
		die(TOOL_USAGE, "program: loops are nested too deep; allowed are %d",
		    SCHEDSIM_MAX_LOOP_DEPTH);
	do {
		next_word(parser);
		if (is_word(parser, "") || is_word(parser, "}"))
			return;
		if (is_word(parser, ";"))
			continue;
		parse_step(parser, depth);
	} while (is_word(parser, ";"));
	if (!is_word(parser, "") && !is_word(parser, "}"))
		wrong(parser, "';' between steps");
}

/**
 * program_parse - read a program on the command line, or die
 * @program: an empty program to fill in
 * @objects: what it names; those that are new are added
 * @text: the program
 */
void program_parse(struct program *program, struct objects *objects, const char *text)
{
	struct parser parser = {
		.program = program,
		.objects = objects,
		.text = text,
		.at = text,
	};
	__u32 right;

	parse_steps(&parser, 0);
	if (!is_word(&parser, ""))
		wrong(&parser, "the end");
	if (!program->nr)
		die(TOOL_USAGE,
		    "program: there is no step in '%s'; write 'exit' for a process that ends at once",
		    text);
	if (program->nr > SCHEDSIM_MAX_OPS)
		die(TOOL_USAGE, "program: it has %u operations; allowed are %d", program->nr,
		    SCHEDSIM_MAX_OPS);
	program_mark_unlocks(program);
	right = program_check(program);
	if (right < program->nr)
		die(TOOL_USAGE, "program: a timer's period is 0; allowed is what is longer");
	if (program_spins(program) < program->nr)
		warn("program: a loop takes no time: the process will be stopped there");
}
