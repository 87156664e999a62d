// SPDX-License-Identifier: GPL-2.0
/*
 * Random jobs that arrive in a Poisson process: the times between two arrivals are
 * exponentially distributed, independently of each other.
 */
#include "generate/generate.h"
#include "generate/random.h"
#include "util/tool.h"
#include "util/units.h"

/* In us, at least 1. */
static __u64 draw_length(const struct generate *generate, __u64 *state)
{
	__u64 length = generate->length;

	switch (generate->lengths) {
	case GENERATE_EXPONENTIAL:
		length = random_exponential(state, length);
		break;
	case GENERATE_UNIFORM:
		length += random_upto(state, generate->length_max - length);
		break;
	case GENERATE_BIMODAL:
		if (random_upto(state, 99) >= generate->percent)
			length = generate->length_max;
		break;
	}
	return length ? length : 1;
}

/**
 * generate_jobs - write random jobs
 * @generate: what is to be generated
 * @to: where to
 */
void generate_jobs(const struct generate *generate, FILE *to)
{
	__u64 arrivals = random_start(generate->seed, RANDOM_ARRIVALS);
	__u64 lengths = random_start(generate->seed, RANDOM_LENGTHS);
	__u64 now = 0;
	__u32 i;

	for (i = 0; i < generate->nr_jobs; i++) {
		/* Only what is written is rounded, not the time that goes on. */
		now += random_exponential(&arrivals, generate->interarrival_ns);
		if (now > SCHEDSIM_MAX_TIME_NS)
			die(TOOL_FAILED,
			    "--interarrival: job %u would arrive after more than 2.28 years; take fewer jobs, or a shorter time",
			    i);
		fprintf(to, "%s\t\t\"job%u\": {\"delay\": %llu, \"loop\": 1, \"run\": %llu}",
			i ? ",\n" : "", i, (now + NSEC_PER_USEC / 2) / NSEC_PER_USEC,
			draw_length(generate, &lengths));
	}
}
