/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A configuration in the form of the ABI.
 */
#ifndef SCHEDSIM_CONFIG_ENCODE_H
#define SCHEDSIM_CONFIG_ENCODE_H

#include "engine/sim.h"

void config_encode(const struct sim_config *config, const char *policy, u32 clock,
		   struct schedsim_config *to);
struct schedsim_vcpu_desc config_vcpu_desc(const struct sim_config *config, u32 id);
size_t config_record_size(const struct sim_config *config);
void config_encode_record(const struct sim_config *config, u32 clock,
			  struct schedsim_config *to);

#endif /* SCHEDSIM_CONFIG_ENCODE_H */
