/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The record of SCHEDSIM_IOC_SPAWN.
 */
#ifndef SCHEDSIM_SESSION_SPAWN_H
#define SCHEDSIM_SESSION_SPAWN_H

struct spawning;

void session_begin_spawn(const struct spawning *spawning);

#endif /* SCHEDSIM_SESSION_SPAWN_H */
