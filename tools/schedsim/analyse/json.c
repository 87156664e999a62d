// SPDX-License-Identifier: GPL-2.0
/*
 * An analysis as one JSON object.
 */
#include "analyse/report.h"
#include "print/output.h"

static struct json_object *process_json(const struct source *source)
{
	struct json_object *object = json_object_new_object();

	json_add_string(object, "name", source->proc->name);
	json_object_object_add(object, "why", source->why ?
			       json_object_new_string(source->why) : NULL);
	if (source->why)
		return object;
	json_add_u64(object, "period_ns", source->period);
	json_add_u64(object, "deadline_ns", source->deadline);
	json_add_u64(object, "runtime_ns", source->runtime);
	json_add_u64(object, "offset_ns", source->proc->delay_ns);
	return object;
}

static struct json_object *test_json(const struct test_result *test)
{
	static const char * const names[] = {
		[RT_REJECTED] = "rejected",
		[RT_ACCEPTED] = "accepted",
		[RT_NOT_COVERED] = "not-covered",
	};
	struct json_object *object = json_object_new_object();

	json_add_string(object, "test", test->name);
	json_add_string(object, "verdict", names[test->answer.verdict]);
	json_add_string(object, "reason", test->answer.reason);
	return object;
}

static struct json_object *task_json(const struct source *source, const struct task_result *task)
{
	struct json_object *object = json_object_new_object();

	json_add_string(object, "name", source->proc->name);
	json_add_time(object, "bound_ns", task->bound);
	json_add_time(object, "observed_ns", task->done ? task->observed : SCHEDSIM_NEVER);
	json_add_u64(object, "released", task->released);
	json_add_u64(object, "done", task->done);
	json_add_u64(object, "missed", task->missed);
	return object;
}

static struct json_object *policy_json(const struct analysis *analysis,
				       const struct policy_result *result)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	__u32 i;

	json_add_string(object, "policy", result->run);
	json_add_bool(object, "accepted", policy_accepted(result));
	json_add_u64(object, "missed", result->missed);
	json_add_digest(object, result->digest);
	for (i = 0; i < result->nr_tests; i++)
		json_object_array_add(list, test_json(&result->tests[i]));
	json_object_object_add(object, "tests", list);
	list = json_object_new_array();
	for (i = 0; i < analysis->base.workload.nr_procs; i++)
		if (!analysis->sources[i].why)
			json_object_array_add(list, task_json(&analysis->sources[i],
							      &result->tasks[i]));
	json_object_object_add(object, "tasks", list);
	return object;
}

/**
 * analysis_print_json - print an analysis as one JSON object
 * @analysis: the analysis
 */
void analysis_print_json(const struct analysis *analysis)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	__u32 i;

	json_add_u64(object, "nr_vcpus", analysis->base.input.config.nr_vcpus);
	json_add_u64(object, "switch_cost_ns", analysis->base.input.config.switch_cost_ns);
	json_add_u64(object, "until_ns", analysis->until_ns);
	json_add_time(object, "two_hyperperiods_ns", analysis->whole_ns);
	json_add_u64(object, "refuted", nr_refuted(analysis));
	for (i = 0; i < analysis->base.workload.nr_procs; i++)
		json_object_array_add(list, process_json(&analysis->sources[i]));
	json_object_object_add(object, "processes", list);
	list = json_object_new_array();
	for (i = 0; i < analysis->nr_policies; i++)
		json_object_array_add(list, policy_json(analysis, &analysis->policies[i]));
	json_object_object_add(object, "policies", list);
	json_print(object);
}
