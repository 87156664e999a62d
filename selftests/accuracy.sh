#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317 # tests are called by their names
#
# What the README promises, by hand: two processes share the CPU half and half, with 200 expiries
# a second at a quantum of 5 ms. Exact only under tools/vm/run --icount; needs the tool.

. "$(dirname "$0")/lib.sh"

# between LEAST VALUE MOST
between()
{
	if [ "$2" -lt "$1" ] || [ "$2" -gt "$3" ]; then
		bad "$2 is not in $1..$3"
	fi
}

# member NAME: all members of that name in the JSON on stdin, one a line
member() { tr -d ' \n' | sed 's/[,{}]/\n/g' | sed -n "s/^\"$1\"://p"; }

test_two_share_the_cpu()
{
	takes reset 1 && is quantum_us 10000 && echo 5000 >"$sys/quantum_us" &&
		schedsim spawn --name a >/dev/null && schedsim spawn --name b >/dev/null || return
	before=$(cat "$sys/stats/expiries")
	sleep 1
	between 199 $(($(cat "$sys/stats/expiries") - before)) 203 && is stats/skipped 0 &&
		between 0 "$(cat "$sys/stats/late_max_ns")" 50000 || return
	schedsim ps --json >/tmp/ps
	percents=$(member cpu_percent </tmp/ps)
	[ "$(echo "$percents" | wc -l)" = 2 ] || { bad "not two: $percents"; return 1; }
	for percent in $percents; do
		between 49 "${percent%.*}" 50 || return
	done
}

test_tool_and_sysfs_agree()
{
	takes paused 1 && schedsim stats --json >/tmp/stats &&
		is stats/expiries "$(member expiries </tmp/stats | head -n 1)" &&
		is stats/time_ns "$(member time_ns </tmp/stats | head -n 1)" &&
		schedsim quantum 2ms && is quantum_us 2000 && schedsim policy rr &&
		active rr && schedsim resume && is paused 0 &&
		schedsim reset && is stats/nr_procs 0 &&
		schedsim policy fair && schedsim quantum 10ms
}

command -v schedsim >/dev/null || { ktap_skip_all "no schedsim on the PATH"; exit "$KSFT_SKIP"; }
"$here/ask" exact || { ktap_skip_all "the clock is not exact"; exit "$KSFT_SKIP"; }
run test_two_share_the_cpu test_tool_and_sysfs_agree
