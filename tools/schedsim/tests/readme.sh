# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# What the README says that commands print is what they print.

command="" want="" fenced=0 examples=0
command_path=$(realpath "$SCHEDSIM")
schedsim() { "$command_path" "$@"; }

# Run the command that was read, if the README says what it prints.
try_example() {
	local message=""
	[ -n "$want" ] || return
	examples=$((examples + 1))
	printf %s "$want" >"$tmp/want"
	(cd "$here/../../.." && eval "$command") >"$out" 2>"$err"
	message=$(diff "$tmp/want" "$out" 2>&1; cat "$err")
	result "README: ${command//\\$'\n\t'/}" "$message"
}

# Only in virtual time is it the same each time: "$ schedsim", not "# schedsim".
while IFS= read -r line; do
	case $line in
	'```'*)
		try_example
		command="" want="" fenced=$((1 - fenced))
		;;
	'$ schedsim '*)
		try_example
		command=${line#\$ } want=""
		;;
	*)
		if [ "$fenced" = 0 ] || [ -z "$command" ]; then
			continue
		elif [ -z "$want" ] && [ "${command: -1}" = "\\" ]; then
			command+=$'\n'$line
		elif [ "${line:0:2}" = '$ ' ]; then
			try_example
			command="" want=""
		else
			want+=$line$'\n'
		fi
		;;
	esac
done <"$here/../../../README.md"
result "README: it has examples" "$([ "$examples" -ge 4 ] || echo "only $examples were found")"
