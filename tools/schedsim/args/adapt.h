/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How the quantum adapts, on the command line.
 */
#ifndef ARGS_ADAPT_H
#define ARGS_ADAPT_H

#include <linux/schedsim.h>

struct json_object;

/* Room for what adapt_format() and adapt_measured() write. */
#define ADAPT_LEN	160

const char *adapt_target_name(__u32 target);
void adapt_arg(struct schedsim_config *config, const char *what, const char *text, __u64 min);
const char *adapt_format(const struct schedsim_config *config, char *text);
const char *adapt_measured(const struct schedsim_config *config,
			   const struct schedsim_stats *stats, char *text);
struct json_object *adapt_json(const struct schedsim_config *config);

#endif /* ARGS_ADAPT_H */
