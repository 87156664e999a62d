// SPDX-License-Identifier: GPL-2.0
/*
 * Texts of any length. open_memstream() of the GNU C library loses what it has no memory
 * for, and says nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "util/stream.h"
#include "util/tool.h"

/**
 * struct stream - a text that is being written
 * @text: where the caller finds it
 * @size: likewise, its length
 * @room: bytes of memory for it
 * @outer: the one that was opened before, or NULL: streams are closed in turn
 */
struct stream {
	char **text;
	size_t *size;
	size_t room;
	struct stream *outer;
};

/* The last one that was opened. die() leaves it open, which is no leak of memory. */
static struct stream *inner;

/* Returns 0 without memory: an error of the stream. */
static ssize_t write_text(void *cookie, const char *from, size_t nr)
{
	struct stream *stream = cookie;
	size_t size = *stream->size + nr, room = 2 * size + 1;
	char *text = *stream->text;

	if (size >= stream->room) {
		text = realloc(text, room);
		if (!text)
			return 0;
		stream->room = room;
		*stream->text = text;
	}
	memcpy(text + *stream->size, from, nr);
	text[size] = '\0';
	*stream->size = size;
	return nr;
}

static int end_text(void *cookie)
{
	inner = ((struct stream *)cookie)->outer;
	free(cookie);
	return 0;
}

/**
 * text_open - write a text of any length
 * @text: to hold it, once text_close() has been called; to be freed
 * @size: to hold its length
 *
 * Return: where to write it.
 */
FILE *text_open(char **text, size_t *size)
{
	static const cookie_io_functions_t io = { .write = write_text, .close = end_text };
	struct stream *stream = allocate(1, sizeof(*stream));
	FILE *to;

	*stream = (struct stream) { .text = text, .size = size, .room = 1, .outer = inner };
	inner = stream;
	*text = allocate(1, stream->room);
	*size = 0;
	to = fopencookie(stream, "w", io);
	if (!to)
		die(TOOL_FAILED, "out of memory");
	return to;
}

/**
 * text_close - a text is complete
 * @to: of text_open()
 */
void text_close(FILE *to)
{
	int failed = ferror(to);

	if (fclose(to) || failed)
		die(TOOL_FAILED, "out of memory");
}
