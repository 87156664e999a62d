/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_EXIT_H
#define SIM_EXIT_H

#include "core/types.h"

void sim_exit(struct sim *sim, struct sim_proc *proc, bool killed);

void sim_kill(struct sim *sim, struct sim_proc *proc);
int sim_yield(struct sim *sim, struct sim_proc *proc);

#endif /* SIM_EXIT_H */
