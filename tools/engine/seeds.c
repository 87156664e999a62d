// SPDX-License-Identifier: GPL-2.0
/*
 * Programs that test seed by seed: --seed N, --count N.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "seeds.h"

static bool parse_number(const char *text, u64 *number)
{
	char *end;

	*number = strtoull(text, &end, 0);
	return *text >= '0' && *text <= '9' && !*end;
}

/**
 * seeds_parse - read the options of the command line
 * @seeds: what is not said stays
 * @argc: as of main()
 * @argv: as of main()
 *
 * Return: whether they are right. If not, a line says how to use the program.
 */
bool seeds_parse(struct seeds *seeds, int argc, char **argv)
{
	static const struct option options[] = {
		{ "seed", required_argument, NULL, 's' },
		{ "count", required_argument, NULL, 'c' },
		{ "verbose", no_argument, NULL, 'v' },
		{},
	};
	bool ok = true;
	int option;

	while (ok && (option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 's')
			ok = parse_number(optarg, &seeds->seed);
		else if (option == 'c')
			ok = parse_number(optarg, &seeds->count);
		else if (option == 'v' && seeds->verbose)
			*seeds->verbose = true;
		else
			ok = false;
	}
	if (ok && optind == argc)
		return true;
	fprintf(stderr, "usage: %s [--seed N] [--count N]%s\n", seeds->name,
		seeds->verbose ? " [--verbose]" : "");
	return false;
}

/**
 * seeds_run - test seed by seed
 * @seeds: which
 * @test: returns whether all is well; says what is not
 *
 * Return: whether all is well. If not, a line says how to see the first that failed
 * again.
 */
bool seeds_run(const struct seeds *seeds, bool (*test)(u64 seed))
{
	u64 i;

	for (i = 0; i < seeds->count; i++) {
		if (test(seeds->seed + i))
			continue;
		printf("# failed: %s%s --count 1 --seed %llu\n", seeds->name,
		       seeds->verbose ? " --verbose" : "", seeds->seed + i);
		return false;
	}
	return true;
}
