// SPDX-License-Identifier: GPL-2.0
/*
 * What is done to the shared simulation, in /sys/class/misc/schedsim. The
 * attributes are described in include/ABI/sysfs-class-misc-schedsim.
 */
#include <linux/build_bug.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/sysfs.h>

#include "control.h"
#include "engines.h"
#include "online.h"
#include "shared.h"
#include "simulation.h"
#include "sysfs_groups.h"

static ssize_t paused_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	struct schedsim_stats stats;

	if (shared_get_stats(&stats))
		return -EINTR;
	return sysfs_emit(buf, "%u\n", stats.paused);
}

static ssize_t paused_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	struct simulation *s = shared_simulation;
	bool paused;
	int err = kstrtobool(buf, &paused);

	if (err)
		return err;
	if (simulation_lock_soon(s))
		return -EINTR;
	if (paused)
		simulation_pause(s);
	else
		simulation_resume(s);
	simulation_unlock(s);
	return count;
}
static DEVICE_ATTR_RW(paused);

static ssize_t trigger_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t count)
{
	struct simulation *s = shared_simulation;
	u32 vcpu = SCHEDSIM_ALL_VCPUS;
	int err = sysfs_streq(buf, "all") ? 0 : kstrtou32(buf, 0, &vcpu);

	if (err)
		return err;
	if (simulation_lock(s))
		return -EINTR;
	err = simulation_trigger(s, vcpu);
	simulation_unlock(s);
	return err ?: count;
}
static DEVICE_ATTR_WO(trigger);

static ssize_t online_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	DECLARE_BITMAP(online, SCHEDSIM_MAX_VCPUS);

	if (simulation_online(shared_simulation, online))
		return -EINTR;
	return sysfs_emit(buf, "%*pbl\n", SCHEDSIM_MAX_VCPUS, online);
}

static ssize_t online_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	return simulation_set_all_online(shared_simulation, buf) ?: count;
}
static DEVICE_ATTR_RW(online);

static ssize_t reset_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	struct simulation *s = shared_simulation;

	if (!sysfs_streq(buf, "1"))
		return -EINVAL;
	if (simulation_lock_soon(s))
		return -EINTR;
	simulation_reset(s);
	simulation_unlock(s);
	return count;
}
static DEVICE_ATTR_WO(reset);

static ssize_t evict_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	int err = simulation_evict_all(buf, strcspn(buf, "\n"));

	return err ?: count;
}
static DEVICE_ATTR_WO(evict);

static const char * const fault_rules[] = {
	[SCHEDSIM_FAULT_PICKED_NOBODY] = "picked nobody",
	[SCHEDSIM_FAULT_PICKED_NOT_READY] = "picked a process that is not ready",
	[SCHEDSIM_FAULT_PICKED_ELSEWHERE] =
		"picked a process of another run queue",
	[SCHEDSIM_FAULT_PICKED_NOT_ALLOWED] =
		"picked a process that may not run there",
	[SCHEDSIM_FAULT_NO_SLICE_LEFT] = "gave a slice of 0",
	[SCHEDSIM_FAULT_NO_PROGRESS] = "made no progress",
	[SCHEDSIM_FAULT_LEFT_QUEUED] = "left a process in its queue",
};

static_assert(ARRAY_SIZE(fault_rules) == SCHEDSIM_FAULT_LEFT_QUEUED + 1);

static ssize_t policy_fault_show(struct device *dev,
				 struct device_attribute *attr, char *buf)
{
	struct schedsim_stats stats;

	if (shared_get_stats(&stats))
		return -EINTR;
	if (!stats.policy_faults)
		return sysfs_emit(buf, "none\n");
	return sysfs_emit(buf, "%s: %s: time_ns=%llu vcpu=%u process=%u waiting=%u\n",
			  stats.fault_policy, fault_rules[stats.fault_rule],
			  stats.fault_ns, stats.fault_vcpu, stats.fault_id,
			  stats.fault_waiting);
}
static DEVICE_ATTR_RO(policy_fault);

static struct attribute *control_attrs[] = {
	&dev_attr_evict.attr,
	&dev_attr_online.attr,
	&dev_attr_paused.attr,
	&dev_attr_policy_fault.attr,
	&dev_attr_reset.attr,
	&dev_attr_trigger.attr,
	NULL
};

const struct attribute_group sysfs_control_group = {
	.attrs = control_attrs,
};
