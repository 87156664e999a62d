/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The caches of vCPUs, peeking, and the unit of time, on the command line.
 */
#ifndef ARGS_CACHE_H
#define ARGS_CACHE_H

struct schedsim_config;

void cache_arg(struct schedsim_config *config, const char *text);
void peek_arg(struct schedsim_config *config, const char *text);
void unit_arg(struct schedsim_config *config, const char *text);

#endif /* ARGS_CACHE_H */
