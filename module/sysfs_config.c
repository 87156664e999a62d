// SPDX-License-Identifier: GPL-2.0
/*
 * The configuration of the shared simulation, in /sys/class/misc/schedsim. Its
 * attributes are described in include/ABI/sysfs-class-misc-schedsim.
 */
#include <linux/device.h>
#include <linux/kstrtox.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "config.h"
#include "registry.h"
#include "shared.h"
#include "sysfs_groups.h"

static ssize_t show_quantum_us(char *buf, const struct sim_config *config, const void *of)
{
	return sysfs_emit(buf, "%llu\n",
			  div_u64(config->quantum_ns, NSEC_PER_USEC));
}

static ssize_t quantum_us_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_quantum_us, NULL);
}

static int change_quantum(struct sim_config *config, const void *to)
{
	const u64 *us = to;

	if (*us > SCHEDSIM_MAX_QUANTUM_NS / NSEC_PER_USEC)
		return -EINVAL;
	config->quantum_ns = *us * NSEC_PER_USEC;
	return 0;
}

static ssize_t quantum_us_store(struct device *dev,
				struct device_attribute *attr,
				const char *buf, size_t count)
{
	u64 us;
	int err = kstrtou64(buf, 0, &us);

	return err ?: shared_set_config(count, change_quantum, &us);
}
static DEVICE_ATTR_RW(quantum_us);

static ssize_t show_switch_cost_ns(char *buf, const struct sim_config *config, const void *of)
{
	return sysfs_emit(buf, "%llu\n", config->switch_cost_ns);
}

static ssize_t switch_cost_ns_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_switch_cost_ns, NULL);
}

static int change_switch_cost(struct sim_config *config, const void *to)
{
	config->switch_cost_ns = *(const u64 *)to;
	return 0;
}

static ssize_t switch_cost_ns_store(struct device *dev,
				    struct device_attribute *attr,
				    const char *buf, size_t count)
{
	u64 ns;
	int err = kstrtou64(buf, 0, &ns);

	return err ?: shared_set_config(count, change_switch_cost, &ns);
}
static DEVICE_ATTR_RW(switch_cost_ns);

static ssize_t show_nr_vcpus(char *buf, const struct sim_config *config, const void *of)
{
	return sysfs_emit(buf, "%u\n", config->nr_vcpus);
}

static ssize_t nr_vcpus_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_nr_vcpus, NULL);
}

static int change_nr_vcpus(struct sim_config *config, const void *to)
{
	config_set_nr_vcpus(config, *(const u32 *)to);
	return 0;
}

static ssize_t nr_vcpus_store(struct device *dev, struct device_attribute *attr,
			      const char *buf, size_t count)
{
	u32 nr;
	int err = kstrtou32(buf, 0, &nr);

	return err ?: shared_set_config(count, change_nr_vcpus, &nr);
}
static DEVICE_ATTR_RW(nr_vcpus);

static ssize_t show_max_procs(char *buf, const struct sim_config *config, const void *of)
{
	return sysfs_emit(buf, "%u\n", config->max_procs);
}

static ssize_t max_procs_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_max_procs, NULL);
}
static DEVICE_ATTR_RO(max_procs);

static ssize_t show_policy(char *buf, const struct sim_config *config, const void *of)
{
	const struct sim_policy *policy;
	int len = 0;
	u32 i;

	registry_lock();
	for (i = 0; (policy = sim_policy_at(i)); i++)
		len += sysfs_emit_at(buf, len, policy == config->policy ?
				     "%s[%s]" : "%s%s",
				     i ? " " : "", policy->name);
	registry_unlock();
	return len + sysfs_emit_at(buf, len, "\n");
}

static ssize_t policy_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_policy, NULL);
}

static int change_policy(struct sim_config *config, const void *to)
{
	return registry_parse(to, config) ? -EINVAL : 0;
}

static ssize_t policy_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	return shared_set_config(count, change_policy, buf);
}
static DEVICE_ATTR_RW(policy);

static const char * const tie_names[] = {
	[SCHEDSIM_TIE_ARRIVAL_FIRST] = "arrival-first",
	[SCHEDSIM_TIE_EXPIRY_FIRST] = "expiry-first",
};

static ssize_t show_tie(char *buf, const struct sim_config *config, const void *of)
{
	return sysfs_emit(buf, config->tie ? "%s [%s]\n" : "[%s] %s\n",
			  tie_names[0], tie_names[1]);
}

static ssize_t tie_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_tie, NULL);
}

static int change_tie(struct sim_config *config, const void *to)
{
	int tie = sysfs_match_string(tie_names, to);

	if (tie < 0)
		return -EINVAL;
	config->tie = tie;
	return 0;
}

static ssize_t tie_store(struct device *dev, struct device_attribute *attr,
			 const char *buf, size_t count)
{
	return shared_set_config(count, change_tie, buf);
}
static DEVICE_ATTR_RW(tie);

static struct attribute *config_attrs[] = {
	&dev_attr_max_procs.attr,
	&dev_attr_nr_vcpus.attr,
	&dev_attr_policy.attr,
	&dev_attr_quantum_us.attr,
	&dev_attr_switch_cost_ns.attr,
	&dev_attr_tie.attr,
	NULL
};

const struct attribute_group sysfs_config_group = {
	.attrs = config_attrs,
};
