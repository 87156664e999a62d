// SPDX-License-Identifier: GPL-2.0
/*
 * Where processes are put.
 */
#include "core/affinity.h"
#include "core/online.h"
#include "core/place.h"
#include "core/vcpu.h"

/**
 * sim_place - find a vCPU for a process
 * @sim: the simulation
 * @proc: the process; its affinity leaves at least one
 *
 * Return: the allowed vCPU at which the fewest processes run or wait; of
 * equals, the first. One that is offline only if all that are allowed are.
 */
struct sim_vcpu *sim_place(struct sim *sim, const struct sim_proc *proc)
{
	const struct sim_vcpus *all;
	struct sim_vcpus among;
	u32 i;

	if (sim->config.nr_vcpus == 1)
		return &sim->vcpus[0];
	all = sim_may_run_online(sim, proc) ? &sim->online : &sim->index.all;
	among = sim_allowed_vcpus(proc);
	for (i = 0; i < ARRAY_SIZE(among.bits); i++)
		among.bits[i] &= all->bits[i];
	return sim_least_loaded(sim, &among);
}

static void migrate(struct sim *sim, struct sim_proc *proc, struct sim_vcpu *to)
{
	struct sim_vcpu *from = &sim->vcpus[proc->vcpu];

	sim_rq_charge(from->rq);
	sim_rq_charge(to->rq);
	if (sim->policy->migrate && from->rq != to->rq &&
	    proc->policy_serial == sim->policy_serial)
		sim->policy->migrate(from->rq, to->rq, proc);
	/* The timer that it may have set is due at the run queue's first vCPU. */
	if (unlikely(from->rq->timer_changed))
		sim_vcpu_set_due(&sim->vcpus[from->rq->first_vcpu]);
	proc->vcpu = to->id;
}

static void count(struct sim *sim, struct sim_proc *proc, struct sim_vcpu *to,
		  enum schedsim_move why)
{
	proc->migrations++;
	sim->migrations++;
	sim->balancing.moves[why]++;
	sim_emit(sim, SIM_EVENT_MIGRATE, 0, to, proc, proc->cpu);
}

/**
 * sim_migrate - give a process another vCPU, which its affinity allows
 * @sim: the simulation
 * @proc: one that has arrived, and neither runs nor waits in a run queue
 */
void sim_migrate(struct sim *sim, struct sim_proc *proc)
{
	sim_migrate_to(sim, proc, sim_place(sim, proc), SCHEDSIM_MOVE_FORCED);
}

/**
 * sim_migrate_to - give a process a certain vCPU
 * @sim: the simulation
 * @proc: one that has arrived, and neither runs nor waits in a run queue
 * @to: the vCPU, where it may run
 * @why: why
 */
void sim_migrate_to(struct sim *sim, struct sim_proc *proc, struct sim_vcpu *to,
		    enum schedsim_move why)
{
	migrate(sim, proc, to);
	count(sim, proc, to, why);
}

/**
 * sim_pull - take a process that waits into another run queue
 * @vcpu: a vCPU of that, where the process may run; it waits there from now on
 * @proc: the process
 * @why: why
 *
 * Unless it has run, it has not changed vCPU.
 */
void sim_pull(struct sim_vcpu *vcpu, struct sim_proc *proc, enum schedsim_move why)
{
	struct sim *sim = vcpu->sim;

	sim_dequeue(sim, proc, SIM_DEQUEUE_LEAVES);
	migrate(sim, proc, vcpu);
	if (proc->first_run != SIM_NEVER)
		count(sim, proc, vcpu, why);
	sim_enqueue(sim, proc, SIM_ENQUEUE_MIGRATED);
}
