// SPDX-License-Identifier: GPL-2.0
/*
 * Where vCPUs differ: how fast processes run, and what it costs to move.
 *
 * @burst_left of a process is work, in ns: the CPU time that it takes at a vCPU of
 * capacity 1024 whose cache is cold. A vCPU of capacity c does c / 1024 ns of work in a
 * ns, or, for a process that is warm there (see cache.c), @cache_rate times that. So a
 * burst of w ns takes w * 1024 / c ns, and vCPUs of different capacities each do their
 * part of it. Time is whole ns: a burst ends with the first ns at which its work is done.
 * What that ns does beyond the burst is done of the next one. So all bursts of a process
 * at a vCPU of capacity c that sum up to w take w * 1024 / c ns, rounded up once, however
 * often it was interrupted; and wherever it ran, the sum of time * c over all vCPUs is
 * the work of its bursts, and less than 1 ns.
 *
 * With caches or units of time (@unit_ns), a burst's last ns, or the rest of its unit, may
 * do more than 1 ns beyond it. Whole ns of that are lost.
 *
 * The unit of what is kept is 1/1024 ns of work: a capacity is what a vCPU does in a ns.
 */
#include "core/cache.h"
#include "core/speed.h"

/**
 * sim_config_is_uneven - is there anything to be done here?
 * @config: the configuration
 *
 * Return: whether there are caches, capacities or costs of migrations.
 */
bool sim_config_is_uneven(const struct sim_config *config)
{
	u32 i;

	for (i = 0; i < config->nr_vcpus; i++)
		if (config->capacity[i] % SCHEDSIM_MAX_CAPACITY)
			return true;
	return config->cache_rate > 1 ||
	       memchr_inv(config->migration_ns, 0, sizeof(config->migration_ns));
}

/**
 * sim_speed_init - set up the vCPUs of a new simulation
 * @sim: the simulation; its configuration and vCPUs are there
 */
void sim_speed_init(struct sim *sim)
{
	u32 i;

	sim->uneven = sim_config_is_uneven(&sim->config);
	for (i = 0; i < sim->config.nr_vcpus; i++)
		sim->vcpus[i].capacity = sim->config.capacity[i] ?:
					 SCHEDSIM_MAX_CAPACITY;
}

/**
 * sim_distance - how far are two vCPUs from each other?
 * @config: the configuration
 * @a: one of them
 * @b: the other
 *
 * Return: enum schedsim_distance; of a vCPU from itself: the least.
 */
enum schedsim_distance sim_distance(const struct sim_config *config, u32 a, u32 b)
{
	if (a == b || (config->core[a] && config->core[a] == config->core[b]))
		return SCHEDSIM_DISTANCE_SMT;
	if (config->llc[a] == config->llc[b])
		return SCHEDSIM_DISTANCE_LLC;
	if (config->node[a] == config->node[b])
		return SCHEDSIM_DISTANCE_NODE;
	return SCHEDSIM_DISTANCE_FAR;
}

/**
 * sim_speed_begin - a process begins to run where vCPUs differ
 * @vcpu: where; it is @curr there, and @exec_start is when it would begin if it had not
 *        come from elsewhere
 * @switches: is that a context switch? If not, one to this process may still go on
 *
 * A migration costs something if the process used CPU time at another vCPU last.
 */
void sim_speed_begin(struct sim_vcpu *vcpu, bool switches)
{
	const struct sim *sim = vcpu->sim;
	u32 from = sim->trails[vcpu->curr->id].vcpu;
	bool goes_on = !switches && vcpu->exec_start > sim->now;

	if (from != SIM_NO_VCPU && from != vcpu->id && !goes_on)
		vcpu->exec_start += sim->config.migration_ns[sim_distance(&sim->config, from,
									  vcpu->id)];
	if (sim->caches)
		sim_cache_begin(vcpu);
}

/* 1/1024 ns of work that the running process does in a ns: 1..102,400. */
static u32 speed(const struct sim_vcpu *vcpu)
{
	return vcpu->capacity * (vcpu->sim->caches ? sim_cache_rate(vcpu) : 1);
}

/**
 * sim_speed_charge - the running process has used CPU time
 * @vcpu: where it runs; @cpu of the process has been charged. The simulation is @uneven
 * @ran: how much, in ns; no more than sim_speed_due() said, and more than 0
 *
 * A burst ends with a unit of time. Until then something of it is left, though its work is
 * done, and may have been before it was charged last: it ends with that unit, however
 * slow the vCPU is.
 */
void sim_speed_charge(struct sim_vcpu *vcpu, u64 ran)
{
	struct sim *sim = vcpu->sim;
	struct sim_proc *proc = vcpu->curr;
	struct sim_trail *trail = &sim->trails[proc->id];
	/* @ran * speed may be more than a u64 holds. */
	u64 rest = ran % SCHEDSIM_MAX_CAPACITY * speed(vcpu) + trail->done;
	u64 work = ran / SCHEDSIM_MAX_CAPACITY * speed(vcpu) +
		   rest / SCHEDSIM_MAX_CAPACITY;

	trail->vcpu = vcpu->id;
	if (proc->burst_left != SIM_FOREVER) {
		trail->done = rest % SCHEDSIM_MAX_CAPACITY;
		if (!trail->whole && work < proc->burst_left) {
			proc->burst_left -= work;
		} else {
			trail->whole = sim_whole_units(sim, proc->cpu) != proc->cpu;
			proc->burst_left = trail->whole;
		}
	}
	if (sim->caches)
		sim_cache_charge(vcpu, ran);
}

/*
 * The time that @work ns of work take, of which @done / 1024 ns are done, rounded up; or
 * SIM_NEVER.
 */
static u64 time_for(u64 work, u32 done, u32 speed)
{
	u32 rest;
	u64 times;

	if (!work)
		return 0;
	times = div_u64_rem(work, speed, &rest);
	/* Time does not go on for that long. */
	if (times > SCHEDSIM_MAX_TIME_NS / SCHEDSIM_MAX_CAPACITY)
		return SIM_NEVER;
	/* What is done is less than a ns of work, so something is left to take it from. */
	if (!rest) {
		times--;
		rest = speed;
	}
	return times * SCHEDSIM_MAX_CAPACITY +
	       (rest * SCHEDSIM_MAX_CAPACITY - done + speed - 1) / speed;
}

/**
 * sim_speed_due - when the burst of the running process ends, or its speed changes
 * @vcpu: where it runs; charged up to now. The simulation is @uneven
 *
 * Return: ns of CPU time, whichever is first; or SIM_NEVER.
 */
u64 sim_speed_due(const struct sim_vcpu *vcpu)
{
	const struct sim *sim = vcpu->sim;
	const struct sim_proc *proc = vcpu->curr;
	u64 due = sim->caches ? sim_cache_left(vcpu) : SIM_NEVER, left;

	if (proc->burst_left == SIM_FOREVER)
		return due;
	if (sim->trails[proc->id].whole)
		left = 1;
	else
		left = time_for(proc->burst_left, sim->trails[proc->id].done, speed(vcpu));
	if (left == SIM_NEVER)
		return due;
	left = sim_whole_units(sim, proc->cpu + left) - proc->cpu;
	return min(due, left);
}
