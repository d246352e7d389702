# What has to happen for the release to run, and why. The process counts, not only the files. One decision for the transaction,
# which makes it once the release is staged, and for a preview, which foresees what staging would do.

# make_plan → ACTION. REPAIRED and WORK/displaced say what becomes of the files.
make_plan() {
	look_at_unit
	look_at_unit_file
	choose_action
	say "plan action=$ACTION" "$WHY"
}

# choose_action → ACTION, WHY. Asks nobody.
choose_action() {
	ACTION=restart
	case $UNIT_FILE_IS in
	absent)
		ACTION=install WHY="$UNIT is new here"
		[ -z "$STATE_CURRENT" ] || WHY="$UNIT_FILE was gone"
		;;
	mask) WHY="$UNIT was masked" ;;
	by-hand) WHY="$UNIT was made by hand and is taken over" ;;
	other)
		WHY="the release changed"
		[ "$STATE_CURRENT" != "$DIGEST" ] || WHY="$UNIT_FILE was changed by hand"
		;;
	wanted) choose_by_process ;;
	twin)
		choose_by_process
		[ "$ACTION" != none ] || WHY="release $WRITTEN runs already, the same but for the name of its secrets' version"
		;;
	esac
	[ -z "$RESTARTED_WITH" ] || [ "$ACTION" != restart ] || WHY="$WHY; restarts with it: $RESTARTED_WITH"
}

# choose_by_process: the unit is as it is wanted; whether what runs is, too
choose_by_process() {
	if [ "$ACTIVE" != active ]; then
		ACTION=start WHY="$UNIT is ${ACTIVE:-unknown} (${SUB:-unknown})"
	elif [ -e "$TRIAL" ] || [ "$FRAGMENT" != "$UNIT_FILE" ]; then
		WHY="a release that was never committed is running"
	elif [ -n "$REPAIRED" ]; then
		WHY="files of the release had been changed on the host"
	elif grep -q "^drop-in$TAB" "$WORK/displaced"; then
		WHY="drop-ins made by hand are moved out of the way"
	elif [ -e "$SUSPECT" ]; then
		WHY="the process is older than what is written, since an earlier transaction was interrupted"
	elif [ "$NEED_RELOAD" = yes ]; then
		WHY="$UNIT or a drop-in of it changed since it was loaded"
	else
		ACTION=none WHY="release $DIGEST runs already"
	fi
}
