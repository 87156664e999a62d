# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# Events by which tasks wait for, change and start each other: what they are
# compiled to, and what comes of it.

shows "lock and unlock" "process a: lock m; run 1ms; unlock m; loop" "mutex m none" \
	<<<'{"tasks": {"a": {"lock": "m", "run": 1000, "unlock": "m"}}}'
shows "wait, signal and broad" "process a: lock m; wait c m; unlock m; run 1ms; loop" \
	"process b: signal c; broadcast c; run 1ms; loop" "cond c" "mutex m none" <<'JSON'
{"tasks": {"a": {"lock": "m", "wait": {"ref": "c", "mutex": "m"}, "unlock": "m", "run": 1000},
	"b": {"signal": "c", "broad": "c", "run": 1000}}}
JSON
shows "sync is signal and wait" "process a: lock m; signal c; wait c m; unlock m; run 1us; loop" \
	<<<'{"tasks": {"a": {"lock": "m", "sync": {"ref": "c", "mutex": "m"}, "unlock": "m", "run": 1}}}'
shows "a condition and a mutex have a name in rt-app, too, when they have none" \
	"process a: wait unknown unknown; run 1us; loop" <<<'{"tasks": {"a": {"wait": {}, "run": 1}}}'
shows "suspend and resume are a condition without memory" \
	"process a: wait a; run 1us; loop" "process b: broadcast a; run 2us; loop" "cond a" \
	<<<'{"tasks": {"a": {"suspend": "a", "run": 1}, "b": {"resume": "a", "run": 2}}}'
shows "suspend without a name is of the task itself" "process a: wait a; run 1us; loop" \
	"process b: run 1us; wait b; loop" "process c: wait c; run 1us; yield; loop" <<'JSON'
{"tasks": {"a": {"suspend", "run": 1}, "b": {"run": 1, "suspend" /* as in
	rt-app's video.json */ }, "c": {"suspend": "", "run": 1, "yield"}}}
JSON
shows "the mutex behind suspend counts if it has another use" \
	"process x: lock x; wait x x; unlock x; run 1us; lock x; broadcast x; unlock x; loop" \
	"process b: lock x; run 1us; unlock x; loop" <<'JSON'
{"tasks": {"x": {"suspend", "run": 1, "resume": "x"}, "b": {"lock": "x", "run": 1, "unlock": "x"}}}
JSON
shows "a barrier counts every mention and instance" "barrier g 5" "barrier h 1" <<'JSON'
{"tasks": {"a": {"instance": 3, "run": 1, "barrier": "g"},
	"b": {"run": 1, "barrier0": "g", "barrier1": "g", "barrier2": "h"}}}
JSON
shows "semaphores" "process a: sem_wait s; run 1us; sem_post s; loop" "semaphore s 0" \
	<<<'{"tasks": {"a": {"sem_wait": "s", "run": 1, "sem_post": "s"}}}'
shows "a semaphore that has a value" "semaphore s 3" <<'JSON'
{"tasks": {"a": {"sem_wait": "s", "run": 1}}, "resources": {"s": {"type": "semaphore", "value": 3}}}
JSON
shows "mem, memrun and iorun" "process a: run 1us; run 2us; sleep 30us; loop" \
	<<<'{"tasks": {"a": {"mem": 1000, "memrun1": 2000, "iorun": 3000}}}'
# 1 ns a byte, 100 ns a pointer.
shows "memrun" "process a: run 1ms; run 2ms; run 300us; run 400us; loop" <<'JSON'
{"tasks": {"a": {
	"memrun": {"type": "read", "size": 4096, "count": 1000000},
	"memrun1": {"type": "write", "size": 4096, "count": 2000000, "ref": "m"},
	"memrun2": {"type": "chase", "size": 33554432, "stride": 64, "pattern": "random", "count": 3000,
		"ref": "m"},
	"memrun3": {"type": "chase", "size": 128, "count": 4000, "pattern": "sequential"}}}}
JSON
shows "equal keys and suffixes" \
	"process a: lock m; lock n; run 1us; unlock n; unlock m; run 2us; run 3us; loop" <<'JSON'
{"tasks": {"a": {"lock": "m", "lock": "n", "run": 1, "unlock1": "n", "unlock_2": "m", "run": 2,
	"runtime-x": 3}}}
JSON
echo '{"tasks": {"a": {"policy": "SCHED_RR", "run": 1, "dl-runtime": 1000, "dl-period": 3}}}' >"$tmp/w.json"
run load --show "$tmp/w.json"
result "times of SCHED_DEADLINE elsewhere: a warning" \
	"$(grep -qF "without effect here: dl-runtime, dl-period" "$err" || cat "$err")"
shows "dl-runtime of SCHED_OTHER is a slice" "process a slice 3ms: run 1us; loop" \
	<<<'{"tasks": {"a": {"run": 1, "dl-runtime": 3000}}}'
shows "it holds for later phases, and not for other classes" \
	"process a slice 3ms: run 1us; run 2us; attr z; run 3us; loop" \
	"attr z sets class,priority,nice,tickets,deadline: rr priority 10" <<'JSON'
{"tasks": {"a": {"dl-runtime": 3000, "phases": {"x": {"run": 1}, "y": {"run": 2},
	"z": {"policy": "SCHED_RR", "run": 3}}}}}
JSON
# usage: no_deadlines NAME LINE WHO REASON ARGUMENT... <<<CONTENT
no_deadlines() {
	local name=$1 want="schedsim: $tmp/w.json:$2: $3: policy linux does not admit it: SCHED_DEADLINE needs $4"
	shift 4
	cat >"$tmp/w.json"
	run "$@" "$tmp/w.json"
	result "$name" "$([ "$status" = 4 ] && [ "$(grep -v ': warning: ' "$err")" = "$want" ] ||
		echo "exit status $status; $(cat "$err")")"
}
no_deadlines "SCHED_DEADLINE of more than 95% under linux" 2 "task 'a'" "0.9600 of 0.9500 vCPUs" run --until 1s --policy linux \
	<<<$'{"tasks": {\n"a": {"policy": "SCHED_DEADLINE", "dl-runtime": 4800, "dl-period": 5000, "run": 1}}}'
no_deadlines "a long period under linux, in a phase" 3 "phase 'y'" "a period of at most 4.194304 s" \
	run --until 1s --policy linux <<'JSON'
{"tasks": {"a": {"phases": {"x": {"run": 1},
	"z": {"policy": "SCHED_FIFO", "run": 1},
	"y": {"policy": "SCHED_DEADLINE", "dl-runtime": 1000, "dl-period": 5000000, "run": 1}}}}}
JSON
cat >"$tmp/w.json" <<'JSON'
{"tasks": {"d": {"policy": "SCHED_DEADLINE", "dl-runtime": 3000, "dl-period": 10000, "run": 1000000},
	"f": {"policy": "SCHED_FIFO", "run": 1000000}, "o": {"run": 1000000}}}
JSON
run run --until 1s --json --policy linux "$tmp/w.json"
cpu=$(grep -o '"cpu_ns": [0-9]*' "$out" | head -n 3 | tr -dc '0-9\n' | tr '\n' ' ')
result "SCHED_DEADLINE, FIFO and OTHER share a second under linux" \
	"$([ "$cpu" = "300000000 700000000 0 " ] || echo "$cpu")"
cat >"$tmp/w.json" <<'JSON'
{"tasks": {
"a": {"policy": "SCHED_DEADLINE", "dl-runtime": 6000, "dl-period": 10000, "run": 1},
"b": {"policy": "SCHED_DEADLINE", "dl-runtime": 6000, "dl-period": 10000, "run": 1}}}
JSON
run run --until 1s --policy edf:admission=1 "$tmp/w.json"
result "more SCHED_DEADLINE than there are vCPUs" "$([ "$status" = 4 ] && [ "$(cat "$err")" = \
	"schedsim: $tmp/w.json:3: task 'b': policy edf does not admit it: SCHED_DEADLINE needs 1.2000 of 1 vCPUs" ] ||
	echo "exit status $status; $(cat "$err")")"
warns_file "a suffix that makes another word" 2 \
	"task 'a': runend: this is taken for the event run, as by rt-app" \
	<<<$'{"tasks": {"a": {"run_end": 1,\n"runend": 5}}}'

shows "pi_enabled is about all mutexes" "mutex m inherit" "mutex n inherit" <<'JSON'
{"tasks": {"a": {"lock": "m", "lock": "n", "run": 1}}, "global": {"pi_enabled": true}}
JSON
protocols='{"tasks": {
	"a": {"policy": "SCHED_FIFO", "priority": 7, "lock": "m", "lock": "n", "lock": "o", "run": 1},
	"b": {"policy": "SCHED_BATCH", "priority": -3, "lock": "m", "lock": "o", "run": 1},
	"c": {"policy": "SCHED_IDLE", "lock": "p", "run": 1}},
	"resources": {"m": {"type": "mutex", "protocol": "ceiling"}, "n": {"protocol": "inherit"},
		"o": {"protocol": "ceiling", "ceiling": 90}, "p": {"protocol": "ceiling"},
		"q": {"type": "wait"}}}'
shows "protocols and ceilings" "mutex m ceiling fifo priority 7 nice -3" "mutex n inherit" \
	"mutex o ceiling fifo priority 90 nice -3" "mutex p ceiling idle nice 19" <<<"$protocols"
shows "--locks none" "mutex m none" "mutex n none" "mutex o none" -- --locks none <<<"$protocols"
shows "--locks ceiling" "mutex m ceiling fifo priority 7 nice -3" "mutex n ceiling fifo priority 7" \
	-- --locks ceiling <<<"$protocols"
shows "the ceiling knows what a phase makes of a task" "mutex m ceiling rr priority 50 nice -4" \
	-- --locks ceiling <<'JSON'
{"tasks": {"a": {"priority": -4, "phases": {"p": {"run": 1},
	"q": {"policy": "SCHED_RR", "priority": 50, "lock": "m", "run": 1, "unlock": "m"}}}}}
JSON
# a has 5 tickets, b the 1024 that its weight is worth.
shows "a ceiling's tickets are no fewer than a weight" "mutex m ceiling tickets 1024" \
	-- --locks ceiling <<'JSON'
{"tasks": {"a": {"tickets": 5, "lock": "m", "run": 1}, "b": {"lock": "m", "run": 1}}}
JSON
shows "a ceiling without tickets" "mutex m ceiling nice -3" -- --locks ceiling <<'JSON'
{"tasks": {"a": {"lock": "m", "run": 1}, "b": {"priority": -3, "lock": "m", "run": 1}}}
JSON
refuses "no such protocol" 2 \
	"--locks: 'pip' is not possible; allowed are none, inherit and ceiling" \
	run --locks pip "$tmp/w.json"

shows "classes become attributes" "process a fifo priority 3: run 1us; loop" \
	"process b rr priority 10: run 1us; loop" "process c batch nice 4: run 1us; loop" \
	"process d idle nice 19: run 1us; loop" "process e nice -2 tickets 40: run 1us; loop" \
	"process f deadline runtime 1ms deadline 2ms period 5ms: run 1us; loop" <<'JSON'
{"tasks": {"a": {"policy": "SCHED_FIFO", "priority": 3, "run": 1}, "b": {"policy": "SCHED_RR", "run": 1},
	"c": {"policy": "SCHED_BATCH", "priority": 4, "run": 1}, "d": {"policy": "SCHED_IDLE", "run": 1},
	"e": {"priority": -2, "tickets": 40, "run": 1},
	"f": {"policy": "SCHED_DEADLINE", "dl-runtime": 1000, "dl-deadline": 2000, "dl-period": 5000, "run": 1}}}
JSON
shows "phases that are all the same change nothing" "process a nice 3 cpus 1: run 1us; run 2us; loop" <<'JSON'
{"tasks": {"a": {"priority": 3, "cpus": [1], "phases": {"p": {"run": 1}, "q": {"priority": 3, "run": 2}}}}}
JSON
# What a phase does not say stays: p begins with nice 1, and later has that of r.
shows "phases change priorities, and loops do so again" \
	"process a nice 1: run 1us; attr q; run 2us; attr r; run 3us; loop" \
	"attr q sets class,priority,nice,tickets,deadline: nice 2" \
	"attr r sets class,priority,nice,tickets,deadline: fifo priority 10" <<'JSON'
{"tasks": {"a": {"priority": 1, "phases": {"p": {"run": 1}, "q": {"priority": 2, "run": 2},
	"r": {"policy": "SCHED_FIFO", "run": 3}}}}}
JSON
shows "the first phase says its own again when the loop comes back" \
	"process a nice 5: attr p; run 1us; attr q; run 2us; loop" \
	"process b nice 5: run 1us; attr q; run 2us" <<'JSON'
{"tasks": {"a": {"phases": {"p": {"priority": 5, "run": 1}, "q": {"priority": 6, "run": 2}}},
	"b": {"loop": 1, "phases": {"p": {"priority": 5, "run": 1}, "q": {"priority": 6, "run": 2}}}}}
JSON
shows "a class without a priority has its default one" \
	"process a fifo priority 50: run 1us; attr q; run 2us" \
	"attr q sets class,priority,nice,tickets,deadline: fifo priority 10" <<'JSON'
{"tasks": {"a": {"loop": 1, "policy": "SCHED_FIFO", "priority": 50, "phases": {"p": {"run": 1},
	"q": {"policy": "SCHED_FIFO", "run": 2}}}}}
JSON
shows "CPUs of phases, and those of the task where a phase has none" \
	"process a cpus 1: attr p; run 1us; attr q; run 1us; run 2us; attr s; run 1us; loop" \
	"attr p sets cpus: cpus 1" "attr q sets cpus: cpus 2-3" "attr s sets cpus: defaults" <<'JSON'
{"tasks": {"a": {"phases": {"p": {"cpus": [1], "run": 1}, "q": {"cpus": [2, 3], "run": 1},
	"r": {"cpus": [3, 2], "run": 2}, "s": {"run": 1}}}}}
JSON
shows "a phase that is never done counts for nothing" "process a: repeat { run 1us }; loop" <<'JSON'
{"tasks": {"a": {"phases": {"p": {"loop": 0, "priority": 4, "fork": "a", "run": 3},
	"q": {"loop": -1, "run": 1}}}}}
JSON

shows "a timer of one process is its own" "process a: run 1us; timer 9us as 1; timer 8us; loop" <<'JSON'
{"tasks": {"a": {"run": 1, "timer": {"ref": "t", "period": 9}, "timer": {"ref": "unique", "period": 8}}}}
JSON
shows "a timer of several is shared" "process a: timer 9us shared t; loop" \
	"process b: timer 7us shared t; loop" "process c-0: timer 5us shared u; loop" \
	"process c-1: timer 5us shared u; loop" "timer t" "timer u" <<'JSON'
{"tasks": {"a": {"timer": {"ref": "t", "period": 9}}, "b": {"timer": {"ref": "t", "period": 7}},
	"c": {"instance": 2, "timer": {"ref": "u", "period": 5}}}}
JSON
shows "absolute is said of a timer, not of an event" \
	"process a: run 1us; timer 9us absolute; run 1us; timer 8us absolute; loop" \
	"process b: run 1us; timer 9us absolute shared t; loop" \
	"process c: run 1us; timer 9us absolute shared t; loop" <<'JSON'
{"tasks": {"a": {"run": 1, "timer": {"ref": "unique", "period": 9, "mode": "absolute"}, "run": 1,
		"timer": {"ref": "unique", "period": 8}},
	"b": {"run": 1, "timer": {"ref": "t", "period": 9, "mode": "absolute"}},
	"c": {"run": 1, "timer": {"ref": "t", "period": 9}}}}
JSON

shows "as many processes are prepared as can be forked" "process p-0: repeat 3 { run 1us; fork c }; loop 2" \
	"process c-0000 forked by c: run 1us" "process c-0011 forked by c: run 1us" "fork c" <<'JSON'
{"tasks": {"p": {"instance": 2, "loop": 2, "phases": {"x": {"loop": 3, "run": 1, "fork": "c"}}},
	"c": {"instance": 0, "loop": 1, "run": 1}}}
JSON
prepared() {
	result "$1" "$([ "$(grep -c 'forked by' "$out")" = "$2" ] || echo "not $2: $(cat "$out")")"
}
prepared "and no more" 12
shows "forks of those that are forked" "process b-0001 nice 7 delay 1ms forked by b: fork c; fork c; run 1us" <<'JSON'
{"tasks": {"a": {"loop": 2, "fork": "b", "run": 1}, "c": {"instance": 0, "run": 1},
	"b": {"instance": 0, "loop": 1, "priority": 7, "delay": 1000, "fork": "c", "fork": "c", "run": 1}}}
JSON
prepared "of these, too, as many as needed" 6
shows "forks without end" "process c-0255 forked by c: run 1us; loop" \
	<<<'{"tasks": {"a": {"fork": "c", "run": 1}, "c": {"instance": 0, "run": 1}}}'
prepared "are 256" 256
shows "a fork bomb" "process a: run 1us; fork a" "process a-0255 forked by a: run 1us; fork a" \
	<<<'{"tasks": {"a": {"loop": 1, "run": 1, "fork": "a"}}}'
shows "very many forks" "process c-1023 forked by c: run 1us; loop" \
	<<<'{"tasks": {"a": {"loop": 5000, "fork": "c", "run": 1}, "c": {"instance": 0, "run": 1}}}'
prepared "are 1024, as in rt-app" 1024
shows "the target of a signal is its other name" "process a: lock m; wait w m; unlock m; run 1us; loop" \
	"process b: signal w; run 2us; loop" <<'JSON'
{"tasks": {"a": {"lock": "m", "wait": {"ref": "w", "mutex": "m"}, "unlock": "m", "run": 1},
	"b": {"signal": "trig", "run": 2}}, "resources": {"trig": {"type": "signal", "target": "w"}}}
JSON
shows "one object for each type and name" "mutex x none" "cond x" "semaphore x 0" "barrier x 1" <<'JSON'
{"tasks": {"a": {"lock": "x", "signal": "x", "sem_post": "x", "barrier": "x", "unlock": "x", "run": 1}}}
JSON
for file in x y; do
	echo '{"tasks": {"'$file'": {"loop": 1, "lock": "m", "run": 1000, "unlock": "m"}}}' >"$tmp/$file.json"
done
run load --show "$tmp/x.json" "$tmp/y.json"
result "files share nothing" "$([ "$(grep -cx 'mutex m none' "$out")" = 2 ] || cat "$out")"
# Those that a has forked end at 7 and 12 ms; each counts once.
file_gives "join waits for the end of a process" "finish_ns=13000000 7000000 12000000" -- --vcpus 3 <<'JSON'
{"tasks": {"a": {"loop": 1, "fork": "b", "fork1": "b", "run": 2000, "join": "b", "join1": "b", "run1": 1000},
	"b": {"instance": 0, "loop": 1, "lock": "m", "run": 5000, "unlock": "m", "sleep": 2000}}}
JSON
shows "joins are semaphores" "process a: sem_wait end of b; run 1us; loop" "process b: run 2us; sem_post end of b" \
	"process c: sem_post end of c" "process d: sem_wait end of c; sem_wait end of d; sem_post end of d" -- <<'JSON'
{"tasks": {"a": {"join": "b", "run": 1}, "b": {"loop": 1, "run": 2}, "c": {"loop": 0, "run": 1},
	"d": {"loop": 1, "join": "c", "join_d": "d"}}}
JSON
warns_file "joining one that never ends" 2 "join: task 'b' never ends, so this waits for ever" <<'JSON'
{"tasks": {"a": {"loop": 1, "run": 1,
	"join": "b"}, "b": {"run": 2}, "c": {"loop": 1, "run": 1, "join": "a"}}}
JSON
# Memory and tasks may have the same name.
shows "joining none that memory is called after" "process a: run 1ns; run 1us" "process b: run 1ms" -- <<'JSON'
{"tasks": {"a": {"loop": 1, "memrun": {"type": "read", "size": 1000, "count": 1, "ref": "b"}, "run": 1},
	"b": {"loop": 1, "run": 1000}}}
JSON
warns_file "joining oneself" 2 "task 'a': join: it waits for its own end, and so for ever" <<'JSON'
{"tasks": {"a": {"loop": 1, "run": 1,
	"join": "a"}}}
JSON
refuses_file "joining nobody" 2 "join: there is no task 'b' in this file (expected the name of one)" <<'JSON'
{"tasks": {"a": {"run": 1,
	"join": "b"}}}
JSON
# b waits from 1 to 3 ms, and does its work without the mutex.
file_gives "a lock with a timeout" "finish_ns=11000000 4000000" "blocked_ns=0 2000000" "timeouts=1" \
	"program_errors=0" -- --policy prio <<'JSON'
{"tasks": {"a": {"policy": "SCHED_FIFO", "priority": 1, "loop": 1, "lock": "m", "run": 10000, "unlock": "m"},
	"b": {"policy": "SCHED_FIFO", "priority": 2, "loop": 1, "delay": 1000,
		"lock": {"ref": "m", "timeout": 2000}, "run": 1000, "unlock": "m"}}}
JSON
shows "a lock with a timeout is shown" "process a: lock m for 500us; run 1us; unlock m; loop" -- \
	<<<'{"tasks": {"a": {"lock": {"ref": "m", "timeout": 500}, "run": 1, "unlock": "m"}}}'
refuses_file "a lock without its timeout" 1 "task 'a': lock: timeout is missing (expected both ref and timeout)" \
	<<<'{"tasks": {"a": {"lock": {"ref": "m"}, "run": 1}}}'
refuses_file "a timeout that is no time" 1 "task 'a': timeout: -1 is not a time in µs (expected 0..72057594037927)" \
	<<<'{"tasks": {"a": {"lock": {"ref": "m", "timeout": -1}, "run": 1}}}'

# One after the other holds the mutex for 2 ms, on two vCPUs.
file_gives "a mutex is held by one at a time" "finish_ns=2000000 4000000" -- --vcpus 2 \
	<<<'{"tasks": {"a": {"instance": 2, "loop": 1, "lock": "m", "run": 2000, "unlock": "m"}}}'
file_gives "wait goes on after the signal, and has the mutex again" "finish_ns=6000000 5000000" \
	-- --vcpus 2 <<'JSON'
{"tasks": {"a": {"loop": 1, "lock": "m", "wait": {"ref": "c", "mutex": "m"}, "run": 1000, "unlock": "m"},
	"b": {"loop": 1, "sleep": 3000, "lock": "m", "signal": "c", "run": 2000, "unlock": "m"}}}
JSON
file_gives "suspend has no memory" 'state="sleeping" "exited"' "finish_ns=null 1000000" \
	-- --vcpus 2 --until 5ms <<'JSON'
{"tasks": {"a": {"loop": 1, "sleep": 100000, "suspend", "run": 1},
	"b": {"loop": 1, "run": 1000, "resume": "a"}}}
JSON
file_gives "resume wakes all" "finish_ns=4000000 5000000 3000000" <<'JSON'
{"tasks": {"a": {"instance": 2, "loop": 1, "suspend": 1.5, "run": 1000},
	"b": {"loop": 1, "run": 3000, "resume": "a"}}}
JSON
warns_file "the value of suspend does not matter" 2 "task 'a': suspend: 'b' has no effect, as in rt-app since" \
	<<<$'{"tasks": {"a": {"run": 1,\n"suspend": "b"}}}'
shows "the value of suspend does not matter: what comes of it" "process a: wait a; run 1us; loop" \
	<<<'{"tasks": {"a": {"suspend": "b", "run": 1}}}'
shows "unless the file says that it does" "process a: wait b; run 1us; wait a; loop" \
	<<<'{"tasks": {"a": {"suspend": "b", "run": 1, "suspend"}}, "global": {"suspend_by_name": true}}'
refuses_file "then it must be a name" 1 "task 'a': suspend: 1.5 is not a text (expected the name of a task)" \
	<<<'{"tasks": {"a": {"suspend": 1.5, "run": 1}}, "global": {"suspend_by_name": true}}'
file_gives "all come to the barrier" "finish_ns=5000000 5000000 5000000" -- --vcpus 3 <<'JSON'
{"tasks": {"a": {"instance": 2, "loop": 1, "run": 1000, "barrier": "g", "sleep": 2000},
	"b": {"loop": 1, "run": 3000, "barrier": "g", "sleep": 2000}}}
JSON
file_gives "a semaphore of two" "finish_ns=2000000 2000000 4000000" -- --vcpus 3 <<'JSON'
{"tasks": {"a": {"instance": 3, "loop": 1, "sem_wait": "s", "run": 2000, "sem_post": "s"}},
	"resources": {"s": {"type": "semaphore", "value": 2}}}
JSON
file_gives "forked processes arrive when they are forked" 'name="p" "c-0000" "c-0001" "c"' "forks=2" \
	"arrival_ns=0 1000000 2000000" <<'JSON'
{"tasks": {"p": {"loop": 2, "run": 1000, "fork": "c"}, "c": {"instance": 0, "delay": 1000, "loop": 1, "run": 1}}}
JSON
file_gives "their delay counts from the beginning" \
	"arrival_ns=0 3000000 4000000" <<'JSON'
{"tasks": {"p": {"loop": 2, "run": 2000, "fork": "c"}, "c": {"instance": 0, "delay": 3000, "loop": 1, "run": 1}}}
JSON
shows "so is skip" "process a: run 1us; timer 9us skip; timer 5us skip; timer 5us absolute as 1; \
timer 5us absolute as 1; loop" <<'JSON'
{"tasks": {"a": {"run": 1, "timer": {"ref": "t", "period": 9, "mode": "skip"}, "timer": {"ref": "t", "period": 5},
	"timer": {"ref": "u", "period": 5, "mode": "skip"},
	"timer": {"ref": "u", "period": 5, "mode": "absolute"}}}}
JSON
# Forked at 7 ms: an absolute timer is at 8 ms next; a relative one is late, and counts from then.
file_gives "so do their timers" "finish_ns=7000000 8000000 11000000" <<'JSON'
{"tasks": {"p": {"loop": 1, "run": 7000, "fork": "a", "fork": "r"},
	"a": {"instance": 0, "loop": 2, "timer": {"ref": "unique", "period": 4000, "mode": "absolute"}},
	"r": {"instance": 0, "loop": 2, "timer": {"ref": "unique", "period": 4000}}}}
JSON
file_gives "a shared timer" "finish_ns=10000000 20000000" -- --vcpus 2 <<'JSON'
{"tasks": {"a": {"instance": 2, "loop": 1, "timer": {"ref": "t", "period": 10000}}}}
JSON
file_gives "a phase changes the vCPU" "busy_ns=1000000 2000000 3000000" <<'JSON'
{"tasks": {"a": {"loop": 1, "phases": {"p": {"cpus": [0], "run": 1000}, "q": {"cpus": [1], "run": 2000}}}}}
JSON
# a runs for 1 ms, and is less urgent then than b, which has 3 ms to do.
file_gives "a phase changes the priority" "finish_ns=6000000 4000000" -- --policy prio <<'JSON'
{"tasks": {"a": {"loop": 1, "policy": "SCHED_FIFO", "phases": {"p": {"priority": 9, "run": 1000},
		"q": {"priority": 1, "run": 2000}}},
	"b": {"loop": 1, "policy": "SCHED_FIFO", "priority": 5, "run": 3000}}}
JSON

string="is not a text (expected the name of a"
for event in lock unlock; do
	refuses_file "$event without a name" 2 "task 'a': $event: 5 $string mutex)" \
		<<<$'{"tasks": {"a": {"run": 1,\n"'$event'": 5}}}'
done
for event in signal broad; do
	refuses_file "$event without a name" 1 "task 'a': $event: null $string condition)" \
		<<<'{"tasks": {"a": {"run": 1, "'$event'"}}}'
done
for event in sem_post sem_wait; do
	refuses_file "$event without a name" 1 "task 'a': $event: [...] $string semaphore)" \
		<<<'{"tasks": {"a": {"run": 1, "'$event'": [1]}}}'
done
refuses_file "barrier without a name" 1 "task 'a': barrier: true $string barrier)" \
	<<<'{"tasks": {"a": {"run": 1, "barrier": true}}}'
for event in fork resume; do
	refuses_file "$event without a name" 1 "task 'a': $event: 1.5 $string task)" \
		<<<'{"tasks": {"a": {"run": 1, "'$event'": 1.5}}}'
done
for event in wait sync; do
	refuses_file "$event without an object" 1 \
		"task 'a': $event: \"c\" is not an object (expected an object with ref and mutex)" \
		<<<'{"tasks": {"a": {"run": 1, "'$event'": "c"}}}'
	odd_file "unknown key of $event" 1 "task 'a': mutx: there is no such key (expected ref or mutex)" \
		<<<'{"tasks": {"a": {"run": 1, "'$event'": {"ref": "c", "mutx": "m"}}}}'
done
for event in mem memrun iorun; do
	refuses_file "$event: not a size" 1 "task 'a': $event: -1 is not a size in bytes (expected 0.." \
		<<<'{"tasks": {"a": {"run": 1, "'$event'": -1}}}'
done
memrun='{"tasks": {"a": {"memrun": {"type": "read", "size": 4096, "count": 1, "ref": "m"}},
"b": {"memrun": '
refuses_file "memrun: type" 2 "task 'b': type: there is no type 'copy' (expected read, write or chase)" \
	<<<"$memrun"'{"type": "copy", "size": 1, "count": 1}}}}'
for rest in '"size": 1, "count": 1' '"type": "read", "count": 1' '"type": "read", "size": 1'; do
	refuses_file "memrun: only $rest" 2 "task 'b': memrun: something is missing (expected type, size and" \
		<<<"$memrun{$rest}}}}"
done
refuses_file "memrun: count" 2 "task 'b': count: -1 is not a number of pointers (expected 0.." \
	<<<"$memrun"'{"type": "chase", "size": 128, "count": -1}}}}'
refuses_file "memrun: a chain of one" 2 "task 'b': memrun: the memory is too small for a chain" \
	<<<"$memrun"'{"type": "chase", "size": 127, "count": 1}}}}'
refuses_file "memrun: memory that is shared" 2 "task 'b': memrun: the memory 'm' is another one elsewhere" \
	<<<"$memrun"'{"type": "read", "size": 4095, "count": 1, "ref": "m"}}}}'
warns_file "memrun: pattern" 2 "task 'b': pattern: 'zigzag' is taken for random, as by rt-app" \
	<<<"$memrun"'{"type": "chase", "size": 4096, "count": 1, "ref": "m", "pattern": "zigzag"}}}}'
odd_file "memrun: unknown key" 2 "task 'b': strid: there is no such key (expected type, size, count," \
	<<<"$memrun"'{"type": "chase", "size": 4096, "count": 1, "strid": 64}}}}'
refuses_file "fork of a task that is not there" 2 \
	"task 'a': fork: there is no task 'b' in this file (expected the name of one)" \
	<<<$'{"tasks": {"a": {"run": 1,\n"fork": "b"}}}'
refuses_file "barrier of a task without instances" 1 \
	"task 'a': barrier: how many will come to this barrier is not known" \
	<<<'{"tasks": {"a": {"instance": 0, "run": 1, "barrier": "g"}}}'
refuses_file "too many at a barrier" 1 "task 'a': barrier1: too many processes are to come" \
	<<<'{"tasks": {"a": {"instance": 1000000, "run": 1, "barrier0": "g", "barrier1": "g"}}}'
warns_file "nothing but locks in a loop" 1 "task 'a': loop: what is repeated takes no time" \
	<<<'{"tasks": {"a": {"loop": -1, "lock": "m", "unlock": "m"}}}'
# shared/cases, blocking_loop: who only waits in a loop need not run.
blocking_loop='{"tasks": {
	"a": {"loop": 3, "suspend": "a", "lock": "m", "signal": "q", "unlock": "m"},
	"b": {"loop": 3, "run": 1000, "resume": "a"}}}'
file_gives "a loop that waits" "finish_ns=3000000 3000000" "wakeups=3 0 3" "program_errors=0" \
	"spun=false false" -- --policy prio --vcpus 2 <<<"$blocking_loop"
# On one vCPU, b has run for 1 ms when it wakes a up, keeps the vCPU (equals take turns by quantum,
# 10 ms), and resumes twice more, when a does not wait: that wakes nobody up, and is not kept. So a
# goes round once, and waits for ever. With a quantum of 1 ms it has its turn before each of them.
file_gives "a loop that waits behind a quantum" "wakeups=1 0 1" "program_errors=0" -- \
	--policy prio <<<"$blocking_loop"
file_gives "a loop that waits in turns" "finish_ns=3000000 3000000" "wakeups=3 0 3" -- \
	--policy prio --quantum 1ms <<<"$blocking_loop"
refuses_file "code of a library" 1 "task 'a': external_workload0: code of a library cannot be simulated" \
	<<<'{"tasks": {"a": {"run": 1, "external_workload0": {}}}}'
for key in exec lock_order; do
	refuses_file "what rt-app once had: $key" 1 "task 'a': $key: this is of the oldest rt-app" \
		<<<'{"tasks": {"a": {"'$key'": 5000, "period": 5000}}}'
done
refuses_file "a value that is missing" 1 "task 'a': run: null is not a time in µs" \
	<<<'{"tasks": {"a": {"run"}}}'
refuses_file "pi_enabled" 1 "global: pi_enabled: 1 is no yes or no (expected true or false)" \
	<<<'{"tasks": {}, "global": {"pi_enabled": 1}}'
refuses_file "tickets" 1 "task 'a': tickets: 0 is not a number of tickets (expected 1..1000000)" \
	<<<'{"tasks": {"a": {"run": 1, "tickets": 0}}}'
refuses_file "resources" 1 "resources: [...] is not an object (expected an object with a resource for each key)" \
	<<<'{"tasks": {}, "resources": [1]}'
refuses_file "a resource" 2 "resource 'm': this is not an object (expected one with a type)" \
	<<<$'{"tasks": {}, "resources": {\n"m": 1}}'
refuses_file "type of a resource" 1 "resource 'm': type: there is no type 'lock' (expected mutex, semaphore" \
	<<<'{"tasks": {}, "resources": {"m": {"type": "lock"}}}'
odd_file "key of a resource" 1 "resource 'm': prio: there is no such key (expected type, protocol," \
	<<<'{"tasks": {"a": {"run": 1}}, "resources": {"m": {"prio": 1}}}'
refuses_file "protocol" 1 \
	"resource 'm': protocol: there is no protocol 'pip' (expected none, inherit or ceiling)" \
	<<<'{"tasks": {}, "resources": {"m": {"protocol": "pip"}}}'
refuses_file "protocol of what is no mutex" 1 \
	"resource 's': protocol: this is said of a mutex only (expected \"type\": \"mutex\")" \
	<<<'{"tasks": {}, "resources": {"s": {"type": "semaphore", "protocol": "none"}}}'
refuses_file "value of what is no semaphore" 1 \
	"resource 'm': value: this is said of a semaphore only (expected \"type\": \"semaphore\")" \
	<<<'{"tasks": {}, "resources": {"m": {"value": 1}}}'
refuses_file "value of a semaphore" 1 \
	"resource 's': value: -1 is not the count of a semaphore (expected 0..1000000)" \
	<<<'{"tasks": {}, "resources": {"s": {"type": "semaphore", "value": -1}}}'
refuses_file "target" 1 "resource 's': target: 1 is not a text (expected the name of a condition)" \
	<<<'{"tasks": {}, "resources": {"s": {"type": "signal", "target": 1}}}'
refuses_file "ceiling" 1 "resource 'm': ceiling: 100 is not a real-time priority (expected 1..99)" \
	<<<'{"tasks": {}, "resources": {"m": {"protocol": "ceiling", "ceiling": 100}}}'
refuses_file "ceiling without the protocol" 2 \
	"resource 'm': ceiling: a ceiling without its protocol (expected \"protocol\": \"ceiling\", too)" \
	<<<$'{"tasks": {}, "resources": {"m": {"type": "mutex",\n"ceiling": 9}}}'
refuses_file "priority of a phase" 1 \
	"task 'a': phase 'p': priority: priority 20 is not one of SCHED_OTHER (expected -20..19)" \
	<<<'{"tasks": {"a": {"phases": {"p": {"run": 1, "priority": 20}}}}}'
echo '{"tasks": {"a": {"loop": 1, "cpus": [0], "phases": {"p": {"run": 1},
	"q": {"cpus": [7], "run": 1}}}}}' >"$tmp/w.json"
refuses "a phase without a vCPU" 4 "$tmp/w.json:2: phase 'q': cpus: there is none of 7" \
	run --vcpus 2 "$tmp/w.json"
