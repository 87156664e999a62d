// SPDX-License-Identifier: GPL-2.0
/*
 * Processes of a simulation in the kernel, and their programs: their memory.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "memory.h"
#include "object.h"
#include "process.h"

static size_t program_size(u32 nr_ops)
{
	return offsetof(struct sim_program, ops[nr_ops]);
}

/* As vmemdup_user(), which would complain in the log when there is no memory. */
static struct schedsim_op *copy_ops(const struct schedsim_op __user *ops,
				    u32 nr_ops)
{
	struct schedsim_op *copy = kvmalloc_array(nr_ops, sizeof(*ops), GFP_SIM);

	if (!copy)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(copy, ops, nr_ops * sizeof(*ops))) {
		kvfree(copy);
		return ERR_PTR(-EFAULT);
	}
	return copy;
}

/**
 * program_create - make a program of a user's operations
 * @s: the simulation whose limit counts
 * @ops: the operations
 * @nr_ops: number of them
 * @objects: ids of the objects that they name by their indices
 * @nr_objects: number of those
 *
 * Context: @s->mutex held; sleeps. program_put() must follow.
 * Return: the program with one reference, or ERR_PTR: -EINVAL if it is too long
 * or an operation is bad, -ENOSPC, -EFAULT, -ENOMEM.
 */
struct sim_program *program_create(struct simulation *s,
				   const struct schedsim_op __user *ops,
				   u32 nr_ops, const u32 *objects,
				   u32 nr_objects)
{
	struct sim_program *program;
	struct schedsim_op *copy;

	if (!nr_ops || nr_ops > SCHEDSIM_MAX_OPS)
		return ERR_PTR(-EINVAL);
	if (nr_ops > SCHEDSIM_MAX_OPS_TOTAL - s->nr_ops)
		return ERR_PTR(-ENOSPC);
	copy = copy_ops(ops, nr_ops);
	if (IS_ERR(copy))
		return ERR_CAST(copy);
	program = memory_get(program_size(nr_ops));
	if (IS_ERR(program)) {
		kvfree(copy);
		return program;
	}
	if (sim_program_decode(program, copy, nr_ops) != nr_ops ||
	    sim_program_bind(s->engine, program, objects, nr_objects) != nr_ops) {
		kvfree(copy);
		memory_put(program, program_size(nr_ops));
		return ERR_PTR(-EINVAL);
	}
	kvfree(copy);
	sim_program_hold(s->engine, program);
	program->refs = 1;
	s->nr_ops += nr_ops;
	return program;
}

/**
 * program_put - give up a reference to a program
 * @s: the simulation
 * @engine: the engine it was made for
 * @program: the program, or NULL
 *
 * Context: @s->mutex held, or nobody else knows @engine.
 */
void program_put(struct simulation *s, struct sim *engine,
		 struct sim_program *program)
{
	if (!program || --program->refs)
		return;
	sim_program_release(engine, program, object_put, engine);
	s->nr_ops -= program->nr_ops;
	memory_put(program, program_size(program->nr_ops));
}

/**
 * process_create - make a process that is in no simulation yet
 * @program: its program, of which it takes a reference, or NULL
 * @name: its name
 * @attr: attributes that pass sim_attr_check()
 *
 * Context: The simulation's mutex held; sleeps.
 * Return: the process, or ERR_PTR: -ENOSPC, -ENOMEM.
 */
struct sim_proc *process_create(struct sim_program *program, const char *name,
				const struct schedsim_attr *attr)
{
	struct sim_proc *proc = memory_get(sim_proc_size(program));

	if (IS_ERR(proc))
		return proc;
	sim_proc_init(proc, program, name, attr);
	if (program)
		program->refs++;
	return proc;
}

/**
 * process_free - free a process that is in no simulation any more
 * @s: the simulation it was made for
 * @engine: the engine likewise
 * @proc: the process
 *
 * Context: @s->mutex held, or nobody else knows @engine.
 */
void process_free(struct simulation *s, struct sim *engine, struct sim_proc *proc)
{
	size_t size = sim_proc_size(proc->program);

	if (proc->fork)
		object_put(engine, proc->fork);
	program_put(s, engine, proc->program);
	memory_put(proc, size);
}
