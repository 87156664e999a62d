// SPDX-License-Identifier: GPL-2.0
/*
 * A model of sets of periodic jobs; see jobmodel.h.
 *
 * All jobs that are released before the end are written down at first; then time
 * goes on from one thing that happens to the next, and writes down when each of
 * them is finished. What is asked for is read from that list.
 *
 * Who is ready waits in a line. At one instant come releases, first jobs before
 * others, by task; then the end of a job, and of a slice; then the choice who
 * runs; then kills. A preempted task is the first of its priority again, with what
 * it has left of its slice. A task whose next job is there when one is finished
 * goes on.
 */
#include <stdlib.h>

#include "jobmodel.h"

struct job {
	__u64 release, deadline, cost, finish;
};

struct line {
	const struct job_task *task;
	struct job *jobs;		/* released before the end */
	__u32 nr, next;			/* number of them; the first unfinished */
	__u64 left;			/* of that one's cost */
	__u64 used;			/* of the slice */
	__s64 place;			/* in the line */
	enum { RESTS, WAITS, RUNS, GONE } state;
};

static struct line lines[JOB_MAX_TASKS];
static const struct job_set *set;
static __s64 head, tail;
static __u64 now;

static __u64 least(__u64 a, __u64 b)
{
	return a < b ? a : b;
}

static void list_jobs(struct line *line, const struct job_task *task, __u64 until)
{
	__u64 release = task->offset;
	__u32 n;

	*line = (struct line) { .task = task };
	for (n = 0; n < task->nr_jobs && release < until; n++) {
		__u64 period = task->period[n % task->cycle];
		struct job job = {
			.release = release,
			.deadline = release + (task->deadline ? : period),
			.cost = task->cost[n % task->cycle],
			.finish = JOB_NEVER,
		};

		/* Room for 1, 2, 4, 8 ... */
		if (!(n & (n - 1)))
			line->jobs = realloc(line->jobs, 2 * (n + 1) *
					     sizeof(job));
		if (!line->jobs)
			abort();
		line->jobs[n] = job;
		release += period;
	}
	line->nr = n;
}

static __u32 urgency(const struct line *line)
{
	return set->rule == JOB_PRIO ? line->task->priority : 0;
}

/* Who is next in the line, or NULL. */
static struct line *first_waiting(void)
{
	struct line *first = NULL, *line;

	for (line = lines; line < lines + set->nr_tasks; line++)
		if (line->state == WAITS &&
		    (!first || urgency(line) > urgency(first) ||
		     (urgency(line) == urgency(first) &&
		      line->place < first->place)))
			first = line;
	return first;
}

static struct line *running(void)
{
	struct line *line;

	for (line = lines; line < lines + set->nr_tasks; line++)
		if (line->state == RUNS)
			return line;
	return NULL;
}

static __u64 next_release(const struct line *line)
{
	return line->next < line->nr ? line->jobs[line->next].release : JOB_NEVER;
}

/* First jobs, or others. */
static void release_jobs(int others)
{
	struct line *line;

	for (line = lines; line < lines + set->nr_tasks; line++) {
		if (line->state != RESTS || !!line->next != others ||
		    next_release(line) != now)
			continue;
		line->state = WAITS;
		line->place = ++tail;
		line->left = line->jobs[line->next].cost;
		line->used = 0;
	}
}

static void end_job(struct line *line)
{
	line->jobs[line->next++].finish = now;
	if (next_release(line) > now)
		line->state = RESTS;
	else
		line->left = line->jobs[line->next].cost;
}

static void end_slice(struct line *line)
{
	const struct line *first = first_waiting();

	line->used = 0;
	if (!first || urgency(first) < urgency(line))
		return;
	line->state = WAITS;
	line->place = ++tail;
}

static void choose(void)
{
	struct line *first = first_waiting(), *line = running();

	if (!first || (line && urgency(first) <= urgency(line)))
		return;
	if (line) {
		line->state = WAITS;
		line->place = --head;
	}
	first->state = RUNS;
}

static void kill_tasks(void)
{
	struct line *line;

	for (line = lines; line < lines + set->nr_tasks; line++)
		if (line->task->killed == now)
			line->state = GONE;
}

static void happen(void)
{
	struct line *line;

	release_jobs(0);
	release_jobs(1);
	line = running();
	if (line && !line->left)
		end_job(line);
	if (line && line->state == RUNS && line->used == set->quantum &&
	    set->rule != JOB_FIFO)
		end_slice(line);
	choose();
	kill_tasks();
	choose();
}

/* When something happens next; nothing does before. */
static __u64 next_time(__u64 until)
{
	struct line *line = running();
	__u64 next = until;

	if (line)
		next = least(next, now + line->left);
	if (line && set->rule != JOB_FIFO)
		next = least(next, now + set->quantum - line->used);
	for (line = lines; line < lines + set->nr_tasks; line++) {
		if (line->state == RESTS)
			next = least(next, next_release(line));
		if (line->task->killed > now)
			next = least(next, line->task->killed);
	}
	return next;
}

static void count(const struct job *job, __u64 end, struct job_figures *to)
{
	__u64 response = job->finish - job->release;
	__s64 late = least(job->finish, end) - job->deadline;

	to->released++;
	if (job->finish == JOB_NEVER && late <= 0)
		return;
	to->missed += late > 0;
	if (late > to->lateness_max)
		to->lateness_max = late;
	if (job->finish == JOB_NEVER)
		return;
	to->done++;
	to->response_total += response;
	if (response > to->response_max)
		to->response_max = response;
	to->lateness_total += late;
	to->tardiness_total += late > 0 ? late : 0;
}

/**
 * job_model - what comes of a set of tasks
 * @of: the set
 * @until: how long it runs, from 0 on
 * @figures: to fill in, one for each task
 */
void job_model(const struct job_set *of, __u64 until,
	       struct job_figures *figures)
{
	__u32 i, n;

	set = of;
	head = 0;
	tail = 0;
	now = 0;
	for (i = 0; i < of->nr_tasks; i++)
		list_jobs(&lines[i], &of->tasks[i], until);
	for (happen(); now < until; happen()) {
		struct line *line = running();
		__u64 next = next_time(until);

		if (line) {
			line->left -= next - now;
			line->used += next - now;
		}
		now = next;
	}
	for (i = 0; i < of->nr_tasks; i++) {
		__u64 end = least(until, of->tasks[i].killed);

		figures[i] = (struct job_figures) {
			.lateness_max = -0x7fffffffffffffffLL - 1,
		};
		for (n = 0; n < lines[i].nr && lines[i].jobs[n].release < end; n++)
			count(&lines[i].jobs[n], end, &figures[i]);
		free(lines[i].jobs);
	}
}
