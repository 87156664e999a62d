/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Objects on the command line.
 */
#ifndef ARGS_OBJECT_H
#define ARGS_OBJECT_H

#include "workload/objects.h"

void object_arg(struct objects *objects, const char *text);

#endif /* ARGS_OBJECT_H */
