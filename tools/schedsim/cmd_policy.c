// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim policy: show or change the policy of the live simulation.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "output.h"
#include "tool.h"

/* All policies, the active one in brackets, as in sysfs. */
static void show(int fd)
{
	struct schedsim_name *names;
	struct schedsim_config config;
	__u32 nr, i;

	device_check(schedsim_get_config(fd, &config), "cannot read the configuration");
	device_check(schedsim_get_policies(fd, &names, &nr), "cannot read the policies");
	if (json_wanted) {
		struct json_object *object = json_object_new_object();
		struct json_object *list = json_object_new_array();

		for (i = 0; i < nr; i++)
			json_object_array_add(list, json_object_new_string(names[i].text));
		json_add_string(object, "policy", config.policy);
		json_object_object_add(object, "policies", list);
		json_print(object);
	}
	for (i = 0; i < nr && !json_wanted; i++) {
		bool active = !strcmp(names[i].text, config.policy);

		printf(active ? "%s[%s]" : "%s%s", i ? " " : "", names[i].text);
	}
	if (!json_wanted)
		putchar('\n');
	free(names);
}

static int run(int argc, char **argv)
{
	bool change;
	int fd, err;

	while (next_option(&cmd_policy, argc, argv) != -1)
		;
	want_args(&cmd_policy, argc, 0, 1);
	change = optind < argc;
	fd = device_open(change);
	if (change) {
		err = schedsim_set_policy(fd, argv[optind]);
		if (err == -ENOENT)
			device_die_policy(fd, argv[optind]);
		device_check(err, "cannot change the policy");
	} else {
		show(fd);
	}
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_policy = {
	.name = "policy",
	.args = "[NAME]",
	.summary = "show or change the policy",
	.run = run,
};
