# The events of a transaction (docs/agent-protocol.md §3) told to a person: `event` is where the agent's files send them.

TOLD='' LABEL='' JOURNAL='' BEFORE='' FAILED_Result='' FAILED_ExecMainStatus='' FAILED_InvocationID='' FAILED_StatusText=''

# event LINE
event() {
	local keys=${1%% -- *} text=''
	case $1 in
	*' -- '*) text=$(printable "${1#* -- }") ;;
	esac
	case $keys in
	'step name=stage') tell files "checking those of the release" ;;
	'step name=verify') tell unit "asking systemd about it" ;;
	'step name=commit') tell commit "$UNIT_FILE names this release from now on" ;;
	'step name=rollback')
		BEFORE=''
		tell undo "bringing back what ran before"
		;;
	'plan '*)
		keys=${keys#*action=}
		tell plan "$keys: $text"
		;;
	'lock '*) tell lock "waiting for $text" ;;
	'state '*) tell_state "$keys" ;;
	'status'*) [ -z "$text" ] || tell service "it says: $text" ;;
	'ready '*) tell service "ready after $(seconds_of "${keys#*after_us=}") s" ;;
	'finding '* | 'verify'*) tell "in the way" "$text" ;;
	'notice '* | 'aside'*) tell note "$text" ;;
	'journal '*) JOURNAL=$JOURNAL$NL$(journal_line "$keys" "$text") ;;
	'fact of=failed name='*) learn "${keys##*name=}" "$text" ;;
	'end '*) tell_end "$keys" "$text" ;;
	esac
}

# tell LABEL TEXT: a label is not said twice in a row
tell() {
	local shown=$1
	[ "$1" != "$LABEL" ] || shown=''
	LABEL=$1
	printf '  %-12s%s\n' "$shown" "$2"
}

# tell_state "state active=X sub=Y …": BEFORE is that of the process which is still there
tell_state() {
	local active=${1#*active=} sub=${1#*sub=}
	active="${active%% *} (${sub%% *})"
	[ "$active" != "$BEFORE" ] || return 0
	BEFORE=''
	tell service "$active"
}

journal_line() {
	case $1 in
	*from=systemd*) printf 'systemd: %s' "$2" ;;
	*) printf '%s' "$2" ;;
	esac
}

# learn NAME VALUE: of the failed invocation
learn() {
	case $1 in
	Result) FAILED_Result=$2 ;;
	ExecMainStatus) FAILED_ExecMainStatus=$2 ;;
	InvocationID) FAILED_InvocationID=$2 ;;
	StatusText) FAILED_StatusText=$2 ;;
	probe) tell probe "$2" ;;
	esac
}

# tell_end "end outcome=X step=Y code=Z" TEXT → TOLD, the outcome
tell_end() {
	local code=${1##*code=} step=${1##*step=}
	step=${step%% *}
	TOLD=${1#*outcome=}
	TOLD=${TOLD%% *}
	echo
	case $TOLD in
	committed | unchanged) ;;
	refused) echo "$UNIT stays as it is: something is in the way, and nothing was touched." ;;
	busy) echo "$UNIT stays as it is: $2." ;;
	rolled-back | rollback-failed) echo "Release $(short "$DIGEST") was undone: $(reason "$step" "$code")." ;;
	*) echo "Nothing came of it: ${2:-$(reason "$step" "$code")}." ;;
	esac
	tell_failure
}

# tell_failure: systemd's account, and the service's own words
tell_failure() {
	local status=''
	[ -n "$FAILED_Result" ] || return 0
	[ "${FAILED_ExecMainStatus:-0}" = 0 ] || status=", status $FAILED_ExecMainStatus"
	tell systemd "Result=$FAILED_Result$status"
	[ -z "$FAILED_StatusText" ] || tell "it said" "$FAILED_StatusText"
	[ -z "$JOURNAL" ] || {
		printf '%s\n' "${JOURNAL#"$NL"}" | tail -n 15 | {
			while IFS= read -r status; do tell journal "| $status"; done
		}
		[ -z "$FAILED_InvocationID" ] ||
			tell '' "journalctl _SYSTEMD_INVOCATION_ID=$FAILED_InvocationID + INVOCATION_ID=$FAILED_InvocationID"
	}
	echo
}
