/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory of processes and programs.
 */
#ifndef SCHEDSIM_PROCESS_H
#define SCHEDSIM_PROCESS_H

#include "types.h"
#include "user.h"

struct sim_program *program_create(struct account *account,
				   const struct user_array *ops, u32 nr_ops);
int program_bind(struct simulation *s, struct sim_program *program,
		 const u32 *objects, u32 nr_objects);
void program_put(struct simulation *s, struct sim *engine,
		 struct sim_program *program);
struct sim_proc *process_create(struct account *account,
				struct sim_program *program, const char *name,
				const struct schedsim_attr *attr);
void process_free(struct simulation *s, struct sim *engine,
		  struct sim_proc *proc);

#endif /* SCHEDSIM_PROCESS_H */
