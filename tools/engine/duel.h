/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The engine and the oracle, side by side.
 */
#ifndef SIM_DUEL_H
#define SIM_DUEL_H

#include "lab.h"
#include "oracle.h"
#include "scenario.h"

struct stream {
	struct sim_event *events;
	size_t nr, room;
};

/**
 * struct duel - the same simulation twice
 * @lab: the engine's
 * @oracle: the oracle's
 * @theirs: the events of @lab
 * @ours: the events of @oracle
 */
struct duel {
	struct lab lab;
	struct oracle *oracle;
	struct stream theirs, ours;
};

void duel_begin(struct duel *duel, const struct scenario *scenario);
void duel_end(struct duel *duel);
void duel_run(struct duel *duel, u64 until);
/* Return: whether they agree; if not, it has been printed in what they do not. */
bool duel_agrees(struct duel *duel);

#endif /* SIM_DUEL_H */
