// SPDX-License-Identifier: GPL-2.0
/*
 * bad: a policy that breaks a rule, for the test policy_module.sh. The parameter
 * "how" says which, "after" how long it keeps the rules before that.
 *
 * It looks at the neighbour of a vCPU, so the number of vCPUs must be even.
 */
#include <schedsim/policy.h>

enum { HOW, AFTER };

enum how {
	PICKS_NOBODY,
	PICKS_RUNNING,
	PICKS_ELSEWHERE,	/* with a span of one vCPU */
	PICKS_FORBIDDEN,	/* with a span of all, and somebody kept from vCPU 0 */
	NO_SLICE,
	TIMER_WITHOUT_END,
	LOSES_ONE,
	LEAVES_QUEUED,
	NR_HOW
};

static const struct sim_param params[] = {
	[HOW] = { .name = "how", .kind = SCHEDSIM_PARAM_NUMBER, .max = NR_HOW - 1 },
	[AFTER] = { .name = "after", .kind = SCHEDSIM_PARAM_TIME, .max = SCHEDSIM_MAX_TIME_NS },
};

/* When it begins to break the rule; and who was kept from vCPU 0, or is lost. */
struct bad_rq {
	u64 begin;
	const struct sim_proc *victim;
};

static bool breaks(const struct sim_rq *rq, enum how how)
{
	const struct bad_rq *bad = sim_rq_data(rq);

	return rq->params[HOW] == how && sim_now(rq) >= bad->begin;
}

static void init(struct sim_rq *rq)
{
	struct bad_rq *bad = sim_rq_data(rq);

	bad->begin = sim_now(rq) + rq->params[AFTER];
	if (rq->params[HOW] == TIMER_WITHOUT_END)
		sim_rq_set_timer(rq, bad->begin);
}

static void timer(struct sim_rq *rq)
{
	sim_rq_set_timer(rq, sim_now(rq));
}

static void enqueue(struct sim_rq *rq, struct sim_proc *proc, enum sim_enqueue why)
{
	struct bad_rq *bad = sim_rq_data(rq);

	if (breaks(rq, LOSES_ONE) && !bad->victim) {
		bad->victim = proc;
		return;
	}
	if (rq->params[HOW] == PICKS_FORBIDDEN && !sim_allowed(proc, rq->vcpus))
		bad->victim = proc;
	sim_sorted_add(rq, proc, 0);
}

/* One that is lost is taken out, too. */
static void dequeue(struct sim_rq *rq, struct sim_proc *proc, enum sim_dequeue why)
{
	if (!breaks(rq, LEAVES_QUEUED))
		sim_sorted_remove(rq, proc);
}

/* Whom @vcpu must not have, or NULL if there is nobody just now. */
static const struct sim_proc *wrong(const struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	const struct sim_vcpu *neighbour = &rq->vcpus[vcpu->id ^ 1];
	const struct bad_rq *bad = sim_rq_data(rq);

	if (breaks(rq, PICKS_RUNNING))
		return neighbour->curr;
	if (breaks(rq, PICKS_ELSEWHERE))
		return sim_sorted_first(neighbour->rq, neighbour);
	if (breaks(rq, PICKS_FORBIDDEN) && !vcpu->id && bad->victim &&
	    bad->victim->state == SCHEDSIM_STATE_READY)
		return bad->victim;
	return NULL;
}

static struct sim_proc *pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	if (breaks(rq, PICKS_NOBODY))
		return NULL;
	return (struct sim_proc *)wrong(rq, vcpu) ?: sim_sorted_first(rq, vcpu);
}

static u64 slice(struct sim_rq *rq, const struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	return breaks(rq, NO_SLICE) ? 0 : sim_quantum_left(rq, vcpu, proc);
}

static const struct sim_policy policy = {
	.name = "bad",
	.summary = "breaks a rule",
	.owner = THIS_MODULE,
	.params = params,
	.nr_params = ARRAY_SIZE(params),
	.rq_size = sizeof(struct bad_rq),
	.init = init,
	.enqueue = enqueue,
	.dequeue = dequeue,
	.pick = pick,
	.slice = slice,
	.timer = timer,
};

schedsim_policy_module(policy);
