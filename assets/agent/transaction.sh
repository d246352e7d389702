# The transaction, detached from whoever asked for it (docs/agent-protocol.md §4).

# What was made for the release and outlives its failure.
LEFT=''
CANCELLABLE=1
PROBE=$WORK/probe.sh

detached() {
	exec 9>>"$RUN/events"
	take_lock
	# What a failed release that was kept in place had hidden.
	show_drop_ins
	case $OP in
	apply) apply ;;
	remove)
		read_state
		remove_service
		;;
	esac
}

# take_lock: says who has it
take_lock() {
	local who
	now_ms
	TAKEN_MS=$NOW_MS
	if [ -n "$BY_HAND" ]; then who="$BY_HAND (by hand)"; else who=$URN; fi
	printf '%s\n' "$NOW_MS $TX $who" >"$HOLDER"
	clear_abandoned
}

# clear_abandoned: what those left in /run who were killed
clear_abandoned() {
	local other pid
	for other in "$RUN_DIR"/*/ "$RUN_ROOT".*/; do
		[ "$other" != "$RUN/" ] && [ -r "${other}foreground" ] || continue
		read -r pid <"${other}foreground"
		# It may still be waiting for us.
		[ -d "/proc/$pid" ] || rm -rf "$other"
	done
}

apply() {
	read_state
	clear_half_made
	recall_lost_record
	mind_owner
	written_release
	recall_kept_unit
	safe_point
	mind_hands
	find_displaced
	recall_rename
	stage
	safe_point
	runtime
	safe_point
	read_unit_file
	make_plan
	if [ "$ACTION" = none ]; then
		# What runs is what was wanted, and from now on it is called so.
		if [ "$UNIT_FILE_IS" = twin ]; then commit; else change_nothing; fi
		return
	fi
	hide_drop_ins || fail internal "the drop-ins that were made by hand cannot be hidden from the trial"
	verify_unit
	safe_point
	put_trial
	step judge
	judge "$TRIAL"
	case $VERDICT in
	ready) commit ;;
	interrupted) conclude_interrupted ;;
	*) revoke "$VERDICT_CODE" '' ;;
	esac
}

# conclude_interrupted: while the trial was judged. Nothing can be taken back either.
conclude_interrupted() {
	case $VERDICT_CODE in
	no-answer) conclude interrupted no-answer "process 1 has taken no request for too long" ;;
	*) conclude interrupted '' "the host is shutting down; it boots the version that was committed last" ;;
	esac
}

# change_nothing: the service is not touched; links and records may still have to follow
change_nothing() {
	if [ -n "$ENABLE" ]; then
		lay_install_links
		# Whether a unit is enabled systemd knows from when it last looked.
		[ -z "$LAID" ] || patiently daemon-reload >/dev/null
	fi
	keep_criteria
	release_in_place
	move_link
	record unchanged ''
	lay_command || cannot_lay_command
	facts_now ok
	finish unchanged '' '' settle
	settle
}

# cancelled → true when someone asked to stop
cancelled() {
	[ -n "$CANCELLABLE" ] && [ -e "$RUN/cancel" ]
}

safe_point() {
	! cancelled || fail cancelled "cancelled before the service was touched"
}

# remember_left WHAT
remember_left() {
	LEFT=${LEFT:+$LEFT, }$1
}

# fail CODE TEXT: the service was not touched yet
fail() {
	show_drop_ins
	bring_back_environment
	rm -rf "$INCOMING"
	forget_service_dir
	conclude failed "$1" "$2"
	exit 0
}

# revoke CODE TEXT: the trial is running, or was
revoke() {
	local failed_step=$STEP
	FAILURE=$1
	diagnose
	if [ "$ON_FAILURE" = keep ] && [ "$FAILURE" != cancelled ]; then
		OUTCOME=kept
	else
		restore
	fi
	STEP=$failed_step
	conclude "$OUTCOME" "$FAILURE" "$2"
	exit 0
}

# conclude OUTCOME CODE TEXT
conclude() {
	[ -z "$LEFT" ] || fact failed left "$LEFT"
	# Secrets that no release was ever ready with are not kept for later.
	[ "$OP" != apply ] || prune_credentials
	# A removal that found another owner is no event of that owner's service.
	[ ! -e "$STATE" ] || { [ "$OP" != apply ] && [ "$STATE_OWNER" != "$TOKEN" ]; } || record "$1" "$2"
	facts_now
	! made_by_hand || fact now handmade "$HANDMADE"
	finish "$1" "$2" "$3"
}

# finish OUTCOME CODE TEXT [PHASE]: the word that the other end waits for
finish() {
	end_with "$1" "$2" "$3"
	echo "${4:-ended} $1" >"$RUN/phase"
}
