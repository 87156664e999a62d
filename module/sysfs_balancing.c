// SPDX-License-Identifier: GPL-2.0
/*
 * How loads of the shared simulation are balanced, in
 * /sys/class/misc/schedsim/balancing. The attributes are described in
 * include/ABI/sysfs-class-misc-schedsim.
 */
#include <linux/device.h>
#include <linux/kstrtox.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "shared.h"
#include "sysfs_groups.h"

/* Words for the bits of a mask, from @first on. */
struct words {
	u32 first;
	u32 nr;
	const char * const *names;
};

static const char * const part_names[] = { "wake", "idle", "periodic", "push", "pull" };

static const struct words part_words = {
	.first = 1, .nr = ARRAY_SIZE(part_names), .names = part_names,
};

static const char * const defect_names[] = {
	"group-imbalance", "group-construction", "wakeup-overload", "missing-domains",
};

static const struct words defect_words = {
	.nr = ARRAY_SIZE(defect_names), .names = defect_names,
};

static ssize_t show_words(char *buf, const struct words *words, u32 mask)
{
	int len = 0;
	u32 i;

	for (i = 0; i < words->nr; i++)
		if (mask & BIT(words->first + i))
			len += sysfs_emit_at(buf, len, "%s%s", len ? "," : "",
					     words->names[i]);
	return len + sysfs_emit_at(buf, len, len ? "\n" : "none\n");
}

/* The word of @len characters at @text: its bit, or 0. */
static u32 find_word(const struct words *words, const char *text, size_t len)
{
	u32 i;

	for (i = 0; i < words->nr; i++)
		if (strlen(words->names[i]) == len && !strncmp(words->names[i], text, len))
			return BIT(words->first + i);
	return 0;
}

/* Words with commas in between, each once, or "none". */
static int parse_words(const char *buf, const struct words *words, u32 *mask)
{
	u32 bit;

	*mask = 0;
	if (sysfs_streq(buf, "none"))
		return 0;
	for (;;) {
		size_t len = strcspn(buf, ",\n");

		bit = find_word(words, buf, len);
		if (!bit || *mask & bit)
			return -EINVAL;
		*mask |= bit;
		buf += len;
		if (*buf != ',')
			break;
		buf++;
	}
	return *buf && buf[1] ? -EINVAL : 0;
}

static ssize_t show_parts(char *buf, const struct sim_config *config, const void *of)
{
	if (!config->balancing.parts)
		return sysfs_emit(buf, "policy\n");
	return show_words(buf, &part_words, config->balancing.parts);
}

static ssize_t parts_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_parts, NULL);
}

static int change_parts(struct sim_config *config, const void *to)
{
	config->balancing.parts = *(const u32 *)to;
	return 0;
}

static ssize_t parts_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	u32 parts = 0;
	int err = 0;

	if (sysfs_streq(buf, "all"))
		parts = SCHEDSIM_BALANCING_ALL;
	else if (!sysfs_streq(buf, "policy"))
		err = parse_words(buf, &part_words, &parts);
	if (err)
		return err;
	if (!sysfs_streq(buf, "policy"))
		parts |= SCHEDSIM_BALANCING_SET;
	return shared_set_config(count, change_parts, &parts);
}
static DEVICE_ATTR_RW(parts);

static ssize_t show_defects(char *buf, const struct sim_config *config, const void *of)
{
	return show_words(buf, &defect_words, config->balancing.defects);
}

static ssize_t defects_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_defects, NULL);
}

static int change_defects(struct sim_config *config, const void *to)
{
	config->balancing.defects = *(const u32 *)to;
	return 0;
}

static ssize_t defects_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t count)
{
	u32 defects;
	int err = parse_words(buf, &defect_words, &defects);

	return err ?: shared_set_config(count, change_defects, &defects);
}
static DEVICE_ATTR_RW(defects);

static ssize_t show_interval_us(char *buf, const struct sim_config *config, const void *of)
{
	return sysfs_emit(buf, "%llu\n",
			  div_u64(config->balancing.interval_ns, NSEC_PER_USEC));
}

static ssize_t interval_us_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_interval_us, NULL);
}

static int change_interval(struct sim_config *config, const void *to)
{
	config->balancing.interval_ns = *(const u64 *)to;
	return 0;
}

static ssize_t interval_us_store(struct device *dev, struct device_attribute *attr,
				 const char *buf, size_t count)
{
	u64 ns;
	int err = kstrtou64(buf, 0, &ns);

	if (err)
		return err;
	if (!ns || ns > SCHEDSIM_MAX_QUANTUM_NS / NSEC_PER_USEC)
		return -EINVAL;
	ns *= NSEC_PER_USEC;
	return shared_set_config(count, change_interval, &ns);
}
static DEVICE_ATTR_RW(interval_us);

static ssize_t show_imbalance_pct(char *buf, const struct sim_config *config, const void *of)
{
	return sysfs_emit(buf, "%u\n", config->balancing.pct);
}

static ssize_t imbalance_pct_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return shared_show_config(buf, show_imbalance_pct, NULL);
}

static int change_pct(struct sim_config *config, const void *to)
{
	config->balancing.pct = *(const u32 *)to;
	return 0;
}

static ssize_t imbalance_pct_store(struct device *dev, struct device_attribute *attr,
				   const char *buf, size_t count)
{
	u32 pct;
	int err = kstrtou32(buf, 0, &pct);

	if (err)
		return err;
	if (!pct)
		return -EINVAL;
	return shared_set_config(count, change_pct, &pct);
}
static DEVICE_ATTR_RW(imbalance_pct);

static struct attribute *balancing_attrs[] = {
	&dev_attr_defects.attr,
	&dev_attr_imbalance_pct.attr,
	&dev_attr_interval_us.attr,
	&dev_attr_parts.attr,
	NULL
};

const struct attribute_group sysfs_balancing_group = {
	.name = "balancing",
	.attrs = balancing_attrs,
};
