// SPDX-License-Identifier: GPL-2.0
/*
 * Adapting: a controller keeps the quantum between two bounds, such that what is
 * measured stays just below a limit. It is apart from policies: they see a quantum that
 * somebody changes. A feedback controller as in J. L. Hellerstein, Y. Diao, S. Parekh and
 * D. M. Tilbury, "Feedback Control of Computing Systems" (Wiley, 2004): integral control,
 * with the gain taken from a model of what is controlled.
 *
 * What is measured is one of two:
 *
 *  - The share of context switches in the time that vCPUs are in use. It falls when the
 *    quantum grows: the shortest quantum is sought that keeps the limit. An interval
 *    counts if somebody waits at its begin and at its end.
 *  - The 95th percentile of responses: of the time from an arrival or a wakeup until the
 *    process runs, after the context switch. It grows with the quantum: the longest
 *    quantum is sought. Only what begins after the last change counts.
 *
 * At each multiple of an interval at which somebody waits, all that has been measured
 * since the last decision is looked at. If it is beyond the limit, or further below it
 * than a dead band, a new quantum is chosen and measuring begins anew; else, once that is
 * exact enough, measuring begins anew without a change.
 *
 * The model is a proportion: responses take as many quanta as processes come first, and
 * switches are to the rest of the time as their cost is to the quantum. So with the
 * measure y and an aim G, below the limit, q G / y (or q y / G) is the quantum that
 * meets the aim. If that is at least twice as long as q, or half as long, it is taken, up to
 * 8 times; else q goes half the way.
 *
 * Why that is stable: let responses be y = a q + b, since some of what they wait for does
 * not depend on the quantum, with 0 <= b < G. One step is f(q) = q + k (q G / y - q), with
 * k 1 or 1/2. f rises and is concave, and f(q) = q only where y = G: from either side, each
 * step comes closer to that quantum and none goes beyond it. Its slope there is
 * 1 - k (1 - b / G), so near it what is left shrinks by half each time if b is 0. The odds of
 * switches are y = a / q + b: f is linear, with the same slope, and the same holds. If b > G,
 * the limit cannot be kept, and the quantum goes to its bound. As no measurement mixes two
 * quanta, the loop has no delay.
 *
 * Why it is steady: the dead band is wider than what is measured is inexact. The share is
 * taken as if each vCPU's last switch had not been, or one more had (a step that is
 * taken is the smaller of the two), and measuring goes on until that makes 1/32 of it. So under
 * a steady load, a quantum that keeps the measure within the band is never changed again.
 * Responses are random: their band is wider, and 64 of them, or those of 8 intervals, decide.
 * Where nobody has woken up for 8 intervals and two rounds of quanta, no response is too
 * long, and the quantum doubles at each look.
 */
#include "core/adapt.h"
#include "core/charge.h"
#include "core/log.h"
#include "core/online.h"
#include "core/unbalanced.h"
#include "core/vcpu.h"

#define PPM		1000000ULL
/* Factors of the quantum are in 65,536ths. */
#define ONE		65536ULL
#define MAX_FACTOR	8
/* A share is exact enough when it is that of so many switches at each vCPU. */
#define ENOUGH_SWITCHES	32
/* More time in use than this is not added up: PPM times as much must fit in 64 bits. */
#define MAX_SPENT	BIT_ULL(43)
/* So many responses, or looks if there were any, are enough. */
#define ENOUGH_RESPONSES 64
#define MAX_LOOKS	8

static bool is_within(u64 value, u64 least, u64 most)
{
	return value >= least && value <= most;
}

/**
 * sim_adapt_check - may the quantum adapt like this?
 * @config: how
 * @min_quantum_ns: the least quantum, which depends on the clock
 *
 * What is 0 need not be right unless there is a target that needs it.
 *
 * Return: 0, or -EINVAL.
 */
int sim_adapt_check(const struct sim_adapt_config *config, u64 min_quantum_ns)
{
	bool on = config->target;

	if (config->target > SCHEDSIM_ADAPT_RESPONSE)
		return -EINVAL;
	if ((config->switch_ppm || config->target == SCHEDSIM_ADAPT_SWITCH) &&
	    !is_within(config->switch_ppm, SCHEDSIM_MIN_ADAPT_PPM,
		       SCHEDSIM_MAX_ADAPT_PPM))
		return -EINVAL;
	if ((config->response_ns || config->target == SCHEDSIM_ADAPT_RESPONSE) &&
	    !is_within(config->response_ns, min_quantum_ns,
		       SCHEDSIM_MAX_QUANTUM_NS))
		return -EINVAL;
	if ((on || config->min_ns || config->max_ns) &&
	    (!is_within(config->min_ns, min_quantum_ns, config->max_ns) ||
	     config->max_ns > SCHEDSIM_MAX_QUANTUM_NS))
		return -EINVAL;
	if ((on || config->interval_ns) &&
	    !is_within(config->interval_ns, min_quantum_ns,
		       SCHEDSIM_MAX_QUANTUM_NS))
		return -EINVAL;
	return 0;
}

/**
 * sim_adapt_complete - what is 0 becomes what it is unless it is set
 * @config: to be completed
 */
void sim_adapt_complete(struct sim_adapt_config *config)
{
	config->switch_ppm = config->switch_ppm ?: SCHEDSIM_DEFAULT_ADAPT_PPM;
	config->response_ns = config->response_ns ?:
			      SCHEDSIM_DEFAULT_ADAPT_RESPONSE_NS;
	config->min_ns = config->min_ns ?: SCHEDSIM_DEFAULT_ADAPT_MIN_NS;
	config->max_ns = config->max_ns ?: SCHEDSIM_DEFAULT_ADAPT_MAX_NS;
	config->interval_ns = config->interval_ns ?:
			      SCHEDSIM_DEFAULT_ADAPT_INTERVAL_NS;
}

/* Measuring begins anew. */
static void restart(struct sim *sim)
{
	struct sim_adapt *adapt = &sim->adapt;

	adapt->lost = 0;
	adapt->spent = 0;
	adapt->looks = 0;
	if (adapt->nr)
		memset(adapt->buckets, 0, sizeof(adapt->buckets));
	adapt->nr = 0;
}

/**
 * sim_adapt_begin - measuring begins anew, for what is measured is another thing now
 * @sim: the simulation, whose quantum, policy, costs or vCPUs have changed
 */
void sim_adapt_begin(struct sim *sim)
{
	restart(sim);
	sim->adapt.since = sim->now;
	sim->adapt.changed = sim->now;
	sim->adapt.awaited = false;
}

/* The quantum within the bounds, if it adapts. */
static u64 bounded(const struct sim *sim, u64 quantum_ns)
{
	const struct sim_adapt_config *config = &sim->config.adapt;

	return config->target ? clamp(quantum_ns, config->min_ns, config->max_ns) :
				quantum_ns;
}

/* When to look next: at the next multiple of the interval. */
static void set_next_look(struct sim *sim)
{
	const struct sim_adapt_config *config = &sim->config.adapt;
	u64 rest;

	sim->next_adapt = SIM_NEVER;
	if (config->target) {
		div64_u64_rem(sim->now, config->interval_ns, &rest);
		sim->next_adapt = sim->now + config->interval_ns - rest;
	}
	sim->next_tick = min3(sim->next_peek, sim->next_balance, sim->next_adapt);
	sim->watch_runs = sim->uneven ||
			  config->target == SCHEDSIM_ADAPT_RESPONSE;
}

/**
 * sim_adapt_init - begin to adapt, if that is configured, at time 0
 * @sim: the simulation, whose speed and next peek are known
 */
void sim_adapt_init(struct sim *sim)
{
	sim->quantum = bounded(sim, sim->quantum);
	set_next_look(sim);
}

/* Change the quantum in force, for the running slices too, because of @reason. */
static void change_quantum(struct sim *sim, u64 quantum_ns,
			   enum sim_quantum_reason reason)
{
	u32 i;

	/* Slices that have ended unseen have done so by the old quantum. */
	for (i = 0; i < sim->config.nr_vcpus; i++)
		sim_vcpu_settle_slice(&sim->vcpus[i]);
	sim->quantum = quantum_ns;
	for (i = 0; i < sim->config.nr_vcpus; i++) {
		sim_vcpu_update_slice(&sim->vcpus[i]);
		sim_vcpu_set_due(&sim->vcpus[i]);
	}
	sim_emit(sim, SIM_EVENT_QUANTUM, reason, NULL, NULL, quantum_ns);
}

/**
 * sim_set_quantum - change the quantum, for the running slices too
 * @sim: the simulation
 * @quantum_ns: the new quantum, within the range that sim_config_check() allows
 *
 * While it adapts, it goes on from there, or from the nearest bound.
 */
void sim_set_quantum(struct sim *sim, u64 quantum_ns)
{
	sim->config.quantum_ns = quantum_ns;
	change_quantum(sim, bounded(sim, quantum_ns), SIM_QUANTUM_SET);
	sim_adapt_begin(sim);
}

/**
 * sim_set_adapt - let the quantum adapt, or no more, or otherwise
 * @sim: the simulation
 * @config: how: sim_adapt_check() has allowed it
 *
 * It adapts from the present quantum on. When it no longer does, the quantum is again
 * that of the configuration.
 */
void sim_set_adapt(struct sim *sim, const struct sim_adapt_config *config)
{
	bool on = config->target;
	u64 quantum;

	sim->config.adapt = *config;
	quantum = on ? bounded(sim, sim->quantum) : sim->config.quantum_ns;
	if (quantum != sim->quantum)
		change_quantum(sim, quantum, on ? SIM_QUANTUM_BOUNDS :
						  SIM_QUANTUM_SET);
	sim_adapt_begin(sim);
	sim->adapt.measured = 0;
	set_next_look(sim);
}

/*
 * It has been decided: the quantum is to be @factor times as long, or half as much
 * longer or shorter if that is not far.
 */
static void adapt(struct sim *sim, u64 factor, enum sim_quantum_reason reason)
{
	u64 quantum = sim->quantum, goal;

	factor = clamp(factor, ONE / MAX_FACTOR, ONE * MAX_FACTOR);
	goal = quantum * factor >> 16;
	if (factor < 2 * ONE && factor > ONE / 2)
		goal = (quantum + goal) / 2;
	goal = bounded(sim, goal);
	restart(sim);
	if (goal == quantum)
		return;
	sim->adapt.changes++;
	sim->adapt.changed = sim->now;
	sim_count_walk(sim);
	change_quantum(sim, goal, reason);
}

/* Which share of @spent @lost is, in ppm. */
static u64 share(u64 lost, u64 spent)
{
	return div64_u64(min(lost, spent) * PPM, spent);
}

/* The odds of a share @ppm, by those that are aimed at: 7/8 of the limit's. */
static u64 share_factor(const struct sim *sim, u64 ppm)
{
	u64 limit = sim->config.adapt.switch_ppm;

	if (ppm == PPM)
		return ONE * MAX_FACTOR;
	return div64_u64(ppm * (PPM - limit) * 8 * ONE, limit * (PPM - ppm) * 7);
}

/* Add up what vCPUs have done since the last look, if it counts. */
static void measure_share(struct sim *sim, bool counts)
{
	struct sim_adapt *adapt = &sim->adapt;
	u64 overhead = 0, used = 0;
	u32 i;

	sim->steps += sim->config.nr_vcpus / SIM_STEP_VCPUS;
	for (i = 0; i < sim->config.nr_vcpus; i++) {
		struct sim_vcpu *vcpu = &sim->vcpus[i];

		sim_vcpu_charge(vcpu);
		overhead += vcpu->overhead;
		used += vcpu->overhead + vcpu->busy;
	}
	if (counts) {
		adapt->lost += overhead - adapt->overhead;
		adapt->spent += used - adapt->used;
	}
	adapt->overhead = overhead;
	adapt->used = used;
}

/* The most that it may cost to let another process run, in ns. */
static u64 greatest_cost(const struct sim *sim)
{
	u64 most = 0;
	u32 i;

	for (i = 0; i < SCHEDSIM_NR_DISTANCES; i++)
		most = max(most, sim->config.migration_ns[i]);
	return sim->switch_cost + most;
}

/* One switch more or less at each vCPU must not matter. */
static void decide_by_share(struct sim *sim)
{
	struct sim_adapt *to = &sim->adapt;
	u64 limit = sim->config.adapt.switch_ppm;
	u64 slack = sim->config.nr_vcpus * greatest_cost(sim);
	u64 low, high;

	if (!to->spent)
		return;
	to->measured = share(to->lost, to->spent);
	low = share(to->lost - min(to->lost, slack), to->spent);
	high = share(to->lost + slack, to->spent);
	if (low > limit)
		adapt(sim, share_factor(sim, low), SIM_QUANTUM_LOSSES);
	else if (high * 4 < limit * 3)
		adapt(sim, share_factor(sim, high), SIM_QUANTUM_SPARE);
	else if (to->lost >= ENOUGH_SWITCHES * slack || to->spent > MAX_SPENT)
		restart(sim);
}

/* The bucket of a response of @ns. */
static u32 bucket_of(u64 ns)
{
	u32 shift;

	if (ns < 16)
		return ns;
	shift = ilog2(ns) - 4;
	return min(16 * shift + (u32)(ns >> shift), SIM_ADAPT_BUCKETS - 1U);
}

/* The longest response that is in it. */
static u64 bucket_end(u32 bucket)
{
	u32 shift;

	if (bucket < 16)
		return bucket;
	shift = bucket / 16 - 1;
	return ((u64)(bucket % 16 + 17) << shift) - 1;
}

/* What 95% of all responses did not exceed. */
static u64 percentile(const struct sim_adapt *adapt)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; i < SIM_ADAPT_BUCKETS - 1; i++) {
		sum += adapt->buckets[i];
		if (sum * 100 >= adapt->nr * 95ULL)
			break;
	}
	return bucket_end(i);
}

/*
 * Has nobody woken up for so long that nobody can be expected to? Who has, and waits, comes
 * to run when all others have had a quantum.
 */
static bool is_quiet(const struct sim *sim)
{
	const struct sim_adapt *adapt = &sim->adapt;
	u64 quiet = sim->now - max3(adapt->woken, adapt->ran, adapt->since);

	return quiet > MAX_LOOKS * sim->config.adapt.interval_ns &&
	       quiet > 2 * sim->nr_procs[SCHEDSIM_STATE_READY] *
		       (sim->quantum + greatest_cost(sim));
}

static void decide_by_response(struct sim *sim)
{
	struct sim_adapt *to = &sim->adapt;
	u64 limit = sim->config.adapt.response_ns;
	u64 factor;

	to->looks++;
	if (is_quiet(sim)) {
		to->measured = 0;
		adapt(sim, 2 * ONE, SIM_QUANTUM_QUIET);
		return;
	}
	if (to->nr < ENOUGH_RESPONSES && (!to->nr || to->looks < MAX_LOOKS))
		return;
	sim->steps += SIM_ADAPT_BUCKETS / 64;
	to->measured = percentile(to);
	/* 3/4 of the limit is aimed at. A response that took no time is no divisor. */
	factor = div64_u64(limit * 3 * ONE, max(to->measured, 1ULL) * 4);
	if (to->measured > limit)
		adapt(sim, factor, SIM_QUANTUM_SLOW);
	else if (to->measured * 2 < limit)
		adapt(sim, factor, SIM_QUANTUM_FAST);
	else
		restart(sim);
}

/**
 * sim_adapt_look - the time to look has come, or has passed while nobody waited
 * @sim: the simulation; its @next_adapt is not in the future
 *
 * Return: whether that is done; else there is something that comes first.
 */
bool sim_adapt_look(struct sim *sim)
{
	bool missed = sim->next_adapt < sim->now, awaited;
	u64 rest;

	/* What ends at this instant has not ended yet. */
	if (sim->faulty || sim->unfinished)
		return false;
	div64_u64_rem(sim->now, sim->config.adapt.interval_ns, &rest);
	awaited = !rest && sim_any_waits(sim);
	missed |= !sim->adapt.awaited;
	set_next_look(sim);
	sim->adapt.awaited = awaited;
	if (!awaited)
		return true;
	if (sim->config.adapt.target == SCHEDSIM_ADAPT_SWITCH) {
		measure_share(sim, !missed);
		decide_by_share(sim);
	} else {
		decide_by_response(sim);
	}
	return true;
}

/**
 * sim_adapt_note - note how long a response took, if adapting needs to know
 * @sim: the simulation
 * @vcpu: a vCPU
 * @proc: the process that begins to run there
 */
void sim_adapt_note(struct sim *sim, const struct sim_vcpu *vcpu,
		    struct sim_proc *proc)
{
	struct sim_adapt *adapt = &sim->adapt;
	u64 woken_at = proc->woken_at;

	if (sim->config.adapt.target != SCHEDSIM_ADAPT_RESPONSE ||
	    woken_at == SIM_NEVER || woken_at <= adapt->since)
		return;
	proc->woken_at = SIM_NEVER;
	adapt->ran = sim->now;
	if (woken_at <= adapt->changed)
		return;
	adapt->nr++;
	adapt->buckets[bucket_of(vcpu->exec_start - woken_at)]++;
}
