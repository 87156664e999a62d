// SPDX-License-Identifier: GPL-2.0
/*
 * Processes of a simulation in the kernel, and their programs: their memory.
 */
#include <linux/cache.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "memory.h"
#include "object.h"
#include "process.h"

static struct kmem_cache *cache;

static_assert(sizeof(struct sim_proc) <= 512);

/* What the cache takes for a process: it begins and ends with a cache line. */
static size_t proc_footprint(void)
{
	return ALIGN(sizeof(struct sim_proc), cache_line_size());
}

/**
 * process_cache_create - get ready to make processes
 *
 * Context: Process context; sleeps. process_cache_destroy() must follow.
 * Return: 0, or -ENOMEM.
 */
int process_cache_create(void)
{
	cache = kmem_cache_create("schedsim_proc", sizeof(struct sim_proc), 0,
				  SLAB_HWCACHE_ALIGN | SLAB_ACCOUNT, NULL);
	return cache ? 0 : -ENOMEM;
}

/**
 * process_cache_destroy - end what process_cache_create() began
 *
 * Context: Process context; sleeps. There are no processes any more.
 */
void process_cache_destroy(void)
{
	kmem_cache_destroy(cache);
}

static size_t program_size(u32 nr_ops)
{
	return offsetof(struct sim_program, ops[nr_ops]);
}

/* As vmemdup_user(), which would complain in the log when there is no memory. */
static struct schedsim_op *copy_ops(const struct user_array *ops, u32 nr_ops)
{
	struct schedsim_op *copy = kvmalloc_array(nr_ops, sizeof(*copy), GFP_SIM);
	int err;

	if (!copy)
		return ERR_PTR(-ENOMEM);
	err = user_array_read(ops, 0, nr_ops, copy, sizeof(*copy));
	if (err) {
		kvfree(copy);
		return ERR_PTR(err);
	}
	return copy;
}

/**
 * program_create - make a program of a user's operations
 * @s: the simulation whose limit counts
 * @ops: the operations; their size has been checked
 * @nr_ops: the number of them
 * @objects: ids of the objects that they name by their indices
 * @nr_objects: the number of those
 *
 * Context: @s->mutex held; sleeps. program_put() must follow.
 * Return: the program with one reference, or ERR_PTR: -EINVAL if it is too long
 * or an operation is bad, -E2BIG if the kernel does not know an operation's end,
 * -ENOSPC, -EFAULT, -ENOMEM.
 */
struct sim_program *program_create(struct simulation *s,
				   const struct user_array *ops, u32 nr_ops,
				   const u32 *objects, u32 nr_objects)
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
	struct object_owner owner = { s, engine };

	if (!program || --program->refs)
		return;
	sim_program_release(engine, program, object_put, &owner);
	s->nr_ops -= program->nr_ops;
	memory_put(program, program_size(program->nr_ops));
}

static struct sim_proc *proc_alloc(void)
{
	struct sim_proc *proc;
	int err = memory_charge(proc_footprint());

	if (err)
		return ERR_PTR(err);
	proc = kmem_cache_zalloc(cache, GFP_SIM);
	if (!proc) {
		memory_uncharge(proc_footprint());
		return ERR_PTR(-ENOMEM);
	}
	return proc;
}

static void proc_free(struct sim_proc *proc)
{
	kmem_cache_free(cache, proc);
	memory_uncharge(proc_footprint());
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
	size_t tail_size = sim_tail_size(program);
	struct sim_proc *proc = proc_alloc();
	u64 *tail = NULL;

	if (IS_ERR(proc))
		return proc;
	if (tail_size)
		tail = memory_get(tail_size);
	if (IS_ERR(tail)) {
		proc_free(proc);
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
 * @engine: the engine likewise
 * @proc: the process
 *
 * Context: @s->mutex held, or nobody else knows @engine.
 */
void process_free(struct simulation *s, struct sim *engine,
		  struct sim_proc *proc)
{
	struct object_owner owner = { s, engine };
	struct sim_object *fork = sim_proc_fork(proc);

	if (fork)
		object_put(&owner, fork);
	memory_put(proc->tail, sim_tail_size(proc->program));
	program_put(s, engine, proc->program);
	proc_free(proc);
}
