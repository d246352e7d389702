# What has to happen for the release to run, and why. The process counts, not only the files.

# look_at_unit → LOAD ACTIVE SUB FRAGMENT NEED_RELOAD INVOCATION, and RESTARTED_WITH (RUN/dependents on one line)
look_at_unit() {
	local key value
	LOAD='' ACTIVE='' SUB='' FRAGMENT='' NEED_RELOAD='' INVOCATION=''
	patiently show -p LoadState,ActiveState,SubState,FragmentPath,NeedDaemonReload,InvocationID "$UNIT" >"$RUN/unit.now"
	while IFS='=' read -r key value; do
		case $key in
		LoadState) LOAD=$value ;;
		ActiveState) ACTIVE=$value ;;
		SubState) SUB=$value ;;
		FragmentPath) FRAGMENT=$value ;;
		NeedDaemonReload) NEED_RELOAD=$value ;;
		InvocationID) INVOCATION=$value ;;
		esac
	done <"$RUN/unit.now"
	running_dependents >"$RUN/dependents"
	RESTARTED_WITH=$(tr '\n' ' ' <"$RUN/dependents")
	RESTARTED_WITH=${RESTARTED_WITH% }
}

# make_plan → ACTION
make_plan() {
	local why
	look_at_unit
	if [ ! -e "$UNIT_FILE" ]; then
		ACTION=install why="$UNIT is new here"
		[ -z "$STATE_CURRENT" ] || why="$UNIT_FILE was gone"
	elif is_mask "$UNIT_FILE"; then
		ACTION=restart why="$UNIT was masked"
	elif made_by_hand; then
		ACTION=restart why="$UNIT was made by hand and is taken over"
	elif ! cmp -s "$RUN/unit" "$UNIT_FILE"; then
		ACTION=restart why="the release changed"
		[ "$STATE_CURRENT" != "$DIGEST" ] || why="$UNIT_FILE was changed by hand"
	elif [ "$ACTIVE" != active ]; then
		ACTION=start why="$UNIT is ${ACTIVE:-unknown} (${SUB:-unknown})"
	elif [ -e "$TRIAL" ] || [ "$FRAGMENT" != "$UNIT_FILE" ]; then
		ACTION=restart why="a release that was never committed is running"
	elif [ -n "$REPAIRED" ]; then
		ACTION=restart why="files of the release had been changed on the host"
	elif grep -q "^drop-in$TAB" "$RUN/displaced"; then
		ACTION=restart why="drop-ins made by hand are moved out of the way"
	elif [ -e "$SUSPECT" ]; then
		ACTION=restart why="the process is older than what is written, since an earlier transaction was interrupted"
	elif [ "$NEED_RELOAD" = yes ]; then
		ACTION=restart why="$UNIT or a drop-in of it changed since it was loaded"
	else
		ACTION=none why="release $DIGEST runs already"
	fi
	[ -z "$RESTARTED_WITH" ] || [ "$ACTION" != restart ] || why="$why; restarts with it: $RESTARTED_WITH"
	say "plan action=$ACTION" "$why"
}
