/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The live clock.
 */
#ifndef SCHEDSIM_CLOCK_H
#define SCHEDSIM_CLOCK_H

#include "types.h"

void clock_init(struct simulation *s);
u64 clock_target(struct simulation *s, ktime_t real);
u64 clock_slip(struct simulation *s);
u64 clock_stay(struct simulation *s);
bool clock_catch_up(struct simulation *s, u64 now);
void clock_restart(struct simulation *s);
void clock_insist(struct simulation *s);
void clock_insist_no_more(struct simulation *s);
bool clock_is_insisted(struct simulation *s);
void clock_arm(struct simulation *s);
void clock_fires(struct simulation *s);
void clock_stop(struct simulation *s);

#endif /* SCHEDSIM_CLOCK_H */
