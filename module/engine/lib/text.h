/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_TEXT_H
#define SIM_TEXT_H

#include <schedsim/env.h>

/*
 * Text of others, such as names: UTF-8, see RFC 3629, without characters that a
 * terminal acts on (C0 and C1 controls, and those that change the direction of
 * writing).
 */

/* What sim_text_next() returns for bytes that are not UTF-8. */
#define SIM_TEXT_BAD	U32_MAX

u32 sim_text_next(const char **at, const char *end);
bool sim_text_allowed(u32 c);
bool sim_text_valid(const char *text, size_t len);
bool sim_text_valid_name(const char *name, size_t size);
size_t sim_text_cut(const char *text, size_t most);

#endif /* SIM_TEXT_H */
