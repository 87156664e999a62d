// SPDX-License-Identifier: GPL-2.0
/*
 * Policies that use the engine's queues in wrong ways, or their own: processes are
 * not lost, memory is not touched that is not theirs, and time goes on.
 */
#include <stdlib.h>

#include "random.h"
#include "watch_objects.h"

#define NR	40

/* Two of each, so that one may be mistaken for the other. */
struct queues {
	struct sim_fifo fifos[2];
	struct sim_levels levels;
	struct list_head own;
};

static u64 rng;

static void queues_init(struct sim_rq *rq)
{
	struct queues *q = sim_rq_data(rq);

	INIT_LIST_HEAD(&q->own);
}

/* Put into one queue, taken out of the other. */
static void two_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_enqueue why)
{
	struct queues *q = sim_rq_data(rq);

	sim_fifo_add(rq, &q->fifos[0], proc, false);
}

static void two_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_dequeue why)
{
	struct queues *q = sim_rq_data(rq);

	sim_fifo_remove(rq, &q->fifos[1], proc);
}

static struct sim_proc *two_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	struct queues *q = sim_rq_data(rq);

	return sim_fifo_first(rq, &q->fifos[0], vcpu) ?:
	       sim_fifo_first(rq, &q->fifos[1], vcpu);
}

/* Put into both: it is in the first. */
static void both_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	struct queues *q = sim_rq_data(rq);

	sim_fifo_add(rq, &q->fifos[0], proc, false);
	sim_fifo_add(rq, &q->fifos[1], proc, true);
	sim_fifo_add(rq, &q->fifos[0], proc, true);
}

static void both_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_dequeue why)
{
	struct queues *q = sim_rq_data(rq);

	sim_fifo_remove(rq, &q->fifos[0], proc);
	sim_fifo_remove(rq, &q->fifos[0], proc);
	sim_fifo_remove(rq, &q->fifos[1], proc);
}

/* Put there twice, and taken out at another level. */
static void levels_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			   enum sim_enqueue why)
{
	struct queues *q = sim_rq_data(rq);

	sim_levels_add(rq, &q->levels, proc, random_below(&rng, 5), false);
	sim_levels_add(rq, &q->levels, proc, random_below(&rng, 5), true);
}

static void levels_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			   enum sim_dequeue why)
{
	struct queues *q = sim_rq_data(rq);

	sim_levels_remove(rq, &q->levels, proc, random_below(&rng, 5));
}

static struct sim_proc *levels_pick(struct sim_rq *rq,
				    const struct sim_vcpu *vcpu)
{
	struct queues *q = sim_rq_data(rq);

	return sim_levels_first(rq, &q->levels, vcpu);
}

/* Now and then not put there, or not taken out, or both twice. */
static void sorted_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			   enum sim_enqueue why)
{
	u64 key = random_below(&rng, 100);

	if (!random_one_in(&rng, 200))
		sim_sorted_add(rq, proc, key);
	if (random_one_in(&rng, 3))
		sim_sorted_add(rq, proc, key + 1);
}

static void sorted_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			   enum sim_dequeue why)
{
	if (!random_one_in(&rng, 400))
		sim_sorted_remove(rq, proc);
	if (random_one_in(&rng, 3))
		sim_sorted_remove(rq, proc);
}

static struct sim_proc *sorted_pick(struct sim_rq *rq,
				    const struct sim_vcpu *vcpu)
{
	return sim_sorted_first(rq, vcpu);
}

/* Lots that are lost, and a queue of their owners. */
static void lots_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	if (!random_one_in(&rng, 50))
		sim_lots_add(rq, proc, 1);
	sim_lots_add(rq, proc, 1);
}

static void lots_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_dequeue why)
{
	EXPECT(sim_lots_remove(rq, proc) <= 1);
	EXPECT_EQ(sim_lots_remove(rq, proc), 0);
}

static struct sim_proc *lots_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	if (random_one_in(&rng, 100))
		sim_lots_remove(rq, sim_lots_find(rq, 0));
	return sim_lots_find(rq, 0);
}

/* A list of its own, as one would write it: there is nothing wrong with that. */
static void own_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_enqueue why)
{
	struct queues *q = sim_rq_data(rq);

	list_add_tail(&proc->node, &q->own);
}

static void own_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_dequeue why)
{
	list_del(&proc->node);
}

static struct sim_proc *own_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	struct queues *q = sim_rq_data(rq);
	struct sim_proc *proc;

	list_for_each_entry(proc, &q->own, node)
		if (sim_allowed(proc, vcpu))
			return proc;
	return NULL;
}

/* As put_prev_task() of the kernel: who has run waits in the queue at once. */
static void put_stopping(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			 struct sim_proc *proc, enum sim_stop why)
{
	struct queues *q = sim_rq_data(rq);

	sim_sorted_add(rq, proc, 0);
	sim_fifo_add(rq, &q->fifos[0], proc, false);
	sim_levels_add(rq, &q->levels, proc, 500, false);
	sim_lots_add(rq, proc, 1);
}

/* Whatever it is doing. */
static void put_reweight(struct sim_rq *rq, struct sim_proc *proc,
			 const struct sim_eff *from)
{
	put_stopping(rq, NULL, proc, SIM_STOP_EXPIRED);
}

static void own_stopping(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			 struct sim_proc *proc, enum sim_stop why)
{
	struct queues *q = sim_rq_data(rq);

	list_add_tail(&proc->node, &q->own);
}

/* There is no such level. */
static void beyond_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			   enum sim_enqueue why)
{
	struct queues *q = sim_rq_data(rq);

	sim_levels_add(rq, &q->levels, proc, ~0U - why, false);
}

static void beyond_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			   enum sim_dequeue why)
{
	struct queues *q = sim_rq_data(rq);

	sim_levels_remove(rq, &q->levels, proc, SIM_LEVELS);
}

/* Behind itself, and behind one that waits nowhere, or in another queue. */
static void behind_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			   enum sim_enqueue why)
{
	struct queues *q = sim_rq_data(rq);
	const struct sim_vcpu *vcpu = NULL;

	sim_fifo_append(rq, &q->fifos[0], &q->fifos[0]);
	sim_fifo_add_behind(rq, &q->fifos[0], proc, proc);
	while ((vcpu = sim_rq_next_vcpu(rq, vcpu)))
		if (vcpu->curr)
			sim_fifo_add_behind(rq, &q->fifos[0], proc, vcpu->curr);
	sim_fifo_add(rq, &q->fifos[0], proc, false);
}

/* Forgets to take it out, now and then. */
static void own_leave(struct sim_rq *rq, struct sim_proc *proc,
		      enum sim_dequeue why)
{
	if (!random_one_in(&rng, 50))
		list_del(&proc->node);
}

/* Nobody has set up the queue of this one: zeroed, it is empty. */
static void zeroed_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			   enum sim_enqueue why)
{
	struct queues *q = sim_rq_data(rq);

	if (proc->id % 2)
		sim_fifo_add(rq, &q->fifos[0], proc, proc->id % 4 == 1);
	else
		sim_levels_add(rq, &q->levels, proc, proc->id % 8, false);
}

static void zeroed_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			   enum sim_dequeue why)
{
	struct queues *q = sim_rq_data(rq);

	if (proc->id % 2)
		sim_fifo_remove(rq, &q->fifos[0], proc);
	else
		sim_levels_remove(rq, &q->levels, proc, proc->id % 8);
}

static struct sim_proc *zeroed_pick(struct sim_rq *rq,
				    const struct sim_vcpu *vcpu)
{
	struct queues *q = sim_rq_data(rq);
	struct sim_proc *proc;

	sim_fifo_append(rq, &q->fifos[0], &q->fifos[1]);
	EXPECT(sim_fifo_empty(rq, &q->fifos[1]));
	proc = sim_fifo_first(rq, &q->fifos[0], vcpu);
	return proc ? proc : sim_levels_first(rq, &q->levels, vcpu);
}

#define POLICY(of_name, enqueue_op, dequeue_op, pick_op, ...)		\
	static const struct sim_policy of_name = {			\
		.name = #of_name, .rq_size = sizeof(struct queues),	\
		.init = queues_init, .enqueue = enqueue_op,		\
		.dequeue = dequeue_op, .pick = pick_op, ##__VA_ARGS__	\
	}

POLICY(two, two_enqueue, two_dequeue, two_pick);
POLICY(both, both_enqueue, both_dequeue, two_pick);
POLICY(levels, levels_enqueue, levels_dequeue, levels_pick);
POLICY(sorted, sorted_enqueue, sorted_dequeue, sorted_pick);
POLICY(lots, lots_enqueue, lots_dequeue, lots_pick);
POLICY(own, own_enqueue, own_dequeue, own_pick);
POLICY(leave, own_enqueue, own_leave, own_pick);
POLICY(beyond, beyond_enqueue, beyond_dequeue, levels_pick);
POLICY(behind, behind_enqueue, both_dequeue, two_pick);
static const struct sim_policy put = {
	.name = "put", .rq_size = sizeof(struct queues), .init = queues_init,
	.enqueue = behind_enqueue, .dequeue = both_dequeue, .pick = two_pick,
	.stopping = put_stopping, .reweight = put_reweight,
};

static const struct sim_policy zeroed = {
	.name = "zeroed", .rq_size = sizeof(struct queues), .enqueue = zeroed_enqueue,
	.dequeue = zeroed_dequeue, .pick = zeroed_pick,
};

POLICY(own_put, own_enqueue, own_dequeue, own_pick, .stopping = own_stopping);

static const struct sim_policy * const policies[] = {
	&two, &both, &levels, &sorted, &lots, &own, &leave, &beyond, &behind, &put,
	&own_put, &zeroed,
};

/* Among them those that do nothing that matters. */
static bool is_harmless(const struct sim_policy *policy)
{
	return policy == &both || policy == &own || policy == &levels ||
	       policy == &beyond || policy == &behind || policy == &put ||
	       policy == &zeroed;
}

static void spawn_crowd(u32 nr_vcpus, u32 nr)
{
	u32 i;

	for (i = 0; i < nr; i++)
		spawn(.PROGRAM(RUN(7 + i % 20), SLEEP(5), RUN(13), YIELD, RUN(9),
			       LOOP(0, 2)),
		      .cpus = i % 3 && nr_vcpus > 1 ? 1 + i * 7 % 15 : 0,
		      .at = i % 5 * 9);
}

/* Whether or not there is a fault: all come to their end, or are killed. */
static void run_crowd(const struct sim_policy *policy, u32 nr_vcpus,
		      const char *span, bool kill)
{
	char text[64];
	u32 id;

	strcpy(text, policy->name);
	strcat(text, span);
	boot_on(nr_vcpus, text, 10);
	watch = WATCH_SUMS;
	spawn_crowd(nr_vcpus, NR);
	for (id = 1; kill && id <= NR; id += 1 + id % 3) {
		lab_run(&lab, lab.sim->now + 9);
		if (proc(id).state != SCHEDSIM_STATE_EXITED)
			lab_kill(&lab, id);
		lab_reap(&lab, id);
	}
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, stats().nr_procs);
	for (id = 1; id <= NR; id++)
		if (sim_find(lab.sim, id) && !kill)
			EXPECT_EQ(proc(id).cpu_ns,
				  2 * (7 + (id - 1) % 20 + 13 + 9));
}

static void crowds(u32 first, u32 last)
{
	u32 i, seed, kill;

	for (i = 0; i < ARRAY_SIZE(policies); i++)
		EXPECT_EQ(sim_policy_add(policies[i]), 0);
	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		bool faults = false;

		for (seed = first; seed <= last; seed++) {
			rng = seed;
			kill = seed % 2;
			run_crowd(policies[i], 1, "", kill);
			faults |= stats().policy_faults;
			/* Among lists one is as good as the other. */
			if (i < 3)
				EXPECT_EQ(stats().policy_faults, 0);
			run_crowd(policies[i], 4, "", kill);
			faults |= stats().policy_faults;
			/* A list is not for several vCPUs, but it may be. */
			run_crowd(policies[i], 4, ":span=all", kill);
			faults |= stats().policy_faults;
		}
		EXPECT_EQ(faults, !is_harmless(policies[i]));
	}
}

/* In four, for each takes long in the debug kernel, which watches for hung tasks. */
TEST(fault_queues)
{
	crowds(1, 5);
}

TEST(fault_queues_to_10)
{
	crowds(6, 10);
}

TEST(fault_queues_to_15)
{
	crowds(11, 15);
}

TEST(fault_queues_to_20)
{
	crowds(16, 20);
}

/* So many in the old policy's heap that there is no room for all of them twice. */
TEST(fault_many)
{
	struct sim_config config = {
		.quantum_ns = 10, .nr_vcpus = 2, .max_procs = 6000,
	};
	u32 i, calls = 0;
	int how;

	EXPECT_EQ(sim_policy_add(&sorted), 0);
	for (how = 0; how < 2; how++) {
		EXPECT_EQ(sim_policy_parse("sorted", &config), 0);
		rng = 5;
		boot_with(&config);
		watch = WATCH_NOTHING;
		for (i = 0; i < 6000; i++)
			spawn(.run = 1);
		if (how) {
			/* It is to go, and breaks a rule while it does. */
			while (sim_advance(lab.sim, 0) &&
			       lab.sim->nr_procs[SCHEDSIM_STATE_READY] < 5990)
				;
			lab_set_policy(&lab, "stride");
		}
		/* In parts, each of which is short. */
		do {
			u64 steps = lab.sim->steps;

			if (lab.sim->changing)
				calls++;
			sim_advance(lab.sim, sim_next_event(lab.sim));
			EXPECT(lab.sim->steps - steps <= 2 * SIM_STEPS);
		} while (sim_next_event(lab.sim) != SIM_NEVER);
		EXPECT_EQ(stats().nr_exited, 6000);
		EXPECT(stats().policy_faults);
		EXPECT_EQ(vcpu(0).busy_ns + vcpu(1).busy_ns, 6000);
	}
	EXPECT(calls);
}
