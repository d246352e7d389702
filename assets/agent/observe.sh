# What is on this host now. Reads only.

NOW_PROPERTIES=Id,LoadState,ActiveState,SubState,Result,Type,FragmentPath,DropInPaths,UnitFileState,NeedDaemonReload
NOW_PROPERTIES=$NOW_PROPERTIES,InvocationID,MainPID,NRestarts,StatusText,ExecMainStartTimestampMonotonic
NOW_PROPERTIES=$NOW_PROPERTIES,ActiveEnterTimestampMonotonic,ActiveEnterTimestamp,InactiveExitTimestampMonotonic
NOW_PROPERTIES=$NOW_PROPERTIES,WatchdogTimestampMonotonic,WatchdogUSec

# written_release → WRITTEN: the digest of the release whose unit is in /etc, which the state may not know after a power cut
written_release() {
	local unit
	WRITTEN=''
	[ -s "$UNIT_FILE" ] || return 0
	for unit in "$RELEASES/$STATE_CURRENT/unit" "$RELEASES"/*/unit; do
		cmp -s "$unit" "$UNIT_FILE" || continue
		unit=${unit%/unit}
		WRITTEN=${unit##*/}
		return
	done
}

# release_condition DIGEST → prints ok, missing, or the first few changed paths
release_condition() {
	local release=$RELEASES/$1
	if [ -z "$1" ] || [ ! -e "$release/complete" ]; then
		echo missing
	else
		faults "$release/app" "$release/manifest" |
			awk -F "$TAB" 'NR <= 5 { paths = paths (NR > 1 ? ", " : "") $2 } END { print NR == 0 ? "ok" : paths (NR > 5 ? ", and " NR - 5 " more" : "") }'
	fi
}

# Set between a commit and the reload after it: what systemd says of the unit's file is about the trial, and over in a moment.
OVERTAKEN=''

# facts_now [FILES]: FILES is what is already known of the release's files
facts_now() {
	local sum='' target='' files=${1:-} key value
	read_state
	written_release
	[ ! -f "$UNIT_FILE" ] || sum=$(sha256sum <"$UNIT_FILE")
	[ -z "$DIRECTORY" ] || [ ! -L "$DIRECTORY" ] || target=$(readlink "$DIRECTORY")
	[ -n "$files" ] || files=$(release_condition "$WRITTEN")
	fact now owner "$STATE_OWNER"
	fact now urn "$STATE_URN"
	fact now release "$WRITTEN"
	fact now previous "$STATE_PREVIOUS"
	fact now since "$STATE_SINCE"
	fact now byhand "$STATE_BY_HAND"
	fact now transaction "$STATE_TX"
	fact now outcome "$STATE_OUTCOME"
	fact now unitfile "${sum%% *}"
	fact now link "$target"
	fact now releasefiles "$files"
	patiently show -p "$NOW_PROPERTIES" "$UNIT" | while IFS='=' read -r key value; do
		case $OVERTAKEN$key in
		1FragmentPath) value=$UNIT_FILE ;;
		1NeedDaemonReload) value=no ;;
		1UnitFileState) value=$(install_state) ;;
		esac
		fact now "$key" "$value"
	done
}
