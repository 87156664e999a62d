# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What the tests of the command share. SCHEDSIM is the command.

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
out=$tmp/out
err=$tmp/err
number=0
failed=0

# A test's device is never a real one.
export SCHEDSIM_DEV=$tmp/no-device

# usage: result NAME MESSAGE  (an empty message: passed)
result() {
	number=$((number + 1))
	if [ -z "$2" ]; then
		echo "ok $number $1"
	else
		failed=1
		printf '# %s\n' "${2//$'\n'/$'\n# '}"
		echo "not ok $number $1"
	fi
}

finish() {
	echo "1..$number"
	exit $failed
}

run() {
	"$SCHEDSIM" "$@" >"$out" 2>"$err"
	status=$?
}

# A command that takes long ends at SIGINT, and says how far it came.
# usage: interrupted NAME ARGUMENT...
interrupted() {
	local name=$1 pid message=
	shift
	"$SCHEDSIM" "$@" >"$out" 2>"$err" &
	pid=$!
	sleep 1
	kill -INT $pid
	wait $pid
	status=$?
	[ "$status" = 130 ] && grep -q "interrupted at .*s of simulated time" "$err" ||
		message="exit status $status: $(cat "$err")"
	result "$name" "$message"
}

# The results of a test that is a program of its own, in 64 and in 32 bit.
# usage: programs NAME LEAST NUMBER OF TESTS
programs() {
	local bits line message ran
	for bits in "" -32; do
		message="" ran=0
		while read -r line; do
			case $line in
			"# "*) message=${line#\# } ;;
			"ok "*) result "$1$bits: ${line#ok * }" "" ;;
			"not ok "*) result "$1$bits: ${line#not ok * }" "${message:-failed}" ;;
			1..*) ran=${line#1..} ;;
			esac
		done < <("$(dirname "$SCHEDSIM")/$1_test$bits" 2>&1)
		message=""
		[ "$ran" -ge "$2" ] || message="only $ran tests were run"
		result "$1$bits: all were run" "$message"
	done
}

# All values of a key in the JSON that was printed, in order; names are not those of parameters.
values() {
	sed -n "/^    \"params\": \[/,/^    \]/{/\"name\"/d}
		s/^ *\"$1\": \(.*[^,]\),*$/\1/p" "$out" | tr '\n' ' ' | sed 's/ $//'
}

# The command fails with a status and a message.
# usage: refuses NAME STATUS PATTERN ARGUMENT...
refuses() {
	local name=$1 want=$2 pattern=$3
	shift 3
	run "$@"
	if [ "$status" != "$want" ]; then
		result "$name" "exit status $status, not $want: $(cat "$err")"
	elif ! grep -qF -e "$pattern" "$err"; then
		result "$name" "no '$pattern' in: $(cat "$err")"
	elif [ "$(wc -l <"$err")" != 1 ]; then
		result "$name" "more than one line: $(cat "$err")"
	else
		result "$name" ""
	fi
}

# A file is refused, with its name, the line and what is wrong.
# usage: refuses_file NAME LINE PATTERN <<<CONTENT
refuses_file() {
	cat >"$tmp/w.json"
	refuses "$1" 4 "$tmp/w.json:$2: $3" run --until 1s "$tmp/w.json"
}

# What READER finds for keys in the JSON of a run is what it has to be.
# usage: gives_by READER NAME "KEY=VALUE VALUE..."... -- ARGUMENT...
gives_by() {
	local reader=$1 name=$2 expected=() message="" want
	shift 2
	while [ "$1" != -- ]; do
		expected+=("$1")
		shift
	done
	shift
	run run --json "$@"
	[ "$status" = 0 ] || message="exit status $status: $(cat "$err")"
	for want in "${expected[@]}"; do
		[ "$("$reader" "${want%%=*}")" = "${want#*=}" ] ||
			message+="${want%%=*}: $("$reader" "${want%%=*}"), not ${want#*=}"$'\n'
	done
	result "$name" "$message"
}

# usage: gives NAME "KEY=VALUE VALUE..."... -- ARGUMENT...
gives() { gives_by values "$@"; }

# Likewise for a file.
# usage: file_gives NAME "KEY=VALUE VALUE..."... [-- ARGUMENT...] <<<CONTENT
file_gives() {
	local args=("$@")
	cat >"$tmp/w.json"
	case " $* " in
	*" -- "*) ;;
	*) args+=(--) ;;
	esac
	gives "${args[@]}" "$tmp/w.json"
}

# A file comes to processes and objects as these lines say, each of them in full.
# usage: shows NAME LINE... [-- ARGUMENT...] <<<CONTENT
shows() {
	local name=$1 lines=() message="" line
	shift
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		lines+=("$1")
		shift
	done
	shift
	cat >"$tmp/w.json"
	run load --show "$@" "$tmp/w.json"
	[ "$status" = 0 ] || message="exit status $status: $(cat "$err")"
	for line in "${lines[@]}"; do
		grep -qxF -e "$line" "$out" || message+="no '$line' in: $(cat "$out")"$'\n'
	done
	result "$name" "$message"
}

# A file is taken, with this warning and no other.
# usage: warns_file NAME LINE PATTERN <<<CONTENT
warns_file() {
	local message=""
	cat >"$tmp/w.json"
	run load --show "$tmp/w.json"
	grep -qF -e "schedsim: warning: $tmp/w.json:$2: $3" "$err" || message="no '$3'"
	[ "$(wc -l <"$err")" = 1 ] || message+=" not one line"
	result "$1" "${message:+$message in: $(cat "$err")}"
}

# What rt-app does not mind: a warning, and no other; with --strict, the file is refused.
# usage: odd_file NAME LINE PATTERN <<<CONTENT
odd_file() {
	warns_file "$@"
	refuses "$1, strictly" 4 "$tmp/w.json:$2: $3" load --show --strict "$tmp/w.json"
}
