/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Jobs of periodic processes; for the engine's own use.
 */
#ifndef SIM_JOB_H
#define SIM_JOB_H

#include "core/types.h"

void sim_job_begin(struct sim_proc *proc, u64 release_time);
void sim_job_end(struct sim_proc *proc, u64 now, u64 period);
void sim_job_kill(struct sim_proc *proc, u64 now);
u32 sim_job_report(const struct sim_proc *proc, u64 now,
		   struct schedsim_proc *to);

#endif /* SIM_JOB_H */
