/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The engine that is built into the tool: what all runs with it need.
 */
#ifndef RUN_ENGINE_H
#define RUN_ENGINE_H

#include "run/run.h"

struct sim;
struct sim_config;

int engine_config(const struct schedsim_config *from, struct sim_config *to);
void engine_collect_params(const struct sim *sim, struct run_result *result);
void engine_collect(struct sim *sim, struct run_result *result);

#endif /* RUN_ENGINE_H */
