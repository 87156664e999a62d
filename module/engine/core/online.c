// SPDX-License-Identifier: GPL-2.0
/*
 * vCPUs that go offline and online while the simulation runs.
 *
 * An offline vCPU decides nothing, so nobody runs there, and its time counts as offline,
 * not as idle. Who may run at another one goes there. Who may not is stranded: it waits,
 * in the run queue of a vCPU that it is allowed, until one of those is online, or it is
 * allowed another one. So affinity is never broken, as it is by Linux, which lets such a
 * process run anywhere (select_fallback_rq(), kernel/sched/core.c).
 *
 * Who runs at a vCPU that goes offline leaves it at once. Those that wait are looked at by
 * their ids, in steps of bounded length, before anything else happens: sim_advance() takes
 * them. Who sleeps, is blocked, or has not arrived finds its place when it wakes up
 * or arrives.
 *
 * The first vCPU of a run queue keeps the queue's timer, also while it is offline.
 */
#include "core/adapt.h"
#include "core/affinity.h"
#include "core/online.h"
#include "core/place.h"
#include "core/ranks.h"
#include "core/unbalanced.h"
#include "core/vcpu.h"

/* Ids that a step looks at, unless it comes upon a process that has to move. */
#define STEP_IDS	512

/**
 * sim_may_run_online - is any vCPU online where a process may run?
 * @sim: the simulation
 * @proc: the process
 *
 * Return: whether one is.
 */
bool sim_may_run_online(const struct sim *sim, const struct sim_proc *proc)
{
	struct sim_vcpus allowed;
	u64 any = 0;
	u32 i;

	if (likely(!sim->nr_offline))
		return true;
	allowed = sim_allowed_vcpus(proc);
	for (i = 0; i < ARRAY_SIZE(allowed.bits); i++)
		any |= allowed.bits[i] & sim->online.bits[i];
	return any;
}

/**
 * sim_may_wait_in - may a process wait in a run queue?
 * @sim: the simulation
 * @proc: the process
 * @rq: the run queue; while the policy changes, one of the new policy, too
 *
 * It may where it can run at an online vCPU. If it can do that nowhere, it may where
 * its affinity allows it.
 *
 * Return: whether it may.
 */
bool sim_may_wait_in(const struct sim *sim, const struct sim_proc *proc,
		     const struct sim_rq *rq)
{
	struct sim_vcpus allowed;
	u64 any = 0, here = 0, online;
	u32 i;

	if (likely(!sim->nr_offline))
		return sim_allowed_in(proc, rq);
	allowed = sim_allowed_vcpus(proc);
	for (i = 0; i < ARRAY_SIZE(allowed.bits); i++) {
		online = allowed.bits[i] & sim->online.bits[i];
		any |= online;
		here |= online & rq->spanned.bits[i];
	}
	return any ? here : sim_allowed_in(proc, rq);
}

/**
 * sim_any_waits_online - does anybody wait who could run at an online vCPU?
 * @sim: the simulation
 *
 * Who is throttled counts, for the policy lets it run some time.
 *
 * Return: whether somebody does.
 */
bool sim_any_waits_online(const struct sim *sim)
{
	u32 id;

	for (id = sim_vcpus_next(&sim->online, 0); id < SCHEDSIM_MAX_VCPUS;
	     id = sim_vcpus_next(&sim->online, id + 1)) {
		struct sim_vcpu *vcpu = &sim->vcpus[id];

		if (sim_vcpu_awaited(vcpu) || vcpu->rq->throttled)
			return true;
	}
	return false;
}

/**
 * sim_vcpu_offline - for how long has a vCPU been offline?
 * @vcpu: the vCPU
 *
 * Return: ns, of all times that it was. They are part of its @idle.
 */
u64 sim_vcpu_offline(const struct sim_vcpu *vcpu)
{
	const struct sim *sim = vcpu->sim;

	return vcpu->offline + (sim_is_online(sim, vcpu->id) ? 0 :
				sim->now - vcpu->offline_since);
}

static void emit(struct sim_vcpu *vcpu, bool online)
{
	sim_emit(vcpu->sim, SIM_EVENT_ONLINE, online, vcpu, NULL, 0);
}

/* Who runs at @vcpu, which is offline now, leaves it. */
static void evict(struct sim_vcpu *vcpu)
{
	struct sim_proc *proc = vcpu->curr;
	struct sim *sim = vcpu->sim;

	sim_vcpu_stop(vcpu, SIM_STOP_MIGRATED);
	if (!sim_may_wait_in(sim, proc, vcpu->rq))
		sim_migrate(sim, proc);
	sim_enqueue(sim, proc, SIM_ENQUEUE_MIGRATED);
}

static void take_down(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	u32 id = vcpu->id;

	sim->online.bits[id / 64] &= ~(1ULL << id % 64);
	sim->nr_offline++;
	vcpu->offline_since = sim->now;
	/* No other process follows it here. */
	vcpu->displaced = NULL;
	emit(vcpu, false);
	if (vcpu->curr)
		evict(vcpu);
}

static void bring_up(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	u32 id = vcpu->id;

	vcpu->offline = sim_vcpu_offline(vcpu);
	sim->online.bits[id / 64] |= 1ULL << id % 64;
	sim->nr_offline--;
	emit(vcpu, true);
	sim_vcpu_resched(vcpu);
}

/**
 * sim_set_online - let a vCPU go offline, or online
 * @sim: the simulation
 * @id: the vCPU
 * @online: whether it is to be online; nothing happens if it is so already
 *
 * sim_advance() lets those that wait move before it does anything else, also while
 * time stands still. Others may change the simulation in between, but for its policy.
 *
 * Return: 0; -EINVAL if there is no such vCPU; -EBUSY if it is the last one online.
 */
int sim_set_online(struct sim *sim, u32 id, bool online)
{
	struct sim_vcpu *vcpu;

	if (id >= sim->config.nr_vcpus)
		return -EINVAL;
	id = array_index_nospec(id, sim->config.nr_vcpus);
	if (online == sim_is_online(sim, id))
		return 0;
	if (!online && sim->nr_offline + 1 == sim->config.nr_vcpus)
		return -EBUSY;
	vcpu = &sim->vcpus[id];
	sim_goes_on(sim);
	sim_vcpu_charge(vcpu);
	sim_rerank(vcpu);
	if (online)
		bring_up(vcpu);
	else
		take_down(vcpu);
	sim->balancing.hotplugged |= online;
	/* What is wasted is another thing now. */
	if (sim->config.balancing.parts)
		sim_balance_mark(vcpu->rq);
	sim_adapt_begin(sim);
	sim->moving = true;
	sim->move_id = 1;
	return 0;
}

/* @proc waits in a run queue where it may not wait any more. */
static void move(struct sim *sim, struct sim_proc *proc)
{
	sim_count_walk(sim);
	sim_dequeue(sim, proc, SIM_DEQUEUE_LEAVES);
	sim_migrate(sim, proc);
	sim_enqueue(sim, proc, SIM_ENQUEUE_MIGRATED);
}

/**
 * sim_online_step - look at some of those that may have to move
 * @sim: a simulation with @moving, the policy of which does not change
 *
 * Moves one process at most. @moving is not set any more when all have been looked at.
 */
void sim_online_step(struct sim *sim)
{
	u32 left = STEP_IDS;

	for (; sim->move_id <= sim->max_id && left; left--) {
		struct sim_proc *proc = sim->procs[sim->move_id++];

		if (!proc || !sim_proc_ready(proc) ||
		    sim_may_wait_in(sim, proc, sim_vcpu_of(sim, proc)->rq))
			continue;
		move(sim, proc);
		return;
	}
	sim->moving = sim->move_id <= sim->max_id;
}
