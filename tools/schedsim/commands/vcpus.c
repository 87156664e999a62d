// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim vcpus: show or change the vCPUs of the live simulation.
 */
#include <stdio.h>
#include <stdlib.h>

#include "args/topology.h"
#include "print/output.h"
#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

enum {
	OPT_LLC = 1,
	OPT_NODE,
	OPT_MIGRATION_COST,
	OPT_TOPOLOGY,
};

static const struct option options[] = {
	{ "llc", required_argument, NULL, OPT_LLC },
	{ "migration-cost", required_argument, NULL, OPT_MIGRATION_COST },
	{ "node", required_argument, NULL, OPT_NODE },
	{ "topology", required_argument, NULL, OPT_TOPOLOGY },
	{ NULL, 0, NULL, 0 },
};

static void print_capacities(const struct schedsim_vcpu_desc *vcpus, __u32 nr)
{
	__u32 i;

	printf("capacity");
	for (i = 0; i < nr; i++)
		printf(" %u", topology_capacity(&vcpus[i]));
	printf("\n");
}

static void print_sets(const char *name, const struct schedsim_vcpu_desc *vcpus, __u32 nr,
		       enum topology_set of)
{
	char text[CPUS_LEN];

	printf("%-6s %s\n", name, topology_format(vcpus, nr, of, text, sizeof(text)));
}

/* Is it online? It may have been made since. */
static bool is_online(const struct schedsim_vcpu *states, __u32 nr_states, __u32 id)
{
	return id >= nr_states || !(states[id].flags & SCHEDSIM_VCPU_OFFLINE);
}

static void print_online(const struct schedsim_vcpu *states, __u32 nr_states, __u32 nr)
{
	__u64 online[AFFINITY_WORDS] = { 0 };
	char text[CPUS_LEN];
	__u32 i;

	for (i = 0; i < nr; i++)
		online[i / 64] |= (__u64)is_online(states, nr_states, i) << i % 64;
	printf("online %s\n", format_cpus(online, text));
}

static void print_text(const struct schedsim_vcpu_desc *vcpus, __u32 nr,
		       const struct schedsim_vcpu *states, __u32 nr_states)
{
	printf("vCPUs  %u\n", nr);
	print_online(states, nr_states, nr);
	print_sets("llc", vcpus, nr, TOPOLOGY_LLC);
	print_sets("node", vcpus, nr, TOPOLOGY_NODE);
	if (topology_has_cores(vcpus, nr))
		print_sets("core", vcpus, nr, TOPOLOGY_CORE);
	if (topology_has_capacities(vcpus, nr))
		print_capacities(vcpus, nr);
}

static void print_json(const struct schedsim_vcpu_desc *vcpus, __u32 nr,
		       const struct schedsim_vcpu *states, __u32 nr_states)
{
	struct json_object *object = json_object_new_object(), *list;
	__u32 i;

	topology_json(object, vcpus, nr);
	list = json_object_object_get(object, "vcpus");
	for (i = 0; i < nr; i++)
		json_add_bool(json_object_array_get_idx(list, i), "online",
			      is_online(states, nr_states, i));
	json_print(object);
}

static void show(int fd)
{
	struct schedsim_vcpu_desc *vcpus;
	struct schedsim_vcpu *states;
	__u32 nr, nr_states;

	device_check(schedsim_get_vcpu_descs(fd, &vcpus, &nr), "cannot read the vCPUs");
	device_check(schedsim_get_vcpus(fd, &states, &nr_states), "cannot read the vCPUs");
	if (json_wanted)
		print_json(vcpus, nr, states, nr_states);
	else
		print_text(vcpus, nr, states, nr_states);
	free(states);
	free(vcpus);
}

static int run(int argc, char **argv)
{
	struct schedsim_config config = {
		.mask = 0,
	};
	struct topology topology = { .llc = NULL };
	int option, fd;

	while ((option = next_option(&cmd_vcpus, argc, argv)) != -1) {
		if (option == OPT_LLC) {
			topology.llc = optarg;
		} else if (option == OPT_NODE) {
			topology.node = optarg;
		} else if (option == OPT_TOPOLOGY) {
			topology.all = optarg;
		} else {
			migration_arg(&config, optarg);
			config.mask |= SCHEDSIM_CONFIG_MIGRATION;
		}
	}
	want_args(&cmd_vcpus, argc, 0, 1);
	if (optind < argc)
		config.nr_vcpus = number_arg("vcpus", argv[optind], 1, SCHEDSIM_MAX_VCPUS);
	else
		config.nr_vcpus = topology_nr_vcpus(&topology);
	topology_set(&topology, &config);
	if (config.nr_vcpus)
		config.mask |= SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_VCPUS;
	fd = device_open(config.mask);
	if (config.mask)
		device_check(schedsim_set_config(fd, &config), "cannot change the vCPUs");
	else
		show(fd);
	topology_free(&config);
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_vcpus = {
	.name = "vcpus",
	.args = "[N] [--topology WHICH] [--llc SETS] [--node SETS]",
	.summary = "show or change the vCPUs, and what they share",
	.help =
"N is 1 to 256; default: as many as the sets name. There must be no processes.\n\n"
"  --llc SETS        vCPUs that share a last-level cache: 0-3,4-7 are two sets,\n"
"                    as are 0+2,1+3; default: those of a node, or all\n"
"  --node SETS       vCPUs of one memory node; default: all\n"
"  --topology WHICH  all at once: 2x4x2, smp:N, big.LITTLE, host or a file, see\n"
"                    'schedsim help topology'\n"
"  --migration-cost smt=TIME,llc=TIME,node=TIME,far=TIME\n"
"                    time lost when a process comes from another vCPU: one of\n"
"                    the same core, of the same cache, of the same node, of\n"
"                    another node; default 0\n"
"  --json            print one JSON object\n\n"
"Policies read them with the parameter span: 'schedsim policy rr:span=llc'.\n",
	.options = options,
	.run = run,
};
