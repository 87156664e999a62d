// SPDX-License-Identifier: GPL-2.0
/*
 * The table of a comparison: a row for each configuration, with the mean over
 * its seeds and half the width of the 95 % confidence interval of that.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/compare.h"
#include "print/output.h"
#include "util/stream.h"
#include "util/tool.h"
#include "util/units.h"

#define CELL_LEN	(2 * VALUE_LEN + 8)

/**
 * struct estimate - what is known of the mean of a metric
 * @nr: runs that have it
 * @mean: the mean over those; NAN if there are none
 * @half: half the width of its confidence interval; NAN if there are not two
 */
struct estimate {
	size_t nr;
	double mean;
	double half;
};

/* Runs of one configuration, which stand side by side. */
struct row {
	const struct compare_run *runs;
	size_t nr;
};

/*
 * The 97.5 % quantile of Student's t distribution: a table, and from 30 degrees
 * of freedom on Abramowitz and Stegun, Handbook of Mathematical Functions,
 * 26.7.5, whose error is less than 0.00001 there.
 */
static double student_t(size_t degrees)
{
	static const double table[] = {
		0, 12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624,
		2.306004, 2.262157, 2.228139, 2.200985, 2.178813, 2.160369, 2.144787, 2.131450,
		2.119905, 2.109816, 2.100922, 2.093024, 2.085963, 2.079614, 2.073873, 2.068658,
		2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.045230,
	};
	const double z = 1.959963985, n = degrees;
	const double z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;

	if (degrees < ARRAY_SIZE(table))
		return table[degrees];
	return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n) +
	       (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n);
}

static struct estimate estimate(const struct row *row, unsigned int metric)
{
	struct estimate estimate = { .mean = NAN, .half = NAN };
	double sum = 0, squares = 0;
	size_t i;

	for (i = 0; i < row->nr; i++) {
		double value = row->runs[i].values[metric];

		if (!isnan(value)) {
			estimate.nr++;
			sum += value;
		}
	}
	if (!estimate.nr)
		return estimate;
	estimate.mean = sum / estimate.nr;
	if (estimate.nr < 2)
		return estimate;
	for (i = 0; i < row->nr; i++) {
		double off = row->runs[i].values[metric] - estimate.mean;

		squares += isnan(off) ? 0 : off * off;
	}
	estimate.half = student_t(estimate.nr - 1) *
			sqrt(squares / (estimate.nr - 1) / estimate.nr);
	return estimate;
}

/**
 * compare_same_row - are two runs of one row?
 * @a: a run
 * @b: another one
 *
 * Return: whether they differ by nothing but the seed.
 */
bool compare_same_row(const struct compare_run *a, const struct compare_run *b)
{
	return !strcmp(a->policy, b->policy) && !a->locks == !b->locks &&
	       (!a->locks || !strcmp(a->locks, b->locks)) && a->quantum_ns == b->quantum_ns &&
	       a->nr_vcpus == b->nr_vcpus;
}

/* The next row, from @runs on, of which there are @nr. */
static struct row next_row(const struct compare_run *runs, size_t nr)
{
	struct row row = { .runs = runs };

	while (row.nr < nr && compare_same_row(runs, &runs[row.nr]))
		row.nr++;
	return row;
}

/* Three digits are more than anybody can know of an interval. */
static double round_off(double value)
{
	double unit = 1;

	while (value / unit >= 1000)
		unit *= 10;
	return round(value / unit) * unit;
}

static const char *format_estimate(unsigned int metric, const struct estimate *estimate,
				   char *text)
{
	char half[VALUE_LEN];

	format_value(metric, estimate->mean, text);
	if (isnan(estimate->half))
		return text;
	format_value(metric, value_is_time(metric) ? round_off(estimate->half) : estimate->half,
		     half);
	sprintf(text + strlen(text), " \xc2\xb1%s", half);
	return text;
}

/* The titles; columns of metrics that no run has are left out. */
static struct table *new_table(const struct compare_output *output, bool vcpus)
{
	char name[VALUE_NAME_LEN], *titles;
	struct table *table;
	size_t len, i;
	FILE *to = text_open(&titles, &len);

	fprintf(to, "<POLICY\t<?LOCKS\tQUANTUM%s", vcpus ? "\tVCPUS" : "");
	for (i = 0; i < output->nr_metrics; i++)
		fprintf(to, "\t?%s", value_name(output->metrics[i], name));
	text_close(to);
	for (i = 0; i < len; i++)
		if (titles[i] >= 'a' && titles[i] <= 'z')
			titles[i] += 'A' - 'a';
	table = table_new(titles);
	free(titles);
	return table;
}

static void add_row(struct table *table, const struct compare_output *output,
		    const struct row *row, bool vcpus)
{
	char quantum[TIME_LEN], cell[CELL_LEN], *line;
	size_t len, i;
	FILE *to = text_open(&line, &len);

	fprintf(to, "%s\t%s\t%s", row->runs->policy, row->runs->locks ? row->runs->locks : "-",
		format_time(row->runs->quantum_ns, quantum));
	if (vcpus)
		fprintf(to, "\t%llu", row->runs->nr_vcpus);
	for (i = 0; i < output->nr_metrics; i++) {
		struct estimate mean = estimate(row, output->metrics[i]);

		fprintf(to, "\t%s", format_estimate(output->metrics[i], &mean, cell));
	}
	text_close(to);
	table_add(table, "%s", line);
	free(line);
}

/* A row may look fine only because somebody could not go on. */
static void print_some(const struct compare_run *runs, size_t nr, const char *value,
		       const char *what)
{
	int index = value_find(value);
	size_t some = 0, i;

	for (i = 0; i < nr; i++)
		some += runs[i].values[index] > 0;
	if (some)
		printf("\n%zu of %zu runs %s\n", some, nr, what);
}

static void print_text(const struct compare_output *output, const struct compare_run *runs,
		       size_t nr)
{
	struct table *table;
	bool vcpus = false;
	size_t most = 0, i;
	struct row row;

	for (i = 0; i < nr; i++)
		vcpus |= runs[i].nr_vcpus != runs[0].nr_vcpus;
	table = new_table(output, vcpus);
	for (i = 0; i < nr; i += row.nr) {
		row = next_row(runs + i, nr - i);
		most = row.nr > most ? row.nr : most;
		add_row(table, output, &row, vcpus);
	}
	table_print(table);
	if (most > 1)
		printf("\nmeans over %zu seeds, %s\n", most,
		       "and half the width of their 95% confidence intervals");
	print_some(runs, nr, "deadlocked", "ended in a deadlock");
	print_some(runs, nr, "spun", "had processes that were stopped: their loops took no time");
}

static struct json_object *number_json(double value)
{
	return isnan(value) ? NULL : json_object_new_double(value);
}

/* Of the first run in which the policy broke a rule. */
static struct json_object *row_fault(const struct row *row)
{
	size_t i;

	for (i = 0; i < row->nr; i++)
		if (row->runs[i].fault.count)
			return fault_json(&row->runs[i].fault);
	return NULL;
}

static struct json_object *row_json(const struct compare_output *output, const struct row *row)
{
	struct json_object *object = json_object_new_object();
	struct json_object *metrics = json_object_new_object();
	char name[VALUE_NAME_LEN];
	size_t i;

	json_add_string(object, "policy", row->runs->policy);
	json_object_object_add(object, "locks", row->runs->locks ?
			       json_object_new_string(row->runs->locks) : NULL);
	json_add_u64(object, "quantum_ns", row->runs->quantum_ns);
	json_add_u64(object, "nr_vcpus", row->runs->nr_vcpus);
	json_add_u64(object, "runs", row->nr);
	json_object_object_add(object, "fault", row_fault(row));
	for (i = 0; i < output->nr_metrics; i++) {
		struct estimate mean = estimate(row, output->metrics[i]);
		struct json_object *metric = json_object_new_object();

		json_object_object_add(metric, "mean", number_json(mean.mean));
		json_object_object_add(metric, "ci95", number_json(mean.half));
		json_add_u64(metric, "runs", mean.nr);
		json_object_object_add(metrics, value_name(output->metrics[i], name), metric);
	}
	json_object_object_add(object, "metrics", metrics);
	return object;
}

static void print_json(const struct compare_output *output, const struct compare_run *runs,
		       size_t nr)
{
	struct json_object *object = json_object_new_object();
	struct json_object *rows = json_object_new_array();
	struct row row;
	size_t i;

	json_add_u64(object, "runs", nr);
	for (i = 0; i < nr; i += row.nr) {
		row = next_row(runs + i, nr - i);
		json_object_array_add(rows, row_json(output, &row));
	}
	json_object_object_add(object, "rows", rows);
	json_print(object);
}

/* An empty field is what no run has, or what one run alone cannot tell. */
static void print_number(double value)
{
	if (isnan(value))
		putchar(',');
	else
		printf(",%.17g", value);
}

/* Quoted where it must be, as RFC 4180 has it. */
static void print_field(const char *text)
{
	const char *quote = strpbrk(text, ",\"\r\n") ? "\"" : "";

	fputs(quote, stdout);
	for (; *text; text++)
		printf(*text == '"' ? "\"%c" : "%c", *text);
	fputs(quote, stdout);
}

static void print_csv(const struct compare_output *output, const struct compare_run *runs,
		      size_t nr)
{
	char name[VALUE_NAME_LEN];
	struct row row;
	size_t i, j;

	fputs("policy,locks,quantum_ns,nr_vcpus,runs", stdout);
	for (i = 0; i < output->nr_metrics; i++) {
		value_name(output->metrics[i], name);
		printf(",%s,%s.ci95,%s.runs", name, name, name);
	}
	putchar('\n');
	for (i = 0; i < nr; i += row.nr) {
		row = next_row(runs + i, nr - i);
		print_field(runs[i].policy);
		printf(",%s,%llu,%llu,%zu", runs[i].locks ? runs[i].locks : "",
		       runs[i].quantum_ns, runs[i].nr_vcpus, row.nr);
		for (j = 0; j < output->nr_metrics; j++) {
			struct estimate mean = estimate(&row, output->metrics[j]);

			print_number(mean.mean);
			print_number(mean.half);
			printf(",%zu", mean.nr);
		}
		putchar('\n');
	}
}

/**
 * compare_print - print the table
 * @output: how
 * @runs: the runs, those of one configuration side by side
 * @nr: number of them
 */
void compare_print(const struct compare_output *output, const struct compare_run *runs, size_t nr)
{
	switch (output->format) {
	case COMPARE_TEXT:
		print_text(output, runs, nr);
		break;
	case COMPARE_JSON:
		print_json(output, runs, nr);
		break;
	case COMPARE_CSV:
		print_csv(output, runs, nr);
		break;
	}
}
