// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: real-time processes under linux.
 */
#include "oracle_types.h"

bool o_is_real_time(const struct proc *p)
{
	return p->pub.effective_class == SCHEDSIM_CLASS_FIFO ||
	       p->pub.effective_class == SCHEDSIM_CLASS_RR;
}

/* Positive: @a comes before @b; 0: neither does, as far as this goes. */
int o_linux_compare(const struct oracle *o, const struct proc *a,
		    const struct proc *b)
{
	int above = o_is_real_time(a) - o_is_real_time(b);

	if (above || !o_is_real_time(a))
		return above;
	return (int)a->pub.effective_priority - (int)b->pub.effective_priority;
}
