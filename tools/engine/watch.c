// SPDX-License-Identifier: GPL-2.0
/*
 * What must always hold of a simulation, and short words for tests.
 */
#include <stdio.h>

#include "core/affinity.h"
#include "core/params.h"
#include "sync/wait.h"
#include "watch_objects.h"

struct lab lab;
enum watch watch;

static char trace_text[16384];
static size_t trace_len;

static void on_event(struct lab *lab, const struct sim_event *event)
{
	size_t room = sizeof(trace_text) - trace_len;

	note_event(event);
	if (event->type != SIM_EVENT_DISPATCH || room < 64)
		return;
	trace_len += snprintf(trace_text + trace_len, room, "%s%llu:%u",
			      trace_len ? " " : "", event->time, event->id);
	if (event->vcpu)
		trace_len += sprintf(trace_text + trace_len, "@%u", event->vcpu);
}

/* While the policy changes, those that wait are on their way. */
static bool is_changing(const struct sim *sim)
{
	return sim->faulty || sim->change.policy;
}

/* Is @proc where it may wait? While vCPUs go offline or online, it may be on its way. */
static bool is_in_place(const struct sim_proc *proc, const struct sim_rq *rq)
{
	return rq->sim->moving ? sim_allowed_in(proc, rq) :
				 sim_may_wait_in(rq->sim, proc, rq);
}

/* Is all done that is to be done at this instant? */
static bool is_settled(const struct sim *sim)
{
	return !sim->paused && sim_next_event(sim) > sim->now;
}

static void check_vcpu(const struct sim_vcpu *vcpu)
{
	const struct sim *sim = vcpu->sim;

	EXPECT_EQ(vcpu->busy + vcpu->idle + vcpu->overhead, sim->now);
	EXPECT(vcpu->idle >= sim_vcpu_offline(vcpu));
	if (!vcpu->curr) {
		EXPECT(!is_settled(sim) || !sim_awaited(vcpu->rq, vcpu) ||
		       !sim_is_online(sim, vcpu->id));
		return;
	}
	EXPECT(sim_is_online(sim, vcpu->id));
	EXPECT_EQ(vcpu->curr->state, SCHEDSIM_STATE_RUNNING);
	EXPECT_EQ(vcpu->curr->vcpu, vcpu->id);
	EXPECT(sim_allowed(vcpu->curr, vcpu));
	EXPECT(sim_next_event(sim) != SIM_NEVER || sim->paused ||
	       (vcpu->curr->burst_left == SIM_FOREVER && !vcpu->contended));
}

static void check_proc(struct sim_proc *proc)
{
	const struct sim *sim = lab.sim;
	bool exited = proc->state == SCHEDSIM_STATE_EXITED;
	u64 sum, end = exited ? proc->finish : sim->now;
	struct schedsim_proc p;

	sim_report_proc(sim, proc, &p);
	sum = p.cpu_ns + p.waiting_ns + p.sleeping_ns + p.overhead_ns;
	if (proc->state == SCHEDSIM_STATE_NEW || end < proc->arrival)
		EXPECT_EQ(sum, 0);
	else
		EXPECT_EQ(sum, end - proc->arrival);
	if (proc->state == SCHEDSIM_STATE_RUNNING)
		EXPECT(sim->vcpus[proc->vcpu].curr == proc);
}

/* Who waits in @rq, counted one by one: that is what the run queue says. */
static void check_rq(const struct sim_rq *rq)
{
	u32 nr_waiting = 0, id, left, v;
	struct sim_vcpus awaited = {};
	struct sim *sim = rq->sim;
	u64 load = 0;

	for (id = 1, left = sim->nr_ids; left; id++) {
		const struct sim_proc *proc = sim->procs[id];

		left -= !!proc;
		if (!proc || !sim_proc_ready(proc) || sim_throttled(proc) ||
		    sim->vcpus[proc->vcpu].rq != rq)
			continue;
		nr_waiting++;
		load += sim_weight(proc->attr.nice);
		EXPECT(is_in_place(proc, rq));
		for (v = 0; v < sim->config.nr_vcpus; v++)
			if (sim_vcpus_has(&rq->spanned, v) &&
			    sim_allowed(proc, &sim->vcpus[v]))
				awaited.bits[v / 64] |= 1ULL << v % 64;
	}
	EXPECT_EQ(rq->nr_waiting, nr_waiting);
	EXPECT_EQ(rq->load, rq->by_vcpu ? load : 0);
	for (v = 0; v < sim->config.nr_vcpus; v++) {
		if (sim->vcpus[v].rq != rq)
			continue;
		EXPECT(sim_vcpus_has(&rq->spanned, v));
		EXPECT_EQ(sim_awaited(rq, &sim->vcpus[v]),
			  sim_vcpus_has(&awaited, v));
	}
}

/* What is known of all vCPUs at once is what one finds who looks at each. */
static void check_index(const struct sim *sim)
{
	const struct sim_index *index = &sim->index;
	struct sim_vcpus awaited = {};
	u32 nr_waiting = 0, i, v;

	for (i = 0; i < sim->config.nr_vcpus; i++) {
		const struct sim_vcpu *vcpu = &sim->vcpus[i];
		const struct sim_rq *rq = vcpu->rq;

		EXPECT(sim_vcpus_has(&index->reloaded, i) ||
		       vcpu->load_noted == vcpu->nr_ready + !!vcpu->curr);
		EXPECT(!rq->by_vcpu || sim_vcpus_has(&index->idle, i) == !vcpu->curr);
		if (rq->first_vcpu != i || !rq->by_vcpu)
			continue;
		EXPECT(sim_vcpus_has(&index->recounted, i) || rq->nr_noted == rq->nr_waiting);
		nr_waiting += rq->nr_waiting;
		for (v = 0; v < ARRAY_SIZE(awaited.bits); v++)
			awaited.bits[v] |= rq->awaited.bits[v];
	}
	EXPECT_EQ(index->nr_waiting, nr_waiting);
	for (v = 0; v < ARRAY_SIZE(awaited.bits); v++)
		EXPECT_EQ(index->everywhere.bits[v] | index->bound.bits[v], awaited.bits[v]);
}

/* Must @proc, which waits, run at @vcpu? Its run queue offers the first one. */
static bool displaces(const struct sim_proc *proc, const struct sim_vcpu *vcpu)
{
	const struct sim_policy *policy = vcpu->sim->policy;

	return policy->before && policy->wakeup_preempt &&
	       policy->pick(vcpu->sim->vcpus[proc->vcpu].rq, vcpu) == proc &&
	       policy->before(vcpu->rq, proc, vcpu->curr) &&
	       policy->wakeup_preempt(vcpu->rq, proc, vcpu->curr);
}

/*
 * Nobody waits where it could run: at an idle vCPU, or in place of one that it comes
 * before.
 */
static void check_balance(const struct sim *sim, const struct sim_proc *proc)
{
	const struct sim_policy *policy = sim->policy;
	u64 balance = sim->config.params[policy->nr_params + SIM_PARAM_BALANCE];
	const struct sim_balancing_config *parts = &sim->config.balancing;
	bool idle = balance != SCHEDSIM_BALANCE_NONE, push = balance == SCHEDSIM_BALANCE_ALL;
	u32 i;

	if (parts->parts) {
		idle = parts->parts & SCHEDSIM_BALANCING_IDLE && !parts->defects;
		push = parts->parts & SCHEDSIM_BALANCING_PUSH;
	}
	for (i = 0; i < sim->config.nr_vcpus; i++) {
		const struct sim_vcpu *vcpu = &sim->vcpus[i];

		if (!sim_allowed(proc, vcpu) || !sim_is_online(sim, i))
			continue;
		EXPECT(vcpu->curr || !idle);
		if (vcpu->curr && push)
			EXPECT(!displaces(proc, vcpu));
	}
}

/* After each step: all times add up, and everybody is where he should be. */
static void on_advance(struct lab *lab)
{
	u32 nr_ready = 0, nr[SCHEDSIM_STATE_EXITED + 1] = {}, i, id, left;
	u32 dormant = 0, limited = 0;
	struct sim *sim = lab->sim;

	if (watch == WATCH_NOTHING)
		return;
	sim_charge_all(sim);
	for (i = 0; i < sim->config.nr_vcpus; i++) {
		check_vcpu(&sim->vcpus[i]);
		nr_ready += sim->vcpus[i].nr_ready;
		if (!is_changing(sim) && sim->vcpus[i].rq->first_vcpu == i)
			check_rq(sim->vcpus[i].rq);
	}
	for (id = 1, left = sim->nr_ids; left; id++) {
		if (!sim->procs[id])
			continue;
		check_proc(sim->procs[id]);
		if (watch == WATCH_ALL && sim_proc_ready(sim->procs[id]) &&
		    !sim_throttled(sim->procs[id]) &&
		    !is_changing(sim) && is_settled(sim))
			check_balance(sim, sim->procs[id]);
		nr[sim->procs[id]->state]++;
		dormant += sim->procs[id]->state == SCHEDSIM_STATE_NEW &&
			   sim->procs[id]->arrival == SIM_NEVER;
		limited += sim->procs[id]->state == SCHEDSIM_STATE_BLOCKED &&
			   sim_wait_limit(sim->procs[id]);
		left--;
	}
	if (!is_changing(sim))
		check_index(sim);
	EXPECT_EQ(nr_ready, sim->nr_procs[SCHEDSIM_STATE_READY]);
	for (i = 0; i < ARRAY_SIZE(nr); i++)
		EXPECT_EQ(sim->nr_procs[i], nr[i]);
	EXPECT_EQ(nr[SCHEDSIM_STATE_NEW] - dormant + limited +
		  nr[SCHEDSIM_STATE_SLEEPING], sim->alarms->nr);
	if (!is_changing(sim))
		check_objects();
}

void boot_with(const struct sim_config *config)
{
	if (lab.sim)
		lab_destroy(&lab);
	lab_init(&lab, config);
	lab.on_event = on_event;
	lab.on_advance = on_advance;
	watch = WATCH_ALL;
	trace_clear();
	notes_clear();
}

__attribute__((destructor)) static void shut_down(void)
{
	if (lab.sim)
		lab_destroy(&lab);
}

void boot_on(u32 nr_vcpus, const char *policy, u64 quantum)
{
	struct sim_config config = {
		.quantum_ns = quantum,
		.nr_vcpus = nr_vcpus,
		.max_procs = 64,
	};

	EXPECT_EQ(sim_policy_parse(policy, &config), 0);
	boot_with(&config);
}

void boot(const char *policy, u64 quantum)
{
	boot_on(1, policy, quantum);
}

const struct sim_policy *policy(const char *name)
{
	return sim_policy_find(name, strlen(name));
}

int spawn_job(const struct job *job)
{
	struct schedsim_op run = RUN(job->run);
	struct schedsim_attr attr = {
		.nice = job->nice,
		.priority = job->priority,
		.affinity = { job->cpus },
		.tickets = job->tickets,
		.sched_class = job->sched_class,
		.deadline_ns = job->deadline,
		.period_ns = job->period,
		.working_set = job->working_set,
		.runtime_ns = job->slice,
		.group = job->group,
		.shares = job->shares,
	};
	struct schedsim_spawn_entry entry = {
		.id = job->id,
		.delay_ns = job->at,
		.attr = (uintptr_t)&attr,
		.fork = job->fork,
	};

	if (job->ops) {
		entry.ops = (uintptr_t)job->ops;
		entry.nr_ops = job->nr_ops;
	} else if (job->run) {
		entry.ops = (uintptr_t)&run;
		entry.nr_ops = 1;
	}
	return lab_spawn(&lab, &entry);
}

struct schedsim_attr attr(s32 nice, u32 priority, u64 cpus)
{
	return (struct schedsim_attr) {
		.nice = nice, .priority = priority, .affinity = { cpus },
	};
}

struct schedsim_attr attr_of(u32 id)
{
	return sim_find(lab.sim, id)->attr;
}

u64 vruntime(u32 id)
{
	return proc(id).values[0];
}

struct schedsim_proc proc(u32 id)
{
	struct schedsim_proc p;

	sim_charge_all(lab.sim);
	sim_report_proc(lab.sim, sim_find(lab.sim, id), &p);
	return p;
}

struct schedsim_vcpu vcpu(u32 id)
{
	struct schedsim_vcpu v;

	sim_charge_all(lab.sim);
	sim_report_vcpu(lab.sim, id, &v);
	return v;
}

struct schedsim_stats stats(void)
{
	struct schedsim_stats s = {};

	sim_charge_all(lab.sim);
	sim_report_stats(lab.sim, &s);
	return s;
}

const char *trace(void)
{
	return trace_text;
}

void trace_clear(void)
{
	trace_len = 0;
	trace_text[0] = '\0';
}
