// SPDX-License-Identifier: GPL-2.0
/*
 * The lots that the CPUs of multi.py draw, unit of time by unit of time: at which other
 * queue each looks whose own is empty, and in which order they take jobs. The engine has
 * lots of its own for the former, and none for the latter.
 */
#include "textbook/exercise.h"
#include "util/tool.h"
#include "util/units.h"

/* Last, since it defines words of the kernel. */
#include "core/affinity.h"
#include "core/place.h"
#include "core/vcpu.h"
#include "sim.h"

/* The problem that is being solved. */
static struct problem *solved;

static bool time_to_peek(__u64 time)
{
	const struct exercise_args *args = &solved->args;

	return args->per_cpu && args->peek > 0 && time && !(time % args->peek);
}

/* As random.choice() of all CPUs but one. */
static __u32 draw_other(__u32 cpu)
{
	__u32 other = mersenne_below(&solved->random, solved->args.cpus - 1);

	return other + (other >= cpu);
}

/* As random.shuffle() of the CPUs. */
static void draw_order(__u16 *order)
{
	__u32 i;

	for (i = 0; i < solved->args.cpus; i++)
		order[i] = i;
	for (i = solved->args.cpus - 1; i; i--) {
		__u32 other = mersenne_below(&solved->random, i + 1);
		__u16 cpu = order[i];

		order[i] = order[other];
		order[other] = cpu;
	}
}

/*
 * What multi.py compares with the number of the CPU is not the list of CPUs where a job
 * may run, but what it knows of the job: its run time, its working set.
 */
static bool may_steal(const struct sim_proc *proc, __u32 cpu)
{
	const struct exercise_job *job = &solved->jobs[proc->id - 1];

	if (sim_allowed_anywhere(proc))
		return true;
	if (job->run != cpu * (__s64)NSEC_PER_MSEC && job->working_set != cpu)
		return false;
	if (!sim_allowed_at(proc, cpu))
		die(TOOL_USAGE,
		    "textbook multi: CPU %u takes job %s, which may not run there (its run time or working set is %u); use -P 0, or other numbers",
		    cpu, job->name, cpu);
	return true;
}

/* A CPU whose queue is empty takes the first job that it may from another queue. */
static void steal(struct sim_vcpu *vcpu)
{
	const struct sim_fifo *fifo;
	struct sim_proc *proc;
	struct sim_rq *from;

	if (vcpu->rq->nr_waiting)
		return;
	from = vcpu->sim->vcpus[draw_other(vcpu->id)].rq;
	if (!from->nr_waiting)
		return;
	fifo = sim_rq_data(from);
	list_for_each_entry(proc, &fifo->list, node) {
		if (!may_steal(proc, vcpu->id))
			continue;
		sim_pull(vcpu, proc, SCHEDSIM_MOVE_PEEK);
		return;
	}
}

/* CPUs without a job take one, in the order that is drawn. */
static void take_jobs(struct sim *sim)
{
	__u16 order[SCHEDSIM_MAX_VCPUS];
	__u32 i;

	draw_order(order);
	for (i = 0; !solved->args.per_cpu && i < solved->args.cpus; i++) {
		struct sim_vcpu *vcpu = &sim->vcpus[order[i]];

		if (vcpu->curr)
			continue;
		if (test_bit(vcpu->id, sim->resched)) {
			__clear_bit(vcpu->id, sim->resched);
			sim->nr_resched--;
		}
		sim_vcpu_dispatch(vcpu);
	}
}

/* Units of time in which no job waited, so that there was nothing to take. */
static void catch_up(__u64 now)
{
	__u16 order[SCHEDSIM_MAX_VCPUS];
	__u32 cpu;

	for (; solved->lots_time < now; solved->lots_time++) {
		for (cpu = 0; time_to_peek(solved->lots_time) && cpu < solved->args.cpus; cpu++)
			draw_other(cpu);
		if (solved->args.random_order)
			draw_order(order);
	}
	solved->lots_time = now + 1;
}

/* Each CPU does this at each unit of time at which a job waits. */
static void draw_lots(struct sim_vcpu *vcpu)
{
	__u64 now = vcpu->sim->now / NSEC_PER_MSEC;

	if (!vcpu->id)
		catch_up(now);
	if (time_to_peek(now))
		steal(vcpu);
	if (solved->args.random_order && vcpu->id + 1 == solved->args.cpus)
		take_jobs(vcpu->sim);
}

/**
 * multi_lots_begin - from now on, the CPUs draw their lots
 * @data: the problem
 * @sim: the simulation, before it begins
 */
void multi_lots_begin(void *data, struct sim *sim)
{
	solved = data;
	sim->peeker = draw_lots;
	sim->next_peek = 0;
	sim->next_tick = 0;
}
