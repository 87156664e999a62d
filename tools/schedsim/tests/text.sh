# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# Names: what they may be made of, where they are cut, and what is printed of them.

expected="(expected UTF-8 without control characters or marks of direction)"
is_bad="is no plain text $expected"
key_is_bad="this key is no plain text $expected"
task='"loop": 1, "run": 1000'

refuses_file "a task with a NUL in its name" 2 "a?b: $key_is_bad" <<<$'{"tasks": {\n"a\\u0000b": {'"$task"'}}}'
refuses_file "a mutex with a NUL in its name" 2 "lock: \"m\\u0000x\" $is_bad" \
	<<<$'{"tasks": {"a": {'"$task"$',\n"lock": "m\\u0000x"}}}'
refuses_file "a NUL in a list" 1 "cpus: \"\\u0000\" $is_bad" <<<'{"tasks": {"a": {'"$task"', "cpus": [0, "\u0000"]}}}'
refuses_file "a NUL as such" 1 "this is not JSON: " < <(printf '{"tasks": {"a\0b": {"run": 1}}}')
file_gives "no NUL, but what looks like one" 'name="a\\u0000b"' <<<'{"tasks": {"a\\u0000b": {'"$task"'}}}'
refuses_file "a task that is not UTF-8" 1 "a?: $key_is_bad" < <(printf '{"tasks": {"a\xff": {"run": 1}}}')
refuses_file "half a character" 1 "lock: \"m?\" $is_bad" < <(printf '{"tasks": {"a": {"lock": "m\xc3"}}}')
refuses_file "a resource that is not UTF-8" 1 "??: $key_is_bad" \
	< <(printf '{"tasks": {}, "resources": {"\xc0\xaf": {"type": "mutex"}}}')
for c in '\u0007' '\u001b[1m' '\u007f' '\u009b' '\u061c' '\u200e' '\u202e' '\u2066'; do
	refuses_file "a task with $c" 1 "a?" <<<"{\"tasks\": {\"a$c\": {$task}}}"
done
file_gives "names in other scripts" 'name="näive € 😀"' <<<"{\"tasks\": {\"näive € 😀\": {$task}}}"
file_gives "and as escapes" 'name="😀"' <<<"{\"tasks\": {\"\\ud83d\\ude00\": {$task}}}"

refuses "a name with an escape" 2 "--name: 'a?[1m' is no name; allowed is UTF-8 without control characters" \
	spawn --name $'a\e[1m'
refuses "an object that is not UTF-8" 2 "--object: 'm?' is no name; allowed is UTF-8" spawn --object $'m\xff:mutex'
refuses "a mutex of a program that is not UTF-8" 2 "program: 'm?' is no name; allowed is UTF-8" \
	spawn --program $'lock m\xff; run 1ms; unlock m\xff'
refuses "the mutex of a condition, likewise" 2 "program: 'm?' is no name; allowed is UTF-8" \
	spawn --program $'wait c m\xff'
refuses "a job that is not UTF-8" 2 "is no name; allowed is UTF-8" run -l $'a\xff:3:0'

# 23 characters of two bytes, where a chart has room for 16.
long=$(printf 'é%.0s' {1..23})
echo "{\"tasks\": {\"$long\": {$task}}}" >"$tmp/w.json"
run run --gantt "$tmp/w.json"
message=""
grep -q "^${long:0:16} |█*|$" "$out" || message=$(cat "$out")
result "a chart cuts between characters" "$message"
echo "{\"tasks\": {\"$(printf 'é%.0s' {1..39})x€€\": {\"run\": \"x\"}}}" >"$tmp/w.json"
refuses "so does a message" 4 "$(printf 'task '\''é%.0s' 1; printf 'é%.0s' {2..39})x': run:" run "$tmp/w.json"

# What is not for a terminal is escaped in JSON, and what is not UTF-8 is replaced.
policy="$tmp/"$'odd\x9b\u202e'.so
cp "$tmp/good.so" "$policy"
run compare -l 1 --json --policies "$policy" --metrics time
message=""
[ "$(values policy)" = "\"$tmp/odd\\ufffd\\u202e.so\"" ] || message="$(values policy) $(cat "$err")"
result "JSON is UTF-8, and escaped" "$message"
run compare -l 1 --policies "$policy" --metrics time
message=""
grep -qF "$tmp/odd??.so " "$out" || message=$(cat "$out" "$err")
result "so are tables" "$message"
policy="$tmp/"'a"b'.so
cp "$tmp/good.so" "$policy"
run compare -l 1 --csv --policies "$policy" --metrics time
message=""
grep -qF "\"$tmp/a\"\"b.so\"," "$out" || message=$(cat "$out" "$err")
result "and quotes in CSV" "$message"
