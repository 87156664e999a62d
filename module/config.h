/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Configurations as users give them.
 */
#ifndef SCHEDSIM_CONFIG_H
#define SCHEDSIM_CONFIG_H

#include "engine/policy.h"

int config_decode(const struct schedsim_config *from, struct sim_config *config);

#endif /* SCHEDSIM_CONFIG_H */
