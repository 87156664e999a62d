// SPDX-License-Identifier: GPL-2.0
/*
 * Policies that broke a rule during a comparison.
 */
#include "compare/compare.h"
#include "util/tool.h"
#include "util/units.h"

static void report(const struct compare_run *run)
{
	char text[FAULT_LEN], quantum[TIME_LEN];

	complain("policy %s, quantum %s, seed %llu: %s", run->policy,
		 format_time(run->quantum_ns, quantum), run->seed,
		 format_fault(&run->fault, NULL, text));
}

/**
 * compare_report_faults - say which policies broke which rules
 * @runs: the runs, those of one configuration side by side
 * @nr: number of them
 *
 * Of each configuration the first run counts in which that happened.
 *
 * Return: an exit code.
 */
int compare_report_faults(const struct compare_run *runs, size_t nr)
{
	const struct compare_run *last = NULL;
	size_t i;

	for (i = 0; i < nr; i++) {
		if (!runs[i].fault.count || (last && compare_same_row(last, &runs[i])))
			continue;
		last = &runs[i];
		report(last);
	}
	return last ? TOOL_FAULT : TOOL_OK;
}
