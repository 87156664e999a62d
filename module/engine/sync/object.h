/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What processes wait for and share; for the engine's own use, and for whoever
 * provides the memory.
 */
#ifndef SIM_OBJECT_H
#define SIM_OBJECT_H

#include "lib/waiters.h"
#include "core/types.h"

/**
 * struct sim_object - a mutex, a condition variable ...
 * @id: its id
 * @refs: operations of programs, and processes to be forked, that name it
 * @type: enum schedsim_object_type
 * @protocol: enum schedsim_protocol
 * @started: a timer: has it been used?
 * @value: a barrier's parties, a semaphore's count, an attr's mask
 * @name: its name
 * @owner: a mutex: who holds it, or NULL
 * @held: for the @held of @owner
 * @waiters: who waits for it; of a fork, only the number of @dormant
 * @dormant: a fork: processes that have not been started
 * @timer: a timer: when it expired last
 * @ceiling: a mutex: what its owner has at least, with SCHEDSIM_PROTOCOL_CEILING
 * @attr: an attr: the attributes; a mutex: the ceiling as it was given
 * @uses: how often it was used
 * @contended: how often a process had to wait
 * @waited: for how long
 * @boosts: how often an owner inherited something by it
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
	struct list_head held;
	struct sim_waiters waiters;
	struct list_head dormant;
	u64 timer;
	struct sim_eff ceiling;
	struct schedsim_attr attr;
	u64 uses;
	u64 contended;
	u64 waited;
	u64 boosts;
};

int sim_object_check(const struct sim *sim, const struct schedsim_object *from,
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
void sim_program_hold(const struct sim *sim, const struct sim_program *program);
void sim_program_release(const struct sim *sim,
			 const struct sim_program *program,
			 void (*put)(void *private, struct sim_object *object),
			 void *private);

#endif /* SIM_OBJECT_H */
