// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim adapt: show or change how the quantum of the live simulation adapts.
 */
#include <stdio.h>

#include "args/adapt.h"
#include "print/output.h"
#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

static void show(const struct schedsim_config *config, const struct schedsim_stats *stats)
{
	char text[ADAPT_LEN], quantum[TIME_LEN];
	struct json_object *object;

	if (json_wanted) {
		object = json_object_new_object();
		json_object_object_add(object, "adapt", adapt_json(config));
		json_add_u64(object, "quantum_ns", stats->quantum_ns);
		json_add_u64(object, "quantum_changes", stats->quantum_changes);
		json_add_u64(object, "adapt_measured", stats->adapt_measured);
		json_print(object);
		return;
	}
	puts(adapt_format(config, text));
	if (!config->adapt)
		return;
	printf("quantum %s after %llu change%s", format_time(stats->quantum_ns, quantum),
	       stats->quantum_changes, stats->quantum_changes == 1 ? "" : "s");
	if (stats->adapt_measured)
		printf("; %s", adapt_measured(config, stats, text));
	putchar('\n');
}

static int run(int argc, char **argv)
{
	struct schedsim_config config = { .adapt = SCHEDSIM_ADAPT_SWITCH };
	struct schedsim_stats stats;
	bool changes;
	int fd;

	while (next_option(&cmd_adapt, argc, argv) != -1)
		;
	want_args(&cmd_adapt, argc, 0, 1);
	changes = optind < argc;
	/* What is wrong in any case is so without a module. */
	if (changes)
		adapt_arg(&config, "adapt", argv[optind], SCHEDSIM_MIN_QUANTUM_LIVE_NS);
	fd = device_open(changes);
	device_check(schedsim_get_config(fd, &config), "cannot read the configuration");
	if (changes) {
		adapt_arg(&config, "adapt", argv[optind], SCHEDSIM_MIN_QUANTUM_LIVE_NS);
		config.mask = SCHEDSIM_CONFIG_ADAPT;
		device_check(schedsim_set_config(fd, &config),
			     "cannot change how the quantum adapts");
	} else {
		device_check(schedsim_get_stats(fd, &stats), "cannot read the statistics");
		show(&config, &stats);
	}
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_adapt = {
	.name = "adapt",
	.args = "[off|TARGET=LIMIT[,min=TIME,max=TIME,interval=TIME]]",
	.summary = "show or change how the quantum adapts",
	.help =
"switch    as in switch=5%: as short as it may be if context switches are to take\n"
"          no more of the time\n"
"response  as in response=20ms: as long as it may be if 95% of responses are to\n"
"          take no longer\n"
"min, max  its bounds, 100us to 10s\n"
"interval  how often it is looked at; what is not named stays as it is\n",
	.run = run,
};
