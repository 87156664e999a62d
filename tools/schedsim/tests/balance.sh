# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# Parts of load balancing. How each works is tested in tools/engine/test_balancing.c; values here
# are worked out by hand.

# usage: wastes NAME LEAST MOST -- ARGUMENT...  (what is wasted, in ms)
wastes() {
	local name=$1 least=$2 most=$3 got
	shift 4
	run run --json "$@"
	got=$(sed -n 's/.*"wasted_ns": \([0-9]*\),*/\1/p' "$out")
	got=$((${got:--1000000} / 1000000))
	result "$name" "$([ "$got" -ge "$least" ] && [ "$got" -le "$most" ] || echo "$got ms; $(cat "$err")")"
}

# One vCPU is idle from 20 ms on; the other has work for 200 ms, and until 196 ms somebody waits.
four=(-l "10,100,10,100" --policy rr --quantum 4ms --vcpus 2)
wastes "no balancing" 176 176 -- "${four[@]}" --balance none
wastes "no part that helps" 176 176 -- "${four[@]}" --balance all,-idle,-periodic
wastes "idle vCPUs pull" 0 0 -- "${four[@]}" --balance idle
wastes "periodic balancing" 1 8 -- "${four[@]}" --balance periodic,interval=4ms
wastes "all parts" 0 0 -- "${four[@]}" --balance all

# The four faults of "The Linux Scheduler: a Decade of Wasted Cores": absent, and switched on.
samples=$here/../../workloads
imbalance=("$samples/wasted-imbalance.json" --topology 2x4x1)
construction=("$samples/wasted-construction.json" --topology 4x2x1)
wakeup=("$samples/wasted-wakeup.json" --topology 2x2x1)
domains=("$samples/wasted-domains.json" --topology 2x2x1 --offline 3 --online 3@1ms)
wastes "no group imbalance" 0 0 -- "${imbalance[@]}" --balance all
wastes "group imbalance" 400 600 -- "${imbalance[@]}" --balance all,defect=group-imbalance
wastes "no wrong groups" 0 0 -- "${construction[@]}" --balance all
wastes "wrong groups" 350 400 -- "${construction[@]}" --balance all,defect=group-construction
wastes "no overload on wakeup" 0 0 -- "${wakeup[@]}" --balance all,-periodic
wastes "overload on wakeup" 50 200 -- "${wakeup[@]}" --balance all,-periodic,defect=wakeup-overload
wastes "no missing domains" 0 0 -- "${domains[@]}" --balance all
wastes "missing domains" 350 400 -- "${domains[@]}" --balance all,defect=missing-domains

# It says so.
run run "${four[@]}" --balance idle
message=""
grep -qx 'balances by idle' "$out" || message="no line says how: $(cat "$out")"
grep -qx 'migrations: 1 idle' "$out" || message+="no line says who moved: $(cat "$out")"
grep -q '^0 wasted by idle vCPUs beside work; loads differ by 0\.[0-9]* on average$' "$out" ||
	message+="no line says what is wasted: $(cat "$out")"
result "a run says how loads were balanced" "$message"

# As the policy says is as if nothing had been said.
run run --json "${four[@]}"
cp "$out" "$tmp/plain"
run run --json "${four[@]}" --balance policy
result "as the policy says" "$(diff "$tmp/plain" "$out")"

# usage: refuses_balance TEXT WHAT
refuses_balance() {
	local message=""
	LC_ALL=C "$SCHEDSIM" run "${four[@]}" --balance "$1" >"$out" 2>"$err" && message="it takes '$1'"
	grep -q -- "$2" "$err" || message+=" it says: $(cat "$err")"
	result "refuses --balance $1" "$message"
}
refuses_balance steal "'steal' is not possible; allowed are all, none, wake"
refuses_balance "" "'' is not possible"
refuses_balance interval=4ms "names no part"
refuses_balance all,interval=10 "interval"
refuses_balance all,imbalance=99 "allowed are 100 to 1000, in percent"
refuses_balance all,defect=none "'none' is not possible; allowed are group-imbalance"
