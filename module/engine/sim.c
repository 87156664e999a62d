// SPDX-License-Identifier: GPL-2.0
/*
 * A simulation as a whole: its memory, its configuration, control.
 */
#include "core/cache.h"
#include "core/domain.h"
#include "core/speed.h"
#include "core/vcpu.h"
#include "sim.h"

/* More ids than processes: they go round, so that none is reused at once. */
static u32 max_id(const struct sim_config *config)
{
	return max(2 * config->max_procs, 32768U);
}

static u32 max_objects(const struct sim_config *config)
{
	return clamp(config->max_procs, 256U, SCHEDSIM_MAX_OBJECTS + 0U);
}

/* Is it something, and too little? */
static bool is_below(u64 ns, u64 min_ns)
{
	return ns && ns < min_ns;
}

static bool hardware_is_right(const struct sim_config *config)
{
	u32 i;

	for (i = 0; i < SCHEDSIM_NR_DISTANCES; i++)
		if (config->migration_ns[i] > SCHEDSIM_MAX_SWITCH_COST_NS)
			return false;
	for (i = 0; i < config->nr_vcpus; i++)
		if (config->capacity[i] > SCHEDSIM_MAX_CAPACITY)
			return false;
	return true;
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
	    config->tie > SCHEDSIM_TIE_EXPIRY_FIRST ||
	    config->cache_rate > SCHEDSIM_MAX_CACHE_RATE ||
	    config->cache_warmup_ns > SCHEDSIM_MAX_TIME_NS ||
	    is_below(config->cache_warmup_ns, min_quantum_ns) ||
	    config->unit_ns > SCHEDSIM_MAX_QUANTUM_NS ||
	    is_below(config->unit_ns, min_quantum_ns) ||
	    config->peek_ns > SCHEDSIM_MAX_TIME_NS ||
	    is_below(config->peek_ns, min_quantum_ns) ||
	    !hardware_is_right(config) ||
	    sim_adapt_check(&config->adapt, min_quantum_ns) ||
	    sim_balancing_check(&config->balancing, min_quantum_ns))
		return -EINVAL;
	return sim_params_check(config->policy, config->params, min_quantum_ns);
}

/* 0 and the greatest capacity are the same. */
static bool are_as_fast(const struct sim_config *to, const struct sim_config *from)
{
	u32 i;

	for (i = 0; i < SCHEDSIM_MAX_VCPUS; i++)
		if ((to->capacity[i] ^ from->capacity[i]) % SCHEDSIM_MAX_CAPACITY)
			return false;
	return true;
}

/**
 * sim_config_begins_anew - does this change need a new simulation?
 * @from: the configuration
 * @to: what it is to become
 *
 * Return: whether it does; what else changes can do so while there are processes.
 */
bool sim_config_begins_anew(const struct sim_config *from,
			    const struct sim_config *to)
{
	return to->seed != from->seed || to->nr_vcpus != from->nr_vcpus ||
	       to->max_procs != from->max_procs ||
	       to->unit_ns != from->unit_ns ||
	       to->peek_ns != from->peek_ns ||
	       to->balancing.parts != from->balancing.parts ||
	       to->balancing.defects != from->balancing.defects ||
	       to->balancing.interval_ns != from->balancing.interval_ns ||
	       to->balancing.pct != from->balancing.pct ||
	       to->cache_size != from->cache_size ||
	       to->cache_rate != from->cache_rate ||
	       to->cache_warmup_ns != from->cache_warmup_ns ||
	       memcmp(to->llc, from->llc, sizeof(to->llc)) ||
	       memcmp(to->node, from->node, sizeof(to->node)) ||
	       memcmp(to->core, from->core, sizeof(to->core)) ||
	       !are_as_fast(to, from) ||
	       memcmp(to->migration_ns, from->migration_ns, sizeof(to->migration_ns));
}

/*
 * Take the next @size bytes of @sim's memory. If @sim is NULL, only count them.
 */
static void *carve(struct sim *sim, size_t *used, size_t size)
{
	void *mem = sim ? (void *)sim + *used : NULL;

	*used = ALIGN(*used + size, 64);
	return mem;
}

/* Lay out the arrays of @t, which is to have @nr keys, as carve() does. */
static void lay_out_tournament(struct sim *sim, size_t *used, struct sim_tournament *t,
			       u32 nr)
{
	t->size = 1;
	while (t->size < nr)
		t->size *= 2;
	t->keys = carve(sim, used, t->size * sizeof(u64));
	t->winners = carve(sim, used, 2 * t->size * sizeof(u16));
}

/* The arrays behind a struct sim. */
struct layout {
	struct sim_heap_store store;
	struct sim_tournament dues;
	struct sim_heap *alarms;
	struct sim_vcpu *vcpus;
	struct sim_vcpus *bound_in;
	struct sim_tournament ranks[3];
	struct sim_cache *caches;
	struct sim_trail *trails;
	struct sim_proc **procs;
	unsigned long *ids;
	struct sim_object **objects;
	unsigned long *object_ids;
	void *spare_rqs;
};

/* For the alarms, the run queues, and the new ones while the policy changes. */
static u32 nr_blocks(const struct sim_config *config)
{
	return sim_heap_store_blocks(config->max_procs,
				     2 * config->nr_vcpus + 1);
}

/* Lay out the arrays behind @sim, or, with NULL, only sum up their size. */
static size_t lay_out(struct sim *sim, const struct sim_config *config)
{
	size_t used = ALIGN(sizeof(struct sim), 64);
	u32 nr_ids = max_id(config) + 1;
	u64 params[SCHEDSIM_MAX_PARAMS];
	u32 nr_objects = max_objects(config) + 1;
	u32 blocks = nr_blocks(config);
	struct layout layout;
	u32 i;

	layout.store.entries = carve(sim, &used, (size_t)blocks *
				     SIM_HEAP_BLOCK *
				     sizeof(struct sim_heap_entry));
	layout.store.pos = carve(sim, &used, nr_ids * sizeof(u32));
	layout.store.next_free = carve(sim, &used, blocks * sizeof(u16));
	layout.alarms = carve(sim, &used, sim_heap_size(config->max_procs));
	lay_out_tournament(sim, &used, &layout.dues, config->nr_vcpus);
	layout.vcpus = carve(sim, &used,
			     config->nr_vcpus * sizeof(struct sim_vcpu));
	layout.bound_in = carve(sim, &used, config->nr_vcpus * sizeof(struct sim_vcpus));
	for (i = 0; i < ARRAY_SIZE(layout.ranks); i++)
		lay_out_tournament(sim, &used, &layout.ranks[i], config->nr_vcpus);
	layout.caches = config->cache_rate < 2 ? NULL :
			carve(sim, &used, config->nr_vcpus *
			      sizeof(struct sim_cache));
	layout.trails = !sim_config_is_uneven(config) ? NULL :
			carve(sim, &used, nr_ids * sizeof(struct sim_trail));
	layout.procs = carve(sim, &used, nr_ids * sizeof(struct sim_proc *));
	layout.ids = carve(sim, &used,
			   BITS_TO_LONGS(nr_ids) * sizeof(unsigned long));
	layout.objects = carve(sim, &used,
			       nr_objects * sizeof(struct sim_object *));
	layout.object_ids = carve(sim, &used, BITS_TO_LONGS(nr_objects) *
				  sizeof(unsigned long));
	sim_params_init(&sim_policy_fair, params);
	layout.spare_rqs = carve(sim, &used,
				 sim_rqs_bytes(config, &sim_policy_fair, params));
	if (!sim)
		return used;

	sim->store = layout.store;
	sim->spare_rqs = layout.spare_rqs;
	sim->alarms = layout.alarms;
	sim->dues = layout.dues;
	sim->vcpus = layout.vcpus;
	sim->index.bound_in = layout.bound_in;
	sim->index.heads = layout.ranks[0];
	sim->index.marked = layout.ranks[1];
	sim->index.runners = layout.ranks[2];
	sim->caches = layout.caches;
	sim->trails = layout.trails;
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
 * Return: bytes, without the policy's run queues and the processes. The spare
 * run queues of fair are included.
 */
size_t sim_size(const struct sim_config *config)
{
	return lay_out(NULL, config);
}

/**
 * sim_rqs_size - memory that the run queues of a policy need
 * @config: a configuration with the policy and its parameters
 *
 * Return: bytes.
 */
size_t sim_rqs_size(const struct sim_config *config)
{
	return sim_rqs_bytes(config, config->policy, config->params);
}

/**
 * sim_init - make a simulation at time 0 without processes
 * @sim: sim_size() bytes of zeroed memory, aligned to 64 bytes or more for speed
 * @config: a configuration that passes sim_config_check(); may be that of @sim
 * @rqs: sim_rqs_size() bytes of zeroed memory
 *
 * Context: Nobody else may know @sim yet. O(@config->max_procs).
 */
void sim_init(struct sim *sim, const struct sim_config *config, void *rqs)
{
	u32 i;

	lay_out(sim, config);
	if (config != &sim->config)
		sim->config = *config;
	sim->policy = config->policy;
	sim->quantum = config->quantum_ns;
	sim->switch_cost = config->switch_cost_ns;
	sim->expiry_first = config->tie == SCHEDSIM_TIE_EXPIRY_FIRST;
	sim->policy_serial = 1;
	sim->max_id = max_id(config);
	sim->max_objects = max_objects(config);
	sim->digest = SIM_DIGEST_SEED;
	sim->rqs = rqs;
	sim->rqs_size = sim_rqs_size(config);
	INIT_LIST_HEAD(&sim->exited);
	__set_bit(0, sim->ids);		/* 0 is no id */
	__set_bit(0, sim->object_ids);
	sim_heap_store_init(&sim->store, nr_blocks(config));
	sim_heap_init(sim->alarms, &sim->store);
	sim->next_alarm = SIM_NEVER;
	sim->next_peek = config->nr_vcpus > 1 && config->peek_ns ?
			 config->peek_ns : SIM_NEVER;
	sim->next_balance = config->nr_vcpus > 1 && config->balancing.parts ?
			    config->balancing.interval_ns : SIM_NEVER;
	sim_tournament_init(&sim->dues);

	for (i = 0; i < config->nr_vcpus; i++) {
		struct sim_vcpu *vcpu = &sim->vcpus[i];

		vcpu->sim = sim;
		vcpu->id = i;
		vcpu->due = SIM_NEVER;
		sim->online.bits[i / 64] |= 1ULL << i % 64;
	}
	sim_index_init(sim);
	sim_speed_init(sim);
	sim_adapt_init(sim);
	sim_rqs_init(sim, sim->policy, sim->config.params, rqs);
	sim_rqs_adopt(sim, sim->config.params);
}

/**
 * sim_reset - begin anew at time 0
 * @sim: a simulation, whose processes and objects the caller has freed. It keeps
 *       its memory, and its configuration. All vCPUs are online
 *
 * Context: That of any change; O(@config.max_procs).
 */
void sim_reset(struct sim *sim)
{
	size_t size = sim_size(&sim->config), rqs_size = sim->rqs_size;
	void *behind = &sim->config + 1;
	u64 serials = sim->serials;
	void *rqs = sim->rqs;

	/* If it is 0, they are part of @sim. */
	memset(rqs, 0, rqs_size);
	memset(sim, 0, offsetof(struct sim, config));
	memset(behind, 0, size - (behind - (void *)sim));
	sim_init(sim, &sim->config, rqs);
	sim->rqs_size = rqs_size;
	/* No process ever has a serial that another one had. */
	sim->serials = serials;
}

/*
 * Slices that end while a vCPU is not @contended are only taken into account
 * later (see core/slice.c). Take them into account now, by the old rules: to be
 * called before the rules change.
 */
static void settle_slices(struct sim *sim)
{
	u32 i;

	for (i = 0; i < sim->config.nr_vcpus; i++)
		sim_vcpu_settle_slice(&sim->vcpus[i]);
}

/**
 * sim_set_tie - change the order of events at one instant
 * @sim: the simulation
 * @tie: enum schedsim_tie
 */
void sim_set_tie(struct sim *sim, u32 tie)
{
	settle_slices(sim);
	sim->config.tie = tie;
	sim->expiry_first = tie == SCHEDSIM_TIE_EXPIRY_FIRST;
}

/**
 * sim_set_switch_cost - change the cost of context switches from now on
 * @sim: the simulation
 * @switch_cost_ns: the new cost, up to SCHEDSIM_MAX_SWITCH_COST_NS
 */
void sim_set_switch_cost(struct sim *sim, u64 switch_cost_ns)
{
	if (switch_cost_ns != sim->switch_cost)
		sim_adapt_begin(sim);
	sim->config.switch_cost_ns = switch_cost_ns;
	sim->switch_cost = switch_cost_ns;
}

static void trigger(struct sim_vcpu *vcpu)
{
	sim_vcpu_charge(vcpu);
	if (vcpu->curr)
		sim_vcpu_requeue(vcpu, SIM_STOP_EXPIRED);
	__set_bit(vcpu->id, vcpu->sim->forced);
	sim_vcpu_resched(vcpu);
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
		i = array_index_nospec(vcpu, sim->config.nr_vcpus);
		trigger(&sim->vcpus[i]);
	} else {
		return -EINVAL;
	}
	sim_emit(sim, SIM_EVENT_TRIGGER, 0, NULL, NULL, vcpu);
	return 0;
}
