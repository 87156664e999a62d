# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# The inputs that "make fuzz" has found worth keeping, tried again.

replay=$(dirname "$SCHEDSIM")/fuzz_replay
inputs=("$here"/../fuzz/corpus/*)
message=""
"$replay" "${inputs[@]}" >"$out" 2>"$err" || message="at $(tail -n 1 "$out"): $(head -n 30 "$err")"
[ "$(wc -l <"$out")" = "${#inputs[@]}" ] && [ "${#inputs[@]}" -ge 5 ] || message+=" not all of ${#inputs[@]}"
result "the loader bears all that fuzzing has found" "$message"
