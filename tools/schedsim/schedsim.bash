# bash completion for schedsim                             -*- shell-script -*-
# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash

_schedsim_ids() {
	"$1" ps --json 2>/dev/null | sed -n 's/^ *"id": \([0-9]*\),$/\1/p'
}

# The policies of the module, for its commands, or those of the command itself.
# usage: _schedsim_policies SCHEDSIM COMMAND
_schedsim_policies() {
	local names
	if [ "$2" = policy ] && names=$("$1" policy 2>/dev/null); then
		tr -d '[]' <<<"${names%%$'\n'*}"
	else
		"$1" policies --names 2>/dev/null
	fi
}

# The parameters of a policy, each with its equals sign.
_schedsim_keys() {
	"$1" policies --keys "$2" 2>/dev/null | sed 's/$/=/'
}

# The options of an exercise, or the exercises.
_schedsim_textbook() {
	if [ "$2" ]; then
		"$1" textbook "$2" --help 2>/dev/null | sed -n 's/^  .*\(--[a-zA-Z_]*\).*/\1/p'
	else
		"$1" textbook --help 2>/dev/null | sed -n 's/^\([a-z]*\): .*/\1/p'
	fi
}

# The last word of a list that is separated by commas.
# usage: _schedsim_list CURRENT WORD...
_schedsim_list() {
	local cur=$1 before=""
	shift
	[ "$cur" = "${cur%,*}" ] || before=${cur%,*},
	mapfile -t COMPREPLY < <(compgen -P "$before" -W "$*" -- "${cur##*,}")
	compopt -o nospace 2>/dev/null
}

_schedsim() {
	local commands="run compare analyse generate textbook policies new-policy load info status ps objects stats spawn kill
		reap set policy quantum adapt vcpus online offline pause resume trigger yield reset topology record-session help"
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]-} words="" files=""

	COMPREPLY=()
	if [ "$COMP_CWORD" = 1 ]; then
		mapfile -t COMPREPLY < <(compgen -W "$commands --help --version" -- "$cur")
		return
	fi
	case $prev in
	:)
		# The colon behind a policy's name is a word of its own.
		words=$(_schedsim_keys "$1" "${COMP_WORDS[COMP_CWORD - 2]}")
		compopt -o nospace 2>/dev/null ;;
	=)
		[ "${COMP_WORDS[COMP_CWORD - 2]}" != span ] || words="vcpu llc node all" ;;
	--policy)
		[ "$command" != analyse ] || { _schedsim_list "$cur" edf rm dm prio; return; }
		words=$(_schedsim_policies "$1" "$command") ;;
	--evict) words=$(_schedsim_policies "$1" "$command") ;;
	--policies)
		_schedsim_list "$cur" "$(_schedsim_policies "$1" "$command")"
		return ;;
	--quanta)
		_schedsim_list "$cur" 100us 1ms 10ms 100ms
		return ;;
	--locks)
		_schedsim_list "$cur" none inherit ceiling
		return ;;
	--metrics)
		_schedsim_list "$cur" response turnaround waiting cpu blocked job-response lateness tardiness \
			preemptions yields switches migrations throughput utilisation switch-rate switch-cost \
			fairness weighted-fairness jobs-missed miss-ratio mean-job-response mean-lateness \
			mean-tardiness exited deadlocked spun time all
		return ;;
	-o | --output | --session)
		files=1 ;;
	--room) words="16K 1M 16M 256M" ;;
	--into) words=$(compgen -d -- "$cur") ;;
	--topology) words="2x4x2 smp:4 big.LITTLE host $(compgen -f -- "$cur")" ;;
	--tie) words="arrival-first expiry-first" ;;
	--class)
		words="other fifo rr deadline"
		[ "$command" = generate ] || words+=" batch idle" ;;
	--deadlines) words="implicit constrained" ;;
	--lengths) words="exponential:7ms uniform:1ms,10ms bimodal:1ms,100ms,90%" ;;
	--adapt) words="switch=5% response=20ms" ;;
	--balance) words="all none wake idle periodic push pull all,-idle all,defect=group-imbalance all,defect=group-construction all,defect=wakeup-overload all,defect=missing-domains" ;;
	--quantum) words="100us 1ms 10ms 100ms" ;;
	-l | -i | -A | --io-length | --list | --jobs | --until | --seed | --seeds | --generate | --process | --vcpus | --vcpu | --llc | --node | --migration-cost | --offline | --online | --cache | --peek | --unit | --switch-cost | --name | --nice | --priority | \
		--affinity | --delay | --id | --count | --program | --runtime | --deadline | --period | \
		--object | --tickets | --group | --shares | --tasks | --utilisation | --periods | --granularity | --interarrival | --duration | --for)
		return ;;
	*)
		case $command in
		run) files=1 words="--list --jobs --io-length --affinity --policy --quantum --adapt --balance --vcpus --llc --node --topology --migration-cost --offline --online --cache --peek --unit --switch-cost --until --seed --tie --locks
			--session --strict --device --gantt --all --json --help" ;;
		compare) files=1 words="--policies --quanta --vcpus --locks --seeds --generate --adapt --balance --llc --node --topology --migration-cost --offline --online --cache --peek --unit --switch-cost --tie --until
			--strict --list --io-length --metrics --process --json --csv --jobs --gantt --emit-jobs --into --collect --help" ;;
		analyse) files=1 words="--policy --vcpus --locks --switch-cost --quantum --until --strict --json --help" ;;
		generate) words="--tasks --utilisation --periods --granularity --harmonic --class --deadlines --jobs
			--interarrival --lengths --duration --seed --help" ;;
		spawn) words="--name --nice --priority --class --tickets --group --shares --affinity --delay --id --count
			--object --program --json --help" ;;
		set) words="--nice --priority --class --tickets --group --shares --affinity --runtime --deadline --period --help
			$(_schedsim_ids "$1")" ;;
		kill | reap | yield) words="$(_schedsim_ids "$1") --help" ;;
		trigger) words="--vcpu --help" ;;
		record-session) words="--output --for --room --help" ;;
		policy) words="$(_schedsim_policies "$1" policy) --evict --json --help" ;;
		textbook)
			[ "$COMP_CWORD" = 2 ] || words=$(_schedsim_textbook "$1" "${COMP_WORDS[2]}")
			[ "$COMP_CWORD" != 2 ] || words="$(_schedsim_textbook "$1" "") --help" ;;
		policies) words="$(_schedsim_policies "$1") --names --keys --json --help" ;;
		vcpus) words="--llc --node --topology --migration-cost --json --help" ;;
		topology) words="2x4x2 smp:4 big.LITTLE host --json --help $(compgen -f -- "$cur")" ;;
		adapt) words="off switch=5% response=20ms --json --help" ;;
		quantum) words="--json --help" ;;
		help) words=$commands ;;
		load) files=1 words="--locks --show --strict --json --help" ;;
		info | status | ps | objects | stats) words="--json --help" ;;
		*) words="--help" ;;
		esac ;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	if [ -n "$files" ] && [ "${cur#-}" = "$cur" ]; then
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -X '!*.json' -- "$cur"; compgen -d -- "$cur")
	fi
}

complete -F _schedsim schedsim
