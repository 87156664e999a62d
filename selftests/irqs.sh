#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317 # tests are called by their names
#
# Hard interrupts are on wherever schedsim runs, however many processes there are. In the debug
# kernel the irqsoff tracer notes where they were off for longest. In others the function tracer notes
# for each function of schedsim whether they were on.

. "$(dirname "$0")/lib.sh"

tracing=/sys/kernel/tracing

fill() { PATH=$PATH:/usr/bin schedsim spawn --count "$1" >/dev/null; }

trace_on()
{
	if grep -qw irqsoff "$tracing/available_tracers"; then
		echo 0 >"$tracing/options/function-trace"
		irqs_tracer=irqsoff
	else
		echo ':mod:schedsim' >"$tracing/set_ftrace_filter"
		irqs_tracer=function
	fi
	echo >"$tracing/trace" && echo $irqs_tracer >"$tracing/current_tracer" &&
		echo 1 >"$tracing/tracing_on" || return
	[ $irqs_tracer = function ] || echo 0 >"$tracing/tracing_max_latency"
}

trace_off()
{
	echo 0 >"$tracing/tracing_on"
	cp "$tracing/trace" /tmp/irqs
	echo nop >"$tracing/current_tracer"
	echo >"$tracing/set_ftrace_filter"
	echo 1 >"$tracing/options/function-trace"
}

# A line: task-pid [cpu] flags time: function. A flag d or D says that interrupts are off.
check_function()
{
	grep -q 'clock_fires' /tmp/irqs || { bad "the timer's callback was not traced"; return 1; }
	irqs_off=$(sed -n 's/^.*\] \([dD][^ ]*\) *[0-9.]*: \(.*\)$/\1 \2/p' /tmp/irqs | sort | uniq -c |
		head -n 3)
	[ -z "$irqs_off" ] || bad "with interrupts off: $irqs_off"
}

# What the module does would take longest, if it did it with interrupts off. Lines say where they went
# off and on again: function <-caller.
check_irqsoff()
{
	ktap_print_msg "interrupts off for $(cat "$tracing/tracing_max_latency") us at most:" \
		"$(sed -n "s/^# *=> \(.*\)$/\1/p" /tmp/irqs | tr "\n" ";")"
	sed -n 's/^.*: \([^ ]*\) <-\([^ ]*\)$/\1\n\2/p' /tmp/irqs >/tmp/where
	[ -s /tmp/where ] || { bad "nothing was traced"; return 1; }
	irqs_off=$(sed -n 's/^[^ ]* [^ ]* \([^ ]*\)\t\[schedsim\]$/\1/p' /proc/kallsyms |
		grep -Fxf /tmp/where | tr '\n' ' ')
	[ -z "$irqs_off" ] || bad "that was in $irqs_off"
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
with_processes() # PROCESSES VCPUS
{
	echo 1 >"$sys/reset" && echo "$2" >"$sys/nr_vcpus" && echo 1000 >"$sys/quantum_us" &&
		echo 1 >"$sys/paused" && fill "$1" && settle && trace_on && echo 0 >"$sys/paused" || return
	for irqs_policy in rr fair mlfq; do
		echo "$irqs_policy" >"$sys/policy"
		schedsim spawn --count 10 --program 'run 100us; sleep 300us; loop' >/dev/null
		sleep 0.3
	done
	if [ "$2" -gt 1 ]; then
		schedsim offline 1 && schedsim online 1 && schedsim ps >/dev/null
	fi
	echo 1 >"$sys/paused"
	settle
	trace_off
	echo 1 >"$sys/reset"
	check_"$irqs_tracer"
}

# With room for more than there is by default.
with_many_processes()
{
	unload && insmod "$ko" max_procs=110000 && with_processes "$@"
	irqs_rc=$?
	unload
	load
	return $irqs_rc
}

test_10() { with_processes 10 1; }
test_1000() { with_processes 1000 64; }
test_10000() { with_processes 10000 64; }
test_100000() { with_many_processes 100000 64; }
test_65536_256() { with_many_processes 65536 256; }

if ! grep -qw function "$tracing/available_tracers" 2>/dev/null; then
	ktap_skip_all "no function tracer in this kernel"
	exit "$KSFT_SKIP"
fi
run test_10 test_1000 test_10000 test_100000 test_65536_256
