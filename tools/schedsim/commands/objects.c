// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim objects: mutexes, conditions and the like of the live simulation.
 */
#include <stdlib.h>

#include "print/objects.h"
#include "print/output.h"
#include "util/device.h"
#include "util/tool.h"

static void print_json(const struct schedsim_object *objects, const struct schedsim_attr *attrs,
		       __u32 nr)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	__u32 i;

	for (i = 0; i < nr; i++)
		json_object_array_add(list, object_json(&objects[i], &attrs[i], objects[i].name));
	json_object_object_add(object, "objects", list);
	json_print(object);
}

static int run(int argc, char **argv)
{
	struct schedsim_object *objects;
	struct schedsim_attr *attrs;
	__u32 nr;
	int fd;

	while (next_option(&cmd_objects, argc, argv) != -1)
		;
	want_args(&cmd_objects, argc, 0, 0);
	fd = device_open(false);
	device_check(schedsim_get_objects(fd, &objects, &attrs, &nr), "cannot read the objects");
	if (json_wanted)
		print_json(objects, attrs, nr);
	else
		objects_print(objects, nr, NULL);
	free(objects);
	free(attrs);
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_objects = {
	.name = "objects",
	.args = "[--json]",
	.summary = "list mutexes, conditions and the like",
	.help = "OWNER is the process that holds a mutex. USES counts locks, signals, posts,\n"
		"barriers passed, and forks. CONTENDED counts how often a process had to wait.\n",
	.run = run,
};
