/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All policies in the tree, each in the file of its name: a line for each. POLICY
 * says what is made of that; if nothing does, they are declared. There is no guard, for
 * policies.c includes this more than once.
 */
#include <schedsim/policy.h>

#ifndef POLICY
#define POLICY(name)	extern const struct sim_policy sim_policy_##name;
#endif

POLICY(fair)
POLICY(fifo)
POLICY(linux)
POLICY(lottery)
POLICY(mlfq)
POLICY(prio)
POLICY(rr)
POLICY(sjf)
POLICY(srtf)
POLICY(stride)

#undef POLICY
