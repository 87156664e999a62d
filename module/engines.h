/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Engines of simulations in the kernel: their memory.
 */
#ifndef SCHEDSIM_ENGINES_H
#define SCHEDSIM_ENGINES_H

#include "types.h"

struct sim *engine_create(struct account *account,
			  const struct sim_config *config,
			  const struct sim *old);
void engine_free(struct simulation *s, struct sim *engine);
void simulation_reset(struct simulation *s);
int simulation_replace_engine(struct simulation *s,
			      const struct sim_config *config);

#endif /* SCHEDSIM_ENGINES_H */
