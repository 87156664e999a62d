/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The record of what is done to a simulation.
 *
 * Whoever changes something calls session_begin_*() just before, and session_end()
 * just after. Both do nothing while nothing is recorded.
 */
#ifndef SCHEDSIM_SESSION_H
#define SCHEDSIM_SESSION_H

#include "types.h"

struct session;

struct session *session_create(struct account *account, u64 room);
void session_free(struct session *session);
struct session *session_replace(struct simulation *s, struct session *session);

void *session_reserve(struct simulation *s, u32 command, size_t size);
void session_begin(struct simulation *s, u32 command);
void session_begin_trigger(struct simulation *s, u32 vcpu);
void session_begin_online(struct simulation *s, u32 vcpu, bool online);
void session_begin_proc(struct simulation *s, u32 command, u32 id, u64 serial);
void session_begin_attr(struct simulation *s, const struct sim_proc *proc,
			const struct schedsim_attr *attr);
void session_begin_config(struct simulation *s, const struct sim_config *config);
void session_begin_evict(struct simulation *s, const struct sim_policy *policy);
void session_end(struct simulation *s, int err);

int session_read(struct simulation *s, struct schedsim_read_session *read,
		 void *to);

#endif /* SCHEDSIM_SESSION_H */
