/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Shared objects, which the static build of the command cannot load.
 */
#ifndef RUN_SHARED_OBJECT_H
#define RUN_SHARED_OBJECT_H

const void *shared_object_symbol(const char *path, const char *symbol);

#endif /* RUN_SHARED_OBJECT_H */
