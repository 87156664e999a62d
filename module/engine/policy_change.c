// SPDX-License-Identifier: GPL-2.0
/*
 * Changing the policy while there are processes.
 *
 * Who waits goes from the run queues of the old policy to those of the new one, in
 * the order the old one would have picked them in. Then those that wait for
 * objects are put in the new policy's order, and what is inherited is found out
 * anew. All that is done in steps of bounded length. Between sim_policy_begin() and
 * sim_policy_end() nothing else may be done with the simulation: the caller sees
 * to it.
 *
 * A policy that has broken a rule cannot be asked for its processes. They are
 * found by their ids then.
 */
#include "core/adapt.h"
#include "core/affinity.h"
#include "core/online.h"
#include "core/place.h"
#include "core/queue.h"
#include "core/unbalanced.h"
#include "core/vcpu.h"
#include "sim.h"
#include "sync/inherit.h"
#include "sync/wait.h"

/* Processes that one step moves, and ids that it looks at. */
#define STEP		64
#define STEP_IDS	4096

enum stage {
	STAGE_MOVE,		/* those that wait for a vCPU */
	STAGE_MOVE_BY_ID,	/* likewise, if the old policy cannot be asked */
	STAGE_REORDER,		/* those that wait for an object */
	STAGE_INHERIT,		/* those that hold mutexes */
	STAGE_DONE,
};

/**
 * sim_policy_admits - can a policy schedule all the processes there are?
 * @sim: the simulation
 * @policy: the policy
 * @id: in: the first process to look at, 1 at first; out: where to go on
 * @reason: out: why it cannot schedule one
 *
 * Return: 1 if there are more processes to look at; 0 if it can; -EOPNOTSUPP.
 */
int sim_policy_admits(const struct sim *sim, const struct sim_policy *policy,
		      u32 *id, const char **reason)
{
	u32 left = STEP_IDS;

	if (!policy->admit)
		return 0;
	for (; *id <= sim->max_id && left; (*id)++, left--) {
		const struct sim_proc *proc = sim->procs[*id];

		if (proc && proc->state != SCHEDSIM_STATE_EXITED &&
		    sim_attr_admit(policy, &proc->attr, reason))
			return -EOPNOTSUPP;
	}
	return *id <= sim->max_id;
}

static void begin(struct sim *sim, const struct sim_policy *policy)
{
	struct sim_change *change = &sim->change;
	u32 i;

	sim->changing = true;
	change->policy = policy;
	change->vcpu = 0;
	change->id = 1;
	sim_rqs_init(sim, policy, change->params, change->rqs);
	for (i = 0; i < sim->config.nr_vcpus; i++)
		sim_vcpu_charge(&sim->vcpus[i]);
	sim->policy_serial++;
	for (i = 0; i < sim->config.nr_vcpus; i++)
		if (sim->vcpus[i].curr)
			sim_policy_enable(sim, policy, sim->vcpus[i].next_rq,
					  sim->vcpus[i].curr);
}

/**
 * sim_policy_begin - begin to change the policy, or its parameters
 * @sim: the simulation, with nothing left to do at this instant
 * @policy: the new policy; may be the present one; sim_policy_admits() it
 * @params: values of its parameters that pass sim_params_check()
 * @rqs: zeroed memory for its run queues
 * @rqs_size: size of that (sim_rqs_size())
 */
void sim_policy_begin(struct sim *sim, const struct sim_policy *policy,
		      const u64 *params, void *rqs, size_t rqs_size)
{
	struct sim_change *change = &sim->change;

	memcpy(change->params, params, sizeof(change->params));
	change->rqs = rqs;
	change->rqs_size = rqs_size;
	change->stage = STAGE_MOVE;
	begin(sim, policy);
}

/*
 * The old policy is not asked any more. What it has in heaps is forgotten, for an
 * index must not be in two.
 */
static void move_by_id(struct sim *sim)
{
	u32 i;

	for (i = 0; i < sim->config.nr_vcpus; i++)
		sim_sorted_clear(sim->vcpus[i].rq);
	sim->change.stage = STAGE_MOVE_BY_ID;
}

/**
 * sim_policy_begin_fair - begin to change the policy to fair
 * @sim: the simulation
 *
 * Needs no memory, and nothing of the old policy. sim_advance() does it by itself
 * when a policy has broken a rule.
 */
void sim_policy_begin_fair(struct sim *sim)
{
	struct sim_change *change = &sim->change;

	sim->faulty = false;
	/* It is in use already: only fair itself can be to blame. */
	change->stage = STAGE_DONE;
	if (sim->rqs == sim->spare_rqs) {
		sim->policy = sim->config.policy;
		return;
	}
	sim_params_init(&sim_policy_fair, change->params);
	sim_rqs_clear(&sim->config, &sim_policy_fair, change->params, sim->spare_rqs);
	change->rqs = sim->spare_rqs;
	change->rqs_size = 0;
	move_by_id(sim);
	begin(sim, &sim_policy_fair);
}

/* Put @proc, which waits and is in no run queue, into one of the new policy. */
static void move(struct sim *sim, struct sim_proc *proc)
{
	const struct sim_policy *policy = sim->change.policy;
	struct sim_vcpu *vcpu = &sim->vcpus[proc->vcpu];

	if (!sim_may_wait_in(sim, proc, vcpu->next_rq)) {
		vcpu->nr_ready--;
		sim_vcpu_reload(vcpu);
		vcpu = sim_place(sim, proc);
		proc->vcpu = vcpu->id;
		vcpu->nr_ready++;
		sim_vcpu_reload(vcpu);
		proc->migrations++;
		sim->migrations++;
		sim->balancing.moves[SCHEDSIM_MOVE_FORCED]++;
		sim_emit(sim, SIM_EVENT_MIGRATE, 0, vcpu, proc, proc->cpu);
	}
	sim_policy_enable(sim, policy, vcpu->next_rq, proc);
	policy->enqueue(vcpu->next_rq, proc, SIM_ENQUEUE_ARRIVED);
	sim_rq_count(vcpu->next_rq, proc, 1);
}

/* @proc waits in @rq, which is of the old policy. */
static void move_out(struct sim *sim, struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	sim_rq_count(vcpu->rq, proc, -1);
	sim->policy->dequeue(vcpu->rq, proc, SIM_DEQUEUE_LEAVES);
	sim_vcpu_check_dequeued(vcpu, proc);
	move(sim, proc);
}

/* Move some that are throttled. Return: whether there are more. */
static bool move_throttled(struct sim *sim, u32 left)
{
	struct sim_proc *proc;
	u32 id;

	for (id = 0; id < sim->config.nr_vcpus; id++) {
		struct sim_vcpu *vcpu = &sim->vcpus[id];

		while ((proc = sim_throttled_first(vcpu->rq))) {
			if (!left--)
				return true;
			move_out(sim, vcpu, proc);
			if (unlikely(sim->faulty)) {
				sim->faulty = false;
				move_by_id(sim);
				return true;
			}
		}
	}
	return false;
}

/* Move some. Return: whether there are more. */
static bool move_some(struct sim *sim)
{
	struct sim_change *change = &sim->change;
	u32 left = STEP;

	for (; change->vcpu < sim->config.nr_vcpus; change->vcpu++) {
		struct sim_vcpu *vcpu = &sim->vcpus[change->vcpu];

		while (sim_vcpu_awaited(vcpu)) {
			struct sim_proc *proc;

			if (!left--)
				return true;
			proc = sim_vcpu_first(vcpu);
			if (!proc) {
				sim->faulty = false;
				move_by_id(sim);
				return true;
			}
			move_out(sim, vcpu, proc);
		}
	}
	return move_throttled(sim, left);
}

/* Call @what for some processes, by id. Return: whether there are more. */
static bool for_some(struct sim *sim,
		     bool (*what)(struct sim *sim, struct sim_proc *proc))
{
	u32 ids = STEP_IDS, left = STEP;

	for (; sim->change.id <= sim->max_id; sim->change.id++) {
		struct sim_proc *proc = sim->procs[sim->change.id];

		if (!ids-- || !left || sim->log_nr >= SIM_LOG_FULL)
			return true;
		if (proc && what(sim, proc))
			left--;
	}
	sim->change.id = 1;
	return false;
}

static bool move_ready(struct sim *sim, struct sim_proc *proc)
{
	bool moves = proc->state == SCHEDSIM_STATE_READY &&
		     proc->policy_serial != sim->policy_serial;

	if (moves)
		move(sim, proc);
	return moves;
}

static bool reorder_blocked(struct sim *sim, struct sim_proc *proc)
{
	if (proc->state != SCHEDSIM_STATE_BLOCKED)
		return false;
	sim_wait_reorder(sim, proc);
	return true;
}

static bool inherit_anew(struct sim *sim, struct sim_proc *proc)
{
	if (!proc->nr_held || proc->state == SCHEDSIM_STATE_EXITED)
		return false;
	sim_inherit(sim, proc, NULL, 0);
	return true;
}

/* All are in the new run queues: use them, and forget the old ones. */
static void adopt(struct sim *sim)
{
	struct sim_change *change = &sim->change;
	u32 i;

	/* Whatever the old policy has done: it is the old one. */
	sim->faulty = false;
	bitmap_zero(sim->unbalanced, SCHEDSIM_MAX_VCPUS);
	sim->nr_unbalanced = 0;
	for (i = 0; i < sim->config.nr_vcpus; i++)
		sim_sorted_clear(sim->vcpus[i].rq);
	memcpy(sim->config.params, change->params, sizeof(change->params));
	sim->policy = change->policy;
	sim->config.policy = change->policy;
	sim_rqs_adopt(sim, sim->config.params);
	sim_adapt_begin(sim);
	for (i = 0; i < sim->config.nr_vcpus; i++) {
		struct sim_vcpu *vcpu = &sim->vcpus[i];

		vcpu->rq->told = vcpu->rq->awaited;
		vcpu->contended = false;
		sim_vcpu_update_slice(vcpu);
		sim_vcpu_set_due(vcpu);
		/* What is marked need not be looked for. */
		if (vcpu->rq->by_vcpu)
			sim_balance_mark(vcpu->rq);
		if (!vcpu->curr || !vcpu->rq->by_vcpu)
			sim_vcpu_check_preempt(vcpu);
	}
	if (sim->rqs_size) {
		sim->orphan_rqs = sim->rqs;
		sim->orphan_size = sim->rqs_size;
	}
	sim->rqs = change->rqs;
	sim->rqs_size = change->rqs_size;
}

/**
 * sim_policy_step - do a part of the change
 * @sim: a simulation between sim_policy_begin() and sim_policy_end(); its @log may
 *       get events
 *
 * Return: whether there is more to do.
 */
bool sim_policy_step(struct sim *sim)
{
	struct sim_change *change = &sim->change;

	switch (change->stage) {
	case STAGE_MOVE:
		if (!move_some(sim)) {
			adopt(sim);
			change->stage = STAGE_REORDER;
		}
		return true;
	case STAGE_MOVE_BY_ID:
		if (!for_some(sim, move_ready)) {
			adopt(sim);
			change->stage = STAGE_REORDER;
		}
		return true;
	case STAGE_REORDER:
		if (sim->nr_objects && for_some(sim, reorder_blocked))
			return true;
		change->stage = STAGE_INHERIT;
		return true;
	case STAGE_INHERIT:
		if (sim->nr_objects && for_some(sim, inherit_anew))
			return true;
		change->stage = STAGE_DONE;
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
 * sim_policy_end - the change is done
 * @sim: a simulation whose sim_policy_step() has returned false
 * @size: out: size of the memory returned; NULL: leave it for the next time
 *
 * Return: memory of the run queues of old, for the caller to free, or NULL.
 */
void *sim_policy_end(struct sim *sim, size_t *size)
{
	void *old = NULL;

	sim->changing = false;
	sim->change.policy = NULL;
	sim_emit(sim, SIM_EVENT_POLICY, 0, NULL, NULL,
		 pack_name(sim->config.policy->name));
	if (size) {
		old = sim->orphan_rqs;
		*size = sim->orphan_size;
		sim->orphan_rqs = NULL;
		sim->orphan_size = 0;
	}
	return old;
}
