// SPDX-License-Identifier: GPL-2.0
/*
 * Programs as text, in the notation of --program.
 */
#include <stdlib.h>

#include "util/tool.h"
#include "util/units.h"
#include "workload/program.h"

/**
 * op_name - the word for an operation
 * @code: enum schedsim_op_code
 *
 * Return: the word, or "?" for what is none.
 */
const char *op_name(__u32 code)
{
	static const char * const names[] = {
		[SCHEDSIM_OP_RUN] = "run",
		[SCHEDSIM_OP_SLEEP] = "sleep",
		[SCHEDSIM_OP_TIMER] = "timer",
		[SCHEDSIM_OP_YIELD] = "yield",
		[SCHEDSIM_OP_LOOP] = "loop",
		[SCHEDSIM_OP_EXIT] = "exit",
		[SCHEDSIM_OP_LOCK] = "lock",
		[SCHEDSIM_OP_UNLOCK] = "unlock",
		[SCHEDSIM_OP_WAIT] = "wait",
		[SCHEDSIM_OP_SIGNAL] = "signal",
		[SCHEDSIM_OP_BROADCAST] = "broadcast",
		[SCHEDSIM_OP_BARRIER] = "barrier",
		[SCHEDSIM_OP_SEM_WAIT] = "sem_wait",
		[SCHEDSIM_OP_SEM_POST] = "sem_post",
		[SCHEDSIM_OP_FORK] = "fork",
		[SCHEDSIM_OP_ATTR] = "attr",
	};

	return code < ARRAY_SIZE(names) ? names[code] : "?";
}

static void print_time(FILE *to, const char *word, __u64 ns)
{
	/* Not format_time(), which rounds. */
	if (ns % NSEC_PER_MSEC == 0)
		fprintf(to, "%s %llums", word, ns / NSEC_PER_MSEC);
	else if (ns % NSEC_PER_USEC == 0)
		fprintf(to, "%s %lluus", word, ns / NSEC_PER_USEC);
	else
		fprintf(to, "%s %lluns", word, ns);
}

static void print_timer(FILE *to, const struct schedsim_op *op, const struct objects *objects)
{
	print_time(to, "timer", op->value);
	if (op->flags & SCHEDSIM_OP_F_ABSOLUTE)
		fputs(" absolute", to);
	if (op->flags & SCHEDSIM_OP_F_SKIP)
		fputs(" skip", to);
	if (op->flags & SCHEDSIM_OP_F_SHARED)
		fprintf(to, " shared %s", objects->info[op->arg].name);
	else if (op->arg)
		fprintf(to, " as %u", op->arg);
}

static void print_op(FILE *to, const struct schedsim_op *op, const struct objects *objects)
{
	switch (op->code) {
	case SCHEDSIM_OP_RUN:
	case SCHEDSIM_OP_SLEEP:
		print_time(to, op_name(op->code), op->value);
		if (op->flags & SCHEDSIM_OP_F_ALWAYS)
			fputs(" always", to);
		return;
	case SCHEDSIM_OP_TIMER:
		print_timer(to, op, objects);
		return;
	}
	fputs(op_name(op->code), to);
	if (op->code < SCHEDSIM_OP_LOCK)
		return;
	fprintf(to, " %s", objects->info[op->arg].name);
	if (op->code == SCHEDSIM_OP_WAIT && op->value)
		fprintf(to, " %s", objects->info[op->value - 1].name);
	if (op->code == SCHEDSIM_OP_LOCK && op->value)
		print_time(to, " for", op->value);
}

/* The loops that begin at an operation, outermost first, each "repeat N { ". */
static void open_loops(FILE *to, const struct program *program, __u32 at)
{
	__u32 i;

	for (i = program->nr; i-- > at;) {
		const struct schedsim_op *op = &program->ops[i];

		if (op->code != SCHEDSIM_OP_LOOP || op->arg != at)
			continue;
		if (i + 1 == program->nr && !at)
			continue;
		if (op->value)
			fprintf(to, "repeat %llu { ", op->value);
		else
			fputs("repeat { ", to);
	}
}

/**
 * program_print - write a program
 * @to: where to
 * @program: the program
 * @objects: what it names
 */
void program_print(FILE *to, const struct program *program, const struct objects *objects)
{
	__u32 i;

	for (i = 0; i < program->nr; i++) {
		const struct schedsim_op *op = &program->ops[i];
		bool loop = op->code == SCHEDSIM_OP_LOOP;
		bool last = i + 1 == program->nr;

		if (i)
			fputs(loop && !(last && !op->arg) ? " " : "; ", to);
		open_loops(to, program, i);
		if (!loop)
			print_op(to, op, objects);
		else if (!last || op->arg)
			fputs("}", to);
		else if (op->value)
			fprintf(to, "loop %llu", op->value);
		else
			fputs("loop", to);
	}
}
