// SPDX-License-Identifier: GPL-2.0
/*
 * What migrations cost, on the command line: LEVEL=TIME,LEVEL=TIME...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/topology.h"
#include "util/tool.h"
#include "util/units.h"

static const char * const levels[SCHEDSIM_NR_DISTANCES] = {
	[SCHEDSIM_DISTANCE_SMT] = "smt",
	[SCHEDSIM_DISTANCE_LLC] = "llc",
	[SCHEDSIM_DISTANCE_NODE] = "node",
	[SCHEDSIM_DISTANCE_FAR] = "far",
};

static void take_level(struct schedsim_config *config, char *text, bool *given)
{
	char *value = strchr(text, '='), what[32];
	size_t i;

	for (i = 0; value && i < SCHEDSIM_NR_DISTANCES; i++) {
		if (strlen(levels[i]) != (size_t)(value - text) ||
		    strncmp(levels[i], text, value - text))
			continue;
		snprintf(what, sizeof(what), "--migration-cost: %s", levels[i]);
		if (given[i])
			die(TOOL_USAGE, "%s is given twice", what);
		given[i] = true;
		config->migration_ns[i] = time_arg(what, value + 1, 0, SCHEDSIM_MAX_SWITCH_COST_NS);
		return;
	}
	die(TOOL_USAGE,
	    "--migration-cost: '%s' is not possible; allowed are smt=TIME, llc=TIME, node=TIME and far=TIME",
	    text);
}

/**
 * migration_arg - what migrations cost, on the command line, or die
 * @config: to be told of them
 * @text: smt=TIME,llc=TIME,node=TIME,far=TIME: each of them may be left out, and is 0 then
 */
void migration_arg(struct schedsim_config *config, const char *text)
{
	char *copy = strdup(text), *rest = copy, *word;
	bool given[SCHEDSIM_NR_DISTANCES] = { false };

	if (!copy)
		die(TOOL_FAILED, "out of memory");
	memset(config->migration_ns, 0, sizeof(config->migration_ns));
	while ((word = strsep(&rest, ",")))
		take_level(config, word, given);
	free(copy);
}
