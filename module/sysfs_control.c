// SPDX-License-Identifier: GPL-2.0
/*
 * What is done to the shared simulation, in /sys/class/misc/schedsim. The
 * attributes are described in include/ABI/sysfs-class-misc-schedsim.
 */
#include <linux/device.h>
#include <linux/kstrtox.h>
#include <linux/sysfs.h>

#include "control.h"
#include "shared.h"
#include "simulation.h"
#include "sysfs_groups.h"

static ssize_t paused_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	struct simulation *s = shared_simulation;
	bool paused;

	if (simulation_lock(s))
		return -EINTR;
	paused = s->engine->paused;
	simulation_unlock(s);
	return sysfs_emit(buf, "%d\n", paused);
}

static ssize_t paused_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	struct simulation *s = shared_simulation;
	bool paused;
	int err = kstrtobool(buf, &paused);

	if (err)
		return err;
	if (simulation_lock(s))
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

static ssize_t reset_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	struct simulation *s = shared_simulation;
	int err;

	if (!sysfs_streq(buf, "1"))
		return -EINVAL;
	if (simulation_lock(s))
		return -EINTR;
	err = simulation_reset(s);
	simulation_unlock(s);
	return err ?: count;
}
static DEVICE_ATTR_WO(reset);

static struct attribute *control_attrs[] = {
	&dev_attr_paused.attr,
	&dev_attr_reset.attr,
	&dev_attr_trigger.attr,
	NULL
};

const struct attribute_group sysfs_control_group = {
	.attrs = control_attrs,
};
