// SPDX-License-Identifier: GPL-2.0
/*
 * Policies that broke a rule, for people and as JSON.
 */
#include <stdio.h>
#include <string.h>

#include "print/fault.h"
#include "print/output.h"
#include "util/units.h"

/* What is said of a rule before and behind the process; "" behind: it is about none. */
static const struct {
	const char *key;
	const char *before;
	const char *after;
} rules[] = {
	[SCHEDSIM_FAULT_NONE] = { "none", "", "" },
	[SCHEDSIM_FAULT_PICKED_NOBODY] = { "picked-nobody", "", "" },
	[SCHEDSIM_FAULT_PICKED_NOT_READY] = {
		"picked-not-ready", "it picked ", ", which did not wait",
	},
	[SCHEDSIM_FAULT_PICKED_ELSEWHERE] = {
		"picked-elsewhere", "it picked ", ", which waited in another run queue",
	},
	[SCHEDSIM_FAULT_PICKED_NOT_ALLOWED] = {
		"picked-not-allowed", "it picked ", ", which may not run there",
	},
	[SCHEDSIM_FAULT_NO_SLICE_LEFT] = {
		"no-slice-left", "it gave ", ", which it had just picked, a slice of 0",
	},
	[SCHEDSIM_FAULT_NO_PROGRESS] = {
		"no-progress",
		"what it did came to nothing again and again, and no time passed", "",
	},
	[SCHEDSIM_FAULT_LEFT_QUEUED] = {
		"left-queued", "it left ", " in its queue",
	},
};

/* "process 3", or "process 3 'name'" */
static void format_process(const struct fault *fault, const char *name, char *text, size_t size)
{
	if (!fault->id)
		snprintf(text, size, "what is no process");
	else if (name && *name)
		snprintf(text, size, "process %u '%.40s'", fault->id, name);
	else
		snprintf(text, size, "process %u", fault->id);
}

/**
 * fault_of - the last rule that a policy broke
 * @stats: of the simulation
 *
 * Return: the fault, with @count 0 if there was none.
 */
struct fault fault_of(const struct schedsim_stats *stats)
{
	struct fault fault = {
		.count = stats->policy_faults,
		.ns = stats->fault_ns,
		.rule = stats->fault_rule,
		.id = stats->fault_id,
		.vcpu = stats->fault_vcpu,
		.waiting = stats->fault_waiting,
	};

	memcpy(fault.policy, stats->fault_policy, sizeof(fault.policy));
	return fault;
}

/**
 * format_fault - say which policy broke which rule
 * @fault: one that there was
 * @name: the name of the process that it is about, or NULL
 * @text: FAULT_LEN bytes to write to
 *
 * Return: @text.
 */
const char *format_fault(const struct fault *fault, const char *name, char *text)
{
	char what[128] = "it broke a rule that this tool does not know", process[64];
	__u32 rule = fault->rule;
	char when[TIME_LEN];

	format_process(fault, name, process, sizeof(process));
	if (rule == SCHEDSIM_FAULT_PICKED_NOBODY)
		snprintf(what, sizeof(what), "it picked nobody, though %u waited",
			 fault->waiting);
	else if (rule && rule < ARRAY_SIZE(rules))
		snprintf(what, sizeof(what), "%s%s%s", rules[rule].before,
			 *rules[rule].after ? process : "", rules[rule].after);
	snprintf(text, FAULT_LEN,
		 "policy %s broke a rule at %s on vCPU %u: %s; fair has taken its place",
		 fault->policy, format_time(fault->ns, when), fault->vcpu, what);
	return text;
}

/**
 * fault_json - a fault as JSON
 * @fault: the fault
 *
 * Return: a JSON object, or NULL (null) if there was none.
 */
struct json_object *fault_json(const struct fault *fault)
{
	bool known = fault->rule && fault->rule < ARRAY_SIZE(rules);
	struct json_object *object;

	if (!fault->count)
		return NULL;
	object = json_object_new_object();
	json_add_string(object, "fault_policy", fault->policy);
	json_add_string(object, "fault_rule", known ? rules[fault->rule].key : "other");
	json_add_u64(object, "fault_ns", fault->ns);
	json_add_u64(object, "fault_vcpu", fault->vcpu);
	json_object_object_add(object, "fault_id", fault->id ? json_object_new_uint64(fault->id) :
			       NULL);
	json_add_u64(object, "fault_waiting", fault->waiting);
	json_add_u64(object, "policy_faults", fault->count);
	return object;
}

static __u64 get_number(struct json_object *object, const char *key)
{
	return json_object_get_uint64(json_object_object_get(object, key));
}

/**
 * fault_from_json - read what fault_json() has written
 * @fault: to be filled in
 * @object: the JSON object, or NULL
 */
void fault_from_json(struct fault *fault, struct json_object *object)
{
	const char *rule = json_object_get_string(json_object_object_get(object, "fault_rule"));
	const char *policy = json_object_get_string(json_object_object_get(object, "fault_policy"));

	*fault = (struct fault) {
		.count = get_number(object, "policy_faults"),
		.ns = get_number(object, "fault_ns"),
		.id = get_number(object, "fault_id"),
		.vcpu = get_number(object, "fault_vcpu"),
		.waiting = get_number(object, "fault_waiting"),
	};
	snprintf(fault->policy, sizeof(fault->policy), "%s", policy ? policy : "");
	for (fault->rule = ARRAY_SIZE(rules) - 1; fault->rule; fault->rule--)
		if (rule && !strcmp(rule, rules[fault->rule].key))
			break;
}
