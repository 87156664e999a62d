// SPDX-License-Identifier: GPL-2.0
/*
 * Programs: checks, and the form in which the engine keeps them.
 */
#include "task/program.h"

#define TIMER_MODES	(SCHEDSIM_OP_F_ABSOLUTE | SCHEDSIM_OP_F_SKIP)

static u16 allowed_flags(u16 code)
{
	switch (code) {
	case SCHEDSIM_OP_SLEEP:
		return SCHEDSIM_OP_F_ALWAYS;
	case SCHEDSIM_OP_TIMER:
		return TIMER_MODES | SCHEDSIM_OP_F_SHARED;
	case SCHEDSIM_OP_UNLOCK:
		return SCHEDSIM_OP_F_IF_HELD;
	}
	return 0;
}

static u64 max_value(u16 code)
{
	switch (code) {
	case SCHEDSIM_OP_RUN:
	case SCHEDSIM_OP_SLEEP:
	case SCHEDSIM_OP_TIMER:
	case SCHEDSIM_OP_LOOP:
	case SCHEDSIM_OP_LOCK:
		return SCHEDSIM_MAX_TIME_NS;
	case SCHEDSIM_OP_WAIT:
		return SCHEDSIM_MAX_OBJECTS;
	}
	return 0;
}

static int decode_op(struct sim_op *op, const struct schedsim_op *from)
{
	bool is_timer = from->code == SCHEDSIM_OP_TIMER;
	bool is_own = is_timer && !(from->flags & SCHEDSIM_OP_F_SHARED);
	bool has_arg = is_timer || from->code == SCHEDSIM_OP_LOOP ||
		       from->code >= SCHEDSIM_OP_LOCK;

	if (from->code > SCHEDSIM_OP_ATTR)
		return -EINVAL;
	if (from->flags & ~allowed_flags(from->code))
		return -EINVAL;
	if ((from->flags & TIMER_MODES) == TIMER_MODES)
		return -EINVAL;
	if (from->arg && !has_arg)
		return -EINVAL;
	if (is_timer && !from->value)
		return -EINVAL;
	if (is_own && from->arg >= SCHEDSIM_MAX_TIMERS)
		return -EINVAL;
	if (from->value > max_value(from->code))
		return -EINVAL;

	op->code = from->code;
	op->flags = from->flags;
	op->slot = is_own ? from->arg : 0;
	op->target = is_own ? 0 : from->arg;
	op->value = from->value;
	return 0;
}

/*
 * Check that the loop that ends at @end overlaps no loop before it. Give it a
 * counter that none of the loops inside it uses. The walk goes backwards and
 * jumps over the loops inside, so that all loops together cost O(nr_ops).
 */
static int check_loop(struct sim_program *program, u32 end)
{
	struct sim_op *loop = &program->ops[end];
	u32 pos = end;

	if (loop->target >= end)
		return -EINVAL;
	while (pos > loop->target) {
		const struct sim_op *op = &program->ops[--pos];

		if (op->code != SCHEDSIM_OP_LOOP)
			continue;
		if (op->target < loop->target)
			return -EINVAL;
		loop->slot = max_t(u16, loop->slot, op->slot + 1);
		pos = op->target;
	}
	if (loop->slot >= SCHEDSIM_MAX_LOOP_DEPTH)
		return -EINVAL;
	program->nr_loops = max_t(u16, program->nr_loops, loop->slot + 1);
	return 0;
}

/**
 * sim_program_decode - make a program of a user's operations
 * @program: to fill in; has room for @nr_ops operations. @refs is not changed
 * @ops: the operations
 * @nr_ops: 1..SCHEDSIM_MAX_OPS
 *
 * Context: Any; O(@nr_ops).
 * Return: @nr_ops, or the index of the first operation that is not valid: a
 * value is out of range, or a loop overlaps another.
 */
int sim_program_decode(struct sim_program *program,
		       const struct schedsim_op *ops, u32 nr_ops)
{
	u32 i;

	program->nr_ops = nr_ops;
	program->nr_loops = 0;
	program->nr_timers = 0;
	program->period = 0;
	program->more = false;
	for (i = 0; i < nr_ops; i++) {
		struct sim_op *op = &program->ops[i];

		if (decode_op(op, &ops[i]))
			break;
		if (op->code == SCHEDSIM_OP_LOOP && check_loop(program, i))
			break;
		program->more |= op->code == SCHEDSIM_OP_LOOP ||
				 op->flags & SCHEDSIM_OP_F_SHARED;
		if (op->code == SCHEDSIM_OP_TIMER && !program->period)
			program->period = op->value;
		if (op->code == SCHEDSIM_OP_TIMER &&
		    !(op->flags & SCHEDSIM_OP_F_SHARED))
			program->nr_timers = max_t(u16, program->nr_timers,
						   op->slot + 1);
	}
	return i;
}

/**
 * sim_program_encode - give an operation back as the user wrote it
 * @program: the program
 * @index: which operation, below @program->nr_ops
 * @op: to fill in. Objects have their ids, once sim_program_bind() has been
 *      called
 */
void sim_program_encode(const struct sim_program *program, u32 index,
			struct schedsim_op *op)
{
	const struct sim_op *from = &program->ops[index];

	*op = (struct schedsim_op) {
		.code = from->code,
		.flags = from->flags,
		.arg = from->slot,
		.value = from->value,
	};
	if (from->code != SCHEDSIM_OP_TIMER ||
	    from->flags & SCHEDSIM_OP_F_SHARED)
		op->arg = from->target;
	if (from->code == SCHEDSIM_OP_WAIT && from->value)
		op->value++;	/* in the ABI 0 means no mutex */
}
