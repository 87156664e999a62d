// SPDX-License-Identifier: GPL-2.0
/*
 * How the quantum of the shared simulation adapts, in
 * /sys/class/misc/schedsim/adapt. The attributes are described in
 * include/ABI/sysfs-class-misc-schedsim.
 */
#include <linux/device.h>
#include <linux/kstrtox.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "shared.h"
#include "sysfs_groups.h"

static const char * const target_names[] = {
	[SCHEDSIM_ADAPT_OFF] = "off",
	[SCHEDSIM_ADAPT_SWITCH] = "switch",
	[SCHEDSIM_ADAPT_RESPONSE] = "response",
};

static ssize_t show_target(char *buf, const struct sim_config *config, const void *of)
{
	int len = 0;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(target_names); i++)
		len += sysfs_emit_at(buf, len, i == config->adapt.target ?
				     "%s[%s]" : "%s%s",
				     i ? " " : "", target_names[i]);
	return len + sysfs_emit_at(buf, len, "\n");
}

static ssize_t target_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_target, NULL);
}

static int change_target(struct sim_config *config, const void *to)
{
	int target = sysfs_match_string(target_names, to);

	if (target < 0)
		return -EINVAL;
	config->adapt.target = target;
	return 0;
}

static ssize_t target_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	return shared_set_config(count, change_target, buf);
}
static DEVICE_ATTR_RW(target);

/* Read a number, in units of @unit, up to @max; 0 is none. */
static int parse(const char *buf, u32 unit, u64 max, u64 *to)
{
	u64 number;
	int err = kstrtou64(buf, 0, &number);

	if (err)
		return err;
	if (!number || number > div_u64(max, unit))
		return -EINVAL;
	*to = number * unit;
	return 0;
}

/* A file for a number of struct sim_adapt_config, in units of @unit ... */
#define SHOW(name, member, unit)					\
static ssize_t show_##name(char *buf, const struct sim_config *config,	\
			   const void *of)				\
{									\
	return sysfs_emit(buf, "%llu\n",				\
			  div_u64(config->adapt.member, unit));		\
}									\
static ssize_t name##_show(struct device *dev,				\
			   struct device_attribute *attr, char *buf)	\
{									\
	return shared_show_config(buf, show_##name, NULL);		\
}

/* ... that may be written: up to @max. */
#define STORE(name, member, unit, max)					\
static int change_##name(struct sim_config *config, const void *to)	\
{									\
	config->adapt.member = *(const u64 *)to;			\
	return 0;							\
}									\
static ssize_t name##_store(struct device *dev,				\
			    struct device_attribute *attr,		\
			    const char *buf, size_t count)		\
{									\
	u64 value;							\
	int err = parse(buf, unit, max, &value);			\
									\
	return err ?: shared_set_config(count, change_##name, &value);	\
}									\
static DEVICE_ATTR_RW(name)

SHOW(interval_us, interval_ns, NSEC_PER_USEC)
STORE(interval_us, interval_ns, NSEC_PER_USEC, SCHEDSIM_MAX_QUANTUM_NS);
SHOW(max_us, max_ns, NSEC_PER_USEC)
STORE(max_us, max_ns, NSEC_PER_USEC, SCHEDSIM_MAX_QUANTUM_NS);
SHOW(min_us, min_ns, NSEC_PER_USEC)
STORE(min_us, min_ns, NSEC_PER_USEC, SCHEDSIM_MAX_QUANTUM_NS);
SHOW(response_us, response_ns, NSEC_PER_USEC)
STORE(response_us, response_ns, NSEC_PER_USEC, SCHEDSIM_MAX_QUANTUM_NS);
SHOW(switch_ppm, switch_ppm, 1)
STORE(switch_ppm, switch_ppm, 1, SCHEDSIM_MAX_ADAPT_PPM);

static struct attribute *adapt_attrs[] = {
	&dev_attr_interval_us.attr,
	&dev_attr_max_us.attr,
	&dev_attr_min_us.attr,
	&dev_attr_response_us.attr,
	&dev_attr_switch_ppm.attr,
	&dev_attr_target.attr,
	NULL
};

const struct attribute_group sysfs_adapt_group = {
	.name = "adapt",
	.attrs = adapt_attrs,
};
