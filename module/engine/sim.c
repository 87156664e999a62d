// SPDX-License-Identifier: GPL-2.0
/*
 * A simulation as a whole: its memory, its configuration, control.
 */
#include "core/vcpu.h"

/* Ids that are given out go round, so that one is not used again at once. */
static u32 max_id(const struct sim_config *config)
{
	return max(2 * config->max_procs, 32768U);
}

static u32 max_objects(const struct sim_config *config)
{
	return clamp(config->max_procs, 256U, SCHEDSIM_MAX_OBJECTS + 0U);
}

/**
 * sim_config_check - may a simulation have this configuration?
 * @config: the configuration
 * @min_quantum_ns: the least quantum, which depends on the clock
 *
 * Return: 0, or -EINVAL.
 */
int sim_config_check(const struct sim_config *config, u64 min_quantum_ns)
{
	if (!config->policy ||
	    config->quantum_ns < min_quantum_ns ||
	    config->quantum_ns > SCHEDSIM_MAX_QUANTUM_NS ||
	    config->switch_cost_ns > SCHEDSIM_MAX_SWITCH_COST_NS ||
	    !config->nr_vcpus || config->nr_vcpus > SCHEDSIM_MAX_VCPUS ||
	    !config->max_procs || config->max_procs > SCHEDSIM_MAX_PROCS ||
	    config->tie > SCHEDSIM_TIE_EXPIRY_FIRST)
		return -EINVAL;
	return sim_params_check(config->policy, config->params, min_quantum_ns);
}

/* Give out the next @size bytes of @sim's memory; without it, only count. */
static void *carve(struct sim *sim, size_t *used, size_t size)
{
	void *mem = sim ? (void *)sim + *used : NULL;

	*used = ALIGN(*used + size, 64);
	return mem;
}

/* The arrays behind a struct sim. */
struct layout {
	struct sim_heap_store store;
	struct sim_heap_store due_store;
	struct sim_heap *timers;
	struct sim_heap *dues;
	struct sim_vcpu *vcpus;
	struct sim_proc **procs;
	unsigned long *ids;
	struct sim_object **objects;
	unsigned long *object_ids;
};

/* Lay out the arrays behind @sim, or, with NULL, only sum up their size. */
static size_t lay_out(struct sim *sim, const struct sim_config *config)
{
	size_t used = ALIGN(sizeof(struct sim), 64);
	u32 nr_ids = max_id(config) + 1;
	u32 nr_objects = max_objects(config) + 1;
	u32 blocks = sim_heap_store_blocks(config->max_procs,
					   2 * config->nr_vcpus + 1);
	u32 due_blocks = sim_heap_store_blocks(config->nr_vcpus, 1);
	struct layout layout;

	layout.store.entries = carve(sim, &used, (size_t)blocks *
				     SIM_HEAP_BLOCK *
				     sizeof(struct sim_heap_entry));
	layout.due_store.entries = carve(sim, &used, due_blocks *
					 SIM_HEAP_BLOCK *
					 sizeof(struct sim_heap_entry));
	layout.store.pos = carve(sim, &used, nr_ids * sizeof(u32));
	layout.due_store.pos = carve(sim, &used, config->nr_vcpus * sizeof(u32));
	layout.store.next_free = carve(sim, &used, blocks * sizeof(u16));
	layout.due_store.next_free = carve(sim, &used, due_blocks * sizeof(u16));
	layout.timers = carve(sim, &used, sim_heap_size(config->max_procs));
	layout.dues = carve(sim, &used, sim_heap_size(config->nr_vcpus));
	layout.vcpus = carve(sim, &used,
			     config->nr_vcpus * sizeof(struct sim_vcpu));
	layout.procs = carve(sim, &used, nr_ids * sizeof(struct sim_proc *));
	layout.ids = carve(sim, &used,
			   BITS_TO_LONGS(nr_ids) * sizeof(unsigned long));
	layout.objects = carve(sim, &used,
			       nr_objects * sizeof(struct sim_object *));
	layout.object_ids = carve(sim, &used, BITS_TO_LONGS(nr_objects) *
				  sizeof(unsigned long));
	if (!sim)
		return used;

	sim->store = layout.store;
	sim->due_store = layout.due_store;
	sim->timers = layout.timers;
	sim->dues = layout.dues;
	sim->vcpus = layout.vcpus;
	sim->procs = layout.procs;
	sim->ids = layout.ids;
	sim->objects = layout.objects;
	sim->object_ids = layout.object_ids;
	return used;
}

/**
 * sim_size - memory that a simulation needs
 * @config: a configuration that passes sim_config_check()
 *
 * Return: bytes, without the policy's queues and the processes.
 */
size_t sim_size(const struct sim_config *config)
{
	return lay_out(NULL, config);
}

static size_t rq_size(const struct sim_config *config,
		      const struct sim_policy *policy)
{
	return ALIGN(policy->rq_size(config), 64);
}

/**
 * sim_rqs_size - memory that the queues of a policy need
 * @config: a configuration; its @policy is the one that counts
 *
 * Return: bytes.
 */
size_t sim_rqs_size(const struct sim_config *config)
{
	u32 nr = config->policy->shared ? 1 : config->nr_vcpus;

	return nr * rq_size(config, config->policy);
}

/**
 * sim_vcpu_use_rqs - let a vCPU use the queue of a policy
 * @vcpu: the vCPU
 * @policy: the policy
 * @rqs: memory of its queues, of all vCPUs
 */
void sim_vcpu_use_rqs(struct sim_vcpu *vcpu, const struct sim_policy *policy,
		      void *rqs)
{
	u32 nth = policy->shared ? 0 : vcpu->id;

	vcpu->rq = rqs + nth * rq_size(&vcpu->sim->config, policy);
}

/**
 * sim_vcpu_init_rq - set up the queue of a policy at a vCPU
 * @vcpu: the vCPU, which uses it; all are to have their turn, the first one first
 * @policy: the policy
 * @params: its parameters
 */
void sim_vcpu_init_rq(struct sim_vcpu *vcpu, const struct sim_policy *policy,
		      const u64 *params)
{
	if (!policy->shared || !vcpu->id)
		policy->init_rq(vcpu, params);
}

/**
 * sim_init - make a simulation at time 0 without processes
 * @sim: sim_size() bytes of zeroed memory, aligned to 64 bytes or more for speed
 * @config: a configuration that passes sim_config_check()
 * @rqs: sim_rqs_size() bytes of zeroed memory
 *
 * Context: Nobody else may know @sim yet. O(@config->max_procs).
 */
void sim_init(struct sim *sim, const struct sim_config *config, void *rqs)
{
	u32 i;

	lay_out(sim, config);
	sim->config = *config;
	sim->policy = config->policy;
	sim->quantum = config->quantum_ns;
	sim->aligned = sim_policy_aligned(config->policy, config->params);
	sim->policy_serial = 1;
	sim->max_id = max_id(config);
	sim->max_objects = max_objects(config);
	sim->digest = SIM_DIGEST_SEED;
	sim->rqs = rqs;
	INIT_LIST_HEAD(&sim->exited);
	__set_bit(0, sim->ids);		/* 0 is no id */
	__set_bit(0, sim->object_ids);

	sim_heap_store_init(&sim->store,
			    sim_heap_store_blocks(config->max_procs,
						  2 * config->nr_vcpus + 1));
	sim_heap_store_init(&sim->due_store,
			    sim_heap_store_blocks(config->nr_vcpus, 1));
	sim_heap_init(sim->timers, &sim->store);
	sim_heap_init(sim->dues, &sim->due_store);

	for (i = 0; i < config->nr_vcpus; i++) {
		struct sim_vcpu *vcpu = &sim->vcpus[i];

		vcpu->sim = sim;
		vcpu->id = i;
		vcpu->due = SIM_NEVER;
		sim_heap_insert(sim->dues, i, SIM_NEVER, 0);
		sim_vcpu_use_rqs(vcpu, sim->policy, rqs);
		sim_vcpu_init_rq(vcpu, sim->policy, config->params);
	}
}

/**
 * sim_emit - something has happened
 * @sim: the simulation
 * @type: what
 * @reason: why; see the type
 * @vcpu: where, or NULL
 * @proc: to which process, or NULL
 * @arg: its argument, see struct sim_event
 */
void sim_emit(struct sim *sim, enum sim_event_type type, u8 reason,
	      const struct sim_vcpu *vcpu, const struct sim_proc *proc, u64 arg)
{
	struct sim_event *event = &sim->log[sim->log_nr];

	*event = (struct sim_event) {
		.time = sim->now,
		.id = proc ? proc->id : 0,
		.vcpu = vcpu ? vcpu->id : 0,
		.type = type,
		.reason = reason,
		.arg = arg,
	};
	sim->digest = sim_digest_event(sim->digest, event);
	sim->events++;
	if (sim->log_nr < SIM_LOG_SIZE - 1)
		sim->log_nr++;
}

/* What went by unseen, of slices without contention, went by the old rules. */
static void renew_slices(struct sim *sim)
{
	u32 i;

	for (i = 0; i < sim->config.nr_vcpus; i++)
		sim_vcpu_renew_slice(&sim->vcpus[i]);
}

/**
 * sim_set_tie - change what comes first at one instant
 * @sim: the simulation
 * @tie: enum schedsim_tie
 */
void sim_set_tie(struct sim *sim, u32 tie)
{
	renew_slices(sim);
	sim->config.tie = tie;
}

/**
 * sim_set_switch_cost - change what a context switch costs, from the next on
 * @sim: the simulation
 * @switch_cost_ns: the new cost, within its range
 */
void sim_set_switch_cost(struct sim *sim, u64 switch_cost_ns)
{
	sim->config.switch_cost_ns = switch_cost_ns;
}

/**
 * sim_set_quantum - change the quantum, for the running slices too
 * @sim: the simulation
 * @quantum_ns: the new one, within its range
 */
void sim_set_quantum(struct sim *sim, u64 quantum_ns)
{
	u32 i;

	renew_slices(sim);
	sim->quantum = quantum_ns;
	sim->config.quantum_ns = quantum_ns;
	for (i = 0; i < sim->config.nr_vcpus; i++) {
		sim_vcpu_update_slice(&sim->vcpus[i]);
		sim_vcpu_set_due(&sim->vcpus[i]);
	}
	sim_emit(sim, SIM_EVENT_QUANTUM, 0, NULL, NULL, quantum_ns);
}

/**
 * sim_pause - let time stand still
 * @sim: the simulation; it may be paused already
 */
void sim_pause(struct sim *sim)
{
	if (sim->paused)
		return;
	sim->paused = true;
	sim_emit(sim, SIM_EVENT_PAUSE, 0, NULL, NULL, 0);
}

/**
 * sim_resume - let time go on where it stood still
 * @sim: the simulation; it may be running already
 */
void sim_resume(struct sim *sim)
{
	if (!sim->paused)
		return;
	sim->paused = false;
	sim_emit(sim, SIM_EVENT_RESUME, 0, NULL, NULL, 0);
}

static void trigger(struct sim_vcpu *vcpu)
{
	sim_vcpu_charge(vcpu);
	if (vcpu->curr)
		sim_vcpu_requeue(vcpu, SIM_ENQUEUE_EXPIRED);
	__set_bit(vcpu->id, vcpu->sim->forced);
	__set_bit(vcpu->id, vcpu->sim->resched);
}

/**
 * sim_trigger - force one scheduling decision, even while paused
 * @sim: the simulation
 * @vcpu: the vCPU that is to decide, or SCHEDSIM_ALL_VCPUS
 *
 * Return: 0, or -EINVAL if there is no such vCPU.
 */
int sim_trigger(struct sim *sim, u32 vcpu)
{
	u32 i;

	if (vcpu == SCHEDSIM_ALL_VCPUS) {
		for (i = 0; i < sim->config.nr_vcpus; i++)
			trigger(&sim->vcpus[i]);
	} else if (vcpu < sim->config.nr_vcpus) {
		trigger(&sim->vcpus[vcpu]);
	} else {
		return -EINVAL;
	}
	sim_emit(sim, SIM_EVENT_TRIGGER, 0, NULL, NULL, vcpu);
	return 0;
}
