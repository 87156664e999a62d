// SPDX-License-Identifier: GPL-2.0
#include <schedsim/policy.h>

/* The kernel's sched_prio_to_weight[]. */
const u32 sim_weights[SCHEDSIM_MAX_NICE - SCHEDSIM_MIN_NICE + 1] = {
	88761, 71755, 56483, 46273, 36291,	/* -20 */
	29154, 23254, 18705, 14949, 11916,	/* -15 */
	 9548,  7620,  6100,  4904,  3906,	/* -10 */
	 3121,  2501,  1991,  1586,  1277,	/*  -5 */
	 1024,   820,   655,   526,   423,	/*   0 */
	  335,   272,   215,   172,   137,	/*   5 */
	  110,    87,    70,    56,    45,	/*  10 */
	   36,    29,    23,    18,    15,	/*  15 */
};

/**
 * sim_tickets - the number of tickets of a process
 * @eff: its effective attributes
 *
 * Return: the tickets that it was given, or its weight if it was given none.
 */
u32 sim_tickets(const struct sim_eff *eff)
{
	return eff->tickets ? eff->tickets : sim_weight(eff->nice);
}
