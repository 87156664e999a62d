/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_EXIT_H
#define SIM_EXIT_H

#include "sim.h"

void sim_exit(struct sim *sim, struct sim_proc *proc, bool killed);

#endif /* SIM_EXIT_H */
