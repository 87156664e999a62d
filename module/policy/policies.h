/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All policies in the tree, each in the file of its name. This header has no
 * guard: policies.c includes it several times.
 */
POLICY(fair)
POLICY(fifo)
POLICY(linux)
POLICY(lottery)
POLICY(mlfq)
POLICY(prio)
POLICY(rr)
POLICY(sjf)
POLICY(srtf)
POLICY(stride)
