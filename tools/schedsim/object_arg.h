/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Objects on the command line.
 */
#ifndef OBJECT_ARG_H
#define OBJECT_ARG_H

#include "workload/objects.h"

void object_arg(struct objects *objects, const char *text);

#endif /* OBJECT_ARG_H */
