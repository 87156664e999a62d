// SPDX-License-Identifier: GPL-2.0
/*
 * vCPUs that go offline and online during a run: --offline 1-3@100ms --online 2@1s.
 */
#include <stdlib.h>
#include <string.h>

#include "args/hotplug.h"
#include "util/tool.h"
#include "util/units.h"

static const char *option_of(bool online)
{
	return online ? "--online" : "--offline";
}

/**
 * hotplug_arg - read which vCPUs go offline or online, and when, or die
 * @hotplug: to be told of them
 * @online: whether they go online
 * @text: LIST@TIME, as in 1-3@100ms; LIST alone: at the beginning
 */
void hotplug_arg(struct hotplug *hotplug, bool online, const char *text)
{
	__u64 cpus[AFFINITY_WORDS] = { 0 }, when = 0;
	const char *at = strchr(text, '@');
	char *list = strndup(text, at ? (size_t)(at - text) : strlen(text));
	__u32 i;

	if (!list)
		die(TOOL_FAILED, "out of memory");
	if (at)
		when = time_arg(option_of(online), at + 1, 0, SCHEDSIM_MAX_TIME_NS);
	cpus_arg(option_of(online), list, cpus);
	free(list);
	for (i = 0; i < SCHEDSIM_MAX_VCPUS; i++) {
		if (!(cpus[i / 64] >> i % 64 & 1))
			continue;
		hotplug->changes = grown(hotplug->changes, hotplug->nr, &hotplug->room,
					 sizeof(*hotplug->changes));
		hotplug->changes[hotplug->nr++] = (struct hotplug_change) {
			.time_ns = when, .vcpu = i, .online = online,
		};
	}
}

/**
 * hotplug_nr_vcpus - how many vCPUs there must be
 * @hotplug: the changes
 *
 * Return: the greatest vCPU that is named, plus 1; or 0.
 */
__u32 hotplug_nr_vcpus(const struct hotplug *hotplug)
{
	__u32 nr = 0;
	size_t i;

	for (i = 0; i < hotplug->nr; i++)
		if (hotplug->changes[i].vcpu >= nr)
			nr = hotplug->changes[i].vcpu + 1;
	return nr;
}

/* By time; those of one instant stay in the order in which they were given. */
static void sort(struct hotplug *hotplug)
{
	size_t i, k;

	for (i = 1; i < hotplug->nr; i++) {
		struct hotplug_change change = hotplug->changes[i];

		for (k = i; k && hotplug->changes[k - 1].time_ns > change.time_ns; k--)
			hotplug->changes[k] = hotplug->changes[k - 1];
		hotplug->changes[k] = change;
	}
}

/**
 * hotplug_check - once all options have been read: are the changes possible? Else die
 * @hotplug: the changes, which are sorted by time then
 * @nr_vcpus: how many vCPUs there are
 */
void hotplug_check(struct hotplug *hotplug, __u32 nr_vcpus)
{
	bool offline[SCHEDSIM_MAX_VCPUS] = { false };
	__u32 left = nr_vcpus;
	char when[TIME_LEN];
	size_t i;

	sort(hotplug);
	for (i = 0; i < hotplug->nr; i++) {
		const struct hotplug_change *change = &hotplug->changes[i];

		if (change->vcpu >= nr_vcpus)
			die(TOOL_USAGE,
			    "%s: there is no vCPU %u; allowed are 0 to %u (see --vcpus)",
			    option_of(change->online), change->vcpu, nr_vcpus - 1);
		if (offline[change->vcpu] != change->online)
			continue;
		if (!change->online && left == 1)
			die(TOOL_USAGE,
			    "--offline: vCPU %u is the last one that is online at %s; one must stay",
			    change->vcpu, format_time(change->time_ns, when));
		offline[change->vcpu] = !change->online;
		left += change->online ? 1 : -1;
	}
}

/**
 * hotplug_free - forget all changes
 * @hotplug: the changes
 */
void hotplug_free(struct hotplug *hotplug)
{
	free(hotplug->changes);
}
