#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317 # tests are called by their names
#
# Hard interrupts are on wherever schedsim runs, however many processes there are. The function
# tracer notes for each of its functions whether they were.

. "$(dirname "$0")/lib.sh"

tracing=/sys/kernel/tracing

fill() { PATH=$PATH:/usr/bin schedsim spawn --count "$1" >/dev/null; }

trace_on()
{
	echo ':mod:schedsim' >"$tracing/set_ftrace_filter" && echo >"$tracing/trace" &&
		echo function >"$tracing/current_tracer" && echo 1 >"$tracing/tracing_on"
}

trace_off()
{
	echo 0 >"$tracing/tracing_on"
	cp "$tracing/trace" /tmp/irqs
	echo nop >"$tracing/current_tracer"
	echo >"$tracing/set_ftrace_filter"
}

# A line: task-pid [cpu] flags time: function. A flag d or D says that interrupts are off.
check_trace()
{
	grep -q 'clock_fires' /tmp/irqs || { bad "the timer's callback was not traced"; return 1; }
	irqs_off=$(sed -n 's/^.*\] \([dD][^ ]*\) *[0-9.]*: \(.*\)$/\1 \2/p' /tmp/irqs | sort | uniq -c |
		head -n 3)
	[ -z "$irqs_off" ] || bad "with interrupts off: $irqs_off"
}

# Also while paused, the timer does what is left to do at the present instant.
settle()
{
	while [ "$(cat "$sys/stats/timer_armed")" != 0 ]; do
		sleep 0.1
	done
}

# The tracer patches the code of the functions. Nothing runs meanwhile, for QEMU may break a kernel
# that patches what another CPU is in.
with_processes()
{
	echo 1 >"$sys/reset" && echo 1000 >"$sys/quantum_us" && echo 1 >"$sys/paused" && fill "$1" &&
		settle && trace_on && echo 0 >"$sys/paused" || return
	for irqs_policy in rr fair mlfq; do
		echo "$irqs_policy" >"$sys/policy"
		schedsim spawn --count 10 --program 'run 100us; sleep 300us; loop' >/dev/null
		sleep 0.3
	done
	echo 1 >"$sys/paused"
	settle
	trace_off
	echo 1 >"$sys/reset"
	check_trace
}

test_10() { with_processes 10; }
test_10000() { with_processes 10000; }
test_100000()
{
	unload && insmod "$ko" max_procs=110000 && with_processes 100000
	irqs_rc=$?
	unload
	load
	return $irqs_rc
}

if ! grep -qw function "$tracing/available_tracers" 2>/dev/null; then
	ktap_skip_all "no function tracer in this kernel"
	exit "$KSFT_SKIP"
fi
run test_10 test_10000 test_100000
