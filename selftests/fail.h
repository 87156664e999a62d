/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Failures on demand: lets the n-th allocation or copy from or to userspace that
 * this process makes in the kernel fail. See Documentation/fault-injection in the
 * kernel's source. get_user() and put_user() are no part of it.
 */
#ifndef SCHEDSIM_FAIL_H
#define SCHEDSIM_FAIL_H

#include "calls.h"

#define FAIL_NTH	"/proc/self/fail-nth"
#define FAIL_SETTINGS	"/sys/kernel/debug/"

/* A kernel without it is no failure of a test, but nothing is tested there. */
static inline void fail_or_skip(void)
{
	if (!access(FAIL_NTH, F_OK))
		return;
	ksft_print_header();
	ksft_exit_skip("this kernel cannot inject failures\n");
}

static inline int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}

static int fail_fd;

/*
 * To be called in the process that the failures are for: from then on what may
 * sleep can fail, too. Without @pages only slab objects and copies can, and their
 * number is always the same: how many pages an allocation takes depends on what
 * the allocator has left. Returns 0 or -errno.
 */
static inline int fail_setup(bool pages)
{
	if (!fail_fd)
		fail_fd = open(FAIL_NTH, O_RDWR);
	if (fail_fd < 0)
		return -errno;
	return write_file(FAIL_SETTINGS "failslab/ignore-gfp-wait", "N") ?:
	       write_file(FAIL_SETTINGS "fail_page_alloc/ignore-gfp-wait", "N") ?:
	       write_file(FAIL_SETTINGS "fail_page_alloc/ignore-gfp-highmem", "N") ?:
	       write_file(FAIL_SETTINGS "fail_page_alloc/min-order",
			  pages ? "0" : "64");
}

/* Let the @n-th from now on fail. */
static inline void fail_at(unsigned int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", n);

	if (pwrite(fail_fd, text, len, 0) != len)
		ksft_exit_fail_msg("%s: %s\n", FAIL_NTH, strerror(errno));
}

/* How many have not come to pass? 0: one has failed. No more will, at any rate. */
static inline unsigned int fail_left(void)
{
	char text[16] = "";
	/* Both of these copy, too, so the last one may come to pass in them. */
	bool told = pread(fail_fd, text, sizeof(text) - 1, 0) > 0;

	while (pwrite(fail_fd, "0", 1, 0) != 1)
		;
	return told ? strtoul(text, NULL, 10) : 1;
}

/*
 * Make a call while every allocation of a page fails. What is open before need not
 * be opened then. Returns what the call did, or -EIO.
 */
static inline int fail_all_pages(int (*call)(void))
{
	int fd = open("/proc/self/make-it-fail", O_RDWR), ret = -EIO;
	const char *probability = FAIL_SETTINGS "fail_page_alloc/probability";

	if (fd < 0 ||
	    write_file(FAIL_SETTINGS "fail_page_alloc/task-filter", "Y") ||
	    write_file(FAIL_SETTINGS "fail_page_alloc/times", "-1") ||
	    write_file(probability, "100"))
		return -EIO;
	if (pwrite(fd, "1", 1, 0) == 1)
		ret = call();
	if (pwrite(fd, "0", 1, 0) != 1 || write_file(probability, "0"))
		ret = -EIO;
	close(fd);
	return ret;
}

#endif /* SCHEDSIM_FAIL_H */
