// SPDX-License-Identifier: GPL-2.0
/*
 * Jobs of periodic processes: released, done, late.
 *
 * The first job is released when the process arrives. Each SCHEDSIM_OP_TIMER
 * releases another, at the time when the timer expires. A job is done when the
 * program comes to the next SCHEDSIM_OP_TIMER, or exits. If the process has
 * used no CPU time by then, it does not count as a job. Terms as in Liu and
 * Layland, "Scheduling Algorithms for Multiprogramming in a Hard-Real-Time
 * Environment", Journal of the ACM 20(1), 1973.
 */
#include "task/job.h"

/* The deadline of a job, in ns after its release; 0: it has none. */
static u64 deadline_of(const struct sim_proc *proc, u64 period)
{
	return proc->attr.deadline_ns ?: proc->attr.period_ns ?: period;
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
	proc->job.released++;
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

	if (proc->cpu == job->cpu) {
		job->released--;
		return;
	}
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

/* Has the present job, which is not done, been released by @now? */
static bool has_begun(const struct sim_proc *proc, u64 now)
{
	return proc->job.released && proc->job.release_time <= now;
}

static bool is_late(const struct sim_proc *proc, u64 now)
{
	u64 deadline = deadline_of(proc, proc->job.period);

	return deadline && now - proc->job.release_time > deadline;
}

/**
 * sim_job_kill - a process is killed: its job will never be done
 * @proc: the process
 * @now: simulated time, in ns
 *
 * The job is missed if its deadline has passed. It does not count if its
 * release is in the future.
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
 * @now: simulated time, in ns
 * @to: to fill in, the members about jobs only
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
