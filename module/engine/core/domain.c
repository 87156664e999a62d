// SPDX-License-Identifier: GPL-2.0
/*
 * What the parts of load balancing share: how loads are weighted, and between which run
 * queues processes may go.
 *
 * The configuration may name the parts that are done, in the place of the policy's parameter
 * "balance": wake (core/wake.c), idle (core/idle.c), periodic (core/periodic.c), push and pull
 * (core/balance.c). Then it is also measured what is wasted, and how uneven loads are.
 *
 * The load of a run queue is the sum of the weights of the nice values of those that run or
 * wait there, as in the kernel (kernel/sched/fair.c), by the capacity of its vCPUs that are
 * online: one process of nice 0 on a vCPU of capacity 1024 is a load of 1024. An inherited
 * nice value does not count.
 *
 * Loads of run queues are compared with each other, never those of groups of them, so no
 * average can hide that a vCPU is idle. J.-P. Lozi, B. Lepers, J. Funston, F. Gaud, V. Quema
 * and A. Fedorova, "The Linux Scheduler: a Decade of Wasted Cores", EuroSys 2016, tells of
 * four faults of Linux 4.3 that let vCPUs idle beside work. Each can be switched on:
 *
 *  - Group imbalance (3.1): nodes are compared by the average load of their vCPUs. A
 *    process of great weight makes that of its node great, so the idle vCPUs beside it do
 *    not pull from a node with many processes of little weight.
 *  - Scheduling group construction (3.2): between nodes, groups are made as vCPU 0 sees
 *    them, of a node and its neighbours, and all use these. Nodes that are two hops apart
 *    can be in one group, and then never pull from each other. Nodes are taken to be a ring
 *    here, in the order of their numbers; with less than four, all is well.
 *  - Overload on wakeup (3.3): who wakes up looks for an idle vCPU in its own node only
 *    (core/wake.c), and idle vCPUs are not told of who waits in another node.
 *  - Missing scheduling domains (3.4): once a vCPU has come online again, nothing is balanced
 *    between nodes any more.
 *
 * A node stands for what the paper calls one, and all of them for the topmost domain.
 */
#include "core/domain.h"
#include "core/online.h"
#include "core/speed.h"
#include "core/unbalanced.h"

/**
 * sim_balancing_check - may a simulation balance like this?
 * @config: how
 * @min_quantum_ns: the least quantum, which depends on the clock
 *
 * Return: 0, or -EINVAL.
 */
int sim_balancing_check(const struct sim_balancing_config *config, u64 min_quantum_ns)
{
	bool set = config->parts & SCHEDSIM_BALANCING_SET;

	if (config->parts & ~SCHEDSIM_BALANCING_ALL || (config->parts && !set))
		return -EINVAL;
	if (config->defects & ~SCHEDSIM_DEFECTS_ALL || (config->defects && !set))
		return -EINVAL;
	if ((set || config->interval_ns) &&
	    (config->interval_ns < min_quantum_ns ||
	     config->interval_ns > SCHEDSIM_MAX_QUANTUM_NS))
		return -EINVAL;
	if ((set || config->pct) &&
	    (config->pct < 100 || config->pct > SCHEDSIM_MAX_BALANCING_PCT))
		return -EINVAL;
	return 0;
}

/**
 * sim_balancing_complete - what is 0 becomes what it is unless it is set
 * @config: to be completed
 */
void sim_balancing_complete(struct sim_balancing_config *config)
{
	config->interval_ns = config->interval_ns ?:
			      SCHEDSIM_DEFAULT_BALANCING_INTERVAL_NS;
	config->pct = config->pct ?: SCHEDSIM_DEFAULT_BALANCING_PCT;
}

/* Add what is at the vCPUs of @rq that are online, and their capacities. */
static void add_up(const struct sim_rq *rq, u64 *weight, u32 *capacity)
{
	u32 id = rq->first_vcpu;

	*weight += rq->load;
	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1)) {
		const struct sim_vcpu *vcpu = &rq->vcpus[id];

		if (!sim_is_online(rq->sim, id))
			continue;
		*capacity += vcpu->capacity;
		if (vcpu->curr)
			*weight += sim_weight(vcpu->curr->attr.nice);
	}
}

static u64 load_of(u64 weight, u32 capacity)
{
	return div_u64(weight * SCHEDSIM_MAX_CAPACITY, capacity);
}

/**
 * sim_rq_load - the load of a run queue
 * @rq: a run queue that is @by_vcpu
 * @load: to be set
 *
 * Return: whether a vCPU of it is online. If not, it has no load.
 */
bool sim_rq_load(const struct sim_rq *rq, u64 *load)
{
	u64 weight = 0;
	u32 capacity = 0;

	*load = 0;
	add_up(rq, &weight, &capacity);
	if (!capacity)
		return false;
	*load = load_of(weight, capacity);
	return true;
}

/**
 * sim_rq_load_with - the load that a run queue would have with another process
 * @rq: a run queue that is @by_vcpu, of which a vCPU is online
 * @proc: the process
 *
 * Return: the load.
 */
u64 sim_rq_load_with(const struct sim_rq *rq, const struct sim_proc *proc)
{
	u64 weight = sim_weight(proc->attr.nice);
	u32 capacity = 0;

	add_up(rq, &weight, &capacity);
	return load_of(weight, capacity);
}

/**
 * sim_note_nice - a process is about to get another nice value
 * @sim: the simulation
 * @proc: the process, with its old attributes
 * @nice: the new value
 */
void sim_note_nice(struct sim *sim, const struct sim_proc *proc, s32 nice)
{
	struct sim_rq *rq;

	if (!sim_proc_ready(proc) || sim_throttled(proc))
		return;
	rq = sim->vcpus[proc->vcpu].rq;
	if (rq->by_vcpu)
		rq->load += (s64)sim_weight(nice) - sim_weight(proc->attr.nice);
}

/* What each node has, and its average load, by its vCPUs that are online. */
static void note_loads(struct sim *sim, struct sim_nodes *nodes)
{
	struct sim_rq *rq;
	u32 i;

	memset(nodes->load, 0, sizeof(nodes->load));
	memset(nodes->capacity, 0, sizeof(nodes->capacity));
	for (rq = sim_next_rq(sim, NULL); rq; rq = sim_next_rq(sim, rq)) {
		i = sim->config.node[rq->first_vcpu];
		add_up(rq, &nodes->load[i], &nodes->capacity[i]);
	}
	for (i = 0; i < ARRAY_SIZE(nodes->load); i++)
		nodes->load[i] = nodes->capacity[i] ?
				 load_of(nodes->load[i], nodes->capacity[i]) : 0;
}

/* The place of each node in the ring of all nodes, and how many there are. */
static void note_ring(struct sim *sim, struct sim_nodes *nodes)
{
	struct sim_vcpus used = {};
	u32 i;

	for (i = 0; i < sim->config.nr_vcpus; i++)
		sim_vcpus_add(&used, sim->config.node[i]);
	nodes->nr = 0;
	for (i = sim_vcpus_next(&used, 0); i < SCHEDSIM_MAX_VCPUS;
	     i = sim_vcpus_next(&used, i + 1))
		nodes->place[i] = nodes->nr++;
}

/**
 * sim_note_nodes - note what sim_may_balance() has to know of nodes
 * @sim: the simulation, which does not change until that is asked
 *
 * O(vCPUs), if a fault is switched on.
 */
void sim_note_nodes(struct sim *sim)
{
	struct sim_nodes *nodes = &sim->balancing.nodes;

	if (sim_has_defect(sim, SCHEDSIM_DEFECT_GROUP_IMBALANCE))
		note_loads(sim, nodes);
	if (sim_has_defect(sim, SCHEDSIM_DEFECT_GROUP_CONSTRUCTION))
		note_ring(sim, nodes);
}

/*
 * As vCPU 0 sees the ring: its own node, and those beside it, are the first group. The next
 * node that is in none yet is the middle of the next group. So all have an even place in the
 * middle. Is @from in the first group that @to is in?
 */
static bool in_local_group(const struct sim_nodes *nodes, u8 to, u8 from)
{
	u32 nr = nodes->nr, at = nodes->place[to], other = nodes->place[from];
	u32 middle = at + 1 == nr ? 0 : at & ~1U;
	u32 ahead = (other + nr - middle + 1) % nr;

	return nr > 3 && ahead <= 2;
}

/**
 * sim_may_balance - may processes go from one run queue to another to balance them?
 * @sim: the simulation, after sim_note_nodes()
 * @to: the first vCPU of the one, or any one
 * @from: the first vCPU of the other
 *
 * They may, unless a fault is switched on.
 *
 * Return: whether they may.
 */
bool sim_may_balance(const struct sim *sim, u32 to, u32 from)
{
	const struct sim_nodes *nodes = &sim->balancing.nodes;
	const u8 *node = sim->config.node;

	if (likely(!sim->config.balancing.defects) || node[to] == node[from])
		return true;
	if (sim_has_defect(sim, SCHEDSIM_DEFECT_MISSING_DOMAINS) &&
	    sim->balancing.hotplugged)
		return false;
	if (sim_has_defect(sim, SCHEDSIM_DEFECT_GROUP_CONSTRUCTION) &&
	    in_local_group(nodes, node[to], node[from]))
		return false;
	return !sim_has_defect(sim, SCHEDSIM_DEFECT_GROUP_IMBALANCE) ||
	       nodes->load[node[from]] > nodes->load[node[to]];
}
