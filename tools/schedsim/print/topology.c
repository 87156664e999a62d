// SPDX-License-Identifier: GPL-2.0
/*
 * A picture of vCPUs: boxes in boxes, for nodes, caches, cores and what runs there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/topology.h"
#include "print/topology.h"
#include "util/tool.h"

#define WIDTH	80
/* What a box takes on both sides: a line and a space each. */
#define FRAME	4

/* In the cells of a picture, for the parts of lines. */
enum {
	LINE = 1, COLUMN, TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT,
};

/**
 * struct picture - a part of the picture
 * @width: columns
 * @height: rows
 * @cells: of each row, one behind the other: a character, or a part of a line
 */
struct picture {
	int width, height;
	char *cells;
};

static struct picture new_picture(int width, int height)
{
	struct picture picture = { width, height, allocate(width * height + 1, 1) };

	memset(picture.cells, ' ', width * height);
	return picture;
}

static char *cell(const struct picture *picture, int x, int y)
{
	return &picture->cells[y * picture->width + x];
}

/* Put @what into @to, where there is room for it; it is freed. */
static void put(const struct picture *to, int x, int y, struct picture what)
{
	int row;

	for (row = 0; row < what.height; row++)
		memcpy(cell(to, x, y + row), cell(&what, 0, row), what.width);
	free(what.cells);
}

/* Side by side, and in as many rows as they take. @parts are freed. */
static struct picture flow(struct picture *parts, int nr, int most, int gap)
{
	int widest = 0, height = 0, tallest = 0, x = 0, i, pass;
	struct picture all = { 0 };

	/* First how much room that takes, then put them there. */
	for (pass = 0; pass < 2; pass++) {
		for (i = 0, x = 0, height = 0, tallest = 0; i < nr; i++) {
			int width = parts[i].width, tall = parts[i].height;

			if (x && x + width > most) {
				height += tallest;
				x = 0;
				tallest = 0;
			}
			if (pass)
				put(&all, x, height, parts[i]);
			x += width;
			widest = x > widest ? x : widest;
			x += gap;
			tallest = tall > tallest ? tall : tallest;
		}
		if (!pass)
			all = new_picture(widest, height + tallest);
	}
	return all;
}

/* With a line around it, and @title in that. @inside is freed. */
static struct picture box(struct picture inside, const char *title)
{
	int width = inside.width + FRAME, height = inside.height + 2, i;
	int least = *title ? (int)strlen(title) + 4 : 0;
	struct picture all;

	width = width < least ? least : width;
	all = new_picture(width, height);
	memset(cell(&all, 0, 0), LINE, width);
	memset(cell(&all, 0, height - 1), LINE, width);
	for (i = 1; i < height - 1; i++)
		*cell(&all, 0, i) = *cell(&all, width - 1, i) = COLUMN;
	*cell(&all, 0, 0) = TOP_LEFT;
	*cell(&all, width - 1, 0) = TOP_RIGHT;
	*cell(&all, 0, height - 1) = BOTTOM_LEFT;
	*cell(&all, width - 1, height - 1) = BOTTOM_RIGHT;
	if (*title) {
		memset(cell(&all, 1, 0), ' ', strlen(title) + 2);
		memcpy(cell(&all, 2, 0), title, strlen(title));
	}
	put(&all, 2, 1, inside);
	return all;
}

/**
 * struct vcpus - those that are drawn
 * @descs: what they are like
 * @nr: number of them
 * @capacities: are they told?
 */
struct vcpus {
	const struct schedsim_vcpu_desc *descs;
	__u32 nr;
	bool capacities;
};

/* What is drawn in one box: each level is inside the one before. */
enum level { ALL, NODE, LLC, CORE, THREAD };

/* Are two vCPUs in the same box of a level? */
static bool together(const struct vcpus *vcpus, __u32 a, __u32 b, enum level level)
{
	const struct schedsim_vcpu_desc *x = &vcpus->descs[a], *y = &vcpus->descs[b];

	switch (level) {
	case ALL:
		return true;
	case NODE:
		return x->node == y->node;
	case LLC:
		return x->llc == y->llc;
	case CORE:
		return a == b || (x->core && x->core == y->core);
	case THREAD:
		break;
	}
	return a == b;
}

/* A vCPU: its number, and its capacity below. */
static struct picture draw_thread(const struct vcpus *vcpus, __u32 id)
{
	int width = vcpus->capacities ? 4 : vcpus->nr > 100 ? 3 : vcpus->nr > 10 ? 2 : 1;
	struct picture all = new_picture(width, 1 + vcpus->capacities);
	char text[16];

	snprintf(text, sizeof(text), "%*u", width, id);
	memcpy(cell(&all, 0, 0), text, width);
	if (vcpus->capacities) {
		snprintf(text, sizeof(text), "%*u", width, topology_capacity(&vcpus->descs[id]));
		memcpy(cell(&all, 0, 1), text, width);
	}
	return all;
}

static struct picture draw(const struct vcpus *vcpus, __u32 first, enum level level);

/* Each box of @level that is in the box of @above where @first is. */
static struct picture draw_inside(const struct vcpus *vcpus, __u32 first, enum level above)
{
	struct picture parts[SCHEDSIM_MAX_VCPUS];
	int nr = 0, most = WIDTH - above * FRAME;
	__u32 i, k;

	for (i = first; i < vcpus->nr; i++) {
		if (!together(vcpus, first, i, above))
			continue;
		for (k = first; !together(vcpus, k, i, above + 1); k++)
			;
		if (k == i)
			parts[nr++] = draw(vcpus, i, above + 1);
	}
	return flow(parts, nr, most, 1);
}

/* The box of @level where @first is, the first one in it. */
static struct picture draw(const struct vcpus *vcpus, __u32 first, enum level level)
{
	const struct schedsim_vcpu_desc *desc = &vcpus->descs[first];
	char title[16] = "";

	if (level == THREAD)
		return draw_thread(vcpus, first);
	if (level == NODE)
		snprintf(title, sizeof(title), "node %u", desc->node);
	else if (level == LLC)
		snprintf(title, sizeof(title), "llc %u", desc->llc);
	else if (desc->core)
		snprintf(title, sizeof(title), "core %u", desc->core);
	return box(draw_inside(vcpus, first, level), title);
}

/**
 * print_topology - print a picture of vCPUs
 * @vcpus: what they are like
 * @nr: number of them, 1 or more
 * @utf8: does the terminal know the characters of lines?
 *
 * It is 80 columns wide at most. Capacities are only told if they are not all the same.
 */
void print_topology(const struct schedsim_vcpu_desc *vcpus, __u32 nr, bool utf8)
{
	static const char * const lines[2][BOTTOM_RIGHT + 1] = {
		{ "", "-", "|", "+", "+", "+", "+" },
		{ "", "\u2500", "\u2502", "\u250c", "\u2510", "\u2514", "\u2518" },
	};
	const struct vcpus all = { vcpus, nr, topology_has_capacities(vcpus, nr) };
	struct picture picture = draw_inside(&all, 0, ALL);
	int x, y;

	for (y = 0; y < picture.height; y++) {
		int end = picture.width;

		while (end && *cell(&picture, end - 1, y) == ' ')
			end--;
		for (x = 0; x < end; x++) {
			char c = *cell(&picture, x, y);

			if (c >= LINE && c <= BOTTOM_RIGHT)
				fputs(lines[utf8][(int)c], stdout);
			else
				putchar(c);
		}
		putchar('\n');
	}
	free(picture.cells);
}
