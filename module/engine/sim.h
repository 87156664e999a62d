/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The engine: simulated processes, vCPUs, and the passing of time.
 *
 * Pure C. It reads no clock, takes no lock, allocates nothing and prints
 * nothing. The caller provides memory, serialises all calls on a simulation,
 * and lets time pass with sim_advance(). What the outside must do comes back
 * as a result: the time of the next event (sim_next_event()), and what has
 * happened (@log of struct sim).
 *
 * A function that changes something takes effect at @now of struct sim, in
 * simulated time, and only marks the vCPUs at which a decision is due. The
 * caller then calls sim_advance() until nothing is left to do at this instant.
 */
#ifndef SIM_H
#define SIM_H

#include "core/adapt.h"
#include "core/domain.h"
#include "core/online.h"
#include "core/params.h"
#include "core/table.h"
#include "core/types.h"
#include "task/admission.h"
#include "task/attr.h"
#include "task/exit.h"
#include "task/proc.h"
#include "task/program.h"

/* sim.c: a simulation as a whole */
int sim_config_check(const struct sim_config *config, u64 min_quantum_ns);
bool sim_config_begins_anew(const struct sim_config *from,
			    const struct sim_config *to);
size_t sim_size(const struct sim_config *config);
size_t sim_rqs_size(const struct sim_config *config);
void sim_reset(struct sim *sim);
void sim_init(struct sim *sim, const struct sim_config *config, void *rqs);
void sim_set_tie(struct sim *sim, u32 tie);
void sim_set_switch_cost(struct sim *sim, u64 switch_cost_ns);
int sim_trigger(struct sim *sim, u32 vcpu);

/* policy_change.c */
int sim_policy_admits(const struct sim *sim, const struct sim_policy *policy,
		      u32 *id, const char **reason);
void sim_policy_begin(struct sim *sim, const struct sim_policy *policy,
		      const u64 *params, void *rqs, size_t rqs_size);
void sim_policy_begin_fair(struct sim *sim);
bool sim_policy_step(struct sim *sim);
void *sim_policy_end(struct sim *sim, size_t *size);

/* advance.c: time */
bool sim_advance(struct sim *sim, u64 now);
u64 sim_next_event(const struct sim *sim);
bool sim_is_settled(const struct sim *sim);
bool sim_is_paused(const struct sim *sim);
void sim_pause(struct sim *sim);
void sim_resume(struct sim *sim);

/* What sim_run() ended with; but for SIM_RUN_MORE as in the ABI. */
enum sim_run {
	SIM_RUN_REACHED = SCHEDSIM_RUN_REACHED,
	SIM_RUN_IDLE = SCHEDSIM_RUN_IDLE,
	SIM_RUN_PAUSED = SCHEDSIM_RUN_PAUSED,
	SIM_RUN_MORE = -1,
};

enum sim_run sim_run(struct sim *sim, u64 until, bool stop_idle);

/* report.c: looking */
u32 sim_nr_contended(const struct sim *sim);
void sim_charge_all(struct sim *sim);
u32 sim_report_proc(const struct sim *sim, struct sim_proc *proc,
		    struct schedsim_proc *to);
void sim_report_vcpu(const struct sim *sim, u32 id, struct schedsim_vcpu *to);
void sim_report_stats(const struct sim *sim, struct schedsim_stats *to);
void sim_report_policy(const struct sim_policy *policy,
		       struct schedsim_policy *to);
void sim_report_value(const struct sim_policy *policy, u32 index,
		      struct schedsim_value *to);

#endif /* SIM_H */
