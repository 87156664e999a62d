#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317 # tests are called by their names
#
# The tracepoint: each event is told once, and all of them are.

. "$(dirname "$0")/lib.sh"

tracing=/sys/kernel/tracing

start_tracing()
{
	echo 1 >"$sys/reset" && echo fair >"$sys/policy" && echo 10000 >"$sys/quantum_us" &&
		echo >"$tracing/trace" && echo 1 >"$tracing/events/schedsim/schedsim_event/enable"
}

stop_tracing() { echo 0 >"$tracing/events/schedsim/schedsim_event/enable"; }

# traced PATTERN NUMBER: so many lines match
traced()
{
	traced_nr=$(grep -c "schedsim_event: sim=0 .*$1" "$tracing/trace")
	[ "$traced_nr" = "$2" ] || bad "$traced_nr lines with '$1', not $2"
}

test_each_event_once()
{
	start_tracing || return
	echo 5000 >"$sys/quantum_us"
	echo rr >"$sys/policy"
	echo 1 >"$sys/paused"
	"$here/ask" spawn a >/dev/null
	echo all >"$sys/trigger"
	echo 0 >"$sys/paused"
	stop_tracing
	traced ' quantum .*arg=5000000' 1 && traced ' policy ' 1 && traced ' pause ' 1 &&
		traced ' resume ' 1 && traced ' arrive ' 1 && traced ' trigger ' 1 &&
		traced ' dispatch ' 1 && traced '' 7
}

# As many dispatches as the scheduler has decided, while the timer fires.
test_none_is_lost()
{
	start_tracing || return
	"$here/ask" spawn a >/dev/null
	"$here/ask" spawn b >/dev/null
	sleep 1
	echo 1 >"$sys/paused"
	stop_tracing
	traced ' dispatch ' "$(cat "$sys/stats/decisions")" &&
		traced ' preempt ' "$(cat "$sys/stats/preemptions")"
}

if ! [ -d "$tracing/events/schedsim" ]; then
	ktap_skip_all "no tracepoints in this kernel"
	exit "$KSFT_SKIP"
fi
run test_each_event_once test_none_is_lost
