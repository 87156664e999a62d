// SPDX-License-Identifier: GPL-2.0
/*
 * Text of others: names, and what is printed of them. The kernel goes by the same
 * rules, which are those of module/engine/lib/text.c.
 */
#include <string.h>

#include "util/text.h"
#include "util/tool.h"

/* Last, since it defines words of the kernel. */
#include "lib/text.h"

/**
 * make_printable - replace what would confuse a terminal, or is not UTF-8
 * @text: what others have written; it may become shorter
 *
 * Return: @text.
 */
char *make_printable(char *text)
{
	const char *from = text, *end = text + strlen(text);
	char *to = text;

	while (from < end) {
		const char *at = from;

		if (sim_text_allowed(sim_text_next(&from, end))) {
			memmove(to, at, from - at);
			to += from - at;
		} else {
			*to++ = '?';
		}
	}
	*to = '\0';
	return text;
}

/**
 * text_width - how many characters a text has
 * @text: printable
 *
 * Return: the number.
 */
int text_width(const char *text)
{
	int nr = 0;

	for (; *text; text++)
		nr += (*text & 0xc0) != 0x80;	/* not: bytes that continue UTF-8 */
	return nr;
}

/* How many bytes the first @nr characters take, or all if there are fewer. */
static size_t bytes_of(const char *text, int nr)
{
	size_t len = 0;

	for (; text[len]; len++)
		if ((text[len] & 0xc0) != 0x80 && !nr--)
			break;
	return len;
}

/**
 * text_wrap - where a line of a text ends that is too long for one
 * @text: printable, with more characters than that
 * @wide: characters that a line has room for, at least 1
 *
 * Return: how many bytes to take: up to a blank, or as many as fit if there is none.
 */
int text_wrap(const char *text, int wide)
{
	int most = bytes_of(text, wide), len = most;

	while (len && text[len] != ' ')
		len--;
	return len ?: most;
}

/**
 * text_shorten - write a text such that it fits in a column
 * @to: room for four bytes a character, and one more; may be @from
 * @from: printable
 * @wide: characters that there is room for, at least 4
 *
 * What does not fit is left out in the middle, since names often differ at their ends.
 *
 * Return: @to.
 */
char *text_shorten(char *to, const char *from, int wide)
{
	int width = text_width(from);
	size_t head, tail;

	if (width <= wide)
		return memmove(to, from, strlen(from) + 1);
	head = bytes_of(from, (wide - 1) / 2);
	tail = bytes_of(from, width - (wide - 2) / 2);
	memmove(to, from, head);
	memmove(to + head + 2, from + tail, strlen(from + tail) + 1);
	memcpy(to + head, "..", 2);
	return to;
}

/**
 * text_cut - where to cut a text
 * @text: the text
 * @most: how many bytes there is room for
 *
 * Return: how many to take, for "%.*s": whole characters.
 */
int text_cut(const char *text, size_t most)
{
	return sim_text_cut(text, most);
}

/**
 * text_valid - may a text be a name?
 * @text: the text
 * @len: its length; NULs before that count
 *
 * Return: whether it may.
 */
bool text_valid(const char *text, size_t len)
{
	return sim_text_valid(text, len);
}

/**
 * text_arg - make sure that a text on the command line may be a name, or die
 * @option: the option
 * @text: the text
 */
void text_arg(const char *option, const char *text)
{
	if (!text_valid(text, strlen(text)))
		die(TOOL_USAGE, "%s: '%s' is no name; allowed is " TEXT_EXPECTED, option, text);
}

/**
 * text_name - write a name where the ABI has room for it
 * @to: SCHEDSIM_NAME_LEN zeroed bytes
 * @from: the name; as much of it as there is room for is kept
 */
void text_name(char *to, const char *from)
{
	memcpy(to, from, sim_text_cut(from, SCHEDSIM_NAME_LEN - 1));
}

/**
 * text_put_padded - print a text in a column
 * @text: printable
 * @wide: characters to print: fewer of the text, or spaces behind it
 */
void text_put_padded(const char *text, int wide)
{
	for (; *text && (wide || (*text & 0xc0) == 0x80); text++) {
		wide -= (*text & 0xc0) != 0x80;
		putchar(*text);
	}
	printf("%*s", wide, "");
}

/**
 * text_put_json - print JSON, as a line
 * @json: as json-c gives it, which takes any bytes for UTF-8, and escapes only
 *        what it must; here, what is not for a terminal is escaped, too
 * @to: where to print it
 */
void text_put_json(const char *json, FILE *to)
{
	const char *end = json + strlen(json);

	while (json < end) {
		const char *at = json;
		u32 c = sim_text_next(&json, end);

		/* Line breaks between the values. */
		if (c == '\n' || sim_text_allowed(c))
			fwrite(at, 1, json - at, to);
		else
			fprintf(to, "\\u%04x", c == SIM_TEXT_BAD ? 0xfffd : c);
	}
	fputc('\n', to);
}
