// SPDX-License-Identifier: GPL-2.0
/*
 * What libFuzzer has found once is tried again, without it: each file that is
 * named on the command line.
 */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

#define MAX_LEN		65536

static int replay(const char *name)
{
	FILE *file = fopen(name, "re");
	uint8_t *data = malloc(MAX_LEN);
	size_t len;

	if (!file || !data) {
		perror(name);
		return 1;
	}
	puts(name);
	fflush(stdout);
	len = fread(data, 1, MAX_LEN, file);
	fclose(file);
	/* A buffer of just this size: reading beyond it is found out. */
	data = realloc(data, len ? len : 1);
	fuzz_one(data, len);
	free(data);
	return 0;
}

int main(int argc, char **argv)
{
	int err = 0;
	int i;

	for (i = 1; i < argc; i++)
		err |= replay(argv[i]);
	return err;
}
