/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Objects that there are, as tables and JSON; and what processes wait for.
 */
#ifndef PRINT_OBJECTS_H
#define PRINT_OBJECTS_H

#include "print/output.h"
#include "workload/objects.h"

/* Room for what a process waits for. */
#define AWAITED_LEN	128

const char *objects_name(const struct schedsim_object *object, const struct objects *full);
struct json_object *object_json(const struct schedsim_object *from,
				const struct schedsim_attr *attr, const char *name);
void objects_print(const struct schedsim_object *objects, __u32 nr, const struct objects *full);

const struct schedsim_object *awaited(const struct schedsim_object *objects, __u32 nr,
				      const struct schedsim_proc *proc);
void json_add_awaited(struct json_object *to, const struct schedsim_object *object,
		      const struct objects *full);
void format_awaited(const struct schedsim_proc *proc, const struct schedsim_object *object,
		    const struct objects *full, char *text);

#endif /* PRINT_OBJECTS_H */
