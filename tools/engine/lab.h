/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A simulation with its memory, for userspace: what the module's glue does
 * around the engine, without clock and locks.
 *
 * All functions end the program when there is no memory. Those that change
 * something let the engine do all that is left to do at that instant.
 */
#ifndef SIM_LAB_H
#define SIM_LAB_H

#include "sim.h"
#include "sync/object.h"

/**
 * struct lab - a simulation, and what watches it
 * @sim: the simulation
 * @on_event: called for each event, in their order; may be NULL
 * @on_advance: called after each sim_advance(); may be NULL
 * @private: for those two
 * @seen: events of @sim->log that @on_event has been given
 */
struct lab {
	struct sim *sim;
	void (*on_event)(struct lab *lab, const struct sim_event *event);
	void (*on_advance)(struct lab *lab);
	void *private;
	u32 seen;
};

void lab_init(struct lab *lab, const struct sim_config *config);
void lab_config(const struct schedsim_config *from, struct sim_config *config);
void lab_reset(struct lab *lab);
void lab_destroy(struct lab *lab);
void *lab_alloc(size_t size);

int lab_object(struct lab *lab, const struct schedsim_object *from);
int lab_spawn(struct lab *lab, const struct schedsim_spawn_entry *entry);
void lab_kill(struct lab *lab, u32 id);
void lab_reap(struct lab *lab, u32 id);
int lab_yield(struct lab *lab, u32 id);
int lab_trigger(struct lab *lab, u32 vcpu);
int lab_set_online(struct lab *lab, u32 vcpu, bool online);
void lab_set_attr(struct lab *lab, u32 id, const struct schedsim_attr *attr);
void lab_set_quantum(struct lab *lab, u64 quantum_ns);
void lab_set_adapt(struct lab *lab, const struct sim_adapt_config *adapt);
void lab_set_policy(struct lab *lab, const char *name);
void lab_change_policy(struct lab *lab, const struct sim_config *to);
void lab_pause(struct lab *lab);
void lab_resume(struct lab *lab);

void lab_settle(struct lab *lab);
void lab_run(struct lab *lab, u64 until);
u64 lab_run_idle(struct lab *lab);

#endif /* SIM_LAB_H */
