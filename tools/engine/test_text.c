// SPDX-License-Identifier: GPL-2.0
/*
 * Text of others: what is UTF-8, what is allowed, where to cut.
 */
#include "lib/text.h"
#include "test.h"

static bool valid(const char *text)
{
	return sim_text_valid(text, strlen(text));
}

TEST(text_utf8)
{
	/* The first and the last of each length, and the neighbours of surrogates. */
	EXPECT(valid(""));
	EXPECT(valid(" plain ~"));
	EXPECT(valid("\xc2\xa0 \xdf\xbf"));
	EXPECT(valid("\xe0\xa0\x80 \xef\xbf\xbf"));
	EXPECT(valid("\xed\x9f\xbf \xee\x80\x80"));
	EXPECT(valid("\xf0\x90\x80\x80 \xf4\x8f\xbf\xbf"));
}

TEST(text_not_utf8)
{
	EXPECT(!valid("\x80"));
	EXPECT(!valid("\xff"));
	EXPECT(!valid("a\xc3"));
	EXPECT(!valid("\xc3z"));
	EXPECT(!valid("\xe2\x82z"));
	EXPECT(!valid("\xf0\x9f\x98"));
	/* What is behind the end does not count. */
	EXPECT(!sim_text_valid("\xc3\xa9", 1));
	/* Overlong: "/" in two bytes, three and four; and the longest of these. */
	EXPECT(!valid("\xc0\xaf"));
	EXPECT(!valid("\xc1\xbf"));
	EXPECT(!valid("\xe0\x80\xaf"));
	EXPECT(!valid("\xe0\x9f\xbf"));
	EXPECT(!valid("\xf0\x80\x80\xaf"));
	EXPECT(!valid("\xf0\x8f\xbf\xbf"));
	/* Surrogates, and what is behind the last character. */
	EXPECT(!valid("\xed\xa0\x80"));
	EXPECT(!valid("\xed\xbf\xbf"));
	EXPECT(!valid("\xf4\x90\x80\x80"));
	EXPECT(!valid("\xf8\x88\x80\x80\x80"));
}

/* A character that is not allowed, between two that are. */
static void refused(u32 first, u32 last)
{
	EXPECT(sim_text_allowed(first - 1) || !first);
	EXPECT(!sim_text_allowed(first));
	EXPECT(!sim_text_allowed(last));
	EXPECT(sim_text_allowed(last + 1));
}

TEST(text_allowed)
{
	refused(0, 0x1f);
	refused(0x7f, 0x9f);
	refused(0x061c, 0x061c);
	refused(0x200e, 0x200f);
	refused(0x202a, 0x202e);
	refused(0x2066, 0x2069);
	EXPECT(!sim_text_allowed(SIM_TEXT_BAD));
	EXPECT(!valid("a\nb"));
	EXPECT(!valid("\x1b[31m"));
	EXPECT(!valid("\302\23331m"));
	EXPECT(!valid("\342\200\256evil"));
	EXPECT(!sim_text_valid("a\0b", 3));
}

TEST(text_next_goes_on_behind_what_is_bad)
{
	static const char text[] = "\xe2\x82z\xc3\xa9";
	const char *at = text, *end = text + strlen(text);

	EXPECT_EQ(sim_text_next(&at, end), SIM_TEXT_BAD);
	EXPECT_EQ(sim_text_next(&at, end), SIM_TEXT_BAD);
	EXPECT_EQ(sim_text_next(&at, end), 'z');
	EXPECT_EQ(sim_text_next(&at, end), 0xe9);
	EXPECT(at == end);
}

TEST(text_names)
{
	EXPECT(sim_text_valid_name("abc", 4));
	EXPECT(!sim_text_valid_name("abc", 3));
	EXPECT(sim_text_valid_name("", 1));
	/* What is behind the end does not count. */
	EXPECT(sim_text_valid_name("a\0\xff\xff", 4));
	EXPECT(!sim_text_valid_name("a\xc3\0", 4));
}

TEST(text_cut)
{
	static const char text[] = "a\xc3\xa9\xe2\x82\xac";	/* 1, 2 and 3 bytes */
	static const size_t kept[] = { 0, 1, 1, 3, 3, 3, 6, 6 };
	size_t most;

	for (most = 0; most < ARRAY_SIZE(kept); most++)
		EXPECT_EQ(sim_text_cut(text, most), kept[most]);
}
