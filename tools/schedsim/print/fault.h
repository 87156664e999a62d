/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Policies that broke a rule.
 */
#ifndef PRINT_FAULT_H
#define PRINT_FAULT_H

#include <linux/schedsim.h>

struct json_object;

/* Room for what is said of a fault. */
#define FAULT_LEN	256

/**
 * struct fault - a policy broke a rule
 * @count: how often one did; 0: none did, and nothing else counts
 * @ns: when it was, the last time, in simulated ns
 * @rule: enum schedsim_fault_rule
 * @id: the process that was picked, or 0
 * @vcpu: where
 * @waiting: processes that waited there
 * @policy: the policy
 */
struct fault {
	__u64 count;
	__u64 ns;
	__u32 rule;
	__u32 id;
	__u32 vcpu;
	__u32 waiting;
	char policy[SCHEDSIM_NAME_LEN];
};

struct fault fault_of(const struct schedsim_stats *stats);
const char *format_fault(const struct fault *fault, const char *name, char *text);
struct json_object *fault_json(const struct fault *fault);
void fault_from_json(struct fault *fault, struct json_object *object);

#endif /* PRINT_FAULT_H */
