/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_WAKE_H
#define SIM_WAKE_H

#include "core/types.h"

void sim_place_woken(struct sim *sim, struct sim_proc *proc);

#endif /* SIM_WAKE_H */
