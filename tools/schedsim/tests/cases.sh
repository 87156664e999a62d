# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# Inputs that once gave wrong results, each of which stands for a kind. Where the right values
# come from stands beside them.

# With an absolute timer every period that passes releases a job, whether or not the process gets to
# it, and a job is missed once its deadline has passed (Liu and Layland 1973). In 1 s with a period of
# 10 ms: 100 jobs. The last deadline is the end, which has not passed. The sums come last.
low='"t": {"policy": "SCHED_FIFO", "priority": 10, "loop": -1, "run": 1000,
	"timer": {"ref": "unique", "period": 10000, "mode": "absolute"}}'
high='"policy": "SCHED_FIFO", "priority": 90, "loop": -1, "run": 10000'
file_gives "starved later: 10 jobs are done in 100 ms" "jobs_released=1 100 101" "jobs_done=0 10 10" "jobs_missed=0 89 89" \
	-- --policy prio --until 1s <<<"{\"tasks\": {\"h\": {$high, \"delay\": 100000}, $low}}"
file_gives "starved: no job is done" "jobs_released=1 100 101" "jobs_done=0 0 0" "jobs_missed=0 99 99" \
	-- --policy prio --until 1s <<<"{\"tasks\": {\"h\": {$high}, $low}}"
file_gives "overload: 12 ms every 10 ms" "jobs_released=100 100" "jobs_done=83 83" "jobs_missed=99 99" \
	-- --policy prio --until 1s <<<"{\"tasks\": {${low/1000,/12000,}}}"

# Who wakes up with clearly less virtual runtime preempts (place_entity() of Linux): but for the first
# of 1000 jobs, which comes when the hog runs, all take 1 ms, so that the mean is 1.01 ms.
file_gives "fair: who wakes up preempts" "mean_job_response_ns=null 1010000.0 1010000.0" \
	"worst_job_response_ns=null 11000000 {" -- --policy fair --until 10s \
	<<<'{"tasks": {"hog": {"run": 10000, "loop": -1}, "io": {"loop": -1, "run": 1000,
	"timer": {"ref": "unique", "period": 10000}}}}'

# SCHED_IDLE is of weight 3 (kernel/sched/sched.h): 10 s * 3 / 1027 = 29.2 ms, in slices of 10 ms.
file_gives "linux: SCHED_IDLE has its share" "cpu_ns=9970000000 30000000" -- --policy linux --until 10s \
	<<<'{"tasks": {"hog": {"run": 10000, "loop": -1},
	"idle": {"policy": "SCHED_IDLE", "loop": -1, "run": 1000}}}'
# So no inversion lasts for ever, even if nobody inherits.
file_gives "linux: SCHED_IDLE with a mutex" "cpu_ns=3000000 2000000 9995000000" \
	-- --policy linux --until 10s --locks none <<'JSON'
{"tasks": {"i": {"policy": "SCHED_IDLE", "loop": 1, "run0": 1000, "lock": "m", "run1": 2000, "unlock": "m"},
	"o": {"delay": 2000, "loop": 1, "run0": 1000, "lock": "m", "run1": 1000, "unlock": "m"},
	"hog": {"run": 10000, "loop": -1, "delay": 2000}}}
JSON

# The first waiter is woken up, and is not the owner yet (rtmutex.c of Linux): H, which is more
# urgent, takes the mutex again before L2 has run. It waits for the rest of L1, 8 ms.
file_gives "a mutex that is promised to one less urgent" "finish_ns=10000000 23000000 13000000" \
	"blocked_ns=0 11000000 8000000" -- --policy prio --locks inherit <<'JSON'
{"tasks": {
	"L1": {"policy": "SCHED_FIFO", "priority": 10, "loop": 1, "lock": "m", "run": 10000, "unlock": "m"},
	"L2": {"policy": "SCHED_FIFO", "priority": 20, "delay": 1000, "loop": 1, "lock": "m", "run": 10000, "unlock": "m"},
	"H": {"policy": "SCHED_FIFO", "priority": 30, "delay": 2000, "loop": 1, "lock": "m", "run0": 1000,
		"unlock": "m", "run1": 1000, "lock1": "m", "run2": 1000, "unlock1": "m"}}}
JSON

# Global fixed priority: the two most urgent run, C from 2 to 5 ms, then D.
for policy in prio linux; do
	file_gives "$policy: the most urgent run" "first_run_ns=0 0 2000000 5000000" \
		"finish_ns=10000000 2000000 5000000 10000000" -- --policy "$policy" --vcpus 2 <<'JSON'
{"tasks": {
	"A": {"policy": "SCHED_FIFO", "priority": 90, "loop": 1, "run": 10000},
	"B": {"policy": "SCHED_FIFO", "priority": 80, "loop": 1, "run": 2000},
	"C": {"policy": "SCHED_FIFO", "priority": 70, "loop": 1, "run": 3000},
	"D": {"policy": "SCHED_FIFO", "priority": 60, "loop": 1, "run": 5000}}}
JSON
done

# No vCPU is idle while somebody waits: one is only while the last process runs on alone.
for policy in rr fair linux prio stride lottery sjf srtf fifo hrrn lrtf edf rm dm llf eevdf; do
	run run --json -l 10,100,10,100 --policy "$policy" --quantum 4ms --vcpus 2
	message=$(awk -v RS='[,\n]' -F: '
		/"finish_ns"/ { if ($2 > last) { before = last; last = $2 } else if ($2 > before) before = $2; nr++ }
		/"idle_ns"/ { idle += $2 / 2 }	# of each vCPU, and of all
		END { if (nr != 4 || idle != last - before) print idle " ns idle, " before " and " last }' "$out")
	[ "$status" = 0 ] || message=$(cat "$err")
	result "$policy: nobody is idle beside one who waits" "$message"
done
