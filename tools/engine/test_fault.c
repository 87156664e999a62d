// SPDX-License-Identifier: GPL-2.0
/*
 * Policies that break rules: fair takes their place, and nobody is lost.
 */
#include "random.h"
#include "watch_objects.h"

#define NR	12

/* What the policy does wrong. */
enum mistake {
	NONE,
	PICKS_NOBODY,
	PICKS_RUNNING,
	PICKS_SLEEPING,
	PICKS_EXITED,
	PICKS_NEW,
	PICKS_ELSEWHERE,
	PICKS_FORBIDDEN,
	LOSES,			/* enqueue does not put it anywhere */
	KEEPS,			/* dequeue leaves it there */
	NO_SLICE,
	TIMER_ALWAYS,
	NR_MISTAKES,
	/* These two the engine's queues ignore. */
	QUEUES_STOPPING,	/* puts who leaves the vCPU into its queue */
	QUEUES_RUNNING,		/* enqueue adds who runs, too */
};

static const u32 rules[] = {
	[PICKS_NOBODY] = SCHEDSIM_FAULT_PICKED_NOBODY,
	[PICKS_RUNNING] = SCHEDSIM_FAULT_PICKED_NOT_READY,
	[PICKS_SLEEPING] = SCHEDSIM_FAULT_PICKED_NOT_READY,
	[PICKS_EXITED] = SCHEDSIM_FAULT_PICKED_NOT_READY,
	[PICKS_NEW] = SCHEDSIM_FAULT_PICKED_NOT_READY,
	[PICKS_ELSEWHERE] = SCHEDSIM_FAULT_PICKED_ELSEWHERE,
	[PICKS_FORBIDDEN] = SCHEDSIM_FAULT_PICKED_NOT_ALLOWED,
	[LOSES] = SCHEDSIM_FAULT_PICKED_NOBODY,
	[KEEPS] = SCHEDSIM_FAULT_LEFT_QUEUED,
	[NO_SLICE] = SCHEDSIM_FAULT_NO_SLICE_LEFT,
	[TIMER_ALWAYS] = SCHEDSIM_FAULT_NO_PROGRESS,
};

static enum mistake mistake;
static u32 countdown;		/* how often it could be made, but is not yet */
static bool once;		/* or each time from then on? */
static u32 made;		/* how often it was made */
static u64 made_at;		/* when first */

/* It could make the mistake now: does it? */
static bool makes(const struct sim_rq *rq, enum mistake which)
{
	if (mistake != which)
		return false;
	if (countdown) {
		countdown--;
		return false;
	}
	if (once && made)
		return false;
	if (!made++)
		made_at = sim_now(rq);
	return true;
}

static void bad_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_enqueue why)
{
	if (makes(rq, LOSES))
		return;
	if (makes(rq, TIMER_ALWAYS))
		sim_rq_set_timer(rq, sim_now(rq));
	if (rq->vcpus[rq->first_vcpu].curr && makes(rq, QUEUES_RUNNING))
		sim_fifo_add(rq, sim_rq_data(rq),
			     rq->vcpus[rq->first_vcpu].curr, false);
	sim_fifo_add(rq, sim_rq_data(rq), proc, false);
}

static void bad_stopping(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			 struct sim_proc *proc, enum sim_stop why)
{
	if (makes(rq, QUEUES_STOPPING))
		sim_fifo_add(rq, sim_rq_data(rq), proc, false);
}

static void bad_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_dequeue why)
{
	if (!makes(rq, KEEPS))
		sim_fifo_remove(rq, sim_rq_data(rq), proc);
}

/* Would it be this mistake to pick @proc at @vcpu? */
static bool is_wrong(const struct sim_rq *rq, const struct sim_vcpu *vcpu,
		     const struct sim_proc *proc)
{
	bool ready = proc->state == SCHEDSIM_STATE_READY;

	switch (mistake) {
	case PICKS_RUNNING:
		return proc->state == SCHEDSIM_STATE_RUNNING;
	case PICKS_SLEEPING:
		return proc->state == SCHEDSIM_STATE_SLEEPING ||
		       proc->state == SCHEDSIM_STATE_BLOCKED;
	case PICKS_EXITED:
		return proc->state == SCHEDSIM_STATE_EXITED;
	case PICKS_NEW:
		return proc->state == SCHEDSIM_STATE_NEW;
	case PICKS_ELSEWHERE:
		return ready && rq->vcpus[proc->vcpu].rq != rq;
	case PICKS_FORBIDDEN:
		return ready && rq->vcpus[proc->vcpu].rq == rq &&
		       vcpu->rq == rq && !sim_allowed(proc, vcpu);
	default:
		return false;
	}
}

static struct sim_proc *bad_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	u32 id;

	if (makes(rq, PICKS_NOBODY))
		return NULL;
	for (id = 1; id <= NR; id++) {
		struct sim_proc *proc = sim_find(lab.sim, id);

		if (proc && is_wrong(rq, vcpu, proc) && makes(rq, mistake))
			return proc;
	}
	return sim_fifo_first(rq, sim_rq_data(rq), vcpu);
}

static u64 bad_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		     struct sim_proc *proc)
{
	return makes(rq, NO_SLICE) ? 0 : sim_quantum_left(rq, vcpu, proc);
}

static void bad_timer(struct sim_rq *rq)
{
	if (makes(rq, TIMER_ALWAYS))
		sim_rq_set_timer(rq, sim_now(rq));
}

/* Looks at who is first, as prio does. */
static bool bad_contended(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	const struct sim_proc *first = sim_fifo_first(rq, sim_rq_data(rq), vcpu);

	return first && first->eff.priority <= SCHEDSIM_MAX_PRIORITY;
}

static bool bad_wakeup_preempt(const struct sim_rq *rq,
			       const struct sim_proc *first,
			       const struct sim_proc *curr)
{
	return first->eff.priority > curr->eff.priority + 5;
}

#define BAD								\
	.rq_size = sizeof(struct sim_fifo),				\
	.enqueue = bad_enqueue, .dequeue = bad_dequeue,			\
	.pick = bad_pick, .slice = bad_slice, .timer = bad_timer,	\
	.stopping = bad_stopping

static const struct sim_policy bad = { .name = "bad", BAD };

static const struct sim_policy worse = {
	.name = "worse", BAD, .contended = bad_contended,
	.wakeup_preempt = bad_wakeup_preempt,
};

static u32 nr_faults;
static struct sim_event last_fault;
static void (*watch_event)(struct lab *lab, const struct sim_event *event);

static void note_fault(struct lab *lab, const struct sim_event *event)
{
	watch_event(lab, event);
	if (event->type != SIM_EVENT_FAULT)
		return;
	nr_faults++;
	last_fault = *event;
}

static void begin(enum mistake which, u32 after)
{
	mistake = which;
	countdown = after;
	once = false;
	made = 0;
}

static void boot_bad(u32 nr_vcpus, const char *policy)
{
	if (!sim_policy_find("bad", 3)) {
		EXPECT_EQ(sim_policy_add(&bad), 0);
		EXPECT_EQ(sim_policy_add(&worse), 0);
	}
	begin(NONE, 0);
	boot_on(nr_vcpus, policy, 10);
	watch_event = lab.on_event;
	lab.on_event = note_fault;
	nr_faults = 0;
}

/* Some that sleep, wait for mutexes, yield, are bound, come later, or run long. */
static void spawn_crowd(void)
{
	u32 i, all = (1 << lab.sim->config.nr_vcpus) - 1;

	make_mutex(INHERIT);
	make_mutex(NONE);
	for (i = 0; i < NR; i++) {
		u64 cpus = i % 3 ? (1 + i * 7 % 15) & all : 0;

		if (i % 4 == 3)
			spawn(.run = 60 + i, .cpus = cpus,
			      .at = i == 7 ? 200 : i);
		else
			spawn(.PROGRAM(LOCK(1), RUN(7 + i), UNLOCK(1), SLEEP(5),
				       RUN(13), YIELD, LOCK(2), RUN(3 * i),
				       SLEEP(3), RUN(2), UNLOCK(2), LOOP(0, 2)),
			      .cpus = cpus, .priority = i, .at = i % 5 * 9);
	}
}

static u64 needs(u32 id)
{
	u32 i = id - 1;

	return i % 4 == 3 ? 60 + i : 2 * (7 + i + 13 + 3 * i + 2);
}

/* All have come to their end, and have had what they need. */
static void expect_all_done(void)
{
	u32 id;

	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, NR);
	for (id = 1; id <= NR; id++)
		EXPECT_EQ(proc(id).cpu_ns, needs(id));
}

/* It was found out, by the rule that stands for it. */
static void expect_fault(enum mistake which, u32 count)
{
	struct schedsim_stats s = stats();
	bool nobody;

	EXPECT(!lab.sim->faulty);
	EXPECT(lab.sim->policy == &sim_policy_fair);
	EXPECT(lab.sim->config.policy == &sim_policy_fair);
	EXPECT_EQ(s.policy_faults, count);
	EXPECT_EQ(nr_faults, count);
	EXPECT_EQ(s.fault_rule, rules[which]);
	EXPECT(!strcmp(s.fault_policy, "bad") || !strcmp(s.fault_policy, "worse"));
	EXPECT_EQ(last_fault.reason, s.fault_rule);
	EXPECT_EQ(last_fault.time, s.fault_ns);
	EXPECT_EQ(last_fault.id, s.fault_id);
	EXPECT_EQ(last_fault.vcpu, s.fault_vcpu);
	EXPECT_EQ(last_fault.arg, s.fault_waiting);
	/* Noticed when nobody else is left, or when one is picked. */
	if (which == LOSES || which == NO_SLICE)
		EXPECT(s.fault_ns >= made_at);
	else
		EXPECT_EQ(s.fault_ns, made_at);
	nobody = which == PICKS_NOBODY || which == LOSES || which == TIMER_ALWAYS;
	EXPECT_EQ(!s.fault_id, nobody);
}

static const struct {
	u32 nr_vcpus;
	bool spans;
	const char *policy;
} places[] = {
	{ 1, false, "bad" }, { 1, false, "worse" },
	{ 4, false, "bad" }, { 4, false, "worse" },
	{ 4, true, "bad:span=all" }, { 4, true, "worse:span=all" },
};

/* Can it be made there at all? Where one is sent away by another, who runs is asked for. */
static bool is_possible(enum mistake which, u32 place)
{
	if (which == PICKS_ELSEWHERE)
		return places[place].nr_vcpus > 1 && !places[place].spans;
	if (which == PICKS_FORBIDDEN)
		return places[place].spans;
	return which != PICKS_RUNNING || places[place].nr_vcpus > 1 ||
	       places[place].policy[0] == 'w';
}

/* At once, and some time later: all go on under fair, as if nothing had happened. */
TEST(fault_each)
{
	u32 which, place, after;

	for (which = PICKS_NOBODY; which < NR_MISTAKES; which++) {
		for (place = 0; place < ARRAY_SIZE(places); place++) {
			for (after = 0; after < 17; after += 1 + after / 2) {
				boot_bad(places[place].nr_vcpus,
					 places[place].policy);
				begin(which, after);
				spawn_crowd();
				expect_all_done();
				EXPECT_EQ(!!made, is_possible(which, place));
				if (made)
					expect_fault(which, 1);
			}
		}
	}
}

/* Without a mistake it is a policy like others. */
TEST(fault_none)
{
	u32 place;

	for (place = 0; place < ARRAY_SIZE(places); place++) {
		boot_bad(places[place].nr_vcpus, places[place].policy);
		spawn_crowd();
		expect_all_done();
		EXPECT_EQ(stats().policy_faults, 0);
		EXPECT_EQ(stats().fault_rule, SCHEDSIM_FAULT_NONE);
		EXPECT_STR(stats().fault_policy, "");
		EXPECT(lab.sim->policy == &bad || lab.sim->policy == &worse);
	}
}

/* A reset after it: the run queues of fair are still those that were kept for it. */
TEST(fault_reset)
{
	u32 which, place;

	for (which = PICKS_NOBODY; which < NR_MISTAKES; which++) {
		for (place = 0; place < ARRAY_SIZE(places); place++) {
			boot_bad(places[place].nr_vcpus, places[place].policy);
			spawn_crowd();
			begin(which, 2);
			lab_run(&lab, 60);
			watch = WATCH_NOTHING;
			lab.on_event = NULL;
			lab.on_advance = NULL;
			lab_reset(&lab);
			EXPECT_EQ(stats().policy_faults, 0);
			EXPECT_EQ(lab.sim->rqs == lab.sim->spare_rqs,
				  !lab.sim->rqs_size);
			begin(NONE, 0);
			spawn_crowd();
			expect_all_done();
			lab_set_policy(&lab, "rr");
			EXPECT(lab.sim->rqs_size);
		}
	}
}

/* Afterwards another policy may be chosen, and the bad one again. */
TEST(fault_again)
{
	u32 which, place, round;

	for (which = PICKS_NOBODY; which < NR_MISTAKES; which++) {
		for (place = 0; place < ARRAY_SIZE(places); place++) {
			if (!is_possible(which, place))
				continue;
			boot_bad(places[place].nr_vcpus, "rr:span=all");
			spawn_crowd();
			for (round = 1; round <= 3; round++) {
				lab_run(&lab, lab.sim->now + 20);
				lab_set_policy(&lab, places[place].policy);
				begin(which, 2);
				lab_run(&lab, lab.sim->now + 60);
				if (made && nr_faults == round)
					expect_fault(which, round);
				lab_set_policy(&lab, "rr:span=all");
				begin(NONE, 0);
			}
			EXPECT(nr_faults);
			expect_all_done();
			EXPECT(lab.sim->policy == policy("rr"));
		}
	}
}

/* While its processes are moved to another policy: that one is used all the same. */
TEST(fault_in_change)
{
	u32 which, place, after;

	for (which = PICKS_NOBODY; which < NR_MISTAKES; which++) {
		for (place = 0; place < ARRAY_SIZE(places); place++) {
			for (after = 0; after < 3; after++) {
				boot_bad(places[place].nr_vcpus,
					 places[place].policy);
				spawn_crowd();
				lab_run(&lab, 37);
				begin(which, after);
				lab_set_policy(&lab, "prio:span=all");
				EXPECT(lab.sim->policy == policy("prio"));
				EXPECT(!lab.sim->faulty);
				EXPECT_EQ(nr_faults, stats().policy_faults);
				expect_all_done();
				EXPECT(lab.sim->policy == policy("prio"));
			}
		}
	}
}

/* From one to itself: the new one makes it, in the middle of the change. */
TEST(fault_of_new_policy)
{
	u32 which, place;

	for (which = PICKS_NOBODY; which < NR_MISTAKES; which++) {
		for (place = 0; place < ARRAY_SIZE(places); place++) {
			boot_bad(places[place].nr_vcpus, "linux");
			spawn_crowd();
			lab_run(&lab, 37);
			begin(which, 0);
			lab_set_policy(&lab, places[place].policy);
			expect_all_done();
			EXPECT_EQ(!!made, is_possible(which, place));
			if (made)
				expect_fault(which, 1);
		}
	}
}

/* Who is not ready gets into no queue, whatever the policy does. */
TEST(fault_queues_running)
{
	u32 which, place, after;

	for (which = QUEUES_STOPPING; which <= QUEUES_RUNNING; which++) {
		for (place = 0; place < ARRAY_SIZE(places); place++) {
			for (after = 0; after < 20; after++) {
				boot_bad(places[place].nr_vcpus,
					 places[place].policy);
				begin(which, after);
				spawn_crowd();
				expect_all_done();
				EXPECT(made);
				EXPECT_EQ(nr_faults, 0);
			}
		}
	}
}

/* While time stands still: decisions are asked for, processes come and are killed. */
TEST(fault_while_paused)
{
	u32 which, place;

	for (which = PICKS_NOBODY; which < NR_MISTAKES; which++) {
		for (place = 0; place < ARRAY_SIZE(places); place++) {
			boot_bad(places[place].nr_vcpus, places[place].policy);
			spawn_crowd();
			lab_run(&lab, 37);
			lab_pause(&lab);
			begin(which, 0);
			lab_trigger(&lab, SCHEDSIM_ALL_VCPUS);
			lab_trigger(&lab, 0);
			spawn();
			lab_settle(&lab);
			lab_kill(&lab, NR + 1);
			lab_reap(&lab, NR + 1);
			EXPECT_EQ(lab.sim->now, 37);
			EXPECT(lab.sim->paused);
			lab_resume(&lab);
			expect_all_done();
			EXPECT_EQ(!!nr_faults, is_possible(which, place));
		}
	}
}

/* Those that it has lost, or kept, are killed and forgotten. */
TEST(fault_killed)
{
	u32 which, place, after, id;

	for (which = PICKS_NOBODY; which < NR_MISTAKES; which++) {
		for (place = 0; place < ARRAY_SIZE(places); place++) {
			for (after = 0; after < 40; after += 3) {
				boot_bad(places[place].nr_vcpus,
					 places[place].policy);
				spawn_crowd();
				lab_run(&lab, 10);
				begin(which, after % 5);
				lab_run(&lab, 10 + after);
				for (id = 1 + after % 3; id <= NR; id += 2) {
					if (proc(id).state !=
					    SCHEDSIM_STATE_EXITED)
						lab_kill(&lab, id);
					lab_reap(&lab, id);
				}
				lab_run_idle(&lab);
				EXPECT_EQ(stats().nr_exited,
					  stats().nr_procs);
				EXPECT(nr_faults <= 1);
			}
		}
	}
}

/*
 * Several changes from outside come before the engine gets to do anything about it;
 * ids are given out again.
 */
TEST(fault_not_settled)
{
	u32 which, place, after, id;

	for (which = PICKS_NOBODY; which < NR_MISTAKES; which++) {
		for (place = 0; place < ARRAY_SIZE(places); place++) {
			for (after = 0; after < 16; after++) {
				boot_bad(places[place].nr_vcpus,
					 places[place].policy);
				for (id = 1; after % 4 && id <= NR; id++)
					spawn(.run = 60);
				if (after % 4 == 0)
					spawn_crowd();
				lab_run(&lab, 25);
				begin(which, after / 4);
				once = after % 2;
				for (id = 1; id <= NR; id++) {
					struct sim_proc *p = sim_find(lab.sim, id);
					struct schedsim_attr to = p->attr;

					to.affinity[0] = id % 5 ? 1 : 0;
					to.priority = 50 - id;
					sim_set_attr(lab.sim, p, &to);
					sim_yield(lab.sim, p);
					if (id % 3 == 0)
						continue;
					sim_kill(lab.sim, p);
					lab_reap(&lab, id);
					EXPECT_EQ(spawn(.id = id, .run = 5), id);
				}
				sim_trigger(lab.sim, SCHEDSIM_ALL_VCPUS);
				lab_run_idle(&lab);
				EXPECT_EQ(stats().nr_exited, NR);
				EXPECT(nr_faults <= 1);
			}
		}
	}
}

/* Half as long after each quantum that a process has had. */
static u64 shrinking_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			   struct sim_proc *proc)
{
	u64 had = proc->cpu / sim_quantum(rq);

	return sim_slice_left(rq, vcpu, proc, had < 64 ? sim_quantum(rq) >> had : 0);
}

static const struct sim_policy shrinking = {
	.name = "shrinking", .rq_size = sizeof(struct sim_fifo),
	.enqueue = bad_enqueue, .dequeue = bad_dequeue, .pick = bad_pick,
	.slice = shrinking_slice,
};

/* A slice is 0 while a process runs alone, and is looked at when another one comes. */
TEST(fault_slice_shrinks)
{
	if (!sim_policy_find("shrinking", 9))
		EXPECT_EQ(sim_policy_add(&shrinking), 0);
	boot_bad(1, "shrinking");
	spawn();
	lab_run(&lab, 1000);
	EXPECT_EQ(nr_faults, 0);
	spawn();
	lab_run(&lab, 2000);
	EXPECT_EQ(nr_faults, 1);
	EXPECT_EQ(last_fault.reason, SCHEDSIM_FAULT_NO_SLICE_LEFT);
	EXPECT_EQ(proc(1).cpu_ns + proc(2).cpu_ns, 2000);
}
