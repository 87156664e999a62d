// SPDX-License-Identifier: GPL-2.0
/*
 * What the vCPUs of the shared simulation are like, in /sys/class/misc/schedsim: which
 * share a core, a cache or a memory node, how fast they are, and what it costs to go from
 * one to another. Described in include/ABI/sysfs-class-misc-schedsim.
 */
#include <linux/device.h>
#include <linux/kstrtox.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "memory.h"
#include "shared.h"
#include "sysfs_groups.h"
#include "vcpu_sets.h"

/**
 * struct sets_attr - an attribute for sets of vCPUs
 * @attr: the attribute
 * @set_of: the number of the set of each vCPU
 * @alone: a vCPU whose number is 0 is of none, and alone
 */
struct sets_attr {
	struct device_attribute attr;
	u8 *(*set_of)(struct sim_config *config);
	bool alone;
};

/**
 * struct migration_attr - an attribute for what a migration costs
 * @attr: the attribute
 * @distance: how far away the vCPU before is
 */
struct migration_attr {
	struct device_attribute attr;
	enum schedsim_distance distance;
};

/* What is to be changed, and the text that was written; it is changed only meanwhile. */
struct written {
	const struct device_attribute *attr;
	char *text;
};

static ssize_t set_text(struct device_attribute *attr, const char *buf, size_t count,
			int (*change)(struct sim_config *config, const void *to))
{
	struct written written = { .attr = attr };
	ssize_t ret;

	written.text = kstrdup(buf, GFP_SIM);
	if (!written.text)
		return -ENOMEM;
	ret = shared_set_config(count, change, &written);
	kfree(written.text);
	return ret;
}

static const struct sets_attr *sets_of(const struct device_attribute *attr)
{
	return container_of(attr, struct sets_attr, attr);
}

static ssize_t show_sets(char *buf, const struct sim_config *config, const void *of)
{
	const struct sets_attr *sets = of;
	const u8 *set_of = sets->set_of((struct sim_config *)config);
	u8 first[SCHEDSIM_MAX_VCPUS];
	u32 i, k;

	for (i = 0; i < config->nr_vcpus; i++) {
		for (k = 0; k < i; k++)
			if (set_of[k] == set_of[i] && (set_of[i] || !sets->alone))
				break;
		first[i] = k;
	}
	return vcpu_sets_show(buf, first, config->nr_vcpus);
}

static ssize_t sets_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_sets, sets_of(attr));
}

/* Number the sets of more than one vCPU from 1 on. As many sets as fit are no problem. */
static void set_apart(u8 *set_of, u32 nr_vcpus)
{
	u16 sizes[SCHEDSIM_MAX_VCPUS] = { 0 };
	u32 i;

	for (i = 0; i < nr_vcpus; i++)
		sizes[set_of[i]]++;
	for (i = 0; i < nr_vcpus; i++)
		set_of[i] = sizes[set_of[i]] > 1 ? set_of[i] + 1 : 0;
}

static int change_sets(struct sim_config *config, const void *to)
{
	const struct written *written = to;
	const struct sets_attr *sets = sets_of(written->attr);
	u8 *set_of = sets->set_of(config);
	int err = vcpu_sets_parse(written->text, set_of, config->nr_vcpus);

	if (!err && sets->alone)
		set_apart(set_of, config->nr_vcpus);
	return err;
}

static ssize_t sets_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	return set_text(attr, buf, count, change_sets);
}

static ssize_t show_capacity(char *buf, const struct sim_config *config, const void *of)
{
	int len = 0;
	u32 i;

	for (i = 0; i < config->nr_vcpus; i++)
		len += sysfs_emit_at(buf, len, i ? " %u" : "%u",
				     config->capacity[i] ?: SCHEDSIM_MAX_CAPACITY);
	return len + sysfs_emit_at(buf, len, "\n");
}

static ssize_t capacity_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_capacity, NULL);
}

/* A number of @len characters. */
static int parse_capacity(char *word, size_t len, u16 *capacity)
{
	char end = word[len];
	int err;

	word[len] = '\0';
	err = kstrtou16(word, 0, capacity);
	word[len] = end;
	return err;
}

/* As many numbers as there are vCPUs. The text stays as it is, for this may be done again. */
static int change_capacity(struct sim_config *config, const void *to)
{
	const struct written *written = to;
	char *text = skip_spaces(written->text);
	size_t len;
	u32 i = 0;

	for (; *text; text = skip_spaces(text + len)) {
		u16 capacity;

		len = strcspn(text, " \t\n\v\f\r\xa0");
		if (i == config->nr_vcpus || parse_capacity(text, len, &capacity) || !capacity)
			return -EINVAL;
		config->capacity[i++] = capacity;
	}
	return i == config->nr_vcpus ? 0 : -EINVAL;
}

static ssize_t capacity_store(struct device *dev, struct device_attribute *attr,
			      const char *buf, size_t count)
{
	return set_text(attr, buf, count, change_capacity);
}

static const struct migration_attr *migration_of(const struct device_attribute *attr)
{
	return container_of(attr, struct migration_attr, attr);
}

static ssize_t show_migration(char *buf, const struct sim_config *config, const void *of)
{
	const struct migration_attr *migration = of;

	return sysfs_emit(buf, "%llu\n", config->migration_ns[migration->distance]);
}

static ssize_t migration_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_migration, migration_of(attr));
}

static int change_migration(struct sim_config *config, const void *to)
{
	const struct written *written = to;

	return kstrtou64(written->text, 0,
			 &config->migration_ns[migration_of(written->attr)->distance]);
}

static ssize_t migration_store(struct device *dev, struct device_attribute *attr,
			       const char *buf, size_t count)
{
	return set_text(attr, buf, count, change_migration);
}

static u8 *core_of(struct sim_config *config)
{
	return config->core;
}

static u8 *llc_of(struct sim_config *config)
{
	return config->llc;
}

static u8 *node_of(struct sim_config *config)
{
	return config->node;
}

#define SETS(name, ...)							\
	static struct sets_attr name##_attr = {				\
		.attr = __ATTR(name, 0644, sets_show, sets_store),	\
		.set_of = name##_of, ##__VA_ARGS__			\
	}

SETS(core, .alone = true);
SETS(llc);
SETS(node);

static DEVICE_ATTR_RW(capacity);

#define MIGRATION(name, to)						\
	static struct migration_attr migration_##name##_ns_attr = {	\
		.attr = __ATTR(migration_##name##_ns, 0644,		\
			       migration_show, migration_store),	\
		.distance = to,						\
	}

MIGRATION(smt, SCHEDSIM_DISTANCE_SMT);
MIGRATION(llc, SCHEDSIM_DISTANCE_LLC);
MIGRATION(node, SCHEDSIM_DISTANCE_NODE);
MIGRATION(far, SCHEDSIM_DISTANCE_FAR);

static struct attribute *topology_attrs[] = {
	&dev_attr_capacity.attr,
	&core_attr.attr.attr,
	&llc_attr.attr.attr,
	&migration_far_ns_attr.attr.attr,
	&migration_llc_ns_attr.attr.attr,
	&migration_node_ns_attr.attr.attr,
	&migration_smt_ns_attr.attr.attr,
	&node_attr.attr.attr,
	NULL
};

const struct attribute_group sysfs_topology_group = {
	.attrs = topology_attrs,
};
