// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim load: put workload files into the live simulation, all or nothing.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "device.h"
#include "output.h"
#include "tool.h"
#include "workload.h"

static int report(const struct workload *workload, int err, __u32 failed)
{
	if (err == -EINVAL && failed < workload->nr_procs) {
		const struct workload_proc *proc = &workload->procs[failed];

		complain("%s:%u: task '%s': the module does not take it; nothing was loaded",
			 proc->file, proc->line, proc->name);
		return TOOL_WORKLOAD;
	}
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

static int run(int argc, char **argv)
{
	struct workload workload = { .warn = warn };
	struct schedsim_spawn_entry *entries;
	struct schedsim_config config;
	int code = TOOL_OK, err, fd;
	__u32 failed = ~0U;

	while (next_option(&cmd_load, argc, argv) != -1)
		;
	want_args(&cmd_load, argc, 1, -1);
	for (; optind < argc; optind++)
		if (workload_load(&workload, argv[optind]))
			die(TOOL_WORKLOAD, "%s", workload.error);
	if (!workload.nr_procs)
		die(TOOL_WORKLOAD, "%s: there are no processes to load", argv[argc - 1]);
	fd = device_open(true);
	device_check(schedsim_get_config(fd, &config), "cannot read the configuration");
	workload_check_cpus(&workload, config.nr_vcpus);
	entries = workload_entries(&workload);
	err = schedsim_spawn(fd, entries, workload.nr_procs, &failed);
	if (err)
		code = report(&workload, err, failed);
	else
		print(entries, workload.nr_procs);
	free(entries);
	workload_free(&workload);
	schedsim_close(fd);
	return code;
}

const struct command cmd_load = {
	.name = "load",
	.args = "FILE...",
	.summary = "put a workload into the live simulation, all of it or nothing",
	.help = "FILE is rt-app JSON, see schedsim-workload(5). Its duration has no effect.\n",
	.run = run,
};
