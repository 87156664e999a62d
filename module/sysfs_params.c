// SPDX-License-Identifier: GPL-2.0
/*
 * The parameters of the policies in sysfs: a directory for each policy that has
 * any. They are made of the policies' tables, before the device is announced.
 */
#include <linux/device.h>
#include <linux/kstrtox.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#include "shared.h"
#include "sysfs_groups.h"

/* "_us" and the closing NUL */
#define SUFFIX_LEN	4

/**
 * struct param_file - a parameter's file
 * @attr: the file
 * @policy: the policy
 * @index: which of its parameters
 * @name: the file's name
 */
struct param_file {
	struct device_attribute attr;
	const struct sim_policy *policy;
	u32 index;
	char name[SCHEDSIM_NAME_LEN + SUFFIX_LEN];
};

struct param_group {
	struct attribute_group group;
	struct attribute *attrs[SCHEDSIM_MAX_PARAMS + 1];
	struct param_file files[];
};

struct param_change {
	const struct param_file *file;
	u64 value;
};

static const struct sim_param *param_of(const struct param_file *file)
{
	return &file->policy->params[file->index];
}

static ssize_t param_show(struct device *dev, struct device_attribute *attr,
			  char *buf)
{
	const struct param_file *file = container_of(attr, struct param_file,
						     attr);
	const struct sim_param *param = param_of(file);
	struct sim_config config;
	u64 value = param->initial;

	if (shared_get_config(&config))
		return -EINTR;
	if (config.policy == file->policy)
		value = config.params[file->index];
	if (sim_param_is_time(param))
		value = div_u64(value, NSEC_PER_USEC);
	return sysfs_emit(buf, "%llu\n", value);
}

static int change_param(struct sim_config *config, const void *to)
{
	const struct param_change *change = to;

	if (config->policy != change->file->policy)
		return -EOPNOTSUPP;
	return sim_params_set(config->policy, config->params,
			      param_of(change->file)->name, change->value);
}

static ssize_t param_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	struct param_change change = {
		.file = container_of(attr, struct param_file, attr),
	};
	int err = kstrtou64(buf, 0, &change.value);

	if (err)
		return err;
	if (sim_param_is_time(param_of(change.file))) {
		if (change.value > SCHEDSIM_MAX_TIME_NS / NSEC_PER_USEC)
			return -EINVAL;
		change.value *= NSEC_PER_USEC;
	}
	return shared_set_config(count, change_param, &change);
}

static void init_file(struct param_file *file, const struct sim_policy *policy,
		      u32 index)
{
	const struct sim_param *param = &policy->params[index];

	file->policy = policy;
	file->index = index;
	snprintf(file->name, sizeof(file->name), "%s%s", param->name,
		 sim_param_is_time(param) ? "_us" : "");
	sysfs_attr_init(&file->attr.attr);
	file->attr.attr.name = file->name;
	file->attr.attr.mode = 0644;
	file->attr.show = param_show;
	file->attr.store = param_store;
}

/**
 * sysfs_params_create - make the directory of a policy's parameters
 * @policy: the policy
 *
 * Context: Process context; sleeps.
 * Return: the directory, for sysfs_params_free(), or NULL: out of memory.
 */
const struct attribute_group *sysfs_params_create(const struct sim_policy *policy)
{
	struct param_group *group;
	u32 i;

	group = kzalloc(struct_size(group, files, policy->nr_params),
			GFP_KERNEL);
	if (!group)
		return NULL;
	for (i = 0; i < policy->nr_params; i++) {
		init_file(&group->files[i], policy, i);
		group->attrs[i] = &group->files[i].attr.attr;
	}
	group->group.name = policy->name;
	group->group.attrs = group->attrs;
	return &group->group;
}

/**
 * sysfs_params_free - free what sysfs_params_create() made
 * @group: that; it is not in sysfs any more
 */
void sysfs_params_free(const struct attribute_group *group)
{
	kfree(container_of(group, struct param_group, group));
}
