/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What has happened in an engine is made known.
 */
#ifndef SCHEDSIM_EVENTS_H
#define SCHEDSIM_EVENTS_H

#include "types.h"

void events_trace(struct simulation *s);

#endif /* SCHEDSIM_EVENTS_H */
