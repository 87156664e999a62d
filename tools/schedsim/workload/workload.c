// SPDX-License-Identifier: GPL-2.0
/*
 * Workloads: the processes that files and --jobs describe, and what the
 * simulation is told of them.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/schedsim.h"

#include "util/text.h"
#include "util/tool.h"
#include "util/units.h"
#include "workload/workload.h"

/**
 * workload_add - add a process
 * @workload: the workload
 * @proc: the process; its name is copied
 */
void workload_add(struct workload *workload, const struct workload_proc *proc)
{
	struct workload_proc *to;

	workload->procs = grown(workload->procs, workload->nr_procs, &workload->room_procs,
				sizeof(*workload->procs));
	to = &workload->procs[workload->nr_procs++];
	*to = *proc;
	to->name = strdup(proc->name);
	if (!to->name)
		die(TOOL_FAILED, "out of memory");
}

/**
 * workload_has_name - is it the process of a name, or an instance of it?
 * @proc: the process; instances are called "name-0" and so on
 * @name: the name
 * @len: its length
 *
 * Return: whether it is.
 */
bool workload_has_name(const struct workload_proc *proc, const char *name, size_t len)
{
	const char *rest = proc->name + len;

	if (strncmp(proc->name, name, len))
		return false;
	return !*rest || (*rest == '-' && rest[1] && !rest[1 + strspn(rest + 1, "0123456789")]);
}

/**
 * workload_add_program - add an empty program
 * @workload: the workload
 *
 * Return: the program, until another one is added; its index is
 * @workload->nr_programs - 1.
 */
struct program *workload_add_program(struct workload *workload)
{
	workload->programs = grown(workload->programs, workload->nr_programs,
				   &workload->room_programs, sizeof(*workload->programs));
	workload->programs[workload->nr_programs] = (struct program) { .nr = 0 };
	return &workload->programs[workload->nr_programs++];
}

/* The greatest vCPU of a set that is not below @nr, and one more; or @nr. */
static __u32 raise_nr(const __u64 *cpus, __u32 nr)
{
	__u32 cpu;

	for (cpu = nr; cpu < SCHEDSIM_MAX_VCPUS; cpu++)
		if (cpus[cpu / 64] >> cpu % 64 & 1)
			nr = cpu + 1;
	return nr;
}

/**
 * workload_nr_cpus - how many vCPUs a workload knows of
 * @workload: the workload
 *
 * Return: the greatest vCPU that a process is bound to, and one more; or 1.
 */
__u32 workload_nr_cpus(const struct workload *workload)
{
	__u32 i, nr = 1;

	for (i = 0; i < workload->nr_procs; i++)
		nr = raise_nr(workload->procs[i].attr.affinity, nr);
	for (i = 0; i < workload->objects.nr; i++)
		nr = raise_nr(workload->objects.info[i].attr.affinity, nr);
	return nr;
}

static bool can_run(const __u64 *cpus, __u32 nr_vcpus)
{
	bool any = true;
	__u32 cpu;

	for (cpu = 0; cpu < SCHEDSIM_MAX_VCPUS; cpu++) {
		bool set = cpus[cpu / 64] >> cpu % 64 & 1;

		if (set && cpu < nr_vcpus)
			return true;
		any &= !set;
	}
	return any;
}

static void __noreturn no_vcpu(const char *file, unsigned int line, const char *what,
			       const char *name, const __u64 *affinity, __u32 nr_vcpus)
{
	char cpus[CPUS_LEN];

	die(TOOL_WORKLOAD,
	    "%s:%u: %s '%s': cpus: there is none of %s; the simulation has vCPU 0%s, see --vcpus",
	    file, line, what, name, format_cpus(affinity, cpus),
	    nr_vcpus > 1 ? " and those that follow" : " only");
}

/**
 * workload_check_cpus - make sure that each process can run somewhere, or die
 * @workload: the workload
 * @nr_vcpus: vCPUs of the simulation
 */
void workload_check_cpus(const struct workload *workload, __u32 nr_vcpus)
{
	__u32 i;

	for (i = 0; i < workload->nr_procs; i++) {
		const struct workload_proc *proc = &workload->procs[i];

		if (!can_run(proc->attr.affinity, nr_vcpus))
			no_vcpu(proc->file, proc->line, "task", proc->name, proc->attr.affinity,
				nr_vcpus);
	}
	for (i = 0; i < workload->objects.nr; i++) {
		const struct object_info *info = &workload->objects.info[i];
		const __u64 *affinity = info->attr.affinity;

		if (!can_run(affinity, nr_vcpus))
			no_vcpu(info->file, info->line, "phase", info->name, affinity, nr_vcpus);
	}
}

/**
 * workload_entries - the processes as the simulation wants them
 * @workload: the workload, which must stay as it is; its objects are told where
 *            their attributes are
 *
 * Return: an array of @workload->nr_procs entries, to be freed.
 */
struct schedsim_spawn_entry *workload_entries(struct workload *workload)
{
	struct schedsim_spawn_entry *entries;
	__u32 i;

	objects_set_attrs(&workload->objects);
	entries = allocate(workload->nr_procs, sizeof(*entries));
	for (i = 0; i < workload->nr_procs; i++) {
		const struct workload_proc *proc = &workload->procs[i];
		const struct program *program = &workload->programs[proc->program];

		entries[i].nr_ops = program->nr;
		entries[i].ops = (uintptr_t)(program->nr ? program->ops : NULL);
		entries[i].attr = (uintptr_t)&proc->attr;
		entries[i].delay_ns = proc->delay_ns;
		entries[i].fork = proc->fork;
		text_name(entries[i].name, proc->name);
	}
	return entries;
}

/**
 * workload_has_background - does a run end while some processes go on?
 * @workload: the workload
 *
 * Return: whether there are processes in the background, and others before them.
 */
bool workload_has_background(const struct workload *workload)
{
	__u32 i, nr = 0;

	for (i = 0; i < workload->nr_procs; i++)
		nr += workload->procs[i].background;
	return nr && nr < workload->nr_procs;
}

/**
 * workload_endless - is there a process that runs for ever?
 * @workload: the workload
 *
 * Return: the name of the first one whose end a run waits for, or NULL.
 */
const char *workload_endless(const struct workload *workload)
{
	bool background = workload_has_background(workload);
	__u32 i;

	for (i = 0; i < workload->nr_procs; i++)
		if (!(background && workload->procs[i].background) &&
		    !program_ends(&workload->programs[workload->procs[i].program]))
			return workload->procs[i].name;
	return NULL;
}

/**
 * workload_free - free what a workload holds
 * @workload: the workload
 */
void workload_free(struct workload *workload)
{
	__u32 i;

	for (i = 0; i < workload->nr_procs; i++)
		free(workload->procs[i].name);
	for (i = 0; i < workload->nr_programs; i++)
		program_free(&workload->programs[i]);
	free(workload->procs);
	free(workload->programs);
	objects_free(&workload->objects);
	for (i = 0; i < workload->nr_groups; i++)
		free(workload->groups[i]);
}

static void blame(const char *file, unsigned int line, const char *type, const char *name,
		  const char *why)
{
	complain("%s:%u: %s '%s': %s", file, line, type, name, why);
}

/* Of an object that gives attributes, the file has a phase. */
static void blame_object(const struct workload *workload, __u32 i, const char *why)
{
	const struct object_info *info = &workload->objects.info[i];
	__u32 type = workload->objects.abi[i].type;

	blame(info->file, info->line,
	      type == SCHEDSIM_OBJECT_ATTR ? "phase" : object_type_name(type), info->name, why);
}

/**
 * workload_blame - say which process or object a simulation does not take
 * @workload: the workload
 * @refusal: what is to blame
 * @policy: the simulation's
 * @err: the error, a negative errno
 *
 * Return: false, and nothing was said, if it is no fault of one of them.
 */
bool workload_blame(const struct workload *workload, const struct schedsim_refusal *refusal,
		    const char *policy, int err)
{
	char why[160] = "an attribute or an operation is not possible in this simulation";
	const struct workload_proc *proc = &workload->procs[refusal->index];
	__u32 object = refusal->index - workload->nr_procs - 1;

	if (err != -EINVAL && err != -EOPNOTSUPP && (err != -EBUSY || !*refusal->reason))
		return false;
	if (err != -EINVAL)
		snprintf(why, sizeof(why), "policy %s does not admit it: %s", policy,
			 *refusal->reason ? refusal->reason : "it gives no reason");
	if (refusal->index < workload->nr_procs)
		blame(proc->file, proc->line, "task", proc->name, why);
	else if (refusal->index > workload->nr_procs && object < workload->objects.nr)
		blame_object(workload, object, why);
	else
		return false;
	return true;
}
