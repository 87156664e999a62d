// SPDX-License-Identifier: GPL-2.0
/*
 * The attributes of the shared simulation, in /sys/class/misc/schedsim. They
 * are described in include/ABI/sysfs-class-misc-schedsim.
 */
#include <linux/device.h>
#include <linux/kstrtox.h>
#include <linux/sysfs.h>

#include "simulation.h"

/**
 * sysfs_get_config - read the shared simulation's configuration
 * @config: to fill in
 *
 * Context: Process context; sleeps.
 * Return: 0, or -EINTR if a signal came.
 */
int sysfs_get_config(struct sim_config *config)
{
	struct simulation *s = shared_simulation;

	if (simulation_lock(s))
		return -EINTR;
	*config = s->sim->config;
	simulation_unlock(s);
	return 0;
}

/**
 * sysfs_set_config - change a member of the shared simulation's configuration
 * @count: how much was written
 * @change: changes the member; the configuration is then checked as a whole
 * @to: for @change
 *
 * Context: Process context; sleeps.
 * Return: @count, or a negative errno.
 */
ssize_t sysfs_set_config(size_t count,
			 int (*change)(struct sim_config *config, const void *to),
			 const void *to)
{
	struct simulation *s = shared_simulation;
	struct sim_config config;
	int err;

	if (simulation_lock(s))
		return -EINTR;
	config = s->sim->config;
	err = change(&config, to);
	if (!err)
		err = simulation_configure(s, &config);
	simulation_unlock(s);
	return err ?: count;
}

static ssize_t quantum_us_show(struct device *dev, struct device_attribute *attr,
			       char *buf)
{
	struct sim_config config;

	if (sysfs_get_config(&config))
		return -EINTR;
	return sysfs_emit(buf, "%llu\n",
			  div_u64(config.quantum_ns, NSEC_PER_USEC));
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

	return err ?: sysfs_set_config(count, change_quantum, &us);
}
static DEVICE_ATTR_RW(quantum_us);

static ssize_t switch_cost_ns_show(struct device *dev,
				   struct device_attribute *attr, char *buf)
{
	struct sim_config config;

	if (sysfs_get_config(&config))
		return -EINTR;
	return sysfs_emit(buf, "%llu\n", config.switch_cost_ns);
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

	return err ?: sysfs_set_config(count, change_switch_cost, &ns);
}
static DEVICE_ATTR_RW(switch_cost_ns);

static ssize_t nr_vcpus_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	struct sim_config config;

	if (sysfs_get_config(&config))
		return -EINTR;
	return sysfs_emit(buf, "%u\n", config.nr_vcpus);
}

static int change_nr_vcpus(struct sim_config *config, const void *to)
{
	config->nr_vcpus = *(const u32 *)to;
	return 0;
}

static ssize_t nr_vcpus_store(struct device *dev, struct device_attribute *attr,
			      const char *buf, size_t count)
{
	u32 nr;
	int err = kstrtou32(buf, 0, &nr);

	return err ?: sysfs_set_config(count, change_nr_vcpus, &nr);
}
static DEVICE_ATTR_RW(nr_vcpus);

static ssize_t max_procs_show(struct device *dev, struct device_attribute *attr,
			      char *buf)
{
	struct sim_config config;

	if (sysfs_get_config(&config))
		return -EINTR;
	return sysfs_emit(buf, "%u\n", config.max_procs);
}
static DEVICE_ATTR_RO(max_procs);

static ssize_t policy_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	const struct sim_policy *policy;
	struct sim_config config;
	int len = 0;
	u32 i;

	if (sysfs_get_config(&config))
		return -EINTR;
	for (i = 0; (policy = sim_policy_at(i)); i++)
		len += sysfs_emit_at(buf, len, policy == config.policy ?
				     "%s[%s]" : "%s%s",
				     i ? " " : "", policy->name);
	return len + sysfs_emit_at(buf, len, "\n");
}

static int change_policy(struct sim_config *config, const void *to)
{
	return sim_policy_parse(to, config) ? -EINVAL : 0;
}

static ssize_t policy_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	return sysfs_set_config(count, change_policy, buf);
}
static DEVICE_ATTR_RW(policy);

static const char * const tie_names[] = {
	[SCHEDSIM_TIE_ARRIVAL_FIRST] = "arrival-first",
	[SCHEDSIM_TIE_EXPIRY_FIRST] = "expiry-first",
};

static ssize_t tie_show(struct device *dev, struct device_attribute *attr,
			char *buf)
{
	struct sim_config config;

	if (sysfs_get_config(&config))
		return -EINTR;
	return sysfs_emit(buf, config.tie ? "%s [%s]\n" : "[%s] %s\n",
			  tie_names[0], tie_names[1]);
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
	return sysfs_set_config(count, change_tie, buf);
}
static DEVICE_ATTR_RW(tie);

static ssize_t paused_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	struct simulation *s = shared_simulation;
	bool paused;

	if (simulation_lock(s))
		return -EINTR;
	paused = s->sim->paused;
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
	&dev_attr_max_procs.attr,
	&dev_attr_nr_vcpus.attr,
	&dev_attr_paused.attr,
	&dev_attr_policy.attr,
	&dev_attr_quantum_us.attr,
	&dev_attr_reset.attr,
	&dev_attr_switch_cost_ns.attr,
	&dev_attr_tie.attr,
	&dev_attr_trigger.attr,
	NULL
};

static const struct attribute_group control_group = {
	.attrs = control_attrs,
};

/* The last is always NULL. */
const struct attribute_group *schedsim_groups[2 + SCHEDSIM_MAX_PARAM_GROUPS + 1] = {
	&control_group,
	&sysfs_stats_group,
};

const struct attribute_group **schedsim_param_groups = &schedsim_groups[2];
