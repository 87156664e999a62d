/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a policy in the tree includes: policies in modules of their own include
 * <schedsim/policy.h> instead.
 */
#ifndef POLICY_POLICIES_H
#define POLICY_POLICIES_H

#include <schedsim/policy.h>

#define POLICY(name)	sim_policy_##name
extern const struct sim_policy
#include "list.h"
sim_policy_fair;
#undef POLICY

#endif /* POLICY_POLICIES_H */
