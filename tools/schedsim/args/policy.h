/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Policies and their parameters, as users write and read them.
 */
#ifndef ARGS_POLICY_H
#define ARGS_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/schedsim.h>

#include "args/param.h"
#include "util/compiler.h"

/* Room for the names of all policies, or of all parameters of one. */
#define POLICY_NAMES_LEN	1024

void policy_arg(struct schedsim_config *config, const char *text);
void policy_arg_free(struct schedsim_config *config);
const char *policy_arg_name(struct schedsim_config *config, const char *text);
void policy_arg_params(struct schedsim_config *config, const char *text,
		       const struct schedsim_param *known, __u32 nr, __u64 min_slice);
void policy_arg_warn(const struct schedsim_config *config);
void policy_arg_tie(struct schedsim_config *config);
void check_policy(const char *name);
bool policy_is_file(const char *text);
void policy_name_add(char *all, const char *name);
void __noreturn policy_die(const char *name, const char *all);

void policy_print_given(const struct schedsim_config *config);

/* commands/policies.c */
void policies_print(void);

/*
 * run/engine_policy.c, of the tool's own engine. The first three return: is there a
 * policy @index? The number of parameters, or -1 if there is no such policy. Is it
 * from a file? The last one loads the policy of a file, or dies, and returns its name.
 */
bool engine_policy(unsigned int index, struct schedsim_policy *policy);
int engine_params(const char *name, struct schedsim_param *params, __u32 *tie);
bool engine_policy_is_loaded(const char *name);
const char *engine_load_policy(const char *path);

#endif /* ARGS_POLICY_H */
