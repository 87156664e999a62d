/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Programs of processes: building, checking, and the notation of --program.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdbool.h>
#include <stdio.h>

#include <linux/schedsim.h>

#include "workload/objects.h"

/**
 * struct program - what processes do
 * @ops: the operations
 * @lines: the line of a file that each comes from, or 0
 * @nr: number of operations; 0: a process that runs for ever
 * @room: in @ops
 * @room_lines: in @lines
 */
struct program {
	struct schedsim_op *ops;
	unsigned int *lines;
	__u32 nr;
	size_t room;
	size_t room_lines;
};

void program_add(struct program *program, const struct schedsim_op *op, unsigned int line);
void program_mark_unlocks(struct program *program);
void program_free(struct program *program);
__u32 program_check(const struct program *program);
__u32 program_spins(const struct program *program);
bool program_ends(const struct program *program);
void program_parse(struct program *program, struct objects *objects, const char *text);
const char *op_name(__u32 code);
void program_print(FILE *to, const struct program *program, const struct objects *objects);

#endif /* PROGRAM_H */
