/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Operations of policies that go by the length of bursts: the shortest burst
 * first; of equals, the process that was queued first. There are no slices.
 *
 * The length is known (sim_burst_length()), unless the parameter "guess" is set.
 * Then it is predicted from the bursts before, by an exponential average: after a
 * burst of length t the next guess is
 *
 *	(alpha * t + (100 - alpha) * guess) / 100
 *
 * in ns, rounded down, where alpha is the parameter "alpha_percent". The first guess is
 * the parameter's: Silberschatz, Galvin and Gagne, "Operating System Concepts",
 * 10th edition, 2018, section 5.3.2. A burst ends when the process gives up the
 * vCPU; one of no time does not count. What is left of a guess is what the
 * process has not used of it in the present burst.
 *
 * Where vCPUs have different capacities, known lengths are work, and compare wherever
 * processes wait; guesses are of CPU time, wherever that was used.
 */
#ifndef POLICY_BURST_H
#define POLICY_BURST_H

#include "policies.h"

enum { BURST_GUESS, BURST_ALPHA, BURST_NR_PARAMS };

/**
 * struct burst_proc - what the policy keeps in a process
 * @guess: how long its burst is guessed to be, in ns, if lengths are guessed
 * @begun: CPU time that it had used before that burst
 */
struct burst_proc {
	u64 guess;
	u64 begun;
};

extern const struct sim_param burst_params[BURST_NR_PARAMS];
extern const struct sim_value burst_values[1];

u64 burst_left(const struct sim_rq *rq, const struct sim_proc *proc);
void burst_enable(struct sim_rq *rq, struct sim_proc *proc);
void burst_enqueue(struct sim_rq *rq, struct sim_proc *proc,
		   enum sim_enqueue why);
void burst_dequeue(struct sim_rq *rq, struct sim_proc *proc,
		   enum sim_dequeue why);
struct sim_proc *burst_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu);
u64 burst_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		struct sim_proc *proc);
void burst_stopping(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		    struct sim_proc *proc, enum sim_stop why);
void burst_known_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values);
void burst_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values);

#endif /* POLICY_BURST_H */
