// SPDX-License-Identifier: GPL-2.0
/*
 * Runs that end while processes in the background go on.
 */
#include "run/run.h"
#include "util/tool.h"
#include "util/units.h"

/* How far the first attempt goes; each other one twice as far. */
#define FIRST_NS	NSEC_PER_SEC
/* Who waits for so long for what is not there waits for ever. */
#define PATIENCE_NS	(3600 * NSEC_PER_SEC)

/*
 * When the last process has exited that is not in the background; SCHEDSIM_NEVER: not
 * all of them have. One that nobody has forked does not count.
 */
static __u64 end_of(const struct workload *workload, const struct schedsim_procs *list)
{
	__u64 end = 0;
	__u32 i;

	for (i = 0; i < list->nr; i++) {
		const struct schedsim_proc *proc = &list->procs[i];

		if (workload->procs[i].background || proc->arrival_ns == SCHEDSIM_NEVER)
			continue;
		if (proc->finish_ns > end)
			end = proc->finish_ns;
	}
	return end;
}

/*
 * One that waits for something, while nobody has run but those in the background; NULL:
 * there is none. @ran: the CPU time that all others had used when there was half as much
 * time; afterwards: that they have used now.
 */
static const char *find_stuck(const struct workload *workload, const struct schedsim_procs *list,
			      __u64 *ran)
{
	const char *stuck = NULL;
	__u64 was = *ran;
	__u32 i;

	*ran = 0;
	for (i = 0; i < list->nr; i++) {
		const struct schedsim_proc *proc = &list->procs[i];

		if (workload->procs[i].background)
			continue;
		*ran += proc->cpu_ns;
		if (proc->state == SCHEDSIM_STATE_BLOCKED)
			stuck = workload->procs[i].name;
		else if (proc->finish_ns == SCHEDSIM_NEVER && proc->arrival_ns != SCHEDSIM_NEVER)
			was = SCHEDSIM_NEVER;
	}
	return was == *ran ? stuck : NULL;
}

/* Once more, from the beginning, as far as @until_ns. */
static int again(struct run_input *input, __u64 until_ns, run_backend *backend,
		 struct run_result *result)
{
	run_result_free(result);
	*result = (struct run_result) { .nr_params = 0 };
	input->until_ns = until_ns;
	return backend(input, result);
}

/**
 * run_to_end - run until all processes have exited that are not in the background
 * @input: what is to be simulated
 * @backend: run_engine() or run_device()
 * @result: zeroed, to be filled in
 *
 * Runs are the same each time. So the end is looked for first, and then there is a run
 * that goes just as far.
 *
 * Return: an exit code.
 */
int run_to_end(const struct run_input *input, run_backend *backend, struct run_result *result)
{
	__u64 until = FIRST_NS, ran = SCHEDSIM_NEVER, end;
	struct run_input part = *input;
	const char *stuck;
	int code;

	if (!workload_has_background(input->workload))
		return backend(input, result);
	do {
		code = again(&part, until < input->until_ns ? until : input->until_ns, backend,
			     result);
		if (code)
			return code;
		end = end_of(input->workload, &result->list);
		stuck = find_stuck(input->workload, &result->list, &ran);
		if (stuck && until > PATIENCE_NS)
			die(TOOL_USAGE,
			    "'%s' waits, and only tasks in the background have run for half of %llu s; say how long with --until",
			    stuck, until / NSEC_PER_SEC);
		until *= 2;
	} while (end == SCHEDSIM_NEVER && part.until_ns < input->until_ns &&
		 result->stats.time_ns == part.until_ns);
	return end < result->stats.time_ns ? again(&part, end, backend, result) : TOOL_OK;
}
