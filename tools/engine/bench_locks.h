/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_BENCH_LOCKS_H
#define SIM_BENCH_LOCKS_H

#include <schedsim/env.h>

/* Two tables: what mutexes cost, and what chains of their owners do. */
void bench_locks(u64 times);

#endif /* SIM_BENCH_LOCKS_H */
