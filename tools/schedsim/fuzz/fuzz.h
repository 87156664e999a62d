/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the fuzz target and whoever gives it inputs.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* For libFuzzer, the Makefile gives it the name that libFuzzer calls. */
int fuzz_one(const uint8_t *data, size_t len);

#endif /* FUZZ_H */
