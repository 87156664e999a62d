# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# schedsim textbook: the textbook's command lines give the textbook's problems and solutions.

programs mersenne 9

# What was printed, in short: each job with its numbers; "=", and who ran, for how long; "=", and
# the statistics. See textbook.txt.
facts() {
	awk '
		function field(from, i, all) {
			for (i = from; i <= NF; i++)
				all = all (i > from ? "/" : "") $i
			return all
		}
		# Of multi.py: JOB:LEFT/WARM of each CPU, then the queues.
		function cells(i, n, row) {
			sub(/^ +/, "")
			n = split($0, cell, /  +/)
			for (i = 2; i <= n; i++) {
				gsub(/ /, "+", cell[i])
				if (head[i] == "WARM")
					row = row "/" cell[i]
				else if (head[i] != "LEFT")
					row = row (i > 2 ? "|" : "") cell[i]
				else if (cell[i] != "-")
					row = row ":" cell[i]
			}
			return row
		}
		function flush() {
			if (ran != "")
				line = line " " ran "*" time
			ran = ""
		}
		function runs(who, span) {
			if (who != ran)
				flush()
			time = who == ran ? time + span : span
			ran = who
		}
		$1 == "JOB" { part = $2 == "RESPONSE" ? "statistics" : "jobs"
			line = line (part == "jobs" ? "" : " ="); next }
		$1 == "TIME" { part = "trace"; queues = $4 == "QUEUE"; draws = $4 == "RANDOM"
			line = line " =" }
		/^The random numbers/ { part = "random"; line = line " ="; next }
		$1 == "TIME" && $2 == "CPU" { part = "cpus"; split($0, head, /  +/) }
		/^queue/ { line = line " queue"; for (i = /CPU/ ? 5 : 2; i <= NF; i++) line = line " " $i }
		/^finished at/ { line = line " = " $3 }
		$1 == "CPU" { part = "used"; next }
		NF == 0 { flush(); part = ""; next }
		part == "used" { line = line " " $2 "/" $3 }
		part == "cpus" && $1 != "TIME" { line = line " " cells() }
		part == "jobs" || part == "statistics" { line = line " " field(2) }
		part == "random" { line = line " " field(1) }
		part != "trace" || $1 == "TIME" { next }
		draws && $4 == "runs" { line = line " " $6 "/" $7 ">" $3 }
		draws && $4 == "done" { line = line " " $3 "@" $1 }
		draws { next }
		$4 == "runs" { runs($3 (queues ? "@" $6 : ""), $5) }
		$2 == "idle" { runs("-", $3) }
		$2 == "boost" { flush(); line = line " boost" }
		$4 == "done" { flush() }
		END { flush(); print substr(line, 2) }' "$out"
}

cases=0
while read -r exercise arguments; do
	case $exercise in
	"" | "#"*) continue ;;
	esac
	read -r expected
	read -ra args <<<"$arguments"
	run textbook "$exercise" "${args[@]}"
	message=""
	[ "$status" = 0 ] || message="exit status $status: $(cat "$err")"
	[ "$(facts)" = "$expected" ] || message+="$(facts), not $expected"
	[ "$(wc -L <"$out")" -le 80 ] || grep -q "schedsim run" "$out" || message+=" wider than 80 columns"
	result "$exercise.py $arguments" "$message"
	cases=$((cases + 1))
done <"$(dirname "${BASH_SOURCE[0]}")/textbook.txt"
[ "$cases" -ge 73 ] && message="" || message="only $cases"
result "all problems of the textbook were posed" "$message"

# usage: says NAME PATTERN ARGUMENT...
says() {
	local name=$1 pattern=$2 message=""
	shift 2
	run textbook "$@"
	[ "$status" = 0 ] && grep -qx -e "$pattern" "$out" || message="exit status $status: $(cat "$out" "$err")"
	result "$name" "$message"
}

says "the options are shown" "seed 4, jobs 3, maxlen 10, policy SJF, quantum 1" scheduler -p SJF --se 4
says "flags are shown" "boost 0, iotime 5, stay" mlfq -S
says "what is asked" "Who wins each quantum, and when is each job done?" lottery
says "the same run" "schedsim run --policy rr --quantum 2ms -l 5,2.5" scheduler -l 5,2.5 -p RR -q 2 -c
says "JSON: who runs where" '      "cpus": \[' multi -r 1 -n 1 -c -t --json
says "the same run, of many words" "  -l 0,9,2:3,4,0" mlfq -Q 1,2,3,4 -A 2,2,2,2 -i 7 -l 0,9,2:3,4,0 -c
says "idle times are one" "  11  idle                5" mlfq -l 0,5,0:5,15,6 -i 5 -c
says "what is no option does not count" "0           9" scheduler x -j 1 - y -- -p z
says "letters in one word" "boost 0, iotime 5, stay, iobump" mlfq -SI
says "help" "  -T, --maxticket N .*; default 100" lottery -s 3 --he
says "help of one letter" "  -p, --policy POLICY .*" scheduler -ch
says "JSON: times and fractions" '      "turnaround": 7.5,' scheduler -l 5,2.5 -p SJF -c --json
says "JSON: where a job is" '      "slice_left": 7,' mlfq -l 0,3,0 -c --json
says "JSON: the run" '  "run": "schedsim run --policy mlfq:queues=3 -l 0,3,0:"' mlfq -l 0,3,0 -c --json

# The numbers are those of the engine.
run textbook mlfq -n 2 -A 2,1 -q 4 -i 3 -l 0,30,4:2,17,0 -c --json
turnarounds=$(sed -n '/"statistics"/,/\]/s/ *"turnaround": //p' "$out" | tr '\n' ' ')
gives "what textbook says is what run says" "turnaround_ns=${turnarounds// /000000 }{" -- \
	--policy mlfq:queues=2,allotment1=2 --quantum 4ms -i 3ms -l 0,30,4:2,17,0:

refuses "no exercise" 2 "textbook: too few arguments" textbook
refuses "unknown exercise" 2 "textbook: there is no exercise 'cfs'; allowed are: scheduler, mlfq, lottery, multi" textbook cfs
refuses "exercise: unknown option" 2 "textbook mlfq: unknown or ambiguous option '-Sx'" textbook mlfq -Sx
refuses "exercise: unknown long option" 2 "unknown or ambiguous option '--boosts'" textbook mlfq --boosts 3
refuses "exercise: ambiguous option" 2 "unknown or ambiguous option '--quant'" textbook mlfq --quant 3
refuses "exercise: no value" 2 "textbook mlfq: -B wants a value" textbook mlfq -c -B
refuses "exercise: no long value" 2 "textbook mlfq: --boost wants a value" textbook mlfq --boost
refuses "exercise: a value of a flag" 2 "textbook mlfq: --stay takes no value" textbook mlfq --stay=1
refuses "exercise: no number" 2 "textbook lottery: -q: 'x' is not possible; allowed are whole numbers" textbook lottery -q x
for below in -1000000000001 -9223372036854775808; do
	refuses "exercise: a number below all ($below)" 2 "-n: '$below' is not possible; allowed are whole numbers, at most 1000000000000" \
		textbook mlfq -n "$below"
	refuses "exercise: in a list, too ($below)" 2 "-L: '$below' is not possible; allowed are whole numbers up to 1000000000000" \
		textbook multi -L "a:$below:1"
done
refuses "exercise: no octal number" 2 "-s: '08' is not possible; allowed are whole numbers of 64 bits" textbook lottery -s 08
refuses "exercise: a number that is too great" 2 "-m: '1000000000001' is not possible" textbook mlfq -m 1000000000001
refuses "exercise: unknown policy" 2 "there is no policy 'STCF'; allowed are FIFO, SJF and RR" textbook scheduler -p STCF
refuses "exercise: no time" 2 "-l: 'a' is not a time" textbook scheduler -l 5,a
refuses "exercise: two parts" 2 "-l: '5,3' does not have three parts" textbook mlfq -l 0,5,0:5,3
refuses "exercise: three parts" 2 "-l: '5:3:1' does not have two parts" textbook lottery -l 4:1,5:3:1
refuses "exercise: no number in a list" 2 "-l: '3.5' is not possible" textbook mlfq -l 0,3.5,0
refuses "exercise: lists of two lengths" 2 "-A: '1,2' has 2 numbers; allowed are as many as there are queues, 3" \
	textbook mlfq -Q 3,4,5 -A 1,2
refuses "exercise: no queues" 2 "-n: 0 queues are not possible; allowed are 1 to 64" textbook mlfq -n 0
refuses "exercise: too many quanta" 2 "too many quanta and allotments; after the first 12, all must be the same" \
	textbook mlfq -Q 1,2,3,4,5,6,7,8,9,10,11,12,13,14 -c
refuses "exercise: no allotment" 2 "-A: an allotment of 0 is not possible" textbook mlfq -A 1,0,1
refuses "exercise: only 0 to be drawn" 2 "-m: below 1 there is only 0" textbook lottery -m 1
refuses "exercise: no quantum" 2 "-q: a quantum of 0 is not possible; allowed are 1 to 10000" \
	textbook scheduler -p RR -q 0 -c
refuses "exercise: I/O of less than no time" 2 "-i: -1 is not possible" textbook mlfq -i -1 -c
refuses "exercise: no run time" 2 "job 0: its run time of 0 is not possible; allowed is more than 0" textbook mlfq -m 0 -c
refuses "exercise: before all time" 2 "job 0: its start time of -3 is not possible" textbook mlfq -l -3,4,0 -c
refuses "exercise: no jobs" 2 "there are no jobs, so there is no solution" textbook scheduler -j 0 -c
refuses "exercise: too many draws" 2 "the run times are too long; allowed are 10000000 in all" textbook lottery -l 10000001:5
refuses "multi: two parts" 2 "-L: 'a:5' does not have three parts" textbook multi -L a:5
refuses "multi: no name" 2 "-L: ':5:3' does not have three parts" textbook multi -L :5:3
refuses "multi: a name twice" 2 "-L: 'a' is there twice" textbook multi -L a:5:1,b:5:1,a:4:1
refuses "multi: no CPUs" 2 "-n: 0 CPUs are not possible; allowed are 1 to 256" textbook multi -n 0
refuses "multi: a CPU that there is not" 2 "-A: there is no vCPU '2'" textbook multi -A 0:2
refuses "multi: CPUs of nobody" 2 "-A: there is no process 'x'" textbook multi -A x:1
refuses "multi: no warm rate" 2 "-r: 0 is not possible; allowed are 1 to 100" textbook multi -r 0
refuses "multi: no cache" 2 "-M: -1 is not possible; allowed are 0 to 4294967295" textbook multi -M -1
refuses "multi: no time to warm up" 2 "-w: -1 is not possible" textbook multi -w -1
refuses "multi: caches that are never warm" 2 "with -r 1 there are no caches" textbook multi -r 1 -C
refuses "multi: too wide" 2 "a table does not have room for 48 CPUs; use --json" textbook multi -n 48 -T
says "multi: JSON has room" '  "finished": 80,' multi -n 48 -r 1 -T -c --json
refuses "multi: a job that is taken where it may not run" 2 "CPU 1 takes job c, which may not run there" \
	textbook multi -n 2 -p -P 3 -c -L a:90:50,b:3:50,c:60:1 -A c:0 -q 4
says "multi: peeking in the same run" "  --peek 15ms .*" multi -p -P 15 -c
says "multi: the caches of the same run" "  --cache size=70,rate=3,warmup=4ms .*" multi -M 70 -r 3 -w 4 -c
says "multi: the same run" "  -A 0:1" multi -r 1 -q 20 -n 3 -p -P 0 -A 0:1 -c
