// SPDX-License-Identifier: GPL-2.0
/*
 * Changing the policy while there are processes.
 *
 * Who waits goes from the queues of the old policy to those of the new one, in
 * the order the old one would have picked them in. That is done in steps of
 * bounded length. Between sim_policy_begin() and sim_policy_end() nothing else
 * may be done with the simulation: the caller sees to it.
 */
#include "core/vcpu.h"

/* Processes that one step moves. */
#define STEP	64

/**
 * sim_policy_check - can a policy schedule all the processes there are?
 * @sim: the simulation
 * @policy: the policy
 *
 * Return: 0, or -EOPNOTSUPP if there is one whose class it refuses.
 */
int sim_policy_check(const struct sim *sim, const struct sim_policy *policy)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(sim->nr_classes); i++)
		if (sim->nr_classes[i] && policy->refused >> i & 1)
			return -EOPNOTSUPP;
	return 0;
}

/**
 * sim_policy_begin - begin to change the policy, or its parameters
 * @sim: the simulation, with nothing left to do at this instant
 * @policy: the new policy; may be the present one; passes sim_policy_check()
 * @params: values of its parameters that pass sim_params_check()
 * @rqs: zeroed memory for its queues (sim_rqs_size())
 */
void sim_policy_begin(struct sim *sim, const struct sim_policy *policy,
		      const u64 *params, void *rqs)
{
	u32 i;

	memcpy(sim->new_params, params, sizeof(sim->new_params));
	sim->new_policy = policy;
	sim->new_rqs = rqs;
	sim->policy_serial++;
	for (i = 0; i < sim->config.nr_vcpus; i++) {
		struct sim_vcpu *vcpu = &sim->vcpus[i];

		sim_vcpu_charge(vcpu);
		/* What went by unseen went by the rules of the old policy. */
		sim_vcpu_renew_slice(vcpu);
		sim_vcpu_use_rqs(vcpu, policy, rqs);
		sim_vcpu_init_rq(vcpu, policy, sim->new_params);
		if (vcpu->curr)
			sim_policy_join(policy, vcpu, vcpu->curr);
		sim_vcpu_use_rqs(vcpu, sim->policy, sim->rqs);
	}
}

/* Move the first for @vcpu from the queue of the old policy to the new one's. */
static void move_first(struct sim *sim, struct sim_vcpu *vcpu)
{
	struct sim_proc *proc = sim->policy->pick(vcpu);

	if (sim->policy->shared)
		sim_shared_read(sim);
	vcpu = proc->vcpu;
	sim_vcpu_use_rqs(vcpu, sim->new_policy, sim->new_rqs);
	sim_policy_join(sim->new_policy, vcpu, proc);
	sim->new_policy->enqueue(vcpu, proc, SIM_ENQUEUE_ARRIVED);
	sim_vcpu_use_rqs(vcpu, sim->policy, sim->rqs);
}

/* Are there more for @vcpu? */
static bool has_more(const struct sim *sim, const struct sim_vcpu *vcpu)
{
	return sim->policy->shared ? sim_vcpu_awaited(vcpu) :
				     sim->change_moved < vcpu->nr_ready;
}

/**
 * sim_policy_step - move some of the processes that wait
 * @sim: a simulation between sim_policy_begin() and sim_policy_end()
 *
 * Return: whether there are more.
 */
bool sim_policy_step(struct sim *sim)
{
	u32 left = STEP;

	while (sim->change_vcpu < sim->config.nr_vcpus) {
		struct sim_vcpu *vcpu = &sim->vcpus[sim->change_vcpu];

		for (; has_more(sim, vcpu); sim->change_moved++) {
			if (!left--)
				return true;
			move_first(sim, vcpu);
		}
		sim->change_moved = 0;
		sim->change_vcpu++;
	}
	return false;
}

/* The first eight letters of a name, as a number that says which it is. */
static u64 pack_name(const char *name)
{
	u64 packed = 0;
	u32 i;

	for (i = 0; i < sizeof(packed) && name[i]; i++)
		packed |= (u64)(u8)name[i] << 8 * i;
	return packed;
}

/**
 * sim_policy_end - the new policy takes over
 * @sim: a simulation whose sim_policy_step() has returned false
 *
 * Return: the memory of the old policy's queues, for the caller to free.
 */
void *sim_policy_end(struct sim *sim)
{
	void *old_rqs = sim->rqs;
	u32 i;

	sim->policy = sim->new_policy;
	sim->config.policy = sim->new_policy;
	memcpy(sim->config.params, sim->new_params, sizeof(sim->new_params));
	sim->rqs = sim->new_rqs;
	sim->aligned = sim_policy_aligned(sim->policy, sim->new_params);
	sim->new_policy = NULL;
	sim->new_rqs = NULL;
	sim->change_vcpu = 0;
	for (i = 0; i < sim->config.nr_vcpus; i++)
		sim_vcpu_use_rqs(&sim->vcpus[i], sim->policy, sim->rqs);
	if (sim->policy->shared)
		sim_shared_read(sim);
	for (i = 0; i < sim->config.nr_vcpus; i++) {
		struct sim_vcpu *vcpu = &sim->vcpus[i];

		sim_vcpu_update_slice(vcpu);
		sim_vcpu_set_due(vcpu);
		sim_vcpu_check_preempt(vcpu);
	}
	sim_emit(sim, SIM_EVENT_POLICY, 0, NULL, NULL,
		 pack_name(sim->policy->name));
	return old_rqs;
}
