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

# nothing_committed → true until a first deployment is through: by the record, and by the unit file, whose rename is the
# commit point and may be ahead of the record after a power cut
nothing_committed() {
	[ -z "$STATE_CURRENT" ] || return 1
	written_release
	[ -z "$WRITTEN" ]
}

# release_condition DIGEST → prints ok, missing, or the first few paths that are other than they were deployed
release_condition() {
	local release=$RELEASES/$1
	if [ -z "$1" ] || [ ! -e "$release/complete" ]; then
		echo missing
	else
		faults "$release/app" "$release/manifest" | fault_kinds "$release" | in_words
	fi
}

# fault_kinds RELEASE: "number path" lines as "kind path"
fault_kinds() {
	local number path
	while IFS=$TAB read -r number path; do
		if [ -e "$1/app/$path" ] || [ -L "$1/app/$path" ]; then
			printf 'changed\t%s\n' "$path"
		else
			printf 'removed\t%s\n' "$path"
		fi
	done
}

# in_words: "kind path" lines as "changed: a, b; removed: c", the first five of each kind; ok when there is none
in_words() {
	awk -F "$TAB" '
		!count[$1]++ { kinds[++kind] = $1 }
		count[$1] <= 5 { paths[$1] = paths[$1] (count[$1] > 1 ? ", " : "") $2 }
		END {
			for (i = 1; i <= kind; i++) {
				k = kinds[i]
				printf "%s%s: %s%s", (i > 1 ? "; " : ""), k, paths[k], (count[k] > 5 ? ", and " count[k] - 5 " more" : "")
			}
			print kind ? "" : "ok"
		}'
}

# Set between a commit and the reload after it: what systemd says of the unit's file is about the trial, and over in a moment.
OVERTAKEN=''

# facts_now [FILES]: FILES is what is already known of the release's files
facts_now() {
	local sum='' target='' files=${1:-} deployed
	read_state
	written_release
	[ ! -f "$UNIT_FILE" ] || sum=$(sha256sum <"$UNIT_FILE")
	[ -z "$DIRECTORY" ] || [ ! -L "$DIRECTORY" ] || target=$(readlink "$DIRECTORY")
	# A unit that was edited is no release's; what it is about is the one that the record names.
	deployed=${WRITTEN:-$STATE_CURRENT}
	[ -n "$files" ] || files=$(release_condition "$deployed")
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
	fact now environment "$(environment_condition "$deployed")"
	fact now credentials "$(credentials_condition "$deployed")"
	unit_facts
}

# unit_facts: what process 1 says of the unit
unit_facts() {
	local line value
	patiently show -p "$NOW_PROPERTIES" "$UNIT" | while IFS= read -r line; do
		# Where process 1 hangs these are systemctl's words about that.
		case $line in *=*) ;; *) continue ;; esac
		value=${line#*=}
		case $OVERTAKEN${line%%=*} in
		1FragmentPath) value=$UNIT_FILE ;;
		1NeedDaemonReload) value=no ;;
		1UnitFileState) value=$(install_state) ;;
		esac
		fact now "${line%%=*}" "$value"
	done
}

# tell_foreign: what others put where the service is
tell_foreign() {
	local kind path
	foreign_things "${WRITTEN:-$STATE_CURRENT}" | head -n 200 | while IFS=$TAB read -r kind path; do
		say "foreign kind=$kind" "$path"
	done
}
