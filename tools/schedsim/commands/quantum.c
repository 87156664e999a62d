// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim quantum: show or change the quantum of the live simulation.
 */
#include <stdio.h>

#include "print/output.h"
#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

static void show(int fd)
{
	struct schedsim_stats stats;
	char quantum[TIME_LEN];

	device_check(schedsim_get_stats(fd, &stats), "cannot read the statistics");
	if (json_wanted) {
		struct json_object *object = json_object_new_object();

		json_add_u64(object, "quantum_ns", stats.quantum_ns);
		json_print(object);
	} else {
		puts(format_time(stats.quantum_ns, quantum));
	}
}

static int run(int argc, char **argv)
{
	__u64 quantum = 0;
	int fd;

	while (next_option(&cmd_quantum, argc, argv) != -1)
		;
	want_args(&cmd_quantum, argc, 0, 1);
	if (optind < argc)
		quantum = time_arg("quantum", argv[optind], SCHEDSIM_MIN_QUANTUM_LIVE_NS,
				   SCHEDSIM_MAX_QUANTUM_NS);
	fd = device_open(quantum);
	if (quantum)
		device_check(schedsim_set_quantum(fd, quantum), "cannot change the quantum");
	else
		show(fd);
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_quantum = {
	.name = "quantum",
	.args = "[TIME]",
	.summary = "show or change the quantum; running slices change at once",
	.help =
"TIME has a unit, 100us to 10s.\n"
"If the quantum adapts (see 'help adapt'), it goes on from there.\n",
	.run = run,
};
