// SPDX-License-Identifier: GPL-2.0
/*
 * What workload files say of groups: the key taskgroup of rt-app, and shares, which
 * rt-app leaves to whoever makes the cgroups.
 *
 * There is one level of groups in a simulation. A group in another one is as good as
 * that if nothing else is in there: then it gets what the outer one has.
 */
#include <stdlib.h>
#include <string.h>

#include "loader/loader.h"
#include "util/text.h"
#include "util/tool.h"

/* The length of the first part of @path: "/tg1" of "/tg1/tg11". */
static size_t first_len(const char *path)
{
	return 1 + strcspn(path + 1, "/");
}

static bool same_first(const char *a, const char *b)
{
	return first_len(a) == first_len(b) && !strncmp(a, b, first_len(a));
}

static int check_path(struct loader *loader, const struct item *item, const char *path)
{
	size_t len = strlen(path);

	if (*path == '/' && !strstr(path, "//") && (len == 1 || path[len - 1] != '/'))
		return 0;
	return loader_error(loader, item, "'%.*s' is no group (expected, say, \"/tg1\")",
			    text_cut(path, LOADER_SHOWN), path);
}

static struct shares *find_shares(const struct loader *loader, const char *path)
{
	__u32 i;

	for (i = 0; i < loader->nr_shares; i++)
		if (same_first(loader->shares[i].item.key, path))
			return &loader->shares[i];
	return NULL;
}

static int read_shares(struct loader *loader, const struct item *group)
{
	struct item item;
	__s64 shares = 0;

	if (check_path(loader, group, group->key) ||
	    loader_object(loader, group, "an object with the shares of the group"))
		return -1;
	if (group->key[first_len(group->key)] || !group->key[1])
		return loader_error(loader, group,
				    "only a group that is in no other has shares here (expected, say, \"/tg1\")");
	if (find_shares(loader, group->key))
		return loader_error(loader, group, "the group is here twice (expected it once)");
	for_each_item(&item, group->value) {
		if (strcmp(item.key, "shares") ?
		    loader_unknown(loader, &item, "shares") :
		    loader_int(loader, &item, "a number of shares", SCHEDSIM_MIN_SHARES,
			       SCHEDSIM_MAX_SHARES, &shares))
			return -1;
	}
	loader->shares = grown(loader->shares, loader->nr_shares, &loader->room_shares,
			       sizeof(*loader->shares));
	loader->shares[loader->nr_shares++] = (struct shares) { .item = *group, .shares = shares };
	return 0;
}

/**
 * loader_taskgroups - read the object taskgroups
 * @loader: the file
 * @taskgroups: the object
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_taskgroups(struct loader *loader, const struct item *taskgroups)
{
	struct item item;

	if (loader_object(loader, taskgroups, "an object with a group for each key"))
		return -1;
	strcpy(loader->where, "taskgroups");
	for_each_item(&item, taskgroups->value)
		if (read_shares(loader, &item))
			return -1;
	*loader->where = '\0';
	return 0;
}

/* The group of a path that begins with "/": its number, or 0 after loader_error(). */
static __u32 find_group(struct loader *loader, const struct item *item, const char *path)
{
	struct workload *workload = loader->workload;
	__u32 i;

	for (i = 0; i < workload->nr_groups; i++) {
		const char *other = workload->groups[i];

		if (!strcmp(path, other))
			return i + 1;
		if (!same_first(path, other))
			continue;
		loader_error(loader, item,
			     "groups '%.*s' and '%.*s' are both in '%.*s', or one in the other (expected one level of groups)",
			     text_cut(other, LOADER_SHOWN), other,
			     text_cut(path, LOADER_SHOWN), path,
			     (int)first_len(path), path);
		return 0;
	}
	if (i == SCHEDSIM_MAX_GROUPS) {
		loader_error(loader, item, "there are too many groups (expected at most %d)",
			     SCHEDSIM_MAX_GROUPS);
		return 0;
	}
	workload->groups[i] = strdup(path);
	if (!workload->groups[i])
		die(TOOL_FAILED, "out of memory");
	return ++workload->nr_groups;
}

/**
 * loader_taskgroup - read the group of a task or a phase
 * @loader: the file
 * @item: the group
 * @sched: to hold it
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_taskgroup(struct loader *loader, const struct item *item, struct sched *sched)
{
	struct shares *shares;
	const char *path;

	if (loader_string(loader, item, "a group, as in \"/tg1\"", &path))
		return -1;
	/* As if nothing were said. */
	if (!*path)
		return 0;
	if (check_path(loader, item, path))
		return -1;
	sched->item = *item;
	sched->said = true;
	sched->group = 0;
	sched->shares = 0;
	if (!path[1])
		return 0;
	sched->group = find_group(loader, item, path);
	if (!sched->group)
		return -1;
	shares = find_shares(loader, path);
	if (shares) {
		shares->used = true;
		sched->shares = shares->shares;
	}
	return 0;
}

/**
 * loader_check_taskgroups - have all groups with shares been named?
 * @loader: the file, whose tasks have been read
 */
void loader_check_taskgroups(struct loader *loader)
{
	__u32 i;

	strcpy(loader->where, "taskgroups");
	for (i = 0; i < loader->nr_shares; i++)
		if (!loader->shares[i].used)
			loader_warn(loader, &loader->shares[i].item, "nobody is in this group");
	*loader->where = '\0';
}
