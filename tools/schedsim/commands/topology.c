// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim topology: a picture of vCPUs.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/topology.h"
#include "print/output.h"
#include "print/topology.h"
#include "util/device.h"
#include "util/tool.h"

/* Those of the live simulation. */
static struct schedsim_vcpu_desc *live(__u32 *nr)
{
	struct schedsim_vcpu_desc *vcpus;
	int fd = device_open(false);

	device_check(schedsim_get_vcpu_descs(fd, &vcpus, nr), "cannot read the vCPUs");
	schedsim_close(fd);
	return vcpus;
}

static bool knows_lines(void)
{
	setlocale(LC_CTYPE, "");
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

static int run(int argc, char **argv)
{
	struct schedsim_vcpu_desc *vcpus;
	__u32 nr;

	while (next_option(&cmd_topology, argc, argv) != -1)
		;
	want_args(&cmd_topology, argc, 0, 1);
	vcpus = optind < argc ? topology_read(argv[optind], &nr) : live(&nr);
	if (json_wanted) {
		struct json_object *object = json_object_new_object();

		topology_json(object, vcpus, nr);
		json_print(object);
	} else {
		print_topology(vcpus, nr, knows_lines());
	}
	free(vcpus);
	return TOOL_OK;
}

const struct command cmd_topology = {
	.name = "topology",
	.args = "[PRESET|FILE|host]",
	.summary = "draw which vCPUs share a core, a cache or a memory node",
	.help =
"Without an argument: those of the live simulation. 'run', 'compare' and 'vcpus'\n"
"take the same with --topology.\n\n"
"  NODESxCORESxTHREADS[xLLCS]\n"
"                    as in 2x4x2: 2 memory nodes, each of 4 cores, each of 2 SMT\n"
"                    siblings; the cores of a node share one cache, or LLCS\n"
"                    caches evenly\n"
"  smp:N             N vCPUs that share a cache\n"
"  big.LITTLE        0-3 have the capacity 446, 4-7 have 1024; those of a kind\n"
"                    share a cache\n"
"  host              as the CPUs of this machine are\n"
"  FILE              as --json prints it; its name has a dot or a slash\n"
"  --json            print one JSON object\n",
	.run = run,
};
