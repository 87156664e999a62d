// SPDX-License-Identifier: GPL-2.0
/*
 * Processes of a simulation in the kernel, and their programs: their memory.
 */
#include <linux/err.h>

#include "memory.h"
#include "object.h"
#include "process.h"

static_assert(sizeof(struct sim_proc) <= 512);

static size_t program_size(u32 nr_ops)
{
	return offsetof(struct sim_program, ops[nr_ops]);
}

/* Copy the operations in, and decode them. */
static int copy_ops(struct account *account, struct sim_program *program,
		    const struct user_array *ops, u32 nr_ops)
{
	size_t size = nr_ops * sizeof(struct schedsim_op);
	struct schedsim_op *copy = memory_get(account, size);
	int err;

	if (IS_ERR(copy))
		return PTR_ERR(copy);
	err = user_array_read(ops, 0, nr_ops, copy, sizeof(*copy));
	if (!err && sim_program_decode(program, copy, nr_ops) != nr_ops)
		err = -EINVAL;
	memory_put(account, copy, size);
	return err;
}

/**
 * program_create - make a program of a user's operations
 * @account: that of the simulation it will be in
 * @ops: the operations; their size has been checked
 * @nr_ops: the number of them, 1..SCHEDSIM_MAX_OPS
 *
 * Context: Process context, no lock held; sleeps. program_put() must follow.
 * Return: the program with one reference, or ERR_PTR: -EINVAL if an operation is
 * bad, -E2BIG if the kernel does not know an operation's end, -EDQUOT, -ENOSPC,
 * -EFAULT, -ENOMEM.
 */
struct sim_program *program_create(struct account *account,
				   const struct user_array *ops, u32 nr_ops)
{
	struct sim_program *program = memory_get(account, program_size(nr_ops));
	int err;

	if (IS_ERR(program))
		return program;
	err = copy_ops(account, program, ops, nr_ops);
	if (err) {
		memory_put(account, program, program_size(nr_ops));
		return ERR_PTR(err);
	}
	program->refs = 1;
	return program;
}

/**
 * program_bind - make a program part of a simulation
 * @s: the simulation
 * @program: the program, or NULL; nothing is done if it is part of @s already
 * @objects: ids of the objects that it names by their indices
 * @nr_objects: the number of those
 *
 * Context: @s->mutex held; program_put() must follow, also after an
 * error.
 * Return: 0; -EINVAL if it names an object that there is not, or one of another
 * type; -ENOSPC if the simulation has too many operations.
 */
int program_bind(struct simulation *s, struct sim_program *program,
		 const u32 *objects, u32 nr_objects)
{
	if (!program || program->held)
		return 0;
	if (program->nr_ops > SCHEDSIM_MAX_OPS_TOTAL - s->nr_ops)
		return -ENOSPC;
	if (sim_program_bind(s->engine, program, objects, nr_objects) !=
	    program->nr_ops)
		return -EINVAL;
	sim_program_get_objects(s->engine, program);
	s->nr_ops += program->nr_ops;
	return 0;
}

/* What is part of no engine is known to the caller only, who need not have the mutex. */
static void put(struct simulation *s, const struct sim *engine, void *mem, size_t size)
{
	if (engine)
		memory_put_later(s->account, &s->trash, mem, size);
	else
		memory_put(s->account, mem, size);
}

/**
 * program_put - give up a reference to a program
 * @s: the simulation
 * @engine: the engine it is part of, or NULL if it is part of none
 * @program: the program, or NULL
 *
 * Context: @s->mutex held, or nobody else knows @engine or the program.
 */
void program_put(struct simulation *s, struct sim *engine,
		 struct sim_program *program)
{
	struct object_owner owner = { s, engine };

	if (!program || --program->refs)
		return;
	if (program->held) {
		sim_program_put_objects(engine, program, object_put, &owner);
		s->nr_ops -= program->nr_ops;
	}
	put(s, engine, program, program_size(program->nr_ops));
}

/**
 * process_create - make a process that is in no simulation yet
 * @account: that of the simulation it will be in
 * @program: its program, of which it takes a reference, or NULL
 * @name: its name
 * @attr: its attributes, which sim_attr_check() must pass before it is spawned
 *
 * Context: Process context; sleeps. Nobody else knows @program.
 * Return: the process, or ERR_PTR: -EDQUOT, -ENOSPC, -ENOMEM.
 */
struct sim_proc *process_create(struct account *account,
				struct sim_program *program, const char *name,
				const struct schedsim_attr *attr)
{
	size_t tail_size = sim_tail_size(program);
	struct sim_proc *proc = memory_get(account, sizeof(*proc));
	u64 *tail = NULL;

	if (IS_ERR(proc))
		return proc;
	if (tail_size)
		tail = memory_get(account, tail_size);
	if (IS_ERR(tail)) {
		memory_put(account, proc, sizeof(*proc));
		return ERR_CAST(tail);
	}
	sim_proc_init(proc, program, tail, name, attr);
	if (program)
		program->refs++;
	return proc;
}

/**
 * process_free - free a process that is in no simulation any more
 * @s: the simulation it was made for
 * @engine: the engine likewise; NULL if its program is not part of one
 * @proc: the process
 *
 * Context: @s->mutex held, or nobody else knows @engine or the process.
 */
void process_free(struct simulation *s, struct sim *engine,
		  struct sim_proc *proc)
{
	struct object_owner owner = { s, engine };
	struct sim_object *fork = sim_proc_fork(proc);

	if (fork)
		object_put(&owner, fork);
	put(s, engine, proc->tail, sim_tail_size(proc->program));
	program_put(s, engine, proc->program);
	memory_put(s->account, proc, sizeof(*proc));
}
