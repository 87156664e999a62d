// SPDX-License-Identifier: GPL-2.0
/*
 * Admission: processes of SCHED_DEADLINE reserve bandwidth, and a policy may say how much there
 * is (@bandwidth of struct sim_policy).
 *
 * All that have not exited count, from when they are spawned on, under every policy. As in
 * Linux (BW_SHIFT and to_ratio(), kernel/sched), bandwidths are numbers of 2^-20 of a vCPU,
 * rounded down; but of the time up to the deadline, not of the period: if they are different,
 * the sum of runtime / period says nothing of deadlines.
 */
#include "task/admission.h"

/* 0 if it reserves nothing; at most one vCPU. */
static u64 ratio(u64 runtime, u64 deadline)
{
	/* So much that the product would not fit: some bits less do not matter. */
	while (deadline >> 43) {
		deadline >>= 1;
		runtime >>= 1;
	}
	if (runtime >= deadline)
		return deadline ? SIM_BANDWIDTH_VCPU : 0;
	return div64_u64(runtime * SIM_BANDWIDTH_VCPU, deadline);
}

/**
 * sim_bandwidth - what a process with these attributes reserves
 * @attr: the attributes, which need not be admitted by any policy
 *
 * Return: bandwidth, in SIM_BANDWIDTH_VCPU of a vCPU.
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
	u64 parts = (total * 10000 + SIM_BANDWIDTH_VCPU - 1) >> SIM_BANDWIDTH_SHIFT;
	u64 most = (limit * 10000 + SIM_BANDWIDTH_VCPU / 2) >> SIM_BANDWIDTH_SHIFT;
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
