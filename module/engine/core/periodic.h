/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_PERIODIC_H
#define SIM_PERIODIC_H

#include "core/types.h"

bool sim_periodic(struct sim *sim);

#endif /* SIM_PERIODIC_H */
