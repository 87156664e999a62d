/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A second implementation of what the engine does, written to be seen to be
 * right: no heaps, no lists, everything is found by looking at all there is.
 */
#ifndef SIM_ORACLE_H
#define SIM_ORACLE_H

#include "core/event.h"

#define ORACLE_MAX_ID	2047
#define ORACLE_MAX_OPS	64
#define ORACLE_MAX_OBJECTS	64

struct oracle;

struct oracle *oracle_new(const struct schedsim_config *config,
			  void (*on_event)(void *private,
					   const struct sim_event *event),
			  void *private);
void oracle_free(struct oracle *o);

void oracle_object(struct oracle *o, const struct schedsim_object *from);
void oracle_spawn(struct oracle *o, u32 id,
		  const struct schedsim_spawn_entry *entry);
void oracle_kill(struct oracle *o, u32 id);
void oracle_reap(struct oracle *o, u32 id);
void oracle_yield(struct oracle *o, u32 id);
void oracle_set_online(struct oracle *o, u32 vcpu, bool online);
void oracle_trigger(struct oracle *o, u32 vcpu);
void oracle_set_attr(struct oracle *o, u32 id, const struct schedsim_attr *attr);
void oracle_set_quantum(struct oracle *o, u64 quantum_ns);

/* Of @config only the members adapt_* count. */
void oracle_set_adapt(struct oracle *o, const struct schedsim_config *config);
void oracle_set_tie(struct oracle *o, u32 tie);
void oracle_set_policy(struct oracle *o, const char *name,
		       const struct schedsim_param *params, u32 nr);
void oracle_pause(struct oracle *o);
void oracle_resume(struct oracle *o);
void oracle_settle(struct oracle *o);
void oracle_run(struct oracle *o, u64 until);

/* There must be such a process. */
const struct schedsim_attr *oracle_attr(const struct oracle *o, u32 id);

/* Return: false if there is no such process. */
bool oracle_proc(const struct oracle *o, u32 id, struct schedsim_proc *to);
void oracle_vcpu(const struct oracle *o, u32 id, struct schedsim_vcpu *to);
bool oracle_get_object(const struct oracle *o, u32 id,
		       struct schedsim_object *to);
void oracle_stats(const struct oracle *o, struct schedsim_stats *to);

bool oracle_policy_admits(const struct oracle *o, const char *name);
u64 oracle_bandwidth(const struct oracle *o);
bool oracle_admits(const struct oracle *o, u32 id, const struct schedsim_attr *attr);

#endif /* SIM_ORACLE_H */
