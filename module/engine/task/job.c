// SPDX-License-Identifier: GPL-2.0
/*
 * Jobs of periodic processes: released, done, late.
 *
 * A job begins with the arrival, and with each SCHEDSIM_OP_TIMER when it was to
 * wake the process up; it is done when the program comes to the next one, or
 * exits. What uses no CPU time in between is no job. Terms as in Liu and
 * Layland, "Scheduling Algorithms for Multiprogramming in a Hard-Real-Time
 * Environment", Journal of the ACM 20(1), 1973.
 */
#include "task/job.h"

/* How long after its release a job is to be done; 0: whenever. */
static u64 deadline_of(const struct sim_proc *proc, u64 period)
{
	return proc->attr.deadline_ns ?: proc->attr.period_ns ?: period;
}

/**
 * sim_job_begin - a job of a process is released
 * @proc: the process, charged up to now
 * @release: when; may be in the future
 */
void sim_job_begin(struct sim_proc *proc, u64 release)
{
	proc->job.release = release;
	proc->job.cpu = proc->cpu;
	proc->job.released++;
}

/**
 * sim_job_end - a job of a process is done
 * @proc: the process, charged up to now
 * @now: simulated time
 * @period: of the timer that ends it, or 0
 */
void sim_job_end(struct sim_proc *proc, u64 now, u64 period)
{
	struct sim_job *job = &proc->job;
	u64 deadline = deadline_of(proc, period);
	u64 response = now - job->release;
	s64 late = response - deadline;

	if (proc->cpu == job->cpu) {
		job->released--;
		return;
	}
	job->done++;
	job->response_total += response;
	job->response_max = max(job->response_max, response);
	if (!deadline)
		return;
	job->lateness_total += late;
	job->lateness_max = max(job->lateness_max, late);
	if (late > 0) {
		job->missed++;
		job->tardiness_total += late;
	}
}

/* Of a job that is not done: has it begun? */
static bool has_begun(const struct sim_proc *proc, u64 now)
{
	return proc->job.released && proc->job.release <= now;
}

static bool is_late(const struct sim_proc *proc, u64 now)
{
	u64 deadline = deadline_of(proc, proc->job.period);

	return deadline && now - proc->job.release > deadline;
}

/**
 * sim_job_kill - a process is killed: its job will never be done
 * @proc: the process
 * @now: simulated time
 */
void sim_job_kill(struct sim_proc *proc, u64 now)
{
	if (has_begun(proc, now))
		proc->job.missed += is_late(proc, now);
	else if (proc->job.released)
		proc->job.released--;
}

/**
 * sim_job_report - what is known of a process's jobs
 * @proc: the process, charged up to now
 * @now: simulated time
 * @to: to fill in
 */
void sim_job_report(const struct sim_proc *proc, u64 now,
		    struct schedsim_proc *to)
{
	const struct sim_job *job = &proc->job;

	to->jobs_released = job->released;
	to->jobs_done = job->done;
	to->jobs_missed = job->missed;
	to->response_total_ns = job->response_total;
	to->response_max_ns = job->response_max;
	to->lateness_total_ns = job->lateness_total;
	to->lateness_max_ns = job->lateness_max;
	to->tardiness_total_ns = job->tardiness_total;
	if (proc->state == SCHEDSIM_STATE_EXITED || !job->released)
		return;
	if (has_begun(proc, now))
		to->jobs_missed += is_late(proc, now);
	else
		to->jobs_released--;
}
