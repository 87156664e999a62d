/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Policies and their parameters, as users write and read them.
 */
#ifndef ARGS_POLICY_H
#define ARGS_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/schedsim.h>

#include "util/compiler.h"

struct json_object;

/* Room for a parameter's value, or its range, as text. */
#define PARAM_LEN	96

void policy_arg(struct schedsim_config *config, const char *text);
void policy_arg_free(struct schedsim_config *config);
const char *policy_arg_name(struct schedsim_config *config, const char *text);
void policy_arg_params(struct schedsim_config *config, const char *text,
		       const struct schedsim_param *known, __u32 nr, __u64 min_slice);
void policy_arg_warn(const struct schedsim_config *config);
void policy_arg_tie(struct schedsim_config *config);
void check_policy(const char *name);
void __noreturn policy_die(const char *name, const char *all);

const char *param_value(const struct schedsim_param *param, char *text);
const char *param_range(const struct schedsim_param *param, __u64 min_slice, char *text);
struct json_object *params_json(const struct schedsim_param *params, __u32 nr);
void policy_print_given(const struct schedsim_config *config);

/*
 * Of the tool's own engine: the name of a policy, or NULL behind the last; and the
 * parameters of one. Return: their number, or -1 if there is no such policy.
 */
const char *engine_policy(unsigned int index);
int engine_params(const char *name, struct schedsim_param *params, __u32 *tie);

#endif /* ARGS_POLICY_H */
