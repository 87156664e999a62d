/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The objects that processes to be share: what programs name by index.
 */
#ifndef OBJECTS_H
#define OBJECTS_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/schedsim.h>

/**
 * struct object_info - more about an object
 * @name: its name, in full
 * @file: the file it is from, or NULL
 * @line: the line there where it is first named
 * @ceiling: was its ceiling given, and is not to be worked out?
 * @attr: its attributes, or its ceiling
 */
struct object_info {
	char *name;
	const char *file;
	unsigned int line;
	bool ceiling;
	struct schedsim_attr attr;
};

/**
 * struct objects - objects to be
 * @abi: as the simulation wants them
 * @info: more about each
 * @nr: number of them
 * @room: in @abi
 * @room_info: in @info
 */
struct objects {
	struct schedsim_object *abi;
	struct object_info *info;
	__u32 nr;
	size_t room;
	size_t room_info;
};

__u32 objects_add(struct objects *objects, __u32 type, const char *name);
void objects_set_attrs(struct objects *objects);
bool object_has_attr(const struct schedsim_object *object);
__s64 objects_find(const struct objects *objects, __u32 type, const char *name);
void objects_free(struct objects *objects);

const char *object_type_name(__u32 type);
const char *protocol_name(__u32 protocol);
bool protocol_parse(const char *text, __u32 *protocol);

#endif /* OBJECTS_H */
