// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim load: put workload files into the live simulation, all or nothing.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "print/output.h"
#include "util/device.h"
#include "util/tool.h"
#include "workload/workload.h"

enum {
	OPT_LOCKS = 1,
	OPT_SHOW,
	OPT_STRICT,
};

static int report(const struct workload *workload, const struct schedsim_refusal *refusal,
		  const char *policy, int err)
{
	if (workload_blame(workload, refusal, policy, err))
		return TOOL_WORKLOAD;
	complain("nothing was loaded: there are %u processes", workload->nr_procs);
	return device_error(err, "cannot load");
}

static void print(const struct schedsim_spawn_entry *entries, __u32 nr)
{
	struct json_object *object, *list;
	__u32 i;

	if (!json_wanted) {
		printf("%u processes loaded: %u to %u\n", nr, entries[0].id, entries[nr - 1].id);
		return;
	}
	object = json_object_new_object();
	list = json_object_new_array();
	for (i = 0; i < nr; i++)
		json_object_array_add(list, json_object_new_uint64(entries[i].id));
	json_object_object_add(object, "ids", list);
	json_print(object);
}

static const struct option options[] = {
	{ "locks", required_argument, NULL, OPT_LOCKS },
	{ "show", no_argument, NULL, OPT_SHOW },
	{ "strict", no_argument, NULL, OPT_STRICT },
	{ NULL, 0, NULL, 0 },
};

static int load(struct workload *workload)
{
	struct schedsim_spawn_entry *entries;
	struct schedsim_refusal refusal;
	struct schedsim_config config;
	int code = TOOL_OK, err, fd;

	fd = device_open(true);
	device_check(schedsim_get_config(fd, &config), "cannot read the configuration");
	workload_check_cpus(workload, config.nr_vcpus);
	entries = workload_entries(workload);
	err = schedsim_spawn(fd, entries, workload->nr_procs, workload->objects.abi,
			     workload->objects.nr, &refusal);
	if (err)
		code = report(workload, &refusal, config.policy, err);
	else
		print(entries, workload->nr_procs);
	free(entries);
	schedsim_close(fd);
	return code;
}

static int run(int argc, char **argv)
{
	struct workload workload = { .warn = warn };
	const char *locks = NULL;
	bool show = false;
	int code = TOOL_OK;
	int option;

	while ((option = next_option(&cmd_load, argc, argv)) != -1) {
		show |= option == OPT_SHOW;
		workload.strict |= option == OPT_STRICT;
		if (option == OPT_LOCKS)
			locks = optarg;
	}
	want_args(&cmd_load, argc, 1, -1);
	for (; optind < argc; optind++)
		if (workload_load(&workload, argv[optind]))
			die(TOOL_WORKLOAD, "%s", workload.error);
	if (!workload.nr_procs)
		die(TOOL_WORKLOAD, "%s: there are no processes to load", argv[argc - 1]);
	if (show && json_wanted)
		die(TOOL_USAGE, "load: --show is a text; allowed is --json without it");
	if (locks)
		workload_set_protocol(&workload, workload_locks_arg(locks));
	if (show)
		workload_show(&workload);
	else
		code = load(&workload);
	workload_free(&workload);
	return code;
}

const struct command cmd_load = {
	.name = "load",
	.args = "[OPTION]... FILE...",
	.summary = "put a workload into the live simulation, all of it or nothing",
	.help =
"FILE is rt-app JSON, see schedsim-workload(5). Its duration has no effect.\n\n"
"  --locks PROTOCOL  of all mutexes: none, inherit or ceiling; default: as the\n"
"                    files say\n"
"  --show            only print what there would be; needs no module\n"
"  --strict          refuse files with keys that nobody knows, instead of\n"
"                    warning of them\n"
"  --json            print the ids as JSON\n",
	.options = options,
	.run = run,
};
