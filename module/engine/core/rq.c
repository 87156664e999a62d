// SPDX-License-Identifier: GPL-2.0
/*
 * Run queues: which vCPUs they span, and who waits in them.
 *
 * A run queue lies in one piece of memory: struct sim_rq, the policy's part, the
 * sorted queue, and, if it is @by_vcpu, counters for each vCPU.
 */
#include "core/affinity.h"
#include "core/index.h"
#include "core/params.h"
#include "core/queue.h"
#include "core/rq.h"
#include "core/types.h"

#define RQ_ALIGN	64

/* Are two vCPUs of one run queue? */
static bool together(const struct sim_config *config, u32 span, u32 a, u32 b)
{
	switch (span) {
	case SCHEDSIM_SPAN_LLC:
		return config->llc[a] == config->llc[b];
	case SCHEDSIM_SPAN_NODE:
		return config->node[a] == config->node[b];
	case SCHEDSIM_SPAN_ALL:
		return true;
	}
	return a == b;
}

/* The first vCPU of the run queue that @id is of. */
static u32 first_with(const struct sim_config *config, u32 span, u32 id)
{
	u32 first = span == SCHEDSIM_SPAN_VCPU ? id : 0;

	while (!together(config, span, first, id))
		first++;
	return first;
}

static size_t head_size(const struct sim_policy *policy)
{
	return ALIGN(sizeof(struct sim_rq) + policy->rq_size, RQ_ALIGN);
}

/* May vCPUs that a run queue does not span pull processes out of it? */
static bool pulls(const struct sim_config *config, const struct sim_policy *policy,
		  const u64 *params)
{
	/* To see what is wasted, it must be known for whom somebody waits. */
	return config->balancing.parts ||
	       params[policy->nr_params + SIM_PARAM_BALANCE] !=
	       SCHEDSIM_BALANCE_NONE;
}

static size_t rq_size(const struct sim_config *config,
		      const struct sim_policy *policy, const u64 *params)
{
	u32 span = params[policy->nr_params + SIM_PARAM_SPAN];
	bool by_vcpu = span != SCHEDSIM_SPAN_VCPU ||
		       (config->nr_vcpus > 1 && pulls(config, policy, params));
	size_t bound = by_vcpu ? config->nr_vcpus * sizeof(u32) : 0;

	return head_size(policy) +
	       ALIGN(sim_sorted_size(config->max_procs), RQ_ALIGN) +
	       ALIGN(bound, RQ_ALIGN);
}

/**
 * sim_rqs_bytes - memory that the run queues of a policy take
 * @config: the configuration
 * @policy: the policy
 * @params: values of its parameters
 *
 * Return: bytes.
 */
size_t sim_rqs_bytes(const struct sim_config *config,
		     const struct sim_policy *policy, const u64 *params)
{
	u32 span = params[policy->nr_params + SIM_PARAM_SPAN], i;
	size_t size = rq_size(config, policy, params);
	size_t sum = 0;

	for (i = 0; i < config->nr_vcpus; i++)
		if (first_with(config, span, i) == i)
			sum += size;
	return sum;
}

/**
 * sim_rqs_clear - make memory of run queues that have been in use what sim_rqs_init() needs
 * @config: the configuration
 * @policy: the policy that they are to be of
 * @params: values of its parameters
 * @rqs: sim_rqs_bytes() bytes
 *
 * Tables of heaps, which grow with the number of processes, may stay as they are.
 */
void sim_rqs_clear(const struct sim_config *config, const struct sim_policy *policy,
		   const u64 *params, void *rqs)
{
	size_t size = rq_size(config, policy, params), head = head_size(policy);
	size_t tables = ALIGN(sim_sorted_size(config->max_procs), RQ_ALIGN);
	void *end = rqs + sim_rqs_bytes(config, policy, params);

	for (; rqs < end; rqs += size) {
		memset(rqs, 0, head + sim_sorted_size(0));
		memset(rqs + head + tables, 0, size - head - tables);
	}
}

static void init_rq(struct sim *sim, struct sim_rq *rq, u32 first,
		    const struct sim_policy *policy, const u64 *params)
{
	u32 span = params[policy->nr_params + SIM_PARAM_SPAN], i = first;
	u32 nr = span == SCHEDSIM_SPAN_VCPU ? first + 1 : sim->config.nr_vcpus;
	void *end = (void *)rq + head_size(policy);

	rq->sim = sim;
	rq->vcpus = sim->vcpus;
	rq->first_vcpu = first;
	rq->timer = SIM_NEVER;
	for (; i < nr; i++) {
		if (!together(&sim->config, span, first, i))
			continue;
		rq->spanned.bits[i / 64] |= 1ULL << i % 64;
		rq->nr_vcpus++;
		sim->vcpus[i].next_rq = rq;
	}
	rq->reach = pulls(&sim->config, policy, params) ? sim->index.all : rq->spanned;
	rq->by_vcpu = rq->nr_vcpus > 1 || sim_rq_is_open(rq);
	rq->sorted = end;
	rq->nr_bound = end + ALIGN(sim_sorted_size(sim->config.max_procs),
				   RQ_ALIGN);
	sim_sorted_init(rq);
}

/**
 * sim_rqs_init - set up the run queues of a policy
 * @sim: the simulation; @next_rq of its vCPUs is set
 * @policy: the policy
 * @params: values of its parameters; they stay until sim_rqs_adopt()
 * @rqs: sim_rqs_bytes() bytes of zeroed memory
 */
void sim_rqs_init(struct sim *sim, const struct sim_policy *policy,
		  const u64 *params, void *rqs)
{
	u32 span = params[policy->nr_params + SIM_PARAM_SPAN], i;
	size_t size = rq_size(&sim->config, policy, params);

	for (i = 0; i < sim->config.nr_vcpus; i++) {
		if (first_with(&sim->config, span, i) != i)
			continue;
		init_rq(sim, rqs, i, policy, params);
		sim->vcpus[i].next_rq->params = params;
		if (policy->init)
			policy->init(rqs);
		rqs += size;
	}
}

/**
 * sim_rqs_adopt - use the run queues that sim_rqs_init() has set up
 * @sim: the simulation
 * @params: where the parameters are from now on
 */
void sim_rqs_adopt(struct sim *sim, const u64 *params)
{
	u32 i;

	for (i = 0; i < sim->config.nr_vcpus; i++) {
		struct sim_vcpu *vcpu = &sim->vcpus[i];

		vcpu->rq = vcpu->next_rq;
		vcpu->rq->params = params;
	}
	sim_index_rebuild(sim);
}

/* Count a process that may not run everywhere, at those in reach where it may. */
static void count_bound(struct sim_rq *rq, const struct sim_vcpus *allowed,
			int by)
{
	u32 id = sim_vcpus_next(allowed, 0);

	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(allowed, id + 1)) {
		rq->nr_bound[id] += by;
		if (by > 0 ? rq->nr_bound[id] == 1 : !rq->nr_bound[id])
			sim_index_bound(rq, id, by > 0);
	}
	if (!rq->nr_anywhere)
		rq->awaited = rq->bound;
}

/* The first that may run everywhere has come, or the last has gone. */
static void count_anywhere(struct sim_rq *rq)
{
	rq->awaited = rq->nr_anywhere ? rq->reach : rq->bound;
	sim_index_anywhere(rq);
}

/**
 * sim_rq_count_by_vcpu - count a process where it may run
 * @rq: a run queue that is @by_vcpu
 * @proc: the process, with the affinity that it was counted with
 * @by: 1: it waits from now on; -1: not any more
 *
 * O(1) if it may run at all of them, else in proportion to the number of those.
 */
void sim_rq_count_by_vcpu(struct sim_rq *rq, const struct sim_proc *proc, int by)
{
	struct sim_vcpus allowed = sim_allowed_vcpus(proc);
	bool anywhere = true;
	u32 i;

	sim_vcpus_add(&rq->sim->index.recounted, rq->first_vcpu);
	sim_vcpus_add(&rq->sim->index.reranked, rq->first_vcpu);
	rq->sim->index.nr_waiting += by;
	rq->load += by * (s64)sim_weight(proc->attr.nice);
	for (i = 0; i < ARRAY_SIZE(allowed.bits); i++) {
		allowed.bits[i] &= rq->reach.bits[i];
		anywhere &= allowed.bits[i] == rq->reach.bits[i];
	}
	if (!anywhere) {
		count_bound(rq, &allowed, by);
		return;
	}
	rq->nr_anywhere += by;
	if (by > 0 ? rq->nr_anywhere == 1 : !rq->nr_anywhere)
		count_anywhere(rq);
}

/**
 * sim_rq_set_timer - call the policy at some time
 * @rq: a run queue of it
 * @when: when to call @timer of struct sim_policy, in simulated ns; a time that has
 *        passed means at once; SIM_NEVER: not at all. What was said before is
 *        void
 */
void sim_rq_set_timer(struct sim_rq *rq, u64 when)
{
	rq->timer_changed = true;
	rq->timer = when;
}

/**
 * sim_now - simulated time
 * @rq: a run queue
 *
 * Return: ns.
 */
u64 sim_now(const struct sim_rq *rq)
{
	return rq->sim->now;
}

/**
 * sim_quantum - the quantum of the simulation
 * @rq: a run queue
 *
 * Return: ns.
 */
u64 sim_quantum(const struct sim_rq *rq)
{
	return rq->sim->quantum;
}

/**
 * sim_seed - the seed of the simulation, for policies that draw lots
 * @rq: a run queue
 *
 * Return: the seed.
 */
u64 sim_seed(const struct sim_rq *rq)
{
	return rq->sim->config.seed;
}

/**
 * sim_expiry_first - do ends of slices come before arrivals at one instant?
 * @rq: a run queue
 *
 * Return: whether they do.
 */
bool sim_expiry_first(const struct sim_rq *rq)
{
	return rq->sim->expiry_first;
}
