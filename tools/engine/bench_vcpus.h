/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_BENCH_VCPUS_H
#define SIM_BENCH_VCPUS_H

#include <schedsim/env.h>

/* A table: decisions a second by number of vCPUs. */
void bench_vcpus(u64 decisions);

#endif /* SIM_BENCH_VCPUS_H */
