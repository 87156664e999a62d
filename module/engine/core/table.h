/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The table of policies (../policy/policies.c). The caller serialises changes.
 */
#ifndef SIM_TABLE_H
#define SIM_TABLE_H

#include <schedsim/policy.h>

/* Takes the place of a policy that breaks a rule. */
extern const struct sim_policy sim_policy_fair;

const struct sim_policy *sim_policy_at(u32 index);
const struct sim_policy *sim_policy_find(const char *name, size_t len);
int sim_policy_add(const struct sim_policy *policy);
void sim_policy_remove(const struct sim_policy *policy);

#endif /* SIM_TABLE_H */
