/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Real-time throttling: in each period the real-time processes of a run queue
 * have a runtime, times the vCPUs that it spans. When they have used that up,
 * they come after all others until the next period begins. Periods begin at the
 * multiples of their length.
 *
 * Runtime and period are those of Documentation/scheduler/sched-rt-group.rst. As
 * with the fair server of Linux 6.12 (dl_server in kernel/sched/fair.c), a
 * throttled process goes on while nobody else waits: no vCPU is idle beside
 * waiting work. Earlier kernels let the CPU idle. SCHED_DEADLINE is neither throttled by
 * this nor counted, as in Linux 6.12 without CONFIG_RT_GROUP_SCHED (update_curr_dl_se() in
 * kernel/sched/deadline.c): its servers and its admission are its limit.
 */
#ifndef POLICY_THROTTLE_H
#define POLICY_THROTTLE_H

#include "vruntime.h"

/* Parameters, behind those of vruntime.h. If one is 0, nobody is throttled. */
enum {
	THROTTLE_RUNTIME = VRUNTIME_NR_PARAMS,
	THROTTLE_PERIOD,
	THROTTLE_NR_PARAMS,
};

#define THROTTLE_PARAMS							\
	[THROTTLE_RUNTIME] = {						\
		.name = "rt_runtime", .kind = SCHEDSIM_PARAM_TIME,	\
		.max = SCHEDSIM_MAX_QUANTUM_NS, .initial = 950000000,	\
	},								\
	[THROTTLE_PERIOD] = {						\
		.name = "rt_period", .kind = SCHEDSIM_PARAM_SLICE,	\
		.max = SCHEDSIM_MAX_QUANTUM_NS, .initial = 1000000000,	\
	}

/**
 * struct throttle - what the policy keeps in a run queue
 * @end: when the period that was charged last ends
 * @used: CPU time that real-time processes have used in that period
 */
struct throttle {
	u64 end;
	u64 used;
};

static inline u64 throttle_budget(const struct sim_rq *rq)
{
	return rq->params[THROTTLE_RUNTIME] * rq->nr_vcpus;
}

/* Is all of the present period's runtime used up? */
static inline bool throttle_spent(const struct sim_rq *rq,
				  const struct throttle *throttle)
{
	return sim_now(rq) < throttle->end &&
	       throttle->used >= throttle_budget(rq);
}

/* A real-time process has run for @ran ns, part of them in the last period. */
static inline void throttle_charge(const struct sim_rq *rq,
				   struct throttle *throttle, u64 ran)
{
	u64 period = rq->params[THROTTLE_PERIOD], now = sim_now(rq), rest;

	if (!period || !rq->params[THROTTLE_RUNTIME])
		return;
	if (now >= throttle->end) {
		div64_u64_rem(now, period, &rest);
		throttle->end = now - rest + period;
		throttle->used = 0;
	}
	throttle->used += min(ran, now + period - throttle->end);
}

/*
 * When is the runtime used up, if @nr processes use it from now on? If fewer do, that is
 * too early, and is to be looked at again. SIM_NEVER: nobody is throttled.
 */
static inline u64 throttle_next(const struct sim_rq *rq,
				const struct throttle *throttle, u32 nr)
{
	u64 left = throttle_budget(rq);

	if (!rq->params[THROTTLE_RUNTIME] || !rq->params[THROTTLE_PERIOD])
		return SIM_NEVER;
	if (sim_now(rq) < throttle->end)
		left -= throttle->used;
	return sim_now(rq) + div_u64(left + nr - 1, nr);
}

/* What SCHED_DEADLINE may use of a vCPU, if it reclaims: in 2^-16. */
static inline u64 throttle_share(const u64 *params)
{
	u64 runtime = params[THROTTLE_RUNTIME], period = params[THROTTLE_PERIOD];

	if (!runtime || runtime >= period)
		return 1 << 16;
	return max(div64_u64(runtime << 16, period), 1ULL);
}

/*
 * What SCHED_DEADLINE may reserve on @nr_vcpus. Without a limit for real time there is none
 * either, as with RUNTIME_INF of Linux.
 */
static inline u64 throttle_bandwidth(const u64 *params, u32 nr_vcpus)
{
	u64 runtime = params[THROTTLE_RUNTIME], period = params[THROTTLE_PERIOD];
	u64 times, rest;

	if (!runtime || !period)
		return U64_MAX;
	runtime = min(runtime, period);
	/* Products have to fit: of periods of more than 4 s some bits less do not matter. */
	for (; period >> 32; period >>= 1)
		runtime >>= 1;
	times = div64_u64_rem(SIM_BANDWIDTH_ONE, period, &rest);
	return nr_vcpus * (runtime * times + div64_u64(runtime * rest, period));
}

#endif /* POLICY_THROTTLE_H */
