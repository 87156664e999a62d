# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# Metrics. What the library computes is tested in C; here, that it is shown.

programs metrics 9

# A spread in the JSON that was printed, as one line of numbers.
spread() { sed -n "/\"$1\": {/,/}/s/^ *\"[a-z0-9]*\": \([^,]*\),*$/\1/p" "$out" | tr '\n' ' ' | sed 's/ $//'; }

# usage: spreads NAME "KEY=MEAN P50 P95 P99 MAX PROCESSES"... -- ARGUMENT...
spreads() { gives_by spread "$@"; }

# Runs 0-3, 3-4 and so on: finishes at 12, 8 and 16.
spreads "spreads over processes" \
	"response_ns=1000000 1000000 2000000 2000000 2000000 3" \
	"turnaround_ns=12000000 12000000 16000000 16000000 16000000 3" \
	"waiting_ns=6666666 7000000 8000000 8000000 8000000 3" \
	"cpu_per_process_ns=5333333 5000000 8000000 8000000 8000000 3" \
	"switches_per_process=4.0 4 5 5 5 3" \
	"migrations_per_process=0.0 0 0 0 0 3" \
	-- --jobs 5,3,8 --policy rr --quantum 1ms
spreads "what never happened is not in a spread" \
	"response_ns=1500000 0 3000000 3000000 3000000 2" \
	"turnaround_ns=3000000 3000000 3000000 3000000 3000000 1" \
	-- --jobs 3,8 --policy rr --until 4ms
# The second one never gets to run.
spreads "nobody has exited" "turnaround_ns=null null null null null 0" \
	"response_ns=0 0 0 0 0 1" "waiting_ns=500000 0 1000000 1000000 1000000 2" \
	-- --jobs 3,8 --policy rr --until 1ms

# 3 ms of two processes; the switch costs 1 ms: of 4 ms 75 % busy, 25 % overhead. The first got all
# of the CPU time it wanted, the second 2 of 3 (the switch is nobody's): (5/3)^2 / (2 * 13/9) = 25/26.
gives "over all" "utilisation_percent=75.0" "switch_cost_percent=25.0" "busy_percent=75.0" \
	"throughput_per_s=500.0" "switches_per_s=250.0" \
	"fairness=0.96153846153846134" "weighted_fairness=0.96153846153846134" \
	-- --jobs 1,2 --policy rr --switch-cost 1ms
gives "over all, without any time" "throughput_per_s=null" "switches_per_s=null" "fairness=null" \
	"utilisation_percent=null" "missed_percent=null" -- --jobs 1 --until 0
# A share of 1024 / 1844 and 820 / 1844: unequal, but just by weight. A slice is 1 of 1844.
run run --json --policy fair --until 1844ms --quantum 1ms - <<'JSON'
{"tasks": {"a": {"run": 1000000}, "b": {"run": 1000000, "priority": 1}}}
JSON
result "fair shares by weight are fair by weight" "$(awk -v plain="$(values fairness)" \
	-v weighted="$(values weighted_fairness)" 'BEGIN {
		if (plain < 0.987 || plain > 0.988 || weighted < 0.999999)
			print "fairness " plain ", by weight " weighted }')"

run run --jobs 5,3,8 --policy rr --quantum 1ms
message=""
grep -q '^ *MEAN *P50 *P95 *P99 *MAX$' "$out" && grep -q '^waiting *6.666ms *7ms *8ms *8ms *8ms$' "$out" &&
	grep -q "^utilisation 100.0%, 750.0 switches a second, which cost 0.0%; Jain's fairness index 0.9" "$out" ||
	message=$(cat "$out")
grep -qE 'YIELDS|BLOCKED|MIGRATIONS|IDLE|yields  ' "$out" && message="empty columns: $(cat "$out")"
result "metrics for people, without what is empty" "$message"
