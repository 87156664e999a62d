/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What processes wait for and share; for the engine's own use, and for the code
 * that allocates objects.
 */
#ifndef SIM_OBJECT_H
#define SIM_OBJECT_H

#include "lib/waiters.h"
#include "core/types.h"

/**
 * struct sim_object - a mutex, a condition variable ...
 * @id: its id
 * @refs: references: operations of programs that name it, and processes that it
 *        is to start
 * @type: enum schedsim_object_type
 * @protocol: enum schedsim_protocol
 * @started: timer: has it been used?
 * @value: barrier: number of parties; semaphore: count; attr: SCHEDSIM_ATTR_*
 * @name: its name
 * @owner: mutex: the process that holds it, or NULL
 * @held_node: mutex: its place in the list @held of @owner
 * @waiters: the processes that wait for it; fork: @nr is that of @dormant
 * @dormant: fork: the processes that it has not started
 * @timer: timer: the expiry that was waited for last, in simulated ns
 * @ceiling: mutex: what its owner inherits with SCHEDSIM_PROTOCOL_CEILING
 * @attr: attr: the attributes; mutex: the ceiling as it was given
 * @uses: how often it was used
 * @blocks: how often a process had to wait for it
 * @waited: time that processes waited for it, in ns
 * @boosts: how often an owner became more urgent through it
 */
struct sim_object {
	u32 id;
	u32 refs;
	u8 type;
	u8 protocol;
	bool started;
	u32 value;
	char name[SCHEDSIM_NAME_LEN];
	struct sim_proc *owner;
	struct list_head held_node;
	struct sim_waiters waiters;
	struct list_head dormant;
	u64 timer;
	struct sim_eff ceiling;
	struct schedsim_attr attr;
	u64 uses;
	u64 blocks;
	u64 waited;
	u64 boosts;
};

int sim_object_check(const struct schedsim_object *from,
		     const struct schedsim_attr *attr);
void sim_object_init(struct sim_object *object,
		     const struct schedsim_object *from,
		     const struct schedsim_attr *attr);
int sim_object_add(struct sim *sim, struct sim_object *object);
void sim_object_remove(struct sim *sim, struct sim_object *object);
struct sim_object *sim_object_find(const struct sim *sim, u32 id);
void sim_report_object(const struct sim_object *object,
		       struct schedsim_object *to);
int sim_program_bind(const struct sim *sim, struct sim_program *program,
		     const u32 *ids, u32 nr_ids);
void sim_program_get_objects(const struct sim *sim, struct sim_program *program);
void sim_program_put_objects(const struct sim *sim,
			     const struct sim_program *program,
			     void (*put)(void *private, struct sim_object *object),
			     void *private);

#endif /* SIM_OBJECT_H */
