// SPDX-License-Identifier: GPL-2.0
/*
 * The parameters of the policies in sysfs: a directory for each policy, which has
 * a file for each parameter.
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
	return sim_param_at(file->policy, file->index);
}

static ssize_t word_show(char *buf, const char * const *words, u64 value)
{
	int len = 0;
	u32 i;

	for (i = 0; words[i]; i++)
		len += sysfs_emit_at(buf, len, i == value ? "%s[%s]" : "%s%s",
				     i ? " " : "", words[i]);
	return len + sysfs_emit_at(buf, len, "\n");
}

/* If its policy is not the one in force, what it would begin with. */
static ssize_t show_param(char *buf, const struct sim_config *config, const void *of)
{
	const struct param_file *file = of;
	const struct sim_param *param = param_of(file);
	const char * const *words = sim_param_words(param->kind);
	u64 value = config->policy == file->policy ? config->params[file->index] :
						     param->initial;

	if (words)
		return word_show(buf, words, value);
	if (sim_param_is_time(param))
		value = div_u64(value, NSEC_PER_USEC);
	return sysfs_emit(buf, "%llu\n", value);
}

static ssize_t param_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_param, container_of(attr, struct param_file, attr));
}

static int change_param(struct sim_config *config, const void *to)
{
	const struct param_change *change = to;

	if (config->policy != change->file->policy)
		return -EOPNOTSUPP;
	return sim_params_set(config->policy, config->params,
			      param_of(change->file)->name, change->value);
}

static int parse_param(const struct sim_param *param, const char *buf,
		       u64 *value)
{
	const char * const *words = sim_param_words(param->kind);
	int err;

	if (words) {
		err = __sysfs_match_string(words, param->max + 1, buf);
		*value = err;
		return min(err, 0);
	}
	err = kstrtou64(buf, 0, value);
	if (err || !sim_param_is_time(param))
		return err;
	if (*value > SCHEDSIM_MAX_TIME_NS / NSEC_PER_USEC)
		return -EINVAL;
	*value *= NSEC_PER_USEC;
	return 0;
}

static ssize_t param_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	struct param_change change = {
		.file = container_of(attr, struct param_file, attr),
	};
	int err = parse_param(param_of(change.file), buf, &change.value);

	if (err)
		return err;
	return shared_set_config(count, change_param, &change);
}

static void init_file(struct param_file *file, const struct sim_policy *policy,
		      u32 index)
{
	const struct sim_param *param = sim_param_at(policy, index);

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
	u32 nr_params = sim_nr_params(policy), i;
	struct param_group *group;

	group = kzalloc(struct_size(group, files, nr_params), GFP_KERNEL);
	if (!group)
		return NULL;
	for (i = 0; i < nr_params; i++) {
		init_file(&group->files[i], policy, i);
		group->attrs[i] = &group->files[i].attr.attr;
	}
	group->group.name = policy->name;
	group->group.attrs = group->attrs;
	return &group->group;
}

/**
 * sysfs_params_free - free what sysfs_params_create() made
 * @group: that, which is not in sysfs any more, or NULL
 */
void sysfs_params_free(const struct attribute_group *group)
{
	if (group)
		kfree(container_of(group, struct param_group, group));
}
