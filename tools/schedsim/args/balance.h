/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How loads are balanced, on the command line.
 */
#ifndef ARGS_BALANCE_H
#define ARGS_BALANCE_H

#include <linux/schedsim.h>

struct json_object;

/* Room for what balance_format() writes. */
#define BALANCE_LEN	240

void balance_arg(struct schedsim_config *config, const char *text);
const char *balance_format(const struct schedsim_config *config, char *text);
struct json_object *balance_json(const struct schedsim_config *config);
void balance_add_stats(struct json_object *object, const struct schedsim_stats *stats);
void balance_print(const struct schedsim_stats *stats);

#endif /* ARGS_BALANCE_H */
