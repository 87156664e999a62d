// SPDX-License-Identifier: GPL-2.0
#include "lib/text.h"

/**
 * sim_text_next - the character that a text goes on with
 * @at: where it begins; moved behind it, or if it is bad, by one byte
 * @end: the end of the text, behind @at
 *
 * Overlong forms, surrogates and numbers beyond U+10FFFF are bad.
 *
 * Return: the character, or SIM_TEXT_BAD.
 */
u32 sim_text_next(const char **at, const char *end)
{
	const u8 *from = (const u8 *)*at;
	u32 c = *from++, least = 0;
	int more = 0;

	++*at;
	if (c >= 0xf8)
		return SIM_TEXT_BAD;
	if (c >= 0xf0) {
		more = 3;
		c &= 0x07;
		least = 0x10000;
	} else if (c >= 0xe0) {
		more = 2;
		c &= 0x0f;
		least = 0x800;
	} else if (c >= 0xc0) {
		more = 1;
		c &= 0x1f;
		least = 0x80;
	} else if (c >= 0x80) {
		return SIM_TEXT_BAD;
	}
	if (end - *at < more)
		return SIM_TEXT_BAD;
	for (; more; more--, from++) {
		if ((*from & 0xc0) != 0x80)
			return SIM_TEXT_BAD;
		c = c << 6 | (*from & 0x3f);
	}
	if (c < least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return SIM_TEXT_BAD;
	*at = (const char *)from;
	return c;
}

/**
 * sim_text_allowed - may a character be in a text?
 * @c: from sim_text_next()
 *
 * Return: false for SIM_TEXT_BAD, the controls of C0 and C1 with DEL and NUL, and
 * the marks, embeddings, overrides and isolates of the bidirectional algorithm.
 */
bool sim_text_allowed(u32 c)
{
	if (c < 0x20 || (c >= 0x7f && c <= 0x9f))
		return false;
	if (c == 0x061c || c == 0x200e || c == 0x200f)
		return false;
	if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
		return false;
	return c != SIM_TEXT_BAD;
}

/**
 * sim_text_valid - is it a text?
 * @text: the bytes, no NUL needed behind them
 * @len: number of them
 *
 * Return: whether all of it is UTF-8, and allowed.
 */
bool sim_text_valid(const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end)
		if (!sim_text_allowed(sim_text_next(&text, end)))
			return false;
	return true;
}

/**
 * sim_text_valid_name - is it a NUL-terminated text?
 * @name: an array of bytes
 * @size: its size; what is behind the NUL does not count
 *
 * Return: whether it is; an empty one is, too.
 */
bool sim_text_valid_name(const char *name, size_t size)
{
	size_t len = strnlen(name, size);

	return len < size && sim_text_valid(name, len);
}

/**
 * sim_text_cut - where to cut a text that may be too long
 * @text: NUL-terminated, and valid
 * @most: how many bytes there is room for
 *
 * Return: its length, or that of what can be kept of it: at most @most, and
 * never a part of a character.
 */
size_t sim_text_cut(const char *text, size_t most)
{
	size_t len = strnlen(text, most + 1);

	if (len <= most)
		return len;
	/* No character may begin behind the cut with a byte that continues one. */
	for (len = most; len && (text[len] & 0xc0) == 0x80; len--)
		;
	return len;
}
