// SPDX-License-Identifier: GPL-2.0
/*
 * A comparison as commands, one a run, for GNU parallel, Slurm and the like; and
 * what each of these prints.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "args/adapt.h"
#include "args/balance.h"
#include "compare/compare.h"
#include "print/output.h"
#include "util/stream.h"
#include "util/text.h"
#include "util/tool.h"

/* A word of a shell's command line. */
static void print_word(FILE *to, const char *word)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:=,+@%-";

	if (*word && strspn(word, plain) == strlen(word)) {
		fprintf(to, " %s", word);
		return;
	}
	fputs(" '", to);
	for (; *word; word++)
		fprintf(to, *word == '\'' ? "'\\''" : "%c", *word);
	fputc('\'', to);
}

/* The model of the textbook's multi.py. */
static void print_multi(FILE *to, const struct schedsim_config *config)
{
	if (config->cache_rate)
		fprintf(to, " --cache size=%u,rate=%u,warmup=%lluns", config->cache_size,
			config->cache_rate, config->cache_warmup_ns);
	if (config->peek_ns)
		fprintf(to, " --peek %lluns", config->peek_ns);
	if (config->unit_ns)
		fprintf(to, " --unit %lluns", config->unit_ns);
}

static void print_hotplug(FILE *to, const struct hotplug *hotplug)
{
	size_t i;

	for (i = 0; i < hotplug->nr; i++)
		fprintf(to, " %s %u@%lluns", hotplug->changes[i].online ? "--online" : "--offline",
			hotplug->changes[i].vcpu, hotplug->changes[i].time_ns);
}

static void print_migration(FILE *to, const struct schedsim_config *config)
{
	const __u64 *ns = config->migration_ns;

	if (ns[0] || ns[1] || ns[2] || ns[3])
		fprintf(to, " --migration-cost smt=%lluns,llc=%lluns,node=%lluns,far=%lluns", ns[0],
			ns[1], ns[2], ns[3]);
}

/* The options that all runs have in common, and the files. */
static void print_common(FILE *to, const struct sweep *sweep)
{
	const struct run_input *input = &sweep->base.input;
	const struct textbook *textbook = &sweep->base.textbook;
	char adapt[ADAPT_LEN], balance[BALANCE_LEN];
	size_t list;
	int i;

	for (list = 0; list < textbook->nr_lists; list++) {
		fputs(" -l", to);
		print_word(to, textbook->lists[list].text);
	}
	if (textbook->io_option)
		fprintf(to, " -i %lluns", textbook->io_ns);
	if (sweep->base.topology.all) {
		fputs(" --topology", to);
		print_word(to, sweep->base.topology.all);
	}
	if (sweep->base.topology.llc)
		fprintf(to, " --llc %s", sweep->base.topology.llc);
	if (sweep->base.topology.node)
		fprintf(to, " --node %s", sweep->base.topology.node);
	print_hotplug(to, &input->hotplug);
	print_migration(to, &input->config);
	print_multi(to, &input->config);
	if (input->config.adapt)
		fprintf(to, " --adapt %s", adapt_format(&input->config, adapt));
	if (input->config.balancing_parts)
		fprintf(to, " --balance %s", balance_format(&input->config, balance));
	if (input->config.switch_cost_ns)
		fprintf(to, " --switch-cost %lluns", input->config.switch_cost_ns);
	if (sweep->tie)
		fprintf(to, " --tie %s", tie_name(input->config.tie));
	if (sweep->base.until)
		fprintf(to, " --until %lluns", input->until_ns);
	if (sweep->process) {
		fputs(" --process", to);
		print_word(to, sweep->process);
	}
	if (sweep->generate_args) {
		fputs(" --generate", to);
		print_word(to, sweep->generate_args);
	}
	if (sweep->nr_files)
		fputs(" --", to);
	for (i = 0; i < sweep->nr_files; i++)
		print_word(to, sweep->files[i]);
}

static void print_run(FILE *to, const struct compare_run *run)
{
	fputs(" --policies", to);
	print_word(to, run->policy);
	fprintf(to, " --quanta %lluns --seeds %llu", run->quantum_ns, run->seed);
	if (run->locks)
		fprintf(to, " --locks %s", run->locks);
	if (run->nr_vcpus)
		fprintf(to, " --vcpus %llu", run->nr_vcpus);
}

/* Tells results of one sweep from those of another: FNV-1a of all commands. */
static __u32 fingerprint(const struct sweep *sweep)
{
	size_t nr = sweep_runs(sweep), len, i;
	__u32 hash = 2166136261U;
	char *text;
	FILE *to = text_open(&text, &len);

	print_common(to, sweep);
	for (i = 0; i < nr; i++) {
		struct compare_run run = sweep_run(sweep, i);

		print_run(to, &run);
	}
	text_close(to);
	for (i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619U;
	free(text);
	return hash;
}

/**
 * compare_emit - print one command a run
 * @sweep: what is to be run
 * @into: the folder for the results, or NULL: the commands print them
 */
void compare_emit(const struct sweep *sweep, const char *into)
{
	__u32 hash = fingerprint(sweep);
	size_t nr = sweep_runs(sweep), i;

	for (i = 0; i < nr; i++) {
		struct compare_run run = sweep_run(sweep, i);

		/* No blank before the first word. */
		fputs(program_invocation_name, stdout);
		fputs(" compare", stdout);
		print_run(stdout, &run);
		printf(" --result %zu/%zu:%08x", i + 1, nr, hash);
		print_common(stdout, sweep);
		if (into) {
			fputs(" >", stdout);
			print_word(stdout, into);
			printf("/run-%07zu.json", i + 1);
		}
		putchar('\n');
	}
}

static struct json_object *values_json(const double *values)
{
	struct json_object *object = json_object_new_object();
	char name[VALUE_NAME_LEN];
	int i;

	for (i = 0; i < NR_VALUES; i++)
		json_object_object_add(object, value_name(i, name), isnan(values[i]) ? NULL :
				       json_object_new_double(values[i]));
	return object;
}

/**
 * compare_result - do one run, and print its result in one line of JSON
 * @sweep: what is to be run: just one run
 * @label: which run of the whole it is: "NUMBER/ALL:FINGERPRINT"
 *
 * Return: an exit code.
 */
int compare_result(const struct sweep *sweep, const char *label)
{
	struct compare_run run = sweep_run(sweep, 0);
	double values[NR_VALUES];
	unsigned long long number, of;
	struct json_object *object;
	unsigned int hash;
	int end = 0, code;

	if (sscanf(label, "%llu/%llu:%8x%n", &number, &of, &hash, &end) != 3 || label[end] ||
	    !number || number > of || of > COMPARE_MAX_RUNS || sweep_runs(sweep) != 1)
		die(TOOL_USAGE, "--result: '%s' is not possible; --emit-jobs makes such commands",
		    label);
	code = sweep_execute(sweep, &run, values);
	if (code)
		return code;
	object = json_object_new_object();
	json_add_u64(object, "run", number);
	json_add_u64(object, "of", of);
	json_add_u64(object, "sweep", hash);
	json_add_string(object, "policy", run.policy);
	json_object_object_add(object, "locks", run.locks ? json_object_new_string(run.locks) :
			       NULL);
	json_add_u64(object, "quantum_ns", run.quantum_ns);
	json_add_u64(object, "nr_vcpus", run.nr_vcpus);
	json_add_u64(object, "seed", run.seed);
	json_add_digest(object, run.digest);
	json_object_object_add(object, "fault", fault_json(&run.fault));
	json_object_object_add(object, "values", values_json(values));
	text_put_json(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
						     JSON_C_TO_STRING_NOSLASHESCAPE), stdout);
	json_object_put(object);
	return compare_report_faults(&run, 1);
}
