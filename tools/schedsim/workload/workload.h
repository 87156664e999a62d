/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Workloads: the processes that files and the command line describe.
 */
#ifndef WORKLOAD_H
#define WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/schedsim.h>

#include "workload/objects.h"
#include "workload/program.h"

#define WORKLOAD_ERROR_LEN	512

struct schedsim_refusal;

/**
 * struct workload_proc - a process to be
 * @name: its name, in full
 * @file: the file it is from, or NULL
 * @line: the line there at which its task begins
 * @program: index of its program in the workload
 * @attr: its attributes
 * @delay_ns: when it arrives
 * @background: may a run end before it has exited?
 * @fork: index of the fork among the objects that starts it, plus 1; or 0
 */
struct workload_proc {
	char *name;
	const char *file;
	unsigned int line;
	__u32 program;
	struct schedsim_attr attr;
	__u64 delay_ns;
	bool background;
	__u32 fork;
};

/**
 * struct workload - processes to be
 * @procs: the processes
 * @nr_procs: number of them
 * @room_procs: room in @procs
 * @programs: the programs of the processes
 * @nr_programs: number of them
 * @room_programs: room in @programs
 * @objects: what the programs share
 * @groups: paths of the groups that processes are in, from group 1 on
 * @nr_groups: number of them
 * @duration_ns: the longest duration that the files give, or 0
 * @strict: refuse keys that nobody knows, and what follows the JSON text
 * @warn: called for what is not an error, but worth knowing; or NULL
 * @error: what was wrong with a file, once something was
 */
struct workload {
	struct workload_proc *procs;
	__u32 nr_procs;
	size_t room_procs;
	struct program *programs;
	__u32 nr_programs;
	size_t room_programs;
	struct objects objects;
	char *groups[SCHEDSIM_MAX_GROUPS];
	__u32 nr_groups;
	__u64 duration_ns;
	bool strict;
	void (*warn)(const char *format, ...);
	char error[WORKLOAD_ERROR_LEN];
};

int workload_load(struct workload *workload, const char *file);
int workload_parse(struct workload *workload, const char *file, const char *text, size_t len);
void workload_add(struct workload *workload, const struct workload_proc *proc);
bool workload_has_name(const struct workload_proc *proc, const char *name, size_t len);
struct program *workload_add_program(struct workload *workload);
__u32 workload_nr_cpus(const struct workload *workload);
void workload_check_cpus(const struct workload *workload, __u32 nr_vcpus);
struct schedsim_spawn_entry *workload_entries(struct workload *workload);
bool workload_has_background(const struct workload *workload);
const char *workload_endless(const struct workload *workload);
void workload_set_protocol(struct workload *workload, __u32 protocol);
__u32 workload_locks_arg(const char *text);
void workload_set_ceilings(struct workload *workload);
bool workload_blame(const struct workload *workload, const struct schedsim_refusal *refusal,
		    const char *policy, int err);
void workload_show(const struct workload *workload);
void workload_free(struct workload *workload);

#endif /* WORKLOAD_H */
