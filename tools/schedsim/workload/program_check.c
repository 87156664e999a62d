// SPDX-License-Identifier: GPL-2.0
/*
 * What programs may be is decided by the engine; this asks it.
 */
#include <stdlib.h>

#include "workload/program.h"

/* Not util/tool.h: the engine's environment has words of its own. */
#include "task/program.h"

void *allocate(size_t nr, size_t size);

/**
 * program_check - would the engine take a program?
 * @program: the program, at most SCHEDSIM_MAX_OPS long
 *
 * Return: the number of operations that are right: @program->nr, or less.
 */
__u32 program_check(const struct program *program)
{
	struct sim_program *decoded;
	__u32 right;

	decoded = allocate(1, sizeof(*decoded) + program->nr * sizeof(decoded->ops[0]));
	right = sim_program_decode(decoded, program->ops, program->nr);
	free(decoded);
	return right;
}
