/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The commands that read lists.
 */
#ifndef SCHEDSIM_READ_H
#define SCHEDSIM_READ_H

#include "look.h"

/* What of the argument a list has a use for. */
#define READ_ID		BIT(0)
#define READ_POLICY	BIT(1)
#define READ_ATTRS	BIT(2)

/**
 * struct read_list - a list that can be read
 * @look: looks at a part of it
 * @size: the size of an entry
 * @first_size: the size of an entry's first version
 * @uses: READ_*
 */
struct read_list {
	int (*look)(struct simulation *s, struct look *look);
	u32 size;
	u32 first_size;
	u32 uses;
};

extern const struct read_list list_procs;
extern const struct read_list list_vcpus;
extern const struct read_list list_program;
extern const struct read_list list_objects;
extern const struct read_list list_params;
extern const struct read_list list_values;
extern const struct read_list list_policies;
extern const struct read_list list_vcpu_descs;

int read_list(struct simulation *s, const struct read_list *list,
	      struct schedsim_read *read);

#endif /* SCHEDSIM_READ_H */
