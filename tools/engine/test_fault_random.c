// SPDX-License-Identifier: GPL-2.0
/*
 * Policies that say anything: what is allowed, however silly, and what is not. Time
 * goes on, and nobody is lost.
 */
#include "random.h"
#include "watch_objects.h"

#define NR	16

static u64 rng;
static bool breaks_rules;

static bool one_in(u32 n)
{
	return random_one_in(&rng, n);
}

static bool breaks(u32 n)
{
	return breaks_rules && one_in(n);
}

struct chaos_rq {
	struct sim_fifo fifo;
	struct sim_levels levels;
};

/* Now and then a timer is set, to any time. */
static void set_timer(struct sim_rq *rq)
{
	if (one_in(30))
		sim_rq_set_timer(rq, sim_now(rq) + random_below(&rng, 100));
	if (one_in(100))
		sim_rq_set_timer(rq, random_below(&rng, 100));
	if (one_in(100))
		sim_rq_set_timer(rq, SIM_NEVER);
}

static void chaos_init(struct sim_rq *rq)
{
	set_timer(rq);
}

static void chaos_enable(struct sim_rq *rq, struct sim_proc *proc)
{
	u64 *data = sim_proc_data(proc);

	EXPECT_EQ(data[0], 0);
	EXPECT_EQ(data[SIM_PROC_DATA / sizeof(u64) - 1], 0);
	data[SIM_PROC_DATA / sizeof(u64) - 1] = random_next(&rng);
}

static void chaos_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			  enum sim_enqueue why)
{
	struct chaos_rq *chaos = sim_rq_data(rq);
	u64 *level = sim_proc_data(proc);

	set_timer(rq);
	*level = random_below(&rng, 10);
	if (breaks(100))
		return;
	if (*level == 0)
		sim_fifo_add(rq, &chaos->fifo, proc, one_in(2));
	else if (*level == 1)
		sim_sorted_add(rq, proc, random_next(&rng));
	else
		sim_levels_add(rq, &chaos->levels, proc, *level, one_in(2));
	if (breaks(50))
		sim_sorted_add(rq, proc, 5);
	if (breaks(50))
		sim_fifo_add(rq, &chaos->fifo, proc, true);
}

static void chaos_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			  enum sim_dequeue why)
{
	struct chaos_rq *chaos = sim_rq_data(rq);
	u64 *level = sim_proc_data(proc);

	set_timer(rq);
	if (breaks(100))
		return;
	if (breaks(100))
		*level = random_below(&rng, 10);
	if (*level == 0)
		sim_fifo_remove(rq, &chaos->fifo, proc);
	else if (*level == 1)
		sim_sorted_remove(rq, proc);
	else
		sim_levels_remove(rq, &chaos->levels, proc, *level);
}

static struct sim_proc *chaos_pick(struct sim_rq *rq,
				   const struct sim_vcpu *vcpu)
{
	struct chaos_rq *chaos = sim_rq_data(rq);

	set_timer(rq);
	if (breaks(200))
		return sim_find(lab.sim, random_below(&rng, NR + 3));
	if (one_in(2))
		return sim_fifo_first(rq, &chaos->fifo, vcpu) ?:
		       sim_sorted_first(rq, vcpu) ?:
		       sim_levels_first(rq, &chaos->levels, vcpu);
	return sim_levels_first(rq, &chaos->levels, vcpu) ?:
	       sim_sorted_first(rq, vcpu) ?:
	       sim_fifo_first(rq, &chaos->fifo, vcpu);
}

/* As long as all of time, or as short as can be. */
static u64 chaos_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		       struct sim_proc *proc)
{
	switch (random_below(&rng, 8)) {
	case 0:
		return SIM_NO_SLICE;
	case 1:
		return SIM_NO_SLICE - 1 - random_below(&rng, 5);
	case 2:
		return 1;
	case 3:
		return breaks(10) ? 0 : 1ULL << random_below(&rng, 64);
	default:
		return 1 + random_below(&rng, 30);
	}
}

static void chaos_charge(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			 struct sim_proc *proc, u64 ran)
{
	EXPECT(ran);
	EXPECT(proc == vcpu->curr);
	set_timer(rq);
	if (one_in(10))
		proc->slice_used = random_next(&rng);
}

static void chaos_stopping(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			   struct sim_proc *proc, enum sim_stop why)
{
	EXPECT(proc == vcpu->curr);
	set_timer(rq);
}

static bool chaos_wakeup_preempt(const struct sim_rq *rq,
				 const struct sim_proc *first,
				 const struct sim_proc *curr)
{
	EXPECT_EQ(curr->state, SCHEDSIM_STATE_RUNNING);
	return one_in(2);
}

static bool chaos_contended(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	EXPECT(vcpu->curr);
	return one_in(2);
}

static u64 chaos_urgency(const struct sim_eff *eff)
{
	return random_below(&rng, 5);
}

static void chaos_reweight(struct sim_rq *rq, struct sim_proc *proc,
			   const struct sim_eff *from)
{
	set_timer(rq);
}

static void chaos_migrate(struct sim_rq *from, struct sim_rq *to,
			  struct sim_proc *proc)
{
	EXPECT(from != to);
	set_timer(to);
}

static void chaos_timer(struct sim_rq *rq)
{
	EXPECT(rq->timer == SIM_NEVER);
	set_timer(rq);
}

static void chaos_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	values[0] = random_next(&rng);
}

static const struct sim_value chaos_values[] = { { .name = "anything" } };

static const struct sim_policy chaos = {
	.name = "chaos", .rq_size = sizeof(struct chaos_rq),
	.proc_size = SIM_PROC_DATA, .values = chaos_values, .nr_values = 1,
	.init = chaos_init, .enable = chaos_enable, .enqueue = chaos_enqueue,
	.dequeue = chaos_dequeue, .pick = chaos_pick, .slice = chaos_slice,
	.charge = chaos_charge, .stopping = chaos_stopping,
	.wakeup_preempt = chaos_wakeup_preempt, .contended = chaos_contended,
	.urgency = chaos_urgency, .reweight = chaos_reweight,
	.migrate = chaos_migrate, .timer = chaos_timer, .report = chaos_report,
};

/* Times must add up; what is urgent changes each time one asks. */
static void check_sums(struct lab *lab)
{
	u32 v;

	sim_charge_all(lab->sim);
	for (v = 0; v < lab->sim->config.nr_vcpus; v++) {
		const struct sim_vcpu *vcpu = &lab->sim->vcpus[v];

		EXPECT_EQ(vcpu->busy + vcpu->idle + vcpu->overhead,
			  lab->sim->now);
	}
}

static void random_change(void)
{
	u32 id = 1 + random_below(&rng, NR);
	struct sim_proc *p = sim_find(lab.sim, id);
	struct schedsim_attr to;

	if (!p || p->state == SCHEDSIM_STATE_EXITED)
		return;
	to = p->attr;
	to.priority = random_below(&rng, 100);
	to.nice = (s32)random_below(&rng, 40) - 20;
	to.affinity[0] = random_below(&rng, 1 << lab.sim->config.nr_vcpus);
	switch (random_below(&rng, 8)) {
	case 0:
		lab_kill(&lab, id);
		break;
	case 1:
		lab_trigger(&lab, SCHEDSIM_ALL_VCPUS);
		break;
	case 2:
		lab_set_quantum(&lab, 1 + random_below(&rng, 30));
		break;
	case 3:
		lab_yield(&lab, id);
		break;
	default:
		lab_set_attr(&lab, id, &to);
	}
}

static void chaotic(u32 nr_vcpus, const char *policy)
{
	u32 i, id;

	boot_on(nr_vcpus, policy, 10);
	lab.on_advance = check_sums;
	make_mutex(INHERIT);
	make_ceiling(50);
	for (i = 0; i < NR; i++)
		spawn(.PROGRAM(LOCK(1), RUN(7 + i % 20), UNLOCK(1), SLEEP(5),
			       RUN(13), YIELD, LOCK(2), RUN(9), UNLOCK(2),
			       LOOP(0, 3)),
		      .at = i % 5 * 9, .priority = i);
	for (i = 0; i < 60; i++) {
		lab_run(&lab, lab.sim->now + random_below(&rng, 20));
		random_change();
		if (one_in(20))
			lab_set_policy(&lab, one_in(2) ? "chaos:span=all" :
							 "fair");
	}
	/* However silly: it comes to an end, in a time that is not much longer. */
	EXPECT(lab_run_idle(&lab) < 20000);
	EXPECT_EQ(stats().nr_exited, NR);
	for (id = 1; id <= NR; id++)
		EXPECT(proc(id).cpu_ns <= 3 * (27 + 13 + 9));
	EXPECT(lab.sim->steps < 2000000);
}

TEST(fault_random)
{
	u32 faults = 0, seed;

	EXPECT_EQ(sim_policy_add(&chaos), 0);
	for (seed = 1; seed <= 300; seed++) {
		rng = seed;
		breaks_rules = false;
		chaotic(1 + seed % 4, seed % 2 ? "chaos" : "chaos:span=all");
		/* A slice may be over at once, a timer fire on and on. */
		EXPECT(stats().fault_rule == SCHEDSIM_FAULT_NONE ||
		       stats().fault_rule == SCHEDSIM_FAULT_NO_SLICE_LEFT);
		breaks_rules = true;
		chaotic(1 + seed % 4, seed % 2 ? "chaos" : "chaos:span=all");
		faults += stats().policy_faults;
	}
	EXPECT(faults > 300);
}

/* What it says of slices and of contention, in turn. */
static u64 slices[2];
static bool contended[2];
static u32 asked;

static u64 turn_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		      struct sim_proc *proc)
{
	return slices[asked++ % 2];
}

static bool turn_contended(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return contended[asked++ % 2];
}

static bool always_preempts(const struct sim_rq *rq,
			    const struct sim_proc *first,
			    const struct sim_proc *curr)
{
	return true;
}

static void turn_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	sim_sorted_add(rq, proc, asked++ % 3);
}

static void turn_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_dequeue why)
{
	sim_sorted_remove(rq, proc);
}

static struct sim_proc *turn_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return sim_sorted_first(rq, vcpu);
}

static struct sim_policy turn = {
	.name = "turn", .enqueue = turn_enqueue, .dequeue = turn_dequeue,
	.pick = turn_pick, .slice = turn_slice,
};

/* Whatever it says, a process that is picked gets to run: the end comes. */
TEST(fault_progress)
{
	static const u64 some_slices[] = {
		1, 7, 0, SIM_NO_SLICE, SIM_NO_SLICE - 1, 1ULL << 63,
	};
	u32 i, k, how;

	EXPECT_EQ(sim_policy_add(&turn), 0);
	for (i = 0; i < 36; i++) {
		for (how = 0; how < 24; how++) {
			slices[0] = some_slices[i % 6];
			slices[1] = some_slices[i / 6];
			contended[0] = how & 1;
			contended[1] = how & 2;
			turn.contended = how < 20 ? turn_contended : NULL;
			turn.wakeup_preempt = how & 4 ? always_preempts : NULL;
			boot_on(1 + how % 3, how & 8 ? "turn:span=all" : "turn",
				10);
			for (k = 0; k < 8; k++)
				spawn(.PROGRAM(RUN(20), SLEEP(3), RUN(10)),
				      .at = k * 4);
			lab_run_idle(&lab);
			EXPECT_EQ(stats().nr_exited, 8);
			EXPECT(stats().time_ns < 400);
			for (k = 1; k <= 8; k++)
				EXPECT_EQ(proc(k).cpu_ns, 30);
			EXPECT(lab.sim->steps < 200000);
			/* Only a slice of 0 is wrong. */
			EXPECT(!stats().policy_faults || !slices[0] ||
			       !slices[1]);
		}
	}
}

/* It takes back what it has said, as soon as it is asked again. */
static u64 fickle_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			struct sim_proc *proc)
{
	return vcpu->contended ? 10 : 0;
}

static bool fickle_contended(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return !vcpu->contended;
}

static const struct sim_policy fickle = {
	.name = "fickle", .enqueue = turn_enqueue, .dequeue = turn_dequeue,
	.pick = turn_pick, .slice = fickle_slice, .contended = fickle_contended,
	.wakeup_preempt = always_preempts,
};

TEST(fault_fickle)
{
	u32 k, nr_vcpus;

	EXPECT_EQ(sim_policy_add(&fickle), 0);
	for (nr_vcpus = 1; nr_vcpus <= 3; nr_vcpus++) {
		boot_on(nr_vcpus, "fickle:span=all", 10);
		for (k = 0; k < 8; k++)
			spawn(.PROGRAM(RUN(20), SLEEP(3), RUN(10)), .at = k * 4);
		lab_run_idle(&lab);
		EXPECT_EQ(stats().nr_exited, 8);
		EXPECT(lab.sim->steps < 200000);
		EXPECT_EQ(stats().fault_rule,
			  nr_vcpus > 1 ? SCHEDSIM_FAULT_NO_PROGRESS : 0);
	}
}

/* Two that are to lock something preempt each other, and none ever does. */
static const struct sim_policy envious = {
	.name = "envious", .enqueue = turn_enqueue, .dequeue = turn_dequeue,
	.pick = turn_pick, .wakeup_preempt = always_preempts,
};

TEST(fault_envious)
{
	u32 k, nr_vcpus;

	EXPECT_EQ(sim_policy_add(&envious), 0);
	for (nr_vcpus = 1; nr_vcpus <= 3; nr_vcpus++) {
		boot_on(nr_vcpus, "envious:span=all", 10);
		make_mutex(INHERIT);
		for (k = 0; k < 8; k++)
			spawn(.PROGRAM(LOCK(1), RUN(20), UNLOCK(1), SLEEP(3),
				       LOCK(1), RUN(10), UNLOCK(1)));
		lab_run_idle(&lab);
		EXPECT_EQ(stats().nr_exited, 8);
		EXPECT_EQ(stats().fault_rule, SCHEDSIM_FAULT_NO_PROGRESS);
		EXPECT_EQ(stats().time_ns, 8 * 30);
	}
}
