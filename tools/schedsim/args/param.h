/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Values of the parameters of policies, as users write and read them.
 */
#ifndef ARGS_PARAM_H
#define ARGS_PARAM_H

#include <stdbool.h>

#include <linux/schedsim.h>

struct json_object;

/* Room for a parameter's value, or its range, as text. */
#define PARAM_LEN	96

bool param_is_time(const struct schedsim_param *param);
const char *param_value(const struct schedsim_param *param, char *text);
const char *param_initial(const struct schedsim_param *param, char *text);
const char *param_range(const struct schedsim_param *param, __u64 min_slice, char *text);
const char *param_parse(struct schedsim_param *param, __u64 min_slice, const char *text);
struct json_object *params_json(const struct schedsim_param *params, __u32 nr);

#endif /* ARGS_PARAM_H */
