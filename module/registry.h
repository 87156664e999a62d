/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The policies that there are.
 */
#ifndef SCHEDSIM_REGISTRY_H
#define SCHEDSIM_REGISTRY_H

#include "engine/sim.h"

const struct sim_policy *registry_find(const char *name, size_t len);
int registry_parse(const char *text, struct sim_config *config);
void registry_pin(const struct sim_policy *policy);
void registry_put(const struct sim_policy *policy);

bool registry_is_foreign(const struct sim_policy *policy);

void registry_lock(void);
void registry_unlock(void);
u32 registry_count(void);

int registry_add(const struct sim_policy *policy);
void registry_announce(void);
void registry_remove(const struct sim_policy *policy);

#endif /* SCHEDSIM_REGISTRY_H */
