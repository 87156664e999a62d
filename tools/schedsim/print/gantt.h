/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Gantt charts made of characters.
 */
#ifndef GANTT_H
#define GANTT_H

#include "run/run.h"

#define GANTT_MAX_ROWS	32

struct gantt;

__u32 gantt_rows(const struct run_result *result);
struct gantt *gantt_new(const struct run_result *result, __u64 time, __u32 columns);
__u32 gantt_column(const struct gantt *gantt, __u64 time);
void gantt_print_row(const struct gantt *gantt, __u32 row);

#endif /* GANTT_H */
