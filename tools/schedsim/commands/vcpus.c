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
};

static const struct option options[] = {
	{ "llc", required_argument, NULL, OPT_LLC },
	{ "node", required_argument, NULL, OPT_NODE },
	{ NULL, 0, NULL, 0 },
};

/* Is it online? It may have been made since. */
static bool is_online(const struct schedsim_vcpu *states, __u32 nr_states, __u32 id)
{
	return id >= nr_states || !(states[id].flags & SCHEDSIM_VCPU_OFFLINE);
}

static void print_json(const struct schedsim_vcpu_desc *vcpus, __u32 nr,
		       const struct schedsim_vcpu *states, __u32 nr_states)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	__u32 i;

	for (i = 0; i < nr; i++) {
		struct json_object *vcpu = json_object_new_object();

		json_add_u64(vcpu, "id", i);
		json_add_u64(vcpu, "llc", vcpus[i].llc);
		json_add_u64(vcpu, "node", vcpus[i].node);
		json_add_bool(vcpu, "online", is_online(states, nr_states, i));
		json_object_array_add(list, vcpu);
	}
	json_add_u64(object, "nr_vcpus", nr);
	json_object_object_add(object, "vcpus", list);
	json_print(object);
}

static void print_text(const struct schedsim_vcpu_desc *vcpus, __u32 nr,
		       const struct schedsim_vcpu *states, __u32 nr_states)
{
	__u64 online[AFFINITY_WORDS] = { 0 };
	char text[CPUS_LEN];
	__u32 i;

	for (i = 0; i < nr; i++)
		online[i / 64] |= (__u64)is_online(states, nr_states, i) << i % 64;
	printf("vCPUs  %u\n", nr);
	printf("online %s\n", format_cpus(online, text));
	printf("llc    %s\n", topology_format(vcpus, nr, false, text, sizeof(text)));
	printf("node   %s\n", topology_format(vcpus, nr, true, text, sizeof(text)));
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
		.mask = SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_VCPUS,
	};
	struct topology topology = { .llc = NULL };
	int option, fd;

	while ((option = next_option(&cmd_vcpus, argc, argv)) != -1) {
		if (option == OPT_LLC)
			topology.llc = optarg;
		else
			topology.node = optarg;
	}
	want_args(&cmd_vcpus, argc, 0, 1);
	if (optind < argc)
		config.nr_vcpus = number_arg("vcpus", argv[optind], 1, SCHEDSIM_MAX_VCPUS);
	else
		config.nr_vcpus = topology_nr_vcpus(&topology);
	topology_set(&topology, &config);
	fd = device_open(config.nr_vcpus);
	if (config.nr_vcpus)
		device_check(schedsim_set_config(fd, &config), "cannot change the vCPUs");
	else
		show(fd);
	topology_free(&config);
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_vcpus = {
	.name = "vcpus",
	.args = "[N] [--llc SETS] [--node SETS]",
	.summary = "show or change the vCPUs of the live simulation, and what they share",
	.help =
"N is 1 to 256; default: as many as the sets name. There must be no processes.\n\n"
"  --llc SETS        vCPUs that share a last-level cache: 0-3,4-7 are two sets, as are 0+2,1+3;\n"
"                    default: those of a node, or all\n"
"  --node SETS       vCPUs of one memory node; default: all\n"
"  --json            print one JSON object\n\n"
"Policies read them with the parameter span: 'schedsim policy rr:span=llc'.\n",
	.options = options,
	.run = run,
};
