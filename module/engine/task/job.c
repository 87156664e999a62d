// SPDX-License-Identifier: GPL-2.0
/*
 * Jobs of periodic processes: released, done, late.
 *
 * The first job is released when the process arrives. Each SCHEDSIM_OP_TIMER
 * releases another, at the time when the timer expires. A job is done when the
 * program comes to the next SCHEDSIM_OP_TIMER, or exits. If the process has
 * used no CPU time by then, it does not count as a job.
 *
 * A job is missed once its deadline has passed, done or not: "an overflow occurs
 * at time t if t is the deadline of an unfulfilled request" (Liu and Layland,
 * "Scheduling Algorithms for Multiprogramming in a Hard-Real-Time Environment",
 * Journal of the ACM 20(1), 1973). What happens at an instant has not passed at
 * that instant: up to time t, jobs are released at 0 <= r < t.
 */
#include "task/job.h"
#include "task/pending.h"
#include "task/program.h"

/* The deadline of a job, in ns after its release; 0: it has none. */
static u64 deadline_of(const struct sim_proc *proc, u64 period)
{
	return proc->attr.deadline_ns ?: proc->attr.period_ns ?: period;
}

/**
 * sim_period - the period of a process's jobs
 * @proc: the process
 *
 * Return: ns, or 0: its jobs have none.
 */
u64 sim_period(const struct sim_proc *proc)
{
	return proc->attr.period_ns ?: proc->program ? proc->program->period : 0;
}

/**
 * sim_deadline - how long after its release a process's job is due
 * @proc: the process
 *
 * If its attributes do not tell, it is by the end of the period. As far as a policy can
 * know: when a job is done, what counts is the period of the timer that ends it; one that
 * ends by an exit has none then.
 *
 * Return: ns, or 0: its jobs have no deadlines.
 */
u64 sim_deadline(const struct sim_proc *proc)
{
	return deadline_of(proc, sim_period(proc));
}

/**
 * sim_job_deadline - when the present job of a process is due
 * @proc: a process that has arrived
 *
 * Return: simulated time in ns, or SIM_NEVER.
 */
u64 sim_job_deadline(const struct sim_proc *proc)
{
	u64 after = sim_deadline(proc);

	return after ? proc->job.release_time + after : SIM_NEVER;
}

/**
 * sim_job_begin - a job of a process is released
 * @proc: the process, charged up to now
 * @release_time: when, in simulated ns; may be in the future
 */
void sim_job_begin(struct sim_proc *proc, u64 release_time)
{
	proc->job.release_time = release_time;
	proc->job.cpu = proc->cpu;
}

/* Sums stay where they can grow no more. */
static u64 sum(u64 total, u64 ns)
{
	return total > U64_MAX - ns ? U64_MAX : total + ns;
}

static s64 signed_sum(s64 total, s64 ns)
{
	if (ns > 0 && total > S64_MAX - ns)
		return S64_MAX;
	if (ns < 0 && total < S64_MIN - ns)
		return S64_MIN;
	return total + ns;
}

/**
 * sim_job_end - a job of a process is done
 * @proc: the process, charged up to now
 * @now: simulated time, in ns
 * @period: period of the timer that ends the job, in ns, or 0 if it exits
 */
void sim_job_end(struct sim_proc *proc, u64 now, u64 period)
{
	struct sim_job *job = &proc->job;
	u64 deadline = deadline_of(proc, period);
	u64 response = now - job->release_time;
	s64 late = response - deadline;

	if (proc->cpu == job->cpu)
		return;
	job->released++;
	job->done++;
	job->response_total = sum(job->response_total, response);
	job->response_max = max(job->response_max, response);
	if (!deadline)
		return;
	job->lateness_total = signed_sum(job->lateness_total, late);
	job->lateness_max = max(job->lateness_max, late);
	if (late > 0) {
		job->missed++;
		job->tardiness_total = sum(job->tardiness_total, late);
	}
}

/*
 * Count the jobs that are released, and not done, and those of them that are
 * late. Such a job is late by the time since its deadline, so far. Return: operations
 * looked at.
 */
static u32 count_pending(const struct sim_proc *proc, u64 now,
			 struct sim_job *to)
{
	struct sim_pending pending;
	u32 nr_ops;

	sim_pending(proc, now, 0, &pending);
	to->released += pending.nr;
	nr_ops = pending.nr_ops;
	if (!pending.nr)
		return nr_ops;
	sim_pending(proc, now, deadline_of(proc, SIM_BY_TIMER), &pending);
	to->missed += pending.nr;
	if (pending.nr)
		to->lateness_max = max_t(s64, to->lateness_max,
					 now - pending.first);
	return nr_ops + pending.nr_ops;
}

/**
 * sim_job_kill - a process is killed: its jobs will never be done
 * @proc: the process, charged up to now
 * @now: simulated time, in ns
 *
 * They are missed if their deadline has passed.
 */
void sim_job_kill(struct sim_proc *proc, u64 now)
{
	if (proc->vcpu != SIM_NO_VCPU)
		count_pending(proc, now, &proc->job);
}

/**
 * sim_job_report - what is known of a process's jobs
 * @proc: the process, charged up to now
 * @now: simulated time, in ns
 * @to: to fill in, the members about jobs only
 *
 * Return: how many operations of the program were looked at.
 */
u32 sim_job_report(const struct sim_proc *proc, u64 now,
		   struct schedsim_proc *to)
{
	struct sim_job job = proc->job;
	u32 nr_ops = 0;

	if (proc->vcpu != SIM_NO_VCPU && proc->state != SCHEDSIM_STATE_EXITED)
		nr_ops = count_pending(proc, now, &job);
	to->jobs_released = job.released;
	to->jobs_done = job.done;
	to->jobs_missed = job.missed;
	to->response_total_ns = job.response_total;
	to->response_max_ns = job.response_max;
	to->lateness_total_ns = job.lateness_total;
	to->lateness_max_ns = job.lateness_max;
	to->tardiness_total_ns = job.tardiness_total;
	return nr_ops;
}
