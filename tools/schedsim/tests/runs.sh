# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# Runs whose numbers were worked out by hand.

# 1 ms each in turn: job1 ends at 8, job0 at 12, job2 at 16.
gives "rr, 5, 3 and 8 ms, quantum 1 ms" \
	"response_ns=0 1000000 2000000 {" \
	"turnaround_ns=12000000 8000000 16000000 {" \
	"waiting_ns=7000000 5000000 8000000 {" \
	"finish_ns=12000000 8000000 16000000" \
	"cpu_ns=5000000 3000000 8000000" \
	"preemptions=4 2 4 10 10" \
	"time_ns=16000000" "busy_ns=16000000 16000000" "idle_ns=0 0" \
	-- --jobs 5,3,8 --policy rr --quantum 1ms
# One after the other.
gives "rr, quantum longer than all jobs: first come, first served" \
	"response_ns=0 5000000 8000000 {" "turnaround_ns=5000000 8000000 16000000 {" \
	"preemptions=0 0 0 0 0" "switches=0 1 1 2 2" \
	-- --jobs 5,3,8 --policy rr --quantum 10ms
# A switch costs 500 us: 0-2 job0, 2.5-4.5 job1, 5-7 job0, 7.5-8.5 job1.
gives "switch cost is charged to the switch" \
	"finish_ns=7000000 8500000" "busy_ns=7000000 7000000" "overhead_ns=500000 1000000 1500000 1500000" \
	"idle_ns=0 0" "switches=1 2 3 3" \
	-- --jobs 4,3 --policy rr --quantum 2ms --switch-cost 500us
gives "two vCPUs" \
	"finish_ns=4000000 3000000" "busy_ns=4000000 3000000 7000000" "idle_ns=0 1000000 1000000" \
	-- --jobs 4,3 --policy rr --vcpus 2
gives "--jobs take units and fractions" \
	"cpu_ns=2500000 800000 1" -- --jobs 2.5,800us,1ns
gives "--until cuts, and what never happened is null" \
	"finish_ns=3000000 null" "turnaround_ns=3000000 null {" "first_run_ns=0 3000000" \
	"cpu_ns=3000000 1000000" "time_ns=4000000" \
	-- --jobs 3,8 --policy rr --until 4ms
gives "--until goes on while idle" "time_ns=5000000" "idle_ns=3000000 3000000" \
	-- --jobs 2 --until 5ms
gives "seed, tie and policy are part of the result" \
	'seed=7' 'tie="expiry-first"' 'policy="prio"' 'nr_vcpus=3' 'quantum_ns=2000000' \
	'switch_cost_ns=1000' \
	-- --jobs 1 --seed 7 --tie expiry-first --policy prio --vcpus 3 --quantum 2ms --switch-cost 1us
gives "names of jobs" 'name="job0" "job1"' -- --jobs 1,1
# b arrives when a's slice ends: before a is queued again, or behind.
tie='{"tasks": {"a": {"loop": 1, "run": 4000}, "b": {"loop": 1, "run": 2000, "delay": 2000},
	"c": {"loop": 1, "run": 2000, "delay": 1000}}}'
file_gives "arrival first" "first_run_ns=0 4000000 2000000" "finish_ns=8000000 6000000 4000000" \
	-- --policy rr --quantum 2ms <<<"$tie"
file_gives "expiry first" "first_run_ns=0 6000000 2000000" "finish_ns=6000000 8000000 4000000" \
	-- --policy rr --quantum 2ms --tie expiry-first <<<"$tie"
file_gives "prio preempts at once" "finish_ns=6000000 4000000" "preemptions=1 0 1 1" \
	-- --policy prio <<'JSON'
{"tasks": {
	"low": {"policy": "SCHED_FIFO", "priority": 1, "loop": 1, "run": 4000},
	"high": {"policy": "SCHED_FIFO", "priority": 2, "loop": 1, "run": 2000, "delay": 2000}}}
JSON
# Weights 1024 and 820: after 1.844 s just these parts of 1024 ms and 820 ms, but for a slice.
file_gives "fair shares by weight" "cpu_ns=1024000000 820000000" -- --policy fair --until 1844ms \
	--quantum 1ms <<'JSON'
{"tasks": {"a": {"run": 1000000}, "b": {"run": 1000000, "priority": 1}}}
JSON

# io wakes up a thousand times with less vruntime than hog, by the credit at the least: it has its
# 1 ms at once (place_entity() and wakeup_preempt_entity() in kernel/sched/fair.c of Linux 6.1). At
# first it is new, and waits for a slice of hog.
wakeup='{"tasks": {"hog": {"run": 10000, "loop": -1},
	"io": {"loop": -1, "run": 1000, "timer": {"ref": "unique", "period": 10000}}}}'
for policy in fair linux; do
	file_gives "$policy: who wakes up preempts" "mean_job_response_ns=null 1010000.0 1010000.0" \
		"worst_job_response_ns=null 11000000 {" "cpu_ns=9000000000 1000000000" "preemptions=999 0 999 999" \
		-- --policy $policy --until 10s <<<"$wakeup"
done
# SCHED_IDLE has weight 3 (WEIGHT_IDLEPRIO in kernel/sched/sched.h), others 1024.
file_gives "linux: the weight of SCHED_IDLE" "cpu_ns=10240000000 30000000" \
	-- --policy linux --until 10270ms --quantum 1ms <<'JSON'
{"tasks": {"hog": {"run": 10000, "loop": -1}, "idle": {"policy": "SCHED_IDLE", "loop": -1, "run": 1000}}}
JSON
# So that what an idle process has locked is unlocked at some time, whoever else runs.
file_gives "linux: an idle process unlocks its mutex" 'state="exited" "exited" "running"' \
	-- --policy linux --until 10s --locks none <<'JSON'
{"tasks": {"i": {"policy": "SCHED_IDLE", "loop": 1, "run0": 1000, "lock": "m", "run1": 2000, "unlock": "m"},
	"o": {"delay": 2000, "loop": 1, "run0": 1000, "lock": "m", "run1": 1000, "unlock": "m"},
	"hog": {"run": 10000, "loop": -1, "delay": 2000}}}
JSON
# 950 ms of each second (Documentation/scheduler/sched-rt-group.rst).
runaway='{"tasks": {"rt": {"policy": "SCHED_FIFO", "priority": 50, "run": 100000, "loop": -1},
	"other": {"run": 10000, "loop": -1}}}'
file_gives "linux: a runaway process leaves room" "cpu_ns=9500000000 500000000" \
	-- --policy linux --until 10s <<<"$runaway"
file_gives "linux: nobody is throttled" "cpu_ns=10000000000 0" \
	-- --policy linux:rt_runtime=0 --until 10s <<<"$runaway"

run run --jobs 5,3,8 --policy rr --quantum 1ms
message=""
grep -q '^ 1  job0  exited  *0  *0  *12ms  *7ms  *5ms' "$out" || message="no line of job0: $(cat "$out")"
grep -q 'digest 0x[0-9a-f]\{16\} ' "$out" || message="no digest"
result "table for people" "$message"

run run --jobs 2,2 --policy rr --quantum 1ms --gantt
message=""
grep -q '^job0 *|██████████████████ \{18\}██████████████████ \{18\}|$' "$out" || message=$(cat "$out")
result "Gantt chart" "$message"

# b is picked once, and waits for the mutex at once: it did not run. Nine columns are 1 ms.
echo '{"tasks": {"a": {"loop": 1, "lock": "m", "run": 4000, "unlock": "m"},
	"b": {"loop": 1, "lock": "m", "run": 3000, "unlock": "m", "run": 1000}}}' >"$tmp/locks.json"
run run --policy rr --quantum 1ms --gantt "$tmp/locks.json"
message=""
grep -q '^a *|█\{36\} \{36\}|$' "$out" && grep -q '^b *| \{36\}█\{36\}|$' "$out" || message=$(cat "$out" "$err")
result "Gantt chart of who waits for a mutex" "$message"

# At 12 ms b goes on at vCPU 0. Nobody follows it at vCPU 1 until c comes. Four columns are 1 ms.
echo '{"tasks": {"a": {"loop": 1, "run": 2000}, "b": {"loop": 1, "run": 14000},
	"c": {"loop": 1, "run": 2000, "delay": 16000, "cpus": [1]}}}' >"$tmp/moves.json"
run run --policy rr:span=all,aligned=1 --quantum 12ms --vcpus 2 --gantt "$tmp/moves.json"
message=""
grep -q '^b *|█\{56\} \{16\}|$' "$out" && grep -q '^c *| \{64\}█\{8\}|$' "$out" || message=$(cat "$out" "$err")
result "Gantt chart of who goes on at another vCPU" "$message"

run run --json --jobs 5,3,8
digest=$(values digest)
run run --jobs 5,3,8
message=""
grep -q "${digest//\"/}" "$out" || message="$digest is not in: $(cat "$out")"
result "same digest in both forms of output" "$message"
