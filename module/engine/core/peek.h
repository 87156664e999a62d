/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_PEEK_H
#define SIM_PEEK_H

#include "core/types.h"

bool sim_peek(struct sim *sim);

#endif /* SIM_PEEK_H */
