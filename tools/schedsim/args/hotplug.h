/* SPDX-License-Identifier: GPL-2.0 */
/*
 * vCPUs that go offline and online during a run, on the command line.
 */
#ifndef ARGS_HOTPLUG_H
#define ARGS_HOTPLUG_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

/**
 * struct hotplug_change - a vCPU goes offline, or online
 * @time_ns: when, once all else is done that is due then; at 0: before all else
 * @vcpu: which
 * @online: whether it is online afterwards
 */
struct hotplug_change {
	__u64 time_ns;
	__u32 vcpu;
	bool online;
};

/**
 * struct hotplug - all changes
 * @changes: the changes; after hotplug_check() in their order
 * @nr: number of them
 * @room: room in @changes
 */
struct hotplug {
	struct hotplug_change *changes;
	size_t nr;
	size_t room;
};

void hotplug_arg(struct hotplug *hotplug, bool online, const char *text);
__u32 hotplug_nr_vcpus(const struct hotplug *hotplug);
void hotplug_check(struct hotplug *hotplug, __u32 nr_vcpus);
void hotplug_free(struct hotplug *hotplug);

#endif /* ARGS_HOTPLUG_H */
