# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# run --session: replays of files. How they are made is tested with the module, by live-guest and
# selftests/session.c.

s=$tmp/session.json
# usage: session END COMMAND...  (each without its braces; the first one is the configuration)
session() {
	local end=$1 separator=""
	shift
	{
		printf '{"schedsim_session": 1, "commands": ['
		for command; do
			printf '%s\n{%s}' "$separator" "$command"
			separator=,
		done
		printf '\n], "end": {%s}}\n' "$end"
	} >"$s"
}

# usage: config POLICY TIME
config() {
	echo "\"time_ns\": ${2:-0}, \"command\": \"config\", \"policy\": \"$1\", \"quantum_ns\": 10000000,
		\"nr_vcpus\": 1, \"max_procs\": 3, \"params\": {}, \"vcpus\": []"
}

# usage: at TIME COMMAND [MORE]
at() { echo "\"time_ns\": $1, \"command\": \"$2\"${3:+, $3}"; }

# usage: job ID NS
job() { echo "{\"id\": $1, \"name\": \"job-$1\", \"program\": [[\"run\", 0, $2]]}"; }

# usage: end TIME DIGEST EVENTS [FULL]
end() { echo "\"time_ns\": $1, \"digest\": \"$2\", \"events\": $3, \"full\": ${4:-false}"; }

three=$(at 0 spawn "\"objects\": [], \"processes\": [$(job 1 5000000), $(job 2 3000000), $(job 3 8000000)]")
none=0x0000000000000000

# The digest of a run is that of the session in which the same was done.
run run --jobs 5,3,8 --policy rr --json
digest=$(values digest | tr -d '"')
events=$(values events)
same=$(values "[a-z]*_ns")
session "$(end 16000000 "$digest" "$events")" "$(config rr)" "$three"
run run --session "$s" --json
message=""
[ "$status" = 0 ] || message="exit status $status: $(cat "$err")"
[ "$(values "[a-z]*_ns")" = "$same" ] || message+="not the same: $(cat "$out")"
result "a session comes to what a run comes to" "$message"
run run --session - <"$s"
message=""
[ "$status" = 0 ] && grep -q "^digest $digest of $events events" "$out" && grep -q ' job-2 ' "$out" ||
	message="exit status $status: $(cat "$out" "$err")"
result "for people, from the standard input" "$message"

session "\"time_ns\": 16000000, \"full\": true" "$(config rr)" "$three"
run run --session "$s"
message=""
[ "$status" = 0 ] && grep -q "^digest $digest" "$out" || message="exit status $status: $(cat "$err")"
result "a digest at the end may be missing" "$message"

session "$(end 16000000 $none "$events")" "$(config rr)" "$three"
refuses "another digest" 7 \
	"$s: the replay differs after command 2, by 16ms: digest $digest, not $none" \
	run --session "$s"
result "there are results" "$(grep -q "^digest $digest" "$out" || cat "$out")"
session "$(end 16000000 "$digest" 1)" "$(config rr)" "$three"
refuses "another number of events" 7 "$s: the replay differs: $events events, not 1" \
	run --session "$s"
session "$(end 16000000 "$digest" "$events")" "$(config rr)" "$three" "$(at 2 trigger "\"vcpu\": 0, \"digest\": \"$none\"")"
refuses "another digest on the way" 7 "after command 2, by 2ns: digest 0x" run --session "$s"
session "$(end 16000000 "$digest" "$events")" "$(config rr)" "$three"
sed -i 's/^\], "end"/], "processes": [{"id": 1, "state": 5, "cpu_ns": 5000000, "switches": 2}], "end"/' "$s"
refuses "another number of processes" 7 "$s: the replay differs: 3 processes, not 1" run --session "$s"
sed -i 's/"processes": \[{"id": 1, "state".*}\]/"processes": [{"id": 1, "state": 5, "cpu_ns": 1}, {"id": 2}, {"id": 3}]/' "$s"
refuses "a process that fared otherwise" 7 "$s: the replay differs: process 1: cpu_ns is 5000000, not 1" \
	run --session "$s"
session "$(end 16000000 "$digest" "$events" true)" "$(config rr)" "$three"
run run --session "$s"
message=""
[ "$status" = 0 ] && grep -q "warning: $s: no more room for records at 16ms; the replay ends there" "$err" ||
	message="exit status $status: $(cat "$err")"
result "no more room is said" "$message"

# Everything that is done to a simulation; the digests are those that the engine gives.
session "$(end 5 $none 0)" "$(config rr)" "$three" \
	"$(at 1000 set '"id": 1, "attr": {"nice": 3}')" "$(at 2000 yield '"id": 1')" "$(at 2000 trigger '"vcpu": 0')" \
	"$(at 3000 kill '"id": 2')" "$(at 3000 reap '"id": 2')" "$(at 3000 reap)" "$(at 4000 pause)" \
	"$(at 4000 kill '"id": 3')" "$(at 4000 resume)" "$(config mlfq 5000)" "$(at 6000 evict '"policy": "mlfq"')" \
	"$(at 7000 reset)" "$(config prio 1)" \
	"$(at 2 spawn "\"objects\": [{\"id\": 1, \"type\": \"mutex\", \"protocol\": \"inherit\"}, {\"id\": 2, \"type\": \"fork\"}],
		\"processes\": [{\"id\": 3, \"attr\": {\"priority\": 5}, \"program\": [[\"lock\", 1], [\"run\", 0, 1], [\"fork\", 2]]},
			{\"id\": 1, \"same_program\": true}, {\"id\": 2, \"fork\": 2}]")"
refuses "all commands" 7 "after command 16, by 5ns" run --session "$s"
run run --session "$s" --json
message=""
[ "$(values id)" = "1 2 3 0 1 2" ] && [ "$(values state)" = '"exited" "running" "exited"' ] && [ "$(values forks)" = 1 ] &&
	[ "$(values policy)" = '"rr"' ] || message=$(cat "$out")
result "and what comes of them" "$message"

# An endless one is read as far as a session can go.
message=$(yes "" | "$SCHEDSIM" run --session - 2>&1) && message="succeeded: $message"
result "a session without end" \
	"${message#schedsim: stdin: this is longer than 1 GiB, and no session can be}"

# What is wrong with a file.
# usage: wrong NAME MESSAGE COMMAND...  (behind the configuration and three processes)
wrong() {
	local name=$1 text=$2
	shift 2
	session "$(end 16000000 $none 0)" "$(config rr)" "$three" "$@"
	refuses "$name" 4 "$s: $text" run --session "$s"
}
wrong "unknown command" "command 3: 'command' is \"sleep\", which is unknown" "$(at 1 sleep)"
wrong "no time" "command 3: 'time_ns' is missing" '"command": "pause"'
wrong "a time that has passed" "command 4: 'time_ns' is 1, which is before that of the command before" \
	"$(at 2 pause)" "$(at 1 resume)"
wrong "time below 0" "command 3: 'time_ns' is -1; possible are 0 to" "$(at -1 pause)"
wrong "time that stands still" "command 4: 'time_ns' is 5, but time stands at 2" "$(at 2 pause)" "$(at 5 resume)"
wrong "unknown key" "command 3: 'speed' is unknown here" "$(at 1 pause '"speed": 2')"
wrong "no such process" "command 3: 'id' is 9, and there is no such process" "$(at 1 kill '"id": 9')"
wrong "another serial" "command 3: 'id' is 1, and there is no such process" "$(at 1 kill '"id": 1, "serial": 9')"
wrong "one that does not run" "command 3: 'id' is 2, which does not run" "$(at 1 yield '"id": 2')"
wrong "one that has not exited" "command 3: 'id' is 2, and no such process has exited" "$(at 1 reap '"id": 2')"
wrong "no such vCPU" "command 3: 'vcpu' is 1, which there is not" "$(at 1 trigger '"vcpu": 1')"
wrong "vCPU that is no number" "command 3: 'vcpu' is no whole number" "$(at 1 trigger '"vcpu": "a"')"
wrong "no such vCPU to take offline" "command 3: 'vcpu' is 1, which there is not" "$(at 1 online '"vcpu": 1')"
wrong "the last vCPU" "command 3: 'vcpu' is 0, the last one that is online" "$(at 1 online '"vcpu": 0')"
wrong "neither online nor offline" "command 3: 'online' is 2; allowed are 0 and 1" "$(at 1 online '"online": 2')"
wrong "number that is too large" "command 3: 'vcpu' is 4294967296; possible are 0 to 4294967295" \
	"$(at 1 trigger '"vcpu": 4294967296')"
wrong "attributes out of range" "command 3: 'attr' has attributes that are not possible: they are out of range" \
	"$(at 1 set '"id": 1, "attr": {"nice": 20}')"
wrong "no digest" "command 3: 'digest' is not 0x and 16 hexadecimal digits" "$(at 1 pause '"digest": "0x12"')"
wrong "policy that is not used" "command 3: 'policy' is prio, but the simulation uses rr" "$(at 1 evict '"policy": "prio"')"
wrong "processes in the way" "command 3: this configuration is not possible: there are processes" \
	"$(config rr 1 | sed 's/"nr_vcpus": 1/"nr_vcpus": 2/')"
wrong "unknown parameter" "command 3: 'x' is no parameter of the policy rr" "$(config rr 1 | sed 's/"params": {/&"x": 1/')"
wrong "quantum out of range" "command 3: this configuration is nothing that the engine takes" \
	"$(config rr 1 | sed 's/10000000/1/')"
wrong "more vCPUs than there are" "command 3: 'vcpus' has 2, which is more than there are" \
	"$(config rr 1 | sed 's/"vcpus": \[/&[0, 0], [0, 0]/')"
wrong "no policy of that name" "command 3: 'policy' is las, which this command does not have; give its file, as in --policy ./las.so" \
	"$(config las 1)"
# usage: wrong_spawn NAME MESSAGE PROCESSES [OBJECTS]
wrong_spawn() { wrong "$1" "command 5: $2" "$(at 1 kill '"id": 1')" "$(at 1 reap)" "$(at 2 spawn "\"processes\": [$3], \"objects\": [${4-}]")"; }
wrong_spawn "id that is taken" "process 1: has an id that is taken" "$(job 2 1)"
wrong_spawn "process without id" "process 1: 'id' is missing" '{}'
wrong_spawn "no processes" "'processes' has 0" ""
wrong_spawn "one too many" "process 2: has an id that is taken or too great, or is one too many" "$(job 1 1), $(job 7 1)"
wrong_spawn "name that is too long" "process 1: 'name' is too long; possible are 15 bytes" \
	'{"id": 1, "name": "a234567890123456"}'
wrong_spawn "unknown step" "process 1: 'program' is \"jump\", which is unknown" '{"id": 1, "program": [["jump"]]}'
wrong_spawn "step that is none" "process 1: 'program' has 3, which is no operation" '{"id": 1, "program": [3]}'
wrong_spawn "program that is not possible" "process 1: has a program that is not possible" '{"id": 1, "program": [["loop"]]}'
wrong_spawn "mutex that is none" "process 1: has a program that is not possible" \
	'{"id": 1, "program": [["lock", 1]]}' '{"id": 1, "type": "cond"}'
wrong_spawn "fork that is none" "process 1: has a fork that is none" '{"id": 1, "fork": 1}' '{"id": 1, "type": "cond"}'
wrong_spawn "the first has no program before it" "process 1: 'same_program' makes no sense here" \
	'{"id": 1, "same_program": true}'
wrong_spawn "object with another id" "object 1: has not the id that it gets" "$(job 1 1)" '{"id": 5, "type": "cond"}'
wrong_spawn "object of another kind" "object 1: 'type' is \"queue\", which is unknown" "$(job 1 1)" '{"id": 1, "type": "queue"}'
wrong_spawn "barrier of nobody" "object 1: has values that are not possible" "$(job 1 1)" '{"id": 1, "type": "barrier"}'

session "$(end 1 $none 0)" "$three"
refuses "no configuration" 4 "$s: command 1: 'command' is not config at time 0" run --session "$s"
session '"time_ns": 1'  "$(config rr)"
refuses "no digest at the end" 4 "$s: end: 'digest' is missing" run --session "$s"
echo '{"schedsim_session": 2}' >"$s"
refuses "another version" 4 "$s: 'schedsim_session' is 2; this command knows 1" run --session "$s"
echo '{"schedsim_session": 1, "commands": []}' >"$s"
refuses "no commands" 4 "$s: 'commands' is empty" run --session "$s"
for text in '{"tasks": {}}' '[]' '{' '' 3; do
	echo "$text" >"$s"
	refuses "no session: '$text'" 4 "$s: this is no session; 'schedsim record-session' makes one" run --session "$s"
done
refuses "no such file" 4 "cannot read $tmp/none: No such file" run --session "$tmp/none"
for option in "--jobs 5" "--quantum 1ms" --device --gantt "--until 1s" file.json; do
	# shellcheck disable=SC2086 # options are words
	refuses "does not go with a session: $option" 2 \
		"only --policy FILE, --all and --json go with --session" run --session "$s" $option
done
refuses "a policy that is no file" 2 "with --session, --policy is only for files" run --session "$s" --policy rr

# A policy of somebody's own, which policy.sh has built.
session "$(end 16000000 $none 0)" "$(config good)" "$three"
refuses "a policy of a file that is not given" 4 \
	"$s: command 1: 'policy' is good, which this command does not have; give its file, as in --policy ./good.so" \
	run --session "$s"
run run --jobs 5,3,8 --policy "$tmp/good.so" --json
session "$(end 16000000 "$(values digest | tr -d '"')" "$(values events)")" "$(config good)" "$three"
run run --session "$s" --policy "$tmp/good.so"
result "a policy of a file" "$([ "$status" = 0 ] || cat "$err")"

session "$(end 72057594037927936 $none 0)" "$(config rr)" "$(at 0 spawn '"objects": [], "processes": [{"id": 1}, {"id": 2}]')"
interrupted "SIGINT ends a replay" run --session "$s"

refuses "too little room" 2 "--room: '16383' is not possible; allowed are 16K to 256M" record-session --room 16383
refuses "too much room" 2 "--room: '257M' is not possible" record-session --room 257M
refuses "no amount of room" 2 "--room: '1G' is not possible" record-session --room 1G
refuses "recording needs the device" 3 "there is no $SCHEDSIM_DEV" record-session --room 64K --for 1s -o "$tmp/none"
