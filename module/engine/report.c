// SPDX-License-Identifier: GPL-2.0
/*
 * Reports: they fill in the structs of the ABI.
 */
#include "core/idle.h"
#include "core/online.h"
#include "core/vcpu.h"
#include "sim.h"
#include "sync/object.h"
#include "task/job.h"
#include "task/proc.h"

/**
 * sim_charge_all - charge all time up to now
 * @sim: the simulation
 *
 * To be called before the reports below. It does not change what the simulation
 * does later.
 */
void sim_charge_all(struct sim *sim)
{
	u32 i;

	for (i = 0; i < sim->config.nr_vcpus; i++)
		sim_vcpu_charge(&sim->vcpus[i]);
}

/**
 * sim_report_proc - what is known of a process
 * @sim: the simulation; sim_charge_all() has been called at this instant
 * @proc: the process
 * @to: to fill in
 *
 * Return: how many operations of its program were looked at.
 */
u32 sim_report_proc(const struct sim *sim, struct sim_proc *proc,
		    struct schedsim_proc *to)
{
	u64 since = sim->now - proc->since;
	bool arrived = proc->vcpu != SIM_NO_VCPU;
	bool exited = proc->state == SCHEDSIM_STATE_EXITED;
	bool ready = proc->state == SCHEDSIM_STATE_READY;
	bool blocked = proc->state == SCHEDSIM_STATE_BLOCKED;
	bool sleeps = proc->state == SCHEDSIM_STATE_SLEEPING || blocked;
	u32 nr_ops;

	*to = (struct schedsim_proc) {
		.id = proc->id,
		.state = proc->state,
		.vcpu = arrived ? proc->vcpu : 0,
		.nr_ops = proc->program ? proc->program->nr_ops : 0,
		.pc = proc->pc,
		.object = blocked ? proc->blocked_on->id : 0,
		.serial = proc->serial,
		.arrival_ns = proc->arrival,
		.first_run_ns = proc->first_run,
		.finish_ns = exited ? proc->finish : SIM_NEVER,
		.cpu_ns = proc->cpu,
		.waiting_ns = proc->waiting + (ready ? since : 0),
		.sleeping_ns = proc->sleeping + (sleeps ? since : 0),
		.overhead_ns = proc->overhead,
		.preemptions = proc->preemptions,
		.yields = proc->yields,
		.switches = proc->switches,
		.migrations = proc->migrations,
		.wakeups = proc->wakeups,
		.flags = (proc->deadlock ? SCHEDSIM_PROC_DEADLOCK : 0) |
			 (sim_proc_spun(proc) ? SCHEDSIM_PROC_SPUN : 0) |
			 (sim_is_stranded(sim, proc) ? SCHEDSIM_PROC_STRANDED : 0),
		.nr_held = proc->nr_held,
		.effective_priority = proc->eff.priority,
		.effective_nice = proc->eff.nice,
		.effective_tickets = proc->eff.tickets,
		.effective_class = proc->eff.sched_class,
		.blocked_ns = proc->blocked + (blocked ? since : 0),
	};
	nr_ops = sim_job_report(proc, sim->now, to);
	memcpy(to->name, proc->name, sizeof(to->name));
	if (sim->policy->report && !exited &&
	    proc->policy_serial == sim->policy_serial) {
		to->nr_values = sim->policy->nr_values;
		sim->policy->report(sim_vcpu_of(sim, proc)->rq, proc,
				    (u64 *)to->values);
	}
	return nr_ops;
}

/**
 * sim_report_vcpu - what is known of a vCPU
 * @sim: the simulation; sim_charge_all() has been called at this instant
 * @id: which one
 * @to: to fill in
 */
void sim_report_vcpu(const struct sim *sim, u32 id, struct schedsim_vcpu *to)
{
	const struct sim_vcpu *vcpu = &sim->vcpus[id];

	*to = (struct schedsim_vcpu) {
		.id = id,
		.current_id = vcpu->curr ? vcpu->curr->id : 0,
		.nr_ready = vcpu->nr_ready,
		.busy_ns = vcpu->busy,
		.flags = sim_is_online(sim, id) ? 0 : SCHEDSIM_VCPU_OFFLINE,
		.idle_ns = vcpu->idle - sim_vcpu_offline(vcpu),
		.overhead_ns = vcpu->overhead,
		.switches = vcpu->switches,
		.preemptions = vcpu->preemptions,
		.expiries = vcpu->expiries,
		.warm_ns = vcpu->warm,
		.offline_ns = sim_vcpu_offline(vcpu),
	};
}

/**
 * sim_nr_contended - count the slices whose end is waited for
 * @sim: the simulation
 *
 * Return: the number of vCPUs where the running process must give way when its slice
 * is over.
 */
u32 sim_nr_contended(const struct sim *sim)
{
	u32 i, nr = 0;

	for (i = 0; i < sim->config.nr_vcpus; i++)
		nr += sim->vcpus[i].curr && sim->vcpus[i].contended;
	return nr;
}

/**
 * sim_report_stats - what is known of the simulation as a whole
 * @sim: the simulation
 * @to: zeroed, but for @size; to fill in, except the members that only the live
 *      clock knows
 */
void sim_report_stats(const struct sim *sim, struct schedsim_stats *to)
{
	u32 i;

	to->paused = sim_is_paused(sim);
	to->nr_vcpus = sim->config.nr_vcpus;
	to->nr_procs = sim->nr_ids;
	to->nr_new = sim->nr_procs[SCHEDSIM_STATE_NEW];
	to->nr_ready = sim->nr_procs[SCHEDSIM_STATE_READY];
	to->nr_running = sim->nr_procs[SCHEDSIM_STATE_RUNNING];
	to->nr_sleeping = sim->nr_procs[SCHEDSIM_STATE_SLEEPING];
	to->nr_blocked = sim->nr_procs[SCHEDSIM_STATE_BLOCKED];
	to->nr_exited = sim->nr_procs[SCHEDSIM_STATE_EXITED];
	to->time_ns = sim->now;
	to->next_event_ns = sim_next_event(sim);
	to->digest = sim->digest;
	to->events = sim->events;
	to->decisions = sim->decisions;
	for (i = 0; i < sim->config.nr_vcpus; i++) {
		to->expiries += sim->vcpus[i].expiries;
		to->switches += sim->vcpus[i].switches;
		to->preemptions += sim->vcpus[i].preemptions;
	}
	to->yields = sim->yields;
	to->wakeups = sim->wakeups;
	to->migrations = sim->migrations;
	to->nr_objects = sim->nr_objects;
	to->nr_deadlocked = sim->nr_deadlocked;
	to->blocks = sim->blocks;
	to->boosts = sim->boosts;
	to->deadlocks = sim->deadlocks;
	to->unchecked = sim->unchecked;
	to->timeouts = sim->timeouts;
	to->abandoned = sim->abandoned;
	to->forks = sim->forks;
	to->forks_failed = sim->forks_failed;
	to->program_errors = sim->program_errors;
	to->policy_faults = sim->fault.count;
	to->fault_rule = sim->fault.rule;
	to->fault_id = sim->fault.id;
	to->fault_vcpu = sim->fault.vcpu;
	to->fault_waiting = sim->fault.nr_waiting;
	to->quantum_ns = sim->quantum;
	to->quantum_changes = sim->adapt.changes;
	to->adapt_measured = sim->adapt.measured;
	sim_report_balancing(sim, to);
	to->fault_ns = sim->fault.time;
	memcpy(to->fault_policy, sim->fault.policy, sizeof(to->fault_policy));
}

/**
 * sim_report_object - what is known of an object
 * @object: the object
 * @to: to fill in
 */
void sim_report_object(const struct sim_object *object,
		       struct schedsim_object *to)
{
	*to = (struct schedsim_object) {
		.id = object->id,
		.type = object->type,
		.protocol = object->protocol,
		.value = object->value,
		.owner = object->owner ? object->owner->id : 0,
		.nr_waiters = object->waiters.nr,
		.uses = object->uses,
		.contended = object->blocks,
		.waited_ns = object->waited,
		.boosts = object->boosts,
	};
	memcpy(to->name, object->name, sizeof(to->name));
}

/* Copy @text, or as much of it as fits, to the @size zeroed bytes of @to. */
static void copy_text(char *to, const char *text, size_t size)
{
	if (text)
		memcpy(to, text, strnlen(text, size - 1));
}

/**
 * sim_report_policy - what is known of a policy
 * @policy: the policy
 * @to: to fill in, except its flags
 */
void sim_report_policy(const struct sim_policy *policy,
		       struct schedsim_policy *to)
{
	*to = (struct schedsim_policy) {
		.nr_params = sim_nr_params(policy),
		.nr_values = policy->nr_values,
		.tie = policy->tie,
	};
	copy_text(to->name, policy->name, sizeof(to->name));
	copy_text(to->summary, policy->summary, sizeof(to->summary));
}

/**
 * sim_report_value - what is known of a value that a policy reports
 * @policy: the policy
 * @index: which value, less than its @nr_values
 * @to: to fill in
 */
void sim_report_value(const struct sim_policy *policy, u32 index,
		      struct schedsim_value *to)
{
	*to = (struct schedsim_value) { .kind = policy->values[index].kind };
	copy_text(to->name, policy->values[index].name, sizeof(to->name));
}
