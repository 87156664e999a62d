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

# Jobs are released by time and missed at their deadline, whatever the process does: "an overflow
# occurs at time t if t is the deadline of an unfulfilled request" (Liu and Layland, 1973). t asks for
# 1 ms, and in the last one for 12 ms, of each 10 ms; until 1 s that is 100 times. The last deadline
# does not pass by then. h has one job, which has no deadline.
task() { echo "\"$1\": {\"policy\": \"SCHED_FIFO\", \"priority\": $2, \"loop\": -1, \"run\": $3"; }
timer='"timer": {"ref": "unique", "period": 10000, "mode": "absolute"}'
file_gives "jobs of one who starves later" "jobs_released=1 100 101" "jobs_done=0 10 10" \
	"jobs_missed=0 89 89" "missed_percent=89.0" "worst_lateness_ns=null 890000000 {" \
	"mean_lateness_ns=null -9000000.0 -9000000.0" "mean_job_response_ns=null 1000000.0 1000000.0" \
	-- --policy prio --until 1s \
	<<<"{\"tasks\": {$(task h 90 10000), \"delay\": 100000}, $(task t 10 1000), $timer}}}"
starved="{\"tasks\": {$(task h 90 10000)}, $(task t 10 1000), $timer}}}"
file_gives "jobs of one who never runs" "jobs_released=1 100 101" "jobs_done=0 0 0" \
	"jobs_missed=0 99 99" "missed_percent=99.0" "worst_tardiness_ns=null 990000000 {" \
	"mean_tardiness_ns=null null null" "mean_job_response_ns=null null null" \
	-- --policy prio --until 1s <<<"$starved"
# 83 times 12 ms; the last of them is released at 820 ms, and done at 996 ms.
file_gives "jobs of one who is overloaded" "jobs_released=100 100" "jobs_done=83 83" \
	"jobs_missed=99 99" "worst_job_response_ns=176000000 {" "worst_lateness_ns=166000000 {" \
	-- --policy prio --until 1s <<<"{\"tasks\": {$(task t 10 12000), $timer}}}"
file_gives "what is released does not depend on the policy" \
	"jobs_released=1 100 101" -- --policy rr --until 1s <<<"$starved"
echo "$starved" >"$tmp/w.json"
run compare --policies prio --metrics jobs-missed,miss-ratio,mean-tardiness,tardiness.max --until 1s \
	--csv "$tmp/w.json"
result "compare has jobs that were not done" \
	"$(grep -qx 'prio,,10000000,1,1,99,,1,99,,1,,,0,990000000,,1' "$out" || cat "$out" "$err")"
run run --policy prio --until 1s "$tmp/w.json"
message=""
grep -q '^ID .* RELEASED *MISSED *LATENESS$' "$out" &&
	grep -q '^ 2  t .*  100 *99 *990ms$' "$out" &&
	grep -qx '101 jobs released, 0 done; 99 deadlines missed (99.0%)' "$out" || message=$(cat "$out")
result "people are told, too" "$message"

run run --jobs 5,3,8 --policy rr --quantum 1ms
message=""
grep -q '^ *MEAN *P50 *P95 *P99 *MAX$' "$out" && grep -q '^waiting *6.666ms *7ms *8ms *8ms *8ms$' "$out" &&
	grep -q "^utilisation 100.0%, 750.0 switches a second, which cost 0.0%; Jain's fairness index 0.9" "$out" ||
	message=$(cat "$out")
grep -qE 'YIELDS|BLOCKED|MIGRATIONS|IDLE|yields  ' "$out" && message="empty columns: $(cat "$out")"
result "metrics for people, without what is empty" "$message"
