# What systemd runs now, in one sentence.

RUNNING=LoadState,ActiveState,SubState,Result,MainPID,NRestarts,StatusText,ActiveEnterTimestamp,InactiveEnterTimestamp
RUNNING=$RUNNING,ActiveEnterTimestampMonotonic,InactiveExitTimestampMonotonic,UnitFileState,FragmentPath,DropInPaths
RUNNING=$RUNNING,NeedDaemonReload,Type

# look_at_service → SHOWN, ACTIVE (empty: systemd does not answer)
look_at_service() {
	local VALUE
	SHOWN=$(systemctl show -p "$RUNNING" "$UNIT" 2>/dev/null) || SHOWN=''
	property ActiveState
	ACTIVE=$VALUE
	property LoadState
	[ "$VALUE" != not-found ] || ACTIVE=''
}

# activity → prints "active (running)", or "failed (exit-code)": how it ended says more than that it is dead
activity() {
	local VALUE sub
	property SubState
	sub=$VALUE
	property Result
	case $ACTIVE/$VALUE in
	'/'*) printf 'unknown' ;;
	active/* | */success | */) printf '%s (%s)' "$ACTIVE" "$sub" ;;
	*) printf '%s (%s)' "$ACTIVE" "$VALUE" ;;
	esac
}

# since_when → prints " since Tue 2026-11-24 01:55:29 UTC", or nothing
since_when() {
	local VALUE
	case $ACTIVE in
	active | reloading) property ActiveEnterTimestamp ;;
	*) property InactiveEnterTimestamp ;;
	esac
	[ -z "$VALUE" ] || printf ' since %s' "$VALUE"
}

# process → prints the PID, how long it took to become ready and whether it had to be restarted, or nothing
process() {
	local VALUE pid restarts entered
	property MainPID
	pid=$VALUE
	[ "${pid:-0}" != 0 ] || return 0
	property NRestarts
	restarts=${VALUE:-0}
	printf 'PID %s' "$pid"
	property ActiveEnterTimestampMonotonic
	entered=${VALUE:-0}
	property InactiveExitTimestampMonotonic
	[ "$ACTIVE" != active ] || [ "${VALUE:-0}" -gt "$entered" ] ||
		printf ', ready after %s s' "$(seconds_of $((entered - ${VALUE:-0})))"
	case $restarts in
	0) printf ', no restarts' ;;
	1) printf ', restarted once by systemd' ;;
	*) printf ', restarted %s times by systemd' "$restarts" ;;
	esac
}
