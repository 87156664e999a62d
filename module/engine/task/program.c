// SPDX-License-Identifier: GPL-2.0
/*
 * Programs: what is allowed in one, and how it is kept.
 */
#include "task/program.h"

#define TIMER_FLAGS	(SCHEDSIM_OP_F_ABSOLUTE | SCHEDSIM_OP_F_SHARED)

static u64 max_value(u16 code)
{
	switch (code) {
	case SCHEDSIM_OP_RUN:
	case SCHEDSIM_OP_SLEEP:
	case SCHEDSIM_OP_TIMER:
	case SCHEDSIM_OP_LOOP:
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
	if (from->flags & ~(is_timer ? TIMER_FLAGS : 0))
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

/* Does this operation always let time pass, at the latest when it is repeated? */
static bool takes_time(const struct sim_op *op)
{
	switch (op->code) {
	case SCHEDSIM_OP_RUN:
	case SCHEDSIM_OP_SLEEP:
		return op->value;
	case SCHEDSIM_OP_TIMER:
		/* An absolute one that is behind does not until it caught up. */
		return !(op->flags & SCHEDSIM_OP_F_ABSOLUTE);
	case SCHEDSIM_OP_LOOP:
		return true;	/* it has been checked, and is done once at least */
	default:
		return false;
	}
}

/*
 * Check the loop that ends at @end against those before it, and give it a
 * counter that none of the loops inside it uses. Going backwards it jumps over
 * the loops inside, so that all loops together cost O(nr_ops).
 */
static int check_loop(struct sim_program *program, u32 end)
{
	struct sim_op *loop = &program->ops[end];
	bool timed = false;
	u32 pos = end;

	if (loop->target >= end)
		return -EINVAL;
	while (pos > loop->target) {
		const struct sim_op *op = &program->ops[--pos];

		timed |= takes_time(op);
		if (op->code != SCHEDSIM_OP_LOOP)
			continue;
		if (op->target < loop->target)
			return -EINVAL;
		loop->slot = max_t(u16, loop->slot, op->slot + 1);
		pos = op->target;
	}
	if (!timed || loop->slot >= SCHEDSIM_MAX_LOOP_DEPTH)
		return -EINVAL;
	program->nr_loops = max_t(u16, program->nr_loops, loop->slot + 1);
	return 0;
}

/**
 * sim_program_decode - make a program of a user's operations
 * @program: to fill in; has room for @nr_ops operations, @refs is left alone
 * @ops: the operations
 * @nr_ops: 1..SCHEDSIM_MAX_OPS
 *
 * Context: Any; O(@nr_ops).
 * Return: the number of operations that are right: @nr_ops, or less if one is
 * not (out of range, a loop that overlaps another or can go on within one
 * instant).
 */
int sim_program_decode(struct sim_program *program,
		       const struct schedsim_op *ops, u32 nr_ops)
{
	u32 i;

	program->nr_ops = nr_ops;
	program->nr_loops = 0;
	program->nr_timers = 0;
	for (i = 0; i < nr_ops; i++) {
		struct sim_op *op = &program->ops[i];

		if (decode_op(op, &ops[i]))
			break;
		if (op->code == SCHEDSIM_OP_LOOP && check_loop(program, i))
			break;
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
 * @index: which one, below @program->nr_ops
 * @op: to fill in; with ids of objects, once sim_program_bind() has put those in
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
		op->value++;	/* as it is given: 0 is none */
}
