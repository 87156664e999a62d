/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The memory of an engine in which processes come and go.
 */
#ifndef SESSION_ENGINE_H
#define SESSION_ENGINE_H

#include <linux/schedsim.h>

struct sim;
struct sim_config;
struct sim_proc;
struct where;

struct sim *session_engine_new(const struct sim_config *config);
struct sim *session_engine_replace(struct sim *old, const struct sim_config *config);
const char *session_engine_configure(struct sim **sim, const struct sim_config *config);
void session_engine_evict(struct sim *sim);
void session_engine_reap(struct sim *sim, struct sim_proc *proc);
void session_engine_reap_all(struct sim *sim);
void session_engine_free(struct sim *sim);

/* session/spawn.c */
const char *session_engine_spawn(struct sim *sim, const struct schedsim_spawn *arg,
				 struct where *where);
void session_proc_free(struct sim *sim, struct sim_proc *proc);

#endif /* SESSION_ENGINE_H */
