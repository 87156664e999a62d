# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# The loader of workload files.

file_gives "equal keys count each, in order" "cpu_ns=3000000" "sleeping_ns=1500000" \
	"finish_ns=4500000" <<<'{"tasks": {"a": {"loop": 1, "run": 1000, "sleep": 1500, "run": 2000}}}'
file_gives "keys with suffixes" "cpu_ns=6000000" "finish_ns=11000000" "yields=1 1" <<'JSON'
{"tasks": {"a": {"loop": 1, "run0": 1000, "sleep_a": 5000, "run-x": 2000, "runtime1": 3000,
	"yield9": "" }}}
JSON
file_gives "comments, trailing commas and single quotes" "cpu_ns=1000000" <<'JSON'
/* before { */ { // line
	'tasks' : { "a" /* "run": 5 */ : { "loop" : 1, "run" : 1000, }, },
} /* after */
JSON
file_gives "a comment that ends with the file" "cpu_ns=1000000" \
	< <(printf '{"tasks": {"a": {"loop": 1, "run": 1000}}} // the end')
file_gives "loops of tasks and phases" "cpu_ns=12000000" "finish_ns=14000000" <<'JSON'
{"tasks": {"a": {"loop": 2, "phases": {
	"p": {"loop": 3, "run": 2000},
	"q": {"sleep": 1000},
	"never": {"loop": 0, "run": 7000}}}}}
JSON
file_gives "instances have numbers" 'name="a-0" "a-1" "b"' <<'JSON'
{"tasks": {"a": {"instance": 2, "loop": 1, "run": 10}, "none": {"instance": 0, "run": 1},
	"b": {"loop": 1, "run": 1}}}
JSON
file_gives "names are kept in full" 'name="a-name-that-is-much-too-long"' \
	<<<'{"tasks": {"a-name-that-is-much-too-long": {"loop": 1, "run": 10}}}'
file_gives "delay" "arrival_ns=2500000" "first_run_ns=2500000" "response_ns=0 {" \
	<<<'{"tasks": {"a": {"loop": 1, "run": 10, "delay": 2500}}}'
# H waits for the section of L1, which had begun, and not for that of L2, which had not.
file_gives "a mutex that is promised to another" 'finish_ns=23000000 10000000 13000000' \
	"blocked_ns=11000000 0 8000000" -- --policy prio --locks inherit <<'JSON'
{"tasks": {
	"L2": {"policy": "SCHED_FIFO", "priority": 20, "delay": 1000, "loop": 1,
		"lock": "m", "run": 10000, "unlock": "m"},
	"L1": {"policy": "SCHED_FIFO", "priority": 10, "loop": 1,
		"lock": "m", "run": 10000, "unlock": "m"},
	"H": {"policy": "SCHED_FIFO", "priority": 30, "delay": 2000, "loop": 1, "lock": "m",
		"run0": 1000, "unlock": "m", "run1": 1000, "lock1": "m", "run2": 1000,
		"unlock1": "m"}}}
JSON
# Woken at 10, 20 and 30 ms, whatever ran before.
file_gives "a timer counts from its last use" "finish_ns=30000000" "sleeping_ns=24000000" \
	<<<'{"tasks": {"a": {"loop": 3, "run": 2000, "timer": {"ref": "unique", "period": 10000}}}}'
# 15 ms are more than the period: counted from now (15 + 10), or from when it was due (20).
late='{"tasks": {"a": {"loop": 1, "run": 15000, "t": 0, "run": 1000, "t": 0}}}'
timer='"timer": {"ref": "t", "period": 10000, "mode": "MODE"}'
file_gives "a relative timer that is late starts anew" "finish_ns=25000000" \
	<<<"${late//\"t\": 0/${timer/MODE/relative}}"
file_gives "an absolute timer that is late catches up" "finish_ns=20000000" \
	<<<"${late//\"t\": 0/${timer/MODE/absolute}}"
# Who goes on in the background does not keep the run from ending, at the very instant.
file_gives "a run ends with those that are not in the background" "time_ns=3003000000" \
	"finish_ns=3003000000 null" "cpu_ns=3000000000 1500000" -- --policy prio <<'JSON'
{"tasks": {
	"a": {"policy": "SCHED_FIFO", "priority": 2, "loop": 3, "run": 1000000, "sleep": 1000},
	"b": {"background": true, "policy": "SCHED_FIFO", "priority": 1, "run": 500, "sleep": 500}}}
JSON
file_gives "if there are others" "time_ns=5000000" -- --until 5ms \
	<<<'{"tasks": {"a": {"background": true, "run": 500}}}'
file_gives "or somebody waits for ever" "time_ns=1000" 'state="blocked" "exited" "exited"' \
	<<<'{"tasks": {"a": {"loop": 1, "sem_wait": "s"}, "b": {"background": true, "loop": 1, "sem_wait": "t"},
	"c": {"loop": 1, "run": 1}}, "resources": {"t": {"type": "semaphore", "value": 1}}}'
# At 15 ms it sleeps until 20 ms, runs, and sleeps until 30 ms.
file_gives "a timer that skips leaves out what has passed" "finish_ns=30000000" "wakeups=2 2" \
	<<<"${late//\"t\": 0/${timer/MODE/skip}}"
file_gives "duration ends what runs for ever" "time_ns=2000000000" "finish_ns=null" \
	<<<'{"tasks": {"a": {"run": 1000}}, "global": {"duration": 2}}'
file_gives "duration does not go on when all is done" "time_ns=1000000" \
	<<<'{"tasks": {"a": {"loop": 1, "run": 1000}}, "global": {"duration": 2}}'
file_gives "--until wins over duration" "time_ns=3000000" -- --until 3ms \
	<<<'{"tasks": {"a": {"run": 1000}}, "global": {"duration": 2}}'
file_gives "cpus make vCPUs, and bind" "busy_ns=0 0 1000000 1000000" \
	<<<'{"tasks": {"a": {"loop": 1, "run": 1000, "cpus": [2]}}}'
file_gives "a budget of old SCHED_DEADLINE is no event" "cpu_ns=500000" <<'JSON'
{"tasks": {"a": {"loop": 1, "policy": "SCHED_DEADLINE", "runtime": 9000, "period": 10000,
	"run": 500}}}
JSON
file_gives "a task of no loops exits at once" "finish_ns=0" "cpu_ns=0" \
	<<<'{"tasks": {"a": {"loop": 0, "run": 1000}}}'

echo '{"tasks": {"x": {"loop": 1, "run": 1}}}' >"$tmp/x.json"
echo '{"tasks": {"y": {"loop": 1, "run": 1}}}' >"$tmp/y.json"
gives "several files and jobs" 'name="job0" "x" "y"' -- "$tmp/x.json" "$tmp/y.json" --jobs 1
run run --json - <"$tmp/x.json"
message=""
[ "$(values name)" = '"x"' ] || message="$status: $(cat "$err")"
result "standard input" "$message"

cat >"$tmp/w.json" <<'JSON'
{"tasks": {"a": {"loop": 1, "run": 1, "util_min": 3, "util_max": 5},
	"b": {"loop": 1, "run": 1, "util_min": 4}},
	"resources": 4, "global": {"logdir": "./", "ftrace": false}}
JSON
run run "$tmp/w.json"
message=""
[ "$(cat "$err")" = "schedsim: warning: $tmp/w.json: without effect here: logdir, ftrace, util_min, util_max" ] ||
	message=$(cat "$err")
result "keys without effect: one warning" "$message"

echo '{"tasks": {"a": {"loop": 1, "run": 1}}, "global": {"duration": 5000000}}' >"$tmp/w.json"
run run "$tmp/w.json"
message=""
grep -q "warning: $tmp/w.json:1: global: duration: these are seconds, 57 days" "$err" ||
	message=$(cat "$err")
result "a duration that was probably meant in microseconds: a warning" "$message"

usec="is not a time in µs (expected 0..72057594037927)"
refuses_file "negative time" 3 "task 'a': sleep: -5 $usec" <<'JSON'
{
	"tasks": { "a": { "run": 1,
		"sleep": -5 } }
}
JSON
refuses_file "fraction of a microsecond" 1 "task 'a': run2: 1.5 $usec" \
	<<<'{"tasks": {"a": {"run": 1, "run2": 1.5}}}'
refuses_file "a time as a text" 1 "task 'a': delay: \"5ms\" $usec" \
	<<<'{"tasks": {"a": {"run": 1, "delay": "5ms"}}}'
refuses_file "a time that is too long" 1 "task 'a': run: 72057594037928 $usec" \
	<<<'{"tasks": {"a": {"run": 72057594037928}}}'
refuses_file "line of the second of two equal keys" 4 "task 'a': run: null $usec" <<'JSON'
{"tasks": {"a": {
	"run": 1,
	/* "run": 2
	*/ "run": null
}}}
JSON
refuses_file "in a phase" 2 "task 'a': phase 'p': run: true $usec" <<'JSON'
{"tasks": {"a": {"phases": {"p": {
	"run": true }}}}}
JSON
refuses_file "duration with a fraction" 1 \
	"global: duration: 0.5 is not a time in seconds (-1: until all have ended) (expected -1..72057594)" \
	<<<'{"tasks": {}, "global": {"duration": 0.5}}'
odd_file "unknown event" 2 "task 'a': sleeep: there is no such key (expected a key or event of" <<'JSON'
{"tasks": {"a": {"run": 1,
	"sleeep": 5}}}
JSON
odd_file "unknown key beside phases" 1 "task 'a': delayed: there is no such key (expected a key or event of" \
	<<<'{"tasks": {"a": {"delayed": 5, "phases": {"p": {"run": 1}}}}}'
odd_file "unknown key of global" 1 "global: durration: there is no such key (expected duration," \
	<<<'{"tasks": {"a": {"run": 1}}, "global": {"durration": 1}}'
odd_file "unknown key at the top" 1 "task: there is no such key (expected tasks, global, resources or taskgroups)" \
	<<<'{"tasks": {"a": {"run": 1}}, "task": {}}'
odd_file "unknown key of a timer" 1 "task 'a': phase: there is no such key (expected ref, period or mode)" \
	<<<'{"tasks": {"a": {"timer": {"ref": "unique", "phase": 1, "period": 1}}}}'
warns_file "an unknown key: one warning" 2 "global: note: there is no such key" <<'JSON'
{"tasks": {
	"a": {"run": 1, "note": 5, "note": 6}, "b": {"run": 1, "note": 7}}, "global": {"note": 8}}
JSON
refuses_file "no tasks" 1 "there are no tasks" <<<'{"global": {}}'
refuses_file "timer without a period" 1 "task 'a': timer: the period is missing" \
	<<<'{"tasks": {"a": {"timer": {"ref": "unique"}}}}'
refuses_file "unknown mode" 1 "task 'a': mode: there is no mode 'fast' (expected relative, absolute or skip)" \
	<<<'{"tasks": {"a": {"timer": {"ref": "unique", "period": 5, "mode": "fast"}}}}'
file_gives "timer of one task in two phases" "finish_ns=18000" <<<'{"tasks": {"a": {"loop": 1, "phases":
	{"p": {"timer": {"ref": "tick", "period": 9}}, "q": {"timer": {"ref": "tick", "period": 9}}}}}}'
file_gives "no time in a few turns of a loop" "finish_ns=1000" \
	<<<'{"tasks": {"a": {"loop": 1, "phases": {"p": {"run": 1}, "q": {"loop": 4000, "yield": ""}}}}}'
warns_file "no time in a loop" 1 "task 'a': loop: what is repeated takes no time" \
	<<<'{"tasks": {"a": {"yield": ""}}}'
warns_file "no time in the loop of a phase" 2 "task 'a': loop: what is repeated takes no time" <<'JSON'
{"tasks": {"a": {"phases": {"p": {"run": 5},
	"q": {"loop": 5000, "sleep": 0}}}}}
JSON
# At 5 ms it has gone round as often as may be; the other one goes on.
cat >"$tmp/w.json" <<'JSON'
{"tasks": {
	"a": {"phases": {"p": {"run": 5000}, "q": {"loop": -1, "sem_post": "s"}}},
	"b": {"delay": 6000, "loop": 1, "run": 2000}}}
JSON
run run --until 1s "$tmp/w.json"
message=
[ "$status" = 4 ] || message="exit status $status"
[ "$(grep -c "process 1 'a' was stopped at 5ms: more than 4096 turns of its loops took no time" "$err")" = 1 ] ||
	message+=" $(cat "$err")"
grep -qx "1 program error" "$out" || message+=" $(cat "$out")"
result "a loop that spins is stopped" "$message"
file_gives "an absolute timer alone in a loop" "wakeups=2 2" "spun=false" -- --until 12ms \
	<<<'{"tasks": {"a": {"timer": {"ref": "unique", "period": 5000, "mode": "absolute"}}}}'
refuses_file "nothing for ever" 1 "task 'a': it has no events, and does nothing for ever" \
	<<<'{"tasks": {"a": {}}}'
refuses_file "events beside phases" 1 "task 'a': run: an event beside phases" \
	<<<'{"tasks": {"a": {"phases": {}, "run": 5}}}'
refuses_file "nice out of range" 1 "task 'a': priority: priority 20 is not one of SCHED_OTHER (expected -20..19)" \
	<<<'{"tasks": {"a": {"run": 1, "priority": 20}}}'
refuses_file "a priority that is not the last key" 2 \
	"task 'a': priority: priority 34 is not one of SCHED_OTHER (expected -20..19)" <<'JSON'
{"tasks": {"a": {"run": 1,
	"priority": 34,
	"tickets": 5}}}
JSON
cat >"$tmp/stuck.json" <<'JSON'
{"tasks": {"a": {"loop": 1, "suspend": ""}, "b": {"background": true, "run": 1000, "sleep": 1000}}}
JSON
refuses "nobody wakes it up but those in the background, who go on for ever" 2 \
	"'a' waits, and only tasks in the background have run for half of 4096 s; say how long with --until" \
	run "$tmp/stuck.json"
refuses "load: --show is a text" 2 "load: --show is a text; allowed is --json without it" \
	load --show --json "$tmp/stuck.json"
refuses_file "real-time priority out of range" 1 \
	"task 'a': priority: priority 0 is not one of SCHED_FIFO (expected 1..99)" \
	<<<'{"tasks": {"a": {"run": 1, "priority": 0, "policy": "SCHED_FIFO"}}}'
refuses_file "unknown class" 1 "task 'a': policy: there is no class 'SCHED_FAIR' (expected SCHED_OTHER," \
	<<<'{"tasks": {"a": {"run": 1, "policy": "SCHED_FAIR"}}}'
refuses_file "SCHED_DEADLINE without a runtime" 1 "task 'a': policy: SCHED_DEADLINE needs dl-runtime" \
	<<<'{"tasks": {"a": {"run": 1, "policy": "SCHED_DEADLINE"}}}'
refuses_file "cpus out of range" 1 "task 'a': cpus: 256 is not a CPU (expected 0..255)" \
	<<<'{"tasks": {"a": {"run": 1, "cpus": [0, 256]}}}'
refuses_file "cpus that are no list" 1 "task 'a': cpus: 3 is not a list of CPUs" \
	<<<'{"tasks": {"a": {"run": 1, "cpus": 3}}}'
refuses_file "instances out of range" 1 "task 'a': instance: -1 is not a number of instances" \
	<<<'{"tasks": {"a": {"run": 1, "instance": -1}}}'
refuses_file "too many processes" 1 "task 'b': there are too many processes" \
	<<<'{"tasks": {"a": {"run": 1}, "b": {"run": 1, "instance": 1048576}}}'
refuses_file "no tasks" 1 "there are no tasks" <<<'{"global": {}}'
refuses_file "not an object" 1 "this is no workload" <<<'[1, 2]'
refuses_file "nothing at all" 1 "this is no workload" <<<'null'
refuses_file "an empty file" 1 "this is not JSON: it ends too early" </dev/null
refuses_file "not JSON" 2 "this is not JSON: " <<<$'{"tasks": {\n"a" "b"}}'
refuses_file "the end is missing" 3 "this is not JSON: it ends too early" <<<$'{"tasks": {\n"a": {"run": 1}'
refuses_file "an open comment" 2 "this is not JSON: it ends too early" <<<$'{ /* "tasks": {}}'
odd_file "something follows" 2 "something follows the closing bracket" <<<$'{"tasks": {"a": {"run": 1}}\n} x'
odd_file "another object follows" 2 "something follows" <<<$'{"tasks": {"a": {"run": 1}}}\n{"tasks": {}}'
echo '{"tasks": {}}' >"$tmp/empty.json"
refuses "a file without processes" 4 "there are no processes" run "$tmp/empty.json"
refuses_file "too many operations" 1 "task 'a': it has 4097 operations (expected at most 4096)" \
	< <(printf '{"tasks": {"a": {"loop": 1'; yes ', "run": 1' | head -4097; echo '}}}')
refuses "a file that is not there" 4 "cannot read $tmp/none: No such file or directory" run "$tmp/none"
refuses "a folder" 4 "cannot read $tmp: Is a directory" run "$tmp"
