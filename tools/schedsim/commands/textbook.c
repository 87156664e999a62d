// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim textbook: the exercises of a textbook, from their own command lines.
 */
#include <stdio.h>
#include <string.h>

#include "print/output.h"
#include "textbook/exercise.h"
#include "util/tool.h"

static const struct exercise * const exercises[] = {
	&exercise_scheduler,
	&exercise_mlfq,
	&exercise_lottery,
	&exercise_multi,
};

static void print_exercises(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(exercises); i++) {
		if (i)
			putchar('\n');
		options_help(exercises[i]);
	}
}

static const struct exercise *find(const char *name)
{
	char all[128] = "";
	size_t i;

	for (i = 0; i < ARRAY_SIZE(exercises); i++) {
		if (!strcmp(exercises[i]->name, name))
			return exercises[i];
		strcat(strcat(all, i ? ", " : ""), exercises[i]->name);
	}
	die(TOOL_USAGE, "textbook: there is no exercise '%s'; allowed are: %s", name, all);
}

static int do_exercise(struct problem *problem)
{
	int code = TOOL_OK;

	if (json_wanted)
		problem->json = json_object_new_object();
	mersenne_seed(&problem->random, problem->args.seed);
	problem->solve = problem->args.solve;
	problem->exercise->make(problem);
	if (problem->solve || problem->exercise->set_up_first)
		problem_set_up(problem);
	problem_print(problem);
	if (problem->solve)
		code = problem_solve(problem);
	if (problem->json && (!code || code == TOOL_FAULT))
		json_print(problem->json);
	else
		json_object_put(problem->json);
	return code;
}

static int run(int argc, char **argv)
{
	struct problem problem = { .nr_jobs = 0 };
	int code = TOOL_OK;

	if (argc < 2)
		want_args(&cmd_textbook, argc, 2, -1);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		print_help(&cmd_textbook);
		return TOOL_OK;
	}
	problem.exercise = find(argv[1]);
	if (options_read(problem.exercise, &problem.args, argc - 2, argv + 2))
		options_help(problem.exercise);
	else
		code = do_exercise(&problem);
	problem_free(&problem);
	return code;
}

const struct command cmd_textbook = {
	.name = "textbook",
	.args = "EXERCISE [OPTION]...",
	.summary = "pose and solve the exercises of a textbook",
	.help =
"EXERCISE and the options are those of the programs that come with \"Operating\n"
"Systems: Three Easy Pieces\": for mlfq.py -s 10 -c, use schedsim textbook mlfq\n"
"-s 10 -c. The random jobs are the same, too. 'schedsim textbook EXERCISE --help'\n"
"lists the options of one exercise.\n\n",
	.more = print_exercises,
	.run = run,
};
