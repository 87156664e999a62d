// SPDX-License-Identifier: GPL-2.0
/*
 * A policy from a shared object may crash, or call exit(). That ends the command with one
 * line that says so.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run/run.h"
#include "util/tool.h"
#include "util/units.h"

static const int signals[] = {
	SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, SIGXCPU,
};

/* A policy that calls itself for ever leaves no room on the usual stack. */
static char stack[65536];
static sigjmp_buf *back;

static void on_crash(int number)
{
	siglongjmp(*back, number);
}

static void catch_signals(void (*handler)(int), int flags)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(signals); i++)
		sigaction(signals[i], &action, NULL);
}

/* What is being called, while it is. */
static struct {
	const char *policy;
	const __u64 *now;
} guarded;

/* Nobody else exits from within, but by die(). */
static void check_exit(int status, void *data)
{
	char text[TIME_LEN];

	if (!guarded.policy || is_dying())
		return;
	run_watch_stop();
	complain("policy %s called exit(%d) at %s of simulated time", guarded.policy,
		 status, format_time(*guarded.now, text));
	_exit(TOOL_CRASHED);
}

static void guard_exit(const char *policy, const __u64 *now)
{
	static bool is_set;

	if (!is_set)
		on_exit(check_exit, NULL);
	is_set = true;
	guarded.policy = policy;
	guarded.now = now;
}

/**
 * run_guarded - call a function that may crash, and die if it does
 * @policy: the policy that is to blame
 * @now: where simulated time stands
 * @function: the function
 * @data: for it
 *
 * Return: what it returned.
 */
int run_guarded(const char *policy, const __u64 *now, int (*function)(void *data), void *data)
{
	const stack_t other = { .ss_sp = stack, .ss_size = sizeof(stack) };
	char text[TIME_LEN];
	sigjmp_buf here;
	stack_t usual;
	int number, ret;

	sigaltstack(&other, &usual);
	back = &here;
	number = sigsetjmp(here, 1);
	if (number) {
		catch_signals(SIG_DFL, 0);
		run_watch_stop();
		die(TOOL_CRASHED, "policy %s crashed at %s of simulated time: %s", policy,
		    format_time(*now, text), strsignal(number));
	}
	catch_signals(on_crash, SA_ONSTACK);
	guard_exit(policy, now);
	ret = function(data);
	guarded.policy = NULL;
	catch_signals(SIG_DFL, 0);
	sigaltstack(&usual, NULL);
	return ret;
}
