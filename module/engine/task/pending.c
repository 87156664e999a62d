// SPDX-License-Identifier: GPL-2.0
/*
 * Pending jobs: those that are released, and not done.
 *
 * An absolute timer expires at the end of each of its periods, whatever the
 * process does, and releases a job. Nothing is done at that moment: the jobs
 * that have been released without the process having come to them are counted
 * when somebody asks. The program says which they are, since it is known in
 * advance how often each of its operations will be executed.
 */
#include "task/pending.h"
#include "task/program.h"

/* The most operations that are looked at; jobs that come later are unknown. */
#define LOOK_AHEAD	1024

/**
 * struct mark - the walk at the end of a loop's body
 * @release: release of the job that it was in, or SIM_NEVER: it was not there
 * @nr: the jobs it had counted
 */
struct mark {
	u64 release;
	u64 nr;
};

/**
 * struct walk - a walk through what is left of a program
 * @proc: the process
 * @now: simulated time, in ns
 * @after: a job is due so many ns after its release, or SIM_BY_TIMER
 * @pc: the next operation
 * @release: release of the present job
 * @works: does the present job use CPU time?
 * @timer: the timer that released the present job, or NULL: it has not been met
 * @count: the counters of the loops, SCHEDSIM_MAX_LOOP_DEPTH of them
 * @marks: when it last was at the end of these loops, likewise
 */
struct walk {
	const struct sim_proc *proc;
	u64 now;
	u64 after;
	u32 pc;
	u64 release;
	bool works;
	const struct sim_op *timer;
	u64 *count;
	struct mark *marks;
};

/* When a job is due at the earliest, in ns after its release. */
static u64 least_after(const struct walk *walk)
{
	return walk->after == SIM_BY_TIMER ? 0 : walk->after;
}

/* The present job ends, with a deadline @after its release. */
static void end_job(struct walk *walk, u64 after, struct sim_pending *to)
{
	u64 due = walk->release + after;

	if (walk->works && due < walk->now) {
		to->nr++;
		to->first = min(to->first, due);
	}
	walk->works = false;
}

/* Does the timer of @op go on from where it released the present job? */
static bool is_steady(const struct walk *walk, const struct sim_op *op)
{
	const struct sim_proc *proc = walk->proc;

	if (op->flags != SCHEDSIM_OP_F_ABSOLUTE)
		return false;
	if (walk->timer)
		return op->slot == walk->timer->slot;
	return proc->tail[proc->program->nr_loops + op->slot] == walk->release;
}

/*
 * A job ends, and the next one is released. Return: whether that one may be
 * due. It is not if its release depends on when the process comes to the timer.
 */
static bool pass_timer(struct walk *walk, const struct sim_op *op,
		       struct sim_pending *to)
{
	end_job(walk, walk->after == SIM_BY_TIMER ? op->value : walk->after, to);
	if (!is_steady(walk, op))
		return false;
	walk->timer = op;
	walk->release += op->value;
	return walk->release + least_after(walk) < walk->now;
}

/*
 * The loop that ends here has been walked through from its start to its end: do
 * that another @back times at most, as long as all the jobs in it are due. If it
 * is less, the next walk through it does not come to its end.
 * Return: how often it was; if no timer is in the loop, @back times.
 */
static u64 repeat(struct walk *walk, const struct mark *mark, u64 back,
		  struct sim_pending *to)
{
	u64 jobs = to->nr - mark->nr, time = walk->release - mark->release;
	u64 left = walk->now - 1 - least_after(walk) - walk->release;
	u64 times;

	if (!time)
		return back;
	times = min(back, div64_u64(left, time));
	walk->release += times * time;
	to->nr += times * jobs;
	return times;
}

/* Return: whether the walk gets anywhere from here. */
static bool pass_loop(struct walk *walk, const struct sim_op *op,
		      struct sim_pending *to)
{
	struct mark *mark = &walk->marks[op->slot];
	u64 *count = &walk->count[op->slot];
	u64 back = op->value ? op->value - 1 - *count : SIM_FOREVER;

	if (mark->release != SIM_NEVER)
		back -= repeat(walk, mark, back, to);
	if (!back) {
		*count = 0;
		mark->release = SIM_NEVER;
		return op->value;
	}
	++*count;
	mark->release = walk->release;
	mark->nr = to->nr;
	walk->pc = op->target;
	return true;
}

static bool step(struct walk *walk, struct sim_pending *to)
{
	const struct sim_program *program = walk->proc->program;
	const struct sim_op *op;

	if (!program || walk->pc >= program->nr_ops)
		return false;
	op = &program->ops[walk->pc++];
	switch (op->code) {
	case SCHEDSIM_OP_RUN:
		walk->works |= !!op->value;
		return true;
	case SCHEDSIM_OP_TIMER:
		return pass_timer(walk, op, to);
	case SCHEDSIM_OP_LOOP:
		return pass_loop(walk, op, to);
	}
	return op->code != SCHEDSIM_OP_EXIT;
}

/**
 * sim_pending - count the pending jobs of a process that are due
 * @proc: a process that has arrived and not exited, charged up to now
 * @now: simulated time, in ns
 * @after: how long after its release a job is due, in ns: up to
 *         SCHEDSIM_MAX_TIME_NS, or SIM_BY_TIMER
 * @to: to fill in
 *
 * Jobs count in their order, up to the first one that is not due before @now.
 * Those that use no CPU time do not count. SIM_BY_TIMER: the jobs that end with
 * a timer whose period has passed since their release.
 *
 * Context: That of a report. Takes LOOK_AHEAD steps at most; the number of jobs
 * does not matter.
 */
void sim_pending(const struct sim_proc *proc, u64 now, u64 after,
		 struct sim_pending *to)
{
	/* Those of the program's loops are set below. */
	struct mark marks[SCHEDSIM_MAX_LOOP_DEPTH];
	u64 count[SCHEDSIM_MAX_LOOP_DEPTH];
	struct walk walk = {
		.proc = proc,
		.now = now,
		.after = after,
		.pc = proc->pc,
		.release = proc->job.release_time,
		.works = proc->cpu != proc->job.cpu || proc->burst_left,
		.count = count,
		.marks = marks,
	};
	u32 i;

	*to = (struct sim_pending) { .first = SIM_NEVER };
	if (walk.release + least_after(&walk) >= now)
		return;
	for (i = 0; proc->program && i < proc->program->nr_loops; i++) {
		count[i] = proc->tail[i];
		marks[i].release = SIM_NEVER;
	}
	while (to->nr_ops++ < LOOK_AHEAD && step(&walk, to))
		;
	if (after != SIM_BY_TIMER)
		end_job(&walk, after, to);
}
