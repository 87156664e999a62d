/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Run queues: which vCPUs they span, and who waits in them.
 */
#ifndef SIM_RQ_H
#define SIM_RQ_H

#include <schedsim/policy.h>

struct sim_config;

size_t sim_rqs_bytes(const struct sim_config *config,
		     const struct sim_policy *policy, const u64 *params);
void sim_rqs_clear(const struct sim_config *config, const struct sim_policy *policy,
		   const u64 *params, void *rqs);
void sim_rqs_init(struct sim *sim, const struct sim_policy *policy,
		  const u64 *params, void *rqs);
void sim_rqs_adopt(struct sim *sim, const u64 *params);
void sim_rq_count_by_vcpu(struct sim_rq *rq, const struct sim_proc *proc, int by);

/*
 * @proc waits in @rq from now on (@by is 1), or not any more (-1); it has the affinity
 * that it was counted with. @by_vcpu: may @rq be @by_vcpu? A caller that knows that it
 * is not says so with a constant.
 */
static __always_inline void sim_rq_count_in(struct sim_rq *rq,
					    const struct sim_proc *proc, int by,
					    bool by_vcpu)
{
	rq->nr_waiting += by;
	if (by_vcpu && unlikely(rq->by_vcpu))
		sim_rq_count_by_vcpu(rq, proc, by);
}

static inline void sim_rq_count(struct sim_rq *rq, const struct sim_proc *proc,
				int by)
{
	sim_rq_count_in(rq, proc, by, true);
}

/* May vCPUs that @rq does not span pull processes out of it? */
static inline bool sim_rq_is_open(const struct sim_rq *rq)
{
	return memcmp(&rq->reach, &rq->spanned, sizeof(rq->reach));
}

/* Does somebody wait who may run at @vcpu? */
static inline bool sim_vcpu_awaited(const struct sim_vcpu *vcpu)
{
	return sim_awaited(vcpu->rq, vcpu);
}

#endif /* SIM_RQ_H */
