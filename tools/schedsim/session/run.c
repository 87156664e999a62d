// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim run --session: a replay, and its output.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "args/policy.h"
#include "run/run.h"
#include "session/session.h"
#include "util/tool.h"
#include "util/units.h"

static void load_policies(const struct run_args *args)
{
	size_t i;

	for (i = 0; i < args->nr_policies; i++) {
		struct schedsim_config config = { .nr_params = 0 };

		if (!policy_is_file(args->policies[i]) || strchr(args->policies[i], '='))
			die(TOOL_USAGE,
			    "run: with --session, --policy is only for files that hold a policy of it, as in --policy ./mine.so");
		policy_arg(&config, args->policies[i]);
		policy_arg_free(&config);
	}
}

/* Do vCPUs not share everything? */
static bool has_topology(const struct schedsim_config *config)
{
	const struct schedsim_vcpu_desc *vcpus = (void *)(uintptr_t)config->vcpus;
	__u32 i;

	for (i = 0; i < config->nr_vcpu_descs; i++)
		if (vcpus[i].llc || vcpus[i].node || vcpus[i].core || vcpus[i].capacity)
			return true;
	return false;
}

/* The configuration at the start, with those parameters that are not as they are at first. */
static void take_config(struct schedsim_config *to, const struct session *session)
{
	const struct schedsim_config *from = session->commands[0].arg;
	const struct schedsim_param *params = (void *)(uintptr_t)from->params;
	struct schedsim_param *given = allocate(from->nr_params, sizeof(*given));
	__u32 i;

	*to = *from;
	if (!has_topology(from))
		to->vcpus = 0;
	to->params = (uintptr_t)given;
	to->nr_params = 0;
	for (i = 0; i < from->nr_params; i++)
		if (params[i].value != params[i].initial)
			given[to->nr_params++] = params[i];
}

/* What there is at the end, as the output wants it: with names. */
static void take_names(struct workload *workload, const struct run_result *result)
{
	__u32 i;

	for (i = 0; i < result->list.nr; i++) {
		const struct workload_proc proc = { .name = (char *)result->list.procs[i].name };

		workload_add(workload, &proc);
	}
}

static int check(const struct session *session, const struct run_result *result)
{
	char until[TIME_LEN];
	int code = session_compare(session, result);

	if (!code && session->full)
		warn("%s: no more room for records at %s; the replay ends there",
		     session->file, format_time(session->until_ns, until));
	return code;
}

/**
 * session_run - replay a session, and print what comes out
 * @args: of the command line
 *
 * Return: an exit code.
 */
int session_run(struct run_args *args)
{
	struct run_result result = { .nr_params = 0 };
	struct session session = { .file = NULL };
	int code, printed;

	load_policies(args);
	session_load(&session, args->session);
	take_config(&args->input.config, &session);
	args->input.workload = &args->workload;
	code = session_replay(&session, args->nr_policies, &result);
	if (!code || code == TOOL_DIFFERS) {
		take_names(&args->workload, &result);
		printed = run_print_result(args, &result);
		if (!code)
			code = check(&session, &result);
		if (!code)
			code = printed;
	}
	run_result_free(&result);
	policy_arg_free(&args->input.config);
	session_free(&session);
	return code;
}
