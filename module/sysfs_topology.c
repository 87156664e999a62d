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
 * struct member_attr - an attribute for a member of struct sim_config
 * @attr: the attribute
 * @offset: the member
 * @alone: sets: a vCPU whose number is 0 is of none, and alone
 */
struct member_attr {
	struct device_attribute attr;
	size_t offset;
	bool alone;
};

static const struct member_attr *member_of(const struct device_attribute *attr)
{
	return container_of(attr, struct member_attr, attr);
}

/* What is to be changed, and the text that was written; it is changed only meanwhile. */
struct written {
	const struct member_attr *member;
	char *text;
};

static ssize_t set_text(struct device_attribute *attr, const char *buf, size_t count,
			int (*change)(struct sim_config *config, const void *to))
{
	struct written written = { .member = member_of(attr) };
	ssize_t ret;

	written.text = kstrdup(buf, GFP_SIM);
	if (!written.text)
		return -ENOMEM;
	ret = shared_set_config(count, change, &written);
	kfree(written.text);
	return ret;
}

static ssize_t sets_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	const struct member_attr *member = member_of(attr);
	u8 first[SCHEDSIM_MAX_VCPUS], *set_of;
	struct sim_config config;
	u32 i, k;

	if (shared_get_config(&config))
		return -EINTR;
	set_of = (void *)&config + member->offset;
	for (i = 0; i < config.nr_vcpus; i++) {
		for (k = 0; k < i; k++)
			if (set_of[k] == set_of[i] && (set_of[i] || !member->alone))
				break;
		first[i] = k;
	}
	return vcpu_sets_show(buf, first, config.nr_vcpus);
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
	u8 *set_of = (void *)config + written->member->offset;
	int err = vcpu_sets_parse(written->text, set_of, config->nr_vcpus);

	if (!err && written->member->alone)
		set_apart(set_of, config->nr_vcpus);
	return err;
}

static ssize_t sets_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	return set_text(attr, buf, count, change_sets);
}

static ssize_t capacity_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct sim_config config;
	int len = 0;
	u32 i;

	if (shared_get_config(&config))
		return -EINTR;
	for (i = 0; i < config.nr_vcpus; i++)
		len += sysfs_emit_at(buf, len, i ? " %u" : "%u",
				     config.capacity[i] ?: SCHEDSIM_MAX_CAPACITY);
	return len + sysfs_emit_at(buf, len, "\n");
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

static ssize_t ns_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct sim_config config;

	if (shared_get_config(&config))
		return -EINTR;
	return sysfs_emit(buf, "%llu\n",
			  *(u64 *)((void *)&config + member_of(attr)->offset));
}

static int change_ns(struct sim_config *config, const void *to)
{
	const struct written *written = to;

	return kstrtou64(written->text, 0, (void *)config + written->member->offset);
}

static ssize_t ns_store(struct device *dev, struct device_attribute *attr,
			const char *buf, size_t count)
{
	return set_text(attr, buf, count, change_ns);
}

#define MEMBER(file, kind, member, ...)						\
	static struct member_attr file##_attr = {				\
		.attr = __ATTR(file, 0644, kind##_show, kind##_store),		\
		.offset = offsetof(struct sim_config, member), ##__VA_ARGS__	\
	}

MEMBER(core, sets, core, .alone = true);
MEMBER(llc, sets, llc);
MEMBER(node, sets, node);
MEMBER(capacity, capacity, capacity);
MEMBER(migration_smt_ns, ns, migration_ns[SCHEDSIM_DISTANCE_SMT]);
MEMBER(migration_llc_ns, ns, migration_ns[SCHEDSIM_DISTANCE_LLC]);
MEMBER(migration_node_ns, ns, migration_ns[SCHEDSIM_DISTANCE_NODE]);
MEMBER(migration_far_ns, ns, migration_ns[SCHEDSIM_DISTANCE_FAR]);

static struct attribute *topology_attrs[] = {
	&capacity_attr.attr.attr,
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
