// SPDX-License-Identifier: GPL-2.0
/*
 * The workload of a comparison.
 */
#include <stdlib.h>
#include <string.h>

#include "args/policy.h"
#include "compare/compare.h"
#include "util/tool.h"

/* Take words apart as a shell does, but without its quotes. */
static char **split_words(char *text, int *nr)
{
	char **words = NULL, *word;
	size_t room = 0;

	words = grown(words, 0, &room, sizeof(*words));
	words[0] = "generate";
	*nr = 1;
	while ((word = strsep(&text, " \t\n"))) {
		if (!*word)
			continue;
		words = grown(words, *nr + 1, &room, sizeof(*words));
		words[(*nr)++] = word;
	}
	words[*nr] = NULL;
	return words;
}

/* That the options make sense is seen with the first seed, before all else. */
static void read_generate(struct sweep *sweep)
{
	bool json = json_wanted;
	size_t len;
	char **words, *text;
	int nr, i;

	if (sweep->nr_files || sweep->base.textbook.nr_lists)
		die(TOOL_USAGE,
		    "compare: --generate does not go with %s; allowed is one of them",
		    sweep->nr_files ? "files" : "-l");
	text = strdup(sweep->generate_args);
	if (!text)
		die(TOOL_FAILED, "out of memory");
	words = split_words(text, &nr);
	for (i = 0; i < nr; i++)
		if (!strncmp(words[i], "--h", 3) || !strcmp(words[i], "-h"))
			die(TOOL_USAGE,
			    "--generate: '%s' makes no workload; 'schedsim help generate' is its help",
			    words[i]);
	generate_options(&sweep->generate, nr, words);
	if (sweep->generate.seeded)
		die(TOOL_USAGE, "--generate: the seeds are those of --seeds; leave --seed out");
	json_wanted = json;
	sweep->generate.seed = sweep->seeds[0];
	free(generate_text(&sweep->generate, &len));
	free(words);
	free(text);
}

/* The same for all policies, hence in a form that does not depend on them. */
static void add_textbook(struct sweep *sweep)
{
	sweep->base.textbook.caches = sweep->base.input.config.cache_rate > 1;
	workload_add_textbook(&sweep->base.workload, &sweep->base.textbook, "");
}

/**
 * sweep_read - read what is to be run, or die
 * @sweep: the sweep, with its options
 * @emit: will other commands do the runs?
 * @argc: as the subcommand got it
 * @argv: as the subcommand got it
 */
void sweep_read(struct sweep *sweep, bool emit, int argc, char **argv)
{
	int i;

	sweep->files = argv + optind;
	sweep->nr_files = argc - optind;
	if (sweep->generate_args) {
		read_generate(sweep);
		return;
	}
	for (i = 0; emit && i < sweep->nr_files; i++)
		if (!strcmp(sweep->files[i], "-"))
			die(TOOL_USAGE,
			    "compare: --emit-jobs cannot tell each job what is on the standard input; give a file");
	if (!sweep->nr_files && !sweep->base.textbook.nr_lists)
		die(TOOL_USAGE,
		    "compare: there are no processes; give a workload file, -l as in -l 5,3,8, or --generate as in --generate '--jobs 100'");
	add_textbook(sweep);
	read_files(&sweep->base.workload, argc, argv);
}
