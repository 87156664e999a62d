// SPDX-License-Identifier: GPL-2.0
/*
 * The statistics of the shared simulation, in /sys/class/misc/schedsim/stats:
 * one number a file. They are described in include/ABI/sysfs-class-misc-schedsim.
 */
#include <linux/device.h>
#include <linux/sysfs.h>

#include "shared.h"
#include "sysfs_groups.h"

/* A file for a number of struct schedsim_stats. */
#define STAT(name, member)						\
static ssize_t name##_show(struct device *dev,				\
			   struct device_attribute *attr, char *buf)	\
{									\
	struct schedsim_stats stats;					\
									\
	if (shared_get_stats(&stats))						\
		return -EINTR;						\
	return sysfs_emit(buf, "%llu\n", (u64)stats.member);		\
}									\
static DEVICE_ATTR_RO(name)

STAT(abandoned, abandoned);
STAT(adapt_measured, adapt_measured);
STAT(blocks, blocks);
STAT(boosts, boosts);
STAT(callback_ns, callback_ns);
STAT(callbacks, callbacks);
STAT(deadlocks, deadlocks);
STAT(decisions, decisions);
STAT(expiries, expiries);
STAT(forks, forks);
STAT(forks_failed, forks_failed);
STAT(imbalance_looks, imbalance_looks);
STAT(imbalance_total, imbalance_total);
STAT(late_max_ns, late_max_ns);
STAT(migrations, migrations);
STAT(moves_forced, moves[SCHEDSIM_MOVE_FORCED]);
STAT(moves_idle, moves[SCHEDSIM_MOVE_IDLE]);
STAT(moves_peek, moves[SCHEDSIM_MOVE_PEEK]);
STAT(moves_periodic, moves[SCHEDSIM_MOVE_PERIODIC]);
STAT(moves_pull, moves[SCHEDSIM_MOVE_PULL]);
STAT(moves_push, moves[SCHEDSIM_MOVE_PUSH]);
STAT(moves_shared, moves[SCHEDSIM_MOVE_SHARED]);
STAT(moves_wake, moves[SCHEDSIM_MOVE_WAKE]);
STAT(nr_blocked, nr_blocked);
STAT(nr_deadlocked, nr_deadlocked);
STAT(nr_exited, nr_exited);
STAT(nr_new, nr_new);
STAT(nr_objects, nr_objects);
STAT(nr_procs, nr_procs);
STAT(nr_ready, nr_ready);
STAT(nr_running, nr_running);
STAT(nr_sleeping, nr_sleeping);
STAT(policy_faults, policy_faults);
STAT(preemptions, preemptions);
STAT(program_errors, program_errors);
STAT(quantum_changes, quantum_changes);
STAT(quantum_ns, quantum_ns);
STAT(skipped, skipped);
STAT(slipped_ns, slipped_ns);
STAT(switches, switches);
STAT(throttled, throttled);
STAT(time_ns, time_ns);
STAT(timer_armed, timer_armed);
STAT(unchecked, unchecked);
STAT(timeouts, timeouts);
STAT(wakeups, wakeups);
STAT(wasted_ns, wasted_ns);
STAT(yields, yields);

static ssize_t lateness_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	struct schedsim_stats stats;
	int len = 0;
	u32 i;

	if (shared_get_stats(&stats))
		return -EINTR;
	for (i = 0; i < SCHEDSIM_LATENESS_BUCKETS; i++)
		len += sysfs_emit_at(buf, len, i ? " %llu" : "%llu",
				     stats.lateness[i]);
	return len + sysfs_emit_at(buf, len, "\n");
}
static DEVICE_ATTR_RO(lateness);

static struct attribute *stats_attrs[] = {
	&dev_attr_abandoned.attr,
	&dev_attr_adapt_measured.attr,
	&dev_attr_blocks.attr,
	&dev_attr_boosts.attr,
	&dev_attr_callback_ns.attr,
	&dev_attr_callbacks.attr,
	&dev_attr_deadlocks.attr,
	&dev_attr_decisions.attr,
	&dev_attr_expiries.attr,
	&dev_attr_forks.attr,
	&dev_attr_forks_failed.attr,
	&dev_attr_imbalance_looks.attr,
	&dev_attr_imbalance_total.attr,
	&dev_attr_late_max_ns.attr,
	&dev_attr_lateness.attr,
	&dev_attr_migrations.attr,
	&dev_attr_moves_forced.attr,
	&dev_attr_moves_idle.attr,
	&dev_attr_moves_peek.attr,
	&dev_attr_moves_periodic.attr,
	&dev_attr_moves_pull.attr,
	&dev_attr_moves_push.attr,
	&dev_attr_moves_shared.attr,
	&dev_attr_moves_wake.attr,
	&dev_attr_nr_blocked.attr,
	&dev_attr_nr_deadlocked.attr,
	&dev_attr_nr_exited.attr,
	&dev_attr_nr_new.attr,
	&dev_attr_nr_objects.attr,
	&dev_attr_nr_procs.attr,
	&dev_attr_nr_ready.attr,
	&dev_attr_nr_running.attr,
	&dev_attr_nr_sleeping.attr,
	&dev_attr_policy_faults.attr,
	&dev_attr_preemptions.attr,
	&dev_attr_program_errors.attr,
	&dev_attr_quantum_changes.attr,
	&dev_attr_quantum_ns.attr,
	&dev_attr_skipped.attr,
	&dev_attr_slipped_ns.attr,
	&dev_attr_switches.attr,
	&dev_attr_throttled.attr,
	&dev_attr_time_ns.attr,
	&dev_attr_timer_armed.attr,
	&dev_attr_unchecked.attr,
	&dev_attr_timeouts.attr,
	&dev_attr_wakeups.attr,
	&dev_attr_wasted_ns.attr,
	&dev_attr_yields.attr,
	NULL
};

const struct attribute_group sysfs_stats_group = {
	.name = "stats",
	.attrs = stats_attrs,
};
