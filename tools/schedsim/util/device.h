/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The device: opening it, and errors that it returns.
 */
#ifndef DEVICE_H
#define DEVICE_H

#include <stdbool.h>

#include "../../lib/schedsim.h"

#include "util/compiler.h"

int device_open(bool writable);
int device_error(int err, const char *what);
int device_refused(int err, const char *reason, const char *what);
void device_check(int err, const char *what);
void __noreturn device_die_policy(int fd, const char *name);

#endif /* DEVICE_H */
