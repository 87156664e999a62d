/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_SEEDS_H
#define SIM_SEEDS_H

#include <schedsim/env.h>

/**
 * struct seeds - what a program of random tests is asked for
 * @name: the program
 * @seed: of the first test; --seed
 * @count: how many, one a seed; the caller's default, or --count
 * @verbose: is more said about each? If not NULL, the program takes --verbose
 */
struct seeds {
	const char *name;
	u64 seed;
	u64 count;
	bool *verbose;
};

bool seeds_parse(struct seeds *seeds, int argc, char **argv);
bool seeds_run(const struct seeds *seeds, bool (*test)(u64 seed));

#endif /* SIM_SEEDS_H */
