# bash completion for schedsim                             -*- shell-script -*-
# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash

_schedsim_ids() {
	"$1" ps --json 2>/dev/null | sed -n 's/^ *"id": \([0-9]*\),$/\1/p'
}

_schedsim_policies() {
	local names
	names=$("$1" policy 2>/dev/null) || names="fair prio rr"
	tr -d '[]' <<<"$names"
}

_schedsim() {
	local commands="run generate load info status ps stats spawn kill reap set policy quantum pause resume
		trigger yield reset help"
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]-} words="" files=""

	COMPREPLY=()
	if [ "$COMP_CWORD" = 1 ]; then
		mapfile -t COMPREPLY < <(compgen -W "$commands --help --version" -- "$cur")
		return
	fi
	case $prev in
	--policy) words=$(_schedsim_policies "$1") ;;
	--tie) words="arrival-first expiry-first" ;;
	--class) words="other fifo rr deadline" ;;
	--deadlines) words="implicit constrained" ;;
	--lengths) words="exponential:7ms uniform:1ms,10ms bimodal:1ms,100ms,90%" ;;
	--quantum) words="100us 1ms 10ms 100ms" ;;
	--jobs | --until | --seed | --vcpus | --vcpu | --switch-cost | --name | --nice | --priority | \
		--affinity | --delay | --id | --count | --program | --runtime | --deadline | --period | \
		--tasks | --utilisation | --periods | --granularity | --interarrival | --duration)
		return ;;
	*)
		case $command in
		run) files=1 words="--jobs --policy --quantum --vcpus --switch-cost --until --seed --tie --device
			--gantt --all --json --help" ;;
		generate) words="--tasks --utilisation --periods --granularity --harmonic --class --deadlines --jobs
			--interarrival --lengths --duration --seed --help" ;;
		spawn) words="--name --nice --priority --affinity --delay --id --count --program --json
			--help" ;;
		set) words="--nice --priority --affinity --runtime --deadline --period --help
			$(_schedsim_ids "$1")" ;;
		kill | reap | yield) words="$(_schedsim_ids "$1") --help" ;;
		trigger) words="--vcpu --help" ;;
		policy) words="$(_schedsim_policies "$1") --json --help" ;;
		quantum) words="--json --help" ;;
		help) words=$commands ;;
		load) files=1 words="--json --help" ;;
		info | status | ps | stats) words="--json --help" ;;
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
