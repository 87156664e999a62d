// SPDX-License-Identifier: GPL-2.0
/*
 * The end of processes, by themselves or by a kill; and the yield command.
 */
#include "core/vcpu.h"
#include "sync/inherit.h"
#include "sync/mutex.h"
#include "sync/sync.h"
#include "sync/wait.h"
#include "task/admission.h"
#include "task/eff.h"
#include "task/exit.h"
#include "task/job.h"
#include "task/proc.h"

/**
 * sim_exit - a process ends
 * @sim: the simulation
 * @proc: a process that runs, charged up to now, or one that is in no run
 *        queue, has no alarm and waits for nothing
 * @killed: was it killed?
 *
 * The process gives up the mutexes that it holds.
 */
void sim_exit(struct sim *sim, struct sim_proc *proc, bool killed)
{
	struct sim_vcpu *vcpu = proc->vcpu == SIM_NO_VCPU ? NULL :
						sim_vcpu_of(sim, proc);

	if (killed)
		sim_job_kill(proc, sim->now);
	else
		sim_job_end(proc, sim->now, 0);
	sim_emit(sim, SIM_EVENT_EXIT, killed, vcpu, proc, proc->cpu);
	if (proc->state == SCHEDSIM_STATE_RUNNING)
		sim_vcpu_stop(vcpu, SIM_STOP_EXITED);
	sim_set_state(sim, proc, SCHEDSIM_STATE_EXITED);
	proc->finish = sim->now;
	sim->bandwidth -= sim_bandwidth(&proc->attr);
	list_add_tail(&proc->node, &sim->exited);
	while (proc->nr_held)
		sim_abandon(sim, proc);
	/* It holds no mutex, so it inherits nothing. That needs no event. */
	proc->eff = sim_own_eff(&proc->attr);
}

/**
 * sim_kill - end a process
 * @sim: the simulation
 * @proc: a process that has not exited
 *
 * If the process runs, its vCPU dispatches the next one at this instant, even
 * while the simulation is paused.
 */
void sim_kill(struct sim *sim, struct sim_proc *proc)
{
	sim_goes_on(sim);
	switch (proc->state) {
	case SCHEDSIM_STATE_RUNNING:
		sim_vcpu_charge(sim_vcpu_of(sim, proc));
		__set_bit(proc->vcpu, sim->forced);
		break;
	case SCHEDSIM_STATE_READY:
		sim_dequeue(sim, proc, SIM_DEQUEUE_LEAVES);
		break;
	case SCHEDSIM_STATE_SLEEPING:
		proc->sleeping += sim->now - proc->since;
		fallthrough;
	case SCHEDSIM_STATE_NEW:
		if (proc->arrival == SIM_NEVER)
			sim_take_dormant(proc);
		else
			sim_remove_alarm(sim, proc);
		break;
	case SCHEDSIM_STATE_BLOCKED:
		sim_stop_waiting(sim, proc);
		break;
	}
	sim_exit(sim, proc, true);
}

/**
 * sim_yield - make a running process give up the rest of its slice
 * @sim: the simulation
 * @proc: the process
 *
 * Its vCPU dispatches at this instant, even while the simulation is paused.
 *
 * Return: 0, or -EINVAL if the process does not run.
 */
int sim_yield(struct sim *sim, struct sim_proc *proc)
{
	if (proc->state != SCHEDSIM_STATE_RUNNING)
		return -EINVAL;
	sim_vcpu_charge(sim_vcpu_of(sim, proc));
	sim_vcpu_yield(sim_vcpu_of(sim, proc));
	__set_bit(proc->vcpu, sim->forced);
	return 0;
}

