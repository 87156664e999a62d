/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Engines of simulations in the kernel: their memory.
 */
#ifndef SCHEDSIM_ENGINES_H
#define SCHEDSIM_ENGINES_H

#include "types.h"

/**
 * struct spare - memory for an engine, or for the run queues of another policy
 * @engine: memory, or NULL
 * @engine_size: of that, in bytes
 * @rqs: memory of run queues, or NULL
 * @rqs_size: of that, in bytes
 */
struct spare {
	void *engine;
	size_t engine_size;
	void *rqs;
	size_t rqs_size;
};

size_t engine_footprint(const struct sim *engine);
int spare_get(struct account *account, struct spare *spare, size_t credit);
void spare_put(struct account *account, struct spare *spare);
struct sim *engine_create(struct account *account,
			  const struct sim_config *config);
void engine_free(struct simulation *s, struct sim *engine);
void simulation_reset(struct simulation *s);
int simulation_replace_engine(struct simulation *s,
			      const struct sim_config *config,
			      struct spare *spare);

#endif /* SCHEDSIM_ENGINES_H */
