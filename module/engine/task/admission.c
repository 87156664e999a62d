// SPDX-License-Identifier: GPL-2.0
/*
 * Admission: processes of SCHED_DEADLINE reserve bandwidth, and a policy may say how much there
 * is (@bandwidth of struct sim_policy).
 *
 * All that have not exited count, from when they are spawned on, under every policy. What
 * counts is the part of the time up to the deadline, not of the period as in Linux: if they are
 * different, the sum of runtime / period says nothing of deadlines.
 *
 * No more is admitted than there is. Linux rounds down to 2^-20 of a CPU (to_ratio(),
 * kernel/sched), so that two tasks of 2.000001 s in 4 s fit on one, and miss deadlines. Here all
 * is exact if denominators, in lowest terms, divide SIM_BANDWIDTH_ONE, as most do; so three tasks
 * of a third each fit. What is not exact is rounded up, by less than 2 * 10^-13.
 *
 * There are three things that Linux does and that are not done here, so that deadlines may be
 * missed then:
 *  - who exits, or reserves less, gives bandwidth back at once; there who exits does so at its
 *    0-lag time (inactive_task_timer());
 *  - a vCPU may go offline though the others have no room for all (dl_bw_check_overflow());
 *  - a vCPU counts as one, whatever its capacity (dl_bw_capacity()), and runtime is time there.
 */
#include "task/admission.h"

/* 0 if it reserves nothing; at most one vCPU. */
static u64 ratio(u64 runtime, u64 deadline)
{
	u64 times, rest;

	/* Such deadlines no policy admits that limits bandwidth: some bits less do not matter. */
	while (deadline >> 32) {
		deadline >>= 1;
		runtime >>= 1;
	}
	if (runtime >= deadline)
		return deadline ? SIM_BANDWIDTH_ONE : 0;
	times = div64_u64_rem(SIM_BANDWIDTH_ONE, deadline, &rest);
	return runtime * times + div64_u64(runtime * rest + deadline - 1, deadline);
}

/**
 * sim_bandwidth - what a process with these attributes reserves
 * @attr: the attributes, which need not be admitted by any policy
 *
 * Return: bandwidth, in SIM_BANDWIDTH_ONE of a vCPU.
 */
u64 sim_bandwidth(const struct schedsim_attr *attr)
{
	if (attr->sched_class != SCHEDSIM_CLASS_DEADLINE)
		return 0;
	return ratio(attr->runtime_ns, attr->deadline_ns ?: attr->period_ns);
}

static u64 limit_of(const struct sim *sim, const struct sim_policy *policy,
		    const u64 *params)
{
	return policy->bandwidth ? policy->bandwidth(params, sim->config.nr_vcpus) : U64_MAX;
}

/* In ten-thousandths; what is too much does not look as if it were not. */
static void explain(char *reason, u64 total, u64 limit)
{
	const u64 part = SIM_BANDWIDTH_ONE / 10000;
	u64 parts = div64_u64(total + part - 1, part);
	u64 most = div64_u64(limit, part);
	u32 rest, rest_of_most;

	parts = div_u64_rem(parts, 10000, &rest);
	most = div_u64_rem(most, 10000, &rest_of_most);
	if (rest_of_most)
		snprintf(reason, SCHEDSIM_REASON_LEN,
			 "SCHED_DEADLINE needs %u.%04u of %u.%04u vCPUs",
			 (u32)parts, rest, (u32)most, rest_of_most);
	else
		snprintf(reason, SCHEDSIM_REASON_LEN, "SCHED_DEADLINE needs %u.%04u of %u vCPUs",
			 (u32)parts, rest, (u32)most);
}

/**
 * sim_bandwidth_check - is there room for more bandwidth?
 * @sim: the simulation
 * @more: what is to be reserved
 * @less: what is given back for it; there always is room for no more than that
 * @reason: out, with -EBUSY: why not, in SCHEDSIM_REASON_LEN bytes; may be NULL
 *
 * Return: 0, or -EBUSY.
 */
int sim_bandwidth_check(const struct sim *sim, u64 more, u64 less, char *reason)
{
	u64 limit = limit_of(sim, sim->policy, sim->config.params);
	u64 total = sim->bandwidth - less + more;

	if (more <= less || total <= limit)
		return 0;
	if (reason)
		explain(reason, total, limit);
	return -EBUSY;
}

/**
 * sim_policy_bandwidth_check - is there room under another policy, or other parameters?
 * @sim: the simulation
 * @policy: the policy
 * @params: values of its parameters
 * @reason: out, with -EBUSY: why not, in SCHEDSIM_REASON_LEN bytes; may be NULL
 *
 * Return: 0, or -EBUSY.
 */
int sim_policy_bandwidth_check(const struct sim *sim, const struct sim_policy *policy,
			       const u64 *params, char *reason)
{
	u64 limit = limit_of(sim, policy, params);

	if (sim->bandwidth <= limit)
		return 0;
	if (reason)
		explain(reason, sim->bandwidth, limit);
	return -EBUSY;
}
