/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The policies in the tree beside fair: a line for each, in the file of its name.
 * Whoever includes this says with POLICY() what is to be made of a name.
 */
POLICY(dm),
POLICY(edf),
POLICY(eevdf),
POLICY(fifo),
POLICY(hrrn),
POLICY(linux),
POLICY(llf),
POLICY(lottery),
POLICY(lrtf),
POLICY(mlfq),
POLICY(prio),
POLICY(rm),
POLICY(rr),
POLICY(sjf),
POLICY(srtf),
POLICY(stride),
